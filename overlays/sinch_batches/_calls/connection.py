"""What both clients are made of: options, connections of one process, requests, lost answers."""

from __future__ import annotations

import copy
import logging
import os
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, cast

import httpx

from .._errors import InvalidRequest, TransportError
from .._region import address_of, check_id
from .._version import __version__
from .answers import Answer, cleaned
from .authorization import Grants, OAuth2, Token
from .call import Session
from .options import CallOptions, Options, headers_of, hook_of, retries_of, timeout_of
from .reading import ACCEPTED
from .retries import Retries
from .secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from .._region import Region
    from .call import Attempt, Turn
    from .reading import Reader

_Client = TypeVar("_Client", bound=httpx.Client | httpx.AsyncClient)
_Transport = TypeVar("_Transport", bound=httpx.BaseTransport | httpx.AsyncBaseTransport)

_parsed = lru_cache(maxsize=128)(httpx.URL)  # most requests go to one of three addresses
_LAST_PORT = 65535
_log = logging.getLogger("sinch_batches")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
_NEVER_CONNECTED = {"ClientConnectorError", "ConnectionTimeoutError"}  # of aiohttp


class Pool(Generic[_Client]):
    """The connections of one process: those of a parent would be shared with it."""

    def __init__(self, make: Callable[[], _Client], strange: str | None, closes: bool) -> None:
        self._make, self._strange, self.closes = make, strange, closes
        self.http, self._process = make(), os.getpid()
        self._loop: object = None

    def get(self, loop: object = None) -> _Client:
        """Return the open client of this process and event loop, or raise `InvalidRequest`."""
        if self.http.is_closed:
            raise InvalidRequest("client", "closed", "must be open")
        if self._process != os.getpid():
            if self._strange:
                rule = "must be made in the process that uses it: a fork shares its connections"
                raise InvalidRequest(self._strange, "of another process", rule)
            self.http, self._process, self._loop = self._make(), os.getpid(), None
        if self._loop not in (None, loop):
            rule = "must be made in the event loop that uses it"
            raise InvalidRequest("client", "of another event loop", rule)
        self._loop = loop
        return self.http


