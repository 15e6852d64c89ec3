"""What every request passes before its operation: the order is that of decision 1."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from typing import TYPE_CHECKING, NoReturn

from .._rules import errors

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request

    from .. import _settings as settings
    from .validation import Document


BODY_SECONDS = 30
"""How long the body of a request may take."""

_LENGTH = re.compile(r"[0-9]{1,20}")


def authorize(known: settings.Settings, plan_id: str, header: str | None) -> settings.Plan:
    """Return the plan if the header carries one of its tokens.

    Raises:
        Refusal: 401, whether the plan or the token is unknown.

    """
    plan = known.plans.get(plan_id)
    token = bearer_token(header or "")
    if plan is None or not opens(token, plan.tokens):
        reason = "the plan is unknown" if plan is None else "no token of the plan"
        raise errors.Refusal(401, reason=reason, headers={"WWW-Authenticate": "Bearer"})
    return plan


def bearer_token(header: str) -> str:
    """Return the token of an Authorization header, `""` if it is of another scheme."""
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def opens(token: str, tokens: Iterable[str]) -> bool:
    """Whether the token is one of the tokens."""
    given = token.encode()
    return any(hmac.compare_digest(given, known.encode()) for known in tokens)


def check_content_type(header: str | None) -> None:
    """Let only `application/json` pass, with utf-8 as its charset if any (decision 53).

    Raises:
        Refusal: 415.

    """
    media_type, *parameters = [part.strip().lower() for part in (header or "").split(";")]
    charsets = [value for value in parameters if value.startswith("charset")]
    if media_type != "application/json" or any(not is_utf_8(charset) for charset in charsets):
        raise errors.Refusal(415, reason="the Content-Type isn't application/json in UTF-8")


def is_utf_8(parameter: str) -> bool:
    """Whether a parameter of a media type names UTF-8."""
    return parameter.partition("=")[2].strip(' "') in ("utf-8", "utf8")


async def read_body(request: Request, limit: int) -> bytes:
    """Read the body up to the limit.

    Raises:
        Refusal: 413, or 408 if the body doesn't come.

    """
    if announced_length(request.headers.get("content-length")) > limit:
        raise errors.Refusal(413, reason=f"the body has more than {limit} bytes")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit:
                    raise errors.Refusal(413, reason=f"the body has more than {limit} bytes")
    except TimeoutError:
        reason = f"the body didn't come within {BODY_SECONDS} seconds"
        raise errors.Refusal(408, reason=reason, headers={"Connection": "close"}) from None
    return bytes(body)


def announced_length(header: str | None) -> int:
    """Return what Content-Length says, 0 if it says nothing."""
    return int(header) if header is not None and _LENGTH.fullmatch(header) else 0


def parse_body(body: bytes) -> Document:
    """Read a JSON object in UTF-8.

    Raises:
        Refusal: 400 `syntax_invalid_json`.

    """
    try:
        text = body.decode()
        document = json.loads(text, parse_constant=_refuse_constant)
        if "\\ud" in text or "\\uD" in text:
            json.dumps(document, ensure_ascii=False).encode()
    except UnicodeError:
        raise errors.invalid_json("The body is not Unicode text.") from None
    except ValueError as error:
        raise errors.invalid_json(f"The body is not JSON: {error}.") from None
    except RecursionError:
        raise errors.invalid_json("The body is nested too deeply.") from None
    if not isinstance(document, dict):
        raise errors.invalid_json("The body is not a JSON object.")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
