"""Schedule a message for tomorrow, see what it will amount to, move it, and cancel it in time.

python examples/schedule_and_cancel.py

Reads SINCH_SERVICE_PLAN_ID, SINCH_SMS_API_TOKEN, and SINCH_SMS_REGION or SINCH_SMS_BASE_URL.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sinch_batches import BatchesClient, Forbidden, TextBatch, TextSubmission, TextUpdate

TOMORROW = datetime.now(UTC) + timedelta(days=1)
MESSAGE = TextSubmission(
    to=["+15551231234", "+15551256344"],
    from_="+15551230000",
    body="Your parcel comes today.",
    send_at=TOMORROW,
)


def main() -> None:
    with BatchesClient.from_env() as client:
        counted = client.dry_run(MESSAGE)
        print(f"{counted.number_of_messages} parts to {counted.number_of_recipients} people")
        batch = client.send_once(MESSAGE)
        later = TextUpdate(send_at=TOMORROW + timedelta(hours=2), expire_at=None)
        try:
            client.update(batch.id, later)
        except Forbidden as refused:
            print(f"too late to move it: {refused.code}")
        canceled = client.cancel(batch.id)
        if isinstance(canceled, TextBatch) and canceled.canceled:
            print(f"{canceled.id} is canceled")
        report = client.wait_for(batch.id)
        print(f"messages that went out: {report.total_message_count}")


if __name__ == "__main__":
    main()
