"""Carelessness with dry runs: what they leave behind, and what they calculate."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from tests.suite.other_server import plan as plans
from tests.suite.other_server import sms
from tests.suite.other_server.plan import Plan
from tests.suite.other_server.submission import Fields
from tests.suite.other_server.wire import _Handler

from . import Careless, Patch
from .lists import answered

Values = dict[str, dict[str, str]]


def values_are_templates(patch: Patch) -> None:
    fill_in = sms._fill_in

    def filled(body: str, parameters: Values, recipient: str) -> str | None:
        values = {
            key: {who: re.sub("(.+)", text, key) for who, text in texts.items()}
            for key, texts in parameters.items()
        }
        return fill_in(body, values, recipient)

    patch.setattr(sms, "_fill_in", filled)


def members_get_the_default(patch: Patch) -> None:
    messages_of = Plan._messages

    def defaults(fields: Fields) -> Fields:
        values = {
            key: {who: text for who, text in texts.items() if who == "default"}
            for key, texts in fields.get("parameters", {}).items()
        }
        return {**fields, "parameters": values}

    def composing(self: Plan, fields: Fields, everyone: Sequence[str]) -> Sequence[sms.Message]:
        return [
            message
            for number in everyone
            for message in messages_of(
                self, fields if number in fields["to"] else defaults(fields), [number]
            )
        ]

    patch.setattr(Plan, "_messages", composing)


def currency_sign_forgotten(patch: Patch) -> None:
    patch.setattr(sms, "_BASIC", sms._BASIC - {"¤"})


def extensions_of_long_texts_count_once(patch: Patch) -> None:
    measure = sms._measure

    def measuring(text: str) -> tuple[str, list[int], int, int]:
        encoding, costs, whole, part = measure(text)
        is_careless = encoding == "text" and sum(costs) > whole
        return encoding, [1] * len(costs) if is_careless else costs, whole, part

    patch.setattr(sms, "_measure", measuring)


def empty_values_are_none(patch: Patch) -> None:
    fill_in = sms._fill_in

    def filled(body: str, parameters: Values, recipient: str) -> str | None:
        used = {
            key: {who: text for who, text in texts.items() if text}
            for key, texts in parameters.items()
        }
        return fill_in(body, used, recipient)

    patch.setattr(sms, "_fill_in", filled)


def _sent_all_the_same(patch: Patch, forget: Callable[[], dict[str, Any]]) -> None:
    """Send what was to be calculated only; what is forgotten are fields of the deliveries."""

    def sending(self: Plan, document: Any, answer: dict[str, Any]) -> dict[str, Any]:
        now = plans._now()
        deliveries = replace(self.deliveries, **forget())
        deliveries.take(secrets.token_urlsafe(12), self._read(document, now), now)
        return answer

    answered(patch, "dry_run", sending)


def dry_runs_call_back(patch: Patch) -> None:
    _sent_all_the_same(patch, lambda: {"_sendings": {}})


def dry_runs_among_the_reports(patch: Patch) -> None:
    _sent_all_the_same(patch, lambda: {"changed": lambda *_: None})


def refused_queries_have_a_message(patch: Patch) -> None:
    write = _Handler._write

    def writing(self: _Handler, status: int, answer: Any) -> None:
        if status == 400 and "/dry_run?" in self.path:
            answer = {"message": answer["text"], "code": answer["code"]}
        write(self, status, answer)

    patch.setattr(_Handler, "_write", writing)


ROWS: list[tuple[Careless, str]] = [
    (values_are_templates, "PARAMETERS-escapes@dry_run_batch.parameters"),
    (members_get_the_default, "GRP-010"),
    (currency_sign_forgotten, "PART-001"),
    (extensions_of_long_texts_count_once, "PART-003"),
    (empty_values_are_none, "PARAMETERS-empty-value@dry_run_batch.parameters"),
    (dry_runs_call_back, "DRY-013"),
    (dry_runs_among_the_reports, "DRY-013"),
    (refused_queries_have_a_message, "HTTP-009"),
]
