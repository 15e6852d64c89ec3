"""The dry run (seed: Dry run; sources §7; decisions 26 to 30, 34)."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_batches_server._rules import dry_run as dry_runs
from sinch_batches_server._rules import encoding, parameters

from .conftest import BINARY, EMPTY_GROUP, GROUP, MEMBERS, TEXT, Api, Refused


def many(number: int) -> dict[str, Any]:
    return TEXT | {"to": [str(15550000000 + n) for n in range(number)]}


def test_without_per_recipient_there_are_only_the_totals(api: Api) -> None:
    expected = {"number_of_recipients": 2, "number_of_messages": 4}
    document = many(2) | {"body": "x" * 161}
    assert api.dry_run(document) == expected
    assert api.dry_run(document, per_recipient="false", number_of_recipients=1) == expected


def test_nothing_is_stored(api: Api) -> None:
    api.dry_run()
    assert api.list()["count"] == 0


@pytest.mark.parametrize("per_recipient", ["true", "True", "TRUE"])
def test_details_are_in_the_order_of_to_with_groups_in_their_place(
    api: Api, per_recipient: str
) -> None:
    document = TEXT | {"to": ["15551231234", GROUP, EMPTY_GROUP, MEMBERS[0], "15551239999"]}
    answer = api.dry_run(document, per_recipient=per_recipient)
    recipients = [detail["recipient"] for detail in answer["per_recipient"]]
    assert recipients == ["15551231234", *MEMBERS, "15551239999"]
    assert answer["number_of_recipients"] == answer["number_of_messages"] == 4


def test_a_batch_for_an_empty_group_has_no_messages(api: Api) -> None:
    assert api.dry_run(TEXT | {"to": [EMPTY_GROUP]}, per_recipient=True) == {
        "number_of_recipients": 0,
        "number_of_messages": 0,
        "per_recipient": [],
    }


@pytest.mark.parametrize(
    ("limit", "details"), [(0, 0), (1, 1), (149, 149), (1000, 150), (None, 100)]
)
def test_number_of_recipients_limits_the_details_only_100_by_default(
    api: Api, limit: int | None, details: int
) -> None:
    query = {"per_recipient": True} | ({} if limit is None else {"number_of_recipients": limit})
    answer = api.dry_run(many(150), **query)
    assert len(answer["per_recipient"]) == details
    assert answer["number_of_recipients"] == answer["number_of_messages"] == 150


def test_others_are_answered_while_the_texts_of_a_large_batch_are_computed(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, answered = threading.Event(), threading.Event()

    def waiting(*_: Any) -> dict[str, bool]:
        begun.set()
        return {"others_were_answered": answered.wait(10)}

    async def both() -> httpx.Response:
        large = asyncio.create_task(api.client.post(url + "/dry_run", json=TEXT, headers=headers))
        await asyncio.to_thread(begun.wait, 10)
        other = await api.client.get(url, headers=headers)
        assert other.status_code == 200
        answered.set()
        return await large

    url = f"/xms/v1/{api.plan.id}/batches"
    headers = {"Authorization": f"Bearer {api.plan.tokens[0]}"}
    monkeypatch.setattr(dry_runs, "dry_run", waiting)
    assert api.run(both()).json() == {"others_were_answered": True}


def test_a_binary_batch_has_one_part_for_each_and_no_details(api: Api) -> None:
    answer = api.dry_run(BINARY | {"to": [GROUP, "15551231234"]}, per_recipient=True)
    assert answer == {"number_of_recipients": 3, "number_of_messages": 3}


@pytest.mark.parametrize(
    ("query", "code", "said"),
    [
        ("per_recipient=tru", "syntax_invalid_parameter_format", "'tru' is not a valid boolean"),
        ("per_recipient=", "syntax_invalid_parameter_format", "'' is not a valid boolean"),
        ("per_recipient=1", "syntax_invalid_parameter_format", "'1' is not a valid boolean"),
        ("number_of_recipients=x", "syntax_invalid_parameter_format", "'x' is not a valid integer"),
        ("number_of_recipients=", "syntax_invalid_parameter_format", "'' is not a valid integer"),
        ("number_of_recipients=1_0", "syntax_invalid_parameter_format", "valid integer"),
        ("number_of_recipients=1.0", "syntax_invalid_parameter_format", "valid integer"),
        ("number_of_recipients=-1", "syntax_constraint_violation", "'number_of_recipients'"),
        ("number_of_recipients=1001", "syntax_constraint_violation", "'number_of_recipients'"),
        ("number_of_recipients=" + "9" * 101, "syntax_invalid_parameter_format", "valid integer"),
    ],
)
def test_a_bad_query_is_refused(
    api: Api, refused: Refused, query: str, code: str, said: str
) -> None:
    refused(api.post(TEXT, f"/dry_run?{query}"), code, said)


def test_unknown_query_parameters_are_ignored(api: Api) -> None:
    assert api.post(TEXT, "/dry_run?pretty=1&per_recipient=false").status_code == 200


def filled(characters: int) -> dict[str, Any]:
    """A text whose values make this many characters for each of 1000 recipients."""
    uses, rest = divmod(characters, 160)
    values = {"a": {"default": "x" * 160}, "b": {"default": "x" * rest}}
    return many(1000) | {"body": "${a}" * uses + "${b}", "parameters": values}


@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_values_that_make_an_absurd_amount_of_text_are_refused(
    api: Api, refused: Refused, path: str
) -> None:
    assert api.post(filled(4000), path).status_code in (200, 201)
    said = "4001000 characters in all texts together: at most 4000000 are allowed"
    refused(api.post(filled(4001), path), "syntax_constraint_violation", said)


def test_an_update_can_make_no_absurd_amount_of_text_either(api: Api, refused: Refused) -> None:
    batch = api.scheduled(**filled(4000))
    answer = api.post({"body": "${a}" * 500}, f"/{batch['id']}")
    refused(answer, "syntax_constraint_violation", "80000000 characters in all texts together")


@given(
    st.dictionaries(
        st.sampled_from(["a", "b", "c"]),
        st.dictionaries(
            st.sampled_from(["+15551230001", "15551230002", "15551239999", "default"]),
            st.text(max_size=9),
        ),
    ),
    st.lists(st.sampled_from(["${a}", "${b}", "${d}", "x", "${", "\U0001f383"])),
)
def test_the_amount_of_text_is_what_the_texts_come_to(
    values: dict[str, dict[str, str]], pieces: list[str]
) -> None:
    numbers = ("15551230001", "15551230002", "15551230003")
    known = parameters.by_number(values)
    texts = [parameters.expand("".join(pieces), known, number) for number in numbers]
    size = parameters.expanded_size("".join(pieces), known, numbers)
    assert size == sum(map(len, texts))
    assert [
        parameters.expand("".join(pieces), known, reader)
        for reader in parameters.readers(known, numbers)
    ] == texts


def test_a_text_that_many_share_is_counted_once(monkeypatch: pytest.MonkeyPatch, api: Api) -> None:
    counted = []

    def counting(text: str) -> int:
        counted.append(text)
        return 1

    monkeypatch.setattr(encoding, "number_of_parts", counting)
    values = {"a": {"default": "you", "15550000007": "Joe", "15550000008": "you"}}
    answer = api.dry_run(many(1000) | {"body": "Hi ${a}", "parameters": values})
    assert answer["number_of_messages"] == 1000
    assert counted == ["Hi you", "Hi Joe"]


def test_a_dry_run_whose_client_has_left_is_not_begun(
    monkeypatch: pytest.MonkeyPatch, api: Api
) -> None:
    computed = []
    begun, go_on = threading.Event(), threading.Event()

    def waiting(*_: object) -> dict[str, Any]:
        computed.append(1)
        begun.set()
        assert go_on.wait(60)
        return {}

    async def leaving() -> list[Any]:
        sent: list[Any] = []
        request = httpx.Request("POST", "http://server", json=TEXT)
        messages = [
            {"type": "http.request", "body": request.content},
            {"type": "http.disconnect"},
        ]
        scope = {
            "type": "http",
            "method": "POST",
            "path": f"/xms/v1/{api.plan.id}/batches/dry_run",
            "query_string": b"",
            "headers": [
                (b"host", b"server"),
                (b"authorization", f"Bearer {api.plan.tokens[0]}".encode()),
                (b"content-type", b"application/json"),
            ],
        }

        async def receive() -> Any:
            return messages.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        await api.app(scope, receive, send)
        return sent

    async def scenario() -> None:
        url = f"/xms/v1/{api.plan.id}/batches/dry_run"
        token = {"Authorization": f"Bearer {api.plan.tokens[0]}"}
        first = asyncio.create_task(api.client.post(url, json=TEXT, headers=token))
        await asyncio.to_thread(begun.wait, 60)
        assert await leaving() == []
        go_on.set()
        assert (await first).json() == {}
        assert (await api.client.post(url, json=TEXT, headers=token)).status_code == 200

    monkeypatch.setattr(dry_runs, "dry_run", waiting)
    api.run(scenario())
    assert len(computed) == 2
