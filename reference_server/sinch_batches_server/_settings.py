"""What a server can be told: its plans, their tokens, groups and defaults."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEMO_PLAN = "demo"
DEMO_TOKEN = "demo-token"  # noqa: S105 - opens nothing but a test server on this machine
DEMO_ORIGINATOR = "15550100000"


INTERMEDIATE = frozenset(["Queued", "Dispatched"])
"""The statuses in which a message doesn't stay (sources §14)."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a message stands: one of the statuses and codes of delivery reports (sources §14)."""

    status: str
    code: int


@dataclass(frozen=True)
class Plan:
    """A service plan; it sees only its own batches and groups.

    Args:
        id: the service plan id.
        tokens: the API tokens that open it.
        default_originator: the sender of batches without `from`; None: they are refused.
        default_callback_url: where reports go if a batch has no `callback_url`.
        groups: the members of each group, by group id, as bare numbers.
        request_limit: the most requests per second before 429; None: no limit.
        callback_secret: the secret that signs callbacks; None: they aren't signed.
        delivery: how messages to these numbers end, by bare number; others are delivered. Those
            of an intermediate state stay in it until they expire.
        delivery_seconds: how long the delivery of a batch takes.

    """

    id: str
    tokens: tuple[str, ...] = field(repr=False)
    default_originator: str | None = None
    default_callback_url: str | None = None
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    request_limit: int | None = None
    callback_secret: str | None = field(default=None, repr=False)
    delivery: Mapping[str, State] = field(default_factory=dict)
    delivery_seconds: float = 0


@dataclass(frozen=True)
class Callbacks:
    """How delivery reports are sent.

    Args:
        allowed_hosts: the hosts that may be called beside loopback addresses.
        first_retry: seconds until a report that wasn't taken is sent again; then twice as long
            each time (sources §14).

    """

    allowed_hosts: tuple[str, ...] = ()
    first_retry: float = 5


@dataclass(frozen=True)
class Settings:
    """The settings of a server.

    Args:
        plans: the service plans by id.
        max_body_bytes: a larger request body is answered with 413.
        callbacks: how delivery reports are sent.
        takes_inbound: whether inbound messages can be injected.
        hosts: the names that requests may be for, beside localhost and addresses; others are
            answered with 421. None: any.

    """

    plans: Mapping[str, Plan]
    max_body_bytes: int = 1024 * 1024
    callbacks: Callbacks = field(default_factory=Callbacks)
    takes_inbound: bool = False
    hosts: tuple[str, ...] | None = None

    @classmethod
    def of(cls, *plans: Plan) -> Settings:
        """Build settings from plans."""
        return cls({plan.id: plan for plan in plans})

    @property
    def has_demo_token(self) -> bool:
        """Whether the token that everybody knows opens a plan."""
        return any(DEMO_TOKEN in plan.tokens for plan in self.plans.values())

    @property
    def has_demo(self) -> bool:
        """Whether the plan and the token that need no secrecy go together."""
        demo = self.plans.get(DEMO_PLAN)
        return demo is not None and DEMO_TOKEN in demo.tokens

    def allowing(self, hosts: Iterable[str]) -> Settings:
        """Return the settings with further hosts that callbacks may go to."""
        allowed_hosts = (*self.callbacks.allowed_hosts, *hosts)
        return replace(self, callbacks=replace(self.callbacks, allowed_hosts=allowed_hosts))

    def known_as(self, hosts: Iterable[str]) -> Settings:
        """Return the settings of a server that goes by these names too, and by no others."""
        return replace(self, hosts=(*(self.hosts or ()), *hosts))


def demo(plan_id: str = DEMO_PLAN, token: str = DEMO_TOKEN) -> Settings:
    """Return the settings without any file: one plan, one token, a default originator."""
    return Settings.of(Plan(plan_id, (token,), default_originator=DEMO_ORIGINATOR))
