"""All kinds, by their names in openapi.yaml (`x-kind`)."""

from __future__ import annotations

from ._bytes import BASE64, HEXADECIMAL
from ._moments import MOMENT
from ._numbers import RECIPIENT, SENDER, SENDERS
from ._scalars import CHOICE, COUNT, FLAG, URL
from ._texts import PARAMETERS, REFERENCE, TEXT

_TEXTS = (TEXT, REFERENCE, PARAMETERS, URL)
_NUMBERS = (RECIPIENT, SENDER, SENDERS, COUNT)
_OTHERS = (MOMENT, BASE64, HEXADECIMAL, FLAG, CHOICE)

KINDS = {kind.name: kind for kind in (*_TEXTS, *_NUMBERS, *_OTHERS)}
