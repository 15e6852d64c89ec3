"""The options of a run, declared once for the command and for plain pytest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .settings import (
    BASE_URL_VARIABLE,
    CAPABILITIES,
    PLAN_VARIABLE,
    SECRET_VARIABLE,
    TOKEN_VARIABLE,
    Budget,
    Settings,
)

Add = Callable[..., Any]


def add_target_options(add: Add) -> None:
    """Declare the options that both the command and `pytest contract_tests` take."""
    add("--base-url", metavar="URL", help=f"the server to judge [{BASE_URL_VARIABLE}]")
    add("--service-plan-id", metavar="PLAN", help=f"the service plan to use [{PLAN_VARIABLE}]")
    add("--api-token", metavar="TOKEN", help=f"its API token [{TOKEN_VARIABLE}]")
    add("--second-service-plan-id", metavar="PLAN", help="a second plan, for checks of isolation")
    add("--second-api-token", metavar="TOKEN", help="the token of the second plan")
    add("--recipient", action="append", metavar="NUMBER", help="send to no other number (repeat)")
    add("--group", metavar="ID", help="a group of the plan that exists, for checks of groups")
    add("--sender", metavar="NUMBER", help="send from no other number")
    add(
        "--callback-listener",
        metavar="HOST:PORT",
        help="listen here for callbacks, and judge them; without it they aren't tested",
    )
    add("--callback-url", metavar="URL", help="how the listener is reached from outside")
    add("--callback-secret", metavar="S", help=f"what signs callbacks [{SECRET_VARIABLE}]")
    add(
        "--delivery-wait",
        type=float,
        metavar="S",
        help="seconds for messages to be final, and for a callback to come; a quarter of it for "
        "one that mustn't (default: 30)",
    )
    add("--ca-file", metavar="FILE", help="certificates (PEM) to trust, for https")
    add(
        "--max-requests-per-second",
        type=float,
        metavar="N",
        help="never ask faster than this, over all workers",
    )
    add("--workers", type=int, default=1, metavar="N", help="processes to judge with (default: 1)")
    add(
        "--concurrency",
        type=int,
        default=Settings.concurrency,
        metavar="N",
        help=f"how many checks each process makes at once (default: {Settings.concurrency})",
    )
    add("--timeout", type=float, metavar="S", help="seconds for a whole answer (default: 20)")
    add(
        "--max-seconds",
        type=float,
        metavar="N",
        help="end the run after this time; what isn't judged by then has no verdict",
    )
    add(
        "--without",
        action="append",
        metavar="CAP",
        help="the server lacks this: " + "; ".join(f"{k} = {v}" for k, v in CAPABILITIES.items()),
    )
    add_choice_options(add)


def add_choice_options(add: Add) -> None:
    """Declare the options that choose what is judged and how."""
    add("--only", action="append", metavar="ID", help="only this id or pattern, as SEND-* (repeat)")
    add("--skip", action="append", metavar="ID", help="not this id or pattern (repeat)")
    add(
        "--level",
        choices=["must", "should"],
        default="must",
        help="which broken requirements fail the run (default: must; the others are warnings)",
    )
    add(
        "--budget",
        choices=[budget.value for budget in Budget],
        default=Budget.STANDARD.value,
        help="how many random examples to try (default: standard)",
    )
    add("--seed", type=int, metavar="N", help="repeat the random examples of an earlier run")
    add("--known-failing", metavar="FILE", help="ids that must still fail, one per line")


def add_report_options(add: Add) -> None:
    """Declare the options that say which reports to write."""
    add("--report-json", metavar="FILE", help="write the verdict as JSON")
    add("--report-junit", metavar="FILE", help="write the verdict as JUnit XML")
    add("--report-html", metavar="FILE", help="write the verdict as one HTML page")


def add_run_options(add: Add) -> None:
    """Declare the options of the command that pytest has under names of its own."""
    add("--list", action="store_true", help="print the catalogue of requirements and stop")
    add("--replay", metavar="ID", help="judge this alone, as --seed N of a run has it")
    add("--fail-fast", action="store_true", help="stop at the first violated requirement")
    add(
        "--clean-up",
        metavar="PREFIX",
        help="judge nothing: cancel what a killed run left, by its references",
    )
