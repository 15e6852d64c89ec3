"""Send a message, follow it to its end, and tell what became of it.

python examples/send_and_wait.py

Reads SINCH_SERVICE_PLAN_ID, SINCH_SMS_API_TOKEN, and SINCH_SMS_REGION or SINCH_SMS_BASE_URL.
"""

from __future__ import annotations

from sinch_batches import BatchesClient, TextSubmission

MESSAGE = TextSubmission(
    to=["+15551231234", "+15551256344"],
    from_="+15551230000",
    body="Your parcel comes today.",
)


def main() -> None:
    with BatchesClient.from_env() as client:
        batch = client.send_once(MESSAGE)
        report = client.wait_for(batch.id, type_="full", timeout=600)
        for entry in report.statuses:
            print(f"{entry.status} ({entry.code}): {', '.join(entry.recipients or ())}")
        if not report.is_final:
            print("the others are still on their way")


if __name__ == "__main__":
    main()
