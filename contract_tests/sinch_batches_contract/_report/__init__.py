"""The reports of a run: terminal, JSON, JUnit XML and HTML."""

from ._files import write_reports
from ._redaction import redacted
from ._terminal import Progress, closing_table
from ._verdict import Verdict

__all__ = ["Progress", "Verdict", "closing_table", "redacted", "write_reports"]
