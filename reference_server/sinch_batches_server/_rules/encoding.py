"""How a text travels: GSM 7-bit or UCS-2, in one part or in several (sources §7; decision 26)."""

from __future__ import annotations

import re

# 3GPP TS 23.038, the default alphabet and its extension table. An extended character takes two
# septets: the escape and its own.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_GSM = _BASIC | _EXTENDED

TEXT = "text"
UNICODE = "unicode"

_SINGLE = {TEXT: 160, UNICODE: 70}
_JOINED = {TEXT: 153, UNICODE: 67}

# The first of the two units of an extended character, or of one beyond the basic plane.
_FIRST_HALF = {TEXT: "\x1b", UNICODE: "\ud800"}
_SECOND_SURROGATE = "\udc00"
_BEYOND = re.compile("[\U00010000-\U0010ffff]")


def encoding(text: str) -> str:
    """Return `text` if GSM 7-bit can carry it, else `unicode`."""
    return TEXT if _GSM.issuperset(text) else UNICODE


def units(text: str, encoding: str) -> str:
    """Write a text with a character for each septet (GSM) or 16-bit unit (UCS-2) that it takes.

    The length of the result, and where its pairs begin, is all that counts.
    """
    first = _FIRST_HALF[encoding]
    if encoding == UNICODE:
        return _BEYOND.sub(first + _SECOND_SURROGATE, text)
    for character in _EXTENDED:
        text = text.replace(character, first + character)
    return text


def number_of_parts(text: str) -> int:
    """Count the parts of a message. An empty text has one."""
    kind = encoding(text)
    written = units(text, kind)
    if len(written) <= _SINGLE[kind]:
        return 1
    parts = start = 0
    while start < len(written):
        start += _fitting(written, kind, start, _JOINED[kind])
        parts += 1
    return parts


def _fitting(units: str, encoding: str, start: int, capacity: int) -> int:
    """Return how many units from `start` on go into a part: a pair isn't split over two."""
    last = start + capacity - 1
    return capacity - (units[last : last + 1] == _FIRST_HALF[encoding])


def first_part(text: str) -> str:
    """Cut the text to what fits into a single part."""
    kind = encoding(text)
    written = units(text, kind)
    if len(written) <= _SINGLE[kind]:
        return text
    part = written[: _fitting(written, kind, 0, _SINGLE[kind])]
    return text[: len(part) - part.count(_FIRST_HALF[kind])]
