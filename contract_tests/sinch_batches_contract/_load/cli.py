"""The command `sinch-batches load`: starts Locust in processes of its own, and waits for them.

Locust patches the process that it runs in, so none of it is imported here.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from .._report import check_report_paths
from .._run import TargetRefused, cancel_leftovers, check_target
from .._settings.options import add_target_options
from .._settings.settings import Settings, UsageError, settings_from
from . import profile as profiles
from .hosts import is_loopback, refusal
from .job import PREFIX
from .options import add_command_options, add_options
from .starting import Team
from .verdict import CONFORMANT, NO_VERDICT

if TYPE_CHECKING:
    from argparse import Namespace

if find_spec("locust") is None:  # told before anything is read; a look imports nothing
    raise ModuleNotFoundError("No module named 'locust'", name="locust")


def main(arguments: list[str]) -> int:
    """Load a server; return 0 if it conforms, 1 if it doesn't, 2 if no verdict is possible."""
    options = _parser().parse_args(arguments)
    try:
        if options.join:
            return Team.joining(options).wait()
        settings = _settings(options)
        if options.clean_up is not None:
            return cancel_leftovers(settings, options.clean_up, PREFIX)
        _check(options, settings)
        return _run(options, settings)
    except (UsageError, TargetRefused) as error:
        sys.stderr.write(f"sinch-batches load: {error}\n")
        return NO_VERDICT
    except KeyboardInterrupt:
        sys.stderr.write("sinch-batches load: interrupted before anything was loaded\n")
        return NO_VERDICT


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(NO_VERDICT, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="sinch-batches load",
        description="Load any server of the Sinch SMS Batches API, and check all that it keeps.",
        epilog="exit status: 0 conformant, 1 an invariant or a limit is broken, 2 usage or no "
        "verdict possible",
        allow_abbrev=False,
    )
    add_command_options(parser.add_argument_group("target and load").add_argument)
    add_options(parser.add_argument_group("run and verdict").add_argument)
    return parser


def _settings(options: Namespace) -> Settings:
    """Read the settings as `conformance` does: the same words mean the same."""
    defaults = argparse.ArgumentParser()
    add_target_options(defaults.add_argument)
    return settings_from(argparse.Namespace(**(vars(defaults.parse_args([])) | vars(options))))


def _check(options: Namespace, settings: Settings) -> None:
    if not options.i_may_load_this_host and not is_loopback(settings.base_url):
        raise UsageError(refusal(settings.base_url))
    profiles.load(options.profile)
    check_report_paths(argparse.Namespace(**vars(options), report_junit=None))
    check_target(settings)
    if settings.second_service_plan_id:
        if not settings.second_api_token:
            raise UsageError("--second-service-plan-id needs a token: --second-api-token")
        plan, token = settings.second_service_plan_id, settings.second_api_token
        check_target(replace(settings, service_plan_id=plan, api_token=token))


def _run(options: Namespace, settings: Settings) -> int:
    with tempfile.TemporaryDirectory() as folder:
        report = options.report_json or str(Path(folder) / "report.json")
        options.report_json = report
        Path(report).unlink(missing_ok=True)
        status = Team.leading(options, settings).wait()
        try:
            told = int(json.loads(Path(report).read_text(encoding="utf-8"))["exit_code"])
            # Green only if both say so: a report that couldn't be written is no verdict.
            return told or (NO_VERDICT if status else CONFORMANT)
        except (OSError, ValueError):
            sys.stderr.write("sinch-batches load: the load generator ended without a verdict\n")
            return NO_VERDICT
