"""`make diff-spec` rates each change of the API: breaking, new, or a remark."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REDOCLY = ROOT / "build/node/node_modules/.bin/redocly"
SPEC = (ROOT / "openapi.yaml").read_text("utf-8")
Change = Callable[[str], str]

pytestmark = pytest.mark.skipif(
    not REDOCLY.exists(),
    reason="redocly isn't here: `make lint-spec` brings it where node 20 or later is at hand",
)


def at(place: str, old: str, new: str) -> Change:
    """Replace the first text of this kind after a line that begins with `place`."""

    def change(spec: str) -> str:
        start = spec.index(f"\n{place}") if place else 0
        found = spec.index(old, start)
        return spec[:found] + new + spec[found + len(old) :]

    return change


def without(begin: str, end: str) -> Change:
    def change(spec: str) -> str:
        start = spec.index(begin)
        return spec[:start] + spec[spec.index(end, start + 1) :]

    return change


TEXT, BATCH, PAGE = "    TextSubmission:", "    TextBatch:", "    BatchPage:"
LIST, GET = "      operationId: list_batches", "      operationId: get_batch"
TRUNCATE = '        truncate_concat: { $ref: "#/components/schemas/TruncateConcat" }\n'
PARAMETER = "        - name: note\n          in: query\n          schema: { type: string }\n"
COUNT = "        count:\n          type: integer"
REQUIRED = "required: [id, to, body, canceled, created_at, modified_at"
MODES = "enum: [none, summary, full, per_recipient, per_recipient_final"
MEMBER = '        - $ref: "#/components/schemas/BinaryBatch"\n'

MAJOR = {
    "a request's field becomes required": at(TEXT, "[to, body]", "[to, body, from]"),
    "a request's field goes": at(TEXT, TRUNCATE, ""),
    "a request's maxLength falls": at("    ClientReference:", "2048", "1000"),
    "a request's maxLength is new": at(
        "    Sender:", "type: string", "type: string\n      maxLength: 9"
    ),
    "a request's maxItems falls": at(TEXT, "maxItems: 1000", "maxItems: 100"),
    "a request's minItems rises": at(TEXT, "minItems: 1", "minItems: 2"),
    "a request's minimum rises": at("    MaxNumberOfMessageParts:", "minimum: 1", "minimum: 2"),
    "a request's maximum falls": at("    FromTon:", "maximum: 6", "maximum: 5"),
    "a request's pattern changes": at("    Udh:", "0-9A-Fa-f", "0-9a-f"),
    "a request's format is new": at(
        "    Sender:", "type: string", "type: string\n      format: uuid"
    ),
    "a request's type changes": at("    TruncateConcat:", "boolean", "string"),
    "a value of an enum goes": at("", MODES, MODES.removesuffix(", per_recipient_final")),
    "a value of an enum of answers is new": at("", MODES, f"{MODES}, per_day"),
    "a request's kind goes": at("    Submission:", MEMBER.replace("Batch", "Submission"), ""),
    "a request's null goes": at("    TextUpdate:", '            - type: "null"\n', ""),
    "a query's maximum falls": at(LIST, "maximum: 100", "maximum: 50"),
    "a query's default changes": at(LIST, "default: 30", "default: 40"),
    "a query's parameter goes": without(
        "        - name: end_date", "        - name: client_reference"
    ),
    "a query's parameter becomes required": at(
        LIST, "- name: end_date\n", "- name: end_date\n          required: true\n"
    ),
    "a required parameter is new": at(
        LIST,
        "        - name: from\n",
        f"{PARAMETER}          required: true\n        - name: from\n",
    ),
    "an answer's field goes": at(BATCH, TRUNCATE, ""),
    "an answer's field may be missing": at(BATCH, REQUIRED, REQUIRED.replace(" canceled,", "")),
    "an answer's type changes": at(PAGE, COUNT, COUNT.replace("integer", "string")),
    "an answer's field may be null": at(PAGE, COUNT, COUNT.replace("integer", '[integer, "null"]')),
    "an answer's maxItems rises": at(BATCH, "maxItems: 1000", "maxItems: 2000"),
    "an answer's kind is new": at(
        "    Batch:", MEMBER, MEMBER + MEMBER.replace("BinaryBatch", "DryRunResult")
    ),
    "less is sure to be accepted": at("    TextBody:", "update_batch: 1600", "update_batch: 900"),
    "less than before is sure to be accepted": at(
        "    CallbackUrl:", "2048", "2048\n      x-accepted: { maxLength: { send_batch: 5 } }"
    ),
    "an operation goes": without(
        "    delete:\n", "  /xms/v1/{service_plan_id}/batches/{batch_id}/"
    ),
    "an operation has another id": at("", "operationId: cancel_batch", "operationId: cancel"),
    "a status goes": at(GET, '        "404": { $ref: "#/components/responses/NotFound" }\n', ""),
    "a kind of credentials goes": at(
        GET, "[{ BearerAuth: [] }, { OAuth2: [] }]", "[{ OAuth2: [] }]"
    ),
    "a server goes": without("  - url: https://zt.", "\ntags:"),
    "a region goes": at("", "[us, eu, au, br, ca]", "[us, eu, au, br]"),
}
MINOR = {
    "a request's field is new": at(TEXT, TRUNCATE, f"{TRUNCATE}        note: {{ type: string }}\n"),
    "a request's field may be left out": at(TEXT, "required: [to, body]", "required: [to]"),
    "a request's maxLength rises": at("    ClientReference:", "2048", "4000"),
    "a request's maxItems rises": at(TEXT, "maxItems: 1000", "maxItems: 2000"),
    "a query's maximum rises": at(LIST, "maximum: 100", "maximum: 500"),
    "an optional parameter is new": at(
        LIST, "        - name: from\n", f"{PARAMETER}        - name: from\n"
    ),
    "an answer's field is new": at(
        BATCH, TRUNCATE, f"{TRUNCATE}        note: {{ type: string }}\n"
    ),
    "an answer's field is sure to be there": at(BATCH, REQUIRED, f"{REQUIRED}, type"),
    "an answer's maxItems falls": at(BATCH, "maxItems: 1000", "maxItems: 500"),
    "an answer's minimum is new": at(PAGE, COUNT, f"{COUNT}\n          minimum: 0"),
    "more is sure to be accepted": at("    TextBody:", "update_batch: 1600", "update_batch: 1700"),
    "all that is sure to be accepted is the keyword": at(
        "    ClientReference:",
        "x-accepted: { maxLength: { dry_run_batch: 128, replace_batch: 128 } }\n",
        "\n",
    ),
    "a status is new": at(
        GET,
        '        "404":',
        '        "403": { $ref: "#/components/responses/Forbidden" }\n        "404":',
    ),
    "a region is new": at("", "[us, eu, au, br, ca]", "[us, eu, au, br, ca, in]"),
}
PATCH = {
    "a description is put in other words": at("", "The message in Base64.", "In Base64."),
    "an example changes": at("", "examples: [AAECAw==]", "examples: [AAEC]"),
    "a summary changes": at("", "summary: Dry run", "summary: Rehearsal"),
    "a source is told": at(
        "    Sender:", "type: string", "type: string\n      x-source: { type: x }"
    ),
    "a source changes": at(LIST, "docs: sources §8", "sdk: sources §8"),
}
TABLE = {
    f"{verdict}: {what}": (verdict, change)
    for verdict, changes in {"major": MAJOR, "minor": MINOR, "patch": PATCH}.items()
    for what, change in changes.items()
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Makefile", "openapi.yaml", "redocly.yaml", "redocly-diff.mjs"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


# A start of node each: `make verdicts` tries all.
TRIED = list(TABLE) if os.environ.get("VERDICTS") == "each" else list(TABLE)[::5]


@pytest.mark.parametrize("what", TRIED)
def test_each_change_has_its_verdict(what: str, folder: Path) -> None:
    verdict, change = TABLE[what]
    (folder / "changed.yaml").write_text(change(SPEC), "utf-8")
    command = [
        str(REDOCLY),
        "diff",
        "openapi.yaml",
        "changed.yaml",
        "--fail-on=none",
        "--format=json",
    ]
    told = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout
    assert json.loads(told)["bump"] == verdict, told


@pytest.mark.parametrize(
    ("what", "enough", "too_little"),
    [
        ("major: an answer's field goes", (1, 0, 0), (0, 1, 0)),
        ("minor: a request's maxLength rises", (0, 1, 0), (0, 0, 1)),
        ("patch: an example changes", (0, 0, 1), (0, 0, 0)),
    ],
)
def test_a_change_fails_until_the_version_says_as_much(
    what: str, enough: tuple[int, ...], too_little: tuple[int, ...], folder: Path
) -> None:
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@t.invalid"]
    for arguments in (["init", "--quiet"], ["add", "openapi.yaml"], ["commit", "-qm", "base"]):
        subprocess.run([*git, *arguments], cwd=folder, check=True)
    for bump, passes in ((enough, True), (too_little, False)):
        changed = at("info:", f"version: {version()}", f"version: {version(bump)}")(SPEC)
        (folder / "openapi.yaml").write_text(TABLE[what][1](changed), "utf-8")
        command = [
            "make",
            "--no-print-directory",
            "-o",
            str(REDOCLY),
            f"REDOCLY={REDOCLY}",
            "diff-spec",
        ]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        assert (done.returncode == 0) is passes, done.stdout + done.stderr


def version(bump: tuple[int, ...] = (0, 0, 0)) -> str:
    """The version of openapi.yaml, raised at this place; what follows it is 0."""
    numbers = [int(number) for number in SPEC.partition("  version: ")[2].split("\n")[0].split(".")]
    place = next((place for place, raised in enumerate(bump) if raised), None)
    if place is not None:
        numbers[place:] = [numbers[place] + 1, *(0 for _ in numbers[place + 1 :])]
    return ".".join(map(str, numbers))


def test_a_pull_request_is_held_to_its_verdict() -> None:
    workflow = (ROOT / ".github/workflows/test.yml").read_text("utf-8")
    assert 'make diff-spec BASE="origin/$GITHUB_BASE_REF"' in workflow
