"""Values at a limit, and values that break one keyword of a schema and nothing else."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from .._judgement.levels import SHOULD, Level
from .._judgement.outcomes import NotTested
from .._spec.document import level_of, source_of

Schema = Mapping[str, Any]
# How many different elements a list needs is up to whoever fills it.
ListOf = Callable[[int], list[Any]]

# What may be foreign to a pattern: the unlikeliest characters first.
_FOREIGN = "!*% \u00e9" + string.punctuation + string.digits + string.ascii_letters

_FAR = 1000
_LARGEST_INT32 = 2**31 - 1


@dataclass(frozen=True)
class Limit:
    """What one keyword allows and what it refuses; the values are made when they are needed."""

    keyword: str
    level: Level
    source: str
    rule: str
    accepted: Callable[[ListOf], list[Any]]
    refused: Callable[[ListOf], list[Any]]


def limits(schema: Schema, sample: Any, *, is_query: bool = False) -> Iterator[Limit]:
    """Return the limits that the keywords of a schema draw; `sample` is a sound value."""
    for keyword, value in schema.items():
        derive = _KEYWORDS.get(keyword)
        if derive is None:
            continue
        for tail, rule, accepted, refused, level in derive(value, schema, sample, is_query):
            yield Limit(
                keyword + tail,
                level or level_of(schema, keyword),
                source_of(schema, keyword),
                rule,
                accepted,
                refused,
            )


Found = tuple[str, str, Callable[[ListOf], list[Any]], Callable[[ListOf], list[Any]], Level | None]


def _always(*values: Any) -> Callable[[ListOf], list[Any]]:
    return lambda _: list(values)


def _type(value: Any, _: Schema, sample: Any, is_query: bool) -> Iterator[Found]:
    other: dict[str, list[Any]] = {
        "string": [{"suite": 1}],
        "integer": [{"suite": 1}],
        "boolean": [{"suite": 1}],
        "array": [{"suite": 1}],
        "object": ["text"],
    }
    scalars: dict[str, list[Any]] = {
        "string": [7],
        "integer": ["text", 1.5],
        "boolean": ["maybe"],
        "array": ["text"],
    }
    if is_query:
        if value in ("integer", "boolean"):
            written = str(sample).lower()
            told = "an integer" if value == "integer" else f"a {value}"
            yield "", f"is {told}", _always(written), _always("text", f"{written}x"), None
        return
    yield "", f"is a JSON {value}", _always(sample), _always(*other[value]), None
    if value in scalars:
        rule = f"isn't coerced to a JSON {value}"
        yield "-scalar", rule, _always(), _always(*scalars[value]), SHOULD


def _enum(value: Any, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    told = ", ".join(str(item) for item in value)
    yield "", f"is one of {told}", _always(*value), _always("no_such_value"), None


def _const(value: Any, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    yield "", f"is {value}", _always(value), _always("no_such_value"), None


def _min_length(value: int, schema: Schema, sample: Any, _: bool) -> Iterator[Found]:
    refused = [sized(schema, sample, value - 1, downwards=True)] if value else []
    rule = f"has at least {value} characters"
    yield "", rule, _always(sized(schema, sample, value)), _always(*refused), None


def _max_length(value: int, schema: Schema, sample: Any, _: bool) -> Iterator[Found]:
    rule = f"has at most {value} characters"
    beyond = sized(schema, sample, value + 1)
    yield "", rule, _always(sized(schema, sample, value, downwards=True)), _always(beyond), None


def _minimum(value: int, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    yield "", f"is at least {value}", _always(value), _always(value - 1, value - _FAR), None


def _maximum(value: int, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    yield "", f"is at most {value}", _always(value), _always(value + 1, value + _FAR), None


def _min_items(value: int, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    refused = (lambda fill: [fill(value - 1)]) if value else _always()
    yield "", f"has at least {value} entries", lambda fill: [fill(value)], refused, None


def _max_items(value: int, _: Schema, __: Any, ___: bool) -> Iterator[Found]:
    rule = f"has at most {value} entries"
    yield "", rule, lambda fill: [fill(value)], lambda fill: [fill(value + 1)], None


def _pattern(value: str, _: Schema, sample: Any, __: bool) -> Iterator[Found]:
    foreign = [
        next((text for text in texts if not re.search(value, text)), None)
        for texts in (
            [sample[:-1] + character for character in _FOREIGN],
            [character + sample for character in _FOREIGN],
        )
    ]
    refused = [text for text in foreign if text is not None]
    yield "", f"matches `{value}`", _always(sample), _always(*refused), None
    if not re.search(value, sample[:-1]):
        yield "-cut", "isn't cut short", _always(), _always(sample[:-1]), SHOULD


def _format(value: str, schema: Schema, sample: Any, _: bool) -> Iterator[Found]:
    if value == "date-time":
        yield "", "is a time (ISO 8601)", _always(sample), _always("not a time"), None
    elif value == "uri":
        yield "", "is a URL", _always(sample), _always("not a url"), None
    elif value == "int32" and "maximum" not in schema:
        yield "", "fits 32 bits", _always(_LARGEST_INT32), _always(_LARGEST_INT32 + 1), SHOULD


_KEYWORDS: dict[str, Callable[[Any, Schema, Any, bool], Iterator[Found]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _min_items,
    "maxItems": _max_items,
    "pattern": _pattern,
    "format": _format,
}


def sized(schema: Schema, sample: str, length: int, *, downwards: bool = False) -> str:
    """Return a text of this length that keeps pattern and format, or the next that does.

    Raises:
        NotTested: none is found within a few lengths.

    """
    pattern = schema.get("pattern", "")
    for tried in _lengths(length, downwards):
        for text in _stretched(sample, tried):
            if re.search(pattern, text):
                return text
    raise NotTested(f"no text of about {length} characters matches {pattern!r}")


def _lengths(length: int, downwards: bool) -> list[int]:
    steps = count(length, -1 if downwards else 1)
    return [tried for tried, _ in zip(steps, range(8), strict=False) if tried >= 0]


def _stretched(sample: str, length: int) -> Iterator[str]:
    if len(sample) <= length:
        yield sample + "a" * (length - len(sample))
    yield "a" * length
    yield "0" * length
    if sample:
        yield (sample * (length // len(sample) + 1))[:length]
