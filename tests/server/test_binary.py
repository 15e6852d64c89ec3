"""Binary messages (sources §6; decisions 6, 10)."""

from __future__ import annotations

from base64 import b64encode

import pytest

from .conftest import BINARY, TEXT, Api, Refused


def encoded(size: int) -> str:
    return b64encode(bytes(size)).decode()


@pytest.mark.parametrize(("body", "udh"), [(139, 1), (0, 140), (1, 139)])
def test_body_and_udh_may_have_140_bytes_together(
    api: Api, refused: Refused, body: int, udh: int
) -> None:
    document = BINARY | {"body": encoded(body), "udh": "00" * udh}
    api.accepted(api.post(document), 201)
    answer = api.post(document | {"body": encoded(body + 1)})
    refused(answer, "syntax_constraint_violation", "'body' and 'udh'", "141 bytes", "140")


def test_a_udh_above_140_bytes_breaks_a_constraint(api: Api, refused: Refused) -> None:
    answer = api.post(BINARY | {"body": "", "udh": "00" * 141})
    refused(answer, "syntax_constraint_violation", "'udh'")


@pytest.mark.parametrize(
    "body", ["AAECAw==\n", " AAECAw== ", "\r\nAAECAw==", "\u3000AAECAw==", "\ufeffAAECAw==\ufeff"]
)
def test_blanks_around_base64_are_taken_and_not_kept(api: Api, body: str) -> None:
    batch = api.accepted(api.post(BINARY | {"body": body}), 201)
    assert batch["body"] == "AAECAw=="
    scheduled = api.accepted(api.post(BINARY | {"send_at": "2019-08-25"}), 201)
    assert api.update(scheduled["id"], type="mt_binary", body=body)["body"] == "AAECAw=="


@pytest.mark.parametrize("body", ["AAECAw", "AAECAw=", "A", "AA EC", "AAE-", "hello!", "===="])
def test_what_is_no_base64_is_malformed(api: Api, refused: Refused, body: str) -> None:
    answer = api.post(BINARY | {"body": body})
    refused(answer, "syntax_invalid_parameter_format", "'body'")


@pytest.mark.parametrize("udh", ["", "0", "0x", "gg", "06 05", "string"])
def test_what_is_no_hexadecimal_is_malformed(api: Api, refused: Refused, udh: str) -> None:
    refused(api.post(BINARY | {"udh": udh}), "syntax_invalid_parameter_format", "'udh'")


def test_hexadecimal_digits_are_taken_in_either_case(api: Api) -> None:
    assert api.accepted(api.post(BINARY | {"udh": "fFEe"}), 201)["udh"] == "fFEe"


def test_fields_of_the_other_type_are_ignored_and_not_echoed(api: Api) -> None:
    alien = {"parameters": {"a b": 1}, "truncate_concat": "?"}
    assert not {"parameters", "truncate_concat"} & set(api.accepted(api.post(BINARY | alien), 201))
    assert "udh" not in api.send(udh="not hex", type="mt_text")


def test_a_text_may_be_longer_than_140_bytes(api: Api) -> None:
    assert api.accepted(api.post(TEXT | {"body": "A" * 1000}), 201)["type"] == "mt_text"
