"""The reference of the client: each public name is there, says what it is, and what it raises."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import griffe
import pytest

import sinch_batches
from sinch_batches import SinchBatchesError

ROOT = Path(__file__).resolve().parents[2]
ERRORS = {
    name
    for name in sinch_batches.__all__
    if isinstance(each := getattr(sinch_batches, name), type)
    and issubclass(each, SinchBatchesError)
}
# What only holds data, computes or closes raises nothing of its own.
HARMLESS = {
    "Answer", "BatchDeliveryReport", "BatchPage", "BinaryBatch", "BinarySubmission", "BinaryUpdate",
    "DeliveryReportMode", "DeliveryReportPage", "DeliveryReportType", "DeliveryStatus",
    "DeliveryStatusCount", "DryRunRecipient", "DryRunResult", "Filters", "InboundBinary",
    "InboundText", "OpaqueBatch", "OpaqueReport", "Parameters", "Part", "RecipientDeliveryReport",
    "Region", "ReportFilters", "Retries", "TextBatch", "TextSubmission", "TextUpdate", "Unset",
}  # fmt: skip


@pytest.fixture(scope="module")
def package() -> Any:
    loader = griffe.GriffeLoader(search_paths=[ROOT / "overlays", ROOT / "generated"])
    package = loader.load("sinch_batches")
    loader.load("sinch_batches_client")
    loader.resolve_aliases(external=True)
    return package


def test_each_public_name_is_on_the_page_once() -> None:
    page = (ROOT / "docs/reference.md").read_text("utf-8")
    named = re.findall(r"^::: sinch_batches\.(\w+)$", page, re.MULTILINE)
    assert sorted(named) == sorted(sinch_batches.__all__)


@pytest.mark.parametrize("name", sinch_batches.__all__)
def test_each_public_name_says_what_it_is(package: Any, name: str) -> None:
    documented = package[name].final_target
    assert documented.docstring, name
    for member in documented.members.values() if documented.is_class else ():
        is_method = member.is_function and not member.name.startswith("_")
        assert not is_method or member.docstring or "_client" in str(member.filepath), member.path


@pytest.mark.parametrize("name", sorted(set(sinch_batches.__all__) - ERRORS - HARMLESS))
def test_whatever_is_called_says_what_it_raises(package: Any, name: str) -> None:
    documented = package[name].final_target
    if documented.is_attribute:
        return
    said = set(re.findall(r"`(\w+)`", documented.docstring.value))
    assert said & ERRORS or "never raises" in documented.docstring.value, name
