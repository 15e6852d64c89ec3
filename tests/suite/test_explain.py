"""`sinch-batches explain`: each requirement says its rule, its source, and how to mend a server."""

from __future__ import annotations

import pytest

from sinch_batches_contract._command.explain import main
from sinch_batches_contract._run._selection import everything


def test_each_requirement_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["*"]) == 0
    said = capsys.readouterr().out
    for entry in everything():
        assert f"{entry.id} ({entry.level.value})\n\n{entry.title}.\n" in said
    for part in ("Request:   ", "Stands in: ", "To mend:   ", "Again:     "):
        assert said.count(f"\n{part}") == len(everything())


def test_a_field_is_shown_with_its_limits(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["RECIPIENT-plus@send_batch.to"]) == 0
    said = capsys.readouterr().out
    assert "Request:   POST /xms/v1/{service_plan_id}/batches\n" in said
    assert "\nto in openapi.yaml:\n  Phone numbers and group ids" in said
    assert "\n  maxItems: 1000\n" in said
    assert '\nRight:     "+12015550100"\n' in said
    assert "\nWrong:     " in said
    assert "--replay 'RECIPIENT-plus@send_batch.to'" in said


def test_a_slip_gets_the_nearest_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["RECIPIENT-plus@send_batch.tu"]) == 2
    assert "; did you mean RECIPIENT-plus@send_batch.to?" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "status"), [([], 2), (["a", "b"], 2), (["--help"], 0)])
def test_one_id_is_asked_for(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == status
    said = capsys.readouterr()
    assert "usage: sinch-batches explain [-h] ID" in said.out + said.err
