"""How a text travels: GSM 7-bit or UCS-2, in one part or in several (api-facts §7, §17.26)."""

from __future__ import annotations

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


def encoding(text: str) -> str:
    """Return `text` if GSM 7-bit can carry it, else `unicode`."""
    return TEXT if _GSM.issuperset(text) else UNICODE


def width(character: str, encoding: str) -> int:
    """Return how many septets (GSM) or 16-bit units (UCS-2) a character takes: 1 or 2."""
    if encoding == TEXT:
        return 2 if character in _EXTENDED else 1
    return 2 if character > "\uffff" else 1


def number_of_parts(text: str) -> int:
    """Count the parts of a message. An empty text has one."""
    kind = encoding(text)
    widths = [width(character, kind) for character in text]
    if sum(widths) <= _SINGLE[kind]:
        return 1
    return _parts_of(widths, _JOINED[kind])


def _parts_of(widths: list[int], capacity: int) -> int:
    parts, used = 1, 0
    for size in widths:
        # A character of two units that doesn't fit goes to the next part as a whole.
        if used + size > capacity:
            parts, used = parts + 1, 0
        used += size
    return parts


def first_part(text: str) -> str:
    """Cut the text to what fits into a single part."""
    kind = encoding(text)
    used = 0
    for index, character in enumerate(text):
        used += width(character, kind)
        if used > _SINGLE[kind]:
            return text[:index]
    return text
