"""The command `sinch-batches explain`: a requirement, where it stands, and how to mend a server."""

from __future__ import annotations

import json
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from .._catalogue.requirement import Requirement, Way, is_chosen
from .._judgement.outcomes import NotTested
from .._kinds._classes import Given
from .._run._selection import everything
from .._settings.settings import CAPABILITIES
from .._spec.document import resolved, spec
from .._spec.operations import operations

if TYPE_CHECKING:
    from collections.abc import Iterator

_USAGE_ERROR = 2
_SOURCES = {
    "seed": "the public API page",
    "docs": "Sinch's guides",
    "sdk": "what Sinch's own SDKs show",
    "inference": "a decision of this project where nothing is documented",
}
_TO_MEND = {
    Way.BOUNDARY: "Accept what is at the limit, and refuse what is one beyond it with 400.",
    Way.FIELD: "Store what was answered, and answer what was stored.",
    Way.KIND: "Take what is right for what it means, and refuse what is wrong with 400.",
    Way.COVERAGE: "Answer the request that the report prints as openapi.yaml says.",
    Way.PROPERTY: "Answer the shortest request that the report prints as openapi.yaml says.",
    Way.SCENARIO: "Do the steps that the report prints by hand: the last one is answered wrongly.",
    Way.STORY: "Do the steps that the report prints by hand: the last one is answered wrongly.",
    Way.RUN: "See the report: it counts what the whole run was answered.",
}
_ELSE_TO_MEND = "Answer the request that the report prints as the rule says."
_RANDOM = (Way.PROPERTY, Way.SCENARIO, Way.STORY)


def main(arguments: list[str]) -> int:
    """Explain each requirement whose id fits; return 0, or 2 if none does."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        out = sys.stdout if arguments in (["-h"], ["--help"]) else sys.stderr
        out.write("usage: sinch-batches explain [-h] ID (or a pattern, as NUM-*)\n")
        return 0 if out is sys.stdout else _USAGE_ERROR
    (pattern,) = arguments
    known = everything()
    chosen = [entry for entry in known if is_chosen(entry.id, (pattern,), ())]
    if not chosen:
        near = get_close_matches(pattern, [entry.id for entry in known], n=1)
        meant = f"; did you mean {near[0]}?" if near else "; see 'sinch-batches conformance --list'"
        sys.stderr.write(f"sinch-batches explain: no requirement fits {pattern!r}{meant}\n")
        return _USAGE_ERROR
    sys.stdout.write("\n".join("".join(_explained(entry)) for entry in chosen))
    return 0


def _explained(entry: Requirement) -> Iterator[str]:
    yield f"{entry.id} ({entry.level.value})\n\n{entry.title}.\n\n"
    method, path = operations().get(entry.operation, ("", entry.operation))
    yield f"Request:   {f'{method} {path}'.strip()}\n"
    where = _SOURCES.get(entry.source.partition(":")[0], "openapi.yaml")
    yield f"Stands in: {entry.source} ({where})\n"
    for name in sorted(entry.needs):
        yield f"Needs:     {CAPABILITIES[name]}; a server without it: --without {name}\n"
    for verdict, example in _examples(entry):
        yield f"{verdict + ':':<11}{json.dumps(example, ensure_ascii=False)}\n"
    for name, schema in _fields(entry):
        yield f"\n{name} in openapi.yaml:\n"
        yield from (f"  {line}\n" for line in _described(schema))
    yield f"\nTo mend:   {_TO_MEND.get(entry.way, _ELSE_TO_MEND)}\n"
    yield f"Again:     sinch-batches conformance --replay '{entry.id}'"
    yield " --seed N, as the report says\n" if entry.way in _RANDOM else "\n"


def _examples(entry: Requirement) -> Iterator[tuple[str, Any]]:
    """Give a right and a wrong value of a kind: one of this class, and one of another."""
    if entry.way is not Way.KIND or not isinstance(entry.check, partial):
        return
    place, tried, *_ = entry.check.args
    others = (each for each in place.classes if each.is_refused is not tried.is_refused)
    moment = datetime.now(UTC).replace(microsecond=0) + timedelta(days=2)
    longest = place.schema.get("maxLength", 0)
    sample = Given(moment, "12015550100", "12015550123", "reference", place.schema, longest, True)
    for each in (tried, *islice(others, 1)):
        with suppress(NotTested):
            yield "Wrong" if each.is_refused else "Right", each.make(sample)[0]


def _fields(entry: Requirement) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the fields that id, title or source name, as the operation's request has them."""
    words = set(re.findall(r"[a-z_]+", f"{entry.id} {entry.title} {entry.source}"))
    for name, schema in _request_fields(entry.operation).items():
        if name in words:
            yield name, resolved(schema)


def _request_fields(operation: str) -> dict[str, Any]:
    if operation not in operations():
        return {}
    method, path = operations()[operation]
    described = spec()["paths"][path][method.lower()]
    fields = {
        parameter["name"]: parameter.get("schema", {}) | {"description": parameter["description"]}
        for parameter in map(resolved, described.get("parameters", ()))
        if "description" in parameter and parameter["in"] == "query"
    }
    content = resolved(described.get("requestBody", {})).get("content", {})
    pending = [content.get("application/json", {}).get("schema", {})]
    while pending:
        schema = resolved(pending.pop())
        pending += [*schema.get("oneOf", ()), *schema.get("allOf", ())]
        fields |= schema.get("properties", {})
    return fields


def _described(schema: dict[str, Any]) -> Iterator[str]:
    yield from str(schema.get("description", "")).strip().splitlines()
    for keyword, value in schema.items():
        if keyword not in ("description", "title", "x-source"):
            yield f"{keyword}: {json.dumps(value, ensure_ascii=False, default=str)}"
