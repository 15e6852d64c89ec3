"""What is called back again, and what isn't."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from sinch_batches_server._delivery import outbox, posting

from .registry import semantic
from .surgery import Surgery


def _worth(server: Surgery, rule: Any) -> None:
    server.replace(outbox, "is_worth_a_retry", lambda worth: lambda status: rule(status, worth))


@semantic("again-never", "Nothing comes again", "CB-030 CB-031 CB-034 CB-035")
def again_never(server: Surgery) -> None:
    _worth(server, lambda *_: False)


@semantic("again-not-after-5xx", "A 5xx is taken for an answer", "CB-030")
def again_not_after_5xx(server: Surgery) -> None:
    _worth(server, lambda status, _: status == 429)


@semantic("again-not-after-500", "Only 503 is repeated, not 500", "CB-030")
def again_not_after_500(server: Surgery) -> None:
    _worth(server, lambda status, worth: worth(status) and status != 500)


@semantic("again-not-after-429", "429 isn't repeated", "CB-031")
def again_not_after_429(server: Surgery) -> None:
    _worth(server, lambda status, _: status >= 500)


@semantic("again-after-400", "400 is repeated", "CB-032")
def again_after_400(server: Surgery) -> None:
    _worth(server, lambda status, worth: worth(status) or status == 400)


@semantic("again-after-4xx", "All 4xx are repeated", "CB-032")
def again_after_4xx(server: Surgery) -> None:
    _worth(server, lambda status, _: status >= 400)


@semantic("again-after-410", "410 is repeated", "CB-032")
def again_after_410(server: Surgery) -> None:
    _worth(server, lambda status, worth: worth(status) or status == 410)


@semantic("again-after-204", "Only 200 counts as taken", "CB-033")
def again_after_204(server: Surgery) -> None:
    _worth(server, lambda status, worth: worth(status) or status in (201, 202, 204))


@semantic("again-once-taken", "What came again is sent a third time", "CB-034")
def again_once_taken(server: Surgery) -> None:
    def more(attempt: Any) -> Any:
        async def again(box: Any, target: Any, body: bytes, *args: Any) -> Any:
            outcome = await attempt(box, target, body, *args)
            if outcome is None and body in failed:
                failed.remove(body)
                await attempt(box, target, body, *args)
            elif outcome is not None:
                failed.append(body)
            return outcome

        return again

    failed: list[bytes] = []
    server.replace(outbox.Outbox, "_attempt", more)


@semantic("again-others-lost", "A failure ends the callbacks of the batch", "CB-035")
def again_others_lost(server: Surgery) -> None:
    def giving_up(post: Any) -> Any:
        async def posted(poster: Any, target: Any, body: bytes, headers: Any) -> Any:
            batch = json.loads(body)["batch_id"]
            first, told = firsts.setdefault(
                batch, (body, asyncio.get_running_loop().create_future())
            )
            if body != first:
                return await post(poster, target, body, headers) if await told < 500 else 200
            status = await post(poster, target, body, headers)
            if not told.done():
                told.set_result(status)
            return status

        return posted

    firsts: dict[str, tuple[bytes, asyncio.Future[int]]] = {}
    server.replace(posting.Poster, "post", giving_up)


@semantic("again-changed", "What comes again isn't the same", "CB-030 CB-031")
def again_changed(server: Surgery) -> None:
    def changing(post: Any) -> Any:
        async def posted(poster: Any, target: Any, body: bytes, headers: Any) -> Any:
            times[body] = times.get(body, 0) + 1
            shown = json.loads(body)
            if times[body] > 1 and "total_message_count" in shown:
                shown["total_message_count"] += 1
            return await post(poster, target, json.dumps(shown).encode(), headers)

        return posted

    times: dict[bytes, int] = {}
    server.replace(posting.Poster, "post", changing)
