"""Callbacks of the second server: posted from threads, repeated after 429 and 5xx.

A message that is queued is called back too, as the documentation doesn't tell; a batch that is
canceled before it is sent calls back nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from .deliveries import ENDS, LEAVES, Deliveries, Sending

_RETRIES = 15
_TELLING = threading.Lock()
_LATE = 0.02  # seconds after the moment, so that what is to be told has happened
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Caller:
    """Calls back what a batch asked for."""

    first_retry: float = 5
    secret: str | None = None

    def watch(self, sending: Sending, deliveries: Deliveries) -> None:
        """Call back in time, unless the batch is changed before."""
        mode = sending.fields.get("delivery_report", "none")
        moments = {"none": (), "per_recipient": (LEAVES * 0, LEAVES, ENDS)}.get(mode, (ENDS,))
        told: dict[str, tuple[int, str]] = {}
        for moment in moments:
            delay = (sending.due + moment - deliveries.now()).total_seconds() + _LATE
            arguments = (sending, deliveries, mode, told)
            _later(max(delay, 0), lambda arguments=arguments: self._tell(*arguments))

    def _tell(
        self,
        sending: Sending,
        deliveries: Deliveries,
        mode: str,
        told: dict[str, tuple[int, str]],
    ) -> None:
        if sending.is_called_off or not deliveries.is_current(sending):
            return
        if mode in ("summary", "full"):
            now = deliveries.now()
            reports = [sending.summary(now, full=mode == "full", fits=lambda _: True)]
        else:
            with _TELLING:  # two moments may come at once where the machine is slow
                reports = list(_changes(sending, deliveries.now(), told))
        for report in reports:
            self._post(sending.fields["callback_url"], report)

    def _post(self, url: str, report: dict[str, Any], attempt: int = 0) -> None:
        status = post(url, json.dumps(report, indent=1).encode(), self.secret)
        if (status == 429 or status >= 500) and attempt < _RETRIES:
            delay = self.first_retry * 2**attempt
            _later(delay, lambda: self._post(url, report, attempt + 1))


def _changes(
    sending: Sending, now: datetime, told: dict[str, tuple[int, str]]
) -> Iterator[dict[str, Any]]:
    """Yield a report for each message that stands elsewhere than was told, and note that."""
    for number in sending.ends:
        state, at = sending.state(number, now)
        if told.get(number) != state:
            told[number] = state
            yield sending.report(number, state, at)


def post(url: str, body: bytes, secret: str | None) -> int:
    """Post to this machine only; return the status, 503 if nobody answers."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname not in _LOOPBACK:
        return 404
    headers = {"content-type": "application/json;charset=utf-8"}
    if secret is not None:
        nonce, moment = secrets.token_hex(8), str(int(time.time()))
        signed = body + f".{nonce}.{moment}".encode()
        mac = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
        headers["X-Sinch-Webhook-Signature"] = base64.b64encode(mac).decode()
        headers["X-Sinch-Webhook-Signature-Nonce"] = nonce
        headers["X-Sinch-Webhook-Signature-Timestamp"] = moment
    connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=10)
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 503
    finally:
        connection.close()


def _later(delay: float, act: Any) -> None:
    timer = threading.Timer(delay, act)
    timer.daemon = True
    timer.start()
