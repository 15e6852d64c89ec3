"""The reference pages beside the client's: each public name is there, and says what it raises."""

from __future__ import annotations

import ast
import builtins
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import griffe
import pytest

import sinch_batches_server

ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "reference-kit.md": ("sinch_batches_contract.schemathesis", "sinch_batches_contract.load"),
    "reference-testing.md": ("sinch_batches_server.testing", "sinch_batches_server"),
}


def target(found: griffe.Object | griffe.Alias) -> griffe.Object:
    return found.final_target if isinstance(found, griffe.Alias) else found


@pytest.fixture(scope="module")
def public() -> dict[str, griffe.Object]:
    """The public names of all pages, with what they stand for."""
    # Read and not imported: the kit registers its hooks when it is, and Locust patches sockets.
    loader = griffe.GriffeLoader(search_paths=[ROOT / "contract_tests", ROOT / "reference_server"])
    modules = {name: loader.load(name) for names in PAGES.values() for name in names}
    loader.resolve_aliases()
    return {
        f"{name}.{exported}": target(module[str(exported)])
        for name, module in modules.items()
        for exported in module.exports or ()
    }


@pytest.mark.parametrize("page", PAGES)
def test_each_public_name_is_on_its_page_once(page: str, public: dict[str, griffe.Object]) -> None:
    named = re.findall(r"^::: (\S+)$", (ROOT / "docs" / page).read_text("utf-8"), re.MULTILINE)
    assert sorted(named) == sorted(
        name for name in public if name.rpartition(".")[0] in PAGES[page]
    )


def test_each_public_name_says_what_it_is(public: dict[str, griffe.Object]) -> None:
    assert [name for name, documented in public.items() if not documented.docstring] == []
    for each in _with_members(public):
        if each.is_function and not each.name.startswith("_"):
            assert each.docstring, each.path


def test_what_raises_an_error_says_which(public: dict[str, griffe.Object]) -> None:
    for each in _with_members(public):
        if each.is_function and not each.name.startswith("_"):
            assert raised_in(str(each.source)) <= told_by(each), each.path


def test_an_error_that_is_told_can_be_caught(public: dict[str, griffe.Object]) -> None:
    for each in _with_members(public):
        told = told_by(each)
        assert told <= {*dir(builtins), *sinch_batches_server.__all__}, each.path


def raised_in(source: str) -> set[str]:
    """The names of the errors that are made where this raises."""
    nodes = ast.walk(ast.parse(textwrap.dedent(source)))
    made = [
        node.exc.func
        for node in nodes
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call)
    ]
    return {each.id for each in made if isinstance(each, ast.Name)}


def told_by(documented: griffe.Object | griffe.Alias) -> set[str]:
    text = documented.docstring.value if documented.docstring else ""
    told = re.findall(r"^ *(\w+): ", text.partition("Raises:")[2], re.MULTILINE)
    # A check of Schemathesis fails by an AssertionError: that is what "Fail" says.
    return {*told, *(["AssertionError"] if text.startswith("Fail ") else [])}


def _with_members(
    public: dict[str, griffe.Object],
) -> Iterator[griffe.Object | griffe.Alias]:
    for documented in public.values():
        yield documented
        yield from documented.members.values() if documented.is_class else ()
