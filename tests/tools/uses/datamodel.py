from models import Batch, BinaryBatch, Error, Submission, TextBatch, TextSubmission
from pydantic import ValidationError

stored = {"id": "A", "to": ["1"], "body": "AAEC", "canceled": False}
stored |= {"created_at": "2030-01-01T00:00:00.000Z", "modified_at": "2030-01-01T00:00:00.000Z"}
for more, kind in (
    ({}, TextBatch),
    ({"type": "mt_text"}, TextBatch),
    ({"type": "mt_binary"}, BinaryBatch),
    ({"type": "mt_binary", "udh": "00"}, BinaryBatch),
):
    batch = Batch.model_validate(stored | more)
    assert isinstance(batch.root, kind), (more, batch)

text = Submission.model_validate({"to": ["1"], "body": "Hi"})
assert isinstance(text.root, TextSubmission)
assert text.model_dump(mode="json", exclude_unset=True) == {"to": ["1"], "body": "Hi"}
Error.model_validate({"timestamp": "2030-01-01T00:00:00Z", "status": 400, "error": "Bad Request"})
for bad in ({"to": [], "body": "Hi"}, {"to": ["1"]}, {"to": ["1"], "body": "x" * 2001}):
    try:
        Submission.model_validate(bad)
    except ValidationError:
        continue
    raise AssertionError(bad)
