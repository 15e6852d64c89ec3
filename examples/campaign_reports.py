"""Send to a large audience in parts, wait for the reports of all, and list who didn't get it.

python examples/campaign_reports.py

Reads SINCH_SERVICE_PLAN_ID, SINCH_SMS_API_TOKEN, and SINCH_SMS_REGION or SINCH_SMS_BASE_URL.
"""

from __future__ import annotations

from collections import Counter

from sinch_batches import BatchesClient, DeliveryStatus, TextSubmission

AUDIENCE = [f"+1555{number:07}" for number in range(2500)]
MESSAGE = TextSubmission(to=[], from_="+15551230000", body="The sale begins today.")


def main() -> None:
    counts, missed = Counter[str](), list[str]()
    with BatchesClient.from_env() as client:
        for part in client.send_to_many(AUDIENCE, MESSAGE):
            if part.batch is None:
                print(f"{part.client_reference} wasn't sent: {part.error}")
                continue
            report = client.wait_for(part.batch.id, type_="full", timeout=600)
            for entry in report.statuses:
                counts[str(entry.status)] += entry.count
                if entry.status != DeliveryStatus.DELIVERED:
                    missed += entry.recipients or []
    for status, count in counts.items():
        print(f"{count} {status}")
    print(f"missed: {', '.join(missed) or 'nobody'}")


if __name__ == "__main__":
    main()
