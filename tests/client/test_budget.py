"""The overlay stays thin."""

from __future__ import annotations

from .budget import BUDGET, BUDGET_PROPER, PROPER, lines


def test_the_overlay_keeps_to_its_budget() -> None:
    counted = lines()
    assert {"__init__.py", "_client.py", "_calls/call.py", *PROPER} <= set(counted)
    assert sum(counted[name] for name in PROPER) <= BUDGET_PROPER, counted
    assert sum(counted.values()) <= BUDGET, counted
