"""Kinds and places: every written form of a kind of value, in every place that openapi.yaml has it.

A kind (a moment, a recipient, a text …) is a table of classes of values. A place is where an
operation takes one. Each class at each place is a requirement, as
`MOMENT-offset-half-hour@replace_batch.expire_at`.
"""

from ._bytes import base64_of
from ._kinds import KINDS
from ._numbers import is_no_sender_here, named_sender
from ._requirements import kind_requirements

__all__ = ["KINDS", "base64_of", "is_no_sender_here", "kind_requirements", "named_sender"]
