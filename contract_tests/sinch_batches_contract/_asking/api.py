"""The API as the requirements speak to it: raw JSON over the recorded wire."""

from __future__ import annotations

import json as json_text
import time
from types import EllipsisType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from .._judgement.outcomes import NotTested, Violation
from .._material.times import moment_of, now
from .documents import Documents
from .expect import expect_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from .._judgement.outcomes import Trying
    from .._line import Answer, Wire
    from .._settings.settings import Settings
    from .cleaning import Cleaner

T = TypeVar("T")

_JSON = {"content-type": "application/json"}


class Kept(NamedTuple):
    """A stored batch that several checks share, and its client reference."""

    id: str
    reference: str
    batch: dict[str, Any]


class Api(Documents):
    """The eight operations of one service plan; answers are handed back as they are.

    Every batch carries `reference` as its client reference, so that a server may be shared.
    """

    def __init__(
        self,
        wire: Wire,
        settings: Settings,
        plan: str,
        token: str,
        cleaner: Cleaner,
        reference: str | None = None,
    ) -> None:
        super().__init__(settings, reference or wire.reference())
        self.wire = wire
        self.plan = plan
        self.token = token
        self.cleaner = cleaner
        self.trying: Trying | None = None
        self._created = 0
        self._scheduled: set[str] = set()
        self._others: list[Api] = []

    # --- The operations -----------------------------------------------------------------------
    def send(self, document: Any, **request: Any) -> Answer:
        """Send a batch."""
        return self.call("POST", "/batches", json=document, **request)

    def list_page(self, **query: Any) -> Answer:
        """List batches; `from_` stands for `from`."""
        return self.call("GET", "/batches", query=query)

    def dry_run(self, document: Any, query: dict[str, Any] | None = None, **request: Any) -> Answer:
        """Dry run a batch."""
        return self.call(
            "POST", "/batches/dry_run", json=document, query=query, retriable=True, **request
        )

    def get(self, id: str, **request: Any) -> Answer:
        """Get a batch."""
        return self.call("GET", self.at(id), **request)

    def update(self, id: str, changes: Any, **request: Any) -> Answer:
        """Update a batch."""
        return self.call("POST", self.at(id), json=changes, **request)

    def replace(self, id: str, document: Any, **request: Any) -> Answer:
        """Replace a batch."""
        return self.call("PUT", self.at(id), json=document, **request)

    def cancel(self, id: str, **request: Any) -> Answer:
        """Cancel a batch."""
        return self.call("DELETE", self.at(id), **request)

    def feedback(self, id: str, document: Any, **request: Any) -> Answer:
        """Send delivery feedback."""
        path = f"{self.at(id)}/delivery_feedback"
        return self.call("POST", path, json=document, retriable=True, **request)

    # --- What many checks begin with ------------------------------------------------------------
    def sent(self, document: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
        """Send the document, or a text batch with these fields, and return the stored batch."""
        answer = self.send(self.text(**fields) if document is None else document)
        batch = expect_status(answer, 201).json
        _ = answer.id
        return batch

    def shared(self, name: str, make: Callable[[Api], T]) -> T:
        """Return what all checks of this process share, made by the first who needs it.

        It is made with a client reference of its own: who comes first is a matter of time.
        """
        reference = self.wire.shared_reference(name)

        def ask() -> T:
            return make(self._beside(self.plan, self.token, reference))

        return self.wire.line.once(name, ask)

    def kept(self, name: str, document: Callable[[Api], dict[str, Any]]) -> Kept:
        """Return a stored batch that all checks of this process share.

        It is canceled at the end: no check may change it.
        """

        def send(api: Api) -> Kept:
            batch = api.sent(document(api))
            api._scheduled.discard(str(batch["id"]))
            api.cleaner.keep(api.plan, api.token, str(batch["id"]))
            return Kept(str(batch["id"]), api.reference, batch)

        return self.shared(f"kept {name}", send)

    def stored(self, id: str) -> dict[str, Any]:
        """Return the batch as Get shows it."""
        return expect_status(self.get(id), 200).json

    def listed(self, **query: Any) -> dict[str, Any]:
        """Return a page of the list."""
        return expect_status(self.list_page(**query), 200).json

    def eventually(self, attempt: Callable[[], T]) -> T:
        """Return what the attempt returns; where it finds a violation, try again some times."""
        for pause in self.wire.patience():
            try:
                return attempt()
            except Violation:
                time.sleep(pause)
        try:
            return attempt()
        except Violation:
            self.wire.lose_patience()
            raise

    def other_plan(self) -> Api:
        """Return the second service plan; NotTested without one."""
        plan, token = self.settings.second_service_plan_id, self.settings.second_api_token
        if not plan or not token:
            raise NotTested("needs a second plan: --second-service-plan-id, --second-api-token")
        return self._beside(plan, token)

    def afresh(self) -> Api:
        """Return the same plan with a client reference of its own."""
        return self._beside(self.plan, self.token)

    def _beside(self, plan: str, token: str, reference: str | None = None) -> Api:
        other = Api(self.wire, self.settings, plan, token, self.cleaner, reference)
        self._others.append(other)
        return other

    @property
    def created(self) -> int:
        """How many batches were created."""
        return self._created + sum(other.created for other in self._others)

    # --- The wire -----------------------------------------------------------------------------
    @staticmethod
    def at(id: str) -> str:
        """Return the path of a batch."""
        return f"/batches/{quote(id, safe='')}"

    def call(
        self,
        method: str,
        path: str,
        *,
        json: Any = ...,
        content: bytes = b"",
        query: dict[str, Any] | str | None = None,
        headers: dict[str, str] | None = None,
        token: str | EllipsisType | None = ...,
        retriable: bool = False,
    ) -> Answer:
        """Ask below the service plan; `query` as a string goes out as it is."""
        if json is not ...:
            content = json_text.dumps(json, ensure_ascii=False).encode("utf-8", "surrogatepass")
            headers = _JSON if headers is None else headers
        answer = self.wire.ask(
            method,
            f"/xms/v1/{quote(self.plan, safe='')}{path}{_query(query)}",
            token=self.token if isinstance(token, EllipsisType) else token,
            content=content,
            headers=headers,
            retriable=retriable,
        )
        self._remember(method, path, answer)
        return answer

    def cancel_what_is_scheduled(self) -> None:
        """Have every batch of this check canceled that would still be sent, beside the checks."""
        for id in sorted(self._scheduled):
            self.cleaner.cancel(self.plan, self.token, id)
        self._scheduled.clear()
        for other in self._others:
            other.cancel_what_is_scheduled()

    def _remember(self, method: str, path: str, answer: Answer) -> None:
        if answer.is_success and method == "POST" and path == "/batches":
            self._created += 1
        if not answer.is_success or method == "GET" or path == "/batches/dry_run":
            return
        try:
            batch = answer.json
        except Violation:
            return
        id, send_at = batch.get("id"), moment_of(batch.get("send_at"))
        if not isinstance(id, str) or self.cleaner.keeps(id):
            return
        if send_at is not None and send_at > now() and batch.get("canceled") is not True:
            self._scheduled.add(id)
        else:
            self._scheduled.discard(id)


def _query(query: dict[str, Any] | str | None) -> str:
    if not query:
        return ""
    if isinstance(query, str):
        return f"?{query}"
    named = {name.rstrip("_"): value for name, value in query.items()}
    return "?" + urlencode(named, quote_via=quote)
