"""Starting Locust: one process, or one that leads and others that load."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .._settings.settings import PLAN_VARIABLE, SECOND_TOKEN_VARIABLE, TOKEN_VARIABLE

if TYPE_CHECKING:
    from argparse import Namespace

    from .._settings.settings import Settings

_LOCUSTFILE = Path(__file__).with_name("locustfile.py")
_STOP_SECONDS = 30  # how long users may finish what they are at
_JOIN_SECONDS = 600  # how long the workers that are expected may take to join
_END_SECONDS = 10  # how long a worker may outlive the one that leads
_LOOPBACK = "127.0.0.1"
_PASSED_ON = (
    *("seed", "sender", "ca_file", "operations_per_user", "patience", "check_seconds"),
    *("max_error_rate", "p95_ms", "level", "report_json", "report_html"),
    "second_service_plan_id",
)


class Team:
    """Processes of Locust, the one to wait for first."""

    def __init__(self, commands: list[list[str]], environment: dict[str, str]) -> None:
        # In sessions of their own: an interrupt of the terminal reaches this process alone, which
        # then stops the run in good order.
        self._processes = [
            subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
            for command in commands
        ]

    @classmethod
    def leading(cls, options: Namespace, settings: Settings) -> Team:
        """Start a run: the process that leads it, and workers if there are to be several."""
        environment = _surroundings(settings)
        lead = [*_locust(options), "--headless", "--host", settings.base_url]
        lead += ["--users", str(options.users), "--spawn-rate", str(options.spawn_rate)]
        lead += ["--load-profile", options.profile, "--stop-timeout", str(_STOP_SECONDS)]
        if options.duration is not None:
            lead += ["--run-time", f"{options.duration}s"]
        for name in _PASSED_ON:
            if (value := getattr(options, name)) is not None:
                lead.append(f"--{name.replace('_', '-')}={value}")
        lead += [f"--recipient={number}" for number in settings.recipients]
        local = options.workers if options.workers > 1 else 0
        expected = local + (options.expect_workers or 0)
        if not expected:
            return cls([lead], environment)
        port = options.port or _free_port()
        lead += ["--master", "--expect-workers", str(expected)]
        lead += ["--expect-workers-max-wait", str(_JOIN_SECONDS)]
        lead += ["--master-bind-host", options.bind_host, "--master-bind-port", str(port)]
        worker = [*_locust(options), "--worker", "--master-host", _LOOPBACK]
        worker += ["--master-port", str(port)]
        return cls([lead, *[worker] * local], environment)

    @classmethod
    def joining(cls, options: Namespace) -> Team:
        """Take part in a run that is led elsewhere."""
        host, _, port = options.join.rpartition(":")
        if not host:
            host, port = options.join, str(options.port or 5557)
        worker = [*_locust(options), "--worker", "--master-host", host, "--master-port", port]
        return cls([worker] * options.workers, _own_surroundings())

    def wait(self) -> int:
        """Wait until all have ended; an interrupt stops the one that leads, and it the others."""
        before = {s: signal.signal(s, self._stop) for s in (signal.SIGINT, signal.SIGTERM)}
        try:
            status = self._processes[0].wait()
            for process in self._processes[1:]:
                _end(process)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        return status

    def _stop(self, *_: object) -> None:
        self._processes[0].send_signal(signal.SIGTERM)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Wait for a worker; without the one that leads it has nothing left to do."""
    try:
        process.wait(timeout=_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _locust(options: Namespace) -> list[str]:
    command = [sys.executable, "-P", "-m", "locust", "--locustfile", str(_LOCUSTFILE)]
    command += ["--loglevel", options.log_level.upper(), "--only-summary"]
    if options.i_may_load_this_host:
        command.append("--i-may-load-this-host")
    return command


def _own_surroundings() -> dict[str, str]:
    """Return the environment without what would change how Locust runs."""
    return {name: value for name, value in os.environ.items() if not name.startswith("LOCUST_")}


def _surroundings(settings: Settings) -> dict[str, str]:
    """Return the environment with the tokens: arguments can be seen by everyone on the machine."""
    return _own_surroundings() | {
        PLAN_VARIABLE: settings.service_plan_id,
        TOKEN_VARIABLE: settings.api_token,
        SECOND_TOKEN_VARIABLE: settings.second_api_token or "",
        "PYTHONIOENCODING": f"{sys.stdout.encoding}:backslashreplace",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port
