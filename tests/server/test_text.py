"""Texts: parameters, encodings and parts (sources §5, §7; decisions 23 to 28)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sinch_batches_server._rules import encoding

from .conftest import TEXT, Api, Refused

EXTENDED = "\f^{}\\[~]|\u20ac"
BASIC = (
    "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5\u0394_\u03a6"
    "\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9 !\"#\u00a4%&'()*+,-./"
    "0123456789:;<=>?\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7\u00bf"
    "abcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0"
)


def message(api: Api, body: str, **fields: Any) -> dict[str, Any]:
    """Return what the dry run says of the only recipient's message."""
    answer = api.dry_run(TEXT | {"body": body} | fields, per_recipient=True)
    (detail,) = answer["per_recipient"]
    assert answer["number_of_messages"] == detail["number_of_parts"]
    return dict(detail)


def test_the_gsm_alphabet_has_127_basic_and_10_extended_characters() -> None:
    assert len(set(BASIC)) == 127
    assert encoding.encoding(BASIC + EXTENDED) == "text"
    everything = (chr(code) for code in range(0x30000) if not 0xD800 <= code < 0xE000)
    carried = {character for character in everything if encoding.encoding(character) == "text"}
    assert carried == set(BASIC + EXTENDED)


@pytest.mark.parametrize(
    ("body", "parts", "kind"),
    [
        ("", 1, "text"),
        ("a" * 160, 1, "text"),
        ("a" * 161, 2, "text"),
        ("a" * 306, 2, "text"),
        ("a" * 307, 3, "text"),
        ("a" * 1071, 7, "text"),
        ("a" * 1072, 8, "text"),
        ("a" * 2000, 14, "text"),
        ("\u20ac" * 80, 1, "text"),
        ("\u20ac" * 81, 2, "text"),
        ("a" * 158 + "\u20ac", 1, "text"),
        ("a" * 159 + "\u20ac", 2, "text"),
        # Where a part would end within an escape pair, the pair moves to the next part.
        ("a" * 152 + "\u20ac" + "a" * 151, 2, "text"),
        ("a" * 152 + "\u20ac" + "a" * 152, 3, "text"),
        ("\u20ac" * 152, 2, "text"),
        ("\u20ac" * 153, 3, "text"),
        ("\u4e16" * 70, 1, "unicode"),
        ("\u4e16" * 71, 2, "unicode"),
        ("\u4e16" * 134, 2, "unicode"),
        ("\u4e16" * 135, 3, "unicode"),
        ("a" * 69 + "\u201c", 1, "unicode"),
        ("\U0001f383" * 35, 1, "unicode"),
        ("\U0001f383" * 36, 2, "unicode"),
        # The same for surrogate pairs: 33 to a part of 67 units.
        ("\U0001f383" * 66, 2, "unicode"),
        ("\U0001f383" * 67, 3, "unicode"),
        ("\u00e7", 1, "unicode"),
        ("\x1b", 1, "unicode"),
        ("\t", 1, "unicode"),
    ],
)
def test_a_text_is_split_by_septets_or_utf_16_units_and_never_within_a_pair(
    api: Api, body: str, parts: int, kind: str
) -> None:
    assert message(api, body) == {
        "recipient": "15551231234",
        "number_of_parts": parts,
        "body": body,
        "encoding": kind,
    }


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ("a" * 161, "a" * 160),
        ("a" * 159 + "\u20ac", "a" * 159),
        ("\u4e16" * 71, "\u4e16" * 70),
        ("\u4e16" + "\U0001f383" * 35, "\u4e16" + "\U0001f383" * 34),
        ("short", "short"),
    ],
)
def test_truncate_concat_cuts_a_text_to_one_part(api: Api, body: str, cut: str) -> None:
    detail = message(api, body, truncate_concat=True)
    assert (detail["body"], detail["number_of_parts"]) == (cut, 1)
    assert message(api, body, truncate_concat=False)["body"] == body


@given(st.text(alphabet=st.sampled_from("a\u20ac\u4e16\U0001f383"), max_size=400))
def test_the_first_part_is_all_that_fits_into_one_in_the_encoding_of_the_whole(text: str) -> None:
    first = encoding.first_part(text)
    assert text.startswith(first)
    kind = encoding.encoding(text)
    used = len(encoding.units(text[: len(first) + 1], kind))
    assert first == text or used > {"text": 160, "unicode": 70}[kind]


def test_max_number_of_message_parts_is_no_limit_for_the_dry_run(api: Api) -> None:
    assert message(api, "a" * 400, max_number_of_message_parts=1)["number_of_parts"] == 3


