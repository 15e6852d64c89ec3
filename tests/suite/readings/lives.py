"""What becomes of a batch that is replaced, canceled, changed or confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.suite.other_server.fields import RefusedError
from tests.suite.other_server.submission import Fields, recipients

from .plan import Reader, reading, refuse, without


@reading("new-id-when-replaced", "page L1011: 'cancelling ... and sending a new one'; decision 62")
class NewIdWhenReplaced(Reader):
    """Replacing cancels the batch and sends a new one, with an id of its own."""

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        old = self.get(batch_id)
        sent = self.send(document)
        if not old["canceled"]:
            self.cancel(batch_id)
        return sent


@reading("created-when-replaced", "page L1011: 'sending a new one instead'; decision 62")
class CreatedWhenReplaced(Reader):
    """A replaced batch was created when it was replaced."""

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        super().replace(batch_id, document)
        with self._lock:
            batch = self._find(batch_id)
            batch.created_at = batch.modified_at
            return self._shown(batch)


@reading("deleted-is-gone", "page L1322: 'Batch deleted'; decision 65")
class DeletedIsGone(Reader):
    """A canceled batch can't be found any more; its delivery report can (page L1300)."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._gone: set[str] = set()

    def cancel(self, batch_id: str) -> dict[str, Any]:
        canceled = super().cancel(batch_id)
        del self._batches[batch_id]
        self._gone.add(batch_id)
        return canceled

    def find_reported(self, batch_id: str) -> None:
        if batch_id not in self._gone:
            super().find_reported(batch_id)


@reading("cancel-answers-its-schema", "page L1325-L1421, L1427-L1446; contradiction 14")
class CancelAnswersItsSchema(Reader):
    """The answer to a cancel is what was sent: without id, times and `canceled`."""

    def cancel(self, batch_id: str) -> dict[str, Any]:
        unlisted = ("id", "created_at", "modified_at", "canceled", "revision", "links")
        return without(super().cancel(batch_id), *unlisted)


@reading("cancel-clears-times", "page L1298; decision 65")
class CancelClearsTimes(Reader):
    """A canceled batch is neither due nor expires."""

    def cancel(self, batch_id: str) -> dict[str, Any]:
        with self._lock:
            batch = self._find(batch_id)
            batch.fields = without(batch.fields, "send_at", "expire_at")
        return super().cancel(batch_id)


@reading("canceled-is-final", "page L1298, which says nothing of what follows; decision 39")
class CanceledIsFinal(Reader):
    """A canceled batch is neither updated nor replaced."""

    def update(self, batch_id: str, document: Any) -> dict[str, Any]:
        self._refuse_canceled(batch_id)
        return super().update(batch_id, document)

    def replace(self, batch_id: str, document: Any) -> dict[str, Any]:
        self._refuse_canceled(batch_id)
        return super().replace(batch_id, document)

    def _refuse_canceled(self, batch_id: str) -> None:
        if self._find(batch_id).canceled:
            raise RefusedError("batch_already_dispatched", "It was canceled.", status=403)


@reading("exact-updates", "page L780, L785: 'to add to the batch', 'to remove from the batch'")
class ExactUpdates(Reader):
    """An update removes who is there, and adds who isn't."""

    def changed(self, given: Fields, current: Fields, now: datetime) -> Fields:
        there = set(current["to"])
        if given.get("to_remove") and not there >= set(
            recipients("to_remove", given["to_remove"], self.groups)
        ):
            raise refuse("to_remove: not all of them are there")
        if given.get("to_add") and there & set(recipients("to_add", given["to_add"], self.groups)):
            raise refuse("to_add: not all of them are new")
        return super().changed(given, current, now)


@reading("feedback-always-taken", "page L1488: 'has been received and is processing'; decision 61")
class FeedbackAlwaysTaken(Reader):
    """Feedback that nobody asked for, or of nobody's number, is received like any other."""

    def feedback(self, batch_id: str, document: Any) -> None:
        try:
            super().feedback(batch_id, document)
        except RefusedError as refusal:
            if refusal.code not in {"feedback_not_enabled", "unknown_recipient"}:
                raise


@reading("feedback-of-what-was-sent", "page L1450: 'if your system can confirm ... delivery'")
class FeedbackOfWhatWasSent(Reader):
    """Feedback on a batch that waits is refused: nobody can have got it."""

    def feedback(self, batch_id: str, document: Any) -> None:
        due = self._find(batch_id).fields.get("send_at")
        if due is not None and due > self.deliveries.now():
            raise RefusedError("not_sent_yet", "Nobody can have got it.", status=403)
        super().feedback(batch_id, document)
