"""Kinds in queries: how a value in the list's filters, or of a dry run, shows what it means."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from .._asking import delivery
from .._asking.expect import expect, expect_status, ids_of, objects, text_in
from .._asking.moments import created_at
from .._judgement.outcomes import NotTested, Violation
from .._material.times import moment_of
from ._stages import given

if TYPE_CHECKING:
    from datetime import datetime

    from .._asking.api import Api, Kept
    from ._classes import ValueClass
    from ._places import Place

# How far from the time of creation the filters look: further than a form may cut, less than any
# offset shifts.
_MARGIN = timedelta(minutes=2)
_LARGEST_INT32 = 2**31 - 1
# What each list holds, and how its entries name the batch.
_LISTS = {
    "list_batches": ("batches", "id"),
    delivery.LIST: ("delivery_reports", "batch_id"),
}


def expect_understood(place: Place, value_class: ValueClass, api: Api) -> None:
    """Fail unless the value in the query does what it means."""
    if place.operation in _LISTS and place.kind.name == "moment":
        _expect_moment(place, value_class, api)
    elif place.operation == "list_batches" and place.kind.name in ("senders", "reference"):
        _expect_listed_by(place, value_class, api)
    else:
        _expect_answered(place, value_class, api)


def expect_refused_in_query(place: Place, value_class: ValueClass, api: Api) -> None:
    """Fail unless the value in the query is refused."""
    value = value_class.make(given(api, place))[0]
    answer = _ask(place, api, value)
    if answer.status != 400:
        raise Violation(
            f"{value_class.title}: {value!r} in `{place.field}` must be refused with 400, "
            f"was {answer.status}",
            about=f"must be answered 400, was {answer.status}",
        )


def _ask(place: Place, api: Api, value: Any) -> Any:
    if place.operation == "dry_run_batch":
        return api.dry_run(api.text(), {"per_recipient": "true", place.field: value})
    return _list(place, api, {place.field: value})


def _list(place: Place, api: Api, query: dict[str, Any]) -> Any:
    if place.operation in delivery.OPERATIONS:
        return delivery.ask(place.operation, api, query)
    return api.list_page(**query)


def _kept(api: Api) -> Kept:
    kept = api.kept("listed", lambda other: other.text())
    query = {"client_reference": kept.reference}
    api.eventually(lambda: expect(ids_of(api.listed(**query)), f"{kept.id} must be listed"))
    return kept


def _reported(api: Api) -> tuple[str, str, datetime]:
    """Return the reference and id of a batch, and when its only message was final."""
    id = delivery.sent_now(api)
    delivery.final_report(api, id)
    (report,) = delivery.listed_reports(api, 1)
    at = moment_of(report.get("at"))
    if at is None:
        raise NotTested(f"needs `at` as a time, it was {report.get('at')!r}")
    return api.reference, id, at


def _expect_ids(
    place: Place, api: Api, told: str, wanted: list[str], query: dict[str, Any]
) -> None:
    name, id = _LISTS[place.operation]
    page = expect_status(_list(place, api, query), 200).json
    found = [text_in(entry, id) for entry in objects(page, name)]
    expect(found == wanted, f"{told}: {query} must find {wanted}, found {found}")


def _expect_moment(place: Place, value_class: ValueClass, api: Api) -> None:
    if place.operation == "list_batches":
        kept = _kept(api)
        reference, id, at = kept.reference, kept.id, created_at(kept.batch)
    else:
        reference, id, at = api.shared("reported", _reported)
    for moment in (at - _MARGIN, at + _MARGIN):
        written, _ = value_class.make(_given_at(api, place, moment))
        is_found = (moment <= at) is (place.field == "start_date")
        query = {"client_reference": reference, place.field: written}
        if value_class.may_be_refused and _list(place, api, query).status == 400:
            return
        _expect_ids(place, api, value_class.title, [id] if is_found else [], query)


def _given_at(api: Api, place: Place, moment: datetime) -> Any:
    return replace(given(api, place), moment=moment.replace(microsecond=0))


def _expect_listed_by(place: Place, value_class: ValueClass, api: Api) -> None:
    written, meaning = value_class.make(given(api, place))
    if place.kind.name == "senders":
        kept = _kept(api)
        id, query = kept.id, {"client_reference": kept.reference, place.field: written}
    else:
        id = str(api.sent(client_reference=meaning)["id"])
        query = {place.field: written}
    api.eventually(partial(_expect_ids, place, api, value_class.title, [id], query))


def _expect_answered(place: Place, value_class: ValueClass, api: Api) -> None:
    written, meaning = value_class.make(given(api, place))
    value = str(written).lower() if isinstance(written, bool) else written
    answer = _ask(place, api, value)
    is_huge = isinstance(meaning, int) and meaning > _LARGEST_INT32
    # That there is an empty page after the last one, only the SDKs tell.
    others = [400] * is_huge + [404] * (place.field == "page" and meaning > 0)
    result = expect_status(answer, 200, *others).json
    if place.operation == "dry_run_batch":
        rows = objects(result, "per_recipient") if "per_recipient" in result else []
        most = int(meaning)
        expect(
            len(rows) <= most, f"`{place.field}` of {value} allows {most} rows, {len(rows)} came"
        )
    elif is_huge and answer.is_success:
        expect(not result.get("batches"), f"`{place.field}` of {value} is beyond the last page")
