"""The official Python SDK, unchanged, against this server: it must not be able to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

GROUP = "01W4FFL35P4NC4K35SMSGROUP1"
TWO = ["+12017777777", "+12015555555"]
BARE = ["12017777777", "12015555555"]
SENDER = "+12015550000"


def tomorrow() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


def test_send_text(batches: Any) -> None:
    sent = batches.send_sms(
        to=TWO,
        from_=SENDER,
        body="Hi ${name}!",
        parameters={"name": {"+12017777777": "Joe", "default": "there"}},
        client_reference="mine",
        delivery_report="full",
        feedback_enabled=True,
        flash_message=False,
        truncate_concat=True,
        max_number_of_message_parts=2,
        from_ton=1,
        from_npi=1,
    )
    assert sent.to == BARE
    assert sent.from_ == "12015550000"
    assert sent.type == "mt_text"
    assert sent.canceled is False
    assert sent.parameters == {"name": {"+12017777777": "Joe", "default": "there"}}
    assert sent.client_reference == "mine"
    assert sent.delivery_report == "full"
    assert sent.feedback_enabled is True
    assert sent.expire_at - sent.created_at == timedelta(days=3)


def test_send_binary(batches: Any) -> None:
    sent = batches.send_binary(to=TWO, from_=SENDER, body="AAECAw==", udh="060504158115a0")
    assert sent.type == "mt_binary"
    assert (sent.body, sent.udh) == ("AAECAw==", "060504158115a0")


def test_send_to_a_group(batches: Any) -> None:
    assert batches.send_sms(to=[TWO[0], GROUP], from_=SENDER, body="").to == [BARE[0], GROUP]


def test_get(batches: Any) -> None:
    text = batches.send_sms(to=TWO, from_=SENDER, body="Hi")
    binary = batches.send_binary(to=TWO, from_=SENDER, body="AAECAw==", udh="0605")
    assert batches.get(batch_id=text.id) == text
    assert batches.get(batch_id=binary.id) == binary


def test_list_page_by_page(batches: Any) -> None:
    sent = [
        batches.send_sms(to=TWO, from_=SENDER, body=str(number), client_reference="paged").id
        for number in range(5)
    ]
    first = batches.list(page_size=2, client_reference="paged")
    assert (first.result.count, first.result.page, first.result.page_size) == (5, 0, 2)
    assert [batch.id for batch in first.iterator()] == sent[::-1]


def test_list_without_a_page_size_ends(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_="+12015550001", body="").id
    found = batches.list(client_reference=None, from_=["12015550001", "+12015550002"])
    assert [batch.id for batch in found.iterator()] == [sent]


def test_list_by_dates(batches: Any) -> None:
    sent = batches.send_binary(
        to=TWO, from_=SENDER, body="AA==", udh="00", client_reference="dated"
    )
    hour = timedelta(hours=1)
    for start, end, count in ((-hour, hour, 1), (hour, 2 * hour, 0)):
        page = batches.list(
            start_date=sent.created_at + start,
            end_date=sent.created_at + end,
            client_reference="dated",
        )
        assert page.result.count == count


def test_list_that_finds_nothing(batches: Any) -> None:
    page = batches.list(client_reference="nobody has this")
    assert page.content() == []
    assert not page.has_next_page


def test_dry_run_of_text_per_recipient(batches: Any) -> None:
    result = batches.dry_run_sms(
        to=TWO,
        from_=SENDER,
        body="Hi ${name}!",
        parameters={"name": {"+12017777777": "Zoë 😀", "default": "there"}},
        per_recipient=True,
        number_of_recipients=10,
    )
    assert (result.number_of_recipients, result.number_of_messages) == (2, 2)
    assert [
        (entry.recipient, entry.number_of_parts, entry.body, entry.encoding)
        for entry in result.per_recipient
    ] == [
        ("12017777777", 1, "Hi Zoë 😀!", "unicode"),
        ("12015555555", 1, "Hi there!", "text"),
    ]


def test_dry_run_of_binary(batches: Any) -> None:
    result = batches.dry_run_binary(to=TWO, from_=SENDER, body="AAECAw==", udh="0605")
    assert (result.number_of_recipients, result.number_of_messages) == (2, 2)
    assert result.per_recipient is None


def test_update_text(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi", send_at=tomorrow())
    later = tomorrow() + timedelta(hours=1)
    updated = batches.update_sms(
        batch_id=sent.id,
        to_add=["+12018888888"],
        to_remove=[TWO[0]],
        body="Hello",
        send_at=later,
        delivery_report="summary",
    )
    assert updated.to == [BARE[1], "12018888888"]
    assert (updated.body, updated.send_at) == ("Hello", later)
    assert (updated.id, updated.created_at) == (sent.id, sent.created_at)
    assert updated.modified_at >= sent.modified_at


def test_update_binary(batches: Any) -> None:
    sent = batches.send_binary(
        to=TWO, from_=SENDER, body="AAECAw==", udh="0605", send_at=tomorrow()
    )
    updated = batches.update_binary(batch_id=sent.id, body="BAUGBw==", udh="0606")
    assert (updated.body, updated.udh, updated.to) == ("BAUGBw==", "0606", BARE)


def test_replace_text(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi", client_reference="old")
    replaced = batches.replace_sms(batch_id=sent.id, to=TWO[:1], from_=SENDER, body="New")
    assert (replaced.id, replaced.created_at) == (sent.id, sent.created_at)
    assert (replaced.to, replaced.body, replaced.client_reference) == (BARE[:1], "New", None)


def test_replace_text_by_binary(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi")
    replaced = batches.replace_binary(
        batch_id=sent.id, to=TWO, from_=SENDER, body="AAECAw==", udh="0605"
    )
    assert replaced.type == "mt_binary"
    assert batches.get(batch_id=sent.id) == replaced


def test_cancel_twice(batches: Any) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi", send_at=tomorrow())
    canceled = batches.cancel(batch_id=sent.id)
    assert canceled.canceled is True
    assert batches.cancel(batch_id=sent.id) == canceled == batches.get(batch_id=sent.id)


@pytest.mark.parametrize("recipients", [TWO[:1], []])
def test_delivery_feedback(batches: Any, recipients: list[str]) -> None:
    sent = batches.send_sms(to=TWO, from_=SENDER, body="Hi", feedback_enabled=True)
    assert batches.send_delivery_feedback(batch_id=sent.id, recipients=recipients) is None
