"""Receive delivery reports and inbound messages on one URL with FastAPI.

uvicorn examples.receive_with_fastapi:app --port 8080

SINCH_CALLBACK_SECRET holds the secret that the callbacks are signed with. What is forged, too old,
or was here before gets 403. `SeenNonces` is for one process; several need a place that they share.
"""

from __future__ import annotations

import logging
import os

from fastapi import FastAPI, Request, Response

from sinch_batches import (
    BatchDeliveryReport,
    DeliveryReport,
    InboundBinary,
    InboundMessage,
    InboundText,
    OpaqueReport,
    RecipientDeliveryReport,
    SeenNonces,
    parse_callback,
    verify_signature,
)

# Sinch repeats what wasn't taken for 46 hours, and whether it signs anew isn't documented.
TOLERANCE = 2 * 24 * 3600  # seconds
NONCE = "x-sinch-webhook-signature-nonce"

app = FastAPI()
log = logging.getLogger("receive_with_fastapi")
seen = SeenNonces()


@app.post("/callback")
async def receive(request: Request) -> Response:
    body, secret = await request.body(), os.environ["SINCH_CALLBACK_SECRET"]
    if not verify_signature(body, request.headers, secret, tolerance=TOLERANCE, seen=seen):
        return Response(status_code=403)
    try:
        handle(parse_callback(body))
    except Exception:  # gets a 500, and so comes again
        seen.forget(request.headers[NONCE])
        raise
    return Response(status_code=204)


def handle(found: DeliveryReport | InboundMessage | OpaqueReport) -> None:
    """Do it soon, or put it into a queue: what isn't answered with a 2xx comes again."""
    match found:
        case InboundText(from_=number, body=text) if text.strip().upper() == "STOP":
            log.info("%s wants no more messages", number)
        case InboundText(from_=number) | InboundBinary(from_=number):
            log.info("%s wrote something", number)
        case BatchDeliveryReport(batch_id=batch, statuses=statuses):
            for entry in statuses:
                log.info("batch %s: %d %s (%d)", batch, entry.count, entry.status, entry.code)
        case RecipientDeliveryReport(batch_id=batch, status=status, code=code):
            log.info("batch %s: one recipient %s (%d)", batch, status, code)
        case OpaqueReport(type=kind, reason=reason):
            log.warning("a callback of type %s that can't be read: %s", kind, reason)
