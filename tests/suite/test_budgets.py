"""What is tried is a count: the same on a quick server and a slow one, and always told."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn
from unittest.mock import MagicMock

import pytest
from hypothesis.internal.conjecture.providers import HypothesisProvider
from tests.faults.registry import faults
from tests.faults.running import LISTENING

from sinch_batches_contract._asking.drawing import _DRAWING, drawing
from sinch_batches_contract._judgement.outcomes import Stopped, UnreliableTarget, Violation
from sinch_batches_contract._properties import _checks
from sinch_batches_contract._story._shortening import Call, shortened

from .conftest import Judge, Run, faulty_server, target_arguments
from .recording import Recording
from .serving import Dropping, falling_silent, far_away, reference_app, serving

# `make delays` sets longer ones.
DELAYS = [float(seconds) for seconds in os.environ.get("DELAYS", "0.05").split(",")]
WAYS = (
    *("SEND-*", "BOUND-update*", "MOMENT-*@u*", "STORY-001"),
    *("PROP-send_batch-*valid", "PROP-*feedback-coverage"),
)
# Ten that random requests or histories find, and ten drawn from the others.
BY_CHANCE = (
    *("id-repeated", "text-control", "text-cut", "cancel-unlisted", "answer-to-objects"),
    *("reference-unique", "feedback-no-recipients", "cancel-unshown", "feedback-default"),
    "replace-keeps-expiry",
)
OTHERS = [
    id_
    for id_, fault in sorted(faults().items())
    if id_ not in BY_CHANCE and not any(name[:3] in ("GRP", "ISO") for name in fault.requirements)
]
BY_RULE = random.Random(9).sample(OTHERS, 10)
SAMPLE = (*BY_CHANCE, *BY_RULE) if "DELAYS" in os.environ else BY_RULE[:2]
EXAMPLES = {"quick": 8, "standard": 50}
STORIES = {"quick": 4, "standard": 25}


def requests_of(judge: Judge, delay: float, *arguments: str) -> tuple[Counter[str], Run]:
    recording = Recording(reference_app())
    with serving(far_away(recording, delay)) as port:
        run = judge(*target_arguments(f"http://127.0.0.1:{port}"), "--seed", "7", *arguments)
    return recording.requests, run


@pytest.mark.parametrize("delay", DELAYS)
def test_a_seed_gives_the_same_requests_at_any_distance(judge: Judge, delay: float) -> None:
    chosen = () if "DELAYS" in os.environ else [word for id_ in WAYS for word in ("--only", id_)]
    arguments = ("--budget", "quick", "--workers", "2", *chosen)
    near, first = requests_of(judge, 0, *arguments)
    far, second = requests_of(judge, delay, *arguments, "--concurrency", "8")

    assert first.exit_code == second.exit_code == 0, first.out + second.out
    assert near - far == far - near == Counter()
    assert near.total() > 500


def test_no_constants_of_the_modules_that_are_loaded_get_into_examples() -> None:
    with drawing():
        loaded = HypothesisProvider(None)._local_constants

    assert [list(loaded.set_for_type(kind)) for kind in ("string", "integer")] == [[], []]


@pytest.mark.parametrize("check", ["accepts", "refuses", "finds_nothing", "shows"])
def test_what_examples_are_drawn_from_is_made_while_no_other_thread_draws(
    monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    """`ast.parse` of Python 3.11.7 ends in a SystemError where two threads are in it."""

    class MadeError(Exception):
        """Whether another thread could draw meanwhile."""

    def made(_: str) -> NoReturn:
        raise MadeError(_DRAWING.locked())

    for maker in ("valid_requests", "invalid_requests", "requests_for_nothing"):
        monkeypatch.setattr(_checks, maker, made)
    with pytest.raises(MadeError, match="True"):
        getattr(_checks, check)("get_batch", MagicMock())
    assert not _DRAWING.locked()


@pytest.mark.parametrize("delay", DELAYS)
@pytest.mark.parametrize("fault", SAMPLE)
def test_a_fault_is_found_at_any_distance(judge: Judge, fault: str, delay: float) -> None:
    ways = ("PROP-*", "STORY-*") if fault in BY_CHANCE else faults()[fault].requirements
    chosen = [word for id_ in ways for word in ("--only", id_)]
    chosen += LISTENING if faults()[fault].is_heard else ()
    with faulty_server(fault) as url:
        port = int(url.rpartition(":")[2])
        with Dropping(port, delay=delay).running() as far_port:
            run = judge(
                *target_arguments(f"http://127.0.0.1:{far_port}"),
                *("--budget", "quick", "--seed", "1", "--level", "should"),
                *("--without", "default-callback", "--max-seconds", "150", *chosen),
            )

    assert run.exit_code == 1, run.out


@pytest.mark.parametrize(("budget", "kind"), [("quick", "send*"), ("standard", "cancel*")])
def test_as_much_is_tried_as_the_budget_says(
    judge: Judge, target: tuple[str, ...], tmp_path: Path, budget: str, kind: str
) -> None:
    chosen = ("--only", f"PROP-{kind}", "--only", "STORY-001")
    judge(*target, *chosen, "--budget", budget, "--report-json", "r.json")

    for record in _requirements(tmp_path):
        wanted = {"story": STORIES, "property": EXAMPLES}.get(record["way"])
        assert record["tried"] == record["planned"] > 0, record["id"]
        assert wanted is None or record["tried"] == wanted[budget], record["id"]
        assert record["outcome"] == "passed"


def test_a_run_that_is_cut_short_passes_nothing_that_it_did_not_try(
    judge: Judge, tmp_path: Path
) -> None:
    chosen = ("--only", "PROP-send_batch-valid", "--concurrency", "1")
    with serving(reference_app()) as port:
        started = time.monotonic()
        judge(*target_arguments(f"http://127.0.0.1:{port}"), *chosen, "--budget", "quick")
        seconds = 5 + math.ceil(4 * (time.monotonic() - started))  # enough for 40 answers here
    with serving(falling_silent(reference_app(), after=40)) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *(*chosen, "--only", "SCALE-31@list_batches.page_size"),
            *("--max-seconds", str(seconds), "--timeout", str(2 * seconds)),
            *("--report-json", "r.json"),
        )

    records = {record["id"]: record for record in _requirements(tmp_path)}
    cut = records["PROP-send_batch-valid"]
    assert cut["outcome"] == "cut_short"
    assert 0 < cut["tried"] < cut["planned"] == 50
    assert f"CUT SHORT {cut['id']}: {cut['tried']} of 50 tried" in run.out
    assert records["SCALE-31@list_batches.page_size"]["outcome"] == "not_tested"
    assert "not reached" in records["SCALE-31@list_batches.page_size"]["detail"]
    assert run.exit_code == 2
    assert f"no verdict: the run may take {seconds} s; " in run.out.splitlines()[-1]


def test_a_violation_that_is_found_before_the_end_is_a_verdict(judge: Judge) -> None:
    with faulty_server("update-no-body") as url:
        run = judge(
            *target_arguments(url),
            *("--only", "FIELD-*@update_batch.*", "--only", "BOUND-update*", "--fail-fast"),
        )

    assert run.exit_code == 1
    assert "of " in run.out.splitlines()[-1]


@pytest.mark.parametrize("end", [Stopped("the run is over"), UnreliableTarget("nobody answers")])
def test_a_story_that_the_end_keeps_from_getting_shorter_is_a_violation_still(
    end: BaseException,
) -> None:
    class Ending:
        def __init__(self) -> None:
            self.calls: list[Call] = []

        def cancel(self) -> None:
            raise end

        def teardown(self) -> None:
            """Leave nothing."""

    violation = Violation("a canceled batch is listed as not canceled")
    steps = [Call("cancel", {}, None)]

    assert shortened(Ending, steps, violation) is violation


def test_an_example_that_gets_no_answer_is_made_up_for(judge: Judge, tmp_path: Path) -> None:
    with serving(reference_app()) as port:
        line = Dropping(port, every=15)
        with line.running() as dropping_port:
            run = judge(
                *target_arguments(f"http://127.0.0.1:{dropping_port}"),
                *("--only", "PROP-send_batch-*", "--only", "STORY-001", "--budget", "quick"),
                *("--seed", "3", "--report-json", "r.json"),
            )

    assert line.dropped > 0
    for record in _requirements(tmp_path):
        assert record["outcome"] == "passed", run.out
        assert record["tried"] == record["planned"]


def _requirements(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "r.json").read_text())["requirements"]
    return found
