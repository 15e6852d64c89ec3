"""What the package offers: every operation, twice, and every name that users need."""

from __future__ import annotations

import inspect
import subprocess
import sys
from typing import Any

import pytest
from tests.document import read_spec

import sinch_batches
from sinch_batches import AsyncBatchesClient, BatchesClient, Filters, ReportFilters

SPEC = read_spec()
METHOD_OF = {
    "send_batch": "send",
    "list_batches": "list_page",
    "dry_run_batch": "dry_run",
    "get_batch": "get",
    "update_batch": "update",
    "replace_batch": "replace",
    "cancel_batch": "cancel",
    "send_delivery_feedback": "send_delivery_feedback",
    "get_batch_delivery_report": "get_delivery_report",
    "get_recipient_delivery_report": "get_recipient_delivery_report",
    "list_delivery_reports": "list_delivery_reports_page",
}
BEYOND = {"list", "send_once", "find_sent", "send_to_many", "from_env", "with_options"} | {
    "list_delivery_reports",
    "wait_for",
}
FILTERS = {"list_page": Filters, "list_delivery_reports_page": ReportFilters}
NAMES = {"from": "from_", "type": "type_", "recipient_msisdn": "recipient"}
OPERATIONS = [
    (operation, path_item.get("parameters", []) + operation.get("parameters", []))
    for path_item in SPEC["paths"].values()
    for method, operation in path_item.items()
    if method != "parameters"
]


def methods_of(client: type) -> dict[str, Any]:
    return {
        name: method
        for name, method in inspect.getmembers(client)
        if not name.startswith("_") and callable(method)
    }


def parameters_of(method: Any) -> set[str]:
    names = set(inspect.signature(method).parameters) - {"self", "filters"}
    return names | set(getattr(FILTERS.get(method.__name__), "__annotations__", ()))


def test_each_operation_of_the_spec_has_a_method() -> None:
    assert {operation["operationId"] for operation, _ in OPERATIONS} == set(METHOD_OF)
    assert set(methods_of(BatchesClient)) == {*METHOD_OF.values(), *BEYOND, "close"}


@pytest.mark.parametrize(("operation", "parameters"), OPERATIONS)
def test_each_parameter_of_an_operation_is_one_of_its_method(
    operation: dict[str, Any], parameters: list[dict[str, Any]]
) -> None:
    named = [
        SPEC["components"]["parameters"][each["$ref"].rpartition("/")[2]]
        if "$ref" in each
        else each
        for each in parameters
    ]
    wanted = {each["name"] for each in named} - {"service_plan_id"}
    wanted = {NAMES.get(name, name) for name in wanted}
    method = METHOD_OF[operation["operationId"]]
    if "requestBody" in operation:
        body = {"update": "update", "send_delivery_feedback": "recipients"}
        wanted.add(body.get(method, "batch"))
    assert parameters_of(getattr(BatchesClient, method)) == wanted


def test_both_clients_have_the_same_methods_with_the_same_parameters_and_words() -> None:
    blocking, with_asyncio = methods_of(BatchesClient), methods_of(AsyncBatchesClient)
    assert set(blocking) - {"close"} == set(with_asyncio) - {"aclose"}
    for name in set(blocking) - {"close"}:
        one, other = blocking[name], with_asyncio[name]
        assert inspect.signature(one).parameters == inspect.signature(other).parameters, name
        assert one.__doc__, name
        assert one.__doc__ == other.__doc__, name


def test_both_clients_give_the_same_results() -> None:
    for name in {*METHOD_OF.values(), *BEYOND} - {"from_env", "with_options"}:
        one = inspect.signature(getattr(BatchesClient, name)).return_annotation
        other = inspect.signature(getattr(AsyncBatchesClient, name)).return_annotation
        assert one == other.removeprefix("Async"), name


def test_all_names_that_are_offered_are_there_and_no_others() -> None:
    assert sorted(sinch_batches.__all__) == sorted(set(sinch_batches.__all__))
    for name in sinch_batches.__all__:
        assert getattr(sinch_batches, name) is not None
    assert dir(sinch_batches) == sorted(sinch_batches.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = sinch_batches.nothing
    with pytest.raises(AttributeError):
        _ = sinch_batches.import_modul


def test_each_name_that_type_checkers_see_is_offered() -> None:
    source = inspect.getsource(sinch_batches)
    block = source.partition("if TYPE_CHECKING:")[2].partition("__all__")[0]
    names = {
        name.strip(" ()\n,")
        for line in block.replace("(\n", "(").split("import ")[1:]
        for name in line.partition("from")[0].split(",")
    }
    assert names - {""} - {"# fmt: on"} == set(sinch_batches.__all__)


def test_what_isnt_needed_isnt_loaded() -> None:
    code = (
        "import sys, sinch_batches; assert 'httpx' not in sys.modules;"
        "from sinch_batches import BatchesClient;"
        "assert 'asyncio' not in sys.modules;"
        "BatchesClient('p', 't', region='eu'); from sinch_batches import *; TextSubmission"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_httpx_is_imported_in_one_room_only() -> None:
    folder = sinch_batches.__file__.removesuffix("__init__.py")
    command = ["grep", "-l", "^import httpx", "-r", folder, "--include=*.py"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert {path.split("/")[-2] for path in found} == {"_calls"}
