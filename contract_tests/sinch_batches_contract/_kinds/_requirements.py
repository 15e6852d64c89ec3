"""Each class of each kind, in each place, as a requirement."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING, Any

from .._catalogue.requirement import Requirement, Way
from .._judgement.levels import MUST, SHOULD, Level
from .._judgement.outcomes import NotTested, Violation
from .._settings.settings import Budget
from .._spec.document import spec
from .._spec.operations import needs_of, needs_of_field, success_of
from .._spec.page import SECTIONS
from ._numbers import is_no_sender_here
from ._places import Place, places
from ._queries import expect_refused_in_query, expect_understood
from ._stages import Stage, Tried, given

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .._asking.api import Api
    from ._classes import ValueClass


def kind_requirements(document: Mapping[str, Any] | None = None) -> list[Requirement]:
    """Return one requirement per class and place of the spec, or of the document given."""
    all_places = places(spec() if document is None else document)
    return [entry for place in all_places for entry in _of_place(place, all_places)]


def _of_place(place: Place, all_places: list[Place]) -> Iterator[Requirement]:
    needs = needs_of(place.operation) | needs_of_field(place.field)
    if place.variants == ("binary",):
        needs |= {"binary"}
    for value_class in place.classes:
        if value_class.is_far and place.is_query:
            continue
        level = place.level_of(value_class, place.variants[0])
        yield Requirement(
            id=f"{place.kind.name.upper()}-{value_class.name}@{place.name}",
            level=level,
            operation=place.operation,
            title=f"`{place.field}` of {SECTIONS.get(place.operation, place.operation)}: "
            f"{value_class.title}",
            source=_source(value_class, level),
            check=partial(_check, place, value_class, all_places),
            needs=needs,
            batches=2,
            way=Way.KIND,
            share=f"kinds of {place.operation}",
        )


def _source(value_class: ValueClass, level: Level) -> str:
    lowered = level is SHOULD and value_class.level is MUST
    return f"sdk: sources §9; {value_class.source}" if lowered else value_class.source


def _check(place: Place, value_class: ValueClass, all_places: list[Place], api: Api) -> None:
    if place.is_query:
        judge = expect_refused_in_query if value_class.is_refused else expect_understood
        judge(place, value_class, api)
        return
    for variant in place.variants:
        is_enough = api.settings.budget is Budget.QUICK or "binary" in api.settings.without
        is_other = variant != place.variants[0]
        if is_other and (is_enough or not place.is_tried_as(variant, value_class)):
            continue
        if value_class.is_refused:
            _expect_refused(Stage(place.operation, variant), place, value_class, api)
        else:
            _expect_kept(Stage(place.operation, variant), place, value_class, all_places, api)


def _expect_refused(stage: Stage, place: Place, value_class: ValueClass, api: Api) -> None:
    case = value_class.make(given(api, place))
    for answer in stage.refusals(api, place, case):
        if answer.status != 400:
            raise Violation(
                f"{value_class.title}: {case[0]!r} in `{place.field}` must be refused with 400, "
                f"was {answer.status}",
                about=f"must be answered 400, was {answer.status}",
            )


def _expect_kept(
    stage: Stage, place: Place, value_class: ValueClass, all_places: list[Place], api: Api
) -> None:
    found = _in_company(stage, place, value_class, all_places, api)
    if found is None:
        return
    alone = stage.try_all(api, [(place, value_class, value_class.make(given(api, place)))])
    if not isinstance(alone, dict):
        if value_class.may_be_refused and alone.status == 400:
            return
        if place.kind.name == "sender" and is_no_sender_here(alone):
            raise NotTested("the plan may not send from this kind of sender (illegal_number_type)")
        raise Violation(
            f"{value_class.title}: {alone.request_line} with {value_class.name} in "
            f"`{place.field}` must be answered {success_of(stage.operation)}, was {alone.status} "
            f"with {alone.text[:200]}",
            about=f"must be answered {success_of(stage.operation)}, was {alone.status}",
        )
    violation = alone[place.name] or (found if isinstance(found, Violation) else None)
    if violation is not None:
        raise violation


def _in_company(
    stage: Stage, place: Place, value_class: ValueClass, all_places: list[Place], api: Api
) -> Violation | bool | None:
    """Return what is wrong with a class that was tried together with classes of other fields.

    None: it is right. True: nobody knows, as it has to go alone or one of the company was refused.
    """
    if value_class not in (known := _sociable(place, stage.variant)):
        return True
    number = known.index(value_class)
    company = [
        (other, classes[number])
        for other in all_places
        if other.operation == stage.operation
        and not other.is_query
        and stage.variant in other.variants
        and len(classes := _sociable(other, stage.variant)) > number
    ]

    def ask(other: Api) -> dict[str, Violation | None]:
        found = stage.try_all(other, list(_testable(other, company)))
        return found if isinstance(found, dict) else {}

    found = api.shared(f"{stage.operation} {stage.variant} {number}", ask)
    return found.get(place.name, True)


def _testable(api: Api, company: list[tuple[Place, ValueClass]]) -> Iterator[Tried]:
    for place, value_class in company:
        # What can't be tested with this plan says so when its own turn comes.
        with contextlib.suppress(NotTested):
            yield place, value_class, value_class.make(given(api, place))


def _sociable(place: Place, variant: str) -> list[ValueClass]:
    """Return the classes that go together with others, the more binding ones first."""
    if place.operation == "dry_run_batch" and place.kind.name == "parameters":
        return []  # only the body shows them
    found = [
        value_class
        for value_class in place.classes
        if not (value_class.is_refused or value_class.is_alone)
        and place.is_tried_as(variant, value_class)
    ]
    return sorted(found, key=lambda value_class: place.level_of(value_class, variant) is not MUST)
