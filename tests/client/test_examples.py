"""The examples run against the reference server and do what they say."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sinch_batches import BatchesClient

Run = Callable[..., str]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@pytest.fixture
def run(server: str) -> Run:
    surroundings = {
        **os.environ,
        "SINCH_SERVICE_PLAN_ID": "plan",
        "SINCH_SMS_API_TOKEN": "t0ken",
        "SINCH_SMS_BASE_URL": server,
    }

    def start(name: str, *arguments: str) -> str:
        command = [sys.executable, "-W", "error", str(EXAMPLES / name), *arguments]
        return subprocess.run(
            command, env=surroundings, capture_output=True, text=True, check=True
        ).stdout

    return start


def test_fan_out_sends_a_batch_to_each(run: Run, server: str) -> None:
    assert "100 of 100 reminders are sent" in run("fan_out.py")
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        assert client.find_sent("august-bill-+15551230042") is not None


def test_a_file_is_sent_in_parts_and_resumed(run: Run, server: str, tmp_path: Path) -> None:
    customers, notes = tmp_path / "spring.csv", tmp_path / "sent.txt"
    lines = [f"+1555{number:07},Customer {number}" for number in range(1500)]
    customers.write_text("\n".join(["number,name", *lines]), "utf-8")
    notes.write_text("spring-0\n", "utf-8")
    arguments = ("send_csv.py", str(customers), str(notes), "Hello ${name}")
    assert run(*arguments) == "spring-1: sent to 500\n"
    assert notes.read_text("utf-8").split() == ["spring-0", "spring-1"]
    assert run(*arguments) == ""
    with BatchesClient("plan", "t0ken", base_url=server) as client:
        assert client.find_sent("spring-0") is None
        sent = client.find_sent("spring-1")
        assert len(getattr(sent, "to", ())) == 500
        notes.write_text("spring-0\n", "utf-8")  # as if the run had been killed before its note
        assert run(*arguments) == ""
        assert len(list(client.list(client_reference="spring-1"))) == 1


def test_schedule_and_cancel_ends_with_a_canceled_batch(run: Run) -> None:
    said = run("schedule_and_cancel.py")
    assert said.startswith("2 parts to 2 people\n")
    assert said.endswith("is canceled\nmessages that went out: 0\n")


def test_send_and_wait_tells_what_became_of_each_message(run: Run) -> None:
    assert run("send_and_wait.py") == "Delivered (0): 15551231234, 15551256344\n"


def test_the_reports_of_a_campaign_add_up_to_its_audience(run: Run) -> None:
    assert run("campaign_reports.py") == "2500 Delivered\nmissed: nobody\n"


@pytest.mark.parametrize("name", ["send_csv.py", "conformance_in_ci.py"])
def test_without_arguments_an_example_prints_its_usage(name: str) -> None:
    command = [sys.executable, "-W", "error", str(EXAMPLES / name)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"\npython examples/{name} " in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_server_is_judged_and_ended_in_ci(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    scripts = Path(sys.executable).parent
    serve = [str(scripts / "sinch-batches"), "serve", "--port", port, "--service-plan-id", "p"]
    surroundings = {
        **os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "SINCH_SERVICE_PLAN_ID": "another", "SINCH_SMS_API_TOKEN": "t0ken",
    }  # fmt: skip
    example = [sys.executable, str(EXAMPLES / "conformance_in_ci.py"), f"http://127.0.0.1:{port}"]
    ended = subprocess.run(
        [*example, str(tmp_path), *serve, "--api-token", "t0ken"],
        env=surroundings, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 2, ended.stderr  # it is the server's plan that is another
    assert "sinch-batches conformance: " in ended.stderr
    with socket.socket() as ended_server:
        assert ended_server.connect_ex(("127.0.0.1", int(port)))
