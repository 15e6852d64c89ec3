"""Which limit holds, and what is counted."""

from __future__ import annotations

from collections.abc import Sequence

from tests.suite.other_server.sms import Message
from tests.suite.other_server.submission import Fields

from .plan import Reader, reading, refuse


@reading("short-limits", "page L444, L517, L769, L1043, L1116; decision 58")
class ShortLimits(Reader):
    """1600 characters in dry run, update and replace, and 128 of client_reference there."""

    def asked(self, operation: str, given: Fields) -> Fields:
        if operation != "send" and len(str(given.get("body", ""))) > 1600:
            raise refuse("body: 1600 characters at most")
        short = operation in {"dry_run", "replace"}
        if short and len(str(given.get("client_reference", ""))) > 128:
            raise refuse("client_reference: 128 characters at most")
        return super().asked(operation, given)


@reading("utf-16-limits", "page L34, L99: 'characters', which in Java are UTF-16 units")
class Utf16Limits(Reader):
    """A character outside of the basic plane counts twice towards a limit."""

    def asked(self, operation: str, given: Fields) -> Fields:
        for name, most in (("body", 2000), ("client_reference", 2048)):
            if len(str(given.get(name, "")).encode("utf-16-le", "surrogatepass")) > 2 * most:
                raise refuse(f"{name}: {most} characters at most")
        return super().asked(operation, given)


@reading("no-part-of-nothing", "page L544: 'The total number of SMS message parts'; decision 64")
class NoPartOfNothing(Reader):
    """An empty message has no part."""

    def _messages(self, fields: Fields, everyone: Sequence[str]) -> Sequence[Message]:
        made = super()._messages(fields, everyone)
        return [message if message.body else message._replace(parts=0) for message in made]


@reading("parts-by-the-table", "sources §7, the documentation's table of GSM parts; decision 64")
class PartsByTheTable(Reader):
    """From 7 parts on, a text has a part more as soon as the documentation's table says so."""

    def _messages(self, fields: Fields, everyone: Sequence[str]) -> Sequence[Message]:
        return [
            message._replace(parts=-(-(len(message.body) + 10) // 153))
            if message.parts > 6 and message.encoding == "text"
            else message
            for message in super()._messages(fields, everyone)
        ]
