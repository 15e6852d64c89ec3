"""The catalogue of what must hold under load, however many requests are under way."""

from __future__ import annotations

from dataclasses import dataclass

from .._judgement.levels import MUST, SHOULD, Level


@dataclass(frozen=True)
class Invariant:
    """A rule that no load may break; `source` tells where it stands, as in the catalogue."""

    id: str
    level: Level
    operation: str
    title: str
    source: str


KEPT = Invariant(
    "LOAD-001",
    MUST,
    "send_batch",
    "A batch whose send was acknowledged can be read afterwards, and is what was acknowledged",
    "seed: Send, 201; decision 66",
)
ONCE = Invariant(
    "LOAD-002",
    MUST,
    "send_batch",
    "A batch that was sent once exists once, and one that got no answer at most once",
    "seed: Send, client_reference; decision 66",
)
CHANGED = Invariant(
    "LOAD-003",
    MUST,
    "update_batch",
    "A change that was acknowledged isn't lost, also if others were made at the same time",
    "seed: Update: all specified parameters; decision 66",
)
CANCELED = Invariant(
    "LOAD-004",
    MUST,
    "cancel_batch",
    "A batch that was canceled stays canceled",
    "seed: Cancel; decision 66",
)
LISTED = Invariant(
    "LOAD-005",
    MUST,
    "list_batches",
    "The pages of a list hold each batch that was acknowledged once",
    "seed: List, batches; decision 66",
)
OWN = Invariant(
    "LOAD-006",
    MUST,
    "any operation",
    "An answer holds what was asked for, and nothing of another request, batch or service plan",
    "docs: sources §1, service plans are isolated; seed: Get",
)
TRACELESS = Invariant(
    "LOAD-007",
    MUST,
    "send_batch",
    "A send that was refused, with 429 or 503 as well, leaves no batch",
    "docs: sources §2.1, statuses",
)
UNIQUE = Invariant(
    "LOAD-008",
    MUST,
    "send_batch",
    "No two batches have the same id",
    "seed: Send, id: Unique identifier",
)
FRESH = Invariant(
    "LOAD-009",
    SHOULD,
    "any operation",
    "What was acknowledged is seen by the next request",
    "inference: decision 66",
)

INVARIANTS = (KEPT, ONCE, CHANGED, CANCELED, LISTED, OWN, TRACELESS, UNIQUE, FRESH)
