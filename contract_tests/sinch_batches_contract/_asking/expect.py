"""The vocabulary of the requirements: each function raises `Violation` with a sentence."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from .._judgement.outcomes import Violation
from .._spec.document import spec
from .._spec.page import NOT_IN_EVERY_ANSWER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .._line import Answer

_FIELD = re.compile(r"`\w+`")


def expect(condition: object, sentence: str) -> None:
    """Fail with the sentence unless the condition holds."""
    if not condition:
        raise Violation(sentence)


def expect_status(answer: Answer, *statuses: int) -> Answer:
    """Fail unless the answer has one of the statuses; hand it back.

    A success told by another status than the one that is due is noted once for the whole run, as
    what it is, and the check goes on with the answer that came.
    """
    if answer.status in statuses:
        return answer
    wanted = " or ".join(str(status) for status in statuses)
    if answer.is_success and any(200 <= status < 300 for status in statuses):
        answer.note_wrong_status(wanted)
        return answer
    raise Violation(
        f"{answer.request_line} must be answered {wanted}, was {answer.status}"
        f"{_shortened(answer.text)}",
        about=f"must be answered {wanted}, was {answer.status}",
    )


def expect_equal(actual: object, wanted: object, what: str) -> None:
    """Fail unless both are equal, in value and in JSON type."""
    if actual != wanted or _kind(actual) is not _kind(wanted):
        field = _FIELD.search(what)
        raise Violation(
            f"{what} must be {_brief(wanted)}, was {_brief(actual)}",
            about=f"{field[0] if field else what} is wrong",
        )


def _kind(value: object) -> type:
    return dict if isinstance(value, dict) else type(value)


def objects(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """Return the objects that the field lists; fail if it holds anything else."""
    found = document[name]
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise Violation(
            f"`{name}` must be a list of objects, was {_brief(found)}",
            about=f"`{name}` is no list of objects",
        )
    return found


def text_in(document: Mapping[str, Any], name: str) -> str:
    """Return the text that the field holds; fail if it holds anything else."""
    found = document[name]
    if not isinstance(found, str):
        raise Violation(
            f"`{name}` must be a text, was {_brief(found)}", about=f"`{name}` is no text"
        )
    return found


def integer_in(document: Mapping[str, Any], name: str) -> int:
    """Return the integer that the field holds; fail if it holds anything else."""
    found = document[name]
    if not isinstance(found, int) or isinstance(found, bool):
        raise Violation(
            f"`{name}` must be an integer, was {_brief(found)}", about=f"`{name}` is no integer"
        )
    return found


def ids_of(page: Mapping[str, Any]) -> list[str]:
    """Return the ids of the batches on a page of the list, in their order."""
    return [text_in(batch, "id") for batch in objects(page, "batches")]


def expect_field(document: Mapping[str, Any], name: str, wanted: object) -> None:
    """Fail unless the field is there with this value."""
    if name not in document:
        raise Violation(
            f"`{name}` must be {_brief(wanted)}, but is missing", about=f"`{name}` is missing"
        )
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

    Fields that a server adds of its own may change as they like, and some needn't be shown by every
    operation.
    """
    hidden = {name for name in NOT_IN_EVERY_ANSWER if name not in actual or name not in wanted}
    expect_all_unchanged(actual, wanted, (*but, *hidden))


def expect_all_unchanged(
    actual: Mapping[str, Any], wanted: Mapping[str, Any], but: tuple[str, ...] = ()
) -> None:
    """Fail unless two answers that show all described fields have the same, save those in `but`.

    Send and List are such (contradiction 15).
    """
    for name in sorted((set(actual) | set(wanted)) & _batch_fields() - set(but)):
        before = _brief(wanted[name]) if name in wanted else "missing"
        after = _brief(actual[name]) if name in actual else "missing"
        if name not in wanted or name not in actual or actual[name] != wanted[name]:
            raise Violation(
                f"`{name}` was {before} and is {after} now", about=f"`{name}` isn't as it was"
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
