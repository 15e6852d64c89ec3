"""What a run is told: the target, the limits it must keep to, and what to judge."""

from __future__ import annotations

import math
import os
import random
import re
import secrets
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .._judgement.levels import Level
from .._material.numbers import same_number
from .addresses import UsageError as UsageError
from .addresses import callback_url, is_address, listener
from .known_failing import read_known_failing

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

TOKEN_VARIABLE = "SINCH_SMS_API_TOKEN"  # noqa: S105 - the name of a variable
SECOND_TOKEN_VARIABLE = "SINCH_SMS_SECOND_API_TOKEN"  # noqa: S105 - the name of a variable
SECRET_VARIABLE = "SINCH_CALLBACK_SECRET"  # noqa: S105 - the name of a variable
PLAN_VARIABLE = "SINCH_SERVICE_PLAN_ID"
BASE_URL_VARIABLE = "SINCH_SMS_BASE_URL"
REFERENCE_PREFIX = "contract-"
QUIET = 4  # what mustn't come is waited for a quarter of the time of what must

CAPABILITIES = {
    "binary": "binary batches (mt_binary)",
    "parameters": "parameters in the body",
    "callbacks": "callback_url and delivery_report",
    "reports": "delivery reports that can be fetched",
    "scheduling": "batches with send_at in the future",
    "groups": "group ids among the recipients",
    "feedback": "delivery feedback",
    "dry-run": "dry run",
    "default-originator": "an automatic default originator: batches without `from`",
    "default-callback": "a callback URL of the service plan: reports without `callback_url`",
}


class Budget(StrEnum):
    """How much a run may try: the number of random examples grows, the rules stay the same."""

    QUICK = "quick"
    STANDARD = "standard"
    DEEP = "deep"

    @property
    def examples(self) -> int:
        """Random examples per property test."""
        return {"quick": 8, "standard": 50, "deep": 400}[self]

    @property
    def stories(self) -> int:
        """Random histories of each state machine."""
        return {"quick": 4, "standard": 25, "deep": 150}[self]

    @property
    def steps(self) -> int:
        """Most steps of one history."""
        return {"quick": 8, "standard": 15, "deep": 30}[self]


@dataclass(frozen=True)
class Settings:
    """One run of the suite.

    `run` tells the client references of this run from all others. `concurrency` is how many checks
    each process makes at once. `timeout` and `patience` are in seconds: how long a whole answer may
    take, and how long a sent batch may take to be seen in the list. `delivery_wait` is how many
    seconds a message may take to be final, and a callback to come. Callbacks arrive at
    `callback_listener`, host and port, which is reached as `callback_url` from outside.
    """

    base_url: str
    service_plan_id: str
    api_token: str = field(repr=False)
    second_service_plan_id: str | None = None
    second_api_token: str | None = field(default=None, repr=False)
    run: str = field(default_factory=lambda: secrets.token_hex(5))
    seed: int = 0
    budget: Budget = Budget.STANDARD
    level: Level = Level.MUST
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    known_failing: Mapping[str, str] = field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    sender: str | None = None
    group: str | None = None
    ca_file: Path | None = None
    requests_per_second: float | None = None
    workers: int = 1
    concurrency: int = 14
    max_seconds: float | None = None
    timeout: float = 20.0
    patience: float = 3.0
    callback_listener: tuple[str, int] | None = None
    callback_url: str | None = None
    callback_secret: str | None = field(default=None, repr=False)
    delivery_wait: float = 30.0

    @property
    def prefix(self) -> str:
        """How the client references of this run begin."""
        return f"{REFERENCE_PREFIX}{self.run}-"

    @property
    def secret_values(self) -> tuple[str, ...]:
        """What must appear in no report."""
        secrets = (self.api_token, self.second_api_token, self.callback_secret)
        return tuple(secret for secret in secrets if secret)


