"""What came of a command: JSON for programs, a table for eyes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

import click

from sinch_batches import OpaqueBatch

_COLUMNS = ("id", "type", "to", "from", "send_at", "canceled", "body")
_LONGEST = 60


def show(result: Any, *, table: bool) -> None:
    """Print a result: a batch as one JSON document, each batch of a list on a line of its own."""
    if result is None:
        return
    if table:
        _show_table(result)
    elif isinstance(result, Iterator):
        for batch in result:
            click.echo(json.dumps(_document(batch), ensure_ascii=False))
    else:
        click.echo(json.dumps(_document(result), ensure_ascii=False, indent=2))


def _document(result: Any) -> dict[str, Any]:
    return dict(result.raw) if isinstance(result, OpaqueBatch) else result.to_dict()


def _show_table(result: Any) -> None:
    try:
        from rich.console import Console
        from rich.table import Table
    except ModuleNotFoundError:
        reason = "--table needs rich: install it with pip install 'sinch-batches[cli]'"
        raise click.UsageError(reason) from None
    table = Table(show_lines=False)
    if isinstance(result, Iterator):
        rows = [_document(batch) for batch in result]
        for name in _COLUMNS:
            table.add_column(name, no_wrap=name == "id")
        for row in rows:
            table.add_row(*(_cell(row.get(name)) for name in _COLUMNS))
    else:
        table.add_column("field", no_wrap=True)
        table.add_column("value")
        for name, value in _document(result).items():
            table.add_row(name, _cell(value))
    Console().print(table)


def _cell(value: object) -> Any:
    from rich.text import Text  # no markup: a body may have brackets

    if isinstance(value, list):
        more = f" and {len(value) - 2} more" if len(value) > 3 else ""
        value = ", ".join(map(str, value[: 2 if more else 3])) + more
    text = "" if value is None else str(value)
    clean = "".join(chain(each if each.isprintable() else " " for each in text))
    return Text(clean if len(clean) <= _LONGEST else f"{clean[:_LONGEST]}…")
