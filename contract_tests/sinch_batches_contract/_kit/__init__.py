"""What a Schemathesis run needs to judge any server of this API; it knows nothing but the spec.

The hooks of `sinch_batches_contract.schemathesis` and the suite's property tests are made of it.
"""

from ._batches import Batches, batch_in, ids_in
from ._document import BATCH_AT_HAND, RECIPIENT_AT_HAND, prepare
from ._due import Statuses, due
from ._left_out import left_out
from ._machinery import (
    NOT_SET,
    AnyCase,
    AnyOperation,
    FailureGroup,
    coverage_cases,
    has_no_token,
    has_other_content_type,
    operation_id,
    operations_of,
)
from ._placing import batch_wanted, repair
from ._repair import repaired
from ._terms import Terms, terms_of

__all__ = [
    "BATCH_AT_HAND",
    "NOT_SET",
    "RECIPIENT_AT_HAND",
    "AnyCase",
    "AnyOperation",
    "Batches",
    "FailureGroup",
    "Statuses",
    "Terms",
    "batch_in",
    "batch_wanted",
    "coverage_cases",
    "due",
    "has_no_token",
    "has_other_content_type",
    "ids_in",
    "left_out",
    "operation_id",
    "operations_of",
    "prepare",
    "repair",
    "repaired",
    "terms_of",
]
