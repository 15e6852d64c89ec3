"""Fields that the page doesn't list where they come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.suite.other_server.submission import Fields

from .plan import Reader, reading, without

_OF_SEND = ("feedback_enabled", "truncate_concat", "from_ton", "from_npi")
_OF_UPDATE = (
    *("from", "body", "to_add", "to_remove", "delivery_report"),
    *("send_at", "expire_at", "callback_url"),
)
_OF_TEXT = ("flash_message", "max_number_of_message_parts", "truncate_concat")


@reading("unlisted-ignored", "page L432-L528, L1031-L1127; contradiction 16; decision 59")
class UnlistedIgnored(Reader):
    """Dry run and replace know nothing of four fields that only Send lists."""

    def asked(self, operation: str, given: Fields) -> Fields:
        listed = given if operation in {"send", "update"} else without(given, *_OF_SEND)
        return super().asked(operation, listed)


@reading("update-by-its-list", "page L762-L834; contradiction 17")
class UpdateByItsList(Reader):
    """An update changes the eight fields that the page lists for it, and knows of no other."""

    def asked(self, operation: str, given: Fields) -> Fields:
        listed = given
        if operation == "update":
            listed = {name: value for name, value in given.items() if name in _OF_UPDATE}
        return super().asked(operation, listed)


@reading("get-by-its-schema", "page L603-L723, L842-L960, L1135-L1260; contradiction 15")
class GetByItsSchema(Reader):
    """The answers of get, update and replace lack four fields that only Send and List show."""

    def get(self, batch_id: str) -> dict[str, Any]:
        return without(super().get(batch_id), *_OF_SEND)

    def update(self, batch_id: str, document: Any) -> dict[str, Any]:
        return without(super().update(batch_id, document), *_OF_SEND)

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        return without(super().replace(batch_id, document), *_OF_SEND)


@reading("binary-flags-ignored", "contradiction 6; decision 60")
class BinaryFlagsIgnored(Reader):
    """A binary message neither flashes nor has parts."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        is_binary = given.get("type") == "mt_binary"
        return super().submitted(without(given, *_OF_TEXT) if is_binary else given, now)

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        is_binary = current["type"] == "mt_binary"
        return super().changed(without(given, *_OF_TEXT) if is_binary else given, current, now)


@reading("binary-parameters-ignored", "page L514: 'Not applicable'; decision 10")
class BinaryParametersIgnored(Reader):
    """Parameters of a binary message are passed over instead of refused."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        is_binary = given.get("type") == "mt_binary"
        return super().submitted(without(given, "parameters") if is_binary else given, now)

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        is_binary = current["type"] == "mt_binary"
        return super().changed(without(given, "parameters") if is_binary else given, current, now)
