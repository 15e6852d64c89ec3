"""Carelessness with groups: numbers are thought of, and groups in one place only."""

from __future__ import annotations

from typing import Any

from tests.suite.other_server.deliveries import Sending
from tests.suite.other_server.fields import FORMAT, RefusedError
from tests.suite.other_server.plan import Plan

from . import Careless, Patch
from .reports import Report, called_back


def _refused(patch: Patch, operation: str, field: str) -> None:
    """Refuse groups in a field of an operation's document."""
    act = getattr(Plan, operation)

    def acting(self: Plan, *arguments: Any) -> Any:
        for document in arguments:
            given = document.get(field) if isinstance(document, dict) else None
            if isinstance(given, list) and any(entry in self.groups for entry in given):
                raise RefusedError(FORMAT, f"{field}: numbers only")
        return act(self, *arguments)

    patch.setattr(Plan, operation, acting)


def refused_when_replacing(patch: Patch) -> None:
    _refused(patch, "replace", "to")


def refused_in_dry_runs(patch: Patch) -> None:
    _refused(patch, "dry_run", "to")


def refused_when_adding(patch: Patch) -> None:
    _refused(patch, "update", "to_add")


def removal_of_groups_ignored(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Any, now: Any) -> Any:
        fields = read(self, document, current, now)
        kept = [e for e in current["to"] if e in self.groups and e not in fields["to"]]
        return {**fields, "to": [*fields["to"], *kept]}

    patch.setattr(Plan, "_read_update", reading)


def members_removed_with_their_group(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Any, now: Any) -> Any:
        gone = document.get("to_remove")
        if isinstance(gone, list):
            members = [n for id_, numbers in self.groups.items() if id_ in gone for n in numbers]
            document = {**document, "to_remove": [*gone, *members]}
        return read(self, document, current, now)

    patch.setattr(Plan, "_read_update", reading)


def members_put_in_place(patch: Patch) -> None:
    read = Plan._read_update

    def reading(self: Plan, document: Any, current: Any, now: Any) -> Any:
        fields = read(self, document, current, now)
        everyone = [number for e in fields["to"] for number in self.groups.get(e, [e])]
        return {**fields, "to": everyone}

    patch.setattr(Plan, "_read_update", reading)


def feedback_of_members_refused(patch: Patch) -> None:
    feedback = Plan.feedback

    def refusing(self: Plan, batch_id: str, document: Any) -> None:
        if not self.groups.keys().isdisjoint(self._find(batch_id).fields["to"]):
            raise RefusedError("unknown_recipient", "not in `to`", status=403)
        feedback(self, batch_id, document)

    patch.setattr(Plan, "feedback", refusing)


def first_members_alone_called_back(patch: Patch) -> None:
    def keep(sending: Sending, reports: list[Report]) -> list[Report]:
        members = [number for number in sending.ends if number not in sending.fields["to"]]
        return [report for report in reports if report["recipient"] not in members[1:]]

    called_back(patch, keep)


def members_named_in_one_form(patch: Patch) -> None:
    feedback = Plan.feedback

    def taking(self: Plan, batch_id: str, document: Any) -> None:
        members = {number for entry in self.groups.values() for number in entry}
        to, named = self._find(batch_id).fields["to"], document.get("recipients", ())
        if set(to) & self.groups.keys() and not set(named) <= {*members, *to}:
            raise RefusedError("unknown_recipient", "Not all of them were sent to.", status=403)
        feedback(self, batch_id, document)

    patch.setattr(Plan, "feedback", taking)


ROWS: list[tuple[Careless, str]] = [
    (refused_when_replacing, "GRP-004"),
    (refused_when_adding, "GRP-005"),
    (removal_of_groups_ignored, "GRP-006"),
    (members_put_in_place, "GRP-007"),
    (refused_in_dry_runs, "GRP-008"),
    (feedback_of_members_refused, "GRP-009"),
    (members_named_in_one_form, "GRP-009"),
    (members_removed_with_their_group, "GRP-011"),
    (first_members_alone_called_back, "CB-048"),
]
