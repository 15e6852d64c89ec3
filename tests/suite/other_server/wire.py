"""HTTP: paths, tokens, media types, and chunked answers."""

from __future__ import annotations

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from .fields import JSON, RefusedError
from .plan import Plan


class Server(ThreadingHTTPServer):
    """A server of several plans, each with its own token."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, address: tuple[str, int], plans: dict[tuple[str, str], Plan]) -> None:
        super().__init__(address, _Handler)
        self.plans = plans


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "other"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def __getattr__(self, name: str) -> Any:
        # Whatever the method, the same way answers it: 405 is an answer, 501 isn't documented.
        if name.startswith("do_"):
            return self._respond
        raise AttributeError(name)

    def log_message(self, *_: object) -> None:
        """Keep quiet: a log could hold a token."""

    def _respond(self) -> None:
        raw = self._body()
        try:
            status, answer = self._operate(raw)
        except RefusedError as refusal:
            status = refusal.status
            answer = {"text": refusal.text, "details": [], "code": refusal.code}
        self._write(status, answer)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            whole = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                whole += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return whole
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _operate(self, raw: bytes) -> tuple[int, Any]:
        split = urlsplit(self.path)
        segments = [unquote(segment) for segment in split.path.split("/")[1:]]
        plan = self._plan(segments)
        query = parse_qs(split.query, keep_blank_values=True)
        match segments[3:]:
            case ["batches"]:
                return self._on_batches(plan, query, raw)
            case ["batches", "dry_run"] if self.command == "POST":
                return 200, plan.dry_run(self._document(raw), query)
            case ["batches", batch_id, "delivery_feedback"]:
                self._allow("POST")
                plan.feedback(batch_id, self._document(raw))
                return 202, None
            case ["delivery_reports"]:
                self._allow("GET")
                return 200, plan.deliveries.list(query)
            case ["batches", batch_id, "delivery_report"] if batch_id:
                self._allow("GET")
                plan.find_reported(batch_id)
                return 200, plan.deliveries.of_batch(batch_id, query)
            case ["batches", batch_id, "delivery_report", number] if batch_id and number:
                self._allow("GET")
                plan.find_reported(batch_id)
                return 200, plan.deliveries.of_recipient(batch_id, number)
            case ["batches", batch_id] if batch_id:
                return self._on_batch(plan, batch_id, raw)
        raise RefusedError("not_found", "Nothing is here.", status=404)

    def _plan(self, segments: list[str]) -> Plan:
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if segments[:2] != ["xms", "v1"] or len(segments) < 3:
            raise RefusedError("not_found", "Nothing is here.", status=404)
        plan = self.server.plans.get((segments[2], token.strip()))
        if scheme.lower() != "bearer" or plan is None:
            raise RefusedError("unauthorized", "This token isn't valid here.", status=401)
        return plan

    def _on_batches(self, plan: Plan, query: dict[str, list[str]], raw: bytes) -> tuple[int, Any]:
        self._allow("GET", "POST")
        if self.command == "GET":
            return 200, plan.list(query)
        return 201, plan.send(self._document(raw))

    def _on_batch(self, plan: Plan, batch_id: str, raw: bytes) -> tuple[int, Any]:
        self._allow("GET", "POST", "PUT", "DELETE")
        match self.command:
            case "GET":
                return 200, plan.get(batch_id)
            case "POST":
                return 200, plan.update(batch_id, self._document(raw))
            case "PUT":
                return 200, plan.replace(batch_id, self._document(raw))
        return 200, plan.cancel(batch_id)

    def _allow(self, *methods: str) -> None:
        if self.command not in methods:
            raise RefusedError("no_such_method", f"Only {', '.join(methods)}.", status=405)

    def _document(self, raw: bytes) -> Any:
        media_type = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise RefusedError("unsupported_media_type", "JSON, please.", status=415)
        try:
            return json.loads(raw.decode(), parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            raise RefusedError(JSON, "That isn't JSON.") from error

    def _write(self, status: int, answer: Any) -> None:
        self.send_response(status)
        if status == 401:
            self.send_header("www-authenticate", 'Bearer realm="sms"')
        if answer is None:
            self.send_header("content-length", "0")
            self.end_headers()
            return
        if status == 201:
            self.send_header("location", f"{urlsplit(self.path).path}/{answer['id']}")
        self.send_header("CONTENT-TYPE", "application/JSON; Charset=UTF-8")
        self.send_header("transfer-encoding", "chunked")
        self.end_headers()
        if self.command == "HEAD":
            return
        payload = json.dumps(answer, indent=1).encode()
        third = len(payload) // 3 + 1
        for start in range(0, len(payload), third):
            piece = payload[start : start + third]
            self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} isn't JSON")
