"""Send one message to all numbers of a CSV file, and resume where an earlier run stopped.

python examples/send_csv.py customers.csv sent.txt "Hello ${name}, we are open on Sunday"

The file has the columns `number` and `name`. What was sent is noted, part by part, in the second
file; run it again with the same files and the rest is sent. Reads SINCH_SERVICE_PLAN_ID,
SINCH_SMS_API_TOKEN, and SINCH_SMS_REGION or SINCH_SMS_BASE_URL.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from sinch_batches import BatchesClient, SendUnconfirmed, TextSubmission

SIZE = 1000


def main(customers: Path, notes: Path, body: str) -> int:
    with customers.open(newline="", encoding="utf-8") as file:
        names = {row["number"]: row["name"] for row in csv.DictReader(file)}
    message = TextSubmission(
        to=[],
        from_="+15551230000",
        body=body,
        parameters={"name": {**names, "default": "customer"}},
    )
    is_resumed, failed = notes.exists(), 0
    already_sent = set(notes.read_text("utf-8").split()) if is_resumed else set()
    with BatchesClient.from_env() as client, notes.open("a", encoding="utf-8") as note:
        if is_resumed:  # a run that was killed may have sent more than it could note
            references = {f"{customers.stem}-{at // SIZE}" for at in range(0, len(names), SIZE)}
            unknown = references - already_sent
            already_sent |= {reference for reference in unknown if client.find_sent(reference)}
        parts = client.send_to_many(
            names, message, reference=customers.stem, already_sent=already_sent, size=SIZE
        )
        for part in parts:
            error = part.error
            if isinstance(error, SendUnconfirmed) and client.find_sent(part.client_reference):
                error = None
            if error is None:
                print(part.client_reference, file=note, flush=True)
                print(f"{part.client_reference}: sent to {len(part.recipients)}")
            else:
                failed += 1
                print(f"{part.client_reference}: {error}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]))
