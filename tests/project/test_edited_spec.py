"""The client reads whatever the generator writes: an edit of the spec edits no decoder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sinch_batches_client.models import BatchPage

from .test_generated import checkout as checkout
from .test_generated import generate

FIELDS = """
        price: { oneOf: [{ type: number }, { type: string }] }
        rows: { type: array, items: { type: array, items: { type: integer } } }
        day: { type: string, format: date }
        key: { type: string, format: uuid }
        note: { type: [string, "null"] }
        share: { type: number }
        place: { type: object, additionalProperties: false, properties: { city: { type: string } } }
        anything: {}
"""
READ = """
from sinch_batches import OpaqueBatch, TextBatch, decode_batch
import sinch_batches_client
assert "build" in sinch_batches_client.__file__
raw = {"id": "A", "to": ["1"], "body": "", "canceled": False, "created_at": "2030-01-01",
       "modified_at": "2030-01-01", "price": 1.5, "rows": [[1], [2, 3]], "day": "2030-01-01",
       "key": "00000000-0000-0000-0000-000000000001", "note": None, "share": 1,
       "place": {"city": "x"}, "anything": [1, "x"]}
batch = decode_batch(raw)
assert isinstance(batch, TextBatch), batch
assert (batch.price, batch.rows, batch.place.city) == (1.5, [[1], [2, 3]], "x")
assert isinstance(decode_batch(raw | {"price": "free", "note": "x"}), TextBatch)
for name, value in {"rows": [["x"]], "day": "x", "share": "x", "place": 5, "price": []}.items():
    odd = decode_batch(raw | {name: value})
    assert isinstance(odd, OpaqueBatch) and odd.reason.startswith(name), (name, odd)
"""


# One construct at a time: how it is written, a value, and the type that the client hands over.
CONSTRUCTS = {
    "number": ("{ type: number }", 1.5, "float"),
    "date": ("{ type: string, format: date }", "2030-01-01", "date"),
    "uuid": ("{ type: string, format: uuid }", "00000000-0000-0000-0000-000000000001", "UUID"),
    "nullable": ('{ type: [string, "null"] }', None, "NoneType"),
    "union": ("{ oneOf: [{ type: integer }, { type: string }] }", "free", "str"),
    "enum": ("{ type: string, enum: [low, high] }", "high", "TextBatchExtra"),
    "nested list": (
        "{ type: array, items: { type: array, items: { type: integer } } }",
        [[1], [2]],
        "list",
    ),
    "object of objects": (
        "{ type: object, additionalProperties: "
        "{ type: object, properties: { city: { type: string } } } }",
        {"home": {"city": "x"}},
        "TextBatchExtra",
    ),
}
ROUND_TRIP = """
import json, sys
import sinch_batches_client
from sinch_batches import TextBatch, decode_batch
assert "build" in sinch_batches_client.__file__
value, kind = json.loads(sys.argv[1]), sys.argv[2]
time = "2030-01-01T00:00:00+00:00"
raw = {"id": "A", "to": ["1"], "body": "", "canceled": False, "type": "mt_text"}
raw |= {"created_at": time, "modified_at": time, "extra": value}
batch = decode_batch(raw)
assert isinstance(batch, TextBatch), batch
assert type(batch.extra).__name__ == kind, type(batch.extra)
assert batch.to_dict() == raw, batch.to_dict()
"""


def with_extra_field(spec: Path, field: str) -> None:
    before, marker, after = spec.read_text("utf-8").partition("    TextBatch:\n")
    place = "        canceled:\n"
    spec.write_text(before + marker + after.replace(place, f"{field}{place}", 1), "utf-8")


def run_with_generated(checkout: Path, code: str, *arguments: str) -> None:
    """Run code with what `make generate` made in the copy."""
    generate(checkout)
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env=os.environ | {"PYTHONPATH": str(checkout / "build/generated")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_a_new_field_of_a_batch_is_decoded_to_its_type_and_encoded_again(
    construct: str, checkout: Path
) -> None:
    written, value, kind = CONSTRUCTS[construct]
    with_extra_field(checkout / "openapi.yaml", f"        extra: {written}\n")
    run_with_generated(checkout, ROUND_TRIP, json.dumps(value), kind)


def test_each_construct_of_an_edited_spec_is_read(checkout: Path) -> None:
    with_extra_field(checkout / "openapi.yaml", FIELDS.lstrip("\n"))
    run_with_generated(checkout, READ)


def test_the_generated_reader_keeps_a_batch_of_a_type_that_it_doesnt_know() -> None:
    media = {"id": "A", "type": "mt_media", "body": {"url": "https://example.com"}}
    page = BatchPage.from_dict({"page": 0, "page_size": 1, "count": 1, "batches": [media]})
    kept: list[object] = [*page.batches]
    assert kept == [media]
