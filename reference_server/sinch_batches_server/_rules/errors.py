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
        code: the reason for machines; only 400 and 403 have one (api-facts §2.2).
        text: the reason for people; names field, value and rule.
        headers: further headers of the answer.

    """

    def __init__(
        self, status: int, code: str = "", text: str = "", headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, code, text)
        self.status = status
        self.code = code
        self.text = text
        self.headers = headers or {}


def invalid_json(text: str) -> Refusal:
    """400: no JSON, or JSON of another shape (api-facts §17.6)."""
    return Refusal(400, INVALID_JSON, text)


def invalid_format(text: str) -> Refusal:
    """400: a value is malformed (api-facts §17.6)."""
    return Refusal(400, INVALID_FORMAT, text)


def malformed(field: str, value: object, wanted: str) -> Refusal:
    """400: the value of a body field isn't what it should be."""
    return invalid_format(
        f"The format of parameter '{field}' is invalid; value {quoted(value)} is not {wanted}."
    )


def constraint(text: str) -> Refusal:
    """400: a limit or a rule between fields is broken (api-facts §17.6)."""
    return Refusal(400, CONSTRAINT_VIOLATION, text)


def forbidden(code: str, text: str) -> Refusal:
    """403: well-formed, but it can't be performed (api-facts §2.3)."""
    return Refusal(403, code, text)


def quoted(value: object, limit: int = 80) -> str:
    """Show a JSON value within an error text; long ones are cut."""
    shown = value if isinstance(value, str) else _as_json(value)
    return f"'{shown[:limit]}…'" if len(shown) > limit else f"'{shown}'"


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except RecursionError:  # nested as deeply as could just be read
        return "…"
