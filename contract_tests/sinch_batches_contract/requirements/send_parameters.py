"""Send: the parameters of a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._catalogue import requirement
from .._expect import expect_equal, expect_field, expect_status, object_in
from .._levels import MUST, SHOULD
from .._material import same_number
from .send import SEND

if TYPE_CHECKING:
    from .._api import Api


@requirement(
    "SEND-011",
    MUST,
    SEND,
    "The parameters come back with all keys, recipients and values",
    source="seed: Send, parameters",
    needs=["parameters"],
)
def parameters_are_kept(api: Api) -> None:
    first, second = api.numbers(2)
    wanted = {
        "name": {first: "Joe", second: "Ünï ${x}", "default": "there"},
        "A.b-c_1": {"default": ""},
    }
    to = [first, second]
    batch = api.sent(to=to, body="Hi ${name}, ${A.b-c_1}!", parameters=wanted)
    parameters = object_in(batch, "parameters")
    came_back = {
        key: {same_number(n): value for n, value in object_in(parameters, key).items()}
        for key in parameters
    }
    plain = {key: {same_number(n): v for n, v in values.items()} for key, values in wanted.items()}
    expect_equal(came_back, plain, "`parameters`")
    expect_field(batch, "body", "Hi ${name}, ${A.b-c_1}!")


@requirement(
    "SEND-012",
    MUST,
    SEND,
    "A recipient without a value for a parameter doesn't fail the batch",
    source="docs: sources §5",
    needs=["parameters"],
)
def missing_parameter_value(api: Api) -> None:
    first, second = api.numbers(2)
    document = api.text(to=[first, second], body="Hi ${name}", parameters={"name": {first: "Joe"}})
    expect_status(api.send(document), 201)


@requirement(
    "SEND-013",
    SHOULD,
    SEND,
    "A parameter that the body doesn't use, and one without any value, are accepted",
    source="sdk: sources §5",
    needs=["parameters"],
)
def unused_parameter(api: Api) -> None:
    expect_status(api.send(api.text(parameters={"unused": {"default": "x"}, "empty": {}})), 201)
