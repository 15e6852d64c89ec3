"""What is stored is read by later versions (issue 14, Rooms)."""

from __future__ import annotations

import json

from sinch_batches_server._rules import fields
from sinch_batches_server._store import record

from .conftest import NOW
from .test_stores import made


def test_a_record_of_before_a_field_was_added_is_read_with_its_default() -> None:
    batch = made(1, NOW)
    old = fields.recorded(batch)
    del old["truncate_concat"], old["expire_given"], old["report_at"]
    assert record.read(json.dumps(old)) == batch
    assert record.read(json.dumps(old | {"of_a_later_version": 1})) == batch
