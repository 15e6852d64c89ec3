"""One process that judges: it reads its task from standard input and writes findings as JSON.

`python -m sinch_batches_contract._run._worker` is started by the run, never by hand. A line on
standard input, or its end, tells it to stop: so it cleans up even if the run itself was killed.
"""

from __future__ import annotations

import gc
import json
import pickle
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TextIO

from .._asking.cleaning import Cleaner
from .._catalogue.requirement import Requirement, Way
from .._judgement.outcomes import Stopped
from .._line import Line
from .._report import redacted
from ._judge import judge
from ._selection import selection

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from .._settings.settings import Settings

# Long chains of requests first: whatever is short fills the gaps at the end.
_LONGEST_FIRST = (
    *(Way.SCENARIO, Way.STORY, Way.COVERAGE, Way.PROPERTY),
    *(Way.CHECK, Way.FIELD, Way.RULE, Way.KIND, Way.BOUNDARY),
)


@dataclass(frozen=True)
class Task:
    """What a worker is to do: its share of the chosen requirements, in a fixed division.

    What each process asks is then the same in every run of the same seed.
    """

    settings: Settings
    chosen: Collection[str]
    number: int

    def requirements(self) -> list[tuple[str, Requirement]]:
        """Return the share of this worker, each requirement with its number in the run."""
        named = [(str(n), r) for n, r in enumerate(selection(self.settings), 1)]
        chosen = [(name, r) for name, r in named if r.id in self.chosen and r.way is not Way.RUN]
        # What listens waits most of its time, and so comes first of all.
        chosen.sort(key=lambda entry: (not entry[1].listens, _LONGEST_FIRST.index(entry[1].way)))
        shares = list(dict.fromkeys(r.share or r.id for _, r in chosen))
        # Dealt to and fro: what alternates, as right and wrong requests, weighs alike on each.
        count = self.settings.workers
        ours = {share for n, share in enumerate(shares) if self.number == _dealt_to(n, count)}
        return [(name, r) for name, r in chosen if (r.share or r.id) in ours]


def _dealt_to(number: int, workers: int) -> int:
    row, place = divmod(number, workers)
    return workers - 1 - place if row % 2 else place


def work(task: Task, say: Callable[[Any], None], orders: TextIO) -> None:
    """Judge until all is judged or an order comes; say each finding, and at last what is left."""
    settings = task.settings
    line = Line(settings, share=settings.workers, name=f"worker{task.number}")
    cleaner = Cleaner(line, settings)
    threading.Thread(target=_obey, args=(orders, line), daemon=True).start()
    with ThreadPoolExecutor(settings.concurrency) as pool:
        for name, requirement in task.requirements():
            pool.submit(_judge_and_say, requirement, name, line, cleaner, settings, say)
    cleaned = cleaner.finish()
    say({"end": line.end, "is_gone": line.is_gone, "cleaned": asdict(cleaned)})
    line.close()


def _judge_and_say(
    requirement: Requirement,
    name: str,
    line: Line,
    cleaner: Cleaner,
    settings: Settings,
    say: Callable[[Any], None],
) -> None:
    if line.end is not None:
        return
    try:
        finding = judge(requirement, name, line, cleaner, settings)
    except Stopped:
        return
    except Exception as slip:  # else nobody would hear why nothing was found out
        told = redacted(repr(slip)[:300], settings.secret_values)
        say({"broken": f"the suite tripped beside the check of {requirement.id}: {told}"})
        return
    say({"finding": redacted(finding.as_record(), settings.secret_values)})


def _obey(orders: TextIO, line: Line) -> None:
    line.end = line.end or orders.readline().strip() or "the run was killed"


def _say(lock: threading.Lock, out: TextIO, message: Any) -> None:
    text = json.dumps(message) + "\n"
    with lock:
        out.write(text)
        out.flush()


def main() -> None:
    """Do the task that is on standard input."""
    # Who stops a run sends the signal to the run; it tells us in its own words.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Much stays for the whole run, and looking through it again and again is a twelfth of the time.
    gc.set_threshold(50_000)
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may get between the findings
    task = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent process
    work(task, partial(_say, threading.Lock(), out), sys.stdin)


if __name__ == "__main__":
    main()
