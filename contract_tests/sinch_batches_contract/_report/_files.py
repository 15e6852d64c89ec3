"""Writing the reports that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ._html import as_html
from ._json import as_json
from ._junit import as_junit

if TYPE_CHECKING:
    from argparse import Namespace

    from ._verdict import Verdict


def write_reports(verdict: Verdict, options: Namespace) -> None:
    """Write each report whose option names a file; no secret gets into any."""
    wanted = (
        (options.report_json, as_json),
        (options.report_junit, as_junit),
        (options.report_html, as_html),
    )
    for name, render in wanted:
        if name is None:
            continue
        text = render(verdict)
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
