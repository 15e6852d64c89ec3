"""The settings file `sinch-batches.toml`: a name for each server that is judged, and how.

What stands there takes the place of options, and is checked as those are; options that are given
beside it win. Tokens never stand in it.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .settings import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser

SETTINGS_FILE = "sinch-batches.toml"
_TABLE = "conformance"
_NEVER = {"api-token", "second-api-token"}
_OTHERS = {"help", "target", "settings", "clean-up", "list"}


def arguments_of(target: str | None, settings: str | None, parser: ArgumentParser) -> list[str]:
    """Return the options that the settings file holds for a target; none without a target.

    Raises:
        UsageError: no such file, target or option, or a token stands in the file.

    """
    if target is None:
        if settings is not None:
            raise UsageError("--settings: name a target that stands in the file")
        return []
    path = Path(settings or SETTINGS_FILE)
    targets = _table(_document(path), _TABLE, path)
    if not isinstance(targets.get(target), dict):
        known = ", ".join(name for name, value in targets.items() if isinstance(value, dict))
        raise UsageError(f"{path} has no target {target!r}; known: {known or 'none'}")
    shared = {name: value for name, value in targets.items() if not isinstance(value, dict)}
    taken: list[str] = []
    for name, value in {**shared, **targets[target]}.items():
        taken += _arguments(name, value, path, parser)
    return taken


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise UsageError(f"{path}: no such file, in which a target could stand") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: {error}") from None


def _table(document: dict[str, Any], name: str, path: Path) -> dict[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: {name} must be a table")
    return table


def _arguments(name: str, value: object, path: Path, parser: ArgumentParser) -> list[str]:
    if name in _NEVER:
        raise UsageError(f"{path}: {name} never stands in a file; set SINCH_SMS_API_TOKEN")
    options = {
        action.option_strings[0].removeprefix("--"): action
        for action in parser._actions
        if action.option_strings and action.option_strings[0].startswith("--")
    }
    known = options.keys() - _NEVER - _OTHERS
    if name not in known:
        near = get_close_matches(name, known, n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        raise UsageError(f"{path}: there is no option {name!r}{meant}")
    option = f"--{name}"
    if isinstance(value, bool):
        if options[name].nargs != 0:
            raise UsageError(f"{path}: {name} must not be true or false")
        return [option] * value
    values = value if isinstance(value, list) else [value]
    if options[name].nargs == 0 or not all(type(each) in (str, int, float) for each in values):
        raise UsageError(f"{path}: {name} can't be {value!r}")
    if options[name].metavar == "FILE":  # beside the settings, wherever the command is run
        values = [path.parent / str(each) for each in values]
    return [f"{option}={each}" for each in values]
