"""Statuses, tokens, media types and error bodies."""

from __future__ import annotations

import json
from typing import Any

from sinch_batches_server._http import checks

from .exchange import Answer, Proceed, Request
from .registry import syntactic
from .surgery import Surgery, nothing

_PLAIN = {"from": "12345", "to": ["15550001111"], "body": ""}


def _status(server: Surgery, operation: str, right: int, wrong: int) -> None:
    def change(_: Request, answer: Answer) -> None:
        if answer.status == right:
            answer.status = wrong

    server.answers(change, operation)


@syntactic("send-200", "Send answers 200", "STATUS-send_batch")
def send_200(server: Surgery) -> None:
    _status(server, "send", 201, 200)


@syntactic("send-202", "Send answers 202", "STATUS-send_batch")
def send_202(server: Surgery) -> None:
    _status(server, "send", 201, 202)


@syntactic("dry-run-201", "Dry run answers 201", "STATUS-dry_run_batch")
def dry_run_201(server: Surgery) -> None:
    _status(server, "dry_run", 200, 201)


@syntactic("update-201", "Update answers 201", "STATUS-update_batch")
def update_201(server: Surgery) -> None:
    _status(server, "update", 200, 201)


@syntactic("replace-201", "Replace answers 201", "STATUS-replace_batch")
def replace_201(server: Surgery) -> None:
    _status(server, "replace", 200, 201)


@syntactic("feedback-200", "Feedback answers 200", "STATUS-send_delivery_feedback")
def feedback_200(server: Surgery) -> None:
    _status(server, "feedback", 202, 200)


@syntactic("cancel-204", "Cancel answers 204 without the batch", "CAN-001")
def cancel_204(server: Surgery) -> None:
    def empty(_: Request, answer: Answer) -> None:
        if answer.status == 200:
            answer.status, answer.body = 204, b""

    server.answers(empty, "cancel")


@syntactic("feedback-body", "An accepted feedback has a body", "FB-001")
def feedback_body(server: Surgery) -> None:
    def fill(_: Request, answer: Answer) -> None:
        if answer.status == 202:
            answer.document = {"status": "accepted"}

    server.answers(fill, "feedback")


@syntactic(
    "media-type-unchecked", "A body of any media type is taken for JSON", "HTTP-003 HTTP-004"
)
def media_type_unchecked(server: Surgery) -> None:
    server.replace(checks, "check_content_type", lambda _: nothing)


@syntactic("media-type-missing", "A body without Content-Type is taken for JSON", "HTTP-004")
def media_type_missing(server: Surgery) -> None:
    server.replace(
        checks,
        "check_content_type",
        lambda check: lambda header: check(header or "application/json"),
    )


