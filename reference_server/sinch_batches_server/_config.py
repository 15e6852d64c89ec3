"""Reads settings from a TOML file and says what is wrong with it."""

from __future__ import annotations

import math
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from . import _settings as settings
from ._delivery import simulation
from ._http import spec, validation
from ._rules import errors, recipients

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_Value = TypeVar("_Value")
_Result = TypeVar("_Result")


class ConfigError(ValueError):
    """The file can't be used; the message names the field, and the rule it breaks."""


def load(path: Path) -> settings.Settings:
    """Read a settings file.

    It holds `max_body_bytes`, `takes_inbound`, `hosts` (names that the server goes by), a table
    `callbacks` (`allowed_hosts`, `first_retry` in seconds) and a table `plans` with a table for
    each service plan: `tokens`, `default_originator`, `default_callback_url`, `request_limit`
    (requests per second), `callback_secret`, `groups`, a table of lists of numbers by group id,
    `delivery`, a table of codes by number, and `delivery_seconds`. Only `tokens` is needed.

    Raises:
        ConfigError: the file is missing, isn't TOML, or a field breaks its rule.

    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"can't read the file: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"not TOML: {error}") from error
    readers = {
        "plans": plans,
        "callbacks": callbacks,
        "hosts": hosts,
        "max_body_bytes": positive,
        "takes_inbound": boolean,
    }
    values = read_table(document, "", readers)
    if "plans" not in values:
        raise ConfigError("'plans' is required: a table for each service plan")
    return settings.Settings(**values)


def read_table(
    table: Any, where: str, readers: Mapping[str, Callable[[Any, str], Any]]
) -> dict[str, Any]:
    """Read the fields of a table.

    Args:
        table: what should be a table.
        where: its name, for messages; `""` for the file itself.
        readers: by field, what makes a setting of the value and its name.

    Raises:
        ConfigError: it is no table, it has other fields, or a field breaks its rule.

    """
    wrong_type(isinstance(table, dict), where, "a table")
    for key in table:
        if key not in readers:
            raise ConfigError(f"'{below(where, key)}' is unknown; known: {', '.join(readers)}")
    return {key: readers[key](value, below(where, key)) for key, value in table.items()}


def below(where: str, key: str) -> str:
    """Name a field of a table."""
    return f"{where}.{key}" if where else key


def wrong_type(right: bool, where: str, wanted: str) -> None:
    """Raise unless the condition holds. The value isn't shown: it might be a token."""
    if not right:
        raise ConfigError(f"'{where}' must be {wanted}")


def plans(table: Any, where: str) -> Mapping[str, settings.Plan]:
    """Read the table of plans."""
    wrong_type(isinstance(table, dict) and bool(table), where, "a table with at least one plan")
    return {
        plan_id: plan(plan_id, fields, below(where, plan_id)) for plan_id, fields in table.items()
    }


def plan(plan_id: str, fields: Any, where: str) -> settings.Plan:
    """Read the table of one plan."""
    values = read_table(fields, where, PLAN_FIELDS)
    if "tokens" not in values:
        raise ConfigError(f"'{where}.tokens' is required: a list of API tokens")
    return settings.Plan(plan_id, **values)


def tokens(value: Any, where: str) -> tuple[str, ...]:
    """Read a list of tokens."""
    right = isinstance(value, list) and bool(value) and all(map(is_token, value))
    wrong_type(right, where, "a list of one or more tokens of visible ASCII characters")
    return tuple(value)


def is_token(value: Any) -> bool:
    """Whether the value can travel in an Authorization header."""
    return (
        isinstance(value, str)
        and value.isascii()
        and value.isprintable()
        and value.split() == [value]
    )


def originator(value: Any, where: str) -> str:
    """Read a sender."""
    wrong_type(isinstance(value, str), where, "a text")
    return _read(recipients.sender, value, where)


def url(value: Any, where: str) -> str:
    """Read a URL."""
    right = isinstance(value, str) and validation.is_url(value)
    wrong_type(right, where, "an absolute http or https URL")
    return str(value)


def positive(value: Any, where: str) -> int:
    """Read a whole number above 0."""
    right = isinstance(value, int) and not isinstance(value, bool) and value > 0
    wrong_type(right, where, "a whole number above 0")
    return int(value)


def boolean(value: Any, where: str) -> bool:
    """Read true or false."""
    wrong_type(isinstance(value, bool), where, "true or false")
    return bool(value)


def groups(table: Any, where: str) -> Mapping[str, tuple[str, ...]]:
    """Read the table of groups."""
    wrong_type(isinstance(table, dict), where, "a table")
    return {
        group_id: group(group_id, members, below(where, group_id))
        for group_id, members in table.items()
    }


def group(group_id: str, members: Any, where: str) -> tuple[str, ...]:
    """Read the members of one group."""
    right = recipients.is_group_id(group_id)
    wrong_type(right, where, "named by 12 to 64 letters, digits, '_' or '-', at least one a letter")
    right = isinstance(members, list) and all(isinstance(member, str) for member in members)
    wrong_type(right, where, "a list of numbers")
    return _read(recipients.numbers, members, where)


def callbacks(table: Any, where: str) -> settings.Callbacks:
    """Read how reports are sent."""
    readers = {"allowed_hosts": hosts, "first_retry": positive_seconds}
    return settings.Callbacks(**read_table(table, where, readers))


def hosts(value: Any, where: str) -> tuple[str, ...]:
    """Read a list of host names and addresses."""
    right = isinstance(value, list) and all(isinstance(host, str) and host for host in value)
    wrong_type(right, where, "a list of host names or addresses")
    return tuple(value)


def positive_seconds(value: Any, where: str) -> float:
    """Read a number above 0."""
    right = isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < math.inf
    wrong_type(right, where, "a number above 0")
    return float(value)


def secret(value: Any, where: str) -> str:
    """Read a secret."""
    wrong_type(isinstance(value, str) and bool(value), where, "a text that isn't empty")
    return str(value)


def deliveries(table: Any, where: str) -> Mapping[str, settings.State]:
    """Read the table of states by number."""
    wrong_type(isinstance(table, dict), where, "a table of codes by number")
    return {
        _read(recipients.number, number, where): state(value, below(where, number))
        for number, value in table.items()
    }


def state(value: Any, where: str) -> settings.State:
    """Read a state: a code, or a table of `code` and `status`."""
    if not isinstance(value, dict):
        return simulation.state_of(code(value, where))
    fields = read_table(value, where, {"code": code, "status": status})
    if len(fields) < len(("code", "status")):
        raise ConfigError(f"'{where}' must have both 'code' and 'status'")
    return settings.State(**fields)


def code(value: Any, where: str) -> int:
    """Read a code of delivery reports."""
    right = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    wrong_type(right, where, "a code of delivery reports: a whole number, 0 or above")
    return int(value)


def status(value: Any, where: str) -> str:
    """Read a status of delivery reports."""
    known = spec.component("DeliveryStatus")["components"]["schemas"]["DeliveryStatus"]["enum"]
    wrong_type(value in known, where, f"one of {', '.join(known)}")
    return str(value)


def _read(reader: Callable[[_Value, str], _Result], value: _Value, where: str) -> _Result:
    try:
        return reader(value, where)
    except errors.Refusal as refused:
        raise ConfigError(refused.text) from None


PLAN_FIELDS: dict[str, Callable[[Any, str], Any]] = {
    "tokens": tokens,
    "default_originator": originator,
    "default_callback_url": url,
    "request_limit": positive,
    "groups": groups,
    "callback_secret": secret,
    "delivery": deliveries,
    "delivery_seconds": positive_seconds,
}
