"""`sinch-batches serve`: reads the arguments and runs the server."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from . import _config as config
from . import _serving as serving
from . import _settings as settings
from ._rules import times
from ._store import opening
from ._store.store import Unavailable

_USAGE_ERROR = 2
_MOST_PORT = 65535


def main(argv: list[str]) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        argv: the arguments after `sinch-batches serve`.

    Returns:
        0 after SIGINT or SIGTERM; 2 with a line on standard error if something given can't be used.

    Raises:
        SystemExit: 2, the arguments don't fit together; 0 after `--help`.

    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.config and (arguments.service_plan_id or arguments.api_token):
        parser.error("--config names the plans: --service-plan-id and --api-token don't go with it")
    if arguments.workers > 1 and not arguments.database:
        parser.error("--workers above 1 needs --database: workers don't share their memory")
    try:
        job = serving.Job(
            _settings(arguments),
            arguments.database,
            arguments.freeze_time,
            arguments.workers,
            arguments.log_level,
        )
        with serving.listen(arguments.host, arguments.port) as listener:
            if not serving.is_loopback(listener) and job.settings.has_demo_token:
                return _refuse(
                    f"--host {arguments.host} lets others in, and everybody knows the token "
                    f"'{settings.DEMO_TOKEN}': give an --api-token, or a --config without it"
                )
            serving.run(job, listener)
    except config.ConfigError as error:
        return _refuse(f"{arguments.config}: {error}")
    except OSError as error:
        return _refuse(f"can't listen on {arguments.host} port {arguments.port}: {error.strerror}")
    except Unavailable as error:
        return _refuse(str(error))
    return 0


def _settings(arguments: argparse.Namespace) -> settings.Settings:
    if arguments.config:
        known = config.load(arguments.config)
    else:
        known = settings.demo(
            arguments.service_plan_id or settings.DEMO_PLAN,
            arguments.api_token or settings.DEMO_TOKEN,
        )
    known = replace(known, takes_inbound=known.takes_inbound or arguments.takes_inbound)
    return known.allowing(arguments.allow_callback_host).known_as(
        [arguments.host, *arguments.serve_host]
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="sinch-batches serve",
        description=(
            "Run the reference server of the Batches API. Prints its base URL when it is ready. "
            f"Without options it has the plan '{settings.DEMO_PLAN}' with the token "
            f"'{settings.DEMO_TOKEN}', and forgets all batches when it ends."
        ),
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    add("--port", type=_port, default=8000, help="the port; 0 takes a free one (8000)")
    add("--service-plan-id", metavar="ID", help=f"the service plan ({settings.DEMO_PLAN})")
    add("--api-token", metavar="TOKEN", help=f"its token ({settings.DEMO_TOKEN})")
    add("--config", type=Path, metavar="FILE", help="a TOML file with plans, tokens and groups")
    add(
        "--database",
        type=opening.place_of,
        metavar="FILE|URL",
        help="keep batches in this SQLite file, or in PostgreSQL at postgresql://…",
    )
    add("--workers", type=_count, default=1, metavar="N", help="the number of processes (1)")
    add("--freeze-time", type=_time, metavar="TIME", help="let the clock stand at this time")
    add(
        "--allow-callback-host",
        action="append",
        default=[],
        metavar="HOST",
        help="let callbacks go to this host too; without it they go to this machine only",
    )
    add(
        "--serve-host",
        action="append",
        default=[],
        metavar="NAME",
        help="go by this name too; without it only by localhost, addresses and the --host",
    )
    add(
        "--takes-inbound",
        action="store_true",
        help="let inbound messages be injected, at POST /inject/SERVICE_PLAN_ID/inbounds",
    )
    add(
        "--log-level",
        choices=["debug", "info", "warning", "error"],
        default="info",
        help="the least level that is logged; requests are logged at info (info)",
    )
    return parser


def _port(text: str) -> int:
    if not (text.isdecimal() and int(text) <= _MOST_PORT):
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: 0 to {_MOST_PORT}")
    return int(text)


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _time(text: str) -> int:
    if not times.is_valid(text) or times.parse(text) < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not an ISO 8601 time after 1970")
    return times.parse(text)


def _refuse(reason: str) -> int:
    print(f"sinch-batches serve: {reason}", file=sys.stderr)  # noqa: T201
    return _USAGE_ERROR
