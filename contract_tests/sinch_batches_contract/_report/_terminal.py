"""What the terminal shows: progress while it runs, the broken rules and a table at the end."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from .._operations import operations
from .._outcomes import Outcome

if TYPE_CHECKING:
    from ._verdict import Record, Verdict

Print = Callable[[str], None]
_COLUMNS = {
    "passed": Outcome.PASSED,
    "failed": Outcome.FAILED,
    "warning": Outcome.WARNING,
    "known": Outcome.KNOWN_FAILING,
    "n/a": Outcome.NOT_APPLICABLE,
    "untested": Outcome.NOT_TESTED,
}
_LONGEST = 500
_SEEN = ("2xx", "4xx", "5xx")


class Progress:
    """Prints each broken rule as it is found and, on a terminal, a line that counts."""

    def __init__(self, total: int, out: Print) -> None:
        self._total = total
        self._done = 0
        self._out = out
        self._is_live = sys.stderr.isatty()

    def take(self, record: Record) -> None:
        """Show one finding."""
        self._done += 1
        if record["outcome"] in (Outcome.FAILED, Outcome.WARNING):
            self._wipe()
            self._out(broken_rule(record))
        if self._is_live:
            sys.stderr.write(f"\r{self._done}/{self._total} {record['id']:<40.40}")
            sys.stderr.flush()

    def close(self) -> None:
        """Leave the terminal as it was."""
        self._wipe()

    def _wipe(self) -> None:
        if self._is_live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()


def broken_rule(record: Record) -> str:
    """Return a broken rule in a few lines: id, title, what happened, how to repeat it."""
    named = [name for name in record["violates"] if name != record["id"]]
    lines = [
        f"{record['outcome'].upper()} {record['id']} [{record['level']}] "
        f"{record['operation']}: {record['title']}",
        *(f"    {line}" for line in record["detail"].splitlines()),
        f"    source: {record['source']}",
    ]
    if named:
        lines.insert(1, f"    breaks {', '.join(named)}")
    if record["curl"]:
        lines.append(f"    {_cut(record['curl'])}")
    return "\n".join(lines)


def _cut(curl: str) -> str:
    return curl if len(curl) <= _LONGEST else f"{curl[:_LONGEST]} … (whole in the reports)"


def closing_table(verdict: Verdict) -> str:
    """Return the table per operation, and the verdict in one line."""
    counted: dict[str, Counter[str]] = {}
    for record in verdict.findings:
        counted.setdefault(record["operation"], Counter())[record["outcome"]] += 1
    statuses = verdict.statuses()
    order = [*operations(), *sorted(set(counted) - set(operations()))]
    lines = [_row("operation", *_COLUMNS, *_SEEN)]
    for name in order:
        outcomes = [str(counted.get(name, Counter())[outcome]) for outcome in _COLUMNS.values()]
        answers = statuses.get(name, Counter()) if name in operations() else None
        lines.append(
            _row(name, *outcomes, *(str(answers[c]) if answers is not None else "" for c in _SEEN))
        )
    return "\n".join([*lines, "", *_conclusion(verdict)])


def _row(name: str, *cells: str) -> str:
    return f"{name:<24}" + "".join(f"{cell:>9}" for cell in cells)


def _conclusion(verdict: Verdict) -> list[str]:
    summary = ", ".join(f"{count} {name}" for name, count in verdict.summary().items() if count)
    lines = [
        f"{summary}; {verdict.requests} requests in {verdict.seconds:.1f} s, "
        f"seed {verdict.settings.seed}"
    ]
    if verdict.drops:
        lines.append(
            f"UNRELIABLE TARGET: {verdict.drops} of {verdict.requests} requests got no answer, "
            f"or 429; {len(verdict.unreliable)} requirements couldn't be judged"
        )
    if not verdict.is_judged:
        lines.append("INCOMPLETE: nothing could be judged; the reports say why")
    missing = len(verdict.chosen) - len(verdict.findings)
    if missing:
        lines.append(f"INCOMPLETE: {missing} requirements weren't judged")
    lines += [f"VIOLATED: {name} never answered 2xx" for name in verdict.never_answered]
    lines += [f"INTERNAL ERROR in the suite: {text}" for text in verdict.broken]
    failed = sorted({name for record in verdict.of(Outcome.FAILED) for name in _blamed(record)})
    if failed:
        lines.append(f"VIOLATED: {', '.join(failed)}")
    lines.append({0: "conformant", 1: "not conformant"}.get(verdict.exit_code, "no verdict"))
    return lines


def _blamed(record: Record) -> list[str]:
    return list(record["violates"]) or [record["id"]]
