"""The reports of a run: terminal, JSON, JUnit XML and HTML."""

from ._files import check_report_paths, write_reports
from ._redaction import redacted
from ._terminal import Progress, closing_table
from ._verdict import Verdict

__all__ = [
    "Progress",
    "Verdict",
    "check_report_paths",
    "closing_table",
    "redacted",
    "write_reports",
]
