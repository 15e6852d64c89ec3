"""Runs the app with uvicorn: alone, or as several workers on one socket."""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import uvicorn
from uvicorn.supervisors import Multiprocess

from ._app import create_app
from ._ending import GRACE, ended_by_signals, ending_in_time
from ._patience import PROTOCOL
from ._rules import times
from ._settings import DEMO_PLAN, DEMO_TOKEN
from ._store.opening import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import ASGIApp

    from ._settings import Settings

_PATIENCE = 60


@dataclass(frozen=True)
class Job:
    """What to serve.

    Args:
        settings: plans, tokens and limits.
        database: the SQLite file, or the URL of a PostgreSQL database, which may hold a password;
            None: batches are kept in memory.
        frozen_at: the time at which the clock stands, in milliseconds; None: it goes.
        workers: the number of processes; more than one need a database.
        log_level: the least level that is logged.

    """

    settings: Settings
    database: str | Path | None = field(default=None, repr=False)
    frozen_at: int | None = None
    workers: int = 1
    log_level: str = "info"


def build(job: Job) -> ASGIApp:
    """Make the app; each worker makes its own."""
    store = None if job.database is None else open_store(job.database)
    clock = times.system_clock if job.frozen_at is None else partial(_standing, job.frozen_at)
    return ending_in_time(create_app(job.settings, store=store, clock=clock))


def _standing(moment: int) -> int:
    return moment


def listen(host: str, port: int) -> socket.socket:
    """Open a socket; from then on requests wait for the server to start.

    Raises:
        OSError: the address can't be used.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Without the protocol asyncio doesn't switch off Nagle's algorithm: 40 ms an answer.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError:
        listener.close()
        raise
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """Whether only this machine reaches a socket."""
    return ipaddress.ip_address(listener.getsockname()[0].partition("%")[0]).is_loopback


def base_url(listener: socket.socket) -> str:
    """Return the URL of the server behind a socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(job: Job, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM; print the base URL when the server answers.

    Raises:
        Unavailable: the database can't be used.

    """
    told = announcement(base_url(listener), job.settings)
    with ended_by_signals():
        if job.database is not None:
            # Found out here: a worker that can't start would only leave a traceback.
            open_store(job.database).discard()
        if job.workers > 1:
            factory = partial(build, job)
            Workers(_config(factory, job), listener, told).run()
        else:
            app = build(job)
            Alone(_config(lambda: app, job), told).run(sockets=[listener])


def _config(factory: object, job: Job) -> uvicorn.Config:
    return uvicorn.Config(
        factory,  # type: ignore[arg-type] # any callable will do if `factory` is set
        factory=True,
        workers=job.workers,
        log_config=log_config(job.log_level),
        log_level=job.log_level,
        http=PROTOCOL,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
    )


def log_config(level: str) -> dict[str, object]:
    """Return what logs go where: all to standard error, as standard output has the URL."""
    logger = {"handlers": ["stderr"], "level": level.upper(), "propagate": False}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "plain",
                "stream": "ext://sys.stderr",
            }
        },
        "loggers": dict.fromkeys(("uvicorn", "sinch_batches_server", "psycopg"), logger),
    }


def announcement(url: str, settings: Settings) -> str:
    """Say where the server is: the base URL on a line of its own, and how to get in by the demo.

    A token that was set isn't shown.
    """
    lines = [url]
    if settings.has_demo:
        lines += [f"service plan id: {DEMO_PLAN}", f"API token: {DEMO_TOKEN}"]
    return "\n".join(lines)


class Alone(uvicorn.Server):
    """A server in this process.

    Args:
        config: what uvicorn runs.
        told: what is printed when it answers.

    """

    def __init__(self, config: uvicorn.Config, told: str) -> None:
        super().__init__(config)
        self._told = told

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce the server."""
        await super().startup(sockets)
        print(self._told, flush=True)  # noqa: T201


class Workers(Multiprocess):
    """A server of several processes.

    Args:
        config: what each of them runs.
        listener: the socket that they share.
        told: what is printed when it answers.

    """

    def __init__(self, config: uvicorn.Config, listener: socket.socket, told: str) -> None:
        super().__init__(config, [listener])
        self._told = told

    def init_processes(self) -> None:
        """Start the workers, then announce the server."""
        super().init_processes()
        if all(process.wait_until_ready(_PATIENCE) for process in self.processes):
            print(self._told, flush=True)  # noqa: T201
