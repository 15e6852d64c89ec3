"""The fields of a message as options of a command: derived from the generated models."""

from __future__ import annotations

import ast
import inspect
import json
import re
import textwrap
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import click
from attrs import NOTHING, fields

from sinch_batches import DeliveryReportMode

if TYPE_CHECKING:
    from collections.abc import Iterator

# By the name that comes first in the type of a field; times are read by the client.
_TYPES: dict[str, click.ParamType[Any]] = {
    "int": click.INT,
    "DeliveryReportMode": click.Choice([mode.value for mode in DeliveryReportMode]),
}
_METAVARS = {"list": "NUMBER", "datetime": "TIME", "Parameters": "JSON"}


def options_of(model: type[Any]) -> list[click.Option]:
    """Return an option for each field of a message, with the first sentence of its description."""
    described = dict(_descriptions(model))
    return [
        _option(field.name, _kind(field.type), described[field.name])
        for field in fields(model)
        if field.init and field.name != "type_"
    ]


def message_of(model: type[Any], given: dict[str, Any]) -> Any:
    """Return the message that these options describe; `click.UsageError` if it lacks something."""
    filled = {name: value for name, value in given.items() if value not in (None, ())}
    for field in fields(model):
        if field.name not in filled:
            if field.default is NOTHING:
                raise click.UsageError(f"--{_word(field.name)} or --json must be given")
        elif _kind(field.type) == "list":
            filled[field.name] = list(filled[field.name])
        elif _kind(field.type) == "Parameters":
            filled[field.name] = _parsed(filled[field.name], "--parameters")
    return model(**filled)


def message_in(text: str, text_model: type[Any], binary_model: type[Any]) -> Any:
    """Return the message in a JSON document as the API has it; `type` tells which it is."""
    document = _parsed(text, "--json")
    try:
        model = binary_model if document.get("type") == "mt_binary" else text_model
        return model.from_dict(document)
    except KeyError as missing:
        raise click.UsageError(f"--json: {missing.args[0]} is missing") from None
    except (AttributeError, TypeError, ValueError) as error:
        raise click.UsageError(f"--json: {error}") from None


def _option(name: str, kind: str, description: str) -> click.Option:
    word = _word(name)
    if kind == "bool":
        return click.Option([name, f"--{word}/--no-{word}"], default=None, help=description)
    return click.Option(
        [name, f"--{word}"],
        multiple=kind == "list",
        type=_TYPES.get(kind, click.STRING),
        metavar=_METAVARS.get(kind),
        help=description + " Can be repeated." * (kind == "list"),
    )


def _word(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _kind(type_: object) -> str:
    found = re.match(r"(?:models\.)?(\w+)", str(type_))
    return found[1] if found else ""


def _parsed(text: str, option: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise click.UsageError(f"{option} is no JSON: {error}") from None


def _descriptions(model: type[Any]) -> Iterator[tuple[str, str]]:
    """Give each field with the first sentence of what openapi.yaml says about it."""
    generated = next(each for each in model.__mro__ if "models" in each.__module__)
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(generated))).body
    body = tree.body if isinstance(tree, ast.ClassDef) else []
    for field, text in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            said = ast.literal_eval(text.value) if isinstance(text, ast.Expr) else ""
            yield field.target.id, re.split(r"(?<=\.)\s", " ".join(str(said).split()))[0]
