"""A typed client for the Sinch SMS Batches API: `BatchesClient` and `AsyncBatchesClient`.

Names are loaded at their first use: asyncio alone takes a quarter of the time that httpx does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ._version import __version__ as __version__

# fmt: off
if TYPE_CHECKING:
    from sinch_batches_client.models import (
        DeliveryReportMode,
        DeliveryReportType,
        DeliveryStatus,
        DeliveryStatusCount,
        DryRunRecipient,
        DryRunResult,
        Parameters,
    )
    from sinch_batches_client.types import UNSET, Unset

    from ._async_client import AsyncBatchesClient
    from ._batches.messages import TextSubmission
    from ._batches.more_messages import (
        BinarySubmission,
        BinaryUpdate,
        Submission,
        TextUpdate,
        Update,
    )
    from ._batches.stored import Batch, BinaryBatch, OpaqueBatch, TextBatch, decode_batch
    from ._calls.answers import Answer
    from ._calls.authorization import OAuth2
    from ._calls.retries import Retries
    from ._client import BatchesClient
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
    from ._once.parts import Part
    from ._pages import BatchPage, Filters
    from ._region import Region
    from ._reports.callbacks import parse_callback, parse_delivery_report
    from ._reports.documents import (
        BatchDeliveryReport,
        DeliveryReport,
        InboundBinary,
        InboundMessage,
        InboundText,
        OpaqueReport,
        RecipientDeliveryReport,
    )
    from ._reports.operations import DeliveryReportPage, ReportFilters
    from ._reports.signatures import SeenNonces, verify_signature

__all__ = [
    "UNSET", "Answer", "ApiError", "AsyncBatchesClient", "BadRequest", "Batch",
    "BatchDeliveryReport", "BatchPage", "BatchesClient", "BinaryBatch", "BinarySubmission",
    "BinaryUpdate", "DeliveryReport", "DeliveryReportMode", "DeliveryReportPage",
    "DeliveryReportType", "DeliveryStatus", "DeliveryStatusCount", "DryRunRecipient",
    "DryRunResult", "Filters", "Forbidden", "InboundBinary", "InboundMessage", "InboundText",
    "InvalidRequest", "NotFound", "OAuth2", "OpaqueBatch", "OpaqueReport", "Parameters", "Part",
    "RateLimited", "RecipientDeliveryReport", "Region", "ReportFilters", "Retries", "SeenNonces",
    "SendUnconfirmed", "ServerError", "SinchBatchesError", "Submission", "TextBatch",
    "TextSubmission", "TextUpdate", "TransportError", "Unauthorized", "UnexpectedAnswer",
    "UnreadableReport", "Unset", "Update", "decode_batch", "parse_callback",
    "parse_delivery_report", "verify_signature",
]

# Where each name is.
_HOMES = {
    "sinch_batches_client.models": (
        "DeliveryReportMode", "DeliveryReportType", "DeliveryStatus", "DeliveryStatusCount",
        "DryRunRecipient", "DryRunResult", "Parameters",
    ),
    "sinch_batches_client.types": ("UNSET", "Unset"),
    "._async_client": ("AsyncBatchesClient",),
    "._calls.answers": ("Answer",),
    "._calls.authorization": ("OAuth2",),
    "._calls.retries": ("Retries",),
    "._client": ("BatchesClient",),
    "._batches.stored": ("Batch", "BinaryBatch", "OpaqueBatch", "TextBatch", "decode_batch"),
    "._errors": (
        "ApiError", "BadRequest", "Forbidden", "InvalidRequest", "NotFound", "RateLimited",
        "SendUnconfirmed", "ServerError", "SinchBatchesError", "TransportError", "Unauthorized",
        "UnexpectedAnswer", "UnreadableReport",
    ),
    "._batches.messages": ("TextSubmission",),
    "._batches.more_messages": (
        "BinarySubmission", "BinaryUpdate", "Submission", "TextUpdate", "Update",
    ),
    "._once.parts": ("Part",),
    "._pages": ("BatchPage", "Filters"),
    "._region": ("Region",),
    "._reports.callbacks": ("parse_callback", "parse_delivery_report"),
    "._reports.documents": (
        "BatchDeliveryReport", "DeliveryReport", "InboundBinary", "InboundMessage", "InboundText",
        "OpaqueReport", "RecipientDeliveryReport",
    ),
    "._reports.operations": ("DeliveryReportPage", "ReportFilters"),
    "._reports.signatures": ("SeenNonces", "verify_signature"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
# fmt: on


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return globals().setdefault(name, getattr(import_module(_HOME_OF[name], __name__), name))


def __dir__() -> list[str]:
    return __all__
