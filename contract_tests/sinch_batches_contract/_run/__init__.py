"""How a run goes: who judges what, how it ends, and what it leaves behind."""

from ._leftovers import cancel_leftovers
from ._preflight import TargetRefused, check_target
from ._run import Run

__all__ = ["Run", "TargetRefused", "cancel_leftovers", "check_target"]
