"""The property tests as requirements: for each operation, valid and invalid requests."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from .._catalogue import Requirement, Way
from .._levels import MUST
from .._operations import needs_of, operations
from ._bodies import BODIES

if TYPE_CHECKING:
    from .._api import Api

_CREATES = frozenset({"send_batch", "update_batch", "replace_batch", "send_delivery_feedback"})


def property_requirements() -> list[Requirement]:
    """Return a requirement for the valid, and one for the invalid requests of each operation."""
    found = []
    for name in operations():
        if name in BODIES:
            found.append(_entry(name, "valid", "Every valid request is accepted", "accepts"))
            found.append(_entry(name, "invalid", "Every invalid request is refused", "refuses"))
        elif name == "list_batches":
            found.append(_entry(name, "valid", "Every valid query is answered", "lists"))
            found.append(_entry(name, "invalid", "Every invalid query is refused", "refuses_query"))
    return found


def _entry(operation: str, kind: str, title: str, check: str) -> Requirement:
    return Requirement(
        id=f"PROP-{operation}-{kind}",
        level=MUST,
        operation=operation,
        title=title,
        source="seed: every operation, request and response schemas",
        check=partial(_run, check, operation),
        needs=needs_of(operation),
        batches=1 if operation in _CREATES else 0,
        way=Way.PROPERTY,
    )


def _run(check: str, operation: str, api: Api) -> None:
    # Schemathesis takes a second to import: a run without property tests does without.
    checks = import_module("._checks", __package__)
    getattr(checks, check)(operation, api)
