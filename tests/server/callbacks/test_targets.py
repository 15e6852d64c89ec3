"""A test server must not become a way into somebody's network: where callbacks may go."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import time
from typing import TYPE_CHECKING, Any

import pytest

from sinch_batches_server._delivery.posting import NotAllowed, NotTaken, Poster, Target, may_reach
from sinch_batches_server._settings import Callbacks

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Receiver, ServerFactory

PATIENCE = 20
"""Seconds after which something that should have come is taken to be lost."""

Names = dict[str, list[str]]
"""The addresses of host names."""


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Host names of our own beside the real ones."""
    known: Names = {}
    real = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in known:
            return real(host, port, *args, **kwargs)
        return [
            (socket.AF_INET6 if ":" in address else socket.AF_INET, 1, 6, "", (address, port or 0))
            for address in known[host]
        ]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return known


@pytest.fixture
def no_connections(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Note each address outside that something tries to connect to, and let nobody connect."""
    tried: list[Any] = []
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: Any) -> None:
        if ipaddress.ip_address(address[0]).is_loopback:
            return connect(self, address)
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    return tried


def post(url: str, *allowed: str) -> int:
    async def scenario() -> int:
        async with Poster(allowed, timeout=5) as poster:
            return await poster.post(Target.of(url), b"{}", {})

    return asyncio.run(scenario())


@pytest.mark.parametrize(
    "url",
    [
        "ftp://127.0.0.1/x",
        "file:///etc/hosts",
        "http://",
        "http:///path",
        "//127.0.0.1/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:0/",
        "http://[::1",
        "http://\ud800/",
        "nonsense",
    ],
)
def test_what_is_no_http_url_with_a_host_is_not_called(url: str) -> None:
    with pytest.raises(NotAllowed):
        Target.of(url)


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.8.7", "::1", "::ffff:127.0.0.1"])
def test_loopback_addresses_are_allowed(address: str) -> None:
    assert may_reach(ipaddress.ip_address(address), host_is_allowed=False)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "203.0.113.9",
        "8.8.8.8",
        "169.254.169.254",
        "0.0.0.0",
        "255.255.255.255",
        "224.0.0.1",
        "::",
        "fe80::1",
        "fd00::1",
        "2001:db8::1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
    ],
)
def test_no_other_address_is_allowed_unasked(address: str) -> None:
    assert not may_reach(ipaddress.ip_address(address), host_is_allowed=False)


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1"])
def test_an_allowed_host_may_not_turn_out_to_be_link_local_or_no_host_at_all(address: str) -> None:
    assert not may_reach(ipaddress.ip_address(address), host_is_allowed=True)
    assert not may_reach(ipaddress.ip_address(address), host_is_allowed=False)


@pytest.mark.parametrize(
    "url",
    [
        "http://192.0.2.1/",
        "http://192.0.2.1:80@127.0.0.1.example/",
        "https://[2001:db8::1]/",
        "http://3221225985/",
        "http://0xc0000201/",
        "http://[::ffff:192.0.2.1]/",
        "http://0/",
    ],
)
def test_a_target_outside_is_refused_before_anything_connects(
    url: str, names: Names, no_connections: list[Any]
) -> None:
    names["127.0.0.1.example"] = ["192.0.2.1"]
    with pytest.raises(NotAllowed):
        post(url)
    assert no_connections == []


@pytest.mark.parametrize("addresses", [["127.0.0.1", "192.0.2.1"], ["192.0.2.1", "127.0.0.1"]])
def test_all_addresses_of_a_name_must_be_allowed(
    addresses: list[str], names: Names, no_connections: list[Any]
) -> None:
    names["mixed.example"] = addresses
    with pytest.raises(NotAllowed):
        post("http://mixed.example/")
    assert no_connections == []


def test_a_name_is_resolved_once_so_that_it_cannot_change_after_the_check(
    names: Names, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    names["rebinding.example"] = ["127.0.0.1"]
    first: Callable[..., Any] = socket.getaddrinfo

    def once(host: Any, *args: Any, **kwargs: Any) -> Any:
        found = first(host, *args, **kwargs)
        if host == "rebinding.example":
            names["rebinding.example"] = ["192.0.2.1"]
        return found

    monkeypatch.setattr(socket, "getaddrinfo", once)
    assert post(receiver.url(host="rebinding.example")) == 200
    assert receiver.next().headers["Host"] == f"rebinding.example:{receiver.port}"
    with pytest.raises(NotAllowed):
        post(receiver.url(host="rebinding.example"))


def test_the_next_address_is_tried_if_nobody_listens_at_the_first(
    names: Names, receiver: Receiver
) -> None:
    names["twofold.example"] = ["127.0.0.2", "127.0.0.1"]
    assert post(receiver.url(host="twofold.example")) == 200


def test_localhost_is_called(receiver: Receiver) -> None:
    assert post(receiver.url(host="localhost")) == 200


def test_an_allowed_host_may_be_anywhere(names: Names, no_connections: list[Any]) -> None:
    names["receiver.example"] = ["192.0.2.1"]
    with pytest.raises(NotTaken):
        post("http://receiver.example:8080/", "Receiver.Example")
    assert [address[:2] for address in no_connections] == [("192.0.2.1", 8080)]


def test_allowing_one_host_allows_no_other(names: Names, no_connections: list[Any]) -> None:
    names["other.example"] = names["sub.receiver.example"] = ["192.0.2.1"]
    for host in ("other.example", "sub.receiver.example", "192.0.2.1"):
        with pytest.raises(NotAllowed):
            post(f"http://{host}/", "receiver.example")
    assert no_connections == []


def test_an_address_can_be_allowed_as_it_stands_in_the_url(no_connections: list[Any]) -> None:
    for url in ("http://192.0.2.1/", "http://[2001:db8::1]/"):
        with pytest.raises(NotTaken):
            post(url, "192.0.2.1", "2001:db8::1")
    assert len(no_connections) == 2


def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, other_receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, other_receiver.url(""))
    monkeypatch.delenv("no_proxy", raising=False)
    assert post(receiver.url()) == 200
    assert other_receiver.number_come() == 0


def test_a_name_that_nobody_knows_counts_as_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotTaken, match="resolved"):
        post("http://nowhere.invalid/")


def test_a_batch_with_a_refused_target_is_sent_all_the_same(
    start: ServerFactory, caplog: pytest.LogCaptureFixture
) -> None:
    server = start()
    batch = server.send(callback_url="http://192.0.2.1/reports")
    server.marker()
    assert f"report of batch {batch['id']} not sent" in caplog.text


def test_hosts_are_allowed_by_the_settings(
    start: ServerFactory, names: Names, no_connections: list[Any]
) -> None:
    names["receiver.example"] = ["192.0.2.1"]
    server = start(Callbacks(allowed_hosts=("receiver.example",), first_retry=3600))
    server.send(callback_url="http://receiver.example:8080/")
    for _ in range(PATIENCE * 100):
        if no_connections:
            break
        time.sleep(0.01)
    assert [address[:2] for address in no_connections] == [("192.0.2.1", 8080)]
