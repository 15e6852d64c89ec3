"""Leaving nothing scheduled: what a run sent for tomorrow is canceled beside and after it."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from .._judgement.outcomes import UnreliableTarget, Violation
from .._line import Line, Wire
from .._material.times import moment_of, now, stamp
from .expect import expect_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .._settings.settings import Settings

IN_THE_LIST = timedelta(days=14)  # it holds no older ones
_PAGES = 200
_PAGE_SIZE = 100


@dataclass
class Cleaned:
    """What clean-up came to; `remaining` are batches that are still scheduled."""

    canceled: list[str] = field(default_factory=list)
    requests: int = 0
    drops: int = 0
    remaining: list[str] = field(default_factory=list)


class Cleaner:
    """Cancels batches in threads of its own, so that no check waits for it."""

    def __init__(self, line: Line, settings: Settings) -> None:
        self._line = line
        self._wire = Wire(line, settings, "clean-up")
        self._wire.after_the_end = True
        self._pool = ThreadPoolExecutor(settings.concurrency, thread_name_prefix="clean-up")
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[str, str]] = {}
        self._cleaned = Cleaned()

    def cancel(self, plan: str, token: str, id: str) -> None:
        """Have the batch canceled some time before the end."""
        self._pool.submit(self._cancel, plan, token, id)

    def keep(self, plan: str, token: str, id: str) -> None:
        """Have the batch canceled at the end: until then checks share it."""
        with self._lock:
            self._kept[id] = (plan, token)

    def keeps(self, id: str) -> bool:
        """Whether the batch is canceled at the end anyway."""
        return id in self._kept

    def finish(self) -> Cleaned:
        """Wait until all are canceled, and tell what came of it."""
        for id, (plan, token) in self._kept.items():
            self.cancel(plan, token, id)
        self._pool.shutdown()
        self._cleaned.requests = self._wire.requests
        self._cleaned.drops = self._wire.drops
        return self._cleaned

    def _cancel(self, plan: str, token: str, id: str) -> None:
        path = f"/xms/v1/{quote(plan, safe='')}/batches/{quote(id, safe='')}"
        try:
            status = 0 if self._line.is_gone else self._wire.ask("DELETE", path, token=token).status
        except (UnreliableTarget, Violation):
            status = 0
        self._wire.forget()
        with self._lock:
            if 200 <= status < 300:
                self._cleaned.canceled.append(id)
            elif status != 404:
                self._cleaned.remaining.append(id)


def clean_up(line: Line, settings: Settings, prefix: str, age: timedelta) -> Cleaned:
    """Cancel every batch that is still scheduled and whose client reference begins so.

    It looks until nothing is scheduled, as a request that was under way may have made a batch
    since; what stays in the list is told as remaining, whatever Cancel was answered.

    Raises:
        UnreliableTarget: nobody answers.
        Violation: the list can't be read.

    """
    total = Cleaned()
    wire = Wire(line, settings, "clean-up")
    wire.after_the_end = True
    for plan, token in _plans(settings):
        tried: set[str] = set()
        pauses = iter(wire.patience())
        looked = partial(_scheduled, wire, plan, token, prefix, age, at_once=settings.concurrency)
        while found := looked():
            if new := found - tried:
                cleaner = Cleaner(line, settings)
                for id in sorted(new):
                    cleaner.cancel(plan, token, id)
                cleaned = cleaner.finish()
                total.requests += cleaned.requests
                total.drops += cleaned.drops
                total.canceled += cleaned.canceled
                tried |= new
                continue
            pause = next(pauses, None)
            if pause is None:
                break
            line.rest(pause, after_the_end=True)
        total.canceled = [id for id in total.canceled if id not in found]
        total.remaining += sorted(found)
    total.requests += wire.requests
    total.drops += wire.drops
    return total


def _plans(settings: Settings) -> Iterator[tuple[str, str]]:
    yield settings.service_plan_id, settings.api_token
    if settings.second_service_plan_id and settings.second_api_token:
        yield settings.second_service_plan_id, settings.second_api_token


def _scheduled(
    wire: Wire, plan: str, token: str, prefix: str, age: timedelta, *, at_once: int
) -> set[str]:
    """Look through the list; a long one is asked for in growing lots of pages at once."""
    since = stamp(now() - age)

    def entries(page: int) -> list[Any]:
        query = urlencode({"page": page, "page_size": _PAGE_SIZE, "start_date": since})
        answer = wire.ask("GET", f"/xms/v1/{quote(plan, safe='')}/batches?{query}", token=token)
        if page and answer.status == 404:
            return []  # there need not be a page after the last one
        batches = expect_status(answer, 200).json.get("batches")
        return batches if isinstance(batches, list) else []

    pages = [entries(0)]
    with ThreadPoolExecutor(at_once) as pool:
        while pages[-1] and len(pages) < _PAGES:
            pages += pool.map(entries, range(len(pages), 2 * len(pages)))
    return {str(batch["id"]) for page in pages for batch in page if _is_left(batch, prefix)}


def _is_left(batch: Any, prefix: str) -> bool:
    if not isinstance(batch, dict) or "id" not in batch:
        return False
    due = moment_of(batch.get("send_at"))
    return (
        str(batch.get("client_reference", "")).startswith(prefix)
        and batch.get("canceled") is not True
        and due is not None
        and due > now()
    )
