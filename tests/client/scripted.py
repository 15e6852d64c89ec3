"""An API that gives the answers it is told."""

from __future__ import annotations

from typing import Any

import httpx

from sinch_batches import Retries

AT_ONCE = Retries(limit=2, first=0, longest=0, lookups=(0, 0))


class Scripted:
    """An API that gives the answers it is told, and keeps the requests it got."""

    def __init__(self) -> None:
        self.answers: list[httpx.Response | Exception] = []
        self.requests: list[httpx.Request] = []
        self.transport = httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        # An answer can be read once only, and the last one is given for ever.
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def will(self, *answers: httpx.Response | Exception) -> None:
        self.answers = list(answers)
        self.requests.clear()

    @property
    def lines(self) -> list[str]:
        return [f"{request.method} {request.url.raw_path.decode()}" for request in self.requests]


def stored(**fields: Any) -> dict[str, Any]:
    """A text batch as the API answers it."""
    return {
        "id": "01FC66621XXXXX119Z8PMV1QPQ",
        "to": ["15551231234"],
        "body": "Hi",
        "type": "mt_text",
        "canceled": False,
        "created_at": "2019-08-24T14:15:22.000Z",
        "modified_at": "2019-08-24T14:15:22.000Z",
        "delivery_report": "none",
        **fields,
    }


ID = "01FC66621XXXXX119Z8PMV1QPQ"


def summary(*entries: tuple[int, str, int], total: int | None = None) -> dict[str, Any]:
    return {
        "type": "delivery_report_sms",
        "batch_id": ID,
        "total_message_count": sum(count for *_, count in entries) if total is None else total,
        "statuses": [
            {"code": code, "status": status, "count": count} for code, status, count in entries
        ],
    }


def one(recipient: str = "15551231234", **fields: Any) -> dict[str, Any]:
    return {
        "type": "recipient_delivery_report_sms",
        "batch_id": ID,
        "recipient": recipient,
        "code": 0,
        "status": "Delivered",
        "at": "2019-08-24T14:15:30.000Z",
        **fields,
    }


def page(*reports: object, number: int = 0, count: int | None = None) -> httpx.Response:
    document = {"page": number, "page_size": len(reports), "delivery_reports": reports}
    return httpx.Response(200, json={**document, "count": len(reports) if count is None else count})
