"""A task that is cancelled leaves nothing behind that others would have to wait for."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest

from sinch_batches import AsyncBatchesClient, OAuth2

from .scripted import stored


async def cancelled(task: asyncio.Task[object]) -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.anyio
@pytest.mark.parametrize("half", [0, 0.5], ids=["before the answer", "in the middle of it"])
async def test_the_connection_of_a_cancelled_call_is_free_again(half: float) -> None:
    body = json.dumps(stored()).encode()
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    waiting = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        if waiting.is_set():
            writer.write(answer)
        else:
            writer.write(answer[: int(len(answer) * half)])
            await writer.drain()
            waiting.set()
            await reader.read()  # until the client leaves
        writer.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        base_url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        limits = httpx.Limits(max_connections=1)
        async with httpx.AsyncClient(limits=limits) as http_client:
            client = AsyncBatchesClient("p", "t", base_url=base_url, http_client=http_client)
            task: asyncio.Task[object] = asyncio.create_task(client.get("A"))
            await waiting.wait()
            await asyncio.sleep(0.01)  # so that the client is at what came
            await cancelled(task)
            assert (await client.get("A")).id == stored()["id"]


@pytest.mark.anyio
async def test_a_task_that_is_cancelled_while_it_gets_a_token_leaves_that_to_the_next() -> None:
    asked = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host != "auth.sinch.com":
            return httpx.Response(200, json=stored())
        if not asked.is_set():
            asked.set()
            await asyncio.Event().wait()
        return httpx.Response(200, json={"access_token": "t0ken"})

    transport = httpx.MockTransport(answer)
    credentials = OAuth2("key", "s3cret")
    async with AsyncBatchesClient("p", credentials, region="us", transport=transport) as client:
        first: asyncio.Task[object] = asyncio.create_task(client.get("A"))
        await asked.wait()
        second = asyncio.create_task(client.get("A"))
        await cancelled(first)
        assert (await asyncio.wait_for(second, 5)).id == stored()["id"]
