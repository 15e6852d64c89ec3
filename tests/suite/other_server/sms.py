"""How a text becomes SMS parts: alphabet, lengths, placeholders."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .fields import phone_number

# 3GPP TS 23.038, default alphabet, without the escape slot.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = frozenset("|^€{}[]~\\\f")
_PLACEHOLDER = re.compile(r"\$\{([^{}$]+)\}")


class Message(NamedTuple):
    """What one recipient gets."""

    recipient: str
    body: str
    encoding: str
    parts: int


def _measure(text: str) -> tuple[str, list[int], int, int]:
    """Return the encoding, the cost of each character, and the limits of one and of many parts."""
    if all(char in _BASIC or char in _EXTENSION for char in text):
        return "text", [2 if char in _EXTENSION else 1 for char in text], 160, 153
    return "unicode", [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67


def _count_parts(text: str) -> int:
    _, costs, single, multi = _measure(text)
    total = sum(costs)
    # Only the sum counts here: nothing documented says that a pair may not straddle two parts.
    return 1 if total <= single else -(-total // multi)


def _cut_to_one_part(text: str) -> str:
    while _count_parts(text) > 1:
        _, costs, single, _ = _measure(text)
        room = single
        for index, cost in enumerate(costs):
            room -= cost
            if room < 0:
                text = text[:index]
                break
    return text


def _fill_in(body: str, parameters: dict[str, dict[str, str]], recipient: str) -> str | None:
    """Return the body for a recipient, or None if a parameter has no value for it."""

    def value_of(key: str) -> str | None:
        values = parameters[key]
        for number, value in values.items():
            if phone_number(number) == recipient:
                return value
        return values.get("default")

    used = [key for key in _PLACEHOLDER.findall(body) if key in parameters]
    if any(value_of(key) is None for key in used):
        return None
    return _PLACEHOLDER.sub(
        lambda match: (value_of(match[1]) or "") if match[1] in parameters else match[0], body
    )


def compose(
    body: str, recipients: Sequence[str], parameters: dict[str, dict[str, str]], *, truncate: bool
) -> list[Message]:
    """Return the messages of a text; a recipient without a value for a parameter gets none."""
    messages = []
    for recipient in recipients:
        text = _fill_in(body, parameters, recipient)
        if text is None:
            continue
        if truncate:
            text = _cut_to_one_part(text)
        messages.append(Message(recipient, text, _measure(text)[0], _count_parts(text)))
    return messages
