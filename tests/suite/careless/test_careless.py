"""Servers as careless developers write them: each is found at MUST, by kind and place."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.faults.running import LISTENING
from tests.faults.server import FIRST_RETRY, GROUP, MEMBERS, SECRET
from tests.suite.careless import (
    Careless,
    Patch,
    afterwards,
    changes,
    counts,
    deliveries,
    dry_runs,
    ends,
    groups,
    kept,
    lists,
    places,
    references,
    refusals,
    replacements,
    reports,
    scale,
    sequences,
)
from tests.suite.conftest import Judge, target_arguments
from tests.suite.other_server.calling import Caller
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.wire import Server
from tests.suite.serving import TOKEN, in_a_thread

_KINDS = (
    *(places, lists, changes, refusals, deliveries, reports, groups),
    *(dry_runs, sequences, scale, references, replacements, afterwards, counts, kept, ends),
)
ROWS: list[tuple[Careless, str]] = [row for kind in _KINDS for row in kind.ROWS]


_SECOND = ("second", "another-very-secret-token")

SURROUNDINGS = (
    *("--group", GROUP, *LISTENING, "--without", "default-callback"),
    *("--second-service-plan-id", _SECOND[0], "--second-api-token", _SECOND[1]),
    *("--report-json", "r.json"),
)

# `make careless` tries all.
TRIED = ROWS if "CARELESS" in os.environ else ROWS[::18]


@contextmanager
def serving_it() -> Iterator[str]:
    caller = Caller(FIRST_RETRY, SECRET)
    first, second = Plan(True, {GROUP: list(MEMBERS)}, caller), Plan(True, {}, caller)
    server = Server(("127.0.0.1", 0), {("plan", TOKEN): first, _SECOND: second})
    with in_a_thread(server) as url:
        yield url


@pytest.mark.parametrize(("careless", "found_by"), TRIED, ids=[found_by for _, found_by in TRIED])
def test_a_careless_server_is_found_by_kind_and_place(
    monkeypatch: Patch, judge: Judge, tmp_path: Path, careless: Careless, found_by: str
) -> None:
    careless(monkeypatch)
    with serving_it() as url:
        run = judge(*target_arguments(url), *SURROUNDINGS, "--only", found_by)

    assert run.exit_code == 1, run.out
    (record,) = json.loads((tmp_path / "r.json").read_text())["requirements"]
    assert (record["id"], record["level"], record["outcome"]) == (found_by, "MUST", "failed")


def test_the_same_requirements_pass_without_the_carelessness(judge: Judge) -> None:
    chosen = [word for _, found_by in ROWS for word in ("--only", found_by)]
    with serving_it() as url:
        run = judge(*target_arguments(url), *SURROUNDINGS, *chosen)

    assert run.exit_code == 0, run.out
