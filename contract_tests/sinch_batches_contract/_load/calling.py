"""One request of a user: what came back, and why it failed if it did."""

from __future__ import annotations

import json
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import gevent
from locust.contrib.fasthttp import FastHttpSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from locust.event import EventHook

TIMEOUT = 20.0  # seconds for each read of an answer
_OVERLOAD = (429, 503)
_AFTER_SILENCE = 0.25  # seconds until somebody who got no answer asks again


@dataclass(frozen=True)
class Reply:
    """What came back. `document` is the JSON of a success, `cause` why there is none.

    `status` is 0 if no answer came. Then nobody knows whether the request was done.
    """

    status: int
    document: Any = None
    cause: str | None = None

    @property
    def is_done(self) -> bool:
        """Whether the server said that it did what was asked for."""
        return self.cause is None

    @property
    def is_refused(self) -> bool:
        """Whether the server said that it didn't."""
        return 400 <= self.status < 500 or self.status in _OVERLOAD


class Caller:
    """Asks below one service plan, for one user or for many at once."""

    def __init__(self, session: FastHttpSession, plan: str, token: str) -> None:
        self._session = session
        self._headers = {
            "Accept-Encoding": "identity",
            "Authorization": f"Bearer {token}",
            "User-Agent": "sinch-batches-load",
        }
        self._root = f"/xms/v1/{quote(plan, safe='')}/batches"

    def send(self, document: Any) -> Reply:
        """Send a batch."""
        return self._ask("send_batch", "POST", "", document)

    def get(self, id: str) -> Reply:
        """Get a batch."""
        return self._ask("get_batch", "GET", _at(id))

    def page(self, **query: Any) -> Reply:
        """List batches."""
        return self._ask("list_batches", "GET", f"?{urlencode(query)}")

    def dry_run(self, document: Any) -> Reply:
        """Dry run a batch."""
        return self._ask("dry_run_batch", "POST", "/dry_run", document)

    def update(self, id: str, changes: Any) -> Reply:
        """Update a batch."""
        return self._ask("update_batch", "POST", _at(id), changes)

    def replace(self, id: str, document: Any) -> Reply:
        """Replace a batch."""
        return self._ask("replace_batch", "PUT", _at(id), document)

    def cancel(self, id: str) -> Reply:
        """Cancel a batch."""
        return self._ask("cancel_batch", "DELETE", _at(id))

    def _ask(self, operation: str, method: str, path: str, document: Any = None) -> Reply:
        headers = self._headers
        content: str | None = None
        if document is not None:
            content = json.dumps(document)
            headers = headers | {"Content-Type": "application/json"}
        with self._session.request(
            method,
            self._root + path,
            name=operation,
            data=content,
            headers=headers,
            catch_response=True,
        ) as response:
            reply = read(response.status_code, response.content, _error_of(response))
            if reply.is_done or _is_documented(operation, reply.status):
                response.success()
            else:
                response.failure(Failed(reply.cause or ""))
        if not reply.status:
            gevent.sleep(_AFTER_SILENCE)
        return reply


class Failed(Exception):
    """Why a request failed, as the statistics name it."""

    def __repr__(self) -> str:
        return str(self)


def read(status: int, content: bytes | None, error: object) -> Reply:
    """Read an answer; `error` says why there is none."""
    if not status:
        return Reply(0, cause=f"no answer: {type(error).__name__}")
    if not 200 <= status < 300:  # which status of success it is, `conformance` judges
        return Reply(status, cause=f"status {status}")
    try:
        return Reply(status, json.loads(content or b""))
    except ValueError:
        return Reply(status, cause="the answer isn't JSON")


def _is_documented(operation: str, status: int) -> bool:
    """Whether a refusal is one that two changes at the same time may bring about: decision 39."""
    return status == 403 and operation == "update_batch"


def _error_of(response: Any) -> object:
    return getattr(response, "error", None)


def _at(id: str) -> str:
    return f"/{quote(id, safe='')}"


def session_of(
    base_url: str, hook: EventHook, at_once: int, ca_file: str | None
) -> FastHttpSession:
    """Open a session that reports each request to a hook."""
    return FastHttpSession(
        base_url,
        hook,
        None,
        insecure=False,
        ssl_context_factory=trusting(ca_file),
        concurrency=at_once,
        network_timeout=TIMEOUT,
        connection_timeout=TIMEOUT,
        max_retries=0,
        max_redirects=0,
    )


def trusting(ca_file: str | None) -> Callable[[], ssl.SSLContext]:
    """Return what makes contexts that trust the authorities of the system, or those of a file."""
    return lambda: ssl.create_default_context(cafile=ca_file)
