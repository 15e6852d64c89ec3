"""Profiles, and what follows from what was found."""

from __future__ import annotations

import pytest

from sinch_batches_contract._judgement.levels import Level
from sinch_batches_contract._load import invariants, profile
from sinch_batches_contract._load.tally import Tally
from sinch_batches_contract._load.timeline import Timeline
from sinch_batches_contract._load.verdict import Limits, Verdict
from sinch_batches_contract._settings.settings import UsageError

from .test_records import job


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "mix.send_batch must be above 0"),
        ({"mix": {"send_batch": 1}}, "requests must be a whole number from 1"),
        ({"mix": {"send_batch": True}}, "send_batch must be a whole number from 0 to 1000"),
        ({"mix": {"send": 1}}, "'send' in mix is unknown"),
        ({"mix": {"send_batch": 1}, "batch": {"recipients": [2, 1]}}, "the least is above"),
        ({"mix": {"send_batch": 1}, "batch": {"recipients": [1, 1001]}}, "from 1 to 1000"),
        ({"mix": {"send_batch": 1}, "pace": 3}, "pace must be a table"),
        ({"mix": {"send_batch": 1}, "stages": {}}, "stages must be a list of tables"),
    ],
)
def test_a_profile_says_what_is_wrong_with_it(document: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match="profile mine: ") as raised:
        profile.read("mine", document)
    assert said in str(raised.value)


def test_the_stages_of_a_profile_come_again_and_again() -> None:
    burst = profile.load("burst")
    assert [burst.share_at(second) for second in (0, 7, 8, 15, 16, 24)] == [
        0.1,
        0.1,
        1.0,
        1.0,
        0.1,
        1.0,
    ]
    assert profile.load("steady").share_at(1000) == 1.0


def verdict(limits: Limits | None = None) -> Verdict:
    """The verdict on a server that kept a batch and answered 2 of 100 requests with 500."""
    found = Verdict(job(), "http://127.0.0.1", limits or Limits())
    tally, timeline = Tally(), Timeline(found.job.started)
    tally.holds(invariants.KEPT)
    for number in range(100):
        timeline.note("get_batch", number, "status 500" if number < 2 else None)
    counts: dict[str, object] = dict.fromkeys(
        ("requests", "operations", "checked", "unchecked", "unread_lists"), 0
    ) | {"slips": {}}
    found.add(
        counts
        | {"index": 0, "remaining": [], "tally": tally.as_data(), "timeline": timeline.as_data()}
        | {"batches": {"asked": 0, "kept": 1, "refused": 0, "replaced": 0, "lost": 0}}
    )
    return found


@pytest.mark.parametrize(
    ("limits", "status", "said"),
    [
        (Limits(), 0, None),
        (Limits(error_rate=0.02), 0, None),
        (Limits(error_rate=0.01), 1, "2.00% of the requests failed, above --max-error-rate 0.01"),
        (Limits(p95=95), 0, None),
        (Limits(p95=50), 1, "p95 of get_batch is 94 ms, above --p95-ms 50"),
    ],
)
def test_a_limit_that_is_missed_fails_the_run(limits: Limits, status: int, said: str) -> None:
    found = verdict(limits)
    assert found.exit_code == status
    assert found.missed == ([said] if said else [])


@pytest.mark.parametrize(("level", "status"), [(Level.MUST, 0), (Level.SHOULD, 1)])
def test_a_broken_should_is_a_warning_unless_it_is_judged(level: Level, status: int) -> None:
    found = verdict(Limits(level=level))
    found.tally.breaks(invariants.FRESH, "late")
    assert found.exit_code == status
    assert found.outcome(invariants.FRESH) == ("failed" if status else "warning")


def test_doubt_is_no_verdict_but_a_violation_stays_one() -> None:
    found = verdict()
    found.lose({"index": 1, "acknowledged": 12})
    assert found.exit_code == 2
    assert "12 batches that it had acknowledged can't be checked" in found.doubts[0]
    found.tally.breaks(invariants.KEPT, "gone")
    assert found.exit_code == 1


def test_a_run_that_kept_nothing_proves_nothing() -> None:
    assert Verdict(job(), "http://127.0.0.1", Limits()).exit_code == 2
