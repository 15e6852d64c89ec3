"""The overlay stays thin."""

from __future__ import annotations

from .budget import BUDGET, BUDGET_PROPER, lines, proper


def test_the_overlay_keeps_to_its_budget() -> None:
    counted = lines()
    assert {"_client.py", "_calls/call.py", "_region.py", "_batches/stored.py"} <= set(counted)
    assert 200 < proper() <= BUDGET_PROPER, counted
    assert sum(counted.values()) <= BUDGET, counted
