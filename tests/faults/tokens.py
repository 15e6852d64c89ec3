"""Tokens that open too much, and how a wrong one is answered."""

from __future__ import annotations

from typing import Any

from sinch_batches_server._http import checks

from .registry import semantic, syntactic
from .surgery import Surgery

_WRITING = ("send", "update", "replace", "cancel")


@syntactic("token-unchecked", "Any token opens any plan", "AUTH-002 ISO-001")
def token_unchecked(server: Surgery) -> None:
    server.replace(checks, "opens", lambda _: lambda *_: True)


@syntactic("token-missing", "A request without a token is let in", "AUTH-001")
def token_missing(server: Surgery) -> None:
    server.replace(
        checks, "opens", lambda opens: lambda token, known: not token or opens(token, known)
    )


@syntactic("token-prefix", "The beginning of a token is enough", "AUTH-003")
def token_prefix(server: Surgery) -> None:
    server.replace(
        checks,
        "opens",
        lambda _: lambda given, known: any(t.startswith(given[:-1] or "-") for t in known),
    )


@syntactic("token-any-scheme", "The token is taken with any scheme", "AUTH-004")
def token_any_scheme(server: Surgery) -> None:
    server.replace(
        checks, "bearer_token", lambda _: lambda header: header.partition(" ")[2].strip()
    )


def _unguarded(server: Surgery, *operations: str) -> None:
    """Let these operations in without a token."""
    server.replace(
        checks, "opens", lambda opens: lambda token, known: token == "in" or opens(token, known)
    )
    server.requests(lambda request: request.headers.update(authorization="Bearer in"), *operations)


@syntactic("token-list", "Anyone can list batches", "AUTH-001 AUTH-002")
def token_list(server: Surgery) -> None:
    _unguarded(server, "list")


@syntactic("token-get", "Anyone can get a batch", "AUTH-001 AUTH-002")
def token_get(server: Surgery) -> None:
    _unguarded(server, "get")


@syntactic("token-dry-run", "Anyone can make a dry run", "AUTH-001 AUTH-002")
def token_dry_run(server: Surgery) -> None:
    _unguarded(server, "dry_run")


@syntactic("token-cancel", "Anyone can cancel a batch", "AUTH-001 AUTH-002 AUTH-005")
def token_cancel(server: Surgery) -> None:
    _unguarded(server, "cancel")


@syntactic("token-feedback", "Anyone can give feedback", "AUTH-001 AUTH-002")
def token_feedback(server: Surgery) -> None:
    _unguarded(server, "feedback")


@semantic("token-of-another-plan", "The token of one plan opens another", "ISO-001")
def token_of_another_plan(server: Surgery) -> None:
    def authorizing(authorize: Any) -> Any:
        def loosely(known: Any, plan_id: str, header: str | None) -> Any:
            token = checks.bearer_token(header or "")
            everyone = [own for plan in known.plans.values() for own in plan.tokens]
            if plan_id in known.plans and token in everyone:
                return known.plans[plan_id]
            return authorize(known, plan_id, header)

        return loosely

    server.replace(checks, "authorize", authorizing)


@syntactic("token-403", "A wrong token is answered with 403", "AUTH-001 AUTH-002 AUTH-003 AUTH-004")
def token_403(server: Surgery) -> None:
    server.refusals(lambda answer: setattr(answer, "status", 403), 401)


@syntactic("token-404", "A wrong token is answered with 404", "AUTH-001 AUTH-002 AUTH-003 AUTH-004")
def token_404(server: Surgery) -> None:
    server.refusals(lambda answer: setattr(answer, "status", 404), 401)