class Connection(Generic[_Client, _Transport]):
    """The connections to the API for one service plan; never shows the token."""

    _client: ClassVar[type[httpx.Client] | type[httpx.AsyncClient]]
    _transport: ClassVar[type[httpx.BaseTransport] | type[httpx.AsyncBaseTransport]]
    _make_turn: ClassVar[Callable[[], Turn]]
    _label = "unmade"

    def __init__(
        self,
        service_plan_id: str,
        api_token: str | OAuth2,
        *,
        region: Region | str | None = None,
        base_url: str | None = None,
        **options: Unpack[Options[_Client, _Transport]],
    ) -> None:
        credentials = api_token if isinstance(api_token, OAuth2) else Secret(api_token)
        del api_token  # a traceback with variables would show it
        if unknown := options.keys() - Options.__annotations__.keys():
            raise TypeError(f"unknown option {', '.join(unknown)}")
        if "http_client" in options and options.keys() & {"timeout", "transport"}:
            raise TypeError("http_client has a timeout and a transport of its own")
        check_id("service_plan_id", service_plan_id)
        address = address_of(region, base_url, oauth2=isinstance(credentials, OAuth2))
        _check_url("base_url", address)
        self._label = f"{service_plan_id!r}, base_url={address!r}"
        if isinstance(credentials, Secret):
            authorization: Token | Grants = Token(credentials)
        else:
            authorization = Grants(credentials, type(self)._make_turn)
        self._session = Session(service_plan_id, address, Retries(), authorization)
        self._pool = self._opened(options)
        given = options.get("http_client")
        self._headers = httpx.Headers(given.headers if given else None)
        self._headers["User-Agent"] = f"sinch-batches/{__version__}"
        self._headers["Accept-Encoding"] = ACCEPTED
        self._extensions = {"timeout": self._pool.http.timeout.as_dict()}
        self._on_answer: Callable[[Answer], object] | None = None
        self._set(options)

    @classmethod
    def from_env(
        cls,
        *,
        region: Region | str | None = None,
        base_url: str | None = None,
        **options: Unpack[Options[_Client, _Transport]],
    ) -> Self:
        """Make a client out of the environment; raises `InvalidRequest` if something lacks.

        `SINCH_SERVICE_PLAN_ID` and `SINCH_SMS_API_TOKEN`, or else `SINCH_PROJECT_ID`,
        `SINCH_KEY_ID` and `SINCH_KEY_SECRET`; and, unless `region` or `base_url` is given,
        `SINCH_SMS_BASE_URL`, which wins, or `SINCH_SMS_REGION`.
        """
        if os.environ.get("SINCH_SERVICE_PLAN_ID") or not os.environ.get("SINCH_PROJECT_ID"):
            plan = _demanded("SINCH_SERVICE_PLAN_ID")
            return cls(plan, _demanded("SINCH_SMS_API_TOKEN"), **_at(region, base_url), **options)
        key = OAuth2(_demanded("SINCH_KEY_ID"), _demanded("SINCH_KEY_SECRET"))
        return cls(os.environ["SINCH_PROJECT_ID"], key, **_at(region, base_url), **options)

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """Return this client with other options for its calls; both share their connections.

        Headers are added to those of this client. Closing the copy closes nothing.
        """
        if unknown := options.keys() - CallOptions.__annotations__.keys():
            raise TypeError(f"unknown option {', '.join(unknown)}")
        other = copy.copy(self)
        other._pool = copy.copy(self._pool)
        other._pool.closes = False
        other._set(options)
        return other

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._label})"

    def _opened(self, options: Options[_Client, _Transport]) -> Pool[_Client]:
        given, transport = options.get("http_client"), options.get("transport")
        for name, value, kind in (
            ("http_client", given, self._client),
            ("transport", transport, self._transport),
        ):
            if value is not None and not isinstance(value, kind):
                raise InvalidRequest(name, value, f"must be an httpx.{kind.__name__}")
        timeout = httpx.Timeout(10, connect=5)

        def make() -> _Client:
            return given or cast("_Client", self._client(timeout=timeout, transport=transport))  # type: ignore[arg-type]

        strange = "http_client" if given else "transport" if transport else None
        return Pool(make, strange, closes=given is None)

    def _set(self, options: CallOptions) -> None:
        if "timeout" in options:
            self._extensions = {"timeout": timeout_of(options["timeout"]).as_dict()}
        if "retries" in options:
            self._session = self._session._replace(retries=retries_of(options["retries"]))
        if "headers" in options:
            self._headers = httpx.Headers(self._headers)
            self._headers.update(headers_of(options["headers"]))
        if "on_answer" in options:
            self._on_answer = hook_of(options["on_answer"])

    def _request(self, attempt: Attempt) -> httpx.Request:
        # `Client.build_request` would merge headers, cookies and URL anew for each request.
        call = attempt.call
        try:
            url = _parsed(attempt.base_url + call.path)
            request = httpx.Request(
                call.method, url, headers=self._headers, extensions=self._extensions, **call.options
            )
        except UnicodeEncodeError as error:
            raise InvalidRequest("text", error.object[error.start], "is half a character") from None
        except Exception as error:  # of whatever writes JSON, queries and addresses
            rule = f"can't be written: {cleaned(str(error))}"
            raise InvalidRequest("request", f"{call.method} {call.path}"[:200], rule) from None
        request.headers["Authorization"] = attempt.header.reveal()
        return request

    def _answer(
        self, attempt: Attempt, response: httpx.Response, reader: Reader, started: float
    ) -> Answer:
        _log_line(attempt, response.status_code, started)
        status, headers, content = response.status_code, response.headers, reader.whole()
        place = (attempt.call.method, attempt.host, attempt.call.path)
        answer = Answer(*place, status, headers, content)
        if self._on_answer is not None and attempt.call.base_url is None:  # not of a token server
            self._on_answer(answer)
        return answer

    def _lost(self, attempt: Attempt, error: Exception, started: float) -> TransportError:
        """Return what it means that no whole answer came.

        Neither the error itself nor its traceback is kept: on aiohttp both hold the token.
        """
        _log_line(attempt, type(error).__name__, started)
        names = {kind.__name__ for kind in type(error.__cause__).__mro__}
        # On aiohttp a cut connection is a `ConnectTimeout` too: what caused it tells them apart.
        was_open = "ClientError" in names and not names & _NEVER_CONNECTED
        maybe_sent = was_open or not isinstance(error, _NEVER_SENT)
        reason = cleaned(self._session.hide(f"{type(error).__name__}: {error}"[:10_000]))
        call = attempt.call
        return TransportError(call.method, call.path, reason, maybe_sent, attempt.host)


def _demanded(name: str, rule: str = "must be set in the environment") -> str:
    if not os.environ.get(name):
        raise InvalidRequest(name, None, rule)
    return os.environ[name]


def _at(region: Region | str | None, base_url: str | None) -> dict[str, Any]:
    if region is None and base_url is None:
        base_url = os.environ.get("SINCH_SMS_BASE_URL") or None
        rule = "or SINCH_SMS_BASE_URL must be set in the environment"
        region = None if base_url else _demanded("SINCH_SMS_REGION", rule)
    return {"region": region, "base_url": base_url}


def _check_url(name: str, url: str) -> None:
    try:
        parsed = httpx.URL(url)
        parsed.raw_host.decode("ascii").encode("idna")  # as the socket does
        if not parsed.host or (parsed.port or 1) > _LAST_PORT:
            raise ValueError("there is no such host or port")
    except Exception as error:  # of a library that reads host names
        raise InvalidRequest(name, url, f"must be an address: {error}") from None


def _log_line(attempt: Attempt, outcome: object, started: float) -> None:
    if _log.isEnabledFor(logging.DEBUG):
        ms = (time.perf_counter() - started) * 1000
        line = "%s %s: %s in %.1f ms (attempt %d)"
        _log.debug(line, attempt.call.method, attempt.call.path, outcome, ms, attempt.number)
