"""What a run remembers: derived documents, the ledger on disk, counts and times."""

from __future__ import annotations

import random
import subprocess
import sys
import tracemalloc

import pytest

from sinch_batches_contract._load import invariants, profile
from sinch_batches_contract._load.comparing import difference, nearest
from sinch_batches_contract._load.documents import History, Maker, Name
from sinch_batches_contract._load.job import Job
from sinch_batches_contract._load.ledger import Ledger, Standing
from sinch_batches_contract._load.process import Process
from sinch_batches_contract._load.tally import Tally
from sinch_batches_contract._load.timeline import Timeline, percentile, rounded

NAME = Name(0, 3, 7)


def job(name: str = "steady", **more: object) -> Job:
    given = {"plans": ("plan",), "users": 2, "seed": 5} | more
    return Job(profile=profile.load(name), **given)  # type: ignore[arg-type] # as given


# --- The bounds of a profile ----------------------------------------------------------------------
def test_users_stop_at_the_bound_of_requests_and_at_that_of_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    monkeypatch.setattr("sinch_batches_contract._load.process.time.monotonic", lambda: now[0])
    by_requests, by_time = Process(job("burst"), 0), Process(job("burst"), 0)
    bounds = profile.load("burst")

    by_requests.requests = bounds.requests - 1
    now[0] = bounds.seconds - 1
    assert [by_requests.is_exhausted, by_time.is_exhausted] == [False, False]
    by_requests.requests += 1
    assert [by_requests.is_exhausted, by_time.is_exhausted] == [True, False]
    now[0] += 1
    assert by_time.is_exhausted


# --- Documents ------------------------------------------------------------------------------------
def test_a_job_travels_as_text() -> None:
    sent = job("burst", recipients=("15550100000",), patience=1.5)
    assert Job.of_text(sent.as_text()) == sent


def test_the_same_batch_is_derived_in_every_process() -> None:
    sent = job()
    assert Maker(sent).document(NAME) == Maker(Job.of_text(sent.as_text())).document(NAME)
    assert Maker(sent).name_of(Maker(sent).reference(NAME)) == NAME


@pytest.mark.parametrize("reference", [None, 7, "", "contract-load-", "contract-other-0-3-7"])
def test_references_of_others_name_nobody(reference: object) -> None:
    assert Maker(job()).name_of(reference) is None


@pytest.mark.parametrize("name", profile.READY)
def test_documents_of_the_profiles_keep_to_the_limits_of_the_api(name: str) -> None:
    maker = Maker(job(name))
    for number in range(50):
        document = maker.document(Name(0, 0, number))
        assert 1 <= len(set(document["to"])) == len(document["to"]) <= 1000
        assert document["send_at"] < document["expire_at"]
        assert len(document["body"]) <= 1600


@pytest.mark.parametrize("seed", range(20))
def test_changes_at_the_same_time_come_to_the_same_in_any_order(seed: int) -> None:
    maker, chance = Maker(job("campaign", seed=seed)), random.Random(seed)
    kinds = "".join(maker.kinds_for(NAME, ""))
    updates = [maker.update(NAME, kinds[:end]) for end in range(1, len(kinds) + 1)]
    (wanted,) = maker.states(NAME, History(kinds, "+" * len(kinds)))
    found = maker.document(NAME) | {"canceled": False}
    for update in chance.sample(updates, len(updates)):
        gone, added = update.pop("to_remove", []), update.pop("to_add", [])
        found["to"] = [number for number in found["to"] if number not in gone] + added
        found |= update
    assert difference(found, wanted) is None


def test_what_got_no_answer_may_have_been_done_or_not() -> None:
    maker = Maker(job())
    states = list(maker.states(NAME, History("bc", "+?")))
    assert [state["canceled"] for state in states] == [True, False]
    assert nearest(states[1], states) is None
    assert nearest(states[1] | {"body": "another"}, states) == "body"


def test_what_was_refused_changes_nothing() -> None:
    maker = Maker(job())
    (state,) = maker.states(NAME, History("bc", "--"))
    assert state == maker.document(NAME) | {"canceled": False}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("to", ["15551230000", "15551230000"]),
        ("canceled", "true"),
        ("send_at", "tomorrow"),
        ("from", None),
        ("body", None),
    ],
)
def test_a_field_that_is_wrong_is_named(field: str, value: object) -> None:
    maker = Maker(job())
    (wanted,) = maker.states(NAME, History())
    assert difference(wanted, wanted) is None
    assert difference(wanted | {field: value}, wanted) == field


