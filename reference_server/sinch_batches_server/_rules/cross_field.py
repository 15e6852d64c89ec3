"""The rules between the fields of a batch, one function each."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from . import errors, recipients
from .parameters import Parameters, by_number, expanded_size

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

MOST_RECIPIENTS = 1000
MOST_BINARY_BYTES = 140
MOST_CHARACTERS = 4_000_000


def check_sender(sender: str | None, default_originator: str | None) -> None:
    """Refuse a batch without sender on a plan without default originator (decision 14)."""
    if sender is None and default_originator is None:
        raise errors.constraint(
            "The parameter 'from' is required: the service plan has no default originator."
        )


def check_ton_and_npi(from_ton: int | None, from_npi: int | None) -> None:
    """Refuse one of the two without the other (sources §6)."""
    if (from_ton is None) != (from_npi is None):
        given, missing = ("from_npi", "from_ton") if from_ton is None else ("from_ton", "from_npi")
        raise errors.constraint(f"The parameter '{missing}' is required together with '{given}'.")


def check_binary_size(body: str, udh: str) -> None:
    """Refuse a binary message of more than 140 bytes, header included (seed: Send)."""
    size = binary_size(body, udh)
    if size > MOST_BINARY_BYTES:
        raise errors.constraint(
            f"The parameters 'body' and 'udh' are invalid; {size} bytes together: "
            f"at most {MOST_BINARY_BYTES} are allowed."
        )


def binary_size(body: str, udh: str) -> int:
    """Count the bytes of a Base64 body and a hexadecimal header."""
    return len(base64.b64decode(body)) + len(udh) // 2


def check_number_of_recipients(to: Sequence[str]) -> None:
    """Refuse a batch that an update leaves with none or too many (decision 36)."""
    if not 1 <= len(to) <= MOST_RECIPIENTS:
        raise errors.constraint(
            f"The parameter 'to' is invalid; it would have {len(to)} entries: "
            f"1 to {MOST_RECIPIENTS} are allowed."
        )


def check_expanded_size(body: str, parameters: Parameters, numbers: Sequence[str]) -> None:
    """Refuse values that make texts of an absurd size: a small request mustn't cost much work.

    A thousand texts of the greatest length come to half of it.
    """
    size = expanded_size(body, by_number(parameters), numbers[:MOST_RECIPIENTS])
    if size > MOST_CHARACTERS:
        raise errors.constraint(
            f"The parameters 'body' and 'parameters' are invalid; {size} characters in all texts "
            f"together: at most {MOST_CHARACTERS} are allowed."
        )


def check_groups(to: Sequence[str], known: Container[str]) -> None:
    """Refuse a group that the plan doesn't have (sources §2.3)."""
    for entry in to:
        if recipients.is_group(entry) and entry not in known:
            raise errors.forbidden("unknown_group", f"Group '{entry}' is unknown or deleted")


def check_callback(delivery_report: str, url: str | None) -> None:
    """Refuse to promise a report that can't be delivered anywhere (decision 16)."""
    if delivery_report != "none" and url is None:
        raise errors.forbidden(
            "missing_callback_url", "Requesting delivery report without any callback URL."
        )
