"""Values of which nobody thinks: right ones, that are kept as something else or refused."""

from __future__ import annotations

import html

from .exchange import Document
from .registry import semantic, syntactic
from .surgery import Surgery

_STORING = ("send", "replace")


@semantic(
    "reference-digits",
    "A client_reference of digits alone comes back as a number",
    "PROP-send_batch-*",
)
def reference_digits(server: Surgery) -> None:
    def as_number(batch: Document) -> None:
        reference = batch.get("client_reference", "")
        if reference.isdecimal() and len(reference) < 19:
            batch["client_reference"] = int(reference)

    server.batches(as_number)


@semantic(
    "reference-trimmed",
    "Blanks around a client_reference are cut off",
    "PROP-send_batch-* REFERENCE-blank-at-end@*",
)
def reference_trimmed(server: Surgery) -> None:
    def trim(document: Document) -> None:
        if isinstance(document.get("client_reference"), str):
            document["client_reference"] = document["client_reference"].strip()

    server.documents(trim, *_STORING)


@semantic("text-line-ends", "Carriage returns in a text become line feeds", "TEXT-line-ends@*")
def text_line_ends(server: Surgery) -> None:
    def normalise(document: Document) -> None:
        if isinstance(document.get("body"), str) and document.get("type") != "mt_binary":
            document["body"] = document["body"].replace("\r", "\n")

    server.documents(normalise, *_STORING)


@semantic("text-control", "Control characters in a text are dropped", "PROP-send_batch-*")
def text_control(server: Surgery) -> None:
    def drop(document: Document) -> None:
        if isinstance(document.get("body"), str) and document.get("type") != "mt_binary":
            kept = [c for c in document["body"] if c.isprintable() or c in "\r\n\t"]
            document["body"] = "".join(kept)

    server.documents(drop, *_STORING)


@semantic("text-markup", "The characters <, > and & in a text are escaped", "TEXT-markup@*")
def text_markup(server: Surgery) -> None:
    def escape(document: Document) -> None:
        if isinstance(document.get("body"), str):
            document["body"] = html.escape(document["body"], quote=False)

    server.documents(escape, *_STORING)


@syntactic(
    "parameters-no-values",
    "A key of parameters without values is refused",
    "PROP-send_batch-*",
)
def parameters_no_values(server: Surgery) -> None:
    def spoil(document: Document) -> None:
        parameters = document.get("parameters")
        if isinstance(parameters, dict) and {} in parameters.values():
            document["to"] = []

    server.documents(spoil, *_STORING)


@syntactic(
    "expiry-alone",
    "An expire_at without send_at is refused",
    "PROP-send_batch-*",
)
def expiry_alone(server: Surgery) -> None:
    def spoil(document: Document) -> None:
        if "expire_at" in document and "send_at" not in document:
            document["to"] = []

    server.documents(spoil, *_STORING)
