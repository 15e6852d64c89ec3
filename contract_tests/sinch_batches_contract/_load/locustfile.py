"""The locustfile of `sinch-batches load`."""

from __future__ import annotations

import logging
from typing import Any

from locust import events

from sinch_batches_contract._load.hooks import listen
from sinch_batches_contract._load.schedule import BatchesShape
from sinch_batches_contract._load.user import BatchesUser


class Customer(BatchesUser):
    """Does what the profile says."""


class Schedule(BatchesShape):
    """Follows the profile's stages."""


def _tell_once(**_: Any) -> None:
    """Leave the last word to the verdict: Locust's own summary would come after it."""
    logging.getLogger("locust.stats_logger").setLevel(logging.ERROR)


listen()
events.init.add_listener(_tell_once)
