"""Generators of Python other than ours."""

from __future__ import annotations

import shutil

from .room import PLAN, TOKEN, LeftOut, Room, Tool, reference_server


def _openapi_generator(room: Room) -> None:
    if shutil.which("java") is None:
        raise LeftOut("it needs java, which isn't here")
    command = (room.python / "openapi-generator-cli", "generate", "--input-spec", room.spec)
    room.run(*command, "--generator-name", "python", "--output", ".")
    with reference_server(room) as url:
        room.run(room.python / "python", room.use("openapi_generator.py"), url, PLAN, TOKEN)


def _datamodel_code_generator(room: Room) -> None:
    command = (room.python / "datamodel-codegen", "--input", room.spec, "--output", "models.py")
    room.run(*command, "--output-model-type", "pydantic_v2.BaseModel", "--formatters", "builtin")
    room.run(room.python / "python", room.use("datamodel.py"))


TOOLS = [
    Tool(
        "OpenAPI Generator (python)",
        "openapi-generator-cli",
        "decodes a batch without `type` as text, a binary one as binary; sends, gets, is refused",
        _openapi_generator,
    ),
    Tool(
        "datamodel-code-generator",
        "datamodel-code-generator",
        "decodes a batch without `type` as text, a binary one as binary; refuses `to: []`",
        _datamodel_code_generator,
    ),
]
