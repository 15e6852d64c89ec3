import json
import sys

from openapi_client import ApiClient, BatchesApi, Configuration
from openapi_client.exceptions import BadRequestException
from openapi_client.models import Batch, BinaryBatch, Submission, TextBatch, TextSubmission

url, plan, token = sys.argv[1:]
stored = {"id": "A", "to": ["1"], "body": "AAEC", "canceled": False}
stored |= {"created_at": "2030-01-01T00:00:00.000Z", "modified_at": "2030-01-01T00:00:00.000Z"}
for more, kind in (
    ({}, TextBatch),
    ({"type": "mt_text"}, TextBatch),
    ({"type": "mt_binary"}, BinaryBatch),
    ({"type": "mt_binary", "udh": "00"}, BinaryBatch),
):
    batch = Batch.from_json(json.dumps(stored | more))
    assert isinstance(batch.actual_instance, kind), (more, batch)
    assert json.loads(batch.to_json()).get("type") == more.get("type")

with ApiClient(Configuration(host=url, access_token=token)) as client:
    api = BatchesApi(client)
    text = Submission(TextSubmission(to=["+15551231234"], body="Hi"))
    sent = api.send_batch(plan, text).actual_instance
    assert isinstance(sent, TextBatch)
    assert api.get_batch(plan, sent.id).actual_instance == sent
    assert api.list_batches(plan).count == 1
    refusal = None
    try:
        api.send_batch(plan, Submission(TextSubmission(to=["+1"], body="Hi")))
    except BadRequestException as refused:
        refusal = refused.data.code
    assert refusal == "syntax_invalid_parameter_format"
