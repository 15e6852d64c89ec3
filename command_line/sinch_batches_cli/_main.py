"""The console script `sinch-batches`: hands over to the package that offers the command."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points, version

_USAGE_ERROR = 2


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status; 2 if there is no such command or it can't load."""
    name, *rest = arguments if arguments is not None else sys.argv[1:] or ["--help"]
    commands = entry_points(group="sinch_batches.commands")
    if name in ("-h", "--help"):
        print(f"usage: sinch-batches [--version] {{{','.join(sorted(commands.names))}}} ...")  # noqa: T201
        return 0
    if name == "--version":
        print(f"sinch-batches {version('sinch-batches')}")  # noqa: T201
        return 0
    if name not in commands.names:
        return _refuse(f"unknown command {name!r}; known: {', '.join(sorted(commands.names))}")
    command = commands[name]
    try:
        run = command.load()
    except ModuleNotFoundError as missing:
        extra = ",".join(command.extras)
        install = f"pip install 'sinch-batches[{extra}]'"
        return _refuse(f"{name!r} needs {missing.name!r}: install it with {install}")
    return int(run(rest))


def _refuse(reason: str) -> int:
    print(f"sinch-batches: {reason}", file=sys.stderr)  # noqa: T201
    return _USAGE_ERROR
