"""Who a message goes to and comes from: numbers, groups and senders as they are written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from . import errors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_IGNORED = str.maketrans("", "", " -()[]")
_MSISDN = re.compile(r"[1-9][0-9]{4,14}")
_GROUP_ID = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9_-]{12,64}")
_SHORT_CODE = re.compile(r"[0-9]{3,8}")
_NAME = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")


def bare_number(text: str) -> str:
    """Strip what is ignored in a number: blanks, dashes, brackets, a leading `+` or `00`."""
    number = text.translate(_IGNORED)
    return number.removeprefix("+") if number.startswith("+") else number.removeprefix("00")


def is_msisdn(number: str) -> bool:
    """Whether a bare number has 5 to 15 digits and doesn't start with 0 (decision 12)."""
    return _MSISDN.fullmatch(number) is not None


def is_group_id(text: str) -> bool:
    """Whether the text could be the id of a group (decision 12)."""
    return _GROUP_ID.fullmatch(text) is not None


def recipient(text: str, field: str) -> str:
    """Return the number, digits only, or the group id as it is (sources §3; decision 12).

    Raises:
        Refusal: it is neither.

    """
    number = bare_number(text)
    if is_msisdn(number):
        return number
    if is_group_id(text):
        return text
    raise errors.malformed(field, text, "a valid MSISDN or group ID")


def recipients(texts: Iterable[str], field: str) -> tuple[str, ...]:
    """Read a list of recipients; of those that occur twice the first stays."""
    return without_duplicates(
        recipient(text, f"{field}[{index}]") for index, text in enumerate(texts)
    )


def numbers(texts: Iterable[str], field: str) -> tuple[str, ...]:
    """Read a list in which groups aren't allowed, as in delivery feedback.

    Raises:
        Refusal: one isn't a number.

    """
    return without_duplicates(number(text, f"{field}[{index}]") for index, text in enumerate(texts))


def number(text: str, field: str) -> str:
    """Return the number, digits only.

    Raises:
        Refusal: it isn't a number.

    """
    bare = bare_number(text)
    if not is_msisdn(bare):
        raise errors.malformed(field, text, "a valid MSISDN")
    return bare


def without_duplicates(items: Iterable[str]) -> tuple[str, ...]:
    """Keep the first of each (decision 13)."""
    return tuple(dict.fromkeys(items))


def sender(text: str, field: str = "from") -> str:
    """Return a number as digits, a short code or name as it is (decisions 14, 15).

    Raises:
        Refusal: it is none of the three.

    """
    number = bare_number(text)
    if is_msisdn(number):
        return number
    if _SHORT_CODE.fullmatch(text) or _NAME.fullmatch(text):
        return text
    raise errors.malformed(field, text, "a valid MSISDN, short code or alphanumeric sender")


def sender_filter(texts: Iterable[str]) -> frozenset[str]:
    """Read the `from` filter of a list: commas between senders, blanks around them ignored.

    What is no number stays as it is and matches a sender of that name.
    """
    senders = [part.strip() for text in texts for part in text.split(",")]
    return frozenset(_as_stored(text) for text in senders if text)


def _as_stored(text: str) -> str:
    number = bare_number(text)
    return number if is_msisdn(number) else text


def is_group(recipient: str) -> bool:
    """Whether a recipient that was read is a group: numbers have digits only."""
    return not recipient.isdigit()


def expanded(to: Iterable[str], groups: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """Put the members in the place of each group; an unknown group counts as empty."""
    return without_duplicates(
        number
        for entry in to
        for number in (groups.get(entry, ()) if is_group(entry) else (entry,))
    )
