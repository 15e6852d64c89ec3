"""OAuth2 in place of a token (sources §1)."""

from __future__ import annotations

import asyncio
import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from sinch_batches import (
    AsyncBatchesClient,
    BatchesClient,
    InvalidRequest,
    OAuth2,
    SendUnconfirmed,
    TextSubmission,
    TransportError,
    Unauthorized,
)

from .scripted import AT_ONCE, stored


class Project:
    """Sinch, for one project: gives numbered tokens and takes the newest only."""

    def __init__(self, lifetime: object = 3600) -> None:
        self.tokens = 0
        self.lifetime = lifetime
        self.valid = ""
        self.requests: list[httpx.Request] = []
        self.lock = threading.Lock()
        self.delay = 0.0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if request.url.host != "auth.sinch.com":
            right = request.headers["Authorization"] == f"Bearer {self.valid}"
            return httpx.Response(200, json=stored()) if right else httpx.Response(401)
        basic = b64encode(b"key:s3cret").decode()
        if request.headers["Authorization"] != f"Basic {basic}":
            return httpx.Response(401, json={"error": "invalid_client"})
        assert request.content == b"grant_type=client_credentials"
        time.sleep(self.delay)
        with self.lock:
            self.tokens += 1
            self.valid = f"t0ken{self.tokens}"
        return httpx.Response(200, json={"access_token": self.valid, "expires_in": self.lifetime})

    async def slowly(self, request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return self(request)


@pytest.fixture
def project() -> Project:
    return Project()


def connected(project: Project, secret: str = "s3cret") -> BatchesClient:
    credentials = OAuth2("key", secret)
    transport = httpx.MockTransport(project)
    return BatchesClient("project", credentials, region="eu", transport=transport, retries=0)


def test_it_goes_to_the_hosts_and_the_path_of_projects(project: Project) -> None:
    connected(project).get("A")
    assert [str(request.url) for request in project.requests] == [
        "https://auth.sinch.com/oauth2/token",
        "https://zt.eu.sms.api.sinch.com/xms/v1/project/batches/A",
    ]


@pytest.mark.parametrize("region", ["au", "br", "ca", "zt.eu", None])
def test_it_is_offered_in_us_and_eu_only(region: str | None) -> None:
    with pytest.raises(InvalidRequest, match=r"region .*: must be one of us, eu, or"):
        BatchesClient("project", OAuth2("key", "s3cret"), region=region)


def test_a_token_is_kept_until_shortly_before_its_end(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1000.0
    monkeypatch.setattr("sinch_batches._calls.authorization.monotonic", lambda: now)
    client = connected(project)
    client.get("A")
    now += 3500
    client.get("A")
    assert project.tokens == 1
    now += 50
    client.get("A")
    assert project.tokens == 2


def test_a_token_that_is_refused_is_renewed_once(project: Project) -> None:
    client = connected(project)
    client.get("A")
    project.valid = "revoked"
    client.get("A")
    assert project.tokens == 2


def test_a_second_refusal_is_final(project: Project) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        answer = project(request)
        return answer if request.url.host == "auth.sinch.com" else httpx.Response(401)

    client = BatchesClient(
        "p", OAuth2("key", "s3cret"), region="us", transport=httpx.MockTransport(refuse)
    )
    with pytest.raises(Unauthorized):
        client.get("A")
    assert project.tokens == 2


def test_wrong_credentials_are_an_error_that_doesnt_show_them(project: Project) -> None:
    with pytest.raises(Unauthorized, match="/oauth2/token: 401 invalid_client") as caught:
        connected(project, "wr0ng").get("A")
    assert "wr0ng" not in repr(caught.value)


@pytest.mark.parametrize("lifetime", [None, "soon", {}])
def test_an_odd_lifetime_counts_as_an_hour(lifetime: object) -> None:
    project = Project(lifetime)
    client = connected(project)
    client.get("A")
    client.get("A")
    assert project.tokens == 1


def test_many_threads_renew_it_once(project: Project) -> None:
    project.delay = 0.1  # so that all of them would find the token missing
    client = connected(project)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(client.get, ["A"] * 40))
    assert project.tokens == 1


@pytest.mark.anyio
async def test_many_tasks_renew_it_once(project: Project) -> None:
    transport = httpx.MockTransport(project.slowly)
    credentials = OAuth2("key", "s3cret")
    async with AsyncBatchesClient("p", credentials, region="us", transport=transport) as client:
        await asyncio.gather(*(client.get("A") for _ in range(40)))
        assert project.tokens == 1
        project.valid = "revoked"
        await asyncio.gather(*(client.get("A") for _ in range(40)))
    assert project.tokens == 2


def test_a_token_server_that_is_down_leaves_a_send_unsent() -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(503))
    client = BatchesClient(
        "p", OAuth2("key", "s3cret"), region="us", transport=transport, retries=AT_ONCE
    )
    with pytest.raises(TransportError, match="token server answers 503") as caught:
        client.send_once(TextSubmission(to=["1"], body=""))
    assert not caught.value.maybe_sent


@pytest.mark.parametrize(
    "grant", ["<html>", {}, {"access_token": None}, {"access_token": "a\nb"}, {"access_token": "é"}]
)
def test_an_answer_without_a_token_leaves_a_send_unsent(grant: object) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=grant))
    client = BatchesClient(
        "p", OAuth2("key", "s3cret"), region="us", transport=transport, retries=AT_ONCE
    )
    with pytest.raises(TransportError, match="token server answers 200, no token") as caught:
        client.send_once(TextSubmission(to=["1"], body=""))
    assert not caught.value.maybe_sent


def test_a_refused_token_after_a_lost_answer_leaves_a_send_unconfirmed(project: Project) -> None:
    def lose(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.sinch.com":
            return project(request) if not project.tokens else httpx.Response(400)
        project.requests.append(request)
        if len(project.requests) == 2:
            raise httpx.ReadError("cut")
        return httpx.Response(401)

    credentials, transport = OAuth2("key", "s3cret"), httpx.MockTransport(lose)
    client = BatchesClient("p", credentials, region="us", transport=transport, retries=AT_ONCE)
    with pytest.raises(SendUnconfirmed):
        client.send_once(TextSubmission(to=["1"], body=""))
