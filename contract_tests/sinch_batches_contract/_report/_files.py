"""Writing the reports that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .._settings.settings import UsageError
from ._html import as_html
from ._json import as_json
from ._junit import as_junit

if TYPE_CHECKING:
    from argparse import Namespace

    from ._verdict import Verdict


def check_report_paths(options: Namespace) -> None:
    """Make the folders of the reports that are asked for; better told now than after the run.

    Raises:
        UsageError: a report can't be written there.

    """
    for option in ("report_json", "report_junit", "report_html"):
        name = getattr(options, option)
        if name is None:
            continue
        try:
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            is_new = not path.exists()
            with path.open("a", encoding="utf-8"):
                pass
            if is_new:
                path.unlink()  # an empty one would look like a report
        except OSError as error:
            said = option.replace("_", "-")
            raise UsageError(f"--{said} {name}: {error.strerror or error}") from None


def write_reports(verdict: Verdict, options: Namespace) -> None:
    """Write each report whose option names a file; no secret gets into any.

    Raises:
        UsageError: one couldn't be written; the others are.

    """
    lost: list[str] = []
    wanted = (
        (options.report_json, as_json),
        (options.report_junit, as_junit),
        (options.report_html, as_html),
    )
    for name, render in wanted:
        if name is None:
            continue
        try:
            # What a server sends may be half a pair of surrogates.
            Path(name).write_text(render(verdict), encoding="utf-8", errors="backslashreplace")
        except OSError as error:
            lost.append(f"{name} can't be written: {error.strerror or error}")
    if lost:
        raise UsageError("; ".join(lost))
