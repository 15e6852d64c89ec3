"""The commands for people: the operations of the API, with settings from the environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from sinch_batches import (
    BatchesClient,
    BinarySubmission,
    BinaryUpdate,
    InvalidRequest,
    SinchBatchesError,
    TextSubmission,
    TextUpdate,
)

from ._main import LINES
from ._message_options import message_in, message_of, options_of
from ._output import show

if TYPE_CHECKING:
    from collections.abc import Callable

_FROM_ENV = """\b
The environment says for whom:
  SINCH_SERVICE_PLAN_ID, SINCH_SMS_API_TOKEN
  SINCH_SMS_REGION or SINCH_SMS_BASE_URL"""


class BatchCommand(click.Command):
    """A command that asks the API for something, and prints what it answers."""

    def __call__(self, arguments: list[str]) -> int:
        """Run with these arguments; returns the exit status."""
        try:
            self.main(arguments, prog_name=f"sinch-batches {self.name}")
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    def invoke(self, ctx: click.Context) -> None:
        """Open a client, carry out the operation, and print; errors are a line each."""
        place = {name: ctx.params.pop(name) for name in ("region", "base_url")}
        table = ctx.params.pop("table", False)
        try:
            with BatchesClient.from_env(**place) as client:
                ctx.obj = client
                show(super().invoke(ctx), table=table)
        except InvalidRequest as refused:
            raise click.UsageError(str(refused)) from None
        except SinchBatchesError as failed:
            raise click.ClickException(str(failed)) from None


def _command(
    name: str, *options: click.Parameter, asks: bool = False
) -> Callable[[Callable[..., Any]], BatchCommand]:
    """Make a command of a function that takes the client and the options."""

    def made(function: Callable[..., Any]) -> BatchCommand:
        every = [
            *options,
            *([click.Option(["--yes"], is_flag=True, help="Don't ask.")] if asks else []),
            click.Option(["--table"], is_flag=True, help="For eyes: a table in place of JSON."),
            click.Option(["--region"], help="us, eu, au, br or ca."),
            click.Option(["--base-url"], metavar="URL", help="Another server."),
        ]
        return BatchCommand(
            name, callback=click.pass_obj(function), params=every, help=f"{LINES[name]}.",
            epilog=_FROM_ENV,
        )  # fmt: skip

    return made


_BATCH_ID = click.Argument(["batch_id"])
_JSON = click.Option(
    ["--json", "document"],
    type=click.File(),
    metavar="FILE",
    help="The message as JSON, - for stdin.",
)
_MESSAGE = [*options_of(TextSubmission), _JSON]
_RESET = click.Option(["--reset"], multiple=True, metavar="FIELD", help="Set to its default.")


def _submission(document: Any, fields: dict[str, Any]) -> Any:
    if document:
        return message_in(document.read(), TextSubmission, BinarySubmission)
    return message_of(TextSubmission, fields)


def _ask(what: str, yes: bool) -> None:
    if not yes:
        click.confirm(what, abort=True, err=True)


def _recipients(batch: Any) -> str:
    return f"{len(batch.to)} recipient{'s' * (len(batch.to) != 1)}"


@_command("send", *_MESSAGE, asks=True)
def send(client: BatchesClient, document: Any, yes: bool, **fields: Any) -> Any:
    batch = _submission(document, fields)
    _ask(f"Send to {_recipients(batch)} by {client}?", yes)
    return client.send_once(batch)


@_command(
    "list",
    click.Option(["from_", "--from"], multiple=True, metavar="SENDER", help="Only from these."),
    click.Option(["--start-date"], metavar="TIME", help="Created since then; else for 24 hours."),
    click.Option(["--end-date"], metavar="TIME", help="Created before then."),
    click.Option(["--client-reference"], help="Only with this reference."),
    click.Option(["--limit"], type=click.IntRange(1), default=100, help="At most so many: 100."),
)
def list_batches(client: BatchesClient, limit: int, **filters: Any) -> Any:
    given = {name: value for name, value in filters.items() if value}
    batches = client.list(page_size=min(limit, 100), **given)
    return (batch for batch, _ in zip(batches, range(limit), strict=False))


@_command("get", _BATCH_ID)
def get(client: BatchesClient, batch_id: str) -> Any:
    return client.get(batch_id)


@_command(
    "dry-run",
    *_MESSAGE,
    click.Option(["--per-recipient"], is_flag=True, help="Show each recipient's message."),
)
def dry_run(client: BatchesClient, document: Any, per_recipient: bool, **fields: Any) -> Any:
    return client.dry_run(_submission(document, fields), per_recipient=per_recipient)


@_command("update", _BATCH_ID, *options_of(TextUpdate), _JSON, _RESET)
def update(
    client: BatchesClient, batch_id: str, document: Any, reset: list[str], **fields: Any
) -> Any:
    if document:
        changes = message_in(document.read(), TextUpdate, BinaryUpdate)
    else:
        changes = message_of(TextUpdate, fields)
    for word in reset:
        name = word.replace("-", "_") if word != "from" else "from_"
        if not hasattr(changes, name):
            raise click.UsageError(f"--reset: there is no field {word!r}")
        setattr(changes, name, None)
    return client.update(batch_id, changes)


@_command("replace", _BATCH_ID, *_MESSAGE, asks=True)
def replace(client: BatchesClient, batch_id: str, document: Any, yes: bool, **fields: Any) -> Any:
    batch = _submission(document, fields)
    _ask(f"Replace {batch_id}, and send to {_recipients(batch)} by {client}?", yes)
    return client.replace(batch_id, batch)


@_command("cancel", _BATCH_ID)
def cancel(client: BatchesClient, batch_id: str) -> Any:
    return client.cancel(batch_id)


@_command("feedback", _BATCH_ID, click.Argument(["recipients"], nargs=-1))
def feedback(client: BatchesClient, batch_id: str, recipients: list[str]) -> None:
    client.send_delivery_feedback(batch_id, recipients)
