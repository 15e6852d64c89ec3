"""How moments are written, and how long a batch may live."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from tests.suite.other_server.fields import RefusedError, moment, wire_time
from tests.suite.other_server.plan import Batch
from tests.suite.other_server.submission import LONGEST_LIFE, Fields

from .plan import Reader, reading, refuse, without

_MOMENTS = ("send_at", "expire_at")
_INTERNET_TIME = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)


@reading("expiry-shortened", "page L91: 'Default and max is 3 days after send_at'; decision 63")
class ExpiryShortened(Reader):
    """An expire_at too far away becomes the last one that is allowed."""

    def submitted(self, given: Fields, now: datetime) -> Fields:
        return super().submitted(_shortened(given, {}, now), now)

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        return super().changed(_shortened(given, current, now), current, now)


def _shortened(given: Fields, current: Fields, now: datetime) -> Fields:
    try:
        start, end = (_moment({**current, **given}, name) for name in _MOMENTS)
    except RefusedError:
        return given
    last = max(start or now, now) + LONGEST_LIFE
    return {**given, "expire_at": wire_time(last)} if end is not None and end > last else given


def _moment(fields: Fields, name: str) -> datetime | None:
    value = fields.get(name)
    return value if value is None or isinstance(value, datetime) else moment(name, value)


@reading("no-maximum-in-updates", "page L820-827: 'Default: 3 days', and no maximum")
class NoMaximumInUpdates(Reader):
    """An update may let a batch live longer than three days."""

    def _read_update(self, document: Any, current: Fields, now: datetime) -> Fields:
        if not isinstance(document, dict) or document.get("expire_at") is None:
            return super()._read_update(document, current, now)
        fields = super()._read_update(_shortened(document, current, now), current, now)
        return {**fields, "expire_at": moment("expire_at", document["expire_at"])}


@reading("life-from-send_at", "page L91: 'max is 3 days after send_at', also after a past one")
class LifeFromSendAt(Reader):
    """The three days count from send_at even if that is past."""

    def kept(self, fields: Fields, now: datetime) -> Fields:
        given = [fields[name] for name in _MOMENTS if name in fields]
        if given and given[-1] - given[0] > LONGEST_LIFE:
            raise refuse("expire_at: at most 3 days after send_at")
        return super().kept(fields, now)


@reading("past-send_at-dropped", "page L86: 'If set in the past, ... sent immediately'")
class PastSendAtDropped(Reader):
    """A send_at in the past is as good as none."""

    def kept(self, fields: Fields, now: datetime) -> Fields:
        is_past = "send_at" in fields and fields["send_at"] <= now
        return super().kept(without(fields, "send_at") if is_past else fields, now)


@reading("default-expiry-at-update", "page L827: 'Default: 3 days after send_at'; contradiction 9")
class DefaultExpiryAtUpdate(Reader):
    """An update without expire_at brings its default back."""

    def _read_update(self, document: Any, current: Fields, now: datetime) -> Fields:
        return super()._read_update(document, without(current, "expire_at"), now)


@reading("internet-times", "page L86: 'YYYY-MM-DDThh:mm:ss.SSSZ'; sources §3")
class InternetTimes(Reader):
    """In documents a moment has a date with hyphens, a T and a time with colons."""

    def asked(self, operation: str, given: Fields) -> Fields:
        for name in _MOMENTS:
            value = given.get(name)
            if isinstance(value, str) and not _INTERNET_TIME.fullmatch(value):
                raise refuse(f"{name}: YYYY-MM-DDThh:mm:ss.SSSZ")
        return super().asked(operation, given)


@reading("whole-seconds", "page L297: '2019-08-24T14:15:22Z'; L736; contradiction 19")
class WholeSeconds(Reader):
    """Answers show a moment without milliseconds if it has none."""

    def _shown(self, batch: Batch) -> dict[str, Any]:
        shown = super()._shown(batch)
        moments = {name for name in shown if name.endswith("_at")}
        return {
            name: value.replace(".000Z", "Z") if name in moments else value
            for name, value in shown.items()
        }


@reading("modified-when-sent", "page L185-188: 'when batch was last updated'")
class ModifiedWhenSent(Reader):
    """That a batch was sent is an update of it."""

    def _shown(self, batch: Batch) -> dict[str, Any]:
        shown = super()._shown(batch)
        if batch.dispatched:
            sent_at = max(batch.modified_at, batch.due + timedelta(milliseconds=100))
            shown["modified_at"] = wire_time(sent_at)
        return shown
