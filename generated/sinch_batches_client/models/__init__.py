# Generated from openapi.yaml by `make generate`: do not edit.
"""Contains all the data models used in inputs/outputs"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .batch_delivery_report import BatchDeliveryReport
    from .batch_page import BatchPage
    from .binary_batch import BinaryBatch
    from .binary_submission import BinarySubmission
    from .binary_update import BinaryUpdate
    from .delivery_feedback import DeliveryFeedback
    from .delivery_report_mode import DeliveryReportMode
    from .delivery_report_page import DeliveryReportPage
    from .delivery_report_type import DeliveryReportType
    from .delivery_status import DeliveryStatus
    from .delivery_status_count import DeliveryStatusCount
    from .dry_run_recipient import DryRunRecipient
    from .dry_run_result import DryRunResult
    from .error import Error
    from .inbound_binary import InboundBinary
    from .inbound_text import InboundText
    from .parameters import Parameters
    from .parameters_additional_property import ParametersAdditionalProperty
    from .recipient_delivery_report import RecipientDeliveryReport
    from .text_batch import TextBatch
    from .text_submission import TextSubmission
    from .text_update import TextUpdate
else:

    def __getattr__(name):
        if name not in _HOMES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return globals().setdefault(name, getattr(import_module(_HOMES[name], __name__), name))


_HOMES = {
    "BatchDeliveryReport": ".batch_delivery_report",
    "BatchPage": ".batch_page",
    "BinaryBatch": ".binary_batch",
    "BinarySubmission": ".binary_submission",
    "BinaryUpdate": ".binary_update",
    "DeliveryFeedback": ".delivery_feedback",
    "DeliveryReportMode": ".delivery_report_mode",
    "DeliveryReportPage": ".delivery_report_page",
    "DeliveryReportType": ".delivery_report_type",
    "DeliveryStatus": ".delivery_status",
    "DeliveryStatusCount": ".delivery_status_count",
    "DryRunRecipient": ".dry_run_recipient",
    "DryRunResult": ".dry_run_result",
    "Error": ".error",
    "InboundBinary": ".inbound_binary",
    "InboundText": ".inbound_text",
    "Parameters": ".parameters",
    "ParametersAdditionalProperty": ".parameters_additional_property",
    "RecipientDeliveryReport": ".recipient_delivery_report",
    "TextBatch": ".text_batch",
    "TextSubmission": ".text_submission",
    "TextUpdate": ".text_update",
}

__all__ = (
    "BatchDeliveryReport",
    "BatchPage",
    "BinaryBatch",
    "BinarySubmission",
    "BinaryUpdate",
    "DeliveryFeedback",
    "DeliveryReportMode",
    "DeliveryReportPage",
    "DeliveryReportType",
    "DeliveryStatus",
    "DeliveryStatusCount",
    "DryRunRecipient",
    "DryRunResult",
    "Error",
    "InboundBinary",
    "InboundText",
    "Parameters",
    "ParametersAdditionalProperty",
    "RecipientDeliveryReport",
    "TextBatch",
    "TextSubmission",
    "TextUpdate",
)
