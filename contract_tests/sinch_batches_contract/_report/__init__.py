"""The reports of a run: terminal, JSON, JUnit XML and HTML."""

from ._files import check_report_paths, write_reports
from ._output import write_no_more
from ._redaction import redacted
from ._terminal import closing_lines, legible
from ._verdict import Verdict

__all__ = [
    "Verdict",
    "check_report_paths",
    "closing_lines",
    "legible",
    "redacted",
    "write_no_more",
    "write_reports",
]
