"""Rules between the body and the header of a binary batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._judgement.levels import MUST, SHOULD
from .._kinds import base64_of
from ._table import rule
from ._taker import BINARY, TYPED_BINARY

if TYPE_CHECKING:
    from ._taker import Taker

_MOST = 140
_SOURCE = "seed: {section}, body: max 140 bytes together with udh"
_SPLITS = (1, 20, 139)  # bytes of udh


@rule(
    "bytes-140",
    "body and udh of 140 bytes together are accepted",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=SHOULD,
    source=_SOURCE,
    softer="sdk: sources §9",
    needs=["binary"],
    kinds=(TYPED_BINARY,),
)
def _longest(taker: Taker) -> None:
    for size in _SPLITS:
        taker.accept(taker.ask(udh="05" * size, body=base64_of(_MOST - size)))


@rule(
    "bytes-141",
    "body and udh of 141 bytes together are refused",
    send=MUST,
    dry_run=MUST,
    replace=MUST,
    update=SHOULD,
    source=_SOURCE,
    softer="sdk: sources §9",
    needs=["binary"],
    kinds=(TYPED_BINARY,),
)
def _too_long(taker: Taker) -> None:
    for size in _SPLITS:
        taker.refuse(taker.ask(udh="05" * size, body=base64_of(_MOST + 1 - size)))


@rule(
    "bytes-140-with-stored-udh",
    "a body that has 140 bytes together with the stored udh is accepted, a longer one refused",
    send="nothing is stored yet",
    dry_run="nothing is stored yet",
    replace="nothing of what is stored stays",
    update=MUST,
    source=_SOURCE,
    needs=["binary"],
    kinds=(BINARY, TYPED_BINARY),
)
def _with_stored_udh(taker: Taker) -> None:
    for size in (1, 20):
        before = {"udh": "05" * size}
        taker.accept(taker.ask(before, body=base64_of(_MOST - size)))
        taker.refuse(taker.ask(before, body=base64_of(_MOST + 1 - size)))


@rule(
    "bytes-140-with-stored-body",
    "a udh that has 140 bytes together with the stored body is accepted, a longer one refused",
    send="nothing is stored yet",
    dry_run="nothing is stored yet",
    replace="nothing of what is stored stays",
    update=SHOULD,
    source="sdk: sources §9",
    needs=["binary"],
    kinds=(TYPED_BINARY,),
)
def _with_stored_body(taker: Taker) -> None:
    before = {"udh": "05" * 10, "body": base64_of(_MOST - 10)}
    taker.accept(taker.ask(before, udh="06" * 10))
    taker.refuse(taker.ask(before, udh="06" * 11))
