"""A typed client for the Sinch SMS Batches API: `BatchesClient` and `AsyncBatchesClient`.

Names are loaded at their first use: the models take a third of the time that httpx does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# fmt: off
if TYPE_CHECKING:
    from sinch_batches_client.models import (
        BatchDeliveryReport,
        DeliveryReportMode,
        DeliveryStatus,
        DeliveryStatusCount,
        DryRunRecipient,
        DryRunResult,
        Parameters,
        RecipientDeliveryReport,
        TextBatch,
    )
    from sinch_batches_client.types import UNSET, Unset

    from ._address import Region
    from ._async_client import AsyncBatchesClient
    from ._callbacks import DeliveryReport, parse_delivery_report, verify_signature
    from ._client import BatchesClient
    from ._decode import Batch, OpaqueBatch, decode_batch
    from ._errors import (
        ApiError,
        BadRequest,
        Forbidden,
        InvalidRequest,
        NotFound,
        RateLimited,
        SendUnconfirmed,
        ServerError,
        SinchBatchesError,
        TransportError,
        Unauthorized,
        UnexpectedAnswer,
        UnreadableReport,
    )
    from ._flow import Retries
    from ._messages import BinaryBatch, BinarySubmission, BinaryUpdate, TextSubmission, TextUpdate
    from ._oauth2 import OAuth2
    from ._operations import BatchPage, Filters, Submission, Update
    from ._sending import Part

__all__ = [
    "UNSET", "ApiError", "AsyncBatchesClient", "BadRequest", "Batch", "BatchDeliveryReport",
    "BatchPage", "BatchesClient", "BinaryBatch", "BinarySubmission", "BinaryUpdate",
    "DeliveryReport", "DeliveryReportMode", "DeliveryStatus", "DeliveryStatusCount",
    "DryRunRecipient", "DryRunResult", "Filters", "Forbidden", "InvalidRequest", "NotFound",
    "OAuth2", "OpaqueBatch", "Parameters", "Part", "RateLimited", "RecipientDeliveryReport",
    "Region", "Retries", "SendUnconfirmed", "ServerError", "SinchBatchesError", "Submission",
    "TextBatch", "TextSubmission", "TextUpdate", "TransportError", "Unauthorized",
    "UnexpectedAnswer", "UnreadableReport", "Unset", "Update", "decode_batch",
    "parse_delivery_report", "verify_signature",
]
# fmt: on

# Where the names are, the quickest to load first.
_HOMES = (
    *("._errors", "._address", "._flow", "._client", "._messages", "._decode", "._operations"),
    *("sinch_batches_client.models", "sinch_batches_client.types"),
    *("._sending", "._callbacks", "._async_client", "._oauth2"),
)


def __getattr__(name: str) -> object:
    for home in _HOMES if name in __all__ else ():
        module = import_module(home, __name__)
        if hasattr(module, name):
            return globals().setdefault(name, getattr(module, name))
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
