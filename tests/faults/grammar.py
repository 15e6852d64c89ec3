"""Values that are read too loosely or too strictly."""

from __future__ import annotations

import re
from typing import Any

from sinch_batches_server._rules import cross_field, recipients, times

from .exchange import Document
from .registry import semantic, syntactic
from .surgery import Surgery

_SUBMITTING = ("send", "dry_run", "replace")


def _without(document: Document, *names: str) -> None:
    for name in names:
        document.pop(name, None)


@syntactic("to-missing", "A batch without `to` is accepted", "SEND-019 BOUND-*-to-required")
def to_missing(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("to", ["15550001111"]), *_SUBMITTING)


@syntactic("body-missing", "A batch without `body` is accepted", "SEND-019 BOUND-*-body-required")
def body_missing(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("body", ""), *_SUBMITTING)


@syntactic("udh-missing", "A binary batch without `udh` is accepted", "BOUND-*-udh-required")
def udh_missing(server: Surgery) -> None:
    server.schema("BinarySubmission")["required"].remove("udh")


@syntactic("type-unknown", "An unknown `type` is taken for text", "BOUND-*-type-const")
def type_unknown(server: Surgery) -> None:
    def as_text(document: Document) -> None:
        if document.get("type", "mt_text") not in ("mt_text", "mt_binary"):
            document["type"] = "mt_text"

    server.documents(as_text, *_SUBMITTING)


@syntactic(
    "type-required",
    "A text without `type` is refused",
    "FIELD-default@send_batch.type READBACK-*",
)
def type_required(server: Surgery) -> None:
    server.documents(lambda document: document.setdefault("type", "none"), "send")


@semantic("type-ignored", "A binary batch is stored as text", "BASE64-* HEXADECIMAL-* READBACK-*")
def type_ignored(server: Surgery) -> None:
    server.documents(lambda document: _without(document, "type", "udh"), "send")


@syntactic(
    "report-unknown",
    "An unknown delivery_report is accepted",
    "BOUND-*-delivery_report-enum",
)
def report_unknown(server: Surgery) -> None:
    del server.schema("DeliveryReportMode")["enum"]


@syntactic(
    "report-final",
    "delivery_report per_recipient_final is refused",
    "*@send_batch.delivery_report BOUND-*-delivery_report-enum",
)
def report_final(server: Surgery) -> None:
    server.schema("DeliveryReportMode")["enum"].remove("per_recipient_final")


@syntactic("number-short", "A recipient of a single digit is accepted", "RECIPIENT-* NUM-005")
def number_short(server: Surgery) -> None:
    server.replace(recipients, "_MSISDN", lambda _: re.compile(r"[1-9][0-9]{0,14}"))


@syntactic("number-letters", "A recipient may be any text", "RECIPIENT-* NUM-005")
def number_letters(server: Surgery) -> None:
    server.replace(recipients, "is_msisdn", lambda _: lambda text: bool(text))


@syntactic("number-plus", "A recipient without leading + is refused", "RECIPIENT-*")
def number_plus(server: Surgery) -> None:
    server.replace(
        recipients,
        "recipient",
        lambda read: lambda text, field: read(text if text.startswith("+") else "+1", field),
    )


@syntactic("number-no-plus", "A recipient with leading + is refused", "RECIPIENT-*")
def number_no_plus(server: Surgery) -> None:
    server.replace(
        recipients,
        "recipient",
        lambda read: lambda text, field: read("+1" if text.startswith("+") else text, field),
    )


@syntactic("number-zeros", "A recipient with leading 00 is refused", "RECIPIENT-* SENDER-*")
def number_zeros(server: Surgery) -> None:
    server.replace(
        recipients,
        "bare_number",
        lambda read: lambda text: text if text.startswith("00") else read(text),
    )


@syntactic("number-blanks", "A recipient with blanks, dashes or brackets is refused", "RECIPIENT-*")
def number_blanks(server: Surgery) -> None:
    server.replace(recipients, "_IGNORED", lambda _: {})


@syntactic("sender-long", "A sender's name may have 20 characters", "SENDER-name-too-long@*")
def sender_long(server: Surgery) -> None:
    server.replace(recipients, "_NAME", lambda _: re.compile(r"[A-Za-z0-9]{1,20}"))


