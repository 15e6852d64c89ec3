"""What a kind of value is: classes of values, and how an answer's value is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .._judgement.levels import MUST, Level

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True)
class Given:
    """What values are made of: they have to fit the place, the service plan and each other.

    `longest` is the longest text that the place has to take; `is_free` tells that other numbers
    than those of the plan may be used.
    """

    moment: datetime
    number: str
    sender: str
    reference: str
    schema: Mapping[str, Any]
    longest: int
    is_free: bool


# What is written into the request, and what has to come back of it, as the kind reads it.
Case = tuple[Any, Any]
Make = Callable[[Given], Case]


@dataclass(frozen=True)
class ValueClass:
    """Values that a server may treat alike.

    `make` returns one of them; `is_refused` tells that it has to be refused, and `is_alone` that it
    can't go together with classes of other fields. A class that `is_far` names a moment of its own.
    One that `may_be_refused` has to be understood if it is accepted.
    """

    name: str
    title: str
    source: str
    make: Make
    level: Level = MUST
    is_refused: bool = False
    is_alone: bool = False
    is_far: bool = False
    may_be_refused: bool = False


def refused(
    name: str, title: str, source: str, value: Callable[[Given], Any] | str, level: Level = MUST
) -> ValueClass:
    """Return a class of values that have to be refused."""

    def make(given: Given) -> Case:
        return (value if isinstance(value, str) else value(given)), None

    return ValueClass(name, title, source, make, level, is_refused=True)


@dataclass(frozen=True)
class Kind:
    """A kind of value.

    `read` returns a value of an answer in a form in which equal things are equal; `classes` are
    those for the schema of a place.
    """

    name: str
    read: Callable[[Any], Any]
    classes: Callable[[Mapping[str, Any]], tuple[ValueClass, ...]]


def always(*classes: ValueClass) -> Callable[[Mapping[str, Any]], tuple[ValueClass, ...]]:
    """Return the same classes for every place."""
    return lambda _: classes
