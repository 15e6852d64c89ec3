"""What is checked before an operation, and in which order (sources §2; decisions 1 to 5)."""

from __future__ import annotations

import pytest

from sinch_batches_server import Plan

from .conftest import BARE_PLAN, TEXT, Api, Refused, serving

ID = "01FC66621XXXXX119Z8PMV1QPQ"
BY_ID = [("GET", ""), ("POST", ""), ("PUT", ""), ("DELETE", ""), ("POST", "/delivery_feedback")]
WITH_BODY = ["", "/dry_run", f"/{ID}", f"/{ID}/delivery_feedback"]


@pytest.mark.parametrize("path", ["/nothing", "/xms/v1/plan", "/xms/v2/plan/batches", "/xms"])
def test_a_path_that_is_not_there_is_404_with_an_empty_body_whatever_the_token(
    api: Api, path: str
) -> None:
    answer = api.call("GET", f"/xms/..{path}", headers={"Authorization": "Bearer wrong"})
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "", "POST, GET"),
        ("DELETE", "", "POST, GET"),
        ("HEAD", "", "POST, GET"),
        ("PATCH", f"/{ID}", "GET, POST, PUT, DELETE"),
        ("GET", f"/{ID}/delivery_feedback", "POST"),
    ],
)
def test_a_method_that_a_path_lacks_is_405_before_the_token_is_looked_at(
    api: Api, method: str, path: str, allowed: str
) -> None:
    answer = api.call(method, path, headers={"Authorization": "Bearer wrong"})
    assert (answer.status_code, answer.content) == (405, b"")
    assert answer.headers["allow"] == allowed


def test_a_method_that_a_page_for_people_lacks_is_405_with_an_empty_body_too(api: Api) -> None:
    answer = api.run(api.client.post("/docs"))
    assert (answer.status_code, answer.content) == (405, b"")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_dry_run_is_a_path_of_its_own_and_the_id_of_no_batch(api: Api, method: str) -> None:
    answer = api.call(method, "/dry_run")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Bearer token x",
        "Bearer bare-token",
        "Basic token",
        "token",
        "Bearer TOKEN",
        "Bearer t\u00f6ken",
    ],
)
def test_a_token_that_is_not_the_plans_is_401_before_the_body_is_looked_at(
    api: Api, header: str
) -> None:
    answer = api.call("POST", content=b"{", headers={"Authorization": header.encode("latin-1")})
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_an_unknown_plan_is_401(api: Api) -> None:
    assert api.of(Plan("unknown", ("token",))).call("GET").status_code == 401


@pytest.mark.parametrize("header", ["Bearer token", "bearer token", "BEARER  token"])
def test_the_scheme_is_bearer_in_any_case(api: Api, header: str) -> None:
    assert api.call("GET", headers={"Authorization": header}).status_code == 200


def test_a_plan_may_have_several_tokens(api: Api) -> None:
    answer = api.call("GET", headers={"Authorization": "Bearer second-token"})
    assert answer.status_code == 200


@pytest.mark.parametrize(("method", "rest"), BY_ID)
def test_a_batch_of_another_plan_is_404(api: Api, method: str, rest: str) -> None:
    batch = api.scheduled()
    document = {"recipients": []} if rest else TEXT
    other = api.of(BARE_PLAN)
    answer = other.call(method, f"/{batch['id']}{rest}", json=document)
    assert (answer.status_code, answer.content) == (404, b"")
    assert other.list()["count"] == 0
    assert api.get(batch["id"]) == batch


@pytest.mark.parametrize("path", WITH_BODY)
@pytest.mark.parametrize(
    "content_type",
    [None, "", "text/plain", "application/xml", "application/json; charset=latin-1", "json"],
)
def test_a_body_that_is_not_declared_as_json_in_utf_8_is_415_before_it_is_read(
    api: Api, path: str, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"Content-Type": content_type}
    answer = api.call("POST", path, content=b"{", headers=headers)
    assert (answer.status_code, answer.content) == (415, b"")


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json;charset=utf-8",
        'application/json; charset="UTF-8"',
        "application/json; version=1",
    ],
)
def test_json_is_taken_with_any_parameters_that_say_utf_8(api: Api, content_type: str) -> None:
    answer = api.call(
        "POST", content=b'{"to":["15551231234"],"body":""}', headers={"Content-Type": content_type}
    )
    assert answer.status_code == 201


