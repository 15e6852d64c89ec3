"""Completion of commands and options in shells."""

from __future__ import annotations

import os
from importlib.metadata import entry_points
from typing import cast

import click
from click.shell_completion import get_completion_class, shell_complete

from ._main import LINES

_PROGRAM, _VARIABLE = "sinch-batches", "_SINCH_BATCHES_COMPLETE"
_SHELLS = ("bash", "zsh", "fish")


class Commands(click.Group):
    """All commands that are offered, each of which is loaded when its options are asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return the names of all commands."""
        return [*LINES, "help"]

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        """Return a command; those of the suite and of the server complete no options."""
        found = [each for each in entry_points(group="sinch_batches.commands") if each.name == name]
        if name != "help" and not found:
            return None
        if found and found[0].module == "sinch_batches_cli._batches":
            return cast("click.Command", found[0].load())
        return click.Command(name, help=LINES.get(name))


def completion(arguments: list[str]) -> int:
    """Print the script for a shell, or, when a shell asks, what completes the line."""
    group = Commands()
    if asked := os.environ.get(_VARIABLE):
        return shell_complete(group, {}, _PROGRAM, _VARIABLE, asked)
    shell = arguments[0] if len(arguments) == 1 else ""
    kind = get_completion_class(shell) if shell in _SHELLS else None
    if kind is None:
        click.echo(f"usage: {_PROGRAM} completion [{'|'.join(_SHELLS)}]", err=True)
        return 0 if arguments == ["--help"] else 2
    click.echo(kind(group, {}, _PROGRAM, _VARIABLE).source())
    return 0
