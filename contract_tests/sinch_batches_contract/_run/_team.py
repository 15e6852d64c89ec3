"""The processes of a run: started, heard, stopped, and never left behind."""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from ._worker import Task

if TYPE_CHECKING:
    from collections.abc import Collection

    from .._settings.settings import Settings

# With -P, no module of the folder that the suite is run in gets in front of ours.
_COMMAND = (sys.executable, "-P", "-m", "sinch_batches_contract._run._worker")
_TICK = 0.2  # seconds between two looks at the clock
_GRACE = 60.0  # seconds for a worker that is stopped to cancel what it scheduled


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    orders: IO[bytes]
    findings: IO[bytes]
    errors: IO[bytes]


class Team:
    """Judges requirements in as many processes as the settings say."""

    def __init__(self, settings: Settings, chosen: Collection[str]) -> None:
        """Start the processes."""
        self._heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._end = time.monotonic() + (settings.max_seconds or float("inf"))
        self._over = f"the run may take {settings.max_seconds:g} s" if settings.max_seconds else ""
        self._workers = [
            self._started(Task(settings, frozenset(chosen), number))
            for number in range(settings.workers)
        ]
        self._left = len(self._workers)
        self.stopped: str | None = None

    def next_message(self) -> Any:
        """Return what a worker says, or None if nobody says anything for a moment.

        `{"broken": text}` tells that a worker ended before its time.
        """
        if time.monotonic() > self._end:
            if self.stopped is not None:
                self.kill()
            self.stop(self._over)
        try:
            heard = self._heard.get(timeout=_TICK)
        except queue.Empty:
            return None
        if not isinstance(heard, _Worker):
            return heard
        self._left -= 1
        return _complaint(heard)

    @property
    def is_done(self) -> bool:
        """Whether all workers have ended, and said all that they had to say."""
        return self._left == 0

    def stop(self, reason: str) -> None:
        """Have no more asked, and all canceled that is still scheduled."""
        if self.stopped is not None:
            return
        self.stopped = reason
        self._end = time.monotonic() + _GRACE
        for worker in self._workers:
            with contextlib.suppress(OSError, ValueError):  # one that has ended hears nothing
                worker.orders.write(f"{reason}\n".encode())
                worker.orders.flush()

    def kill(self) -> None:
        """End the processes at once: what they scheduled stays."""
        for worker in self._workers:
            worker.process.kill()

    def _started(self, task: Task) -> _Worker:
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - read when the process has ended
        process = subprocess.Popen(  # noqa: S603 - our own module
            _COMMAND,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            # The order of sets of texts would else differ from run to run, and requests with it.
            env=os.environ | {"PYTHONHASHSEED": "0"},
            process_group=0,  # a signal from the terminal is for the run, which tells its workers
        )
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("both were asked for as pipes")
        worker = _Worker(process, process.stdin, process.stdout, errors)
        with contextlib.suppress(OSError):
            worker.orders.write(pickle.dumps(task))
            worker.orders.flush()
        threading.Thread(target=self._listen, args=(worker,), daemon=True).start()
        return worker

    def _listen(self, worker: _Worker) -> None:
        with contextlib.suppress(ValueError):  # of a line amid which it was killed
            for line in worker.findings:
                self._heard.put(json.loads(line))
        worker.process.wait()
        self._heard.put(worker)


def _complaint(worker: _Worker) -> Any:
    status = worker.process.returncode
    worker.errors.seek(0)
    last = worker.errors.read().decode("utf-8", "replace").strip().splitlines()[-1:]
    for pipe in (worker.orders, worker.findings, worker.errors):
        with contextlib.suppress(OSError):
            pipe.close()
    said = f": {last[0][:300]}" if last else ""
    return {"broken": f"a worker ended with status {status}{said}"} if status else None
