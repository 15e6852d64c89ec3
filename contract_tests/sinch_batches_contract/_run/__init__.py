"""How a run goes: who judges what, how it ends, and what it leaves behind."""

from ._preflight import TargetRefused, check_target
from ._run import Run, cleaned_up

__all__ = ["Run", "TargetRefused", "check_target", "cleaned_up"]
