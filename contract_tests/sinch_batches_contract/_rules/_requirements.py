"""Each rule between fields, for each operation, as a requirement."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._catalogue.requirement import Requirement, Way
from .._judgement.levels import MUST, Level
from .._spec.operations import needs_of
from .._spec.page import SECTIONS
from . import _bytes, _fields, _references, _times
from ._table import RULES, Rule
from ._taker import TEXT, Taker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._asking.api import Api

_MODULES = (_times, _bytes, _references, _fields)  # importing them has filled the table


def rule_requirements() -> list[Requirement]:
    """Return one requirement per rule and operation that it applies to."""
    return [entry for rule in RULES.values() for entry in _of_rule(rule)]


def _of_rule(rule: Rule) -> Iterator[Requirement]:
    for operation, cell in rule.cells.items():
        if not isinstance(cell, Level):
            continue
        source = rule.source if cell is MUST else rule.softer
        yield Requirement(
            id=f"RULE-{rule.name}@{operation}",
            level=cell,
            operation=operation,
            title=f"{SECTIONS[operation]}: {rule.title}",
            source=source.replace("{section}", SECTIONS[operation]),
            check=partial(_check, rule, operation),
            needs=rule.needs | needs_of(operation),
            batches=0 if operation == "dry_run_batch" else 4 * len(rule.kinds_in(operation)),
            way=Way.RULE,
        )


def _check(rule: Rule, operation: str, api: Api) -> None:
    for kind in rule.kinds_in(operation):
        if kind == TEXT or "binary" not in api.settings.without:
            rule.attempt(Taker(operation, api, kind))
