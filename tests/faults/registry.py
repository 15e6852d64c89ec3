"""The registry: every fault by its id."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from .surgery import Surgery

SEMANTIC = "semantic"
SYNTACTIC = "syntactic"

_MODULES = (
    "limits",
    "grammar",
    "queries",
    "rules",
    "tokens",
    "http_level",
    "answers",
    "storing",
    "sharing",
    "listing",
    "filtering",
    "dry_running",
    "splitting",
    "updating",
    "update_rules",
    "replacing",
    "canceling",
    "changing",
    "confirming",
    "reporting",
    "reporting_states",
    "listing_reports",
    "calling_back",
    "addressing",
    "repeating",
    "odd_values",
)

Apply = Callable[[Surgery], None]


@dataclass(frozen=True)
class Fault:
    """A fault: `requirements` are the ids, or patterns of ids, of the rules that describe it.

    A semantic fault gives a well-formed but wrong answer, or loses or mixes up what is stored. A
    syntactic one shows in a single exchange: a limit, a form, a status, a missing field.
    """

    id: str
    kind: str
    title: str
    requirements: tuple[str, ...]
    apply: Apply

    def is_described_by(self, requirement: str) -> bool:
        """Whether the requirement with this id is one that this fault breaks.

        The rules of property tests, "every invalid request is refused" and "every valid request
        is accepted", describe every fault of a boundary.
        """
        patterns = self.requirements + (("PROP-*",) if self._is_of_a_boundary else ())
        return any(fnmatchcase(requirement, pattern) for pattern in patterns)

    @property
    def silent(self) -> tuple[str, ...]:
        """Patterns of requirements that can't name this fault: a run may leave them out."""
        if not self._is_of_a_boundary:
            is_of_a_property = any(map(is_property, self.requirements))
            return ("BOUND-*",) if is_of_a_property else ("BOUND-*", "PROP-*")
        # Stories name requirements with a check of their own.
        return ("STORY-*",) if all(map(_is_boundary, self.requirements)) else ()

    @property
    def is_heard(self) -> bool:
        """Whether it shows in callbacks, and so only to who listens."""
        return any(each.startswith("CB-") for each in self.requirements)

    @property
    def _is_of_a_boundary(self) -> bool:
        return any(map(_is_boundary, self.requirements))


def is_property(requirement: str) -> bool:
    """Whether the id, or pattern of ids, is one of property tests."""
    return requirement.startswith("PROP-")


def _is_boundary(requirement: str) -> bool:
    return requirement.startswith("BOUND-")


_FAULTS: dict[str, Fault] = {}


def enter(id: str, kind: str, title: str, requirements: str, apply: Apply) -> None:  # noqa: A002
    """Enter a fault; `requirements` are separated by blanks."""
    if id in _FAULTS:
        raise ValueError(f"{id} is registered twice")
    _FAULTS[id] = Fault(id, kind, title, tuple(requirements.split()), apply)


def semantic(id: str, title: str, requirements: str) -> Callable[[Apply], Apply]:  # noqa: A002
    """Register the function as a semantic fault."""
    return _registering(id, SEMANTIC, title, requirements)


def syntactic(id: str, title: str, requirements: str) -> Callable[[Apply], Apply]:  # noqa: A002
    """Register the function as a syntactic fault."""
    return _registering(id, SYNTACTIC, title, requirements)


def _registering(
    id: str,  # noqa: A002
    kind: str,
    title: str,
    requirements: str,
) -> Callable[[Apply], Apply]:
    def register(apply: Apply) -> Apply:
        enter(id, kind, title, requirements, apply)
        return apply

    return register


def faults() -> dict[str, Fault]:
    """Return all faults by id, in the order of their modules."""
    for module in _MODULES:
        importlib.import_module(f"{__package__}.{module}")
    return dict(_FAULTS)


def chosen(patterns: str) -> list[Fault]:
    """Return the faults whose ids fit one of the patterns, separated by commas; all if empty."""
    found = [
        fault
        for fault in faults().values()
        if not patterns or any(fnmatchcase(fault.id, part) for part in patterns.split(","))
    ]
    if not found:
        raise LookupError(f"no fault is called {patterns}")
    return found
