"""The command `sinch-batches serve`, run as a process of its own (issue 2, Deliver 6)."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx
import pytest

from sinch_batches_server._cli import main

from .conftest import TEXT

COMMAND = (str(Path(sys.executable).with_name("sinch-batches")), "serve")
TOKEN = "a-very-secret-token"


class Running:
    """A server process; what it printed first is its base URL."""

    def __init__(self, process: subprocess.Popen[str], stdout: IO[str]) -> None:
        self.process = process
        self.base_url = stdout.readline().rstrip("\n")
        self.log = ""
        self.rest = ""

    def stop(self, number: int = signal.SIGTERM) -> int:
        self.process.send_signal(number)
        self.rest, self.log = self.process.communicate(timeout=30)
        return self.process.returncode

    def call(self, method: str, path: str, token: str = TOKEN, **options: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.base_url}/xms/v1/{path}"
        return httpx.request(method, url, headers=headers, **options)  # type: ignore[arg-type]


@contextmanager
def running(*arguments: str) -> Iterator[Running]:
    """Run the command on a free port until the end of the block."""
    process = subprocess.Popen(
        [*COMMAND, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Running(process, process.stdout)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_prints_its_base_url_alone_answers_and_ends_cleanly_on_a_signal(number: int) -> None:
    with running("--service-plan-id", "mine", "--api-token", TOKEN) as server:
        assert server.base_url.startswith("http://127.0.0.1:")
        sent = server.call("POST", "mine/batches", json=TEXT)
        assert sent.status_code == 201
        assert server.call("GET", f"mine/batches/{sent.json()['id']}").json() == sent.json()
        assert server.call("GET", "mine/batches", token="other").status_code == 401
        assert server.stop(number) == 0
        assert server.rest == ""
        assert "POST /xms/v1/mine/batches" in server.log
        assert "Traceback" not in server.log


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_that_comes_while_it_starts_ends_it_cleanly_too(
    number: signal.Signals, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def signalled(_: object) -> None:
        signal.raise_signal(number)

    monkeypatch.setattr("sinch_batches_server._serving.build", signalled)
    before = signal.getsignal(number)
    assert main(["--port", "0"]) == 0
    assert signal.getsignal(number) is before
    assert capsys.readouterr().out == ""


def test_without_arguments_it_has_a_demo_plan_and_says_so() -> None:
    with running() as server:
        assert server.process.stdout is not None
        told = [server.process.stdout.readline() for _ in range(2)]
        assert told == ["service plan id: demo\n", "API token: demo-token\n"]
        answer = server.call(
            "POST", "demo/batches", "demo-token", json={"to": ["12345"], "body": ""}
        )
        assert answer.status_code == 201


@pytest.mark.parametrize("level", ["debug", "info"])
def test_a_token_is_in_no_log_line(level: str) -> None:
    with running("--api-token", TOKEN, "--log-level", level) as server:
        for token in (TOKEN, TOKEN + "x"):
            server.call("GET", "demo/batches", token)
            server.call("POST", "demo/batches", token, content=b"{")
        server.call("POST", "demo/batches", json=TEXT)
        server.stop()
        assert "401" in server.log
        assert TOKEN not in server.log


def test_at_warning_requests_are_not_logged() -> None:
    with running("--log-level", "warning") as server:
        server.call("GET", "demo/batches", "demo-token")
        server.stop()
        assert server.log == ""


@pytest.mark.parametrize("kept", ["file", "postgres"])
def test_workers_share_a_database_and_batches_survive_them(
    tmp_path: Path, kept: str, request: pytest.FixtureRequest
) -> None:
    place = str(tmp_path / "batches.db")
    if kept == "postgres":
        place = request.getfixturevalue("postgres").empty()
    database = ("--database", place, "--api-token", TOKEN)
    with running(*database, "--workers", "2") as server:
        ids = {server.call("POST", "demo/batches", json=TEXT).json()["id"] for _ in range(20)}
        for batch_id in ids:
            assert server.call("GET", f"demo/batches/{batch_id}").status_code == 200
        assert server.call("GET", "demo/batches").json()["count"] == 20
        assert server.stop() == 0
    with running(*database) as server:
        page = server.call("GET", "demo/batches").json()
        assert {batch["id"] for batch in page["batches"]} == ids


def test_a_settings_file_and_a_frozen_clock(tmp_path: Path) -> None:
    config = tmp_path / "server.toml"
    config.write_text(f'[plans.mine]\ntokens = ["{TOKEN}"]\n')
    with running("--config", str(config), "--freeze-time", "2019-08-24T14:15+02:00") as server:
        batch = server.call("POST", "mine/batches", json=TEXT).json()
        assert batch["created_at"] == "2019-08-24T12:15:00.000Z"
        assert server.call("DELETE", f"mine/batches/{batch['id']}").json() == batch | {
            "canceled": True
        }


def has_ipv6() -> bool:
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


@pytest.mark.skipif(not has_ipv6(), reason="this machine has no IPv6 loopback address")
def test_an_address_of_ip_version_6_is_printed_in_brackets() -> None:
    with running("--host", "::1") as server:
        assert server.base_url.startswith("http://[::1]:")
        assert server.call("GET", "demo/batches", "demo-token").status_code == 200


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "x"], "'x' is not a port"),
        (["--port", "65536"], "'65536' is not a port"),
        (["--workers", "0", "--database", "x"], "'0' is not a whole number above 0"),
        (["--workers", "2"], "--workers above 1 needs --database"),
        (["--freeze-time", "soon"], "'soon' is not an ISO 8601 time"),
        (["--freeze-time", "1969-12-31"], "'1969-12-31' is not an ISO 8601 time"),
        (["--config", "x.toml", "--api-token", "x"], "--config names the plans"),
    ],
)
def test_bad_arguments_are_refused_with_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--config", "/does/not/exist.toml"], "/does/not/exist.toml: can't read the file"),
        (["--port", "0", "--database", "/does/not/exist.db"], "can't use the database"),
        (["--port", "0", "--database", "/", "--workers", "2"], "can't use the database"),
        (["--port", "0", "--database", "postgres://me@127.0.0.1:1/x"], "can't use the database"),
        (["--host", "192.0.2.1", "--port", "0"], "can't listen on 192.0.2.1 port 0"),
        (["--host", "no.such.host.invalid"], "can't listen on no.such.host.invalid port 8000"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line_with_exit_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"sinch-batches serve: {said}")
    assert error.count("\n") == 1


def test_a_port_that_is_taken_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main(["--port", str(port)]) == 2
    assert (
        f"can't listen on 127.0.0.1 port {port}: Address already in use" in capsys.readouterr().err
    )


HANGING = """
import socket, sys, time
from sinch_batches_server import _cli
socket.getaddrinfo = lambda *_, **__: time.sleep(600)
sys.exit(_cli.main(sys.argv[1:]))
"""


def test_it_ends_on_sigterm_though_a_name_server_does_not_answer() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HANGING, "--port", "0", "--api-token", TOKEN],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    with process:
        server = Running(process, process.stdout)
        report = {"delivery_report": "summary", "callback_url": "http://h.invalid/"}
        assert server.call("POST", "demo/batches", json=TEXT | report).status_code == 201
        time.sleep(1)  # until the report was taken: the thread that looks up the name hangs then
        assert server.stop() == 0
    assert "ending all the same" in server.log
