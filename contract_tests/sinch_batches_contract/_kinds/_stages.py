"""Valid requests around a value: what else is in them, and how the value's effect is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_status
from .._judgement.levels import MUST
from .._judgement.outcomes import Violation
from .._material.times import later, stamp
from .._spec.operations import success_of
from .._spec.page import NOT_IN_EVERY_ANSWER, level_in, shorter_limit
from ._classes import Given
from ._shown import TYPE, in_batch, in_dry_run, looks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._asking.api import Api
    from .._line import Answer
    from ._classes import Case, ValueClass
    from ._places import Place

_CALLBACK = "https://example.com/callback"
_DAY = timedelta(days=1)
# Which of the plan's numbers goes where: those that are removed or added aren't the batch's others.
_NUMBERS = {"to_remove": 1, "to_add": 2}
# What every batch that is updated or replaced has, and must not have afterwards.
_FORMER_PARAMETERS = {"former": {"default": "gone"}}

Tried = tuple["Place", "ValueClass", "Case"]


def given(api: Api, place: Place) -> Given:
    """Return what the values of a place are made of."""
    index = _NUMBERS.get(place.field, 0)
    days = 3 if place.field == "expire_at" else 2
    only = api.settings.sender if place.kind.name == "sender" else api.settings.recipients
    return Given(
        moment=later(days).replace(microsecond=0),
        number=api.numbers(index + 1)[index],
        sender=api.sender,
        reference=api.reference,
        schema=place.schema,
        longest=shorter_limit(place.operation, place.schema),
        is_free=not only,
    )


@dataclass(frozen=True)
class Stage:
    """An operation with one type of batch."""

    operation: str
    variant: str

    def try_all(self, api: Api, tried: list[Tried]) -> dict[str, Violation | None] | Answer:
        """Ask with all values at once; return what is wrong with each, or the refusal."""
        document = self._document(api, tried)
        answer = self._ask(api, document, tried)
        if not answer.is_success:
            return answer
        expect_status(answer, success_of(self.operation))
        found: dict[str, Violation | None] = {place.name: None for place, _, _ in tried}
        for shown in self._shown(api, answer):
            is_by_get = self.operation == "send_batch" and shown is not answer.json
            for place, value_class, case in tried:
                is_hidden = is_by_get and place.field in NOT_IN_EVERY_ANSWER - shown.keys()
                if found[place.name] is None and not is_hidden:
                    found[place.name] = self._mismatch(place, value_class, case, shown)
        return found

    def refusals(self, api: Api, place: Place, case: Case) -> Iterator[Answer]:
        """Ask with a value that has to be refused; what is stored stays as it is."""
        own = self._own(api)
        yield self._refusal(api, place, case, own)
        is_listed = level_in(self.operation, place.field, is_binary=True) is MUST
        if self.operation == "update_batch" and "type" in own and is_listed:
            # The page lists no type for an update.
            yield self._refusal(api, place, case, {})

    def _refusal(self, api: Api, place: Place, case: Case, document: dict[str, Any]) -> Answer:
        document[place.field] = [case[0]] if place.is_list else case[0]
        _complete(document, {place.field: given(api, place).moment}, self.operation)
        match self.operation:
            case "send_batch":
                return api.send(document)
            case "dry_run_batch":
                return api.dry_run(document)
            case "send_delivery_feedback":
                stored = api.kept("feedback", lambda other: other.confirmable())
                return api.feedback(stored.id, document)
        stored = api.kept(self.variant, lambda other: self._former(other, []))
        act = api.update if self.operation == "update_batch" else api.replace
        return act(stored.id, document)

    def _own(self, api: Api) -> dict[str, Any]:
        """Return the smallest valid body."""
        if self.operation == "update_batch":
            return dict(TYPE[self.variant])
        if self.operation == "send_delivery_feedback":
            return {"recipients": api.numbers(1)}
        return api.binary() if self.variant == "binary" else api.text()

    def _document(self, api: Api, tried: list[Tried]) -> dict[str, Any]:
        document = self._own(api)
        meanings = {}
        for place, _, (written, meaning) in tried:
            document[place.field] = [written] if place.is_list else written
            meanings[place.field] = meaning
        _complete(document, meanings, self.operation)
        if self.operation == "dry_run_batch" and "parameters" in meanings:
            document["body"] = "".join(f"${{{key}}}" for key in meanings["parameters"])
        return document

    def _ask(self, api: Api, document: dict[str, Any], tried: list[Tried]) -> Answer:
        match self.operation:
            case "send_batch":
                return api.send(document)
            case "dry_run_batch":
                return api.dry_run(document, {"per_recipient": "true"})
            case "send_delivery_feedback":
                to = [case[1] for _, _, case in tried] or api.numbers(1)
                return api.feedback(str(api.sent(api.confirmable(to=to))["id"]), document)
        id = str(api.sent(self._former(api, tried))["id"])
        return (api.update if self.operation == "update_batch" else api.replace)(id, document)

    def _former(self, api: Api, tried: list[Tried]) -> dict[str, Any]:
        """Return the batch that is to be changed; it has what is to be removed."""
        removed = [case[1] for place, _, case in tried if place.field == "to_remove"]
        to = [*api.numbers(1), *removed]
        if self.variant == "binary":
            return api.binary(to=to)
        without = "parameters" in api.settings.without
        return api.text(to=to, parameters=... if without else _FORMER_PARAMETERS)

    def _shown(self, api: Api, answer: Answer) -> list[dict[str, Any]]:
        if self.operation == "dry_run_batch":
            return [answer.json]
        if self.operation == "send_delivery_feedback":
            return []
        return looks(api, self.operation, self.variant, answer)

    def _mismatch(
        self, place: Place, value_class: ValueClass, case: Case, shown: dict[str, Any]
    ) -> Violation | None:
        written, meaning = case
        if self.operation == "dry_run_batch":
            wanted, found = in_dry_run(place, meaning, shown)
        else:
            wanted, found = in_batch(place, meaning, shown)
        if wanted == found and type(wanted) is type(found):
            return None
        return Violation(
            f"{value_class.title}: {_brief(written)} must become {_brief(wanted)} in "
            f"`{place.field}`, was {_brief(found)}",
            about=f"`{place.field}` is wrong",
        )


def _complete(document: dict[str, Any], meanings: Mapping[str, Any], operation: str) -> None:
    """Add the companions without which a value breaks a rule between fields."""
    if document.get("delivery_report", "none") != "none":
        document.setdefault("callback_url", _CALLBACK)
    for one, other in (("from_ton", "from_npi"), ("from_npi", "from_ton")):
        if one in document:
            document.setdefault(other, 1)
    send_at, expire_at = meanings.get("send_at"), meanings.get("expire_at")
    if isinstance(expire_at, datetime) and send_at is None:
        document["send_at"] = stamp(expire_at - _DAY)
    if isinstance(send_at, datetime) and expire_at is None and operation == "update_batch":
        document["expire_at"] = stamp(send_at + _DAY)


def _brief(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 120 else f"{text[:60]} … {text[-30:]} ({len(text)} characters)"
