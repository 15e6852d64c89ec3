"""Who leads a run and who takes part: what Locust's processes tell each other, and when.

The process that leads (Locust's master, or the only one) makes the job. Each process that has users
checks its own batches after the run, and sends what came of it to the one that leads.
"""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import gevent
from locust.runners import STATE_MISSING

from .runs import begin, check, process_of
from .telling import INTERRUPTED, conclude, end_load, new_verdict, tell_progress

if TYPE_CHECKING:
    from locust.env import Environment
    from locust.runners import LocalRunner, MasterRunner, WorkerRunner

    from .verdict import Verdict

_STOP, _CHECK, _DONE = "sinch-batches-stop", "sinch-batches-check", "sinch-batches-done"
_LOOK = 0.1  # seconds between two looks whether all have answered
_TELL = 10.0  # seconds between two lines of progress
_SILENT = 15.0  # seconds without a report after which a worker is lost: five reports
_GRACE = 60.0  # seconds that workers may take beyond those of the check


class Alone:
    """The only process."""

    def __init__(self, environment: Environment, runner: LocalRunner) -> None:
        self._environment = environment
        self._runner = runner
        self._verdict: Verdict | None = None
        hooks = environment.events
        hooks.test_start.add_listener(self._start)
        hooks.test_stop.add_listener(self._stop)
        hooks.quitting.add_listener(self._quit)

    @property
    def finished(self) -> int:
        """How many users have nothing left to do."""
        process = process_of(self._environment)
        return process.finished if process else 0

    def _start(self, **_: Any) -> None:
        self._verdict = new_verdict(self._environment, 1)
        begin(self._environment, 0)
        gevent.spawn(self._tell, self._verdict)

    def _tell(self, verdict: Verdict) -> None:
        gevent.sleep(_TELL)
        while self._verdict is verdict and (process := process_of(self._environment)):
            tell_progress(verdict, [process.progress()])
            gevent.sleep(_TELL)

    def _stop(self, **_: Any) -> None:
        process = process_of(self._environment)
        if self._verdict is None or process is None:
            return
        end_load(self._environment, self._verdict)
        self._verdict.add(check(self._environment, process))
        conclude(self._environment, self._verdict)
        self._verdict = None

    def _quit(self, **_: Any) -> None:
        if self._verdict is not None:
            self._verdict.ended = INTERRUPTED
            self._runner.quit()


class Worker:
    """One of several processes that have users."""

    def __init__(self, environment: Environment, runner: WorkerRunner) -> None:
        self._environment = environment
        self._runner = runner
        environment.events.test_start.add_listener(self._start)
        environment.events.report_to_master.add_listener(self._report)
        runner.register_message(_STOP, self._stop, concurrent=True)
        runner.register_message(_CHECK, self._check, concurrent=True)

    def _start(self, **_: Any) -> None:
        begin(self._environment, self._runner.worker_index)

    def _report(self, data: dict[str, Any], **_: Any) -> None:
        if process := process_of(self._environment):
            data["sinch_batches"] = process.progress()

    def _stop(self, **_: Any) -> None:
        self._runner.stop()
        while self._runner.user_count:  # another greenlet may be stopping them
            gevent.sleep(_LOOK)
        self._runner.send_message(_DONE, {"result": None})

    def _check(self, **_: Any) -> None:
        process = process_of(self._environment)
        result = None if process is None else check(self._environment, process)
        self._runner.send_message(_DONE, {"result": result})


class Master:
    """The process that leads and has no users."""

    def __init__(self, environment: Environment, runner: MasterRunner) -> None:
        self._environment = environment
        self._runner = runner
        self._verdict: Verdict | None = None
        self._waiting: set[str] = set()
        self._heard: dict[str, float] = {}
        self._progress: dict[str, dict[str, Any]] = {}
        hooks = environment.events
        hooks.test_start.add_listener(self._start)
        hooks.test_stop.add_listener(self._stop)
        hooks.worker_report.add_listener(self._report)
        hooks.quitting.add_listener(self._quit)
        runner.register_message(_DONE, self._done)

    @property
    def finished(self) -> int:
        """How many users have nothing left to do, over all workers."""
        if self._verdict is None:
            return 0
        job = self._verdict.job
        # Nobody waits for the users of a worker that is gone.
        gone = math.ceil(job.users / job.processes)
        return sum(
            progress.get("finished", 0) if self._is_there(id) else gone
            for id, progress in self._progress.items()
        )

    def _start(self, **_: Any) -> None:
        workers = [worker.id for worker in self._runner.clients.all]
        self._progress = {id: {"index": self._runner.get_worker_index(id)} for id in workers}
        self._heard = dict.fromkeys(workers, time.monotonic())
        self._verdict = new_verdict(self._environment, len(workers))
        gevent.spawn(self._tell, self._verdict)

    def _tell(self, verdict: Verdict) -> None:
        gevent.sleep(_TELL)
        while self._verdict is verdict:
            tell_progress(verdict, self._progress.values())
            gevent.sleep(_TELL)

    def _report(self, client_id: str, data: dict[str, Any]) -> None:
        self._heard[client_id] = time.monotonic()
        if "sinch_batches" in data:
            self._progress[client_id] = data["sinch_batches"]

    def _done(self, msg: Any, **_: Any) -> None:
        self._waiting.discard(msg.node_id)
        if self._verdict is not None and msg.data["result"] is not None:
            self._verdict.add(msg.data["result"])

    def _stop(self, **_: Any) -> None:
        verdict = self._verdict
        if verdict is None:
            return
        # A send that is under way elsewhere would move the pages that others read.
        lost = self._ask(_STOP, set(self._progress), _GRACE)
        end_load(self._environment, verdict)
        there = set(self._progress) - lost
        lost |= self._ask(_CHECK, there, verdict.job.check_seconds + _GRACE)
        for id in lost:
            verdict.lose(self._progress[id])
        conclude(self._environment, verdict)
        self._verdict = None

    def _ask(self, message: str, workers: set[str], seconds: float) -> set[str]:
        """Tell workers something and wait until all have done it; return those that are lost."""
        self._waiting = set(workers)
        for id in workers:
            self._runner.send_message(message, None, client_id=id)
        end = time.monotonic() + seconds
        while time.monotonic() < end and any(map(self._is_there, self._waiting)):
            gevent.sleep(_LOOK)
        return set(self._waiting)

    def _is_there(self, id: str) -> bool:
        worker = self._runner.clients.get(id)
        is_missing = worker is not None and worker.state == STATE_MISSING
        return not is_missing and time.monotonic() < self._heard.get(id, 0) + _SILENT

    def _quit(self, **_: Any) -> None:
        if self._verdict is not None:
            self._verdict.ended = INTERRUPTED
            self._runner.quit()
