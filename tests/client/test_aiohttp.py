"""The engine that the extra `aiohttp` brings: its errors mean the same as those of httpx."""

from __future__ import annotations

import asyncio
import re
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from httpx_aiohttp import HttpxAiohttpClient

from sinch_batches import AsyncBatchesClient, Retries, TextSubmission, TransportError

TEXT = TextSubmission(to=["15551231234"], body="Hi")
AT_ONCE = Retries(limit=2, first=0)


@asynccontextmanager
async def cutting(how: str, requests: list[bytes]) -> AsyncIterator[str]:
    """A server that reads each request to its end, and then cuts the connection."""

    async def cut(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        assert length is not None
        requests.append(head + await reader.readexactly(int(length[1])))
        if how == "reset":
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        elif how == "in the head":
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Le")
        writer.close()

    server = await asyncio.start_server(cut, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.anyio
@pytest.mark.parametrize("how", ["closed", "reset", "in the head"])
async def test_a_send_isnt_repeated_after_its_connection_was_cut(how: str) -> None:
    requests: list[bytes] = []
    async with cutting(how, requests) as base_url, HttpxAiohttpClient() as engine:
        client = AsyncBatchesClient(
            "p", "t", base_url=base_url, http_client=engine, retries=AT_ONCE
        )
        with pytest.raises(TransportError) as caught:
            await client.send(TEXT)
    assert caught.value.maybe_sent
    assert len(requests) == 1


@pytest.mark.anyio
async def test_a_refused_connection_leaves_a_send_unsent() -> None:
    with socket.socket() as unused:  # bound, but nobody listens
        unused.bind(("127.0.0.1", 0))
        base_url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        async with HttpxAiohttpClient() as engine:
            client = AsyncBatchesClient(
                "p", "t", base_url=base_url, http_client=engine, retries=AT_ONCE
            )
            with pytest.raises(TransportError) as caught:
                await client.send(TEXT)
    assert not caught.value.maybe_sent