def settings_from(options: Namespace, environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from parsed options and the environment.

    Raises:
        UsageError: what is missing or can't be used, in one line.

    """
    second_plan, second_token = _second_plan(options, environment)
    return Settings(
        base_url=_base_url(options.base_url or environment.get(BASE_URL_VARIABLE)),
        service_plan_id=_given(
            options.service_plan_id or environment.get(PLAN_VARIABLE),
            "--service-plan-id",
            PLAN_VARIABLE,
        ),
        api_token=_token(
            _given(
                options.api_token or environment.get(TOKEN_VARIABLE), "--api-token", TOKEN_VARIABLE
            ),
            "--api-token",
        ),
        second_service_plan_id=second_plan,
        second_api_token=second_token,
        seed=options.seed if options.seed is not None else random.SystemRandom().randrange(2**32),
        budget=Budget(options.budget),
        level=Level(options.level.upper()),
        only=tuple(options.only or ()),
        skip=tuple(options.skip or ()),
        without=_capabilities(options.without or ()),
        known_failing=_known_failing(options.known_failing),
        # Each number once, in one form: checks count on different numbers.
        recipients=tuple(dict.fromkeys(_number(n, "--recipient") for n in options.recipient or ())),
        sender=None if options.sender is None else _number(options.sender, "--sender"),
        group=options.group,
        ca_file=_authorities(options.ca_file),
        requests_per_second=_above_zero(options.max_requests_per_second, "max-requests-per-second"),
        workers=_at_least_one(options.workers, "workers"),
        concurrency=_at_least_one(options.concurrency, "concurrency"),
        max_seconds=_above_zero(options.max_seconds, "max-seconds"),
        timeout=_above_zero(options.timeout, "timeout") or Settings.timeout,
        callback_listener=listener(options.callback_listener),
        callback_url=callback_url(options.callback_url, options.callback_listener),
        callback_secret=options.callback_secret or environment.get(SECRET_VARIABLE) or None,
        delivery_wait=_above_zero(options.delivery_wait, "delivery-wait") or Settings.delivery_wait,
    )


def _given(value: str | None, option: str, variable: str) -> str:
    if not value:
        raise UsageError(f"{option} is missing (or set {variable})")
    return value


def _token(value: str, option: str) -> str:
    # Said without the value: an unusable token may be a real one with a line end behind it.
    if not all("!" <= character <= "~" for character in value):
        raise UsageError(f"{option} must be visible ASCII characters, without blanks or line ends")
    return value


def _base_url(value: str | None) -> str:
    url = _given(value, "--base-url", BASE_URL_VARIABLE)
    if "@" in url or "?" in url or "#" in url:
        raise UsageError("--base-url must hold no query, fragment, user or password")
    if not is_address(url):
        raise UsageError(f"--base-url must be a full http or https URL, not {url!r}")
    return url.rstrip("/")


def _second_plan(
    options: Namespace, environment: Mapping[str, str]
) -> tuple[str | None, str | None]:
    plan = options.second_service_plan_id
    token = options.second_api_token or environment.get(SECOND_TOKEN_VARIABLE) or None
    if plan and plan == (options.service_plan_id or environment.get(PLAN_VARIABLE)):
        raise UsageError("--second-service-plan-id must name another plan than the first")
    if token:
        _token(token, "--second-api-token")
    return plan, token


def _number(value: str, option: str) -> str:
    digits = same_number(value)
    if not re.fullmatch(r"[0-9]+", digits):
        raise UsageError(f"{option} must be a phone number, not {value!r}")
    return digits


def _capabilities(names: Any) -> frozenset[str]:
    unknown = sorted(set(names) - set(CAPABILITIES))
    if unknown:
        raise UsageError(
            f"--without {unknown[0]}: no such capability; known: {', '.join(CAPABILITIES)}"
        )
    return frozenset(names)


def _known_failing(path: str | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        return read_known_failing(Path(path))
    except (OSError, ValueError) as error:
        raise UsageError(f"--known-failing {path}: {error}") from None


def _authorities(path: str | None) -> Path | None:
    if path is None:
        return None
    if not Path(path).is_file():
        raise UsageError(f"--ca-file {path}: no such file")
    try:
        ssl.create_default_context(cafile=path)
    except OSError as error:
        raise UsageError(f"--ca-file {path}: {error}") from None
    return Path(path)


def _above_zero(value: float | None, option: str) -> float | None:
    if value is not None and not 0 < value < math.inf:
        raise UsageError(f"--{option} must be a number above 0")
    return value


def _at_least_one(value: int, option: str) -> int:
    if value < 1:
        raise UsageError(f"--{option} must be at least 1")
    return value
