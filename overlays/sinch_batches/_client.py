"""The client for code that blocks."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self, TypeVar

from ._errors import TransportError
from ._flow import NOTHING, Attempt, Call, Flow, Retries, perform, retries_of
from ._http import ClientOptions, Target, client_of, from_environment
from ._pages import PageWalk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import TracebackType
    from typing import Unpack

    from sinch_batches_client.models import DryRunResult

    from ._decode import Batch
    from ._oauth2 import OAuth2
    from ._operations import BatchPage, Filters, Submission, Update
    from ._region import Region

T = TypeVar("T")


class BatchesClient:
    """Sends and manages batches of one service plan.

    It needs a region or a base URL: there is no default, since a plan lives in one region only.
    With `OAuth2` in place of the token, the project id stands in place of the service plan id.
    One client serves many threads and keeps its connections until it is closed.

    All methods raise `InvalidRequest` before anything is sent, `TransportError` if no answer
    came, and `ApiError` or one of its subclasses if the API refused.
    """

    def __init__(
        self,
        service_plan_id: str,
        api_token: str | OAuth2,
        *,
        region: Region | str | None = None,
        base_url: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        from . import _operations

        self._operations = _operations
        _operations.check_id("service_plan_id", service_plan_id)
        self._plan = service_plan_id
        self._retries = retries_of(options.get("retries", Retries()))
        self._target = Target(api_token, region, base_url, options.get("headers", {}))
        self._http = client_of(options)
        self._closes = "http_client" not in options

    @classmethod
    def from_env(cls, **options: Unpack[ClientOptions]) -> Self:
        """Make a client from the environment.

        `SINCH_SERVICE_PLAN_ID` and `SINCH_SMS_API_TOKEN`, and one of `SINCH_SMS_BASE_URL` and
        `SINCH_SMS_REGION`; the former wins.
        """
        plan, token, region, base_url = from_environment()
        return cls(plan, token, region=region, base_url=base_url, **options)

    def send(self, batch: Submission) -> Batch:
        """Send a batch, and again only if it surely never arrived (seed: Send)."""
        return self._do(self._operations.send(self._plan, batch))

    def list(self, **filters: Unpack[Filters]) -> Iterator[Batch]:
        """Give all batches that match, newest first, page by page as needed (seed: List)."""
        pages = PageWalk(self._plan)
        while (number := pages.next_page) is not None:
            yield from pages.take(self.list_page(number, **filters))

    def list_page(self, page: int = 0, **filters: Unpack[Filters]) -> BatchPage:
        """Return one page of the list, counted from 0 (seed: List)."""
        return self._do(self._operations.list_page(self._plan, page=page, **filters))

    def dry_run(
        self, batch: Submission, *, per_recipient: bool = False, number_of_recipients: int = 100
    ) -> DryRunResult:
        """Compute bodies and parts without sending (seed: Dry run).

        `per_recipient` asks for details, for at most `number_of_recipients`, 0 to 1000.
        """
        call = self._operations.dry_run(
            self._plan,
            batch,
            per_recipient=per_recipient,
            number_of_recipients=number_of_recipients,
        )
        return self._do(call)

    def get(self, batch_id: str) -> Batch:
        """Return the batch with this id; `NotFound` if there is none (seed: Get)."""
        return self._do(self._operations.get(self._plan, batch_id))

    def update(self, batch_id: str, update: Update) -> Batch:
        """Change some fields of a batch that wasn't dispatched yet (seed: Update)."""
        return self._do(self._operations.update(self._plan, batch_id, update))

    def replace(self, batch_id: str, batch: Submission) -> Batch:
        """Replace all of a batch, which keeps its id (seed: Replace)."""
        return self._do(self._operations.replace(self._plan, batch_id, batch))

    def cancel(self, batch_id: str) -> Batch:
        """Cancel a batch; it stays readable (seed: Cancel)."""
        return self._do(self._operations.cancel(self._plan, batch_id))

    def send_delivery_feedback(self, batch_id: str, recipients: Sequence[str]) -> None:
        """Confirm that messages arrived; an empty list means all of the batch (seed: Feedback)."""
        self._do(self._operations.send_delivery_feedback(self._plan, batch_id, recipients))

    def close(self) -> None:
        """Close the connections, unless `http_client` was given: that one is yours."""
        if self._closes:
            self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._plan!r}, base_url={self._target.base_url!r})"

    def _do(self, call: Call[T]) -> T:
        return self._run(perform(call, self._retries))

    def _run(self, flow: Flow[T]) -> T:
        try:
            step = next(flow)
            while True:
                step = self._carry_out(flow, step)
        except StopIteration as end:
            result: T = end.value
            return result

    def _carry_out(self, flow: Flow[T], step: Attempt | float) -> Attempt | float:
        if not isinstance(step, Attempt):
            time.sleep(step)
            return flow.send(NOTHING)
        try:
            answer = self._target.exchange(self._http, step)
        except TransportError as error:
            return flow.throw(error)
        return flow.send(answer)
