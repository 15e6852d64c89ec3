"""What a batch would amount to, without sending it (sources §7; decisions 26 to 30)."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Any

from . import encoding, fields, parameters, recipients

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .fields import Batch


def dry_run(
    batch: Batch,
    groups: Mapping[str, tuple[str, ...]],
    per_recipient: bool,
    number_of_recipients: int,
) -> dict[str, Any]:
    """Compute the totals and, for text if asked for, what each recipient would get.

    Args:
        batch: the batch as it would be stored.
        groups: the members of the plan's groups.
        per_recipient: whether to give details.
        number_of_recipients: the most recipients to give details for, 0 to 1000.

    """
    numbers = recipients.expanded(batch.to, groups)
    if batch.type == fields.BINARY:
        return _totals(len(numbers), len(numbers))
    details = messages(batch, numbers)
    answer = _totals(len(numbers), sum(detail["number_of_parts"] for detail in details))
    if per_recipient:
        answer["per_recipient"] = details[:number_of_recipients]
    return answer


def _totals(number_of_recipients: int, number_of_messages: int) -> dict[str, Any]:
    return {"number_of_recipients": number_of_recipients, "number_of_messages": number_of_messages}


def messages(batch: Batch, numbers: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return the message of each recipient, in the order of `to`."""
    described = cache(_describe)
    return [
        {"recipient": number, **described(text)}
        for number, text in zip(numbers, texts(batch, numbers), strict=True)
    ]


def texts(batch: Batch, numbers: Sequence[str]) -> list[str]:
    """Return the text of each recipient, cut to one part if so asked."""
    values = None if batch.parameters is None else parameters.by_number(batch.parameters)
    text_of = cache(partial(text_for, batch.body, values, truncate=batch.truncate_concat is True))
    return [text_of(reader) for reader in parameters.readers(values, numbers)]


def text_for(
    body: str, values: parameters.Parameters | None, number: str, *, truncate: bool
) -> str:
    """Return the text that a recipient gets, cut to one part if so asked."""
    text = parameters.expand(body, values, number)
    return encoding.first_part(text) if truncate else text


def _describe(text: str) -> dict[str, Any]:
    return {
        "number_of_parts": encoding.number_of_parts(text),
        "body": text,
        "encoding": encoding.encoding(text),
    }
