"""The vocabulary of the requirements: each function raises `Violation` with a sentence."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from ._outcomes import Violation
from ._spec import spec

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._exchange import Answer


def expect(condition: object, sentence: str) -> None:
    """Fail with the sentence unless the condition holds."""
    if not condition:
        raise Violation(sentence)


def expect_status(answer: Answer, *statuses: int) -> Answer:
    """Fail unless the answer has one of the statuses; hand it back."""
    if answer.status not in statuses:
        wanted = " or ".join(str(status) for status in statuses)
        raise Violation(
            f"{answer.request_line} must be answered {wanted}, was {answer.status}"
            f"{_shortened(answer.text)}"
        )
    return answer


def expect_equal(actual: object, wanted: object, what: str) -> None:
    """Fail unless both are equal, in value and in JSON type."""
    if actual != wanted or type(actual) is not type(wanted):
        raise Violation(f"{what} must be {_brief(wanted)}, was {_brief(actual)}")


def expect_field(document: Mapping[str, Any], name: str, wanted: object) -> None:
    """Fail unless the field is there with this value."""
    if name not in document:
        raise Violation(f"`{name}` must be {_brief(wanted)}, but is missing")
    expect_equal(document[name], wanted, f"`{name}`")


def expect_refused(answer: Answer, code: str | None = None, status: int = 400) -> Answer:
    """Fail unless the request was refused, with the code if one is given."""
    expect_status(answer, status)
    if code is not None:
        expect_field(answer.json, "code", code)
    return answer


def expect_unchanged(
    actual: Mapping[str, Any], wanted: Mapping[str, Any], but: tuple[str, ...] = ()
) -> None:
    """Fail unless both batches have the same values in all described fields, save those in `but`.

    Fields that a server adds of its own may change as they like.
    """
    for name in sorted((set(actual) | set(wanted)) & _batch_fields() - set(but)):
        if name not in actual:
            raise Violation(f"`{name}` was {_brief(wanted[name])} and is missing now")
        if name not in wanted:
            raise Violation(f"`{name}` was missing and is {_brief(actual[name])} now")
        if actual[name] != wanted[name]:
            raise Violation(
                f"`{name}` was {_brief(wanted[name])} and is {_brief(actual[name])} now"
            )


@cache
def _batch_fields() -> frozenset[str]:
    schemas = spec()["components"]["schemas"]
    return frozenset(
        name for kind in ("TextBatch", "BinaryBatch") for name in schemas[kind]["properties"]
    )


def _brief(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 200 else f"{text[:120]} … ({len(text)} characters)"


def _shortened(text: str) -> str:
    return f" with {text[:200]}" if text else " with an empty body"