@syntactic("media-type-400", "A wrong media type is answered with 400", "HTTP-003 HTTP-004")
def media_type_400(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        answer.status, answer.document = 400, {"code": "syntax_invalid_json", "text": "No JSON."}

    server.refusals(change, 415)


@syntactic("media-type-charset", "application/json with a charset is refused", "HTTP-005")
def media_type_charset(server: Surgery) -> None:
    server.replace(checks, "is_utf_8", lambda _: nothing)


@syntactic("method-404", "A wrong method is answered with 404", "HTTP-002")
def method_404(server: Surgery) -> None:
    server.refusals(lambda answer: setattr(answer, "status", 404), 405)


@syntactic("method-200", "A wrong method is answered with 200", "HTTP-002")
def method_200(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        answer.status, answer.document = 200, {}

    server.refusals(change, 405)


@syntactic("method-patch", "PATCH updates a batch", "HTTP-002")
def method_patch(server: Surgery) -> None:
    def as_post(request: Request) -> None:
        if request.method == "PATCH":
            request.method = "POST"

    server.requests(as_post)


@syntactic("unknown-batch-400", "An unknown batch is answered with 400", "HTTP-015")
def unknown_batch_400(server: Surgery) -> None:
    def change(answer: Answer) -> None:
        answer.status, answer.document = 400, {"code": "unknown_batch", "text": "Unknown."}

    server.refusals(change, 404)


@syntactic("unknown-batch-200", "An unknown batch is answered with 200 and {}", "HTTP-015")
def unknown_batch_200(server: Surgery) -> None:
    def change(_: Request, answer: Answer) -> None:
        if answer.status == 404:
            answer.status, answer.document = 200, {}

    server.answers(change, "get")


@syntactic("unknown-batch-500", "Canceling an unknown batch crashes", "HTTP-015")
def unknown_batch_500(server: Surgery) -> None:
    _status(server, "cancel", 404, 500)


@syntactic("json-broken", "A body that is no JSON counts as {}", "HTTP-007")
def json_broken(server: Surgery) -> None:
    async def lenient(request: Request, proceed: Proceed) -> Answer:
        try:
            json.loads(request.body or b"{}")
        except ValueError:
            request.document = {}
        return await proceed(request)

    server.around(lenient)


@syntactic("json-crash", "A body that is no JSON crashes the server", "HTTP-007")
def json_crash(server: Surgery) -> None:
    async def crash(request: Request, proceed: Proceed) -> Answer:
        try:
            json.loads(request.body or b"{}")
        except ValueError:
            return Answer.of(500)
        return await proceed(request)

    server.around(crash)


@syntactic("json-array", "A list of submissions is taken for its first entry", "HTTP-008")
def json_array(server: Surgery) -> None:
    def first(request: Request) -> None:
        if request.body.lstrip().startswith(b"["):
            listed = json.loads(request.body)
            request.document = listed[0] if listed else _PLAIN

    server.requests(first, "send")


def _errors(server: Surgery, change: Any) -> None:
    def rewrite(answer: Answer) -> None:
        document = answer.document
        answer.document = change(document)

    server.refusals(rewrite, 400, 403)


@syntactic("error-no-code", "An error body has no code", "HTTP-009")
def error_no_code(server: Surgery) -> None:
    _errors(server, lambda error: {"text": error.get("text", "")})


@syntactic("error-no-text", "An error body has no text", "HTTP-009")
def error_no_text(server: Surgery) -> None:
    _errors(server, lambda error: {"code": error.get("code", "")})


@syntactic("error-number", "The code of an error is a number", "HTTP-009")
def error_number(server: Surgery) -> None:
    _errors(server, lambda error: {**error, "code": 400})


@syntactic("error-nested", "An error body is nested in `error`", "HTTP-009")
def error_nested(server: Surgery) -> None:
    _errors(server, lambda error: {"error": error})


@syntactic("error-html", "A refusal is a page in HTML", "HTTP-006 HTTP-009")
def error_html(server: Surgery) -> None:
    def page(answer: Answer) -> None:
        answer.headers["content-type"] = "text/html"
        answer.body = b"<html><title>Bad Request</title></html>"

    server.refusals(page, 400, 403)


@syntactic(
    "error-422",
    "What doesn't conform is answered with 422",
    "HTTP-007 HTTP-008 HTTP-009 SEND-019 RECIPIENT-* BOUND-*",
)
def error_422(server: Surgery) -> None:
    server.refusals(lambda answer: setattr(answer, "status", 422), 400)


@syntactic(
    "error-200",
    "What doesn't conform is answered with 200 and an error",
    "HTTP-007 HTTP-008 HTTP-009 SEND-019 RECIPIENT-* BOUND-*",
)
def error_200(server: Surgery) -> None:
    server.refusals(lambda answer: setattr(answer, "status", 200), 400)


@syntactic("media-type-text", "Answers say that they are text/plain", "HTTP-006")
def media_type_text(server: Surgery) -> None:
    def plain(_: Request, answer: Answer) -> None:
        if answer.body:
            answer.headers["content-type"] = "text/plain"

    server.answers(plain)
