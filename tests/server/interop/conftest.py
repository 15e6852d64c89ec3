"""The SDK as its users set it up, with the base URL of the server in place of Sinch's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sinch import SinchClient  # type: ignore[import-untyped]

from sinch_batches_server import Plan, Settings
from sinch_batches_server.testing import RunningServer, running_server

GROUP = "01W4FFL35P4NC4K35SMSGROUP1"


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    plan = Plan(
        "sdk-plan",
        ("sdk-token",),
        default_callback_url="http://127.0.0.1:1/nobody",
        groups={GROUP: ("12019999999",)},
    )
    with running_server(Settings.of(plan)) as server:
        yield server


@pytest.fixture
def client(server: RunningServer) -> Callable[[str], Any]:
    """A client with this token."""

    def client(token: str) -> Any:
        sinch = SinchClient(
            service_plan_id=server.service_plan_id, sms_api_token=token, sms_region="us"
        )
        sinch.configuration.sms_origin_with_service_plan_id = server.base_url
        return sinch

    return client


@pytest.fixture
def batches(client: Callable[[str], Any]) -> Any:
    return client("sdk-token").sms.batches
