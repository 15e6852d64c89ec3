"""A fixed tour of all operations; what it hears tells a faulty server from a correct one.

The tour judges nothing. It only makes sure that each fault in the registry changes at least one
answer, which a fault whose target was renamed or rewritten in the server no longer does.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from typing import Any

from starlette.types import ASGIApp

from .exchange import Answer, Document, Request, asked
from .server import GROUP
from .tour_cases import (
    EPOCH,
    PLAIN,
    QUERIES,
    RAW,
    REPORT_LISTS,
    REPORT_QUERIES,
    SUBMISSIONS,
    UPDATES,
)

_UNKNOWN = "01FC66621XXXXX119Z8PMV1QPR"
_SCOPE = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "scheme": "http",
    "server": ("127.0.0.1", 80),
    "client": ("127.0.0.1", 1),
    "root_path": "",
}


class Clock:
    """A clock that moves on by 10 ms with each request, and further when told to."""

    def __init__(self) -> None:
        self.now = EPOCH

    def __call__(self) -> int:
        self.now += 10
        return self.now


class Tour:
    """Walks through an app; each step yields what was heard."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._ids: list[str] = []

    async def walk(self) -> AsyncIterator[str]:
        """Yield each answer, in a form that is the same for every correct run."""
        for stage in (
            self._submit,
            self._change,
            self._list,
            self._confirm,
            self._report,
            self._trespass,
            self._collide,
        ):
            async for answer in stage():
                yield self._shown(answer)

    async def _ask(self, method: str, path: str, document: Any = None, **more: Any) -> Answer:
        headers = {"authorization": "Bearer t", "content-type": "application/json"}
        headers |= more.get("headers", {})
        query = list(more.get("query", {}).items())
        body = b"" if document is None else json.dumps(document).encode()
        request = Request(method, more.get("plan", "p"), path.split("/"), query, headers, body)
        request.body = more.get("body", body)
        answer = await asked(self._app, _SCOPE, request)
        self._remember(answer)
        return answer

    def _remember(self, answer: Answer) -> None:
        found = answer.document
        known = found.get("id") if isinstance(found, dict) else None
        if isinstance(known, str) and known not in self._ids:
            self._ids.append(known)

    def _shown(self, answer: Answer) -> str:
        body = answer.body.decode()
        for index, known in enumerate(self._ids):
            body = body.replace(known, f"<id {index}>")
        # Error texts show values, and values hold ids: only the code counts.
        return f"{answer.status} {answer.headers.get('content-type')} " + re.sub(
            r'("text": ?)"(?:[^"\\]|\\.)*"', r"\1…", body
        )

    async def _sent(self, **changes: Any) -> str:
        answer = await self._ask("POST", "batches", {**PLAIN, **changes})
        return str(answer.document.get("id", _UNKNOWN))

    async def _submit(self) -> AsyncIterator[Answer]:
        details = {"per_recipient": "true"}
        for changes in SUBMISSIONS:
            document = {key: value for key, value in {**PLAIN, **changes}.items() if value != ...}
            answer = await self._ask("POST", "batches", document)
            yield answer
            if answer.status == 201:
                yield await self._ask("GET", f"batches/{answer.document['id']}")
            yield await self._ask("POST", "batches/dry_run", document, query=details)
        for body, headers in RAW:
            yield await self._ask("POST", "batches", headers=headers, body=body)

    async def _change(self) -> AsyncIterator[Answer]:
        for stored, changes in UPDATES:
            path = f"batches/{await self._sent(**stored)}"
            yield await self._ask("POST", path, changes)
            yield await self._ask("GET", path)
            whole = {**PLAIN, "body": "new", "to": ["15550100009"]}
            yield await self._ask("PUT", path, {**whole, "type": "mt_text"})
            yield await self._ask("GET", path)
            for _ in range(2):
                yield await self._ask("DELETE", path)
                yield await self._ask("GET", path)
            yield await self._ask("PUT", path, whole)
            yield await self._ask("PUT", path, {"from": "777", "body": "x"})
            yield await self._ask("PUT", path, {"from": "777", "to": ["15550100009"]})
            yield await self._ask("PUT", path, {**whole, **_BINARY})
        for method in ("GET", "POST", "PUT", "DELETE", "PATCH"):
            yield await self._ask(method, f"batches/{_UNKNOWN}", PLAIN)
            yield await self._ask(method, f"batches/{await self._sent()}", PLAIN)

    async def _list(self) -> AsyncIterator[Answer]:
        first = await self._sent()
        for number in range(10):
            await self._sent(
                client_reference="a" if number % 2 else "ab",
                **{"from": "15550109999" if number % 3 else "777"},
            )
        await self._ask("DELETE", f"batches/{await self._sent(client_reference='A')}")
        await self._ask("DELETE", f"batches/{first}")
        for query in QUERIES:
            yield await self._ask("GET", "batches", query=query)
        for query in QUERIES:
            dry = {**query, "per_recipient": query.get("per_recipient", "true")}
            many = [str(15550200000 + number) for number in range(120)]
            yield await self._ask("POST", "batches/dry_run", {**PLAIN, "to": many}, query=dry)
        yield await self._ask("POST", "batches/dry_run", PLAIN)
        page = await self._ask("GET", "batches", query={"page_size": "3"})
        created = page.document["batches"][1]["created_at"] if page.status == 200 else "2030-01-01"
        yield await self._ask("GET", "batches", query={"start_date": created})
        yield await self._ask("GET", "batches", query={"end_date": created, "page_size": "1"})

    async def _confirm(self) -> AsyncIterator[Answer]:
        for stored in ({}, {"feedback_enabled": True}, {"feedback_enabled": True, "to": [GROUP]}):
            batch = await self._sent(**stored)
            for recipients in ([], ["+15550100001"], ["x"], "15550100001", None):
                document = {} if recipients is None else {"recipients": recipients}
                yield await self._ask("POST", f"batches/{batch}/delivery_feedback", document)
                yield await self._ask("GET", f"batches/{batch}")
        path = f"batches/{_UNKNOWN}/delivery_feedback"
        yield await self._ask("POST", path, {"recipients": []})

    async def _report(self) -> AsyncIterator[Answer]:
        numbers = [str(15550100001 + index) for index in range(4)]
        values = {"a": {numbers[0]: "x", numbers[1]: "y"}}
        lacking = {"to": numbers, "body": "Hi ${a}", "parameters": values}
        long = {"body": "x" * 400, "max_number_of_message_parts": 2, "delivery_report": "none"}
        late = {"send_at": "2031-01-01T00:00Z"}
        sent = [
            await self._sent(**each) for each in (lacking, long, {"to": [GROUP]}, _BINARY, late)
        ]
        for batch in (*sent, _UNKNOWN):
            path = f"batches/{batch}/delivery_report"
            for query in REPORT_QUERIES:
                yield await self._ask("GET", path, query=query)
            for number in (*numbers[1:], f"+{numbers[0]}", "15559999999"):
                yield await self._ask("GET", f"{path}/{number}")
        for query in (*REPORT_QUERIES, *REPORT_LISTS):
            yield await self._ask("GET", "delivery_reports", query=query)
        other = {"plan": "q", "headers": {"authorization": "Bearer u"}}
        yield await self._ask("GET", f"batches/{sent[0]}/delivery_report", **other)
        for batch in (sent[0], sent[-1]):
            await self._ask("DELETE", f"batches/{batch}")
            yield await self._ask("GET", f"batches/{batch}/delivery_report")

    async def _trespass(self) -> AsyncIterator[Answer]:
        batch = await self._sent(feedback_enabled=True)
        wrong = ({"authorization": "Bearer x"}, {"authorization": ""}, {"authorization": "Basic t"})
        for headers in (*wrong, {"authorization": "Bearer u"}, {"authorization": "Bearer tx"}):
            for method in ("GET", "POST", "DELETE"):
                yield await self._ask(method, f"batches/{batch}", {}, headers=headers)
            for path in ("batches", "batches/dry_run", f"batches/{batch}/delivery_feedback"):
                method = "GET" if path == "batches" else "POST"
                yield await self._ask(method, path, PLAIN, headers=headers)
        for method in ("GET", "POST", "DELETE"):
            yield await self._ask(
                method, f"batches/{batch}", {}, plan="q", headers={"authorization": "Bearer u"}
            )
        await self._ask("POST", "batches", PLAIN, plan="q", headers={"authorization": "Bearer u"})
        yield await self._ask("GET", "batches", query={"page_size": "1"})
        yield await self._ask("GET", f"batches/{batch}")
        other = "1" if batch.endswith("0") else "0"
        yield await self._ask("GET", f"batches/{batch[:-1]}{other}")

    async def _collide(self) -> AsyncIterator[Answer]:
        batch = await self._sent(send_at="2031-01-01T00:00Z")
        path = f"batches/{batch}"
        additions: list[Document] = [{"to_add": [str(15550300000 + n)]} for n in range(3)]
        await asyncio.gather(*(self._ask("POST", path, change) for change in additions))
        yield await self._ask("GET", path)
        for answer in await asyncio.gather(
            *(self._ask("POST", "batches", PLAIN) for _ in range(3))
        ):
            yield await self._ask("GET", f"batches/{answer.document['id']}")


_BINARY: Document = {"type": "mt_binary", "body": "AAEC", "udh": "0605"}
