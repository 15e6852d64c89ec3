"""The verdict as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from .._spec.document import spec_version

if TYPE_CHECKING:
    from ._verdict import Verdict


def as_data(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict as plain data; the other reports are made from the same."""
    settings = verdict.settings
    return {
        "target": settings.base_url,
        "service_plan_id": settings.service_plan_id,
        "seed": settings.seed,
        "budget": settings.budget.value,
        "level": settings.level.value.lower(),
        "spec_version": spec_version(),
        "started_at": verdict.started_at.isoformat(timespec="seconds"),
        "duration_s": round(verdict.seconds, 2),
        "exit_code": verdict.exit_code,
        "references": settings.prefix,
        "ended": verdict.ended,
        "judged": verdict.judged,
        "still_scheduled": verdict.remaining,
        "more_may_be_scheduled": verdict.may_remain,
        "requests": verdict.requests,
        "requests_of_clean_up": verdict.requests_of_clean_up,
        "dropped_connections": verdict.drops,
        "summary": verdict.summary(),
        "causes": [cause.as_record() for cause in verdict.causes],
        "requirements": verdict.findings,
    }


def as_json(verdict: Verdict) -> str:
    """Return the verdict as indented JSON."""
    return json.dumps(as_data(verdict), indent=2, ensure_ascii=False) + "\n"
