"""What a call costs: raw httpx, the generated client, this one and the official SDKs, in one run.

The contenders take turns in each round, against the same trivial server. The CPU time is this
process's own, and the median of the rounds counts. Other load on the machine moves the figures of
all, so the ratios to raw httpx are what to look at.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from benchmarks.client_imports import imports
from benchmarks.trivial_server import stored

from sinch_batches import AsyncBatchesClient, BatchesClient, TextSubmission, decode_batch
from sinch_batches_client import AuthenticatedClient
from sinch_batches_client.api.batches import send_batch
from sinch_batches_client.models import Parameters
from sinch_batches_client.models import TextSubmission as GeneratedSubmission

PLAN, TOKEN, BODY = "plan", "token", "Hi ${name}! How are you?"
Figures = dict[str, tuple[float, float]]


def measured(contenders: dict[str, Callable[[], object]], rounds: int, calls: int) -> Figures:
    """The median CPU and wall microseconds of one call, per contender."""
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in contenders}
    for call in contenders.values():
        call()  # connections are open and modules loaded before anything counts
    for _ in range(rounds):
        for name, call in contenders.items():
            cpu, wall = time.process_time(), time.perf_counter()
            for _ in range(calls):
                call()
            taken[name].append((time.process_time() - cpu, time.perf_counter() - wall))
    return {
        name: (
            median(cpu for cpu, _ in times) / calls * 1e6,
            median(wall for _, wall in times) / calls * 1e6,
        )
        for name, times in taken.items()
    }


def table(title: str, figures: Figures) -> None:
    """Print figures and their ratios to the first contender, as Markdown."""
    base = next(iter(figures.values()))
    print(f"\n| {title} | CPU µs | ratio | wall µs | ratio |\n|---|---|---|---|---|")
    for name, (cpu, wall) in figures.items():
        print(f"| {name} | {cpu:.0f} | {cpu / base[0]:.2f} | {wall:.0f} | {wall / base[1]:.2f} |")


def submission(recipients: int) -> dict[str, Any]:
    return {
        "to": stored(recipients)["to"],
        "from_": "15551230000",
        "body": BODY,
        "parameters": stored(1)["parameters"],
    }


def official(base_url: str) -> Any:
    client = import_module("sinch").SinchClient(
        service_plan_id=PLAN, sms_api_token=TOKEN, sms_region="eu"
    )
    client.configuration.sms_domain_with_service_plan_id = base_url
    return client.sms.batches


def of_2017(base_url: str, fields: dict[str, Any]) -> Callable[[], object]:
    """One send by the SDK of 2017, which runs on requests."""
    xms = import_module("clx.xms")
    client = xms.Client(PLAN, TOKEN, endpoint=f"{base_url}/xms")

    def send() -> object:
        batch = xms.api.MtBatchTextSmsCreate()
        batch.sender, batch.recipients = fields["from_"], set(fields["to"])
        batch.body, batch.parameters = fields["body"], fields["parameters"]
        return client.create_batch(batch)

    return send


def sends(base_url: str, recipients: int, *, once: bool = False) -> dict[str, Callable[[], object]]:
    fields = submission(recipients)
    wire = {("from" if name == "from_" else name): value for name, value in fields.items()}
    url, headers = f"{base_url}/xms/v1/{PLAN}/batches", {"Authorization": f"Bearer {TOKEN}"}
    raw = httpx.Client(headers=headers)
    generated = AuthenticatedClient(base_url, TOKEN)
    overlay = BatchesClient(PLAN, TOKEN, base_url=base_url)
    send = overlay.send_once if once else overlay.send
    sdk = official(base_url)

    def plain() -> Parameters:
        return Parameters.from_dict(fields["parameters"])

    return {
        "raw httpx": lambda: raw.post(url, json=wire).raise_for_status().json(),
        "generated": lambda: send_batch.sync(
            PLAN, client=generated, body=GeneratedSubmission(**{**fields, "parameters": plain()})
        ),
        "this client": lambda: send(TextSubmission(**fields)),
        "sinch": lambda: sdk.send_sms(**fields),
        "clx-sdk-xms": of_2017(base_url, fields),
    }


def sends_at_once(base_url: str, at_once: int, loop: asyncio.AbstractEventLoop) -> Figures:
    """One send of which so many are under way at once."""
    fields = submission(1)
    wire = {("from" if name == "from_" else name): value for name, value in fields.items()}
    url, headers = f"{base_url}/xms/v1/{PLAN}/batches", {"Authorization": f"Bearer {TOKEN}"}
    raw = httpx.AsyncClient(headers=headers)
    overlay = AsyncBatchesClient(PLAN, TOKEN, base_url=base_url)
    http_client = import_module("httpx_aiohttp").HttpxAiohttpClient()
    on_aiohttp = AsyncBatchesClient(PLAN, TOKEN, base_url=base_url, http_client=http_client)

    async def raw_send() -> object:
        return (await raw.post(url, json=wire)).raise_for_status().json()

    def together(send: Callable[[], Awaitable[object]]) -> Callable[[], object]:
        async def all_of_them() -> None:
            await asyncio.gather(*(send() for _ in range(at_once)))

        return lambda: loop.run_until_complete(all_of_them())

    contenders = {
        "raw httpx": together(raw_send),
        "this client": together(lambda: overlay.send(TextSubmission(**fields))),
        "this client on aiohttp": together(lambda: on_aiohttp.send(TextSubmission(**fields))),
    }
    figures = measured(contenders, rounds=11, calls=max(3, 60 // at_once))
    for client in (raw, overlay, http_client):
        loop.run_until_complete(client.aclose())
    return {name: (cpu / at_once, wall / at_once) for name, (cpu, wall) in figures.items()}


def decodes(batches: int) -> dict[str, Callable[[], object]]:
    """From the bytes of an answer with so many batches to models."""
    content = json.dumps({"batches": [stored(2)] * batches})
    endpoints = import_module("sinch.domains.sms.api.v1.internal.batches_endpoints")
    answered = endpoints.SendSMSEndpoint(PLAN, None)
    of_2017 = import_module("clx.xms.deserialize")._batch_response_from_fields
    return {
        "json.loads": lambda: json.loads(content),
        "this client": lambda: [decode_batch(raw) for raw in json.loads(content)["batches"]],
        "sinch": lambda: [
            answered._process_response_model(raw, endpoints.BatchResponse)
            for raw in json.loads(content)["batches"]
        ],
        "clx-sdk-xms": lambda: [of_2017("", raw) for raw in json.loads(content)["batches"]],
    }


def main() -> None:
    server = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("trivial_server.py"))],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    base_url = server.stdout.readline().strip()
    loop = asyncio.new_event_loop()
    try:
        table("one send to 1 recipient", measured(sends(base_url, 1), rounds=15, calls=60))
        table("one send_once to 1 recipient", measured(sends(base_url, 1, once=True), 15, 60))
        table("one send to 1000 recipients", measured(sends(base_url, 1000), rounds=9, calls=15))
        for at_once in (1, 20, 100):
            figures = sends_at_once(base_url, at_once, loop)
            table(f"one send of {at_once} at once, asyncio", figures)
        table("decode 1 batch", measured(decodes(1), rounds=9, calls=1000))
        table("decode 100 batches", measured(decodes(100), rounds=9, calls=20))
        table("import, in an environment of the wheel alone", imports(sys.argv[1], rounds=9))
    finally:
        loop.close()
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
