"""Messages that can't be sent: for want of a value, or of too many parts; and those that can."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._asking.delivery import BATCH_REPORT, entries, final_report, of_several_ends, sent_now
from .._asking.expect import expect, expect_equal
from .._catalogue.requirement import requirement
from .._judgement.levels import MUST
from .._judgement.outcomes import NotTested

if TYPE_CHECKING:
    from .._asking.api import Api
    from .._asking.delivery import Entry


def _entry_of(api: Api, id: str, number: str) -> Entry:
    for entry in entries(final_report(api, id, type="full")):
        if number in (entry.recipients or ()):
            return entry
    raise NotTested("the full report doesn't name the recipient: see DR-004")


@requirement(
    "DR-025",
    MUST,
    BATCH_REPORT,
    "A message that lacks the value of a parameter is Aborted with 405, and no other",
    source="docs: sources §5, sources §14.4",
    needs=["parameters"],
)
def missing_value(api: Api) -> None:
    first, second, third = api.numbers(3)
    values = {"who": {first: "you", third: "you"}}
    id = sent_now(api, to=[first, second, third], body="Hi ${who}", parameters=values)
    failed = _entry_of(api, id, second)
    expect_equal((failed.code, failed.status), (405, "Aborted"), "code and status without a value")
    for number in (first, third):
        code = _entry_of(api, id, number).code
        expect(code != 405, "a message that has its value mustn't be 405")


@requirement(
    "DR-031",
    MUST,
    BATCH_REPORT,
    "A default is a value of a parameter, and so is a number's own under its key with +",
    source="docs: sources §3, sources §5, sources §14.4",
    needs=["parameters"],
)
def other_values(api: Api) -> None:
    first, second = api.numbers(2)
    values = {"own": {f"+{first}": "you", second: "you"}, "all": {"default": "all"}}
    id = sent_now(api, to=[first, second], body="Hi ${own}, ${all}", parameters=values)
    codes = [entry.code for entry in entries(final_report(api, id))]
    expect(405 not in codes, "a message that has its values mustn't be 405")


@requirement(
    "DR-026",
    MUST,
    BATCH_REPORT,
    "A message of more parts than allowed is Aborted with 411, and no other one",
    source="docs: sources §6, sources §14.4",
    batches=3,
)
def too_many_parts(api: Api) -> None:
    number = api.numbers(1)[0]
    ids = [sent_now(api, body="x" * n, max_number_of_message_parts=2) for n in (400, 306, 160)]
    failed, *others = (_entry_of(api, id, number) for id in ids)
    expect_equal((failed.code, failed.status), (411, "Aborted"), "code and status of 3 parts of 2")
    for parts, other in zip((2, 1), others, strict=True):
        expect(other.code != 411, f"a message of {parts} of 2 parts mustn't be 411")


@requirement(
    "DR-032",
    MUST,
    BATCH_REPORT,
    "The limit of parts holds for each message as it is with its values in place",
    source="seed: Send, max_number_of_message_parts; docs: sources §7, sources §14.4",
    needs=["parameters"],
)
def parts_with_values(api: Api) -> None:
    short, long = api.numbers(2)
    key = "sixteen-letters."  # the placeholders are longer than a part, the short values aren't
    body, values = f"${{{key}}}" * 9, {key: {short: "x", long: "x" * 160}}
    fields = {"body": body, "parameters": values, "max_number_of_message_parts": 1}
    id = sent_now(api, to=[short, long], **fields)
    failed = _entry_of(api, id, long)
    expect_equal((failed.code, failed.status), (411, "Aborted"), "code and status of 10 parts of 1")
    expect(_entry_of(api, id, short).code != 411, "a message of one part mustn't be 411")


@requirement(
    "DR-033",
    MUST,
    BATCH_REPORT,
    "A text that truncate_concat shortens to one part keeps a limit of one, in either encoding",
    source="seed: Send, truncate_concat, max_number_of_message_parts; docs: sources §7, §14.4",
    batches=3,
)
def truncated(api: Api) -> None:
    texts: list[dict[str, Any]] = [{"body": "x" * 400}, {"body": "ж" * 200}]
    if "parameters" not in api.settings.without:
        values = {"who": {"default": "x" * 160}}
        texts.append({"body": "Hi ${who}", "parameters": values})
    for text in texts:
        id = sent_now(api, truncate_concat=True, max_number_of_message_parts=1, **text)
        codes = [entry.code for entry in entries(final_report(api, id))]
        expect(411 not in codes, f"{text} mustn't be 411: it is shortened")


@requirement(
    "DR-061",
    MUST,
    BATCH_REPORT,
    "Messages that end with different codes of one status have an entry for each code",
    source="docs: sources §14.1, sources §14.4",
    needs=["parameters"],
)
def an_entry_for_each_code(api: Api) -> None:
    fields, codes = of_several_ends(api)
    id = sent_now(api, **fields)
    for type in ("summary", "full"):
        report = final_report(api, id, type=type)
        found = {entry.code: (entry.count, entry.recipients or []) for entry in entries(report)}
        for number, code in codes.items():
            count, recipients = found.get(code, (0, []))
            named = [number] if type == "full" else []
            expect_equal((count, recipients), (1, named), f"who is counted with code {code}")