PARAMETERS = {
    "name": {"+1 555 123-1234": "Joe", "default": "you"},
    "code": {"15551239999": "9"},
    "empty": {},
}


@pytest.mark.parametrize(
    ("body", "expanded"),
    [
        ("Hi ${name}!", "Hi Joe!"),
        ("${name}${name}", "JoeJoe"),
        ("${code}", "${code}"),
        ("${empty} ${name}", "${empty} Joe"),
        ("${unknown}", "${unknown}"),
        ("${Name} $name {name} ${} ${na me} $${name}", "${Name} $name {name} ${} ${na me} $Joe"),
    ],
)
def test_a_placeholder_stands_for_the_recipients_value_else_the_default_else_itself(
    api: Api, body: str, expanded: str
) -> None:
    assert message(api, body, parameters=PARAMETERS)["body"] == expanded


def test_values_are_found_by_number_however_it_is_written_and_keys_echoed_verbatim(
    api: Api,
) -> None:
    to = ["+15551231234", "15551239999"]
    batch = api.send(to=to, body="${name}${code}", parameters=PARAMETERS)
    assert batch["parameters"] == PARAMETERS
    details = api.dry_run(
        TEXT | {"to": to, "body": "${name}${code}", "parameters": PARAMETERS}, per_recipient=True
    )["per_recipient"]
    assert [detail["body"] for detail in details] == ["Joe${code}", "you9"]


def test_a_value_is_not_expanded_again(api: Api) -> None:
    parameters = {"a": {"default": "${b}"}, "b": {"default": "x"}}
    assert message(api, "${a}", parameters=parameters)["body"] == "${b}"


def test_without_parameters_a_placeholder_is_text(api: Api) -> None:
    assert message(api, "${name}")["body"] == "${name}"
    assert message(api, "${name}", parameters={})["body"] == "${name}"


def test_encoding_and_parts_are_those_of_the_expanded_text(api: Api) -> None:
    parameters = {"x": {"default": "\u4e16" * 71}}
    detail = message(api, "${x}", parameters=parameters)
    assert (detail["encoding"], detail["number_of_parts"]) == ("unicode", 2)


@pytest.mark.parametrize("key", ["x" * 16, "a.B-c_9"])
def test_a_key_has_1_to_16_letters_digits_dots_dashes_underscores(api: Api, key: str) -> None:
    parameters = {key: {"default": "x" * 160}}
    assert api.send(parameters=parameters)["parameters"] == parameters


@pytest.mark.parametrize("key", ["", "a b", "\u00e9", "a/b", "a\n"])
def test_a_key_of_other_characters_is_malformed(api: Api, refused: Refused, key: str) -> None:
    answer = api.post(TEXT | {"parameters": {key: {}}})
    refused(answer, "syntax_invalid_parameter_format", "'parameters'")


def test_a_key_above_16_or_a_value_above_160_characters_breaks_a_constraint(
    api: Api, refused: Refused
) -> None:
    answer = api.post(TEXT | {"parameters": {"x" * 17: {}}})
    refused(answer, "syntax_constraint_violation", "'parameters'", "x" * 17)
    answer = api.post(TEXT | {"parameters": {"x": {"default": "x" * 161}}})
    refused(answer, "syntax_constraint_violation", "'parameters.x.default'")


def test_a_body_has_at_most_2000_characters(api: Api, refused: Refused) -> None:
    longest = "\U0001f383" * 2000
    assert api.send(body=longest)["body"] == longest
    refused(api.post(TEXT | {"body": longest + "x"}), "syntax_constraint_violation", "'body'")


def parts_one_by_one(text: str) -> int:
    """Count parts the long way: a character after the other."""
    kind = encoding.encoding(text)
    wide = set("\f^{}\\[~]|\u20ac") if kind == "text" else {c for c in text if c > "\uffff"}
    widths = [2 if character in wide else 1 for character in text]
    if sum(widths) <= {"text": 160, "unicode": 70}[kind]:
        return 1
    capacity = {"text": 153, "unicode": 67}[kind]
    parts, used = 1, 0
    for width in widths:
        if used + width > capacity:
            parts, used = parts + 1, 0
        used += width
    return parts


@given(
    st.lists(st.text(alphabet="a\u20ac{\u4e16\U0001f383\x1b", max_size=3), max_size=9),
    st.integers(0, 160),
)
def test_parts_are_counted_as_one_by_one(pieces: list[str], apart: int) -> None:
    text = ("x" * apart).join(pieces)
    assert encoding.number_of_parts(text) == parts_one_by_one(text)
