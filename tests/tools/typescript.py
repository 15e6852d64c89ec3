"""Generators of TypeScript, whose types a user's file holds to what the API says."""

from __future__ import annotations

from .room import PLAN, TOKEN, Room, Tool, reference_server

STRICT = ("--strict", "--noEmit", "--skipLibCheck", "--target", "es2022")
BUNDLED = ("--module", "esnext", "--moduleResolution", "bundler")


def _openapi_typescript(room: Room) -> None:
    room.run(room.node / "openapi-typescript", room.spec, "--output", "api.d.ts")
    room.run(room.node / "tsc", *STRICT, *BUNDLED, room.use("types.ts"))


def _hey_api(room: Room) -> None:
    room.run(room.node / "openapi-ts", "--input", room.spec, "--output", "client")
    use = room.use("client.ts")
    room.run(room.node / "tsc", *STRICT, *BUNDLED, use)
    strict = [word for word in STRICT if word != "--noEmit"]
    commonjs = ("--module", "commonjs", "--moduleResolution", "node10", "--outDir", "js")
    room.run(room.node / "tsc", *strict, *commonjs, use)
    with reference_server(room) as url:
        told = room.run("node", "js/client.js", url, PLAN, TOKEN)
    assert told.split() == ["mt_text", "mt_binary", "060504158115a0", "400", "canceled"], told


TOOLS = [
    Tool(
        "openapi-typescript",
        "openapi-typescript",
        "a user's file passes tsc --strict: `{ to, body }` is a submission, `type` tells binary",
        _openapi_typescript,
    ),
    Tool(
        "Hey API",
        "@hey-api/openapi-ts",
        "a user's file passes tsc --strict and runs: sends text and binary, is refused, cancels",
        _hey_api,
    ),
]
