"""The kill matrix: which requirement named each fault, by which way, after how long."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from .registry import SEMANTIC, SYNTACTIC, Fault, is_property
from .running import Sign, Verdict

WAYS = ("requirement", "boundary", "property", "model")


@dataclass(frozen=True)
class Row:
    """A fault and what the suite made of it."""

    fault: Fault
    verdict: Verdict

    @property
    def naming(self) -> list[Sign]:
        """The signs whose requirement is one that describes the fault, the first sign first."""
        return [sign for sign in self.verdict.signs if self.fault.is_described_by(sign.requirement)]

    @property
    def killed(self) -> bool:
        """Whether a requirement named it that says more than "every request".

        Where the fault is one of an odd value, no requirement says more.
        """
        is_of_a_property = any(map(is_property, self.fault.requirements))
        return any(is_of_a_property or sign.way != "property" for sign in self.naming)

    def named_by(self, way: str) -> Sign | None:
        """The first naming sign of a way of testing."""
        return next((sign for sign in self.naming if sign.way == way), None)

    @property
    def outcome(self) -> str:
        if self.killed:
            return "killed"
        if self.verdict.exit_code not in (0, 1):
            return "no verdict"
        return "misnamed" if self.verdict.signs else "survived"


def one_line(row: Row) -> str:
    """Return a row for a terminal."""
    if row.killed:
        sign = row.naming[0]
        return f"{row.fault.id:<28} killed     {sign.seconds:5.1f} s  {sign.way} {sign.requirement}"
    others = ", ".join(dict.fromkeys(sign.requirement for sign in row.verdict.signs))
    return f"{row.fault.id:<28} {row.outcome:<10} {others}"


def totals(rows: list[Row]) -> str:
    """Return the table of faults killed, by kind and by way of testing."""
    lines = [
        "| | faults | killed | " + " | ".join(WAYS) + " | only one way |",
        "|---|--:|--:|" + "--:|" * len(WAYS) + "--:|",
    ]
    for kind in (SEMANTIC, SYNTACTIC, "all"):
        of_kind = [row for row in rows if kind in (row.fault.kind, "all")]
        killed = [row for row in of_kind if row.killed]
        by_way = [sum(row.named_by(way) is not None for row in killed) for way in WAYS]
        single = sum(len({sign.way for sign in row.naming}) == 1 for row in killed)
        cells = [kind, len(of_kind), len(killed), *by_way, single]
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def median_seconds(rows: Iterable[Row]) -> float:
    """Return the median time to the first sign that names a fault, over those killed."""
    return median([row.naming[0].seconds for row in rows if row.killed] or [0.0])


def survivors(rows: list[Row]) -> str:
    """Name the faults that no describing requirement found."""
    lines = [
        f"- `{row.fault.id}` ({row.fault.kind}): {row.fault.title}. " + _what_failed(row)
        for row in rows
        if not row.killed
    ]
    return "\n".join(lines) or "None."


def _what_failed(row: Row) -> str:
    if row.outcome == "no verdict":
        return f"No verdict: {row.verdict.output.strip().splitlines()[-1:]}."
    names = list(dict.fromkeys(f"`{sign.requirement}`" for sign in row.verdict.signs))
    if not names:
        return "Nothing failed."
    return f"Failed instead: {', '.join(names[:4])}{' …' if len(names) > 4 else ''}."


def table(rows: list[Row]) -> str:
    """Return the matrix itself."""
    lines = [
        "| fault | kind | what is wrong | " + " | ".join(WAYS) + " | first sign |",
        "|---|---|---|" + "---|" * len(WAYS) + "--:|",
    ]
    for row in rows:
        signs = [row.named_by(way) for way in WAYS]
        cells = [f"`{sign.requirement}`" if sign else "" for sign in signs]
        first = f"{row.naming[0].seconds:.1f} s" if row.killed else row.outcome
        lines.append(
            f"| `{row.fault.id}` | {row.fault.kind} | {row.fault.title} | "
            + " | ".join([*cells, first])
            + " |"
        )
    return "\n".join(lines)
