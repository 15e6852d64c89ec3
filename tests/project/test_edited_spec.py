"""The client reads whatever the generator writes: an edit of the spec edits no decoder."""

from __future__ import annotations

import os
import subprocess
import sys

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


def test_each_construct_of_an_edited_spec_is_read(checkout: object) -> None:
    spec = checkout / "openapi.yaml"  # type: ignore[operator]
    text = spec.read_text("utf-8")
    before, marker, after = text.partition("    TextBatch:\n")
    place = "        canceled:\n"
    edited = after.replace(place, FIELDS.lstrip("\n") + place, 1)
    spec.write_text(before + marker + edited, "utf-8")
    generate(checkout)  # type: ignore[arg-type]
    path = {"PYTHONPATH": str(spec.with_name("build") / "generated")}
    read = subprocess.run(
        [sys.executable, "-c", READ],
        env=os.environ | path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr


def test_the_generated_reader_keeps_a_batch_of_a_type_that_it_doesnt_know() -> None:
    media = {"id": "A", "type": "mt_media", "body": {"url": "https://example.com"}}
    page = BatchPage.from_dict({"page": 0, "page_size": 1, "count": 1, "batches": [media]})
    kept: list[object] = [*page.batches]
    assert kept == [media]
