"""Tools that serve openapi.yaml, or test a server by it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import httpx

from .room import TOKEN, Room, Tool, api_at, free_port, reference_server

TO = ["+15551231234"]
TEXT = {"to": TO, "body": "Hi"}
BINARY = {"to": TO, "body": "AAECAw==", "type": "mt_binary", "udh": "060504158115a0"}
BAD: list[dict[str, Any]] = [
    {"to": []},
    {"to": [], "body": "Hi"},
    {"to": TO},
    {"to": TO, "body": "x" * 2001},
    {"to": TO, "body": "AAECAw==", "type": "mt_binary"},
    {**TEXT, "type": "mt_media"},
    {**TEXT, "from_ton": 7},
    {**TEXT, "delivery_report": "loud"},
]


def _serves_as_the_document_says(client: httpx.Client) -> None:
    for good in (TEXT, BINARY):
        answer = client.post("/batches", json=good)
        assert answer.status_code == 201, (good, answer.text)
    for bad in BAD:
        answer = client.post("/batches", json=bad)
        assert 400 <= answer.status_code < 500, (bad, answer.status_code)
    assert client.get("/batches", params={"page_size": 100}).status_code == 200
    assert 400 <= client.get("/batches", params={"page_size": 101}).status_code < 500
    assert client.get("/batches", headers={"Authorization": ""}).status_code == 401


def _mock(room: Room) -> None:
    port = free_port()
    prism = (room.node / "prism", "mock", "--host", "127.0.0.1", "--port", str(port), room.spec)
    with room.serving(*prism), api_at(f"http://127.0.0.1:{port}") as client:
        _serves_as_the_document_says(client)
        assert client.get("/batches/A").json()["id"]


def _proxy(room: Room) -> None:
    port = free_port()
    with reference_server(room) as url:
        prism = ("proxy", "--host", "127.0.0.1", "--port", str(port), "--errors", room.spec, url)
        with (
            room.serving(room.node / "prism", *prism),
            api_at(f"http://127.0.0.1:{port}") as client,
        ):
            _serves_as_the_document_says(client)
            batch = client.post("/batches", json=BINARY).json()
            assert client.get(f"/batches/{batch['id']}").json() == batch
            assert client.delete(f"/batches/{batch['id']}").json()["canceled"] is True


def _stock_schemathesis(room: Room) -> None:
    command: list[str | Path] = [shutil.which("schemathesis") or "schemathesis", "run", room.spec]
    with reference_server(room) as url:
        token = f"Authorization: Bearer {TOKEN}"
        told = room.run(*command, "--url", url, "-H", token, "--phases=examples", "--seed=1")
    found = re.search(r"(\d+) generated, (\d+) passed", told)
    assert found, told[-2000:]
    assert int(found[2]) >= 30, found[0]


def _redocly(room: Room) -> None:
    for name in ("redocly.yaml", "redocly-diff.mjs"):
        shutil.copy(Path(name), room.folder)
    told = room.run(room.node / "redocly", "lint", room.spec, "--config", "redocly.yaml")
    assert "Your API description is valid" in told
    room.run(room.node / "redocly", "build-docs", room.spec, "--output", "api.html")
    assert "send_batch" in (room.folder / "api.html").read_text("utf-8")


PRISM = "@stoplight/prism-cli"
TOOLS = [
    Tool("Redocly", "@redocly/cli", "the strict rules find nothing; a page is built", _redocly),
    Tool(
        "Prism mock",
        PRISM,
        f"takes a text and a binary batch, refuses {len(BAD)} bad ones and a page of 101",
        _mock,
    ),
    Tool(
        "Prism proxy",
        PRISM,
        "the same before the reference server, whose answers it checks; send, get, cancel",
        _proxy,
    ),
    Tool(
        "Schemathesis",
        "schemathesis",
        "as installed, its examples phase is green on the reference server",
        _stock_schemathesis,
    ),
]
