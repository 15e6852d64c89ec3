"""Texts that are encoded, split or filled in wrongly."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._rules import dry_run as dry_runs
from sinch_batches_server._rules import encoding, parameters
from sinch_batches_server._rules.fields import Batch

from .exchange import Document
from .registry import semantic, syntactic
from .surgery import Surgery


@syntactic("details-no-encoding", "Details have no encoding", "DRY-003 PART-008")
def details_no_encoding(server: Surgery) -> None:
    server.details(lambda entry: entry.pop("encoding"))


@semantic("encoding-gsm", "The encoding is always text", "PART-008")
def encoding_gsm(server: Surgery) -> None:
    server.details(lambda entry: entry.update(encoding="text"))


@semantic("encoding-ascii", "Every character beyond ASCII counts as Unicode", "PART-008 PART-001")
def encoding_ascii(server: Surgery) -> None:
    def choosing(choose: Any) -> Any:
        return lambda text: choose(text) if text.isascii() else "unicode"

    server.replace(encoding, "encoding", choosing)


@semantic("encoding-latin-1", "Characters of Latin-1 beyond GSM count as GSM", "PART-008 PART-012")
def encoding_latin_1(server: Surgery) -> None:
    latin = frozenset(chr(code) for code in range(0xC0, 0x100))
    server.replace(encoding, "_GSM", lambda known: known | latin)


@semantic("encoding-greek", "Greek capitals count as Unicode", "PART-008 PART-001")
def encoding_greek(server: Surgery) -> None:
    server.replace(encoding, "_GSM", lambda known: known - frozenset("ΔΦΓΛΩΠΨΣΘΞ"))


@semantic("encoding-extended", "Extended characters count as Unicode", "PART-008 PART-003")
def encoding_extended(server: Surgery) -> None:
    server.replace(encoding, "_GSM", lambda known: known - encoding._EXTENDED)


@semantic("encoding-template", "The encoding is that of the body with its placeholders", "PART-008")
def encoding_template(server: Surgery) -> None:
    def describing(messages: Any) -> Any:
        def described(batch: Batch, numbers: Any) -> Any:
            kind = encoding.encoding(batch.body)
            return [{**message, "encoding": kind} for message in messages(batch, numbers)]

        return described

    server.replace(dry_runs, "messages", describing)


@semantic("parts-template", "Parts are counted before the parameters are filled in", "PART-007")
def parts_template(server: Surgery) -> None:
    def describing(messages: Any) -> Any:
        def described(batch: Batch, numbers: Any) -> Any:
            parts = encoding.number_of_parts(batch.body)
            return [{**m, "number_of_parts": parts} for m in messages(batch, numbers)]

        return described

    server.replace(dry_runs, "messages", describing)


@semantic("extended-single", "Extended characters count once", "PART-003")
def extended_single(server: Surgery) -> None:
    server.replace(encoding, "_EXTENDED", lambda _: frozenset())


@semantic("euro-single", "The euro sign counts once", "PART-003")
def euro_single(server: Surgery) -> None:
    server.replace(encoding, "_EXTENDED", lambda known: known - {"€"})


@semantic("emoji-single", "Characters beyond the basic plane count once", "PART-006")
def emoji_single(server: Surgery) -> None:
    def writing(units: Any) -> Any:
        return lambda text, kind: text if kind == "unicode" else units(text, kind)

    server.replace(encoding, "units", writing)


def _limit(id: str, title: str, name: str, key: str, value: int, requirements: str) -> None:  # noqa: A002
    def apply(server: Surgery) -> None:
        server.replace(encoding, name, lambda known: {**known, key: value})

    semantic(id, title, requirements)(apply)


_limit("single-161", "161 characters fit into one part", "_SINGLE", "text", 161, "PART-001")
_limit("single-159", "160 characters need two parts", "_SINGLE", "text", 159, "PART-001")
_limit(
    "single-unicode-71", "71 Unicode units fit into one part", "_SINGLE", "unicode", 71, "PART-004"
)
_limit("single-unicode-69", "70 Unicode units need two parts", "_SINGLE", "unicode", 69, "PART-004")
_limit("joined-160", "Joined parts hold 160 characters", "_JOINED", "text", 160, "PART-002")
_limit("joined-154", "Joined parts hold 154 characters", "_JOINED", "text", 154, "PART-002")
_limit("joined-152", "Joined parts hold 152 characters", "_JOINED", "text", 152, "PART-002")
_limit(
    "joined-unicode-70", "Joined parts hold 70 Unicode units", "_JOINED", "unicode", 70, "PART-005"
)
_limit(
    "joined-unicode-66", "Joined parts hold 66 Unicode units", "_JOINED", "unicode", 66, "PART-005"
)


@semantic("truncate-ignored", "truncate_concat doesn't shorten", "PART-010")
def truncate_ignored(server: Surgery) -> None:
    server.documents(lambda document: document.pop("truncate_concat", None), "dry_run")


@semantic("truncate-always", "Every text is shortened to one part", "PART-002 PART-005")
def truncate_always(server: Surgery) -> None:
    server.documents(lambda document: document.update(truncate_concat=True), "dry_run")


@semantic("truncate-false", "truncate_concat false shortens too", "PART-010")
def truncate_false(server: Surgery) -> None:
    def shorten(document: Document) -> None:
        if document.get("truncate_concat") is False:
            document["truncate_concat"] = True

    server.documents(shorten, "dry_run")


@semantic("parameters-default-only", "Every recipient gets the default of a parameter", "DRY-005")
def parameters_default_only(server: Surgery) -> None:
    server.replace(parameters, "value_for", lambda find: lambda values, _: find(values, "default"))


@semantic("parameters-no-default", "The default of a parameter isn't used", "DRY-005")
def parameters_no_default(server: Surgery) -> None:
    server.replace(parameters, "value_for", lambda _: lambda values, number: values.get(number))


@semantic(
    "parameters-first-value", "Every recipient gets the first value of a parameter", "DRY-005"
)
def parameters_first_value(server: Surgery) -> None:
    server.replace(
        parameters, "value_for", lambda _: lambda values, _: next(iter(values.values()), None)
    )


@semantic("parameters-unnormalised", "A parameter's number with a + is nobody's", "DRY-005")
def parameters_unnormalised(server: Surgery) -> None:
    server.replace(parameters, "_bare", lambda _: lambda who: who)


@semantic("parameters-once", "Only the first placeholder of a body is filled in", "DRY-005")
def parameters_once(server: Surgery) -> None:
    def expanding(expand: Any) -> Any:
        def once(body: str, values: Any, number: str) -> Any:
            head, brace, tail = body.partition("}")
            return expand(head + brace, values, number) + tail

        return once

    server.replace(parameters, "expand", expanding)


@semantic("parameters-any-case", "Placeholders match keys in any case", "DRY-006")
def parameters_any_case(server: Surgery) -> None:
    def expanding(expand: Any) -> Any:
        def loosely(body: str, values: Any, number: str) -> Any:
            lower = parameters._PLACEHOLDER.sub(lambda found: found[0].lower(), body)
            known = None if values is None else {key.lower(): own for key, own in values.items()}
            return expand(lower, known, number)

        return loosely

    server.replace(parameters, "expand", expanding)
