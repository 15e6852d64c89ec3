"""What is sent isn't what is kept, or not for everyone to whom it belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinch_batches_server._rules import times

from .exchange import Document
from .registry import semantic
from .surgery import Surgery


def _keep(server: Surgery, change: Callable[[Document], None]) -> None:
    """Change the document of a batch before it is kept."""
    server.documents(change, "send", "replace")


def _forget(id: str, name: str, requirements: str) -> None:  # noqa: A002
    def apply(server: Surgery) -> None:
        _keep(server, lambda document: document.pop(name, None))

    semantic(id, f"{name} is forgotten", requirements)(apply)


_forget(
    "forget-reference",
    "client_reference",
    "REFERENCE-* READBACK-*",
)
_forget(
    "forget-callback",
    "callback_url",
    "CHOICE-* URL-*",
)
_forget(
    "forget-feedback",
    "feedback_enabled",
    "FLAG-* COUNT-* READBACK-* FB-001 FB-002",
)
_forget("forget-flash", "flash_message", "FLAG-* COUNT-* READBACK-*")
_forget("forget-truncate", "truncate_concat", "FLAG-* COUNT-* READBACK-*")
_forget(
    "forget-parts",
    "max_number_of_message_parts",
    "FLAG-* COUNT-* READBACK-*",
)
_forget("forget-parameters", "parameters", "PARAMETERS-*")
_forget(
    "forget-report",
    "delivery_report",
    "CHOICE-* URL-*",
)
_forget("forget-send-at", "send_at", "MOMENT-* READBACK-*")
_forget("forget-expire-at", "expire_at", "MOMENT-* READBACK-* RULE-expiry-soonest@*")
_forget(
    "forget-from",
    "from",
    "SENDER-* READBACK-* SENDER-* SENDER-name* SENDER-short-code@*",
)


@semantic("forget-ton", "from_ton and from_npi are forgotten", "FLAG-* COUNT-* READBACK-*")
def forget_ton(server: Surgery) -> None:
    def forget(document: Document) -> None:
        document.pop("from_ton", None)
        document.pop("from_npi", None)

    _keep(server, forget)


@semantic(
    "report-default", "delivery_report is summary by default", "FIELD-default@*.delivery_report"
)
def report_default(server: Surgery) -> None:
    def fill(document: Document) -> None:
        if "callback_url" in document:
            document.setdefault("delivery_report", "summary")

    _keep(server, fill)


@semantic("flash-default", "flash_message is true by default", "FIELD-default@*.flash_message")
def flash_default(server: Surgery) -> None:
    _keep(server, lambda document: document.setdefault("flash_message", True))


@semantic(
    "feedback-default",
    "feedback_enabled is true by default",
    "FIELD-default@*.feedback_enabled FB-004",
)
def feedback_default(server: Surgery) -> None:
    _keep(server, lambda document: document.setdefault("feedback_enabled", True))


@semantic("reference-lower", "client_reference is kept in lower case", "REFERENCE-* READBACK-*")
def reference_lower(server: Surgery) -> None:
    server.batches(
        lambda b: (
            b.update(client_reference=b["client_reference"].lower())
            if "client_reference" in b
            else None
        )
    )


@semantic("url-no-query", "The query of a callback_url is lost", "CHOICE-* URL-*")
def url_no_query(server: Surgery) -> None:
    def cut(batch: Document) -> None:
        if "callback_url" in batch:
            batch["callback_url"] = batch["callback_url"].partition("?")[0]

    server.batches(cut)


@semantic("keys-lower", "Keys of parameters are kept in lower case", "PARAMETERS-*")
def keys_lower(server: Surgery) -> None:
    def lower(batch: Document) -> None:
        if "parameters" in batch:
            batch["parameters"] = {k.lower(): v for k, v in batch["parameters"].items()}

    server.batches(lower)


@semantic("parameters-default-lost", "The default of a parameter is lost", "PARAMETERS-*")
def parameters_default_lost(server: Surgery) -> None:
    def lose(batch: Document) -> None:
        for values in batch.get("parameters", {}).values():
            values.pop("default", None)

    server.batches(lose)


@semantic("udh-changed", "The first byte of udh is lost", "BASE64-* HEXADECIMAL-* READBACK-*")
def udh_changed(server: Surgery) -> None:
    def cut(batch: Document) -> None:
        if "udh" in batch:
            batch["udh"] = batch["udh"][2:] or "00"

    server.batches(cut)


@semantic(
    "binary-decoded",
    "The body of a binary batch comes back decoded",
    "BASE64-* HEXADECIMAL-* READBACK-*",
)
def binary_decoded(server: Surgery) -> None:
    def decode(batch: Document) -> None:
        if batch["type"] == "mt_binary":
            batch["body"] = batch["body"].rstrip("=") + "!"

    server.batches(decode)


def _shifted(server: Surgery, hours: int, zoned: bool) -> None:
    def reading(read: Any) -> Any:
        def parse(text: str) -> int:
            has_zone = text[-1] in "Zz" or text[-6:-5] in ("+", "-")
            is_offset = has_zone and text[-1] not in "Zz"
            if zoned and is_offset:
                return int(read(text[:-6] + "Z"))
            if not zoned and not has_zone and "T" in text:
                return int(read(text)) - hours * times.HOUR
            return int(read(text))

        return parse

    server.replace(times, "parse", reading)


@semantic(
    "zone-dropped",
    "The offset of a time is dropped",
    "MOMENT-offset-* MOMENT-offset-*@list_batches.*",
)
def zone_dropped(server: Surgery) -> None:
    _shifted(server, 0, zoned=True)


@semantic("zone-local", "A time without a zone is the server's local time", "MOMENT-no-offset@*")
def zone_local(server: Surgery) -> None:
    _shifted(server, 2, zoned=False)


@semantic(
    "millis-lost",
    "The milliseconds of a time are lost",
    "MOMENT-* READBACK-* FILT-008 FILT-010",
)
def millis_lost(server: Surgery) -> None:
    server.replace(times, "parse", lambda read: lambda text: read(text) // 1000 * 1000)
