"""Reports that aren't taken are sent again, as sources §14 says; and nothing grows for ever."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from sinch_batches_server._delivery.outbox import Letter, Outbox, delays
from sinch_batches_server._delivery.posting import NotTaken, Poster, Target
from sinch_batches_server._settings import Callbacks

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..conftest import Place
    from .conftest import Receiver, Server, ServerFactory

REPORT = {"batch_id": "B1"}


def run_letters(receiver: Receiver, letters: int, **outbox: int) -> None:
    """Put letters in an outbox of its own and have it send them all."""

    async def scenario() -> None:
        async with Poster() as poster:
            box = Outbox(poster, lambda: 0, first_retry=0.01, **outbox)
            for _ in range(letters):
                await box.put(Letter(receiver.url(), None, [REPORT]))
            await until(lambda: not box.unsent)

    asyncio.run(scenario())


async def until(come_true: Callable[[], bool]) -> None:
    while not come_true():  # noqa: ASYNC110 - what is waited for happens in other threads
        await asyncio.sleep(0.01)


def test_the_first_retry_comes_after_5_s_and_each_next_after_twice_as_long_up_to_81920() -> None:
    waits = list(delays(5))
    assert waits[:3] == [5, 10, 20]
    assert waits[-1] == 81920
    assert all(later == 2 * sooner for sooner, later in pairwise(waits))


@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
def test_a_report_answered_with_5xx_or_429_is_sent_again(server: Server, status: int) -> None:
    server.receiver.statuses = [status, status]
    server.send()
    bodies = {server.receiver.next().body for _ in range(3)}
    assert len(bodies) == 1
    server.marker()


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 403, 404, 410, 422])
def test_a_report_answered_with_3xx_or_another_4xx_is_not_sent_again(
    server: Server, status: int
) -> None:
    server.receiver.statuses = [status]
    server.receiver.headers = {"Location": server.receiver.url("/elsewhere")}
    server.send()
    assert server.receiver.next().path == "/reports"
    server.marker()


def test_a_report_is_sent_again_if_nobody_listens(start: ServerFactory) -> None:
    server = start(Callbacks(first_retry=0.2))
    url = server.receiver.url()
    server.receiver.pause()
    server.send(callback_url=url)
    server.receiver.resume()
    server.receiver.reports(1)


def test_after_the_last_retry_a_report_is_given_up(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.statuses = [503] * 100

    async def scenario() -> None:
        async with Poster() as poster:
            box = Outbox(poster, lambda: 0, first_retry=0.000001)
            await box.put(Letter(receiver.url(), None, [REPORT]))
            await until(lambda: not box.unsent)

    asyncio.run(scenario())
    assert 100 - len(receiver.statuses) == 16
    assert "report of batch B1 given up" in caplog.text


def test_the_reports_of_a_recipient_keep_their_order_over_retries(server: Server) -> None:
    server.receiver.statuses = [503, 200, 503]
    server.send(delivery_report="per_recipient")
    codes = [report["code"] for report in server.receiver.reports(4)]
    assert codes == [401, 401, 0, 0]


def test_after_429_the_following_reports_to_that_receiver_wait_as_well(
    receiver: Receiver, other_receiver: Receiver
) -> None:
    receiver.statuses = [429]

    async def scenario() -> None:
        async with Poster() as poster:
            box = Outbox(poster, lambda: 0, first_retry=3600, at_once=1)
            for number in range(3):
                await box.put(Letter(receiver.url(), None, [REPORT]))
                await box.put(Letter(other_receiver.url(f"/{number}"), None, [REPORT]))
            await until(lambda: box.unsent <= 3)
            await box.close()

    asyncio.run(scenario())
    assert other_receiver.number_come() == 3
    assert receiver.number_come() == 1


def test_after_the_pause_the_reports_that_waited_are_sent(receiver: Receiver) -> None:
    receiver.statuses = [429]
    run_letters(receiver, 3, at_once=1)
    assert receiver.number_come() == 4


def test_no_more_than_a_few_requests_are_open_at_once(receiver: Receiver) -> None:
    run_letters(receiver, 40, at_once=3)
    assert receiver.most_open_at_once <= 3


def test_putting_waits_while_too_many_new_letters_are_unsent(receiver: Receiver) -> None:
    receiver.hold.clear()

    async def scenario() -> int:
        async with Poster() as poster:
            box = Outbox(poster, lambda: 0, most_new=5)
            putting = asyncio.create_task(put(box))
            await until(lambda: receiver.number_come() > 0)
            held = box.unsent
            putting.cancel()
            receiver.hold.set()
            await box.close()
        return held

    async def put(box: Outbox) -> None:
        for _ in range(50):
            await box.put(Letter(receiver.url(), None, [REPORT]))

    assert asyncio.run(scenario()) == 5


def test_of_letters_that_wait_for_a_retry_only_so_many_are_kept(
    receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.statuses = [503] * 10

    async def scenario() -> None:
        async with Poster() as poster:
            box = Outbox(poster, lambda: 0, first_retry=3600, most_waiting=4)
            for _ in range(10):
                await box.put(Letter(receiver.url(), None, [REPORT]))
            await until(lambda: box.unsent == 4)
            await box.close()

    asyncio.run(scenario())
    assert receiver.number_come() == 10
    assert "too many reports wait" in caplog.text


def test_a_receiver_that_never_answers_holds_up_no_other(start: ServerFactory) -> None:
    server = start()
    server.receiver.hold.clear()
    server.send(callback_url=server.receiver.url("/slow"))
    assert server.receiver.next().path == "/slow"
    server.send(callback_url=server.receiver.url("/other"))
    assert server.receiver.next().path == "/other"
    server.receiver.hold.set()


def test_many_reports_for_a_receiver_that_hangs_hold_up_no_other(
    receiver: Receiver, other_receiver: Receiver
) -> None:
    receiver.hold.clear()

    async def scenario() -> None:
        async with Poster(timeout=1) as poster:
            box = Outbox(poster, lambda: 0, first_retry=3600, most_new=30)
            for _ in range(60):
                await box.put(Letter(receiver.url(), None, [REPORT]))
            await box.put(Letter(other_receiver.url(), None, [REPORT]))
            await asyncio.to_thread(other_receiver.next)
            receiver.hold.set()
            await box.close()

    asyncio.run(scenario())
    assert receiver.most_open_at_once == 4


def test_a_receiver_that_takes_too_long_counts_as_not_reached(receiver: Receiver) -> None:
    receiver.hold.clear()

    async def scenario() -> None:
        async with Poster(timeout=0.2) as poster:
            await poster.post(Target.of(receiver.url()), b"{}", {})

    with pytest.raises(NotTaken, match=r"Timeout"):
        asyncio.run(scenario())
    receiver.hold.set()


def test_servers_that_share_a_store_send_a_report_once(start: ServerFactory, place: Place) -> None:
    first = start(store=place())
    second = start(store=place(), clock=first.clock)
    batches = [server.send() for server in (first, second) for _ in range(20)]
    reports = first.receiver.reports(len(batches))
    assert {report["batch_id"] for report in reports} == {batch["id"] for batch in batches}
    first.marker()
    second.marker()


def test_a_report_that_is_not_due_yet_is_sent_by_a_server_started_later_on_the_store(
    start: ServerFactory, place: Place
) -> None:
    first = start(store=place())
    batch = first.send(send_at="2025-06-15T16:06:40Z")
    first.marker()
    again = start(store=place(), clock=type(first.clock)(first.clock.now + 3_600_000))
    assert again.receiver.reports(1)[0]["batch_id"] == batch["id"]
