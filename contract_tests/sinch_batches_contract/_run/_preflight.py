"""The first request: it tells whether somebody is there and takes the token."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from .._asking.api import Api
from .._asking.cleaning import Cleaner
from .._judgement.outcomes import Stopped, UnreliableTarget, Violation
from .._line import Line, Wire
from .._listener import check_can_listen

if TYPE_CHECKING:
    from .._settings.settings import Settings


class TargetRefused(Exception):
    """The run can't begin; the text says why, in one line."""


def check_target(settings: Settings) -> None:
    """Ask for one page of the list, and whether batches can be sent if there is no list.

    Raises:
        TargetRefused: nobody answers, the token isn't taken, or the API is somewhere else.

    """
    if settings.callback_listener is not None:
        try:
            check_can_listen(settings.callback_listener)
        except OSError as error:
            told = error.strerror or str(error)
            raise TargetRefused(f"--callback-listener can't be listened on: {told}") from None
    line = Line(settings)
    limit = threading.Timer(settings.max_seconds or threading.TIMEOUT_MAX, _end, [line])
    limit.daemon = True
    limit.start()
    try:
        api = Api(
            Wire(line, settings, "0"),
            settings,
            settings.service_plan_id,
            settings.api_token,
            Cleaner(line, settings),
        )
        answer = api.list_page(page_size=1)
        # A server may lack List, but one that lacks Send as well isn't there. No body, no batch.
        is_elsewhere = answer.status == 404 and api.send({}).status == 404
    except (UnreliableTarget, Stopped) as error:
        raise TargetRefused(f"server unreachable: {error}") from None
    except Violation as error:
        raise TargetRefused(f"no HTTP server: {error}") from None
    finally:
        limit.cancel()
        line.close()
    if answer.status == 401:
        raise TargetRefused(
            f"token refused: {settings.base_url} answered 401 for service plan "
            f"{settings.service_plan_id!r}"
        )
    if is_elsewhere:
        raise TargetRefused(
            f"the API isn't there: {answer.request_line} was answered 404, and Send as well; "
            "are the base URL (/xms/v1 is added to it) and the service plan right?"
        )


def _end(line: Line) -> None:
    line.end = "as long as --max-seconds allows"
