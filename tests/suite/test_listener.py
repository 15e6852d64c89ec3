"""The place where callbacks arrive: it takes what comes, answers as told, and never falls over."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest

from sinch_batches_contract._judgement.outcomes import Violation
from sinch_batches_contract._listener import Arrival, Listener, Mailbox, is_signed
from sinch_batches_contract._material.patience import Patience

from .conftest import Judge

SIGNED = {
    "x-sinch-webhook-signature": "inyDTqluHxxi5a+QdI0aYr2ueKM+FEkaUHstKty8iQw=",
    "x-sinch-webhook-signature-nonce": "nonce",
    "x-sinch-webhook-signature-timestamp": "1750000000",
}


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener(("127.0.0.1", 0))
    yield listener
    listener.close()


def test_each_mailbox_gets_its_own_and_answers_as_told(listener: Listener) -> None:
    one, other = listener.mailbox([503, 400]), listener.mailbox()
    statuses = [httpx.post(one.url, json={"n": n}).status_code for n in range(3)]
    assert statuses == [503, 400, 200]
    assert httpx.post(other.url, json={"n": 9}).status_code == 200
    assert [each.report["n"] for each in one.after(0, lambda _: True)] == [0, 1, 2]
    assert [each.report["n"] for each in other.after(0, lambda _: True)] == [9]


def test_what_is_for_nobody_is_404_and_what_is_too_large_413(listener: Listener) -> None:
    box = listener.mailbox()
    assert httpx.post(f"{box.url}x", content=b"{}").status_code == 404
    parts = urlsplit(box.url)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    connection.putrequest("POST", parts.path)
    connection.putheader("content-length", str(10**12))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    assert box.after(0, lambda _: True) == []


def test_a_body_may_come_in_chunks(listener: Listener) -> None:
    box = listener.mailbox()
    httpx.post(box.url, content=iter([b'{"a":', b" 1}"]))
    assert box.after(0, lambda _: True)[0].report == {"a": 1}


@pytest.mark.parametrize(
    "line",
    [
        b"\x16\x03\x01 no HTTP\r\n\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: x\r\n\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\n-5\r\n",
        b"POST / HTTP/1.1\r\ncontent-length: 50\r\n\r\nshort",
    ],
)
def test_what_is_no_request_ends_nothing(listener: Listener, line: bytes) -> None:
    box = listener.mailbox()
    parts = urlsplit(box.url)
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=10) as stranger:
        stranger.sendall(line)
    assert httpx.post(box.url, json={}).status_code == 200


@pytest.mark.parametrize("path", ["/cb", ""])
def test_a_tunnel_may_keep_or_drop_the_path_of_its_address(path: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    listener = Listener(("127.0.0.1", port), "https://tunnel.example/cb")
    try:
        box = listener.mailbox()
        assert box.url.startswith("https://tunnel.example/cb/")
        name = box.url.rpartition("/")[2]
        assert httpx.post(f"http://127.0.0.1:{port}{path}/{name}", json={}).status_code == 200
    finally:
        listener.close()


@pytest.mark.parametrize("body", [b"", b"no json", b"[]", b"\xff", b'{"a": NaN}'])
def test_a_callback_that_is_no_json_object_breaks_a_rule(listener: Listener, body: bytes) -> None:
    box = listener.mailbox()
    httpx.post(box.url, content=body)
    with pytest.raises(Violation):
        _ = box.after(0, lambda _: True)[0].report


def test_waiting_ends_as_soon_as_enough_came_or_the_time_is_over() -> None:
    box = Mailbox("http://x")
    started = time.monotonic()
    assert box.after(0.05, bool) == []
    assert time.monotonic() - started >= 0.05
    threading.Timer(0.05, _arrive, (box,)).start()
    assert len(box.after(20, bool)) == 1


def _arrive(box: Mailbox) -> None:
    box.take(Arrival("POST", "/", {}, b"{}", time.monotonic()))


def test_a_stall_of_the_machine_uses_up_next_to_no_patience() -> None:
    patience, steps = Patience(1), 0
    stalls = iter([0.3] * 3)
    while patience.left > 0:
        patience.step(lambda seconds: time.sleep(seconds + next(stalls, 0)))
        steps += 1
    assert steps >= 10


def test_a_signature_is_that_of_body_nonce_and_time(listener: Listener) -> None:
    box = listener.mailbox()
    for headers in (SIGNED, {**SIGNED, "x-sinch-webhook-signature-nonce": "x"}, {}):
        httpx.post(box.url, content=b"{}", headers=headers)
    assert [is_signed(each, "s3cret") for each in box.after(0, lambda _: True)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--callback-listener", "nowhere"), "must be HOST:PORT"),
        (("--callback-listener", "127.0.0.1:70000"), "must be HOST:PORT"),
        (("--callback-listener", "203.0.113.1:9"), "can't be listened on"),
        (("--callback-url", "https://x/"), "needs --callback-listener"),
        (("--callback-listener", "127.0.0.1:0", "--callback-url", "x"), "full http or https URL"),
        (("--delivery-wait", "0"), "must be a number above 0"),
    ],
)
def test_what_cannot_be_listened_on_is_told_in_a_line(
    judge: Judge, target: tuple[str, ...], arguments: tuple[str, ...], said: str
) -> None:
    run = judge(*target, "--only", "CB-001", *arguments)
    assert run.exit_code == 2
    assert said in run.err
    assert len(run.err.splitlines()) == 1


def test_without_a_listener_callbacks_are_not_tested(judge: Judge, target: tuple[str, ...]) -> None:
    run = judge(*target, "--only", "CB-*", "--only", "DR-001")
    assert run.exit_code == 0
    assert "not tested" in run.out
    assert "1 passed" in run.out


def test_with_a_listener_callbacks_are_judged_and_the_secret_shows_nowhere(
    judge: Judge, target: tuple[str, ...]
) -> None:
    listening = ("--callback-listener", "127.0.0.1:0", "--delivery-wait", "8", "--workers", "2")
    chosen = ("--only", "CB-001", "--only", "CB-005", "--only", "CB-013")
    run = judge(*target, *listening, *chosen, SINCH_CALLBACK_SECRET="the-callback-secret")
    assert run.exit_code == 0, run.out
    assert "waits at most 8 s for one that must come" in run.out
    assert "CB-013" in run.out  # the server signs nothing: a warning
    assert "the-callback-secret" not in run.out + run.err
