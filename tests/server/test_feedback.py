"""Delivery feedback (seed: Feedback; sources §11; decisions 45 to 49)."""

from __future__ import annotations

import pytest

from .conftest import GROUP, Api, Refused


def test_feedback_is_taken_with_202_and_nothing_else(api: Api) -> None:
    batch = api.send(feedback_enabled=True)
    answer = api.post({"recipients": ["+1 555 123 1234"]}, f"/{batch['id']}/delivery_feedback")
    assert (answer.status_code, answer.content) == (202, b"")
    assert "content-type" not in answer.headers
    assert api.get(batch["id"]) == batch


@pytest.mark.parametrize(
    "recipients", [[], ["15551231234"], ["15551239999"], ["15551231234"] * 2000, ["+48 737532793"]]
)
def test_an_empty_list_or_numbers_outside_the_batch_are_taken_again_and_again(
    api: Api, recipients: list[str]
) -> None:
    path = f"/{api.send(feedback_enabled=True)['id']}/delivery_feedback"
    for _ in range(2):
        assert api.post({"recipients": recipients}, path).status_code == 202


def test_a_canceled_or_unsent_batch_takes_feedback(api: Api) -> None:
    path = f"/{api.scheduled(feedback_enabled=True)['id']}"
    assert api.post({"recipients": []}, f"{path}/delivery_feedback").status_code == 202
    api.call("DELETE", path)
    assert api.post({"recipients": []}, f"{path}/delivery_feedback").status_code == 202


def test_a_batch_that_expects_no_feedback_refuses_it(api: Api, refused: Refused) -> None:
    path = f"/{api.send()['id']}/delivery_feedback"
    refused(api.post({"recipients": []}, path), "syntax_constraint_violation", "feedback_enabled")


def test_an_empty_list_is_refused_if_a_group_is_among_the_recipients(
    api: Api, refused: Refused
) -> None:
    batch = api.send(to=["15551231234", GROUP], feedback_enabled=True)
    path = f"/{batch['id']}/delivery_feedback"
    refused(api.post({"recipients": []}, path), "syntax_constraint_violation", "'recipients'")
    assert api.post({"recipients": ["15551230001"]}, path).status_code == 202


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ({}, "syntax_constraint_violation"),
        ({"recipients": None}, "syntax_constraint_violation"),
        ({"recipients": "15551231234"}, "syntax_invalid_json"),
        ({"recipients": [15551231234]}, "syntax_invalid_json"),
        ({"recipients": ["+1"]}, "syntax_invalid_parameter_format"),
        ({"recipients": [GROUP]}, "syntax_invalid_parameter_format"),
    ],
)
def test_feedback_needs_a_list_of_numbers(
    api: Api, refused: Refused, document: object, code: str
) -> None:
    path = f"/{api.send(feedback_enabled=True)['id']}/delivery_feedback"
    refused(api.post(document, path), code, "'recipients")
