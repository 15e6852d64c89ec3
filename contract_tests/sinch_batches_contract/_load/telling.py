"""What the process that leads a run tells: the job beforehand, how it goes, and the verdict."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from .._judgement.levels import Level
from .._report import legible, write_no_more
from .._settings.settings import PLAN_VARIABLE, UsageError
from . import profile as profiles
from .job import Job
from .options import seed_of
from .reporting import closing_lines, told, write
from .runs import host_of
from .schedule import BatchesShape
from .verdict import NO_VERDICT, Limits, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from locust.env import Environment

INTERRUPTED = "interrupted: what was done by then was checked"


def new_verdict(environment: Environment, processes: int) -> Verdict:
    """Make the job of a run, put it among the options, and return the verdict to be filled."""
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
    _say(
        f"target {host_of(environment)}, {' and '.join(plans)}, profile {job.profile.name}, seed "
        f"{job.seed}; at most {job.profile.requests} requests in {job.profile.seconds:g} s; "
        f"batches are named {job.prefix}..., and canceled afterwards"
    )
    limits = Limits(options.max_error_rate, options.p95_ms, Level(options.level.upper()))
    return Verdict(job, host_of(environment), limits)


def end_load(environment: Environment, verdict: Verdict) -> None:
    """Note that the load is over, and whether it ended before its time."""
    verdict.end_load()
    shape = environment.shape_class
    if isinstance(shape, BatchesShape) and shape.is_interrupted:
        verdict.ended = INTERRUPTED


def tell_progress(verdict: Verdict, processes: Iterable[dict[str, Any]]) -> None:
    """Tell in a line how far a run is."""
    names = ("requests", "failed", "acknowledged", "broken", "checked")
    total = {name: sum(process.get(name, 0) for process in processes) for name in names}
    checked = f", {total['checked']} checked" if verdict.seconds else ""
    _say(
        f"{verdict.elapsed:.0f} s: {total['requests']} requests, {total['failed']} failed, "
        f"{total['acknowledged']} batches acknowledged{checked}, {total['broken']} times an "
        "invariant was broken"
    )


def conclude(environment: Environment, verdict: Verdict) -> None:
    """Tell the verdict, write the reports, and set the exit status of Locust."""
    options: Any = environment.parsed_options
    verdict.end_check()
    data = told(verdict)
    _say(*closing_lines(data))
    environment.process_exit_code = verdict.exit_code
    try:
        write(data, options)
    except UsageError as error:
        sys.stderr.write(f"{error}\n")
        environment.process_exit_code = environment.process_exit_code or NO_VERDICT


def _say(*lines: str) -> None:
    try:
        sys.stdout.write("".join(f"{legible(line)}\n" for line in lines))
        sys.stdout.flush()
    except OSError:
        write_no_more()
