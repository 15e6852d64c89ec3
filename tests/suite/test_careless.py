"""Servers as careless developers write them: each is found at MUST, by kind and place."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.wire import Server

from . import careless as servers
from .careless import Careless, Patch
from .conftest import Judge, target_arguments
from .serving import TOKEN

ROWS: list[tuple[Careless, str]] = [
    (servers.half_hours_west, "MOMENT-offset-half-hour@send_batch.send_at"),
    (servers.offset_of_end_date_dropped, "MOMENT-offset-half-hour-east@list_batches.end_date"),
    (servers.plus_refused_when_adding, "RECIPIENT-plus@update_batch.to_add"),
    (servers.fifteen_digits_forbidden, "RECIPIENT-digits-15@send_batch.to"),
    (servers.parameters_merged, "PARAMETERS-several@replace_batch.parameters"),
    (servers.replacements_unchecked, "RULE-expiry-too-late@replace_batch"),
    (servers.replacements_unchecked, "RULE-bytes-141@replace_batch"),
    (servers.replacements_unchecked, "RULE-expiry-before-sending@replace_batch"),
    (servers.replacements_unchecked, "RULE-report-to-nowhere-refused@replace_batch"),
    (servers.unknown_groups_replaced, "RULE-unknown-group-refused@replace_batch"),
    (servers.dry_runs_unchecked, "RULE-bytes-141@dry_run_batch"),
    (servers.dry_runs_unchecked, "RULE-expiry-before-sending@dry_run_batch"),
    (servers.pages_of_thirty, "SCALE-31@list_batches.page_size"),
    (servers.page_of_32_bits, "COUNT-beyond-32-bits@list_batches.page"),
    (servers.bodies_cut, "TEXT-longest@send_batch.body"),
    (servers.cancel_not_shown, "STATE-canceled@get_batch"),
    (servers.entries_without_parameters, "READBACK-send@list_batches"),
    (servers.count_up_to_a_page, "SCALE-101@list_batches.page"),
    (servers.references_in_any_case, "FILT-001"),
    (servers.parameters_gone_with_the_body, "FIELD-changed-alone@update_batch.body"),
    (servers.feedback_gone_with_an_update, "FIELD-changed-alone@update_batch.from"),
    (servers.revived_by_a_refused_replacement, "STATE-canceled-refused@replace_batch"),
    (servers.revived_by_a_refused_update, "STATE-canceled-refused@update_batch"),
]


# `make careless` tries all.
TRIED = ROWS if "CARELESS" in os.environ else ROWS[::3]


@contextmanager
def serving_it() -> Iterator[str]:
    with Server(("127.0.0.1", 0), {("plan", TOKEN): Plan()}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(("careless", "found_by"), TRIED, ids=[found_by for _, found_by in TRIED])
def test_a_careless_server_is_found_by_kind_and_place(
    monkeypatch: Patch, judge: Judge, tmp_path: Path, careless: Careless, found_by: str
) -> None:
    careless(monkeypatch)
    with serving_it() as url:
        arguments = ("--only", found_by, "--without", "default-callback", "--report-json", "r.json")
        run = judge(*target_arguments(url), *arguments)

    assert run.exit_code == 1, run.out
    (record,) = json.loads((tmp_path / "r.json").read_text())["requirements"]
    assert (record["id"], record["level"], record["outcome"]) == (found_by, "MUST", "failed")


def test_the_same_requirements_pass_without_the_carelessness(judge: Judge) -> None:
    chosen = [word for _, found_by in ROWS for word in ("--only", found_by)]
    with serving_it() as url:
        run = judge(*target_arguments(url), *chosen, "--without", "default-callback")

    assert run.exit_code == 0, run.out
