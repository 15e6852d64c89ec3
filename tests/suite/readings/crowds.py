"""Readings that go together: `make test` judges each crowd once instead of each reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.faults.running import OTHER, Server

from .plan import READINGS

CROWDS: tuple[tuple[str, ...], ...] = (
    (
        "short-limits",
        "unlisted-ignored",
        "binary-flags-ignored",
        "binary-parameters-ignored",
        "expiry-shortened",
        "no-maximum-in-updates",
        "null-refused-in-updates",
        "lowercase-booleans",
        "feedback-always-taken",
        "feedback-of-what-was-sent",
        "cancel-clears-times",
        "new-id-when-replaced",
        "plus-in-answers",
        "no-part-of-nothing",
        "parts-by-the-table",
        "past-send_at-dropped",
        "whole-seconds",
        "canceled-is-final",
        "exact-updates",
        "long-names",
        "details-always-there",
    ),
    (
        "utf-16-limits",
        "update-by-its-list",
        "get-by-its-schema",
        "life-from-send_at",
        "internet-times",
        "deleted-is-gone",
        "cancel-answers-its-schema",
        "null-refused",
        "plain-names",
        "empty-is-unset",
        "writable-text",
        "reversed-dates-refused",
        "details-by-other-names",
        "no-page-after-the-last",
        "modified-when-sent",
        "recipients-are-a-set",
        "default-expiry-at-update",
        "created-when-replaced",
        "other-encodings",
    ),
)


def server(names: Sequence[str]) -> Server:
    """Return the second server with these readings, to be judged."""
    chosen = tuple(word for name in names for word in ("--reading", name))
    return replace(OTHER, module="tests.suite.readings", options=(*OTHER.options, *chosen))


def table() -> str:
    """Return all readings as Markdown."""
    lines = ["| reading | the server | where it is read |", "|---|---|---|"]
    for name, reading in READINGS.items():
        lines.append(f"| `{name}` | {reading.title} | {reading.source} |")
    return "\n".join(lines)
