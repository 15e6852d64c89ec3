"""Who gets in: only requests for a known name, and only what comes in time (issue 14, Doors)."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import httpx
import pytest

from sinch_batches_server import SqliteStore
from sinch_batches_server._cli import main
from sinch_batches_server._http import hosts
from sinch_batches_server._store import schema

from .conftest import TEXT, serving
from .test_serve import running

# The same with less patience, so that the tests need less; on the parser that is named.
IMPATIENT = """
import sys
from sinch_batches_server import _cli, _patience, _serving
from sinch_batches_server._http import checks
_patience.HEAD_SECONDS = checks.BODY_SECONDS = 0.5
_serving.PROTOCOL = getattr(_patience, sys.argv.pop(1))
sys.exit(_cli.main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LocalHost:8000",
        "a.localhost",
        "127.0.0.1",
        "[::1]:80",
        "192.0.2.1",
        "sms.test",
    ],
)
def test_requests_for_localhost_an_address_or_a_given_name_are_served(host: str) -> None:
    with serving(hosts=("SMS.test",)) as api:
        assert api.call("GET", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "", ":80", "[::1", "a b"]
)
@pytest.mark.parametrize("path", ["", "/xms/../docs", "/xms/v1/none/batches"])
def test_requests_for_another_name_get_421_whatever_they_want(host: str, path: str) -> None:
    with serving(hosts=("sms.test",)) as api:
        answer = api.call("GET", path, headers={"Host": host})
        assert answer.status_code == 421
        assert "doesn't go by the name" in answer.text
        assert api.call("GET", headers={"Host": "sms.test:1"}).status_code == 200


def test_without_a_list_of_names_any_will_do() -> None:
    with serving() as api:
        assert api.call("GET", headers={"Host": "any.test"}).status_code == 200


def test_a_request_without_host_is_served() -> None:
    assert hosts._header({"type": "http", "headers": []}) == "localhost"


def test_the_command_goes_by_no_name_but_localhost_and_those_that_are_given() -> None:
    with running("--serve-host", "sms.test") as server:
        for host, status in (("sms.test", 200), ("localhost", 200), ("evil.test", 421)):
            answer = httpx.get(server.base_url, headers={"Host": host})
            assert answer.status_code == status


def test_other_machines_are_not_let_in_with_the_token_that_everybody_knows(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--host", "0.0.0.0", "--port", "0"]) == 2
    assert "everybody knows the token 'demo-token'" in capsys.readouterr().err
    with running("--host", "0.0.0.0", "--api-token", "mine") as server:
        assert server.call("GET", "demo/batches", "mine").status_code == 200


@pytest.fixture(params=["PatientH11", "PatientHttpTools"])
def impatient(request: pytest.FixtureRequest) -> Iterator[tuple[str, int]]:
    """Address and port of a server that waits for half a second."""
    command = [sys.executable, "-c", IMPATIENT, request.param, "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = httpx.URL(process.stdout.readline().strip())
        try:
            yield url.host, url.port or 0
        finally:
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate(timeout=30)
            assert process.returncode == 0
            assert "Traceback" not in log


HEAD = b"POST /xms/v1/demo/batches HTTP/1.1\r\nHost: localhost\r\n"
TOKEN = b"Authorization: Bearer demo-token\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b""),
        (HEAD, b"HTTP/1.1 408 "),
        (HEAD + TOKEN + b"Content-Length: 9\r\n\r\n{", b"HTTP/1.1 408 "),
        (HEAD + b"Content-Length: 9\r\n\r\n{", b"HTTP/1.1 401 "),
        (HEAD + b"X: " + b"x" * 200_000, b""),
    ],
    ids=["nothing", "half a head", "half a body", "half a body after the answer", "a vast head"],
)
def test_what_does_not_come_is_not_waited_for(
    impatient: tuple[str, int], sent: bytes, answer: bytes
) -> None:
    with socket.create_connection(impatient, timeout=30) as connection:
        heard = b""
        try:
            connection.sendall(sent)
            while piece := connection.recv(65536):
                heard += piece
        except ConnectionError:
            pass  # closed while it was still sending
        assert heard.startswith(answer)


