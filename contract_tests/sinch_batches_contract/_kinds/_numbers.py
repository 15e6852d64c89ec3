"""The kinds of recipients and senders: numbers in their written forms, short codes and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._judgement.levels import MUST, SHOULD, Level
from .._judgement.outcomes import NotTested
from .._material.numbers import same_number
from ._classes import Given, Kind, ValueClass, always, refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._asking.api import Api
    from .._line import Answer

_DOCS = "docs: sources §3"
_SHORT_CODE = "44345"
_NAME = "Contract123"

# How a number may be written; the number itself has digits only.
_FORMS: dict[str, tuple[str, Callable[[str], str]]] = {
    "bare": ("may be written in digits alone", lambda n: n),
    "plus": ("may be written with +", lambda n: f"+{n}"),
    "double-zero": ("may be written with 00", lambda n: f"00{n}"),
    "blanks": ("may be written with blanks", lambda n: f"+{n[:1]} {n[1:4]} {n[4:7]} {n[7:]}"),
    "dashes": ("may be written with dashes", lambda n: f"{n[:1]}-{n[1:4]}-{n[4:]}"),
    "brackets": ("may be written with brackets", lambda n: f"+{n[:1]} ({n[1:4]}) {n[4:]}"),
    "double-zero-blanks": ("may be written with 00 and blanks", lambda n: f"00 {n[:1]} {n[1:]}"),
}


def _forms(
    who: str, number: Callable[[Given], str], levels: dict[str, Level]
) -> tuple[ValueClass, ...]:
    def form(name: str) -> ValueClass:
        told, write = _FORMS[name]
        return ValueClass(
            name,
            f"the number of a {who} {told}",
            _DOCS,
            lambda given: (write(number(given)), number(given)),
            levels.get(name, MUST),
        )

    return tuple(form(name) for name in _FORMS)


def _number(given: Given) -> str:
    return same_number(given.number)


def _sender(given: Given) -> str:
    return same_number(given.sender)


def _free(write: Callable[[Given], str]) -> Callable[[Given], tuple[Any, Any]]:
    """Write a value of our own, where others than those of the plan may be used."""

    def make(given: Given) -> tuple[Any, Any]:
        if not given.is_free:
            raise NotTested("only the numbers of --recipient and --sender may be used")
        return write(given), _read_sender(write(given))

    return make


RECIPIENT = Kind(
    "recipient",
    same_number,
    always(
        *_forms("recipient", _number, {"double-zero-blanks": SHOULD}),
        ValueClass(
            "digits-15",
            "a recipient may have 15 digits, as E.164 allows",
            "seed: Send, to <E.164>",
            _free(lambda given: f"+12345678901{_number(given)[-4:]}"),
        ),
        ValueClass(
            "digits-8",
            "a recipient may have 8 digits",
            "inference: decision 12",
            _free(lambda given: f"+2474{_number(given)[-4:]}"),
            SHOULD,
        ),
        refused("digit-1", "one digit is no recipient", "docs: sources §2.3", "+1"),
        refused("words", "words are no recipient", "seed: Send, to <E.164>", "not a number!"),
        refused("empty", "an empty text is no recipient", "seed: Send, to <E.164>", ""),
        refused("plus-alone", "a + alone is no recipient", "seed: Send, to <E.164>", "+"),
        refused(
            "digits-16",
            "a recipient has no more than 15 digits",
            "seed: Send, to <E.164>; decision 12",
            "+1234567890123456",
            SHOULD,
        ),
        refused(
            "two-plus",
            "a recipient has one + at most",
            "inference: decision 12",
            lambda given: f"++{_number(given)}",
            SHOULD,
        ),
        refused(
            "words-behind",
            "a number with words behind it is no recipient",
            "inference: decision 12",
            lambda given: f"+{_number(given)} and more",
            SHOULD,
        ),
        refused(
            "two-in-one",
            "two numbers in one text are no recipient",
            "inference: decision 12",
            lambda given: f"+{_number(given)},+{_number(given)}",
            SHOULD,
        ),
    ),
)


def _read_sender(value: object) -> object:
    """Return a number as digits, and all else as it is."""
    if not isinstance(value, str):
        return value
    number = same_number(value)
    return number if number.isdigit() else value


SENDER = Kind(
    "sender",
    _read_sender,
    always(
        *_forms(
            "sender",
            _sender,
            dict.fromkeys(_FORMS, SHOULD) | {"bare": MUST, "plus": MUST} | {"double-zero": MUST},
        ),
        ValueClass(
            "short-code",
            "a short code may send, and comes back unchanged",
            "seed: Send, from",
            _free(lambda _: _SHORT_CODE),
        ),
        ValueClass(
            "digits-15",
            "a sender may have 15 digits, as E.164 allows, and comes back whole",
            "seed: Send, from: Must be valid phone number",
            _free(lambda given: f"+12345678901{_sender(given)[-4:]}"),
        ),
        ValueClass(
            "name",
            "an alphanumeric name may send, and comes back unchanged",
            "seed: Send, from",
            _free(lambda _: _NAME),
        ),
        ValueClass(
            "name-one-letter",
            "a name of one letter may send",
            "inference: decision 14",
            _free(lambda _: "X"),
            SHOULD,
        ),
        ValueClass(
            "name-of-digits-and-a-letter",
            "a name that begins with digits may send, and comes back unchanged",
            "seed: Send, from",
            _free(lambda _: "24hours"),
        ),
        refused(
            "name-too-long",
            "a name has at most 11 characters",
            "docs: sources §4 (SMPP); decision 14",
            "ContractTest",
            SHOULD,
        ),
        refused("empty", "an empty text is no sender", "inference: decision 14", "", SHOULD),
        refused("symbols", "symbols are no sender", "inference: decision 14", "!?*", SHOULD),
    ),
)


def named_sender(api: Api) -> str:
    """Return a name to send from; NotTested if the user allows another sender alone."""
    if api.settings.sender:
        raise NotTested("only the sender of --sender may be used")
    return _NAME


def is_no_sender_here(answer: Answer) -> bool:
    """Whether the plan may not send from this kind of sender."""
    return answer.status == 403 and answer.json.get("code") == "illegal_number_type"


def _senders(name: str, title: str, write: Callable[[str], str], source: str) -> ValueClass:
    return ValueClass(name, title, source, lambda given: (write(_sender(given)), _sender(given)))


def _last(write: Callable[[str], str]) -> Callable[[str], str]:
    return lambda number: f"44346,44347,{write(number)}"


_LIST = "seed: List, from"
SENDERS = Kind(
    "senders",
    same_number,
    always(
        _senders("bare", "a sender is found by its digits", lambda n: n, _LIST),
        _senders("plus", "a sender is found by its number with +", lambda n: f"+{n}", _DOCS),
        _senders(
            "double-zero", "a sender is found by its number with 00", lambda n: f"00{n}", _DOCS
        ),
        _senders("first", "the first of two senders is found", lambda n: f"{n},44346", _LIST),
        _senders("last", "the last of three senders is found", _last(lambda n: n), _LIST),
        *(
            _senders(f"{form}-last", f"the last of three senders {told}", _last(write), _DOCS)
            for form, (told, write) in _FORMS.items()
            if form in ("plus", "double-zero")
        ),
        _senders(
            "blank-after-comma",
            "a sender after a comma and a blank is found",
            lambda n: f"44346, {n}",
            "seed: List, from, Example: from=44345, 45607",
        ),
    ),
)
