"""A locustfile: users of the Batches API whose every batch is checked.

locust -f examples/locustfile.py --host http://127.0.0.1:8080 --load-profile steady
"""

from __future__ import annotations

from locust import task

from sinch_batches_contract.load import BatchesUser


class Customer(BatchesUser):
    """Does what the profile says, and now and then what nobody expects."""

    @task
    def send_and_cancel(self) -> None:
        self.batches.send_batch()
        self.batches.cancel_batch()
