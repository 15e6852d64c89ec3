"""The registry holds what it claims: each fault applies, and shows."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from fnmatch import filter as matching
from pathlib import Path

import pytest

from .callback_tour import CallbackTour
from .registry import SEMANTIC, SYNTACTIC, Fault, faults
from .server import faulty_app
from .surgery import Surgery
from .tour import Clock, Tour

_PLANS = {"p": "t", "q": "u"}
# `make faults` tries all: one that changes nothing is never killed.
_SAMPLE = sorted(random.Random(7).sample(sorted(faults()), 30))
_HEARD = [name for name in _SAMPLE if faults()[name].is_heard]
_TOLD = [name for name in _SAMPLE if name not in _HEARD]


def _walk(fault: str | None, expected: list[str] | None = None) -> list[str]:
    """Return what the tour hears, up to the first answer that isn't as expected."""

    async def walk() -> list[str]:
        clock = Clock()
        heard = []
        async for answer in Tour(faulty_app(surgery, fault, _PLANS, clock), clock).walk():
            heard.append(answer)
            if expected is not None and answer != expected[len(heard) - 1]:
                break
        return heard

    surgery = Surgery()
    try:
        return asyncio.run(walk())
    finally:
        surgery.undo()


@pytest.fixture(scope="module")
def correct() -> list[str]:
    return _walk(None)


def test_the_tour_hears_the_same_twice(correct: list[str]) -> None:
    assert _walk(None) == correct


@pytest.mark.parametrize("fault", _TOLD)
def test_the_fault_changes_an_answer(fault: str, correct: list[str]) -> None:
    heard = _walk(fault, correct)
    assert heard[-1] != correct[len(heard) - 1]


def _called_back(fault: str | None) -> list[str]:
    """Return what a receiver hears."""
    surgery, clock = Surgery(), Clock()
    try:
        tour = CallbackTour(surgery, lambda: faulty_app(surgery, fault, _PLANS, clock))
        return asyncio.run(tour.walk())
    finally:
        surgery.undo()


@pytest.fixture(scope="module")
def correct_calls() -> list[str]:
    return _called_back(None)


def test_a_receiver_hears_the_same_twice(correct_calls: list[str]) -> None:
    assert _called_back(None) == correct_calls
    assert len(correct_calls) > 20


@pytest.mark.parametrize("fault", _HEARD)
def test_the_fault_changes_what_is_called_back(fault: str, correct_calls: list[str]) -> None:
    assert _called_back(fault) != correct_calls


def test_there_are_at_least_a_hundred_faults_of_both_kinds() -> None:
    kinds = [fault.kind for fault in faults().values()]
    assert min(kinds.count(SEMANTIC), kinds.count(SYNTACTIC)) >= 100


@pytest.fixture(scope="module")
def catalogue() -> list[str]:
    command = [str(Path(sys.executable).with_name("sinch-batches")), "conformance", "--list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [line.split("\t")[0] for line in listed.splitlines()]


@pytest.mark.parametrize("fault", faults().values(), ids=list(faults()))
def test_requirements_of_the_catalogue_describe_the_fault(
    fault: Fault, catalogue: list[str]
) -> None:
    assert fault.requirements
    for pattern in fault.requirements:
        assert matching(catalogue, pattern), pattern
