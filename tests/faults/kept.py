"""Verdicts that outlive a run, so that a long one can be taken up again."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from .matrix import Row
from .registry import Fault
from .running import Sign, Verdict


class Kept:
    """The last verdict on each fault, in a file of JSON lines; nothing is kept without a file."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._verdicts: dict[str, Verdict] = {}
        if file is not None and file.exists():
            for line in file.read_text().splitlines():
                fault, verdict = json.loads(line)
                signs = tuple(Sign(**sign) for sign in verdict.pop("signs"))
                self._verdicts[fault] = Verdict(**verdict, signs=signs)

    def row(self, fault: Fault) -> Row | None:
        """Return what is known of a fault that was killed, else None: it is to be tried again."""
        verdict = self._verdicts.get(fault.id)
        row = None if verdict is None else Row(fault, verdict)
        return row if row is not None and row.killed else None

    def add(self, row: Row) -> None:
        """Keep a row."""
        if self._file is not None and self._verdicts.get(row.fault.id) is not row.verdict:
            with self._file.open("a") as out:
                out.write(json.dumps([row.fault.id, asdict(row.verdict)]) + "\n")
