"""What is wrong with a document, and whether a server has to refuse it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

import jsonschema_rs

from .._judgement.levels import MUST
from .._spec.document import level_of, resolved, spec
from .._spec.operations import parameters_of

# The document that the place of a broken keyword is counted from.
Root = Mapping[str, Any]

_SCALARS = {"string", "integer", "number", "boolean"}
# What some readers take for a truth, a falsehood or nothing.
_WORDS = re.compile("(null|none|nil|undefined|nan|true|false|yes|no|on|off|y|n|t|f)?")


class Faults:
    """The faults of one document, by the first step of their place (a field, or "")."""

    def __init__(self, found: list[tuple[jsonschema_rs.ValidationError, Root]]) -> None:
        self._found = found
        self.errors = [error for error, _ in found]

    @property
    def any(self) -> bool:
        """Whether there is any fault."""
        return bool(self.errors)

    @property
    def must_be_refused(self) -> bool:
        """Whether one of the faults breaks a MUST beyond what a server may coerce."""
        soft = [list(error.instance_path) for error in self.errors if _is_coercible(error)]
        return any(
            _is_binding(error, root)
            for error, root in self._found
            if not any(list(error.instance_path)[: len(place)] == place for place in soft)
        )

    @property
    def fields(self) -> set[str]:
        """The top-level fields that are at fault; "" stands for the document itself."""
        return {str(next(iter(error.instance_path), "")) for error in self.errors}


def faults(schema_name: str, document: Any) -> Faults:
    """Judge a document by a schema of the spec."""
    errors = _validator(schema_name).iter_errors(document)
    return Faults([(leaf, spec()) for error in errors for leaf in _leaves(error)])


def query_faults(operation_id: str, query: Mapping[str, Any]) -> Faults:
    """Judge query parameters, as the texts that go over the wire."""
    return Faults(
        [
            (error, schema)
            for name, (validator, schema) in _query_validators(operation_id).items()
            if name in query and is_judged(operation_id, name, query[name])
            for error in validator.iter_errors(_as_read(query[name], schema))
        ]
    )


def is_judged(operation_id: str, name: str, value: object) -> bool:
    """Whether it can be told of a query parameter if it is right: of a single value only."""
    return name in _query_validators(operation_id) and not isinstance(value, list | dict)


def _as_read(value: object, schema: Mapping[str, Any]) -> object:
    """Read a query value as a server does, by the type that is wanted.

    What some server may read as that type is a scalar of another one, and what none can is an
    object.
    """
    text = str(value)
    if schema["type"] == "string":
        return text
    if re.fullmatch(r"-?[0-9]{1,18}", text):
        return int(text)
    if text in ("true", "false"):
        return text == "true"
    word = text.strip().lower()
    return text if _WORDS.fullmatch(word) or re.match(r"[+-]?\.?\d", word) else {"text": text}


def _leaves(error: jsonschema_rs.ValidationError) -> Iterator[jsonschema_rs.ValidationError]:
    """Look into `oneOf: [X, null]`: the fault is what is wrong by X."""
    if error.kind.name != "oneOf":
        yield error
        return
    context = getattr(error.kind, "context", [[]])
    for inner in context[0]:
        yield from _leaves(inner)


def _is_coercible(error: jsonschema_rs.ValidationError) -> bool:
    """Whether a server may read the value as the wanted type, or as absent."""
    if error.instance == "":
        return True
    if error.kind.name != "type":
        return False
    if error.instance is None:
        return True
    wanted = getattr(error.kind, "types", ())
    is_scalar = not isinstance(error.instance, dict | list)
    return is_scalar and (bool(_SCALARS & set(wanted)) or "array" in wanted)


def _is_binding(error: jsonschema_rs.ValidationError, root: Root) -> bool:
    if error.kind.name == "format":
        return not _is_legible(error.instance)
    schema, keyword = _schema_of(error, root), str(list(error.schema_path)[-1])
    return level_of(schema, keyword) is MUST


def _is_legible(value: object) -> bool:
    """Whether a lenient reader could make a time or a URL of it."""
    if not isinstance(value, str):
        return False
    if ":" in value and not any(character.isspace() for character in value):
        return True
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return value.strip().isdigit()
    return True


def _schema_of(error: jsonschema_rs.ValidationError, root: Root) -> Mapping[str, Any]:
    node: Any = root
    for step in list(error.schema_path)[:-1]:
        if isinstance(node, Mapping) and step not in node:
            return {}
        node = node[step]
    return node if isinstance(node, Mapping) else {}


@cache
def _validator(name: str) -> Any:
    bundle = {"$ref": f"#/components/schemas/{name}", "components": spec()["components"]}
    return jsonschema_rs.Draft202012Validator(bundle, validate_formats=True)


@cache
def _query_validators(operation_id: str) -> dict[str, tuple[Any, Root]]:
    found: dict[str, tuple[Any, Root]] = {}
    for parameter in parameters_of(operation_id):
        schema = resolved(parameter["schema"])
        if schema["type"] != "array":
            validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
            found[parameter["name"]] = (validator, schema)
    return found
