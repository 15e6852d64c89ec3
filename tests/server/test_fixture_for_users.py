"""`sinch_batches_server.testing`: a running server for the tests of other people's code."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import entry_points
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from sinch_batches_server import Plan, Settings, testing
from sinch_batches_server.testing import RunningServer, running_server

CONFTEST = 'pytest_plugins = ["sinch_batches_server.testing"]\n'
USER_TESTS = """
import sys

import httpx
import pytest

SEEN = set()

@pytest.mark.parametrize("turn", [1, 2])
def test_each_test_has_a_plan_of_its_own_that_is_empty(sinch_batches_server, turn):
    server = sinch_batches_server
    assert server.service_plan_id not in SEEN
    SEEN.add(server.service_plan_id)
    url = f"{server.base_url}/xms/v1/{server.service_plan_id}/batches"
    headers = {"Authorization": f"Bearer {server.api_token}"}
    assert httpx.get(url, headers=headers).json()["count"] == 0
    assert httpx.post(url, headers=headers, json={"to": ["+15551231234"], "body": "Hi"}).is_success
    assert httpx.get(url, headers=headers).json()["count"] == 1

def test_the_client_of_this_project_is_not_loaded(sinch_batches_server):
    assert "sinch_batches" not in sys.modules
"""


def run_pytest(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_user_gets_a_running_server_with_a_plan_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_user.py").write_text(USER_TESTS)
    done = run_pytest(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


def test_the_fixture_is_not_there_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "test_user.py").write_text(USER_TESTS)
    done = run_pytest(tmp_path)
    assert "fixture 'sinch_batches_server' not found" in done.stdout
    ours = [entry for entry in entry_points(group="pytest11") if "sinch" in entry.value]
    assert ours == []


def test_the_package_itself_needs_no_pytest() -> None:
    code = "import sys, sinch_batches_server._cli; print('pytest' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_a_server_stops_when_the_block_ends() -> None:
    with running_server(Settings.of(Plan("p", ("t",)))) as server:
        url = f"{server.base_url}/xms/v1/p/batches"
        assert httpx.get(url, headers={"Authorization": "Bearer t"}).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(url)


def test_a_server_that_cannot_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def broken(_: Starlette) -> AsyncIterator[None]:
        raise OSError
        yield

    monkeypatch.setattr(testing, "create_app", lambda *_, **__: Starlette(lifespan=broken))
    with (
        pytest.raises(RuntimeError, match="couldn't start"),
        testing.running_server(Settings.of(Plan("p", ("t",)))),
    ):
        pass


def test_the_token_is_not_in_the_repr_of_a_running_server() -> None:
    assert "secret" not in repr(RunningServer("http://127.0.0.1:1", "p", "secret"))
