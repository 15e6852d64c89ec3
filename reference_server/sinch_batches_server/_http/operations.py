"""The eight operations: each takes a call that passed the gate and returns what to answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from .._rules import batches, errors, fields, identifiers, lifetime, updates
from .._rules import dry_run as dry_runs
from .._rules import feedback as feedbacks
from . import listing, long_work
from .query import Query
from .validation import Document, Shape

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from starlette.datastructures import QueryParams

    from .. import _settings as settings
    from .._rules.fields import Batch
    from .._store import store as stores


class Shapes:
    """What requests are checked against; built once, as building takes its time."""

    @cached_property
    def submissions(self) -> Mapping[str, Shape]:
        """The shape of a submission by type."""
        return {fields.TEXT: Shape("TextSubmission"), fields.BINARY: Shape("BinarySubmission")}

    @cached_property
    def updates(self) -> Mapping[str, Shape]:
        """The shape of an update by type."""
        return {fields.TEXT: Shape("TextUpdate"), fields.BINARY: Shape("BinaryUpdate")}

    @cached_property
    def feedback(self) -> Shape:
        """The shape of delivery feedback."""
        return Shape("DeliveryFeedback")

    @cached_property
    def list_query(self) -> Query:
        """The parameters of a list."""
        return Query("list_batches")

    @cached_property
    def batch_report_query(self) -> Query:
        """The parameters of the report of a batch."""
        return Query("get_batch_delivery_report")

    @cached_property
    def report_list_query(self) -> Query:
        """The parameters of the list of reports."""
        return Query("list_delivery_reports")

    @cached_property
    def dry_run_query(self) -> Query:
        """The parameters of a dry run."""
        return Query("dry_run_batch")


@dataclass(frozen=True, slots=True)
class Call:
    """A request of one operation, past the checks that all have in common.

    Args:
        plan: the service plan.
        batch_id: the batch in the path, `""` if there is none.
        recipient_msisdn: the recipient in the path, `""` if there is none.
        query: the query.
        document: the body, `{}` if the operation takes none.
        now: when the request is answered.
        shapes: what to check it against.
        store: where the batches are.
        texts: where long texts are computed.
        left: waits until the client has left.

    """

    plan: settings.Plan
    batch_id: str
    recipient_msisdn: str
    query: QueryParams
    document: Document
    now: int
    shapes: Shapes
    store: stores.Store
    texts: Executor
    left: Callable[[], Coroutine[None, None, None]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What to answer: a status and a JSON document, None for an empty body."""

    status: int
    document: Any = None


Operation = Callable[[Call], Awaitable[Answer]]


async def send(call: Call) -> Answer:
    """Keep a new batch."""
    batch = submitted(call, identifiers.new_id(call.now))
    await call.store.add(batch)
    return Answer(201, fields.answered(batch))


async def list_batches(call: Call) -> Answer:
    """Return a page of batches."""
    query = call.shapes.list_query.read(call.query)
    filters = listing.filters(call.plan.id, query, call.query.getlist("from"), call.now)
    page = await call.store.page(filters, query["page"] * query["page_size"], query["page_size"])
    return Answer(200, listing.answer(query["page"], page))


async def dry_run(call: Call) -> Answer:
    """Compute what a batch would amount to."""
    query = call.shapes.dry_run_query.read(call.query)
    batch = submitted(call, "")
    compute = partial(
        dry_runs.dry_run,
        batch,
        call.plan.groups,
        query["per_recipient"],
        query["number_of_recipients"],
    )
    return Answer(200, await long_work.done(compute, call.texts, call.left))


async def get(call: Call) -> Answer:
    """Return a batch."""
    identifiers.check(call.batch_id)
    return Answer(200, fields.answered(await stored(call)))


async def update(call: Call) -> Answer:
    """Change some fields of a batch."""
    identifiers.check(call.batch_id)
    document = checked_by_type(call.shapes.updates, await with_type(call))
    updates.check_times_of_update(document, call.now)
    return await changed(call, lambda batch: updates.updated(batch, document, call.plan, call.now))


async def replace(call: Call) -> Answer:
    """Put a new batch in the place of one."""
    identifiers.check(call.batch_id)
    document = checked_by_type(call.shapes.submissions, call.document)
    # For its faults: they come before the look-up, missing references after it (decision 1).
    batches.create(document, call.plan, call.batch_id, call.now)
    return await changed(call, lambda batch: batches.replaced(batch, document, call.plan, call.now))


async def cancel(call: Call) -> Answer:
    """Cancel a batch."""
    identifiers.check(call.batch_id)
    return await changed(call, lambda batch: batches.canceled(batch, call.now))


async def delivery_feedback(call: Call) -> Answer:
    """Take note that messages arrived."""
    identifiers.check(call.batch_id)
    feedback = call.shapes.feedback.check(call.document)
    feedbacks.check(await stored(call), feedback["recipients"])
    return Answer(202)


def submitted(call: Call, batch_id: str) -> Batch:
    """Make a batch of the submission.

    Raises:
        Refusal: it breaks a rule (400), or what it refers to is missing (403).

    """
    document = checked_by_type(call.shapes.submissions, call.document)
    batch = batches.create(document, call.plan, batch_id, call.now)
    batches.check_references(batch, batch.to, call.plan)
    return batch


async def with_type(call: Call) -> Document:
    """Return an update with the type that holds: its own, the batch's, or text (decision 38)."""
    if call.document.get("type") is not None:
        return call.document
    kept = await call.store.get(call.plan.id, call.batch_id)
    return {**call.document, "type": kept.type if kept else fields.TEXT}


def checked_by_type(shapes: Mapping[str, Shape], document: Document) -> Document:
    """Check a document against the shape of its type; text if it names none (seed: Send)."""
    kind = document.get("type")
    shape = shapes.get(fields.TEXT if kind is None else kind) if _is_text(kind) else None
    if shape is None:
        known = ", ".join(shapes)
        raise errors.invalid_json(
            f"The parameter 'type' is invalid; value {{value}}: known types are {known}.", kind
        )
    return shape.check(document)


def _is_text(kind: object) -> bool:
    return kind is None or isinstance(kind, str)


async def stored(call: Call) -> Batch:
    """Return the batch that the path names.

    Raises:
        Refusal: 404, there is none, or its time is over.

    """
    batch = await call.store.get(call.plan.id, call.batch_id)
    return reachable(batch, call.now)


async def changed(call: Call, change: stores.Change) -> Answer:
    """Change the batch that the path names and answer what it is now.

    Raises:
        Refusal: 404, or what `change` raises.

    """
    batch = await call.store.change(
        call.plan.id, call.batch_id, lambda batch: change(reachable(batch, call.now))
    )
    return Answer(200, fields.answered(reachable(batch, call.now)))


def reachable(batch: Batch | None, now: int) -> Batch:
    """Pass the batch on if it can still be read.

    Raises:
        Refusal: 404.

    """
    if batch is None or not lifetime.is_reachable(batch, now):
        raise errors.not_found()
    return batch
