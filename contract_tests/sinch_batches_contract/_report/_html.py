"""The verdict as one HTML page that needs nothing else."""

from __future__ import annotations

import json
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from ._json import as_data

if TYPE_CHECKING:
    from ._verdict import Verdict


def as_html(verdict: Verdict) -> str:
    """Return the page: the template with the data of the JSON report in it."""
    template = files(__package__).joinpath("page.html").read_text(encoding="utf-8")
    data = json.dumps(as_data(verdict), ensure_ascii=False)
    # Inside a script only these could end it or begin something else.
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    title = escape(f"Conformance of {verdict.settings.base_url}")
    return template.replace("{{title}}", title).replace("{{data}}", data)
