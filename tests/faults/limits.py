"""Limits that are off by one, of old docs, or not there at all."""

from __future__ import annotations

from typing import Any

from sinch_batches_server import _rules as rules

from .registry import SYNTACTIC, enter, syntactic
from .surgery import Surgery

# id, title, field of the description, keyword, its value in the faulty server (None: no limit),
# requirements that describe it.
_FIELDS: list[tuple[str, str, str, str, Any, str]] = [
    ("to-none", "An empty `to` is accepted", "TextSubmission.to", "minItems", 0, "?"),
    ("to-1001", "1001 recipients are accepted", "TextSubmission.to", "maxItems", 1001, "?"),
    ("to-999", "The 1000th recipient is refused", "TextSubmission.to", "maxItems", 999, "?"),
    ("to-100", "More than 100 recipients are refused", "TextSubmission.to", "maxItems", 100, "?"),
    ("reference-2049", "2049 characters of client_reference are accepted",
     "TextSubmission.client_reference", "maxLength", 2049, "?"),
    ("reference-128", "More than 128 characters of client_reference are refused",
     "TextSubmission.client_reference", "maxLength", 128, "?"),
    ("to-add-none", "An empty `to_add` is accepted", "TextUpdate.to_add", "minItems", 0, "?"),
    ("to-add-1001", "1001 entries of `to_add` are accepted",
     "TextUpdate.to_add", "maxItems", 1001, "?"),
    ("to-remove-none", "An empty `to_remove` is accepted",
     "TextUpdate.to_remove", "minItems", 0, "?"),
    ("binary-to-1001", "1001 recipients of a binary batch are accepted",
     "BinarySubmission.to", "maxItems", 1001, "?"),
]  # fmt: skip

_SHARED: list[tuple[str, str, str, str, Any, str]] = [
    ("body-2001", "2001 characters of text are accepted", "TextBody", "maxLength", 2001, "?"),
    ("body-1999", "The 2000th character is refused", "TextBody", "maxLength", 1999, "?"),
    ("body-1600", "More than 1600 characters are refused", "TextBody", "maxLength", 1600, "?"),
    ("body-empty", "An empty text is refused", "TextBody", "minLength", 1, "?"),
    ("url-2049", "2049 characters of callback_url are accepted",
     "CallbackUrl", "maxLength", 2049, "?"),
    ("url-2047", "The 2048th character of callback_url is refused",
     "CallbackUrl", "maxLength", 2047, "?"),
    ("url-anything", "callback_url may be no URL", "CallbackUrl", "format", None, "?"),
    ("parts-0", "max_number_of_message_parts may be 0",
     "MaxNumberOfMessageParts", "minimum", 0, "?"),
    ("parts-negative", "max_number_of_message_parts may be negative",
     "MaxNumberOfMessageParts", "minimum", None, "?"),
    ("parts-1", "max_number_of_message_parts must be above 1",
     "MaxNumberOfMessageParts", "minimum", 2, "?"),
    ("ton-7", "from_ton may be 7", "FromTon", "maximum", 7, "?"),
    ("ton-6", "from_ton 6 is refused", "FromTon", "maximum", 5, "?"),
    ("ton-negative", "from_ton may be negative", "FromTon", "minimum", None, "?"),
    ("npi-19", "from_npi may be 19", "FromNpi", "maximum", 19, "?"),
    ("npi-18", "from_npi 18 is refused", "FromNpi", "maximum", 17, "?"),
    ("udh-anything", "udh may be no hexadecimal", "Udh", "pattern", None, "?"),
]  # fmt: skip

