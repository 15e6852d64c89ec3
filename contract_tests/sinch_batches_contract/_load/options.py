"""The options of a run, declared once for `sinch-batches load` and for Locust's own command."""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .._settings.settings import BASE_URL_VARIABLE, PLAN_VARIABLE, TOKEN_VARIABLE

if TYPE_CHECKING:
    from argparse import Namespace

Add = Callable[..., Any]


def add_options(add: Add) -> None:
    """Declare what a run needs to know beyond what Locust asks for."""
    add("--service-plan-id", metavar="PLAN", help=f"the service plan to use [{PLAN_VARIABLE}]")
    add("--second-service-plan-id", metavar="PLAN", help="a second plan: users take turns at both")
    add("--recipient", action="append", metavar="NUMBER", help="send to no other number (repeat)")
    add("--sender", metavar="NUMBER", help="send from no other number")
    add("--ca-file", metavar="FILE", help="certificates (PEM) to trust, for https")
    add("--seed", type=int, metavar="N", help="make the same requests as an earlier run")
    add(
        "--operations-per-user",
        type=int,
        default=0,
        metavar="N",
        help="a user stops after so many operations (default: it goes on until the end)",
    )
    add(
        "--patience",
        type=float,
        default=3.0,
        metavar="S",
        help="seconds until what was acknowledged must be seen (default: 3)",
    )
    add(
        "--check-seconds",
        type=float,
        default=600.0,
        metavar="S",
        help="seconds that the check of all batches after the run may take (default: 600)",
    )
    add(
        "--i-may-load-this-host",
        action="store_true",
        help="load a server that isn't on this machine",
    )
    add_verdict_options(add)


def add_verdict_options(add: Add) -> None:
    """Declare what decides the verdict, and where it is written."""
    add(
        "--max-error-rate",
        type=float,
        metavar="SHARE",
        help="fail if more than this share of the requests fails, as 0.01",
    )
    add(
        "--p95-ms",
        type=float,
        metavar="MS",
        help="fail if an operation answers 95 of 100 requests later than this",
    )
    add(
        "--level",
        choices=["must", "should"],
        default="must",
        help="which broken invariants fail the run (default: must; the others are warnings)",
    )
    add("--report-json", metavar="FILE", help="write the verdict as JSON")
    add("--report-html", metavar="FILE", help="write the verdict as one HTML page")


def seed_of(options: Namespace) -> int:
    """Return the seed that was given, or a new one."""
    return options.seed if options.seed is not None else random.SystemRandom().randrange(2**32)


def add_command_options(add: Add) -> None:
    """Declare what the command calls by other names than Locust, and what only it has."""
    add("--base-url", metavar="URL", help=f"the server to load [{BASE_URL_VARIABLE}]")
    add("--api-token", metavar="TOKEN", help=f"the token of the plan [{TOKEN_VARIABLE}]")
    add("--second-api-token", metavar="TOKEN", help="the token of the second plan")
    add("--users", type=_count, default=10, metavar="N", help="how many users at most (10)")
    add("--spawn-rate", type=_rate, default=10.0, metavar="R", help="how many begin a second (10)")
    add(
        "--duration",
        type=_duration,
        metavar="T",
        help="how long, as 90, 90s, 5m or 1h30m (default: the bound of the profile)",
    )
    add(
        "--profile",
        default="steady",
        metavar="NAME",
        help="steady, burst, campaign, or a TOML file of your own (steady)",
    )
    add("--workers", type=_count, default=1, metavar="N", help="processes on this machine (1)")
    add("--expect-workers", type=_count, metavar="N", help="wait for workers that join from afar")
    add("--bind-host", default="127.0.0.1", metavar="HOST", help="where workers join (127.0.0.1)")
    add("--port", type=_count, metavar="N", help="the port where workers join (a free one)")
    add("--join", metavar="HOST[:PORT]", help="take part in a run that is led there")
    add(
        "--clean-up",
        metavar="PREFIX",
        help="load nothing: cancel what a killed run left, by its references",
    )
    add("--log-level", default="warning", metavar="LEVEL", help="what Locust logs (warning)")


def _count(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < 10**6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return rate


def _duration(text: str) -> int:
    found = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?", text)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    if not (total := 3600 * hours + 60 * minutes + seconds):
        raise argparse.ArgumentTypeError(f"{text!r} is not a time, as 90s, 5m or 1h30m")
    return total
