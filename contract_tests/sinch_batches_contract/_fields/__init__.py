"""The fields of a batch: one table for defaults, changes, resets, read-back and the stories."""

from ._echo import expect_echo
from ._requirements import field_requirements
from ._table import FIELDS, UNSET, read

__all__ = ["FIELDS", "UNSET", "expect_echo", "field_requirements", "read"]
