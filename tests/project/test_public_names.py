"""Whatever is new or gone since the last version is in the newest section of the changelog."""

from __future__ import annotations

import re
import tomllib

import pytest
from tests.project.public_names import LIST, MODULES, ROOT, public_names, version

LAST = tomllib.loads(LIST.read_text("utf-8"))
SECTIONS = re.split(r"^## ", (ROOT / "CHANGELOG.md").read_text("utf-8"), flags=re.MULTILINE)[1:]
NAMES = public_names()
VERSIONS = [re.split(r"[,\s]", section)[0] for section in SECTIONS]


def test_the_newest_section_is_that_of_this_version() -> None:
    assert VERSIONS[0] == version()


def test_the_list_is_that_of_the_version_before() -> None:
    assert VERSIONS[1] == LAST["version"]


@pytest.mark.parametrize("module", MODULES)
def test_the_changelog_names_what_is_new_or_gone(module: str) -> None:
    changed = set(LAST["names"][module]) ^ set(NAMES[module])
    told = set(re.findall(r"`([^`]+)`", SECTIONS[0]))
    assert changed <= told