@syntactic("sender-name", "An alphanumeric sender is refused", "SENDER-name*")
def sender_name(server: Surgery) -> None:
    server.replace(recipients, "_NAME", lambda _: re.compile(r"(?!)"))


@syntactic("sender-short-code", "A short code as sender is refused", "SENDER-short-code@*")
def sender_short_code(server: Surgery) -> None:
    def reading(read: Any) -> Any:
        def strictly(text: str, field: str = "from") -> Any:
            return read("-" if text.isdigit() and len(text) <= 8 else text, field)

        return strictly

    server.replace(recipients, "sender", reading)


@syntactic(
    "body-no-base64",
    "The body of a binary batch may be no Base64",
    "BOUND-*-binary-body-pattern",
)
def body_no_base64(server: Surgery) -> None:
    del server.schema("BinaryBody")["pattern"]
    server.replace(
        cross_field, "binary_size", lambda _: lambda body, udh: len(body) + len(udh) // 2
    )


@syntactic("body-line-end", "Base64 that ends in a newline is refused", "BIN-005")
def body_line_end(server: Surgery) -> None:
    body = server.schema("BinaryBody")
    body["pattern"] = body["pattern"].replace(r"\s*", "")


@syntactic("body-type", "A body that is no string is taken as its JSON text", "BOUND-*-body-type")
def body_type(server: Surgery) -> None:
    def as_text(document: Document) -> None:
        if not isinstance(document.get("body", ""), str):
            document["body"] = str(document["body"])

    server.documents(as_text, *_SUBMITTING)


@syntactic(
    "flag-type",
    "A flash_message that is no boolean is ignored",
    "BOUND-*-flash_message-type",
)
def flag_type(server: Surgery) -> None:
    def ignore(document: Document) -> None:
        if not isinstance(document.get("flash_message", False), bool):
            document.pop("flash_message")

    server.documents(ignore, *_SUBMITTING)


@syntactic(
    "parameters-flat",
    "Parameters that are no objects are ignored",
    "BOUND-*-parameters-type BOUND-*-parameters.?-type",
)
def parameters_flat(server: Surgery) -> None:
    def ignore(document: Document) -> None:
        given = document.get("parameters")
        if not isinstance(given, dict) or not all(isinstance(v, dict) for v in given.values()):
            _without(document, "parameters")

    server.documents(ignore, *_SUBMITTING)


@syntactic(
    "time-rubbish",
    "A send_at or expire_at that is no time is ignored",
    "MOMENT-* BOUND-*-send_at-format BOUND-*-expire_at-format",
)
def time_rubbish(server: Surgery) -> None:
    def ignore(document: Document) -> None:
        for name in ("send_at", "expire_at"):
            value = document.get(name)
            if value is not None and not (isinstance(value, str) and times.is_valid(value)):
                document.pop(name)

    server.documents(ignore, *_SUBMITTING)


def _accept_only(server: Surgery, form: str) -> None:
    def reading(read: Any) -> Any:
        def parse(text: str) -> int:
            if not re.fullmatch(form, text):
                raise ValueError(text)
            result: int = read(text)
            return result

        return parse

    server.replace(times, "parse", reading)


@syntactic(
    "time-offset",
    "A time with an offset is refused",
    "MOMENT-offset-* MOMENT-offset-*@list_batches.*",
)
def time_offset(server: Surgery) -> None:
    _accept_only(server, r"[^+]*(?<!-\d\d:\d\d)")


@syntactic(
    "time-seconds", "A time without seconds is refused", "MOMENT-decimals-* MOMENT-no-seconds@*"
)
def time_seconds(server: Surgery) -> None:
    _accept_only(server, r"\d{4}-\d\d-\d\d|.*:\d\d:\d\d.*")


@syntactic(
    "time-decimals",
    "A time with more than three decimals is refused",
    "MOMENT-decimals-* MOMENT-no-seconds@* FILT-013",
)
def time_decimals(server: Surgery) -> None:
    _accept_only(server, r"[^.]*(\.\d{1,3}(?!\d).*)?")


@syntactic("time-zone-needed", "A time without a zone is refused", "MOMENT-no-offset@* FILT-013")
def time_zone_needed(server: Surgery) -> None:
    _accept_only(server, r"\d{4}-\d\d-\d\d|.*(Z|z|[+-]\d\d:?\d\d)")