def test_a_content_type_on_get_and_delete_without_a_body_does_no_harm(api: Api) -> None:
    batch = api.send()
    for method in ("GET", "DELETE"):
        headers = {"Content-Type": "text/plain", "Content-Length": "0"}
        assert api.call(method, f"/{batch['id']}", headers=headers).status_code == 200


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_above_the_cap_is_413_and_one_at_the_cap_is_read(announced: bool) -> None:
    with serving(max_body_bytes=100) as api:

        async def chunks(size: int):  # type: ignore[no-untyped-def]
            yield b'{"to":["15551231234"],"body":""}'.ljust(size // 2)
            yield b" " * (size - size // 2)

        def answer_to(size: int) -> tuple[int, bytes]:
            whole = b'{"to":["15551231234"],"body":""}'.ljust(size)
            answer = api.raw(whole if announced else chunks(size))
            return answer.status_code, answer.content

        assert answer_to(101) == (413, b"")
        assert answer_to(100)[0] == 201


@pytest.mark.parametrize(("method", "rest"), BY_ID)
@pytest.mark.parametrize("batch_id", ["a b", "\u00e9", "x" * 65, "a.b", "%00"])
def test_a_malformed_id_is_syntax_invalid_parameter_format(
    api: Api, refused: Refused, method: str, rest: str, batch_id: str
) -> None:
    answer = api.call(method, f"/{batch_id}{rest}", json={})
    refused(answer, "syntax_invalid_parameter_format", "is not a valid identifier")


@pytest.mark.parametrize(("method", "rest"), BY_ID)
@pytest.mark.parametrize("batch_id", ["x" * 64, ID, "3-mbA7z9wDKY76ag", "_"])
def test_a_well_formed_unknown_id_is_404_with_an_empty_body(
    api: Api, method: str, rest: str, batch_id: str
) -> None:
    document = {"recipients": []} if rest else TEXT
    answer = api.call(method, f"/{batch_id}{rest}", json=document)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize(
    ("method", "rest", "document"),
    [
        ("POST", "", {"delivery_report": "some"}),
        ("POST", "", {"send_at": "2019-08-26", "expire_at": "2019-08-25"}),
        ("POST", "", {"expire_at": "2019-08-24"}),
        ("PUT", "", TEXT | {"from_ton": 1}),
        ("PUT", "", {}),
        ("POST", "/delivery_feedback", {"recipients": ["x"]}),
    ],
)
def test_fields_are_checked_before_the_batch_is_looked_up(
    api: Api, method: str, rest: str, document: object
) -> None:
    assert api.call(method, f"/{ID}{rest}", json=document).status_code == 400


def test_the_batch_is_looked_up_before_references_are_checked(api: Api) -> None:
    document = TEXT | {"delivery_report": "full"}
    assert api.call("PUT", f"/{ID}", json=document).status_code == 404


def test_of_several_faults_the_first_in_the_order_of_the_schema_is_reported(
    api: Api, refused: Refused
) -> None:
    faults = {"delivery_report": "some", "body": 1, "to": ["15551231234", "+1"]}
    refused(api.post(faults), "syntax_invalid_parameter_format", "'to[1]'")
    refused(api.post(faults | {"to": ["15551231234"]}), "syntax_invalid_json", "'body'")
    faults |= {"to": ["15551231234"], "body": ""}
    refused(api.post(faults), "syntax_invalid_parameter_format", "'delivery_report'")
    refused(api.post({"to": ["+1"]}), "syntax_invalid_parameter_format", "'to[0]'")
    refused(api.post({"body": 1}), "syntax_constraint_violation", "'to' is required")