# --- The ledger -----------------------------------------------------------------------------------
def test_thousands_of_batches_take_no_more_memory_than_a_few() -> None:
    ledger = Ledger()
    tracemalloc.start()
    for number in range(5_000):
        ledger.ask(0, number, 0)
        ledger.keep(0, number, f"{number:026d}", number)
    assert sum(1 for _ in ledger.rows()) == 5_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    ledger.close()
    assert most < 500_000


def test_the_ledger_tells_who_has_an_id_already() -> None:
    ledger = Ledger()
    for number, plan in ((0, 0), (1, 0), (2, 1)):
        ledger.ask(5, number, plan)
    assert ledger.keep(5, 0, "same", 1) is None
    assert ledger.keep(5, 1, "same", 2) == (5, 0)
    assert ledger.keep(5, 2, "same", 3) is None, "another plan may have the same id"
    assert ledger.counts()["kept"] == 3
    assert ledger.span(0) == (1, 2)


def test_the_ledger_keeps_what_is_not_known() -> None:
    ledger = Ledger()
    ledger.ask(0, 0, 0)
    ledger.change(0, 0, History("b", "?"))
    ledger.found(0, 0, "id")
    row = ledger.row(0, 0)
    assert row is not None
    assert (row.standing, row.id, row.history, row.seen) == (
        Standing.ASKED,
        "id",
        History("b", "?"),
        1,
    )


# --- Counts and times -----------------------------------------------------------------------------
def test_tallies_of_processes_add_up() -> None:
    one, other = Tally(), Tally()
    one.holds(invariants.KEPT)
    other.breaks(invariants.KEPT, "gone")
    one.add(other.as_data())
    assert (one.checked["LOAD-001"], one.broken["LOAD-001"]) == (2, 1)
    assert one.examples["LOAD-001"] == ["gone"]


def test_only_some_examples_are_kept() -> None:
    tally = Tally()
    for number in range(100):
        tally.breaks(invariants.KEPT, f"{number} is gone" + "!" * 10_000)
    assert tally.broken["LOAD-001"] == 100
    assert len(tally.examples["LOAD-001"]) == 5
    assert max(map(len, tally.examples["LOAD-001"])) <= 400


@pytest.mark.parametrize(("exact", "kept"), [(7, 7), (99, 99), (123, 120), (987_654, 990_000)])
def test_times_are_kept_to_two_digits(exact: float, kept: int) -> None:
    assert rounded(exact) == kept


def test_percentiles_are_those_of_the_times() -> None:
    timeline = Timeline(0)
    for milliseconds in range(1, 101):
        timeline.note("get_batch", milliseconds, None)
    times = timeline.of("get_batch")
    assert [percentile(times, share) for share in (0.5, 0.95, 1.0)] == [50, 95, 100]


def test_a_long_run_has_no_more_windows_than_a_short_one(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("sinch_batches_contract._load.timeline.time.time", lambda: now[0])
    timeline = Timeline(0)
    for second in range(5000):
        now[0] = second
        timeline.note("get_batch", 1, "status 500" if second == 4999 else None)
    assert len(timeline.windows) <= 120
    assert timeline.of("get_batch").total() == 5000
    assert timeline.failed() == {"get_batch: status 500": 1}

    other = Timeline(0)
    other.note("send_batch", 2, "no answer: TimeoutError")
    other.add(timeline.as_data())
    timeline.add(other.as_data())
    assert other.width == timeline.width
    assert timeline.of("get_batch").total() == 10_000
    assert timeline.failed().total() == 3


def test_there_need_not_be_a_page_after_the_last() -> None:
    """In a process of its own: gevent patches what is imported before it."""
    code = (
        "from sinch_batches_contract._load.listing import Unanswered, entries\n"
        "from sinch_batches_contract._load.calling import Reply\n"
        "nowhere = Reply(404, cause='nothing there')\n"
        "assert entries(nowhere, page=3) == []\n"
        "try:\n    entries(nowhere)\nexcept Unanswered:\n    print('no list')\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "no list\n"