_QUERIES: list[tuple[str, str, str, str, str, Any, str]] = [
    ("page-size-101", "page_size may be 101", "list_batches", "page_size", "maximum", 101, "?"),
    ("page-size-100", "page_size 100 is refused", "list_batches", "page_size", "maximum", 99, "?"),
    ("page-size-0", "page_size may be 0", "list_batches", "page_size", "minimum", 0, "?"),
    ("page-size-default", "A page holds 20 batches unless told otherwise",
     "list_batches", "page_size", "default", 20, "?"),
    ("page-from-1", "Page 0 is refused", "list_batches", "page", "minimum", 1, "?"),
    ("reference-filter-2049", "The filter client_reference may have 2049 characters",
     "list_batches", "client_reference", "maxLength", 2049, "?"),
    ("details-1001", "number_of_recipients may be 1001",
     "dry_run_batch", "number_of_recipients", "maximum", 1001, "?"),
    ("details-999", "number_of_recipients 1000 is refused",
     "dry_run_batch", "number_of_recipients", "maximum", 999, "?"),
    ("details-default", "A dry run gives details of 10 recipients unless told otherwise",
     "dry_run_batch", "number_of_recipients", "default", 10, "?"),
]  # fmt: skip


def _set(schema: dict[str, Any], keyword: str, value: Any) -> None:
    if value is None:
        del schema[keyword]
    else:
        schema[keyword] = value


def _narrow(path: str, keyword: str, value: Any, server: Surgery) -> None:
    field = server.field(path)
    # The field may be a reference to a schema that others share: give it one of its own.
    if reference := field.pop("$ref", None):
        field.update(server.schema(reference.rpartition("/")[2]))
    _set(field, keyword, value)


def _enter_all() -> None:
    for id, title, path, keyword, value, requirements in _FIELDS:  # noqa: A001
        enter(id, SYNTACTIC, title, requirements, _narrowing(path, keyword, value))
    for id, title, schema, keyword, value, requirements in _SHARED:  # noqa: A001
        enter(id, SYNTACTIC, title, requirements, _sharing(schema, keyword, value))
    for id, title, operation, name, keyword, value, requirements in _QUERIES:  # noqa: A001
        enter(id, SYNTACTIC, title, requirements, _asking(operation, name, keyword, value))


def _narrowing(path: str, keyword: str, value: Any) -> Any:
    return lambda server: _narrow(path, keyword, value, server)


def _sharing(name: str, keyword: str, value: Any) -> Any:
    return lambda server: _set(server.schema(name), keyword, value)


def _asking(operation: str, name: str, keyword: str, value: Any) -> Any:
    return lambda server: _set(server.parameter(operation, name), keyword, value)


_enter_all()


@syntactic("binary-141", "A binary message may have 141 bytes", "?")
def _(server: Surgery) -> None:
    server.replace(rules, "MOST_BINARY_BYTES", lambda _: 141)


@syntactic("binary-139", "The 140th byte of a binary message is refused", "?")
def _(server: Surgery) -> None:
    server.replace(rules, "MOST_BINARY_BYTES", lambda _: 139)


@syntactic("parameter-key-17", "The key of a parameter may have 17 characters", "?")
def _(server: Surgery) -> None:
    server.schema("Parameters")["propertyNames"]["maxLength"] = 17


@syntactic("parameter-key-15", "The 16th character of a parameter's key is refused", "?")
def _(server: Surgery) -> None:
    server.schema("Parameters")["propertyNames"]["maxLength"] = 15


@syntactic("parameter-key-blank", "The key of a parameter may hold any character", "?")
def _(server: Surgery) -> None:
    del server.schema("Parameters")["propertyNames"]["pattern"]


@syntactic("parameter-value-161", "The value of a parameter may have 161 characters", "?")
def _(server: Surgery) -> None:
    server.schema("Parameters")["additionalProperties"]["additionalProperties"]["maxLength"] = 161


@syntactic("parameter-value-159", "The 160th character of a parameter's value is refused", "?")
def _(server: Surgery) -> None:
    server.schema("Parameters")["additionalProperties"]["additionalProperties"]["maxLength"] = 159


@syntactic("update-to-1001", "Updates may bring a batch above 1000 recipients", "?")
def _(server: Surgery) -> None:
    server.replace(rules, "MOST_RECIPIENTS", lambda _: 1001)
