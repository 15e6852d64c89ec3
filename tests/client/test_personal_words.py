"""Each recipient of an audience gets the words that a dry run of the whole message shows."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from sinch_batches import BatchesClient, Parameters, TextSubmission

from .echo import Echo
from .scripted import AT_ONCE

GROUP = "01W4FFL35P4NC4K35SMSGROUP1"
MEMBERS = ["+15551231234", "+15551256344"]


@pytest.fixture(scope="module")
def plan_with_a_group(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    config: Path = tmp_path_factory.mktemp("plan") / "plan.toml"
    config.write_text(
        "[plans.plan]\ntokens = ['t0ken']\ndefault_originator = '15550100000'\n"
        f"[plans.plan.groups]\n{GROUP} = {json.dumps(MEMBERS)}\n"
    )
    command = "import sys; from sinch_batches_cli import main; sys.exit(main())"
    with subprocess.Popen(
        [sys.executable, "-c", command, "serve", "--port", "0", "--config", str(config)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


def bodies(client: BatchesClient, message: TextSubmission) -> dict[str, str]:
    shown = client.dry_run(message, per_recipient=True, number_of_recipients=1000)
    return {each.recipient: each.body for each in shown.per_recipient or ()}


def sent_in_parts(message: TextSubmission, size: int) -> list[TextSubmission]:
    """What `send_to_many` sends for the recipients of this message."""
    echo = Echo()
    transport = httpx.MockTransport(echo)
    with BatchesClient("plan", "t", region="eu", transport=transport, retries=AT_ONCE) as client:
        parts = list(client.send_to_many(message.to, message, size=size))
    assert not [part.error for part in parts if part.error]
    return [
        TextSubmission(to=raw["to"], body=raw["body"], parameters=raw.get("parameters", {}))
        for raw in echo.batches
    ]


@pytest.mark.parametrize("size", [1, 2, 1000])
@pytest.mark.parametrize(
    ("to", "values"),
    [
        ([GROUP], {"15551231234": "Joe", "default": "you"}),
        (["15557654321", GROUP], {"+15551231234": "Joe", "+15551256344": "Ann", "default": "you"}),
        (["+15551231234"], {"0015551231234": "Joe", "default": "you"}),
        (["+15551231234"], {"+1 555 123 1234": "Joe", "default": "you"}),
        (["+1 (555) 123-1234", "15551256344"], {"15551231234": "Joe", "0015551256344": "Ann"}),
        (["0015551231234"], {"15551231234": "Joe", "+15551231234": "Jane", "default": "you"}),
        (["15551231234", "15551256344"], {"15551256344": "Ann", "+1[555]1231234": "Joe"}),
    ],
    ids=str,
)
def test_the_parts_say_what_the_whole_says(
    plan_with_a_group: str, to: list[str], values: dict[str, str], size: int
) -> None:
    message = TextSubmission(to=to, body="Hi ${name}!", parameters={"name": values})
    with BatchesClient("plan", "t0ken", base_url=plan_with_a_group) as client:
        whole = bodies(client, message)
        parts: dict[str, str] = {}
        for part in sent_in_parts(message, size):
            parts |= bodies(client, part)
    assert parts == whole
    assert len(whole) >= len(set(to))


WRITTEN = ["{0}", "+{0}", "00{0}", "+{1} {2} {3}", "({1}) {2}-{3}", "[{1}]{2}{3}"]


@pytest.mark.parametrize("seed", range(8))
def test_so_do_the_parts_of_an_audience_at_random(plan_with_a_group: str, seed: int) -> None:
    choice = random.Random(seed)

    def written(number: str) -> str:
        return choice.choice(WRITTEN).format(number, number[:4], number[4:7], number[7:])

    numbers = choice.sample(range(15550000000, 15550000060), 40)
    audience = [written(str(number)) for number in numbers]
    audience[choice.randrange(40)] = GROUP
    known = [*map(str, numbers), "15551231234", "15559999999"]
    parameters = {
        name: {written(number): f"{name} {number}" for number in choice.sample(known, 20)}
        | ({"default": "friend"} if choice.random() < 0.7 else {})
        for name in ("name", "shop")
    }
    message = TextSubmission(to=audience, body="${name}, come to ${shop}", parameters=parameters)
    with BatchesClient("plan", "t0ken", base_url=plan_with_a_group) as client:
        whole = bodies(client, message)
        parts: dict[str, str] = {}
        for part in sent_in_parts(message, size=choice.randrange(1, 15)):
            parts |= bodies(client, part)
    assert parts == whole


def test_a_part_of_numbers_carries_no_value_of_anybody_else() -> None:
    values = {str(15550000000 + index): f"Customer {index}" for index in range(100)}
    message = TextSubmission(
        to=list(values), body="${name}", parameters=Parameters.from_dict({"name": values})
    )
    for part in sent_in_parts(message, 10):
        assert part.parameters
        carried = part.parameters["name"].additional_properties
        assert set(carried) == set(part.to)
