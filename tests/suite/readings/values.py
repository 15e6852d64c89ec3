"""What a value may be, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from tests.suite.other_server.fields import RefusedError, moment, phone_number
from tests.suite.other_server.plan import Batch
from tests.suite.other_server.sms import Message
from tests.suite.other_server.submission import Fields

from .plan import Reader, reading, refuse, without


@reading("plus-in-answers", "page L733, L984, L1271; contradiction 21")
class PlusInAnswers(Reader):
    """Answers show numbers with a +."""

    def _shown(self, batch: Batch) -> dict[str, Any]:
        shown = super()._shown(batch)
        shown["to"] = [_with_plus(entry) for entry in shown["to"]]
        if "from" in shown:
            shown["from"] = _with_plus(shown["from"])
        return shown

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        answer = super().dry_run(document, query)
        for detail in answer.get("per_recipient", []):
            detail["recipient"] = _with_plus(detail["recipient"])
        return answer


def _with_plus(entry: str) -> str:
    return f"+{entry}" if phone_number(entry) else entry


@reading("recipients-are-a-set", "page L70, which promises no order; decision 13")
class RecipientsAreASet(Reader):
    """Recipients come back once each, in an order of the server's."""

    def kept(self, fields: Fields, now: datetime) -> Fields:
        return super().kept({**fields, "to": sorted(set(fields["to"]))}, now)


@reading("null-refused-in-updates", "page L762-L834, where no field may be null; decision 68")
class NullRefusedInUpdates(Reader):
    """An update takes no null."""

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        if None in given.values():
            raise refuse("No field may be null.")
        return super().changed(given, current, now)


@reading("null-refused", "page L31-L133, where no field may be null; decision 9")
class NullRefused(Reader):
    """Send, dry run and replace take no null."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        if None in given.values():
            raise refuse("No field may be null.")
        return super().submitted(given, now)


@reading("lowercase-booleans", "page L423: 'per_recipient=true'; decision 67")
class LowercaseBooleans(Reader):
    """A query says true or false, and neither True nor False."""

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        if not set(query.get("per_recipient", [])) <= {"true", "false"}:
            raise refuse("per_recipient: true or false")
        return super().dry_run(document, query)


@reading("reversed-dates-refused", "page L346-L356")
class ReversedDatesRefused(Reader):
    """A list that ends before it starts is refused."""

    def list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        given = [name for name in ("start_date", "end_date") if name in query]
        dates = [moment(name, query[name][-1]) for name in given]
        if dates != sorted(dates):
            raise refuse("end_date: not before start_date")
        return super().list(query)


@reading("details-always-there", "page L546, where `per_recipient` has no condition")
class DetailsAlwaysThere(Reader):
    """A dry run that isn't asked for details shows an empty list of them."""

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        return {"per_recipient": [], **super().dry_run(document, query)}


@reading("other-encodings", "page L548: 'the encoding type', which has no names there")
class OtherEncodings(Reader):
    """The details of a dry run call the encodings by other names."""

    def _messages(self, fields: Fields, everyone: Sequence[str]) -> Sequence[Message]:
        names = {"text": "GSM7", "unicode": "UCS2"}
        made = super()._messages(fields, everyone)
        return [message._replace(encoding=names[message.encoding]) for message in made]


@reading("details-by-other-names", "page L546-548, which name none of them")
class DetailsByOtherNames(Reader):
    """The details of a dry run call the recipient and the body by other names."""

    def dry_run(self, document: Any, query: dict[str, list[str]]) -> dict[str, Any]:
        names = {"recipient": "msisdn", "body": "message"}
        answer = super().dry_run(document, query)
        for row in answer.get("per_recipient", ()):
            for name, other in names.items():
                row[other] = row.pop(name)
        return answer


@reading("no-page-after-the-last", "page L327-332, which say nothing of one")
class NoPageAfterTheLast(Reader):
    """There is no page after the last one."""

    def list(self, query: dict[str, list[str]]) -> dict[str, Any]:
        answer = super().list(query)
        if answer["page"] and not answer["batches"]:
            raise RefusedError("no_such_page", "The list ends before.", status=404)
        return answer


@reading("plain-names", "page L75: 'alphanumeric'")
class PlainNames(Reader):
    """A sender's name has letters and digits only."""

    def asked(self, operation: str, given: Fields) -> Fields:
        name = str(given.get("from", ""))
        if re.search("[A-Za-z]", name) and not name.isalnum():
            raise refuse("from: letters and digits only")
        return super().asked(operation, given)


@reading("long-names", "page L75, which gives a sender's name no longest length")
class LongNames(Reader):
    """A sender's name may be longer than 11 characters."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        return super().submitted({**given, **_held_back(given)}, now)

    def _read(self, document: Any, now: datetime) -> Fields:
        return {**super()._read(document, now), **_long_name(document)}

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        return super().changed({**given, **_held_back(given)}, current, now)

    def _read_update(self, document: Any, current: Fields, now: datetime) -> Fields:
        return {**super()._read_update(document, current, now), **_long_name(document)}


def _long_name(document: Fields) -> Fields:
    name = document.get("from")
    is_long = isinstance(name, str) and re.fullmatch(r"[A-Za-z][A-Za-z0-9 ]{11,}", name)
    return {"from": name} if is_long else {}


def _held_back(document: Fields) -> Fields:
    return {"from": "held back"} if _long_name(document) else {}


@reading("empty-is-unset", "page L94, L99: 0 characters are allowed, and no URL")
class EmptyIsUnset(Reader):
    """An empty callback_url or client_reference is as good as none."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        return super().submitted(without(given, *_empty(given)), now)

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        return super().changed({**given, **dict.fromkeys(_empty(given))}, current, now)


def _empty(given: Fields) -> list[str]:
    return [name for name in ("callback_url", "client_reference") if given.get(name) == ""]


@reading("writable-text", "page L34: a text; what can't be written in UTF-8, or is U+0000, is none")
class WritableText(Reader):
    """No text holds half a pair of surrogates or U+0000."""

    def asked(self, operation: str, given: Fields) -> Fields:
        if any("\0" in text or re.search("[\ud800-\udfff]", text) for text in _texts(given)):
            raise refuse("That is no text.")
        return super().asked(operation, given)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        entries = [*value, *value.values()] if isinstance(value, dict) else value
        for entry in entries:
            yield from _texts(entry)
