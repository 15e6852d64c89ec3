"""Faults of a server that show only where requests meet: each is a race, or the end of a queue."""

from . import meeting
from .keeping import EARLY
from .registry import FAULTS, Fault

__all__ = ["EARLY", "FAULTS", "Fault", "meeting"]
