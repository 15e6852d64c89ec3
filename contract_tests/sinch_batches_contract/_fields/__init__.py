"""The fields of a batch: one table for defaults, changes, resets, read-back and the stories."""

from ._echo import expect_echo
from ._requirements import field_requirements
from ._table import FIELDS, UNSET, changes_one_by_one, full_batches, read, text_to_change

__all__ = [
    "FIELDS",
    "UNSET",
    "changes_one_by_one",
    "expect_echo",
    "field_requirements",
    "full_batches",
    "read",
    "text_to_change",
]
