"""What the API page itself prints as answers: typed, or opaque with the reason; never an error."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from sinch_batches import BatchesClient, OpaqueBatch, TextBatch, TextSubmission, decode_batch

SAMPLES = json.loads(Path(__file__).with_name("seed_samples.json").read_text())


@pytest.mark.parametrize(
    ("operation", "reason"),
    [
        ("send", "to: item 0: must be str, is int"),
        ("get", None),
        ("update", "parameters"),
        ("replace", "parameters"),
        ("cancel", "id is missing"),
    ],
)
def test_a_batch_of_the_page_is_typed_or_opaque_with_the_reason(
    operation: str, reason: str | None
) -> None:
    match decode_batch(SAMPLES[operation]):
        case TextBatch(body=body, type_="mt_text"):
            assert reason is None
            assert body == SAMPLES[operation]["body"]
        case OpaqueBatch(reason=why, raw=raw):
            assert reason is not None
            assert reason in why
            assert raw == SAMPLES[operation]
        case other:
            pytest.fail(f"decoded as {other}")


def _answering(document: object) -> BatchesClient:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=document))
    return BatchesClient("plan", "token", region="eu", transport=transport)


def test_the_list_of_the_page_is_a_page_with_an_opaque_batch() -> None:
    page = _answering(SAMPLES["list"]).list_page()
    assert (page.page, page.page_size, page.count) == (1, 50, 2000)
    assert page.batches == [OpaqueBatch("", "id is missing", {})]


def test_the_dry_run_of_the_page_keeps_its_totals_and_its_details_raw() -> None:
    result = _answering(SAMPLES["dry_run"]).dry_run(TextSubmission(to=["1"], body=""))
    assert (result.number_of_recipients, result.number_of_messages) == (0, 0)
    assert not result.per_recipient
    assert result["per_recipient"] == [{}]
