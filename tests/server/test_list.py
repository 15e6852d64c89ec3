"""The list (seed: List; sources §8; decisions 31 to 35)."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NOW, TEXT, Api, Refused


def ids(page: dict[str, Any]) -> list[str]:
    return [batch["id"] for batch in page["batches"]]


@pytest.fixture
def five(api: Api) -> list[str]:
    """The ids of five batches, one a minute, newest first, the last of them now."""
    api.clock.advance(minutes=-4)
    sent = []
    for number in range(5):
        sent.append(api.send(client_reference=f"r{number % 2}", **{"from": f"1555123000{number}"}))
        api.clock.advance(minutes=1)
    api.clock.now = NOW
    return [batch["id"] for batch in reversed(sent)]


def test_an_empty_plan_has_an_empty_page(api: Api) -> None:
    assert api.list() == {"page": 0, "page_size": 0, "count": 0, "batches": []}


def test_batches_are_listed_whole_and_newest_first(api: Api, five: list[str]) -> None:
    page = api.list()
    assert ids(page) == five
    assert page["batches"] == [api.get(batch_id) for batch_id in five]
    assert (page["page"], page["page_size"], page["count"]) == (0, 5, 5)


def test_batches_of_one_millisecond_are_listed_by_id_greatest_first(api: Api) -> None:
    sent = [api.send()["id"] for _ in range(10)]
    assert ids(api.list()) == sorted(sent, reverse=True) == sent[::-1]


@pytest.mark.parametrize(
    ("page", "size", "found"),
    [(0, 2, [0, 1]), (1, 2, [2, 3]), (2, 2, [4]), (3, 2, []), (0, 5, [0, 1, 2, 3, 4])],
)
def test_page_size_is_the_number_of_batches_in_this_page_and_count_that_of_all(
    api: Api, five: list[str], page: int, size: int, found: list[int]
) -> None:
    answer = api.list(f"page={page}&page_size={size}")
    assert ids(answer) == [five[index] for index in found]
    assert (answer["page"], answer["page_size"], answer["count"]) == (page, len(found), 5)


@pytest.mark.parametrize("page", [10**6, 2**31, 2**63, 10**99])
def test_a_page_far_past_the_end_is_empty(api: Api, five: list[str], page: int) -> None:
    answer = api.list(f"page={page}")
    assert answer == {"page": page, "page_size": 0, "count": len(five), "batches": []}


def test_a_page_has_30_batches_by_default_and_100_at_most(api: Api) -> None:
    for _ in range(101):
        api.send()
    assert api.list()["page_size"] == 30
    assert api.list("page_size=100")["page_size"] == 100


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("page=-1", "syntax_constraint_violation", "'page'"),
        ("page_size=0", "syntax_constraint_violation", "'page_size'"),
        ("page_size=101", "syntax_constraint_violation", "'page_size'"),
        ("page=x", "syntax_invalid_parameter_format", "'x' is not a valid integer"),
        ("page_size=", "syntax_invalid_parameter_format", "'' is not a valid integer"),
        ("page=0&page_size=%D9%A1", "syntax_invalid_parameter_format", "valid integer"),
        ("start_date=yesterday", "syntax_invalid_parameter_format", "'start_date'"),
        ("start_date=", "syntax_invalid_parameter_format", "'start_date'"),
        ("end_date=2019-02-30", "syntax_invalid_parameter_format", "'end_date'"),
        ("client_reference=" + "x" * 2049, "syntax_constraint_violation", "'client_reference'"),
        ("page=x&page_size=0", "syntax_invalid_parameter_format", "'x'"),
    ],
)
def test_a_bad_query_is_refused(
    api: Api, refused: Refused, query: str, code: str, said: str
) -> None:
    refused(api.call("GET", f"?{query}"), code, said)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("start_date=2019-08-24T14:13:22.345Z", [0, 1, 2]),
        ("start_date=2019-08-24T14:13:22.346Z", [0, 1]),
        ("end_date=2019-08-24T14:13:22.345Z", [3, 4]),
        ("end_date=2019-08-24T14:13:22.346Z", [2, 3, 4]),
        ("start_date=2019-08-24T14:12:22.345Z&end_date=2019-08-24T14:14:22.345Z", [2, 3]),
        ("start_date=2019-08-24T14:14:22.345Z&end_date=2019-08-24T14:12:22.345Z", []),
        ("start_date=2019-08-24", [0, 1, 2, 3, 4]),
        ("start_date=2019-08-24T14:13:22.3450000", [0, 1, 2]),
        ("start_date=2019-08-24T14:13:22.345999Z", [0, 1, 2]),
        ("start_date=2019-08-24T16:13:22.345%2B02:00", [0, 1, 2]),
        ("start_date=2019-08-24T16:13:22.345+02:00", [0, 1, 2]),
        ("start_date=2019-08-24T16:13:22.345+0200", [0, 1, 2]),
        ("start_date=2001-01-01", [0, 1, 2, 3, 4]),
        ("start_date=2030-01-01", []),
    ],
)
def test_start_date_is_inclusive_and_end_date_exclusive_in_any_form(
    api: Api, five: list[str], query: str, found: list[int]
) -> None:
    page = api.list(query)
    assert ids(page) == [five[index] for index in found]
    assert page["count"] == len(found)


def test_without_start_date_the_last_24_hours_are_listed(api: Api, five: list[str]) -> None:
    api.clock.advance(hours=24)
    assert ids(api.list()) == five[:1]
    assert ids(api.list("start_date=2019-08-20")) == five
    api.clock.advance(milliseconds=1)
    assert api.list()["count"] == 0


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("from=15551230004", [0]),
        ("from=%2B15551230004", [0]),
        ("from=+15551230004", [0]),
        ("from=0015551230004", [0]),
        ("from=15551230004,15551230001", [0, 3]),
        ("from=15551230001,15551230004", [0, 3]),
        ("from=15551230004%2C15551230001", [0, 3]),
        ("from=15551230004, 15551230001", [0, 3]),
        ("from=15551230004&from=15551230001", [0, 3]),
        ("from=15551230004,15551230004", [0]),
        ("from=44345", []),
        ("from=15551230004,44345", [0]),
        ("from=", [0, 1, 2, 3, 4]),
        ("from=,", [0, 1, 2, 3, 4]),
        ("client_reference=r1", [1, 3]),
        ("client_reference=R1", []),
        ("client_reference=r1,r0", []),
        ("client_reference=*", []),
        ("client_reference=r1&from=15551230001", [3]),
        ("client_reference=r1&from=15551230001,15551230000", [3]),
        ("from=15551230004,15551230001,15551230000&page_size=2", [0, 3]),
        ("from=15551230004,15551230001,15551230000&page_size=2&page=1", [4]),
    ],
)
def test_senders_and_reference_filter(
    api: Api, five: list[str], query: str, found: list[int]
) -> None:
    page = api.list(query)
    assert ids(page) == [five[index] for index in found]
    if "page_size" not in query:
        assert page["count"] == len(found)


def test_short_codes_and_names_are_found_as_they_are(api: Api) -> None:
    for sender in ("44345", "Sinch"):
        batch = api.send(**{"from": sender})
        assert ids(api.list(f"from={sender}")) == [batch["id"]]


def test_a_batch_without_sender_or_reference_is_found_by_no_filter(api: Api) -> None:
    api.accepted(api.post({"to": TEXT["to"], "body": ""}), 201)
    assert api.list("from=15550100000")["count"] == 0
    assert api.list("client_reference=")["count"] == 0
    assert api.list()["count"] == 1


def test_an_empty_reference_is_one(api: Api) -> None:
    batch = api.send(client_reference="")
    api.send(client_reference="x")
    assert ids(api.list("client_reference=")) == [batch["id"]]


def test_the_list_follows_changes_of_sender_and_reference(api: Api) -> None:
    batch = api.scheduled(client_reference="old")
    api.update(batch["id"], client_reference="new", **{"from": "44345"})
    assert api.list("client_reference=old")["count"] == 0
    assert api.list("from=15551230000")["count"] == 0
    assert ids(api.list("client_reference=new&from=44345")) == [batch["id"]]
    assert ids(api.list()) == [batch["id"]]


def test_canceled_batches_are_listed(api: Api) -> None:
    batch = api.send()
    api.call("DELETE", f"/{batch['id']}")
    assert [listed["canceled"] for listed in api.list()["batches"]] == [True]


def test_changes_do_not_move_a_batch_in_the_list(api: Api) -> None:
    old = api.scheduled()
    api.clock.advance(minutes=1)
    new = api.send()
    api.update(old["id"], body="changed")
    api.call("PUT", f"/{old['id']}", json=TEXT)
    assert ids(api.list()) == [new["id"], old["id"]]
