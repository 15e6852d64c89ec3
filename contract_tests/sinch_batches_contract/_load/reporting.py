"""What is told of a run: the lines of the terminal, JSON, and one HTML page."""

from __future__ import annotations

import json
import os
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._report._redaction import redacted
from .._settings.settings import SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE, UsageError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator

    from .verdict import Verdict

WORDS = {0: "conformant", 1: "not conformant", 2: "no verdict"}
_LONGEST = 240
_MOST_ERRORS = 10
_MOST_IDS = 5


def told(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as data in which no token stands."""
    variables = (TOKEN_VARIABLE, SECOND_TOKEN_VARIABLE)
    secrets = tuple(os.environ[name] for name in variables if os.environ.get(name))
    return redacted(verdict.as_data(), secrets)


def write(data: dict[str, Any], options: Namespace) -> None:
    """Write each report whose option names a file.

    Raises:
        UsageError: one couldn't be written; the others are.

    """
    lost = []
    for name, render in ((options.report_json, as_json), (options.report_html, as_html)):
        if name is None:
            continue
        try:
            Path(name).write_text(render(data), encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            lost.append(f"{name} can't be written: {error.strerror or error}")
    if lost:
        raise UsageError("; ".join(lost))


def as_json(data: dict[str, Any]) -> str:
    """Return the data as indented JSON."""
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def as_html(data: dict[str, Any]) -> str:
    """Return the page: the template with the data in it."""
    template = (files(__package__) / "page.html").read_text(encoding="utf-8")
    written = json.dumps(data, ensure_ascii=False)
    # Inside a script only these could end it or begin something else.
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    title = escape(f"Load of {data['target']}")
    return template.replace("{{title}}", title).replace("{{data}}", written)


def closing_lines(data: dict[str, Any]) -> Iterator[str]:
    """Yield what closes a run."""
    yield from _operations(data)
    yield ""
    yield from _errors(data)
    yield from _invariants(data)
    yield ""
    yield from _conclusion(data)


def _operations(data: dict[str, Any]) -> Iterator[str]:
    yield _row("operation", "requests", "failed", "per s", "p50 ms", "p95 ms", "p99 ms", "max ms")
    for one in data["operations"]:
        times = (f"{one[name]:g}" for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms"))
        numbers = (str(one["requests"]), str(one["failed"]), f"{one['per_second']:.1f}")
        yield _row(one["operation"], *numbers, *times)


def _row(name: str, *cells: str) -> str:
    return f"{name:<20}" + "".join(f"{cell:>10}" for cell in cells)


def _errors(data: dict[str, Any]) -> Iterator[str]:
    for error in data["errors"][:_MOST_ERRORS]:
        yield f"{error['count']} times {error['operation']}: {error['cause']}"
    if (more := len(data["errors"]) - _MOST_ERRORS) > 0:
        yield f"{more} more causes of failures: see the reports"
    if data["errors"]:
        yield ""


def _invariants(data: dict[str, Any]) -> Iterator[str]:
    for rule in data["invariants"]:
        outcome = rule["outcome"].replace("_", " ")
        counts = f"{rule['broken']} of {rule['checked']}" if rule["broken"] else rule["checked"]
        yield f"{outcome:<11}{rule['id']} [{rule['level']}] {rule['title']} ({counts})"
        for example in rule["examples"]:
            cut = example if len(example) <= _LONGEST else f"{example[:_LONGEST]} …"
            yield f"           {cut}"


def _conclusion(data: dict[str, Any]) -> Iterator[str]:
    batches = data["batches"]
    yield (
        f"{data['requests']} requests in {data['seconds']:.1f} s by {data['users']} users in "
        f"{data['processes']} process{'es' if data['processes'] > 1 else ''}, "
        f"{data['check_seconds']:.1f} s to check "
        f"{data['checked']} batches; seed {data['seed']}"
    )
    yield (
        f"{batches['kept']} batches acknowledged, {batches['refused']} refused, "
        f"{batches['asked']} without an answer, {batches['replaced']} replaced"
    )
    for sentence in data["missed"]:
        yield f"LIMIT: {sentence}"
    for sentence in data["doubts"]:
        yield f"INCOMPLETE: {sentence}"
    if data["still_scheduled"] or data["lost_workers"]:
        ids = ", ".join(data["still_scheduled"][:_MOST_IDS]) or "those of the lost workers"
        yield f"STILL SCHEDULED: {ids}; this cancels what is left:"
        yield f"   sinch-batches load --base-url {data['target']} --clean-up {data['references']}"
    yield WORDS[data["exit_code"]]
