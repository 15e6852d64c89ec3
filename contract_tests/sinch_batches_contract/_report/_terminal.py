"""What the terminal shows at the end: causes, a table of the operations, and the verdict."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from typing import TYPE_CHECKING

from .._judgement.outcomes import Outcome
from .._spec.operations import operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._causes import Cause
    from ._verdict import Verdict

_COLUMNS = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "warning": Outcome.WARNING,
    "known": Outcome.KNOWN_FAILING,
    "n/a": Outcome.NOT_APPLICABLE,
    "untested": Outcome.NOT_TESTED,
    "cut": Outcome.CUT_SHORT,
    "error": Outcome.ERROR,
}
_SEEN = ("2xx", "4xx", "5xx")
_MOST_CAUSES = 20
_LONGEST = 300
_WIDEST = 100
_STORY = 8  # lines of a story that are told
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")

Line = tuple[str, str]  # text and rich style


def legible(text: str) -> str:
    """Return the text with what would steer a terminal, or turn the text round, written out."""
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def closing_lines(verdict: Verdict) -> Iterator[Line]:
    """Yield the lines that close a run, each with a style."""
    for number, cause in enumerate(verdict.causes[:_MOST_CAUSES], start=1):
        yield from _told(number, cause)
    if (more := len(verdict.causes) - _MOST_CAUSES) and more > 0:
        yield f"{more} more causes: see the reports (--report-html FILE)", ""
        yield "", ""
    yield from _table(verdict)
    yield "", ""
    yield from _conclusion(verdict)


def _told(number: int, cause: Cause) -> Iterator[Line]:
    record = cause.example
    count = len(cause.records)
    rules = f"{count} requirement{'s' if count > 1 else ''}"
    style = "bold red" if cause.fails else "yellow"
    yield f"{number}. {'FAILED' if cause.fails else 'WARNING'} {cause.text} ({rules})", style
    named = [name for name in record["violates"] if name != record["id"]]
    breaks = f", breaks {', '.join(named)}" if named else ""
    yield f"   {record['id']} [{record['level']}] {record['title']}{breaks}", ""
    detail = (
        record["detail"].splitlines()[:_STORY] if count == 1 else record["detail"].splitlines()[:1]
    )
    for line in detail:
        if not cause.text.endswith(line):
            yield f"   {_cut(line)}", ""
    if count > 1:
        others = [r["id"] for r in cause.records if r is not record]
        yield f"   also {_short(others)}", "dim"
    if record["curl"]:
        yield f"   {_cut(record['curl'])}", "dim"


def _short(ids: list[str]) -> str:
    text = ", ".join(ids)
    if len(text) <= _WIDEST:
        return text
    kept = text[:_WIDEST].rpartition(", ")[0]
    return f"{kept} and {len(ids) - kept.count(',') - 1} more"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} … (whole in the reports)"


def _table(verdict: Verdict) -> Iterator[Line]:
    counted: dict[str, Counter[str]] = {}
    for record in verdict.findings:
        counted.setdefault(record["operation"], Counter())[record["outcome"]] += 1
    statuses = verdict.statuses()
    seen = Counter(record["outcome"] for record in verdict.findings)
    columns = {n: o for n, o in _COLUMNS.items() if seen[o] or n in ("passed", "failed")}
    yield _row("operation", *columns, *_SEEN), "bold"
    for name in [*operations(), *sorted(set(counted) - set(operations()))]:
        if name in counted:
            outcomes = [str(counted[name][outcome]) for outcome in columns.values()]
            answers = statuses.get(name, Counter()) if name in operations() else None
            told = (str(answers[c]) if answers is not None else "" for c in _SEEN)
            yield _row(name, *outcomes, *told), "red" if counted[name][Outcome.FAILED] else ""


def _row(name: str, *cells: str) -> str:
    return f"{name:<24}" + "".join(f"{cell:>9}" for cell in cells)


def _conclusion(verdict: Verdict) -> Iterator[Line]:
    summary = ", ".join(
        f"{count} {name.replace('_', ' ')}" for name, count in verdict.summary().items() if count
    )
    cleaning = verdict.requests_of_clean_up
    yield (
        f"{summary}; {verdict.requests} requests and {cleaning} to clean up "
        f"in {verdict.seconds:.1f} s, seed {verdict.settings.seed}",
        "",
    )
    if verdict.drops:
        yield (
            f"UNRELIABLE TARGET: {verdict.drops} requests got no answer, or 429, or one of a "
            f"gateway; {len(verdict.unreliable)} requirements couldn't be judged",
            "yellow",
        )
    for text in verdict.broken:
        yield f"INCOMPLETE: {text}", "red"
    for record in verdict.of(Outcome.ERROR):
        yield f"ERROR {record['id']}: {record['detail']}", "red"
    for record in verdict.cut_short[:_MOST_CAUSES]:
        yield f"CUT SHORT {record['id']}: {record['tried']} of {record['planned']} tried", "yellow"
    if verdict.remaining or verdict.may_remain:
        yield from _remaining(verdict)
    if verdict.findings and not verdict.is_judged:
        yield "INCOMPLETE: nothing could be judged; the reports say why", "yellow"
    yield _last_line(verdict)


def _remaining(verdict: Verdict) -> Iterator[Line]:
    settings = verdict.settings
    known = f"{len(verdict.remaining)} batches: {_short(verdict.remaining)}"
    told = known if verdict.remaining else "nobody knows whether any batch is"
    yield f"STILL SCHEDULED: {told}; this cancels what is left:", "red"
    words = ["sinch-batches", "conformance", "--base-url", settings.base_url]
    words += ["--service-plan-id", settings.service_plan_id]
    if settings.second_service_plan_id:
        words += ["--second-service-plan-id", settings.second_service_plan_id]
    if settings.ca_file:
        words += ["--ca-file", str(settings.ca_file)]
    words += ["--clean-up", settings.prefix]
    yield f"   {shlex.join(words)}", ""


def _last_line(verdict: Verdict) -> Line:
    if verdict.exit_code == 0:
        return "conformant", "bold green"
    told = f"{verdict.judged} of {len(verdict.chosen)} judged"
    ended = f": {verdict.ended}; {told}" if verdict.ended else ""
    if verdict.exit_code == 1:
        return f"not conformant{ended}", "bold red"
    return f"no verdict{ended}", "bold yellow"
