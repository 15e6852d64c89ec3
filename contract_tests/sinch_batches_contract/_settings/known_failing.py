"""The list of requirements that a server is known to break."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def read_known_failing(path: Path) -> dict[str, str]:
    """Read ids with their comments: one `ID  # why` in a line, empty lines and `#` lines ignored.

    Raises:
        ValueError: a line that is no id, or an id given twice; the text names the line.

    """
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        name, _, comment = (part.strip() for part in line.partition("#"))
        if not name:
            continue
        if len(name.split()) > 1:
            raise ValueError(f"line {number}: {name!r} is not the id of a requirement")
        if name in found:
            raise ValueError(f"line {number}: {name} is listed twice")
        found[name] = comment
    return found
