"""Asking what a drawn case asks, over the wire of the suite."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from .._kit import (
    NOT_SET,
    AnyCase,
    Terms,
    batch_wanted,
    has_no_token,
    has_other_content_type,
    ids_in,
    operation_id,
)
from ._source import PLAN_AT_HAND

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._line import Answer

_JSON = "application/json"
# What may be asked again when no answer came.
_CHANGES_NOTHING = ("/batches/dry_run", "/delivery_feedback")


class Asker:
    """Asks cases of a server. A case that is to be refused may share its batch with others."""

    def __init__(self, api: Api) -> None:
        self.api = api
        self.terms = Terms(
            sender=api.sender,
            recipients=api.settings.recipients or Terms.recipients,
            without=api.settings.without,
        )
        self.known: set[str] = set()
        self._sent: set[str] = set()
        self._shared: dict[str, str] = {}

    def ask(self, case: AnyCase) -> Answer:
        """Ask the case, of a new batch if it is about one; what isn't ours is read at most."""
        wanted = batch_wanted(case, self.terms, self.known - self._sent)
        answer = self._call(case, None if wanted is None else self._send(wanted))
        self.known |= ids_in(answer.text)
        if answer.is_success and operation_id(case) == "send_batch":
            self._sent.add(answer.id)
        return answer

    def ask_in_vain(self, case: AnyCase) -> Answer:
        """Ask a case that is to be refused, so that the batch that it is about stays as it is."""
        wanted = batch_wanted(case, self.terms)
        if wanted is None:
            return self._call(case, None)
        kind = "/".join(sorted(wanted))
        if kind not in self._shared:
            self._shared[kind] = self._send(wanted)
        return self._call(case, self._shared[kind])

    def _send(self, batch: dict[str, Any]) -> str:
        id = str(self.api.sent(batch | {"client_reference": self.api.reference})["id"])
        self._sent.add(id)
        return id

    def _call(self, case: AnyCase, id: str | None) -> Answer:
        path = case.path.partition(PLAN_AT_HAND)[2]
        # What is drawn for a path is quoted already.
        given = case.path_parameters | ({} if id is None else {"batch_id": quote(id, safe="")})
        content, headers = _body(case)
        return self.api.call(
            case.method,
            path.format_map(given),
            content=content,
            query=urlencode(case.query, doseq=True, quote_via=quote),
            headers=headers,
            token=None if has_no_token(case) else ...,
            retriable=path.endswith(_CHANGES_NOTHING),
        )


def _body(case: AnyCase) -> tuple[bytes, dict[str, str]]:
    """Return what goes out as body and headers; bytes claim to be JSON, too."""
    claimed = {"content-type": case.headers["Content-Type"]} if has_other_content_type(case) else {}
    if case.body is NOT_SET:
        return b"", claimed
    content = case.body if isinstance(case.body, bytes) else _written(case.body)
    return content, {"content-type": _JSON} | claimed


def _written(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode("utf-8", "surrogatepass")
