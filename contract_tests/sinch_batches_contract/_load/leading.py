"""Who leads a run and who takes part: what Locust's processes tell each other, and when.

The process that leads (Locust's master, or the only one) makes the job. Each process that has users
checks its own batches after the run, and sends what came of it to the one that leads.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import gevent
from locust import events
from locust.event import EventHook
from locust.runners import STATE_INIT, STATE_MISSING, LocalRunner, MasterRunner, WorkerRunner

from .._levels import Level
from .._settings import PLAN_VARIABLE, SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE, UsageError
from . import profile as profiles
from .calling import Caller, session_of
from .checking import AT_ONCE, Checker
from .job import Job
from .options import add_options, seed_of
from .process import Process
from .reporting import closing_lines, told, write
from .schedule import BatchesShape
from .verdict import NO_VERDICT, Limits, Verdict

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from locust.env import Environment

TOKENS = (TOKEN_VARIABLE, SECOND_TOKEN_VARIABLE)
_CHECK, _CHECKED = "sinch-batches-check", "sinch-batches-checked"
INTERRUPTED = "interrupted: what was done by then was checked"
_LOOK = 0.1  # seconds between two looks whether all have answered
_GRACE = 60.0  # seconds beyond those of the check that an answer may take

_processes: WeakKeyDictionary[Environment, Process] = WeakKeyDictionary()


def process_of(environment: Environment) -> Process:
    """Return the run as far as it goes on in this process."""
    return _processes[environment]


def _declare(parser: ArgumentParser) -> None:
    group = parser.add_argument_group("Sinch Batches")
    add_options(group.add_argument)
    group.add_argument("--load-profile", default="steady", help="steady, burst, campaign or a file")
    group.add_argument("--batches-job", default="", help="set by the process that leads")


def _begin(environment: Environment, **_: Any) -> None:
    if isinstance(environment.shape_class, BatchesShape):
        # Locust minds SIGTERM only after a run that has a shape.
        main: Any = gevent.getcurrent()
        gevent.signal_handler(signal.SIGTERM, _interrupt, environment, main)
    match environment.runner:
        case MasterRunner() as runner:
            _Master(environment, runner)
        case WorkerRunner() as runner:
            _Worker(environment, runner)
        case LocalRunner():
            _Alone(environment)


def _interrupt(environment: Environment, main: Any) -> None:
    if isinstance(environment.shape_class, BatchesShape):
        environment.shape_class.interrupt()
    if environment.runner is not None and environment.runner.state == STATE_INIT:
        gevent.kill(main, SystemExit(NO_VERDICT))


def _new_job(environment: Environment, processes: int) -> Job:
    options: Any = environment.parsed_options
    plan = options.service_plan_id or os.environ.get(PLAN_VARIABLE, "")
    plans = (plan, options.second_service_plan_id) if options.second_service_plan_id else (plan,)
    job = Job(
        profile=profiles.load(options.load_profile),
        plans=plans,
        users=options.num_users or 1,
        seed=seed_of(options),
        processes=processes,
        operations=options.operations_per_user,
        sender=options.sender,
        recipients=tuple(options.recipient or ()),
        patience=options.patience,
        check_seconds=options.check_seconds,
    )
    options.batches_job = job.as_text()
    return job


def _start(environment: Environment, index: int) -> Process:
    """Begin the run in a process that has users."""
    options: Any = environment.parsed_options
    process = Process(Job.of_text(options.batches_job), index)
    _processes[environment] = process
    return process


def _note(
    environment: Environment, name: str, response_time: float, exception: Exception | None
) -> None:
    process = _processes.get(environment)
    if process is not None:
        process.note(name, response_time, None if exception is None else repr(exception))


def _new_verdict(environment: Environment, processes: int) -> Verdict:
    options: Any = environment.parsed_options
    limits = Limits(options.max_error_rate, options.p95_ms, Level(options.level.upper()))
    return Verdict(_new_job(environment, processes), _host(environment), limits)


def _end_load(environment: Environment, verdict: Verdict) -> None:
    verdict.end_load()
    shape = environment.shape_class
    if isinstance(shape, BatchesShape) and shape.is_interrupted:
        verdict.ended = INTERRUPTED


def _conclude(environment: Environment, verdict: Verdict) -> None:
    """Tell the verdict, write the reports, and set the exit status of Locust."""
    options: Any = environment.parsed_options
    verdict.end_check()
    data = told(verdict)
    sys.stdout.write("".join(f"{line}\n" for line in closing_lines(data)))
    sys.stdout.flush()
    environment.process_exit_code = verdict.exit_code
    try:
        write(data, options)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        environment.process_exit_code = environment.process_exit_code or NO_VERDICT


def _host(environment: Environment) -> str:
    return environment.host or environment.user_classes[0].host or ""


def _check(environment: Environment, process: Process) -> dict[str, Any]:
    options: Any = environment.parsed_options
    callers = [
        Caller(
            session_of(_host(environment), EventHook(), AT_ONCE, options.ca_file),
            plan,
            os.environ.get(TOKENS[place], ""),
        )
        for place, plan in enumerate(process.job.plans)
    ]
    Checker(process, callers).run()
    return process.result()


events.init_command_line_parser.add_listener(_declare)
events.init.add_listener(_begin)


class _Alone:
    """The only process."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._verdict: Verdict | None = None
        hooks = environment.events
        hooks.test_start.add_listener(self._start)
        hooks.test_stop.add_listener(self._stop)
        hooks.request.add_listener(self._request)
        hooks.quitting.add_listener(self._quit)

    def _quit(self, **_: Any) -> None:
        if self._verdict is not None and self._environment.runner is not None:
            self._verdict.ended = INTERRUPTED
            self._environment.runner.quit()

    def _start(self, **_: Any) -> None:
        self._verdict = _new_verdict(self._environment, 1)
        _start(self._environment, 0)

    def _request(
        self, name: str, response_time: float, exception: Exception | None, **_: Any
    ) -> None:
        _note(self._environment, name, response_time, exception)

    def _stop(self, **_: Any) -> None:
        if self._verdict is None:
            return
        _end_load(self._environment, self._verdict)
        self._verdict.add(_check(self._environment, process_of(self._environment)))
        _conclude(self._environment, self._verdict)
        self._verdict = None


