"""The way into each command: help and version need nothing, a command the extra that it names."""

from __future__ import annotations

import errno
import os
import sys
from difflib import get_close_matches
from importlib.metadata import entry_points, version
from io import TextIOWrapper

_USAGE_ERROR = 2
# How a write fails; commands tell of their own files and connections themselves.
_NOT_TAKEN = {errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_COMPLETE = "_SINCH_BATCHES_COMPLETE"  # set by the shells that ask for completions

# What the commands do, told here so that help needs none of them.
LINES = {
    "send": "Send a message, once",
    "list": "List batches, the newest first",
    "get": "Show a batch",
    "dry-run": "Count the parts of a message without sending it",
    "update": "Change fields of a batch that wasn't dispatched yet",
    "replace": "Replace all of a batch, which keeps its id",
    "cancel": "Cancel a batch",
    "feedback": "Confirm that messages of a batch arrived",
    "serve": "Run the reference server",
    "conformance": "Judge whether a server does what the API says",
    "explain": "Explain a requirement, and how to mend a server that breaks it",
    "load": "Put a server under load",
    "completion": "Print what makes a shell complete commands: bash, zsh or fish",
}


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status; 2 if there is no such command or it can't load.

    What standard output doesn't take is told in one line, 2, or not at all where nobody reads, 1.
    """
    try:
        try:
            return _run(arguments)
        finally:
            print(end="", flush=True)  # noqa: T201 - else Python stumbles over it at its end
    except OSError as error:
        if error.errno not in _NOT_TAKEN:
            raise
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
        if isinstance(error, BrokenPipeError):
            return 1
        return _refuse(f"standard output can't be written: {error.strerror}")


def _run(arguments: list[str] | None) -> int:
    if isinstance(sys.stdout, TextIOWrapper):  # what it can't write is written in another way
        sys.stdout.reconfigure(errors="backslashreplace")
    name, *rest = (arguments if arguments is not None else sys.argv[1:]) or ["help"]
    if _COMPLETE in os.environ:
        name, rest = "completion", []
    if name in ("-V", "--version"):
        return _say(f"sinch-batches {version('sinch-batches')}")
    if name == "help" and rest:
        name, rest = rest[0], ["--help"]
    if name in ("-h", "--help", "help"):
        return _say(usage())
    commands = entry_points(group="sinch_batches.commands")
    if name not in commands.names:
        near = get_close_matches(name, commands.names, n=1)
        meant = f"; did you mean {near[0]!r}?" if near else ""
        known = ", ".join(sorted(commands.names))
        return _refuse(f"unknown command {name!r}; known: {known}{meant}")
    command = commands[name]
    try:
        return int(command.load()(rest))
    except ModuleNotFoundError as missing:
        extra = ",".join(command.extras)
        install = f"pip install 'sinch-batches[{extra}]'"
        lacking = missing.__cause__ if isinstance(missing.__cause__, ImportError) else missing
        return _refuse(f"{name!r} needs {lacking.name!r}: install it with {install}")


def usage() -> str:
    """Return a line for each command that is offered."""
    offered = set(entry_points(group="sinch_batches.commands").names)
    known = [name for name in LINES if name in offered] + sorted(offered - LINES.keys())
    lines = [f"  {name:<13}{LINES.get(name, '')}".rstrip() for name in known]
    return "\n".join(
        [
            "usage: sinch-batches [-V] COMMAND [OPTIONS]",
            "",
            "Commands:",
            *lines,
            "",
            "'sinch-batches help COMMAND' tells the options of a command.",
        ]
    )


def _say(text: str) -> int:
    print(text)  # noqa: T201
    return 0


def _refuse(reason: str) -> int:
    print(f"sinch-batches: {reason}", file=sys.stderr)  # noqa: T201
    return _USAGE_ERROR
