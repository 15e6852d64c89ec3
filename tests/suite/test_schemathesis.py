"""Plain Schemathesis with the kit: green on what is right, red on what is wrong."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.faults.running import OTHER, PLANS, REFERENCE, Server, running
from tests.faults.schemathesis_run import run_kit

from sinch_batches_contract._spec.operations import operations

PLAN, TOKEN = next(iter(PLANS.items()))
ROOT = Path(__file__).parents[2]


# Each phase meets a correct server here; all phases of all operations are `make schemathesis`.
COVERED = ("list_batches", "get_batch", "get_recipient_delivery_report", "list_delivery_reports")
RUNS: dict[str, tuple[Server, tuple[str, ...], Collection[str]]] = {
    "reference": (REFERENCE, ("--phases", "examples,fuzzing,stateful"), operations()),
    "other": (OTHER, ("--phases", "examples,coverage"), COVERED),
}


@pytest.mark.parametrize(("server", "phases", "tested"), RUNS.values(), ids=RUNS)
def test_a_correct_server_is_green(
    server: Server, phases: tuple[str, ...], tested: Collection[str]
) -> None:
    chosen = [word for name in tested for word in ("--include-operation-id", name)]
    with running(server) as target:
        run = run_kit(target.url, *phases, *chosen, "--max-examples", "2", "--seed", "1")
        still_scheduled = _scheduled(target.url)

    assert run.exit_code == 0, run.output
    asked = [
        f"{method} {path.replace('{service_plan_id}', PLAN)}"
        for method, path in (operations()[name] for name in tested)
    ]
    assert [name for name in asked if not run.answers[name, "2xx"]] == []
    assert [name for name in asked if run.answers[name, "5xx"]] == []
    assert still_scheduled == []


@pytest.mark.parametrize(
    ("fault", "operation", "phase"),
    [
        ("to-1001", "send_batch", "coverage"),
        ("page-size-101", "list_batches", "coverage"),
        ("answer-nulls", "get_batch", "coverage"),
        ("parameter-key-blank", "dry_run_batch", "examples"),
    ],
)
def test_a_fault_of_a_server_is_red(fault: str, operation: str, phase: str) -> None:
    with running(REFERENCE, "--fault", fault) as target:
        run = run_kit(
            target.url,
            *("--phases", phase, "--include-operation-id", operation),
            *("--seed", "1", "--max-failures", "1"),
        )

    assert run.exit_code == 1, run.output
    assert run.failures


def test_an_operation_that_never_succeeds_is_red() -> None:
    with running(REFERENCE) as target:
        run = run_kit(
            target.url,
            *("--phases", "examples", "--include-operation-id", "get_batch"),
            plan="a-plan-that-nobody-has",
        )

    assert run.exit_code == 1
    assert "never answered 2xx" in run.output


def test_a_missing_plan_is_told() -> None:
    run = run_kit("http://127.0.0.1:9", plan="")

    assert run.exit_code == 2
    assert "SINCH_SERVICE_PLAN_ID" in run.output


def test_what_the_module_registers_is_told() -> None:
    # In a process of its own: registered hooks are there for all schemas of a process.
    asked = (
        "import sinch_batches_contract.schemathesis as kit\n"
        "for name in kit.__all__: print(name, bool(getattr(kit, name).__doc__))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    page = (ROOT / "docs" / "schemathesis.md").read_text()
    told = dict(line.split() for line in done.stdout.splitlines())
    assert len(told) > 4
    assert set(told.values()) == {"True"}
    assert [name for name in told if f"`{name}`" not in page] == []


def test_the_page_shows_the_configuration_of_the_example() -> None:
    page = (ROOT / "docs" / "schemathesis.md").read_text()
    assert (ROOT / "examples" / "schemathesis.toml").read_text() in page


def _plan(url: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return httpx.Client(base_url=f"{url}/xms/v1/{PLAN}", headers=headers)


def _scheduled(url: str) -> list[str]:
    """The batches of the plan that would still be sent."""
    found: list[str] = []
    with _plan(url) as plan:
        for page in range(1000):
            batches = plan.get("/batches", params={"page": page, "page_size": 100}).json()[
                "batches"
            ]
            if not batches:
                return found
            for batch in batches:
                send_at = batch.get("send_at", "2000-01-01T00:00:00.000Z")
                if datetime.fromisoformat(send_at) > datetime.now(UTC) and not batch["canceled"]:
                    found.append(batch["id"])
    raise AssertionError("more pages than a run fills")
