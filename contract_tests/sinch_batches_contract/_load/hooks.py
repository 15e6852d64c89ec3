"""What Locust is told when a locustfile imports `sinch_batches_contract.load`."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING, Any

import gevent
from locust import events
from locust.runners import STATE_INIT, LocalRunner, MasterRunner, WorkerRunner

from .leading import Alone, Master, Worker
from .options import add_options
from .schedule import BatchesShape
from .verdict import NO_VERDICT

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from locust.env import Environment


def listen() -> None:
    """Have Locust call what follows."""
    events.init_command_line_parser.add_listener(declare)
    events.init.add_listener(begin)


def declare(parser: ArgumentParser) -> None:
    """Add the options of a run to those of Locust."""
    group = parser.add_argument_group("Sinch Batches")
    add_options(group.add_argument)
    group.add_argument("--load-profile", default="steady", help="steady, burst, campaign or a file")
    group.add_argument("--batches-job", default="", help="set by the process that leads")


def begin(environment: Environment, **_: Any) -> None:
    """Give this process its part."""
    match environment.runner:
        case MasterRunner() as runner:
            lead(environment, Master(environment, runner))
        case WorkerRunner() as runner:
            Worker(environment, runner)
        case LocalRunner() as runner:
            lead(environment, Alone(environment, runner))


def lead(environment: Environment, leader: Alone | Master) -> None:
    """Let the shape of the load know when to end."""
    if isinstance(environment.shape_class, BatchesShape):
        environment.shape_class.finished = lambda: leader.finished
        # Locust minds SIGTERM only after a run that has a shape.
        main: Any = gevent.getcurrent()
        gevent.signal_handler(signal.SIGTERM, interrupt, environment, main)


def interrupt(environment: Environment, main: Any) -> None:
    """End the run in good order, or the process if there is none yet."""
    if isinstance(environment.shape_class, BatchesShape):
        environment.shape_class.interrupt()
    if environment.runner is not None and environment.runner.state == STATE_INIT:
        gevent.kill(main, SystemExit(NO_VERDICT))
