"""What a run left scheduled: found by the prefix of its references, and canceled."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .._asking.cleaning import IN_THE_LIST, Cleaned, clean_up
from .._judgement.outcomes import Stopped, UnreliableTarget, Violation
from .._line import Line
from .._report import redacted
from .._settings.settings import UsageError
from ._preflight import TargetRefused

if TYPE_CHECKING:
    from datetime import timedelta

    from .._settings.settings import Settings


def cleaned_up(
    settings: Settings, prefix: str, age: timedelta = IN_THE_LIST, *, after: str | None = None
) -> Cleaned:
    """Cancel every batch up to this age that is still scheduled and whose reference begins so.

    `after` tells how a run ended: one that is over waits less for an answer.

    Raises:
        UnreliableTarget: nobody answers.
        Violation: the list can't be read.

    """
    line = Line(settings)
    line.end = after
    try:
        return clean_up(line, settings, prefix, age)
    finally:
        line.close()


def cancel_leftovers(settings: Settings, prefix: str, begins: str) -> int:
    """Do what `--clean-up` asks for, and tell it; return 2 if something stays, or else 0.

    Raises:
        UsageError: the prefix doesn't begin as the references of a run do.
        TargetRefused: the list can't be read.

    """
    if not prefix.startswith(begins):
        raise UsageError(f"--clean-up {prefix}: references of a run begin with {begins}")
    try:
        cleaned = cleaned_up(settings, prefix)
    except (UnreliableTarget, Stopped) as error:
        raise TargetRefused(f"server unreachable: {error}") from None
    except Violation as error:
        told = redacted(str(error), settings.secret_values)
        raise TargetRefused(f"the list can't be read: {told}") from None
    sys.stdout.write(f"{len(cleaned.canceled)} batches canceled\n")
    for id in cleaned.remaining:
        sys.stdout.write(f"still scheduled: {id}\n")
    return 2 if cleaned.remaining else 0
