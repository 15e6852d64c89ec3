"""The boundary cases as requirements: one per place and keyword."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking.expect import expect_status
from .._catalogue.requirement import Check, Requirement, Way
from .._constraints import Place, places_of_body, places_of_query, sound_value
from .._judgement.levels import MUST, SHOULD, Level
from .._judgement.outcomes import NotTested, Violation
from .._material.numbers import SENDER
from .._spec.document import level_of, source_of, spec
from .._spec.operations import needs_of_field
from .._spec.page import level_in, source_in
from ._limits import limits_of, told_source
from ._sound import completed, known_to, known_values, list_of
from ._subjects import Subject, subjects

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._asking.api import Api
    from .._line import Answer

# A query that is too long may be refused as a whole.
_TOO_LONG = (400, 414, 431)
_LONG_URL = 2000


def boundary_requirements(document: Mapping[str, Any] | None = None) -> list[Requirement]:
    """Return one requirement per constraint of the spec, or of the document given."""
    described = spec() if document is None else document
    found: dict[str, Requirement] = {}
    for subject in subjects(described):
        for entry in _of_subject(subject, described):
            found.setdefault(entry.id, entry)
    return list(found.values())


def _of_subject(subject: Subject, document: Mapping[str, Any]) -> Iterator[Requirement]:
    # Only the names of the limits count here; the values are made anew for the plan at hand.
    known = known_values(["12015550100", "12015550101"], SENDER)
    yield Requirement(
        id=f"BOUND-{subject.name}-control",
        level=MUST,
        operation=subject.operation,
        title="The smallest request is accepted: all other boundary cases are this one, changed",
        source=source_in(subject.operation, "Request"),
        check=partial(_check_control, subject),
        needs=subject.needs,
        batches=2 if subject.creates else 0,
        way=Way.BOUNDARY,
    )
    for place in _places(subject, document):
        # Without the field that tells the kind, the body would be of another kind.
        if place.is_required and "const" not in place.schema:
            yield _entry(
                subject,
                place,
                "required",
                f"{_named(place)} is required",
                level=level_of(subject.schema or {}, "required"),
                source=source_of(subject.schema or {}, "required"),
                check=partial(_check_required, subject, place),
            )
        for limit in limits_of(subject, place, _sample(known, place)):
            yield _entry(
                subject,
                place,
                limit.keyword,
                f"{_named(place)} {limit.rule}",
                level=limit.level,
                source=limit.source,
                check=partial(_check_limit, subject, place, limit.keyword),
            )
        if any(node.get("type") == "null" for node in place.schema.get("oneOf", ())):
            yield _entry(
                subject,
                place,
                "null",
                f"{_named(place)} may be null",
                level=SHOULD,
                source="sdk: sources §9; decision 68",
                check=partial(_check_null, subject, place),
            )


def _places(subject: Subject, document: Mapping[str, Any]) -> Iterator[Place]:
    if subject.schema is None or subject.variant != "binary":
        yield from places_of_query(subject.definition, document)
    if subject.schema is not None:
        yield from places_of_body(subject.schema, document)


def _entry(
    subject: Subject,
    place: Place,
    keyword: str,
    title: str,
    *,
    level: Level,
    source: str,
    check: Check,
) -> Requirement:
    is_binary = subject.variant == "binary"
    if (
        not place.is_query
        and level_in(subject.operation, place.field, is_binary=is_binary) is SHOULD
    ):
        level, source = SHOULD, "sdk: sources §9"
    return Requirement(
        id=f"BOUND-{subject.name}-{place.name}-{keyword}",
        level=level,
        operation=subject.operation,
        title=title,
        source=told_source(subject, place, source),
        check=check,
        needs=subject.needs | needs_of_field(place.field),
        batches=6 if subject.creates else 0,
        way=Way.BOUNDARY,
    )


def _named(place: Place) -> str:
    return f"`{place.name}`"


def _sample(known: Mapping[str, Any], place: Place) -> Any:
    if place.name == f"{place.field}[]" and known.get(place.field):
        return known[place.field][0]
    field = place.field if place.name == place.field else ""
    return sound_value(known, field, place.schema)


def _check_required(subject: Subject, place: Place, api: Api) -> None:
    _expect_control(subject, api)
    body = subject.control(api)
    del body[place.field]
    _expect_refused(subject.ask_in_vain(api, body, {}), f"without `{place.field}`", place)


def _check_null(subject: Subject, place: Place, api: Api) -> None:
    body = {**subject.control(api), place.field: None}
    expect_status(subject.ask(api, body, {}), subject.success)


def _check_limit(subject: Subject, place: Place, keyword: str, api: Api) -> None:
    sample = _sample(known_to(api), place)
    limit = next(limit for limit in limits_of(subject, place, sample) if limit.keyword == keyword)
    fill = partial(list_of, api, place.field)
    _expect_control(subject, api)
    for value in limit.accepted(fill):
        answer = subject.ask(api, *_request(subject, place, value, api))
        try:
            expect_status(answer, subject.success)
        except Violation as violation:
            what = f"{_named(place)} {limit.rule}: {_brief(value)}"
            raise Violation(f"{what}: {violation}", about=violation.about) from None
    for value in limit.refused(fill):
        what = f"{_named(place)} {limit.rule}: {_brief(value)}"
        answer = subject.ask_in_vain(api, *_request(subject, place, value, api))
        _expect_refused(answer, what, place)


def _request(
    subject: Subject, place: Place, value: Any, api: Api
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return body and query of the control with this value in it."""
    if place.is_query:
        return subject.control(api), {place.field: value}
    document = {**subject.control(api), place.field: place.put(value)}
    return completed(place.field, document, api.numbers(1)), {}


def _check_control(subject: Subject, api: Api) -> None:
    refusal = _control(subject, api)
    if refusal is not None:
        api.wire.exchanges.append(refusal.exchange)
        expect_status(refusal, subject.success)


def _expect_control(subject: Subject, api: Api) -> None:
    """Go on only if the request without any fault is accepted: else a refusal proves nothing."""
    refusal = _control(subject, api)
    if refusal is not None:
        raise NotTested(
            f"the unchanged control must be answered {subject.success}, was {refusal.status}: "
            f"see BOUND-{subject.name}-control"
        )


def _control(subject: Subject, api: Api) -> Answer | None:
    """Ask once in each process; return the answer if it is no success."""

    def ask(other: Api) -> Answer | None:
        answer = subject.ask(other, subject.control(other), {})
        return None if answer.is_success else answer

    return api.shared(f"control {subject.name}", ask)


def _expect_refused(answer: Answer, what: str, place: Place) -> None:
    wanted = _TOO_LONG if place.is_query and len(answer.exchange.url) > _LONG_URL else (400,)
    if answer.status not in wanted:
        raise Violation(
            f"{what} must be refused with 400, was {answer.status}",
            about=f"must be answered 400, was {answer.status}",
        )


def _brief(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:50]} … ({len(value)} long)"
