"""`make check-tools`: feed openapi.yaml to each tool, use the result, and tell what is wrong."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from . import python, serving, typescript
from .room import LeftOut, Room, Tool

HERE = Path(__file__).parent
TOOLS = [*serving.TOOLS, *typescript.TOOLS, *python.TOOLS]
HEAD = """\
# Other tools

What tools that aren't ours make of `openapi.yaml`: each reads it, and the result is put to a
small use. `make check-tools` runs them and writes this page; it needs node 20 or later, and java
for one of them. The versions are pinned in `tests/tools/package.json` and
`tests/tools/requirements.txt`, that of Schemathesis in `constraints.txt`; the checks are in
`tests/tools`.

| tool | version | use | verdict |
|---|---|---|---|
"""


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.tools", description=__doc__)
    options.add_argument("--node", type=Path, required=True, help="the folder of the node tools")
    options.add_argument("--python", type=Path, required=True, help="that of the Python tools")
    options.add_argument("--spec", type=Path, default=Path("openapi.yaml"))
    options.add_argument("--document", type=Path, help="write the table there")
    options.add_argument("--only", default="", metavar="NAME", help="tools whose name has this")
    given = options.parse_args()
    rows = []
    for tool in TOOLS:
        if given.only.lower() in tool.name.lower():
            rows.append((tool, _verdict(tool, given)))
            print(f"{tool.name}: {rows[-1][1]}", flush=True)
    if given.document:
        given.document.write_text(HEAD + "".join(lines(rows)), "utf-8")
    return 0 if all(verdict.startswith(("right", "left out")) for _, verdict in rows) else 1


def _verdict(tool: Tool, given: argparse.Namespace) -> str:
    spec, node, own = (place.absolute() for place in (given.spec, given.node, given.python))
    with tempfile.TemporaryDirectory(prefix="tools-") as folder:
        room = Room(spec, node, own, Path(folder))
        try:
            tool.check(room)
        except LeftOut as reason:
            return f"left out: {reason}"
        except (AssertionError, subprocess.TimeoutExpired) as wrong:
            print(wrong, file=sys.stderr)
            return "wrong"
    return "right"


def lines(rows: list[tuple[Tool, str]]) -> Iterator[str]:
    node = json.loads((HERE / "package.json").read_text("utf-8"))["dependencies"]
    others = (HERE / "requirements.txt").read_text("utf-8")
    pinned = node | dict(re.findall(r"^([\w-]+)==(\S+)$", others, re.MULTILINE))
    for tool, verdict in rows:
        told = pinned.get(tool.package) or version(tool.package)
        yield f"| {tool.name} | {told} | {tool.use} | {verdict} |\n"


if __name__ == "__main__":
    sys.exit(main())
