"""The random requests: Schemathesis over openapi.yaml, with the plan and a batch in the paths."""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import schemathesis
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.result import Ok

from .._levels import SHOULD
from .._spec import level_of, spec

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

AnyCase = Case[Any]

# Whatever the path says goes out to the batch at hand, so one placeholder serves all cases.
_PLACE_OF_THE_BATCH = "the-batch"
_PLACE_OF_THE_PLAN = "the-plan"


@cache
def requests(operation_id: str, *, valid: bool) -> SearchStrategy[AnyCase]:
    """Return the strategy for requests of an operation, each valid or each invalid."""
    mode = GenerationMode.POSITIVE if valid else GenerationMode.NEGATIVE
    return _operation(operation_id).as_strategy(generation_mode=mode)


@cache
def _operation(operation_id: str) -> schemathesis.APIOperation[Any, Any, Any, Any]:
    for result in _schema().get_all_operations():
        if not isinstance(result, Ok):
            raise TypeError(f"openapi.yaml has an operation that can't be read: {result}")
        operation = result.ok()
        if operation.definition.raw["operationId"] == operation_id:
            return operation
    raise KeyError(operation_id)


@cache
def _schema() -> schemathesis.BaseSchema:
    # No configuration file of the folder that the suite runs in may change what it tries.
    config = SchemathesisConfig.from_dict({"generation": {"allow-x00": False}})
    return schemathesis.openapi.from_dict(without_path_parameters(), config=config)


def without_path_parameters() -> dict[str, Any]:
    """Return the spec with both path parameters filled in.

    They have no producer in the spec: left to chance, every request would get 401 or 404.
    """
    document = deepcopy(spec())
    document.pop("webhooks", None)
    paths = {}
    for path, item in document["paths"].items():
        item.pop("parameters", None)
        item.get("post", {}).pop("callbacks", None)
        filled = path.replace("{service_plan_id}", _PLACE_OF_THE_PLAN)
        paths[filled.replace("{batch_id}", _PLACE_OF_THE_BATCH)] = item
    document["paths"] = paths
    for schema in document["components"]["schemas"].values():
        # What only the SDKs show is a SHOULD, and has requirements of its own.
        if "required" in schema and level_of(schema, "required") is SHOULD:
            # Without its type a binary batch couldn't be told from a text.
            schema["required"] = [name for name in schema["required"] if name == "type"]
    return document