class _Worker:
    """One of several processes that have users."""

    def __init__(self, environment: Environment, runner: WorkerRunner) -> None:
        self._environment = environment
        self._runner = runner
        hooks = environment.events
        hooks.test_start.add_listener(self._start)
        hooks.request.add_listener(self._request)
        hooks.report_to_master.add_listener(self._report)
        runner.register_message(_CHECK, self._check, concurrent=True)

    def _start(self, **_: Any) -> None:
        _start(self._environment, self._runner.worker_index)

    def _request(
        self, name: str, response_time: float, exception: Exception | None, **_: Any
    ) -> None:
        _note(self._environment, name, response_time, exception)

    def _report(self, data: dict[str, Any], **_: Any) -> None:
        process = _processes.get(self._environment)
        if process is not None:
            data["sinch_batches"] = process.progress()

    def _check(self, **_: Any) -> None:
        self._runner.stop()
        process = _processes.get(self._environment)
        result = None if process is None else _check(self._environment, process)
        self._runner.send_message(_CHECKED, {"result": result})


class _Master:
    """The process that leads and has no users."""

    def __init__(self, environment: Environment, runner: MasterRunner) -> None:
        self._environment = environment
        self._runner = runner
        self._verdict: Verdict | None = None
        self._waiting: set[str] = set()
        self._progress: dict[str, dict[str, Any]] = {}
        hooks = environment.events
        hooks.test_start.add_listener(self._start)
        hooks.test_stop.add_listener(self._stop)
        hooks.worker_report.add_listener(self._report)
        hooks.quitting.add_listener(self._quit)
        runner.register_message(_CHECKED, self._checked)

    def _quit(self, **_: Any) -> None:
        if self._verdict is not None:
            self._verdict.ended = INTERRUPTED
            self._runner.quit()

    def _start(self, **_: Any) -> None:
        workers = [worker.id for worker in self._runner.clients.all]
        self._progress = {id: {"index": self._runner.get_worker_index(id)} for id in workers}
        self._verdict = _new_verdict(self._environment, len(workers))

    def _report(self, client_id: str, data: dict[str, Any]) -> None:
        if "sinch_batches" in data:
            self._progress[client_id] = data["sinch_batches"]

    def _checked(self, msg: Any, **_: Any) -> None:
        self._waiting.discard(msg.node_id)
        if self._verdict is not None and msg.data["result"] is not None:
            self._verdict.add(msg.data["result"])

    def _stop(self, **_: Any) -> None:
        verdict = self._verdict
        if verdict is None:
            return
        _end_load(self._environment, verdict)
        self._waiting = set(self._progress)
        for id in self._progress:
            self._runner.send_message(_CHECK, None, client_id=id)
        end = time.monotonic() + verdict.job.check_seconds + _GRACE
        while time.monotonic() < end and any(map(self._is_there, self._waiting)):
            gevent.sleep(_LOOK)
        for id in self._waiting:
            verdict.lose(self._progress[id])
        _conclude(self._environment, verdict)
        self._verdict = None

    def _is_there(self, id: str) -> bool:
        worker = self._runner.clients.get(id)
        return worker is not None and worker.state != STATE_MISSING
