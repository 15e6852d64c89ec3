# Generated from openapi.yaml by `make generate`: do not edit.
"""Contains all the data models used in inputs/outputs"""

from .batch_delivery_report import BatchDeliveryReport
from .batch_page import BatchPage
from .binary_batch import BinaryBatch
from .binary_submission import BinarySubmission
from .binary_update import BinaryUpdate
from .delivery_feedback import DeliveryFeedback
from .delivery_report_mode import DeliveryReportMode
from .delivery_status import DeliveryStatus
from .delivery_status_count import DeliveryStatusCount
from .dry_run_recipient import DryRunRecipient
from .dry_run_result import DryRunResult
from .error import Error
from .parameters import Parameters
from .parameters_additional_property import ParametersAdditionalProperty
from .recipient_delivery_report import RecipientDeliveryReport
from .text_batch import TextBatch
from .text_submission import TextSubmission
from .text_update import TextUpdate

__all__ = (
    "BatchDeliveryReport",
    "BatchPage",
    "BinaryBatch",
    "BinarySubmission",
    "BinaryUpdate",
    "DeliveryFeedback",
    "DeliveryReportMode",
    "DeliveryStatus",
    "DeliveryStatusCount",
    "DryRunRecipient",
    "DryRunResult",
    "Error",
    "Parameters",
    "ParametersAdditionalProperty",
    "RecipientDeliveryReport",
    "TextBatch",
    "TextSubmission",
    "TextUpdate",
)
