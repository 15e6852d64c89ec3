"""The first request: it tells whether somebody is there and takes the token."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from ._api import Api
from ._outcomes import UnreliableTarget
from ._wire import Wire

if TYPE_CHECKING:
    from ._settings import Settings


class TargetRefused(Exception):
    """The run can't begin; the text says why, in one line."""


def check_target(settings: Settings) -> None:
    """Ask for one page of the list.

    Raises:
        TargetRefused: nobody answers, or the token isn't taken.

    """
    try:
        wire = Wire(settings)
    except OSError as error:
        raise TargetRefused(f"--ca-file {settings.ca_file}: {error}") from None
    try:
        api = Api(wire, settings, settings.service_plan_id, settings.api_token)
        answer = api.list_page(page_size=1)
    except UnreliableTarget as error:
        raise TargetRefused(f"server unreachable: {error}") from None
    except httpx.InvalidURL as error:
        raise TargetRefused(f"--base-url {settings.base_url!r}: {error}") from None
    finally:
        wire.close()
    if answer.status == 401:
        raise TargetRefused(
            f"token refused: {settings.base_url} answered 401 for service plan "
            f"{settings.service_plan_id!r}"
        )
