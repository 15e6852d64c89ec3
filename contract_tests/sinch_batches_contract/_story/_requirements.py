"""The stories as requirements: several state machines with seeds of their own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .._asking.drawing import imported
from .._catalogue.requirement import Requirement, Way
from .._judgement.levels import MUST
from .._spec.operations import ANY_OPERATION

if TYPE_CHECKING:
    from .._asking.api import Api

_MACHINES = 3


def story_requirements() -> list[Requirement]:
    """Return one requirement for each machine; several can run side by side."""
    return [
        Requirement(
            id=f"STORY-{number:03d}",
            level=MUST,
            operation=ANY_OPERATION,
            title="Whatever the history, a batch is what the steps before have made it",
            source="seed: Batches",
            check=partial(_run, f"story-{number}"),
            needs=frozenset({"scheduling"}),
            batches=1,
            way=Way.STORY,
        )
        for number in range(1, _MACHINES + 1)
    ]


def _run(name: str, api: Api) -> None:
    imported("._telling", __package__).tell(name, api)
