"""The kinds of texts: bodies, client references, and the parameters of a text."""

from __future__ import annotations

from typing import Any

from .._judgement.levels import MUST, SHOULD, Level
from .._material.numbers import same_number
from ._classes import Given, Kind, ValueClass, always

_BODY = "seed: Send, body"
_REFERENCE = "seed: Send, client_reference"


def _text(name: str, title: str, text: str, level: Level = MUST, source: str = _BODY) -> ValueClass:
    title = f"{title} come back as they were sent"
    return ValueClass(name, title, source, lambda _: (text, text), level)


def counted(length: int) -> str:
    """Return a text of this length in which no two places look alike: a cut or a gap shows."""
    words = "".join(f"{number:x}." for number in range(length))
    return words[:length]


def _longest(given: Given) -> tuple[str, str]:
    text = counted(given.longest)
    return text, text


def _longest_of_two(given: Given) -> tuple[str, str]:
    text = counted(given.schema.get("maxLength", given.longest))
    return text, text


def _longest_unicode(given: Given) -> tuple[str, str]:
    text = "".join(chr(0x4E00 + number) for number in range(given.longest))
    return text, text


def _longest_astral(given: Given) -> tuple[str, str]:
    # Whether 2000 characters are code points or UTF-16 units is left to the server.
    text = "".join(chr(0x1F300 + number % 250) for number in range(given.longest // 2))
    return text, text


TEXT = Kind(
    "text",
    lambda value: value,
    always(
        _text("sentence", "plain words", "This is a message to be sent!"),
        _text("blanks-at-ends", "blanks at both ends", "  leading and trailing blanks  "),
        _text("line-breaks", "line breaks and tabs", "line\nbreak\r\n\ttab\n"),
        _text("markup", "quotes, backslashes and markup", "\" ' \\ \\n <b>&amp;</b> <!-- %41 + %"),
        _text("placeholders", "placeholders without parameters", "${no_parameter} $ { } ${} $${x}"),
        _text("accents", "accents of the GSM alphabet", "é ü ß à Ñ Ω £ ¥ ¿ € ^ { } [ ] ~ |"),
        _text("typography", "typographic signs", "“quoted” ‘x’ – — … ½ ™ \u00a0nbsp"),
        _text(
            "emoji", "characters outside the basic plane", "\U0001f600 \U0001f468\u200d\U0001f469 𝒳"
        ),
        _text("scripts", "other scripts", "漢字 кириллица עברית العربية ไทย हिन्दी"),
        _text("decomposed", "decomposed accents", "e\u0301 is not \u00e9, A\u030a is not \u00c5"),
        _text("number", "digits", "0"),
        _text("word-null", "the four letters null", "null"),
        _text("word-false", "the five letters false", "false"),
        _text("one-character", "single characters", "x"),
        _text("empty", "empty bodies", ""),
        ValueClass("longest", "the longest text comes back whole", _BODY, _longest),
        ValueClass(
            "longest-unicode",
            "the longest text of other scripts comes back whole: characters aren't bytes",
            _BODY,
            _longest_unicode,
        ),
        ValueClass(
            "longest-astral",
            "a long text of characters outside the basic plane comes back whole",
            _BODY,
            _longest_astral,
        ),
        ValueClass(
            "longest-of-two",
            "a text of the longer of two limits comes back whole",
            "inference: decision 58",
            _longest_of_two,
            SHOULD,
        ),
        _text("only-blanks", "blanks alone", "   ", SHOULD),
        _text("line-ends", "all three line ends", "a\r\nb\rc\nd", SHOULD),
        _text("control", "control characters", "a\u0001b\u001bc\u007f", SHOULD),
    ),
)


def _reference(name: str, title: str, tail: str, level: Level = MUST) -> ValueClass:
    def make(given: Given) -> tuple[str, str]:
        return given.reference + tail, given.reference + tail

    return ValueClass(name, f"a client reference {title} stays the same", _REFERENCE, make, level)


def _digits_alone(given: Given) -> tuple[str, str]:
    text = f"00{int.from_bytes(given.reference.encode(), 'big')}"
    return text, text


def _longest_reference(given: Given) -> tuple[str, str]:
    text = given.reference + counted(given.longest - len(given.reference))
    return text, text


def _longest_reference_in_another_script(given: Given) -> tuple[str, str]:
    text = given.reference + "漢" * (given.longest - len(given.reference))
    return text, text


REFERENCE = Kind(
    "reference",
    lambda value: value,
    always(
        _reference("letters", "of letters, digits and dashes", "aZ-09"),
        _reference("blanks", "with blanks inside", " of two words"),
        _reference("reserved", "with reserved characters", "&b=c+d/é?#%41;,:@"),
        _reference("quotes", "with quotes and backslashes", "\"'\\`<>"),
        _reference("scripts", "in other scripts", "Ünïcödé-漢字-\U0001f600"),
        _reference("case", "in mixed case", "CaSe"),
        _reference("decomposed", "with decomposed accents", "e\u0301"),
        ValueClass(
            "digits",
            "a client reference of digits stays a text, with the zeros that it begins with",
            _REFERENCE,
            _digits_alone,
        ),
        ValueClass(
            "longest",
            "the longest client reference comes back whole",
            _REFERENCE,
            _longest_reference,
        ),
        ValueClass(
            "longest-unicode",
            "the longest client reference in another script comes back: characters aren't bytes",
            _REFERENCE,
            _longest_reference_in_another_script,
        ),
        _reference("blank-at-end", "with a blank at its end", " ", SHOULD),
    ),
)


def read_parameters(value: Any) -> Any:
    """Return the parameters with their numbers as digits."""
    if not isinstance(value, dict):
        return value
    return {
        key: {same_number(who): text for who, text in values.items()}
        if isinstance(values, dict)
        else values
        for key, values in value.items()
    }


def _parameters(
    name: str, title: str, values: dict[str, dict[str, str]], level: Level = MUST
) -> ValueClass:
    """Return a class of parameters; `number` stands for the recipient's."""

    def make(given: Given) -> tuple[Any, Any]:
        written = {
            key: {who.replace("number", given.number): text for who, text in texts.items()}
            for key, texts in values.items()
        }
        return written, read_parameters(written)

    source = "seed: Send, parameters; docs: sources §5"
    return ValueClass(name, f"parameters {title} come back as they were sent", source, make, level)


PARAMETERS = Kind(
    "parameters",
    read_parameters,
    always(
        _parameters("default", "with a default alone", {"name": {"default": "there"}}),
        _parameters("recipient", "of a recipient", {"name": {"number": "Joe", "default": "x"}}),
        _parameters("plus", "of a recipient with +", {"name": {"+number": "Joe", "default": "x"}}),
        _parameters("several", "of several keys", {"a": {"default": "1"}, "b": {"default": "2"}}),
        _parameters(
            "case", "of keys in other case", {"n": {"default": "1"}, "N": {"default": "2"}}
        ),
        _parameters(
            "signs", "of keys with signs", {"A.b-c_1": {"default": "x"}, "1": {"default": "y"}}
        ),
        _parameters(
            "unicode", "with values in other scripts", {"n": {"default": "Ünï 漢 \U0001f600"}}
        ),
        _parameters(
            "empty-value",
            "with empty values, which are values too,",
            {"n": {"number": "", "default": "x"}, "m": {"default": ""}},
        ),
        _parameters("blanks", "with blanks at the ends of a value", {"n": {"default": " x "}}),
        _parameters("placeholder", "with a placeholder as value", {"n": {"default": "${n} ${m}"}}),
        _parameters(
            "longest", "of the longest key and value", {"k" * 16: {"default": counted(160)}}
        ),
        _parameters(
            "longest-unicode",
            "of the longest value in another script",
            {"n": {"default": "漢" * 160}},
        ),
        _parameters(
            "escapes",
            "with what other languages replace by something else",
            {
                "n": {"default": r"\1 \g<0> $1 $& $$ %s {0}"},
                "m": {"default": r"C:\new\table \\ \\"},
            },
        ),
        _parameters(
            "no-value", "with a key without values", {"n": {}, "m": {"default": "x"}}, SHOULD
        ),
    ),
)
