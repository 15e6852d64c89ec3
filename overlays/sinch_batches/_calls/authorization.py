"""The token that goes with a call: a plan's own, or one of OAuth2 (sources §1)."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from time import monotonic
from typing import TYPE_CHECKING

from .._errors import InvalidRequest, ServerError, TransportError, UnexpectedAnswer, demand_text
from .call import Call, perform
from .secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from .call import Flow, Session, Turn

_EARLY = 60.0  # seconds before its end at which a token is renewed
_USUAL, _LONGEST = 3600.0, 86_400.0  # seconds that a token lives


class OAuth2:
    """The access key of a project: `BatchesClient(project_id, OAuth2(key_id, key_secret), ...)`.

    The token is fetched when it is first needed, and renewed before its end or after a 401.
    Threads or tasks that share a client wait for one renewal. Sinch offers it in `us` and `eu`.
    What no header or address can hold raises `InvalidRequest`.
    """

    def __init__(
        self, key_id: str, key_secret: str, url: str = "https://auth.sinch.com/oauth2/token"
    ) -> None:
        self.key_id, self.url, self.key_secret = key_id, url, Secret(key_secret)
        del key_secret  # a traceback with variables would show it
        demand_text("key_id", key_id)
        demand_text("url", url)
        if ":" in key_id:
            raise InvalidRequest("key_id", key_id, "must be without a colon")
        check_secret("key_secret", self.key_secret)
        if not re.fullmatch(r"https?://[^\s/?#@]+/[!-~]*", url):
            raise InvalidRequest("url", url, "must be an address like https://host/path")

    def __repr__(self) -> str:
        return f"OAuth2({self.key_id!r}, url={self.url!r})"


class Token:
    """A token that is known from the start, such as that of a service plan."""

    renews = False

    def __init__(self, token: Secret, scheme: str = "Bearer", *others: Secret) -> None:
        check_secret("api_token", token)
        self.secrets: tuple[Secret, ...] = (token, *others)
        self._header = Secret(f"{scheme} {token.reveal()}")

    def header(self, _: Session, __: Secret | None) -> Flow[Secret]:
        """Return what to send, always the same."""
        yield from ()
        return self._header


class Grants:
    """The tokens that an access key is given, one after the other."""

    renews = True

    def __init__(self, credentials: OAuth2, make_turn: Callable[[], Turn]) -> None:
        pair = f"{credentials.key_id}:{credentials.key_secret.reveal()}".encode()
        basic = Secret(b64encode(pair).decode())
        self._host, _, path = credentials.url.rpartition("://")[2].partition("/")
        self._base_url, self._path = credentials.url.removesuffix(f"/{path}"), f"/{path}"
        self._bearer, self._ends = Secret(""), 0.0
        self._basic = Token(basic, "Basic", credentials.key_secret)
        self.secrets = self._basic.secrets
        self._make_turn, self._turn, self._process = make_turn, make_turn(), os.getpid()

    def header(self, session: Session, refused: Secret | None) -> Flow[Secret]:
        """Return what to send; one renewal at a time fetches a token."""
        if self._is_stale(refused):
            if self._process != os.getpid():  # whoever held the turn stayed in the other one
                self._turn, self._process = self._make_turn(), os.getpid()
            turn = self._turn
            yield turn
            try:
                if self._is_stale(refused):
                    yield from self._renew(session)
            finally:
                turn.release()
        return self._bearer

    def _is_stale(self, refused: Secret | None) -> bool:
        return self._bearer is refused or not self._bearer.reveal() or monotonic() > self._ends

    def _renew(self, session: Session) -> Flow[None]:
        grant = {"method": "post", "url": self._path, "data": {"grant_type": "client_credentials"}}
        call = Call(grant, _grant, idempotent=True, base_url=self._base_url)
        asking = session._replace(authorization=self._basic)
        try:
            token, lifetime = yield from perform(call, asking)
        except (ServerError, UnexpectedAnswer) as error:
            reason = f"the token server answers {error.status_code}, no token"
            raise TransportError("POST", self._path, reason, False, self._host) from None
        except TransportError as lost:
            raise TransportError("POST", self._path, lost.reason, False, self._host) from None
        self.secrets = (*self.secrets[:2], Secret(token), *self.secrets[2:4])
        self._bearer = Secret(f"Bearer {token}")
        self._ends = monotonic() - _EARLY + lifetime


def _grant(document: object) -> tuple[str, float]:
    grant = document if isinstance(document, dict) else {}
    token, lifetime = grant.get("access_token"), grant.get("expires_in")
    if not _is_word(token):
        raise ValueError("there is no token")
    if not isinstance(lifetime, int | float) or not lifetime > 0:
        lifetime = _USUAL
    return str(token), min(lifetime, _LONGEST)


def check_secret(name: str, secret: Secret) -> None:
    """Refuse a token or key that no header can hold, without showing it."""
    if not _is_word(secret.reveal()):
        raise InvalidRequest(name, "(hidden)", "must be text of ASCII without blanks")


def _is_word(value: object) -> bool:
    return isinstance(value, str) and bool(re.fullmatch(r"[!-~]+", value))
