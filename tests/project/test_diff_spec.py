"""`make diff-spec` tells a breaking change of the API from a harmless one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REDOCLY = ROOT / "build/node/node_modules/.bin/redocly"
Change = Callable[[str], str]

pytestmark = pytest.mark.skipif(
    not REDOCLY.exists(),
    reason="redocly isn't here: `make lint-spec` brings it where node 20 or later is at hand",
)


def replaced(old: str, new: str) -> Change:
    def change(spec: str) -> str:
        assert old in spec
        return spec.replace(old, new)

    return change


BREAKING = {
    "drop a response field": replaced(
        """        number_of_messages:
          type: integer
          description: How many message parts would be sent in all.
""",
        "",
    ),
    "add a required request field": replaced(
        "      required: [to, body]\n", "      required: [to, body, client_reference]\n"
    ),
    "narrow a limit": replaced("            maximum: 100\n", "            maximum: 50\n"),
}
HARMLESS = replaced("The message in Base64. At most", "The message in Base64, at most")


@pytest.fixture
def diff(tmp_path: Path) -> Callable[[Change, str], subprocess.CompletedProcess[str]]:
    for name in ("Makefile", "openapi.yaml", "redocly.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    for command in (
        ["init", "--quiet"],
        ["add", "openapi.yaml"],
        ["-c", "user.name=t", "-c", "user.email=t@t.invalid", "commit", "--quiet", "-m", "base"],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)

    def run(change: Change, version: str) -> subprocess.CompletedProcess[str]:
        spec = tmp_path / "openapi.yaml"
        text = change((ROOT / "openapi.yaml").read_text("utf-8"))
        spec.write_text(replaced("  version: 1.0.0\n", f"  version: {version}\n")(text), "utf-8")
        return subprocess.run(
            ["make", "--no-print-directory", "-o", REDOCLY, f"REDOCLY={REDOCLY}", "diff-spec"],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )

    return run


@pytest.mark.parametrize("what", BREAKING)
def test_a_breaking_change_fails_unless_the_version_says_so(
    what: str, diff: Callable[[Change, str], subprocess.CompletedProcess[str]]
) -> None:
    silent = diff(BREAKING[what], "1.0.0")
    assert silent.returncode != 0
    assert "major" in silent.stdout + silent.stderr
    assert diff(BREAKING[what], "2.0.0").returncode == 0


def test_a_harmless_change_needs_no_more_than_a_patch(
    diff: Callable[[Change, str], subprocess.CompletedProcess[str]],
) -> None:
    verdict = diff(HARMLESS, "1.0.1")
    assert verdict.returncode == 0
    assert "0 major, 0 minor" in verdict.stdout + verdict.stderr