def test_500_half_open_connections_keep_nobody_out_and_are_closed(
    impatient: tuple[str, int],
) -> None:
    headers = {"Authorization": "Bearer demo-token"}
    url = f"http://{impatient[0]}:{impatient[1]}/xms/v1/demo/batches"
    with ExitStack() as stack:
        half_open = [
            stack.enter_context(socket.create_connection(impatient, timeout=30)) for _ in range(500)
        ]
        for number, connection in enumerate(half_open):
            with suppress(ConnectionError):  # it was closed before we came to it
                connection.sendall(HEAD[: number % len(HEAD)])
        for _ in range(3):
            assert httpx.post(url, headers=headers, json=TEXT).status_code == 201
        for connection in half_open:
            with suppress(ConnectionError):  # a reset closes as well; none of both is a timeout
                while connection.recv(1000):
                    pass
        assert httpx.get(url, headers=headers).json()["count"] == 3


def test_a_slow_but_steady_client_of_several_requests_is_served(impatient: tuple[str, int]) -> None:
    url = f"http://{impatient[0]}:{impatient[1]}/xms/v1/demo/batches"

    async def scenario() -> list[int]:
        async with httpx.AsyncClient(headers={"Authorization": "Bearer demo-token"}) as client:
            statuses = []
            for _ in range(4):
                statuses.append((await client.get(url)).status_code)
                await asyncio.sleep(0.2)
            return statuses

    assert asyncio.run(scenario()) == [200] * 4


@pytest.mark.parametrize(
    "sent", [HEAD, HEAD + TOKEN + b"Content-Length: 9\r\n\r\n{", HEAD + b"\r\n"]
)
def test_a_client_that_leaves_puts_no_traceback_into_the_log(
    impatient: tuple[str, int], sent: bytes
) -> None:
    for _ in range(20):
        with socket.create_connection(impatient) as connection:
            # Not closed in peace but cut off.
            linger = b"\x01\x00\x00\x00\x00\x00\x00\x00"
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.sendall(sent)


def test_a_request_that_is_not_done_when_the_server_ends_is_given_up_in_a_line() -> None:
    with running() as server:
        url = httpx.URL(server.base_url)
        with socket.create_connection((url.host, url.port or 0), timeout=30) as connection:
            connection.sendall(HEAD + TOKEN + b"Content-Length: 9\r\n\r\n{")
            assert httpx.get(server.base_url).status_code == 200
            assert server.stop() == 0
            assert connection.recv(1000).startswith(b"HTTP/1.1 503 ")
        assert "a request wasn't done in 2 seconds and is given up" in server.log
        assert "Traceback" not in server.log


def test_only_its_owner_can_read_a_new_database(tmp_path: Path) -> None:
    path = tmp_path / "batches.db"
    before = os.umask(0)
    try:
        with serving(store=SqliteStore(path)) as api:
            api.send()
            modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(("batches.db", "batches.db-wal", "batches.db-shm"), 384)


def test_while_the_database_is_locked_writes_get_503_and_reads_are_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        batch = api.send()
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            assert api.post(TEXT).status_code == 503
        assert api.get(batch["id"]) == batch
        assert api.list()["count"] == 1
        other.execute("COMMIT")
        other.close()
        api.send()
        assert api.list()["count"] == 2


def test_a_database_that_not_even_can_be_read_gives_503(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.05)
    path = tmp_path / "batches.db"
    with serving(store=SqliteStore(path)) as api:
        batch = api.send()

        def busy(*_: object) -> None:
            error = sqlite3.OperationalError("database is locked")
            error.sqlite_errorcode = sqlite3.SQLITE_BUSY
            raise error

        with monkeypatch.context() as patched:
            patched.setattr("sinch_batches_server._store.rows.find", busy)
            patched.setattr("sinch_batches_server._store.pages.read_page", busy)
            assert api.call("GET", f"/{batch['id']}").status_code == 503
            assert api.call("GET").status_code == 503
        assert api.list()["count"] == 1
