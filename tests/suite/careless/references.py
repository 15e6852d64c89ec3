"""Carelessness with the client's reference: how it is measured, and how it comes back."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.suite.other_server import calling
from tests.suite.other_server.deliveries import Deliveries, Query, Sending
from tests.suite.other_server.fields import CONSTRAINT, RefusedError, string
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields

from . import Careless, Patch
from .refusals import read_with


def references_measured_in_bytes(patch: Patch) -> None:
    def reading(name: str, value: Any) -> str:
        text: str = string(2048)(name, value)
        if len(text.encode(errors="surrogatepass")) > 2048:
            raise RefusedError(CONSTRAINT, f"{name}: at most 2048 bytes")
        return text

    read_with(patch, ("client_reference",), reading)


def references_called_back_in_latin(patch: Patch) -> None:
    post = calling.post

    def posting(url: str, body: bytes, secret: str | None) -> int:
        report = json.loads(body)
        if "client_reference" in report:
            latin = report["client_reference"].encode("latin-1", "replace")
            report["client_reference"] = latin.decode("latin-1")
        return post(url, json.dumps(report).encode(), secret)

    patch.setattr(calling, "post", posting)


def references_composed_in_reports(patch: Patch) -> None:
    take = Deliveries.take

    def taking(self: Deliveries, batch_id: str, fields: Fields, due: datetime) -> None:
        if "client_reference" in fields:
            composed = unicodedata.normalize("NFC", fields["client_reference"])
            fields = {**fields, "client_reference": composed}
        take(self, batch_id, fields, due)

    patch.setattr(Deliveries, "take", taking)


def members_reported_without_reference(patch: Patch) -> None:
    report_of = Sending.report

    def reporting(self: Sending, number: str, *state: Any) -> dict[str, Any]:
        report = report_of(self, number, *state)
        if number not in self.fields["to"]:
            report.pop("client_reference", None)
        return report

    patch.setattr(Sending, "report", reporting)


def references_cut_in_callbacks(patch: Patch) -> None:
    post = calling.post

    def posting(url: str, body: bytes, secret: str | None) -> int:
        report = json.loads(body)
        if "client_reference" in report:
            report["client_reference"] = report["client_reference"][:128]
        return post(url, json.dumps(report).encode(), secret)

    patch.setattr(calling, "post", posting)


def references_compared_in_part(patch: Patch) -> None:
    list_ = Plan.list

    def listing(self: Plan, query: Query) -> dict[str, Any]:
        reference = query.get("client_reference", [""])[-1]
        if len(reference) < 255:
            return dict(list_(self, query))
        cut = [
            replace(batch, fields={**batch.fields, "client_reference": reference})
            for batch in self._batches.values()
            if batch.fields.get("client_reference", "").startswith(reference[:255])
        ]
        kept, self._batches = self._batches, {batch.id: batch for batch in cut}
        try:
            return dict(list_(self, query))
        finally:
            self._batches = kept

    patch.setattr(Plan, "list", listing)


ROWS: list[tuple[Careless, str]] = [
    (references_measured_in_bytes, "REFERENCE-longest-unicode@send_batch.client_reference"),
    (references_called_back_in_latin, "CB-010"),
    (references_cut_in_callbacks, "CB-010"),
    (references_compared_in_part, "FILT-001"),
    (references_composed_in_reports, "DR-006"),
    (references_composed_in_reports, "CB-010"),
    (members_reported_without_reference, "DR-028"),
]
