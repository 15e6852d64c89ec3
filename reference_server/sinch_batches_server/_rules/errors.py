"""The ways in which this server refuses a request."""

from __future__ import annotations

import json

INVALID_JSON = "syntax_invalid_json"
INVALID_FORMAT = "syntax_invalid_parameter_format"
CONSTRAINT_VIOLATION = "syntax_constraint_violation"


class Refusal(Exception):
    """A request that isn't carried out.

    Args:
        status: the HTTP status.
        code: the reason for machines; only 400 and 403 have one (sources §2.2).
        reason: the reason for people: names field and rule. `{value}` stands for the value in it.
        value: the value that was refused, `""` if the reason has none.
        headers: further headers of the answer.

    """

    def __init__(
        self,
        status: int,
        code: str = "",
        reason: str = "",
        value: object = "",
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(status, code, reason)
        self.status = status
        self.code = code
        self.reason = reason
        self.headers = headers or {}
        self._value = value

    @property
    def text(self) -> str:
        """The reason with the value, for the client."""
        return self.reason.replace("{value}", quoted(self._value))

    @property
    def logged(self) -> str:
        """The reason without the value, which may be a secret: for logs."""
        return self.reason.replace("value {value}", "its value").replace("{value}", "the value")


def invalid_json(reason: str, value: object = "") -> Refusal:
    """400: no JSON, or JSON of another shape (decision 6)."""
    return Refusal(400, INVALID_JSON, reason, value)


def invalid_format(reason: str, value: object = "") -> Refusal:
    """400: a value is malformed (decision 6)."""
    return Refusal(400, INVALID_FORMAT, reason, value)


def malformed(field: str, value: object, wanted: str) -> Refusal:
    """400: the value of a body field isn't what it should be."""
    return invalid_format(
        f"The format of parameter '{field}' is invalid; value {{value}} is not {wanted}.", value
    )


def constraint(reason: str, value: object = "") -> Refusal:
    """400: a limit or a rule between fields is broken (decision 6)."""
    return Refusal(400, CONSTRAINT_VIOLATION, reason, value)


def forbidden(code: str, reason: str) -> Refusal:
    """403: well-formed, but it can't be performed (sources §2.3)."""
    return Refusal(403, code, reason)


def not_found(reason: str = "there is no such batch") -> Refusal:
    """404: there is nothing with that id, or not any more (sources §2.1)."""
    return Refusal(404, reason=reason)


def quoted(value: object, limit: int = 80) -> str:
    """Show a JSON value within an error text; long ones are cut."""
    shown = value if isinstance(value, str) else _as_json(value)
    return f"'{shown[:limit]}…'" if len(shown) > limit else f"'{shown}'"


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:  # nested as deeply as could just be read
        return "…"
