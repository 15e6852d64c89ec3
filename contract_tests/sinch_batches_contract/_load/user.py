"""The user of Locust: draws operations from the profile's mix until it is told to stop."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from locust import FastHttpUser, task
from locust.exception import StopTest, StopUser

from .acting import Actor
from .calling import TIMEOUT, Caller, trusting
from .hosts import is_loopback, refusal
from .judging import Unanswered
from .runs import process_of, token_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from locust.env import Environment

    from .process import Process


class BatchesUser(FastHttpUser):
    """A customer of the Batches API, whose every batch is checked.

    Subclass it in a locustfile: without further tasks it does what the profile says. A task of your
    own may use `self.batches`, the operations of this user, each of which checks its answer.
    """

    abstract = True
    insecure = False
    max_redirects = 0
    network_timeout = TIMEOUT
    connection_timeout = TIMEOUT

    def __init__(self, environment: Environment) -> None:
        options: Any = environment.parsed_options
        if self.host and not options.i_may_load_this_host and not is_loopback(self.host):
            raise StopTest(refusal(self.host))
        self.ssl_context_factory = trusting(options.ca_file)
        super().__init__(environment)
        process = process_of(environment)
        if process is None:
            raise StopTest("no run has begun: BatchesUser needs Locust's own command")
        number = process.new_user()
        place = process.place_of(number)
        plan = place % len(process.job.plans)
        caller = Caller(self.client, process.job.plans[plan], token_of(plan))
        self.batches = Actor(process, caller, number, plan)
        self._process = process
        self._deck = _drawn(process, place)
        self._chance = process.maker.chance_of(place, "wait")
        self._left = process.job.operations

    def wait_time(self) -> float:
        """Return how many seconds pass before the next operation."""
        return self._chance.uniform(*self._process.job.profile.wait)

    @task
    def next_operation(self) -> None:
        """Do what the profile says."""
        if self._process.is_exhausted or (self._process.job.operations and not self._left):
            self._process.finished += 1
            raise StopUser
        self._left -= 1
        self._process.operations += 1
        with suppress(Unanswered):
            getattr(self.batches, next(self._deck))()


def _drawn(process: Process, place: int) -> Iterator[str]:
    """Yield operations: all of the mix in a random order, then all of it in another one."""
    chance = process.maker.chance_of(place, "mix")
    cards = [name for name, count in process.job.profile.mix.items() for _ in range(count)]
    while True:
        chance.shuffle(cards)
        yield from cards
