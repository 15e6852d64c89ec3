"""The pytest plugin: options, one test per requirement, and the verdict at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from ._judge import Finding, judge
from ._options import add_report_options, add_target_options
from ._preflight import TargetRefused, check_target
from ._report import Verdict, check_report_paths, closing_table, write_reports
from ._selection import check_choice, most_batches, selection
from ._settings import Settings, UsageError, settings_from
from ._wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._catalogue import Requirement

SETTINGS = pytest.StashKey[Settings]()
VERDICT = pytest.StashKey[Verdict]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Declare the options of the command for plain pytest too."""
    group = parser.getgroup("contract", "Sinch SMS Batches contract suite")
    add_target_options(group.addoption)
    add_report_options(group.addoption)


def pytest_configure(config: pytest.Config) -> None:
    """Read the settings; the controller draws the seed, so that all workers share it."""
    try:
        settings = settings_from(config.option)
        check_choice(settings)
        check_report_paths(config.option)
    except UsageError as error:
        raise pytest.UsageError(str(error)) from None
    config.option.seed = settings.seed
    config.stash[SETTINGS] = settings
    if not _is_worker(config):
        chosen = selection(settings)
        verdict = Verdict(settings, chosen, most_batches(chosen, settings))
        config.stash[VERDICT] = verdict
        config.pluginmanager.register(_Collector(verdict), "contract-collector")


def pytest_sessionstart(session: pytest.Session) -> None:
    """Refuse to begin where no verdict is possible."""
    if _is_worker(session.config):
        return
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
        chosen = selection(metafunc.config.stash[SETTINGS])
        metafunc.parametrize(
            "contract_requirement", chosen, ids=[requirement.id for requirement in chosen]
        )


@pytest.fixture(scope="session")
def contract_settings(pytestconfig: pytest.Config) -> Settings:
    """Return what the run was told."""
    return pytestconfig.stash[SETTINGS]


@pytest.fixture(scope="session")
def judge_requirement(
    pytestconfig: pytest.Config, contract_settings: Settings
) -> Iterator[Callable[[Requirement], Finding]]:
    """Judge requirements over one connection pool."""
    wire = Wire(contract_settings, share=_workers(pytestconfig))
    yield lambda requirement: judge(requirement, wire, contract_settings)
    wire.close()


class _Collector:
    """Takes the findings out of the reports, wherever the tests ran."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "contract" and report.when == "call":
                self.verdict.add(cast("dict[str, Any]", value))
        if report.failed and not any(name == "contract" for name, _ in report.user_properties):
            self.verdict.broken.append(f"{report.nodeid}: {report.longreprtext}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the reports, and fail the session if the verdict is red for the run as a whole."""
    verdict = session.config.stash.get(VERDICT, None)
    if verdict is None or not verdict.findings:
        return
    verdict.finish()
    write_reports(verdict, session.config.option)
    if exitstatus == pytest.ExitCode.OK and verdict.exit_code:
        session.exitstatus = verdict.exit_code


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Close with the table of the operations."""
    verdict = terminalreporter.config.stash.get(VERDICT, None)
    if verdict is not None and verdict.findings:
        terminalreporter.section("contract")
        terminalreporter.write_line(closing_table(verdict))


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def _workers(config: pytest.Config) -> int:
    worker = getattr(config, "workerinput", None)
    return int(worker["workercount"]) if worker else 1
