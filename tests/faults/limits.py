"""Limits that are off by one, of old docs, or not there at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sinch_batches_server._rules import cross_field

from .registry import SYNTACTIC, enter, syntactic
from .surgery import Surgery

# id, title, schema of the description (all requests that have it) and field, keyword, the
# keyword's value in the faulty server (None: no limit).
_SHARED: list[tuple[str, str, str, str, str, Any]] = [
    ("body-2001", "2001 characters of text are accepted", "TextBody", "body", "maxLength", 2001),
    ("body-1999", "The 2000th character is refused", "TextBody", "body", "maxLength", 1999),
    ("body-1600", "More than 1600 characters are refused", "TextBody", "body", "maxLength", 1600),
    ("body-empty", "An empty text is refused", "TextBody", "body", "minLength", 1),
    ("url-2049", "2049 characters of callback_url are accepted",
     "CallbackUrl", "callback_url", "maxLength", 2049),
    ("url-2047", "The 2048th character of callback_url is refused",
     "CallbackUrl", "callback_url", "maxLength", 2047),
    ("url-anything", "callback_url may be no URL", "CallbackUrl", "callback_url", "format", None),
    ("parts-0", "max_number_of_message_parts may be 0",
     "MaxNumberOfMessageParts", "max_number_of_message_parts", "minimum", 0),
    ("parts-negative", "max_number_of_message_parts may be negative",
     "MaxNumberOfMessageParts", "max_number_of_message_parts", "minimum", None),
    ("parts-1", "max_number_of_message_parts must be above 1",
     "MaxNumberOfMessageParts", "max_number_of_message_parts", "minimum", 2),
    ("ton-7", "from_ton may be 7", "FromTon", "from_ton", "maximum", 7),
    ("ton-6", "from_ton 6 is refused", "FromTon", "from_ton", "maximum", 5),
    ("ton-negative", "from_ton may be negative", "FromTon", "from_ton", "minimum", None),
    ("npi-19", "from_npi may be 19", "FromNpi", "from_npi", "maximum", 19),
    ("npi-18", "from_npi 18 is refused", "FromNpi", "from_npi", "maximum", 17),
    ("udh-anything", "udh may be no hexadecimal", "Udh", "udh", "pattern", None),
]  # fmt: skip

# The same with the request or operation that alone has the faulty limit.
_SINGLE: list[tuple[str, str, str, str, str, Any]] = [
    ("to-none", "An empty `to` is accepted", "TextSubmission", "to", "minItems", 0),
    ("to-1001", "1001 recipients are accepted", "TextSubmission", "to", "maxItems", 1001),
    ("to-999", "The 1000th recipient is refused", "TextSubmission", "to", "maxItems", 999),
    ("to-100", "More than 100 recipients are refused", "TextSubmission", "to", "maxItems", 100),
    ("reference-2049", "2049 characters of client_reference are accepted",
     "TextSubmission", "client_reference", "maxLength", 2049),
    ("reference-128", "More than 128 characters of client_reference are refused",
     "TextSubmission", "client_reference", "maxLength", 128),
    ("to-add-none", "An empty `to_add` is accepted", "TextUpdate", "to_add", "minItems", 0),
    ("to-add-1001", "1001 entries of `to_add` are accepted",
     "TextUpdate", "to_add", "maxItems", 1001),
    ("to-remove-none", "An empty `to_remove` is accepted",
     "TextUpdate", "to_remove", "minItems", 0),
    ("binary-to-1001", "1001 recipients of a binary batch are accepted",
     "BinarySubmission", "to", "maxItems", 1001),
    ("page-size-101", "page_size may be 101", "list_batches", "page_size", "maximum", 101),
    ("page-size-100", "page_size 100 is refused", "list_batches", "page_size", "maximum", 99),
    ("page-size-0", "page_size may be 0", "list_batches", "page_size", "minimum", 0),
    ("page-size-default", "A page holds 20 batches unless told otherwise",
     "list_batches", "page_size", "default", 20),
    ("page-from-1", "Page 0 is refused", "list_batches", "page", "minimum", 1),
    ("reference-filter-2049", "The filter client_reference may have 2049 characters",
     "list_batches", "client_reference", "maxLength", 2049),
    ("details-1001", "number_of_recipients may be 1001",
     "dry_run_batch", "number_of_recipients", "maximum", 1001),
    ("details-999", "number_of_recipients 1000 is refused",
     "dry_run_batch", "number_of_recipients", "maximum", 999),
    ("details-default", "A dry run gives details of 10 recipients unless told otherwise",
     "dry_run_batch", "number_of_recipients", "default", 10),
]  # fmt: skip

# Requirements that describe a fault beside the boundary case of its keyword.
_ALSO = {
    "body-empty": "PART-011",
    "parts-1": "FLAG-* COUNT-* READBACK-*",
    "to-1001": "SEND-019",
    "to-999": "SCALE-*",
    "to-100": "SCALE-* DRY-008 SCALE-*@dry_run_batch.to",
    "page-size-default": "SCALE-31@list_batches.page_size",
    "page-from-1": "LIST-002",
    "details-999": "SCALE-*@dry_run_batch.to",
    "details-default": "DRY-008",
}


def _enter(rows: list[tuple[str, str, str, str, str, Any]], find: Callable[..., Any]) -> None:
    for id, title, owner, field, keyword, value in rows:  # noqa: A001
        boundary = "" if keyword == "default" else f"BOUND-*-{field}-{keyword}"
        requirements = f"{boundary} {_ALSO.get(id, '')}"
        enter(id, SYNTACTIC, title, requirements, _limiting(find, owner, field, keyword, value))


def _limiting(
    find: Callable[..., dict[str, Any]], owner: str, field: str, keyword: str, value: Any
) -> Callable[[Surgery], None]:
    def apply(server: Surgery) -> None:
        schema = find(server, owner, field)
        if value is None:
            del schema[keyword]
        else:
            schema[keyword] = value

    return apply


def _shared(server: Surgery, owner: str, _: str) -> dict[str, Any]:
    return server.schema(owner)


def _single(server: Surgery, owner: str, field: str) -> dict[str, Any]:
    if owner.islower():
        return server.parameter(owner, field)
    found = server.field(f"{owner}.{field}")
    # The field may be a reference to a schema that others share: give it one of its own.
    if reference := found.pop("$ref", None):
        found.update(server.schema(reference.rpartition("/")[2]))
    return found


_enter(_SHARED, _shared)
_enter(_SINGLE, _single)


@syntactic(
    "binary-141",
    "A binary message may have 141 bytes",
    "RULE-bytes-141@* RULE-bytes-140-with-stored-udh@update_batch",
)
def binary_141(server: Surgery) -> None:
    server.replace(cross_field, "MOST_BINARY_BYTES", lambda _: 141)


@syntactic("binary-139", "The 140th byte of a binary message is refused", "RULE-bytes-140*")
def binary_139(server: Surgery) -> None:
    server.replace(cross_field, "MOST_BINARY_BYTES", lambda _: 139)


@syntactic(
    "parameter-key-17",
    "The key of a parameter may have 17 characters",
    "BOUND-*-parameters.name-maxLength",
)
def parameter_key_17(server: Surgery) -> None:
    server.schema("Parameters")["propertyNames"]["maxLength"] = 17


@syntactic(
    "parameter-key-15",
    "The 16th character of a parameter's key is refused",
    "BOUND-*-parameters.name-maxLength",
)
def parameter_key_15(server: Surgery) -> None:
    server.schema("Parameters")["propertyNames"]["maxLength"] = 15


@syntactic(
    "parameter-key-blank",
    "The key of a parameter may hold any character",
    "BOUND-*-parameters.name-pattern",
)
def parameter_key_blank(server: Surgery) -> None:
    del server.schema("Parameters")["propertyNames"]["pattern"]


@syntactic(
    "parameter-value-161",
    "The value of a parameter may have 161 characters",
    "BOUND-*-parameters.?.?-maxLength",
)
def parameter_value_161(server: Surgery) -> None:
    server.schema("Parameters")["additionalProperties"]["additionalProperties"]["maxLength"] = 161


@syntactic(
    "parameter-value-159",
    "The 160th character of a parameter's value is refused",
    "BOUND-*-parameters.?.?-maxLength",
)
def parameter_value_159(server: Surgery) -> None:
    server.schema("Parameters")["additionalProperties"]["additionalProperties"]["maxLength"] = 159


@syntactic("update-to-1001", "Updates may bring a batch above 1000 recipients", "UPD-025")
def update_to_1001(server: Surgery) -> None:
    server.replace(cross_field, "MOST_RECIPIENTS", lambda _: 1001)
