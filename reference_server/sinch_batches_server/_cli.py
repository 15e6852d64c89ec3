"""`sinch-batches serve`: runs the server."""

from __future__ import annotations

import argparse
import signal
import socket
import sys

import uvicorn

from sinch_batches_server import _settings as settings
from sinch_batches_server._app import create_app


def main(argv: list[str]) -> int:
    """Serve until SIGINT or SIGTERM; return 0 then, 2 if the arguments are wrong."""
    arguments = _parser().parse_args(argv)
    known = settings.demo(arguments.service_plan_id, arguments.api_token)
    listener = socket.socket(socket.AF_INET6 if ":" in arguments.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((arguments.host, arguments.port))
    except OSError as error:
        print(f"sinch-batches serve: can't listen: {error}", file=sys.stderr)  # noqa: T201
        return 2
    for number in (signal.SIGINT, signal.SIGTERM):
        # uvicorn raises the signal once more when it has shut down; this ends there.
        signal.signal(number, lambda *_: None)
    config = uvicorn.Config(create_app(known), log_config=_log_config(), server_header=False)
    AnnouncingServer(config, _url(arguments.host, listener)).run(sockets=[listener])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinch-batches serve", description="Run the reference server."
    )
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="0 picks a free one")
    parser.add_argument("--service-plan-id", default=settings.DEMO_PLAN)
    parser.add_argument("--api-token", default=settings.DEMO_TOKEN)
    return parser


def _url(host: str, listener: socket.socket) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def _log_config() -> dict[str, object]:
    formatter = {"format": "%(asctime)s %(levelname)s %(message)s"}
    handler = {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": formatter},
        "handlers": {"stderr": handler},
        "loggers": {"uvicorn": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
    }


class AnnouncingServer(uvicorn.Server):
    """A server that prints its base URL on standard output as soon as it answers.

    Args:
        config: what uvicorn runs.
        url: the base URL.

    """

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the base URL on a line of its own."""
        await super().startup(sockets)
        if self.started:
            print(self._url, flush=True)  # noqa: T201
