"""Writing the reports that were asked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ._json import as_json

if TYPE_CHECKING:
    from argparse import Namespace

    from ._verdict import Verdict


def write_reports(verdict: Verdict, options: Namespace) -> None:
    """Write each report whose option names a file; no secret gets into any."""
    wanted = {
        options.report_json: as_json,
    }
    for name, render in wanted.items():
        if name is None:
            continue
        text = render(verdict)
        for secret in verdict.settings.secrets:
            text = text.replace(secret, "$TOKEN")
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
