"""Who a batch goes to and comes from (sources §3, §4; decisions 12 to 15)."""

from __future__ import annotations

import pytest

from .conftest import BARE_PLAN, GROUP, TEXT, Api, Refused

NOT_NUMBERS = [
    "",
    "+1",
    "1234",
    "+0015551231234",
    "05551231234",
    "1234567890123456",
    "1555123x234",
    "1555.123.1234",
    "\u0661\u0662\u0663\u0664\u0665\u0666",
    "15551231234\n",
    "a-group",
    "GROUP/123456789",
    "1" * 26,
    "a" * 65,
]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("+15551231234", "15551231234"),
        ("15551231234", "15551231234"),
        ("0015551231234", "15551231234"),
        ("+1 (555) 123-1234", "15551231234"),
        ("[+1]555 1231234", "15551231234"),
        ("+48 737532793", "48737532793"),
        ("12345", "12345"),
        ("123456789012345", "123456789012345"),
    ],
)
def test_a_number_is_kept_as_its_digits_however_it_is_written(
    api: Api, given: str, kept: str
) -> None:
    batch = api.send(**{"to": [given], "from": given})
    assert (batch["to"], batch["from"]) == ([kept], kept)
    assert api.get(batch["id"]) == batch
    assert (
        api.dry_run(TEXT | {"to": [given]}, per_recipient=True)["per_recipient"][0]["recipient"]
        == kept
    )


@pytest.mark.parametrize("given", NOT_NUMBERS)
def test_what_is_neither_number_nor_group_id_is_refused_by_its_place(
    api: Api, refused: Refused, given: str
) -> None:
    answer = api.post(TEXT | {"to": ["15551231234", given]})
    refused(answer, "syntax_invalid_parameter_format", "'to[1]'", "MSISDN or group ID")


def test_the_documented_text_for_a_bad_recipient_is_used(api: Api) -> None:
    assert api.post(TEXT | {"to": ["+1"]}).json()["text"] == (
        "The format of parameter 'to[0]' is invalid; value '+1' is not a valid MSISDN or group ID."
    )


def test_of_duplicates_the_first_stays(api: Api) -> None:
    to = ["+15551231234", GROUP, "15551239999", "1 555 123 1234", GROUP]
    assert api.send(to=to)["to"] == ["15551231234", GROUP, "15551239999"]


@pytest.mark.parametrize("number", [1, 1000])
def test_1_to_1000_recipients_are_taken(api: Api, number: int) -> None:
    assert len(api.send(to=[str(15550000000 + n) for n in range(number)])["to"]) == number


@pytest.mark.parametrize("to", [[], ["15551231234"] * 1001])
def test_other_numbers_of_recipients_break_a_constraint_duplicates_counted(
    api: Api, refused: Refused, to: list[str]
) -> None:
    refused(api.post(TEXT | {"to": to}), "syntax_constraint_violation", "'to'")


@pytest.mark.parametrize("to", ["15551231234", [15551231234], [None], {}, [["15551231234"]], 1])
def test_recipients_of_another_json_type_are_syntax_invalid_json(
    api: Api, refused: Refused, to: object
) -> None:
    refused(api.post(TEXT | {"to": to}), "syntax_invalid_json", "'to")


def test_a_group_keeps_its_id_and_is_unknown_to_other_plans(api: Api, refused: Refused) -> None:
    assert api.send(to=[GROUP, "+15551231234"])["to"] == [GROUP, "15551231234"]
    answer = api.of(BARE_PLAN).post(TEXT | {"to": [GROUP]})
    refused(answer, "unknown_group", GROUP, status=403)


@pytest.mark.parametrize("group", ["01FC66621XXXXX119Z8PMV1QPR", "unknown-group", "A" * 64])
@pytest.mark.parametrize("path", ["", "/dry_run"])
def test_an_unknown_group_is_403(api: Api, refused: Refused, path: str, group: str) -> None:
    answer = api.post(TEXT | {"to": ["15551231234", group]}, path)
    refused(answer, "unknown_group", f"'{group}'", status=403)


@pytest.mark.parametrize("sender", ["123", "12345678", "00123", "Sinch", "A", "Elevenchars", "2fa"])
def test_short_codes_and_names_are_kept_as_they_are(api: Api, sender: str) -> None:
    assert api.send(**{"from": sender})["from"] == sender


@pytest.mark.parametrize(
    "sender", ["", "12", "TwelveCharsX", "My Shop", "caf\u00e9", "1234567890123456"]
)
def test_other_senders_are_malformed(api: Api, refused: Refused, sender: str) -> None:
    refused(api.post(TEXT | {"from": sender}), "syntax_invalid_parameter_format", "'from'")


@pytest.mark.parametrize("absent", [{}, {"from": None}])
def test_without_sender_a_batch_needs_a_plan_with_a_default_originator(
    api: Api, refused: Refused, absent: dict[str, None]
) -> None:
    document = {"to": ["15551231234"], "body": ""} | absent
    assert "from" not in api.accepted(api.post(document), 201)
    answer = api.of(BARE_PLAN).post(document)
    refused(answer, "syntax_constraint_violation", "'from' is required")


@pytest.mark.parametrize(
    ("given", "missing"), [({"from_ton": 1}, "from_npi"), ({"from_npi": 1}, "from_ton")]
)
def test_ton_and_npi_come_together(
    api: Api, refused: Refused, given: dict[str, int], missing: str
) -> None:
    refused(api.post(TEXT | given), "syntax_constraint_violation", f"'{missing}' is required")
    batch = api.send(from_ton=6, from_npi=18)
    assert (batch["from_ton"], batch["from_npi"]) == (6, 18)


@pytest.mark.parametrize(
    ("field", "value"), [("from_ton", 7), ("from_ton", -1), ("from_npi", 19), ("from_npi", -1)]
)
def test_ton_is_0_to_6_and_npi_0_to_18(api: Api, refused: Refused, field: str, value: int) -> None:
    answer = api.post(TEXT | {"from_ton": 0, "from_npi": 0} | {field: value})
    refused(answer, "syntax_constraint_violation", f"'{field}'", f"'{value}'")
