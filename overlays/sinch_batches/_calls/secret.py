"""Words that nobody may see, and what hides them in what a server says."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Callable

_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}  # in HTML
_SHORTEST = 4  # what is shorter is no secret, and would be found everywhere


class Secret:
    """A token or a key that no representation, traceback or pickle shows."""

    def __init__(self, value: str) -> None:
        self.reveal: Callable[[], str] = lambda: value

    def __repr__(self) -> str:
        return "(hidden)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret can't be pickled")

    def hidden_in(self, text: str) -> str:
        """Return the text without the secret, whichever way each of its characters is escaped."""
        return self._forms.sub("(hidden)", text) if len(self.reveal()) >= _SHORTEST else text

    @cached_property
    def _forms(self) -> re.Pattern[str]:
        value = self.reveal()
        base64 = re.escape(b64encode(value.encode()).decode().rstrip("="))
        return re.compile("".join(map(_ways_to_write, value)) + "|" + base64)


def _ways_to_write(character: str) -> str:
    code, plain = ord(character), re.escape(character)
    named = _NAMED.get(character, plain)
    number = f"(?i:%(?:25)?{code:02x}|\\\\+(?:u00|x){code:02x}|&#0*{code};|&#x0*{code:x};)"
    return f"(?:\\\\*{plain}|{named}|{number})"
