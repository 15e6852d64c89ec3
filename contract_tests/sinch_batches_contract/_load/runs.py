"""A run in a process that has users: how it begins, what is noted of it, how it is checked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from locust.event import EventHook

from .._settings.settings import SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE
from .calling import Caller, session_of
from .checking import AT_ONCE, Checker
from .job import Job
from .process import Process

if TYPE_CHECKING:
    from locust.env import Environment

_TOKENS = (TOKEN_VARIABLE, SECOND_TOKEN_VARIABLE)

_processes: WeakKeyDictionary[Environment, Process] = WeakKeyDictionary()


def process_of(environment: Environment) -> Process | None:
    """Return the run that goes on in this process, or that has ended last."""
    return _processes.get(environment)


def begin(environment: Environment, index: int) -> None:
    """Begin the run whose job the options hold, and note all that users do from now on."""
    options: Any = environment.parsed_options
    before = _processes.pop(environment, None)
    if before is None:
        environment.events.request.add_listener(_noting(environment))
        environment.events.user_error.add_listener(_slipping(environment))
    else:
        before.ledger.close()
    _processes[environment] = Process(Job.of_text(options.batches_job), index)


def check(environment: Environment, process: Process) -> dict[str, Any]:
    """Check all that this process has asked for, and return what the report needs."""
    options: Any = environment.parsed_options
    callers = [
        Caller(
            session_of(host_of(environment), EventHook(), AT_ONCE, options.ca_file),
            plan,
            token_of(place),
        )
        for place, plan in enumerate(process.job.plans)
    ]
    Checker(process, callers).run()
    return process.result()


def host_of(environment: Environment) -> str:
    """Return the base URL of the server."""
    return environment.host or environment.user_classes[0].host or ""


def token_of(place: int) -> str:
    """Return the token of a plan: of the first, 0, or of the second, 1."""
    return os.environ.get(_TOKENS[place], "")


def _noting(environment: Environment) -> Any:
    def note(name: str, response_time: float, exception: Exception | None, **_: Any) -> None:
        cause = None if exception is None else repr(exception)
        _processes[environment].note(name, response_time, cause)

    return note


def _slipping(environment: Environment) -> Any:
    def slip(exception: Exception, **_: Any) -> None:
        _processes[environment].slip(exception)

    return slip
