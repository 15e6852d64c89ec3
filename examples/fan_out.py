"""Send different messages to many people at once, with asyncio: each message its own batch.

python examples/fan_out.py

Reads SINCH_SERVICE_PLAN_ID, SINCH_SMS_API_TOKEN, and SINCH_SMS_REGION or SINCH_SMS_BASE_URL.
"""

from __future__ import annotations

import asyncio

from sinch_batches import AsyncBatchesClient, SinchBatchesError, TextSubmission

AT_ONCE = 20
BILLS = {f"+1555123{number:04}": 10 + number for number in range(100)}


async def remind(
    client: AsyncBatchesClient, places: asyncio.Semaphore, number: str, euros: int
) -> bool:
    bill = TextSubmission(
        to=[number],
        from_="+15551230000",
        body=f"You owe {euros} euros.",
        client_reference=f"august-bill-{number}",
    )
    async with places:
        try:
            await client.send_once(bill)
        except SinchBatchesError as error:
            print(f"{number[:6]}...: {error}")
            return False
    return True


async def main() -> None:
    places = asyncio.Semaphore(AT_ONCE)
    async with AsyncBatchesClient.from_env() as client:
        sent = await asyncio.gather(
            *(remind(client, places, number, euros) for number, euros in BILLS.items())
        )
    print(f"{sum(sent)} of {len(BILLS)} reminders are sent")


if __name__ == "__main__":
    asyncio.run(main())
