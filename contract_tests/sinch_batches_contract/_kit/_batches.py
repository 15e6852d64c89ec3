"""The batches of a Schemathesis run: sent where a request needs one, and canceled afterwards."""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, Any

from .._material.times import moment_of, now
from ._machinery import AnyCase, is_stateful, operation_id
from ._placing import batch_wanted

if TYPE_CHECKING:
    from schemathesis import Response

    from ._terms import Terms

_ID = re.compile(r'"id"\s*:\s*"([^"]+)"')
_TEMPLATE = "/{batch_id}"


class Batches:
    """What a run has sent. Nothing of it may stay scheduled, and nothing else be changed.

    A batch is canceled when its thread makes the next request, as nobody asks for it any more; the
    batches of scenarios, whose steps build on each other, are canceled at the end.
    """

    def __init__(self, terms: Terms) -> None:
        self.known: set[str] = set()
        self._sent: set[str] = set()
        self._terms = terms
        self._lock = threading.Lock()
        self._thread = threading.local()
        self._waiting: dict[str, AnyCase] = {}

    def place(self, case: AnyCase) -> None:
        """Put the id of a new batch into the path of the case, if it needs one."""
        if not is_stateful(case):
            self._cancel(self._done_with())
        wanted = batch_wanted(case, self._terms, self.known - self._sent)
        if wanted is not None:
            collection = case.operation.schema[case.operation.path.partition(_TEMPLATE)[0]]
            send = collection["POST"].Case(body=wanted, media_type="application/json")
            batch = batch_in(_answer(send))
            case.path_parameters["batch_id"] = batch.get("id", "none-was-sent")

    def note(self, case: AnyCase, response: Response) -> None:
        """Note the batch in an answer, and how to cancel it if it waits to be sent."""
        self.known |= ids_in(response.content.decode("utf-8", "replace"))
        batch = batch_in(response)
        id, send_at = batch.get("id"), moment_of(batch.get("send_at"))
        if not isinstance(id, str):
            return
        is_waiting = send_at is not None and send_at > now() and batch.get("canceled") is not True
        with self._lock:
            if operation_id(case) == "send_batch":
                self._sent.add(id)
            if not is_waiting:
                self._waiting.pop(id, None)
                return
            path = case.operation.path.partition(_TEMPLATE)[0] + _TEMPLATE
            cancel = case.operation.schema[path]["DELETE"]
            self._waiting[id] = cancel.Case(path_parameters={"batch_id": id})
        if not is_stateful(case):
            self._of_this_thread().append(id)

    def cancel_all(self) -> None:
        """Cancel every batch that still waits to be sent."""
        self._cancel(list(self._waiting))

    def _of_this_thread(self) -> list[str]:
        ids: list[str] = self._thread.__dict__.setdefault("ids", [])
        return ids

    def _done_with(self) -> list[str]:
        ids = self._of_this_thread()
        self._thread.ids = []
        return ids

    def _cancel(self, ids: list[str]) -> None:
        for id in ids:
            with self._lock:
                case = self._waiting.pop(id, None)
            if case is not None:
                _answer(case)


def ids_in(text: str) -> set[str]:
    """Return the ids that an answer names: what they name exists, or did."""
    return set(_ID.findall(text))


def _answer(case: AnyCase) -> Response:
    # The session of the run isn't in sight; what was configured is.
    return case.call(headers=case.operation.schema.config.headers_for(operation=case.operation))


def batch_in(response: Response) -> dict[str, Any]:
    """Return the JSON object in a successful answer; an empty one if there is none."""
    try:
        document = json.loads(response.content)
    except ValueError:
        return {}
    is_success = 200 <= response.status_code < 300
    return document if is_success and isinstance(document, dict) else {}
