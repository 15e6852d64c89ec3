"""What a run sent for tomorrow is canceled, or else told: whatever the server says of it."""

from __future__ import annotations

import json
import time
from types import SimpleNamespace
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sinch_batches_contract._asking.cleaning import IN_THE_LIST, _scheduled
from sinch_batches_server.testing import RunningServer

from .conftest import Judge, target_arguments
from .serving import TOKEN, altering, reference_app, refusing, serving
from .test_interrupts import still_scheduled


def _send_for_tomorrow(base_url: str, *references: str) -> None:
    tomorrow = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 86400))
    for reference in references:
        document = {"to": ["12015550100"], "body": "x", "send_at": tomorrow}
        httpx.post(
            f"{base_url}/xms/v1/plan/batches",
            headers={"authorization": f"Bearer {TOKEN}"},
            json=document | {"client_reference": reference},
        ).raise_for_status()


def _saying_that_it_cancels(app: ASGIApp) -> ASGIApp:
    async def saying(scope: Scope, receive: Receive, send: Send) -> None:
        said = JSONResponse({"canceled": True})
        await (said if scope.get("method") == "DELETE" else app)(scope, receive, send)

    return saying


def _hiding_when(app: ASGIApp) -> ASGIApp:
    """Answer to Send without the time at which it is going to be sent."""

    def hidden(scope: Scope, message: Message) -> Message:
        if scope["method"] == "POST" and scope["path"].endswith("/batches"):
            if message["type"] == "http.response.start":
                kept = [h for h in message["headers"] if h[0].lower() != b"content-length"]
                return {**message, "headers": kept}
            document = json.loads(message["body"])
            document.pop("send_at", None)
            return {**message, "body": json.dumps(document).encode()}
        return message

    return altering(app, hidden)


def test_clean_up_cancels_what_a_run_left_by_its_references_only(
    judge: Judge, reference: RunningServer
) -> None:
    ours, theirs = ("contract-ours-1-1-x", "contract-ours-2-1-x"), "contract-theirs-1-1-x"
    _send_for_tomorrow(reference.base_url, *ours, theirs)
    run = judge(*target_arguments(reference.base_url), "--clean-up", "contract-ours-")

    assert run.exit_code == 0, run.err
    assert run.out == "2 batches canceled\n"
    left = still_scheduled(reference.base_url)
    assert [batch["client_reference"] for batch in left] == [theirs]


@pytest.mark.parametrize("pages", [1, 2, 7, 16])
def test_clean_up_reads_every_page_and_needs_none_after_the_last(pages: int) -> None:
    """It would else cancel nothing, where a framework says in HTML that there is none."""

    class Pages:
        def ask(self, _: str, path: str, **__: Any) -> Any:
            page = int(parse_qs(urlsplit(path).query)["page"][0])
            if page >= pages:
                return SimpleNamespace(status=404)  # whose body can't be read
            batch = {
                "id": str(page),
                "client_reference": "contract-1",
                "send_at": "2999-01-01T00:00:00Z",
            }
            return SimpleNamespace(status=200, json={"batches": [batch]})

    found = _scheduled(cast("Any", Pages()), "p", "token", "contract-", IN_THE_LIST, at_once=3)
    assert found == {str(page) for page in range(pages)}


def test_clean_up_takes_no_references_but_those_of_runs(judge: Judge) -> None:
    run = judge(*target_arguments("http://127.0.0.1:1"), "--clean-up", "order-")
    assert run.exit_code == 2
    assert "begin with contract-" in run.err


def test_clean_up_that_is_not_let_in_does_not_say_that_nothing_is_left(
    judge: Judge, reference: RunningServer
) -> None:
    _send_for_tomorrow(reference.base_url, "contract-ours-1-1-x")
    run = judge(
        *target_arguments(reference.base_url),
        *("--api-token", "another-token", "--clean-up", "contract-ours-"),
    )

    assert run.exit_code == 2
    assert "must be answered 200, was 401" in run.err
    assert run.out == ""


def test_clean_up_does_not_believe_a_cancel_that_cancels_nothing(judge: Judge) -> None:
    with serving(_saying_that_it_cancels(reference_app())) as port:
        base_url = f"http://127.0.0.1:{port}"
        _send_for_tomorrow(base_url, "contract-ours-1-1-x")
        run = judge(*target_arguments(base_url), "--clean-up", "contract-ours-")

    assert run.out.startswith("0 batches canceled\nstill scheduled: ")
    assert run.exit_code == 2


def test_what_the_answer_to_send_does_not_tell_is_found_at_the_end(judge: Judge) -> None:
    with serving(_hiding_when(reference_app())) as port:
        base_url = f"http://127.0.0.1:{port}"
        run = judge(*target_arguments(base_url), "--only", "SEND-001", "--only", "GET-004")
        assert still_scheduled(base_url) == [], run.out

    assert "STILL SCHEDULED" not in run.out


@pytest.mark.parametrize("refused", [refusing, lambda _, app: _saying_that_it_cancels(app)])
def test_a_server_that_does_not_let_go_is_told_with_the_command_that_cleans(
    judge: Judge, refused: Any
) -> None:
    with serving(refused("DELETE", reference_app())) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *("--only", "SEND-001", "--second-service-plan-id", "another"),
        )

    assert "STILL SCHEDULED: 1 batches: " in run.out
    assert "--second-service-plan-id another --clean-up contract-" in run.out
