"""Receive delivery reports with FastAPI: check that they are Sinch's own, then use them.

uvicorn examples.callback_receiver:app --port 8080

SINCH_CALLBACK_SECRET holds the secret that the callbacks are signed with.
"""

from __future__ import annotations

import logging
import os

from fastapi import FastAPI, Request, Response

from sinch_batches import (
    BatchDeliveryReport,
    RecipientDeliveryReport,
    UnreadableReport,
    parse_delivery_report,
    verify_signature,
)

app = FastAPI()
log = logging.getLogger("callback_receiver")


@app.post("/callback")
async def receive(request: Request) -> Response:
    """Answer soon: what isn't answered with a 2xx comes again."""
    body = await request.body()
    if not verify_signature(body, request.headers, os.environ["SINCH_CALLBACK_SECRET"]):
        return Response(status_code=403)
    try:
        report = parse_delivery_report(body)
    except UnreadableReport as problem:
        log.warning("a report that can't be read: %s", problem)
        return Response(status_code=400)
    match report:
        case BatchDeliveryReport(batch_id=batch, statuses=statuses):
            for entry in statuses:
                log.info("batch %s: %d %s (%d)", batch, entry.count, entry.status, entry.code)
        case RecipientDeliveryReport(batch_id=batch, status=status, code=code):
            log.info("batch %s: one recipient %s (%d)", batch, status, code)
    return Response(status_code=204)
