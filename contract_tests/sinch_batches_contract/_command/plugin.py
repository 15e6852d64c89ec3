"""The pytest plugin: options, one test per requirement, and the verdict at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from .._report import Verdict, check_report_paths, closing_lines, legible, write_reports
from .._run import Run, TargetRefused, check_target
from .._run._selection import check_choice, most_batches, selection
from .._settings.options import add_report_options, add_target_options
from .._settings.settings import Settings, UsageError, settings_from

if TYPE_CHECKING:
    from .._catalogue.finding import Record

SETTINGS = pytest.StashKey[Settings]()
VERDICT = pytest.StashKey[Verdict]()
TELL = pytest.StashKey[Callable[[Any], None]]()
_RUN = pytest.StashKey[Run]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the command for plain pytest too."""
    group = parser.getgroup("contract", "Sinch SMS Batches contract suite")
    add_target_options(group.addoption)
    add_report_options(group.addoption)


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings."""
    if hasattr(config, "workerinput"):
        raise pytest.UsageError("the contract suite has workers of its own: --workers, not -n")
    try:
        settings = settings_from(config.option)
        check_choice(settings)
        check_report_paths(config.option)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None
    chosen = selection(settings)
    config.stash[SETTINGS] = settings
    config.stash[VERDICT] = Verdict(settings, chosen, most_batches(chosen, settings))


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to begin where no verdict is possible."""
    if TELL in session.config.stash:
        return  # the command has looked already
    try:
        check_target(session.config.stash[SETTINGS])
    except TargetRefused as refusal:
        pytest.exit(str(refusal), returncode=2)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Tell beforehand what the run will do."""
    return config.stash[VERDICT].header()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test per chosen requirement."""
    if "contract_requirement" in metafunc.fixturenames:
        chosen = metafunc.config.stash[VERDICT].chosen
        metafunc.parametrize(
            "contract_requirement", chosen, ids=[requirement.id for requirement in chosen]
        )


def pytest_runtestloop(session: pytest.Session) -> None:
    """Judge what pytest was told to run, also by `-k`; each test waits for its own finding."""
    if session.testsfailed or session.config.option.collectonly:
        return
    config = session.config
    verdict = config.stash[VERDICT]
    ids = {item.name.partition("[")[2].removesuffix("]") for item in session.items}
    verdict.chosen = [requirement for requirement in verdict.chosen if requirement.id in ids]
    config.stash[_RUN] = Run(
        config.stash[SETTINGS],
        verdict,
        config.stash.get(TELL, lambda _: None),
        fail_fast=config.option.maxfail == 1,
    )


@pytest.fixture(scope="session")
def record_of(pytestconfig: pytest.Config) -> Callable[[str], Record]:
    """Return what came of a requirement, as soon as it is known."""
    return pytestconfig.stash[_RUN].record_of


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the reports, and fail the session if the verdict is red for the run as a whole."""
    run = session.config.stash.get(_RUN, None)
    verdict = session.config.stash[VERDICT]
    if run is not None:
        run.end("interrupted")
    elif exitstatus == pytest.ExitCode.INTERRUPTED:
        verdict.ended = "interrupted"
        verdict.finish()
    else:
        return
    try:
        write_reports(verdict, session.config.option)
    except UsageError as error:
        verdict.broken.append(str(error))
    if exitstatus == pytest.ExitCode.OK and verdict.exit_code:
        session.exitstatus = verdict.exit_code


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Close with the table of the operations."""
    verdict = terminalreporter.config.stash.get(VERDICT, None)
    if verdict is not None and verdict.findings:
        terminalreporter.section("contract")
        for line, _ in closing_lines(verdict):
            terminalreporter.write_line(legible(line))
