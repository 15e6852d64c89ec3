"""The command `sinch-batches conformance`."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from .._report import check_report_paths
from .._run import TargetRefused, cancel_leftovers, check_target
from .._run._selection import check_choice
from .._settings.file import SETTINGS_FILE, arguments_of
from .._settings.options import add_report_options, add_run_options, add_target_options
from .._settings.settings import (
    REFERENCE_PREFIX,
    SECOND_TOKEN_VARIABLE,
    SECRET_VARIABLE,
    TOKEN_VARIABLE,
    Settings,
    UsageError,
    settings_from,
)
from .console import Console
from .listing import catalogue_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CONFORMANT, VIOLATED, NO_VERDICT = 0, 1, 2

_SUITE = Path(__file__).parents[1] / "suite"
_KEPT_BACK = (
    *("api_token", "second_api_token", "callback_secret", "list", "fail_fast", "clean_up"),
    *("target", "settings", "replay"),
)


def run(arguments: list[str]) -> int:
    """Do what the arguments say; return 0 if the server conforms, 1 if not, 2 without verdict."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        from_file = arguments_of(options.target, options.settings, parser)
        options = parser.parse_args([*from_file, *arguments])
        if options.replay is not None:
            options.only, options.skip = [options.replay], None
        if options.list:
            sys.stdout.write(catalogue_text(options))
            return CONFORMANT
        settings = settings_from(options)
        if options.clean_up is not None:
            return cancel_leftovers(settings, options.clean_up, REFERENCE_PREFIX)
        check_choice(settings)
        check_report_paths(options)
        check_target(settings)
    except (UsageError, TargetRefused) as error:
        sys.stderr.write(f"sinch-batches conformance: {error}\n")
        return NO_VERDICT
    options.seed = settings.seed
    return _judge(options, settings)


class _OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(NO_VERDICT, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _OneLineParser(
        prog="sinch-batches conformance",
        description="Judge any server of the Sinch SMS Batches API.",
        epilog="exit status: 0 conformant, 1 requirements violated, 2 usage or no verdict possible",
        allow_abbrev=False,
    )
    parser.add_argument(
        "target", nargs="?", help=f"a server that {SETTINGS_FILE} names, with its options"
    )
    parser.add_argument("--settings", metavar="FILE", help=f"in place of {SETTINGS_FILE}")
    target = parser.add_argument_group("target and choice")
    add_target_options(target.add_argument)
    add_report_options(parser.add_argument_group("reports").add_argument)
    add_run_options(parser.add_argument_group("run").add_argument)
    return parser


def _judge(options: argparse.Namespace, settings: Settings) -> int:
    console = Console()
    # The tokens go by the environment: an argument can be seen by everyone on the machine. Plugins
    # of the user's environment would change the order or the output of the run.
    surroundings = {
        TOKEN_VARIABLE: settings.api_token,
        SECOND_TOKEN_VARIABLE: settings.second_api_token or "",
        SECRET_VARIABLE: settings.callback_secret or "",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
    }
    with _environment(surroundings):
        status = int(pytest.main(_pytest_arguments(options), plugins=[console]))
    if status in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, NO_VERDICT):
        if console.exit_code is None:
            raise KeyboardInterrupt
        return console.exit_code
    sys.stderr.write(f"sinch-batches conformance: the suite itself failed (pytest: {status})\n")
    return NO_VERDICT


def _pytest_arguments(options: argparse.Namespace) -> list[str]:
    fixed = [str(_SUITE), "-p", "sinch_batches_contract._command.plugin", "-p", "no:terminal"]
    fixed += ["-p", "no:cacheprovider", "-c", os.devnull, "--rootdir", str(_SUITE)]
    fixed += ["--import-mode=importlib", "--assert=plain", "-s"]
    if options.fail_fast:
        fixed.append("-x")
    for name, value in vars(options).items():
        if name in _KEPT_BACK or value is None:
            continue
        option = "--" + name.replace("_", "-")
        values = value if isinstance(value, list) else [value]
        fixed += [f"{option}={value}" for value in values]
    return fixed


@contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
