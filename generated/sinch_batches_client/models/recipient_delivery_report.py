# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_status import DeliveryStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="RecipientDeliveryReport")


@_attrs_define
class RecipientDeliveryReport:
    """The delivery report of one recipient."""

    type_: str
    """ A report of one recipient. New types may be added. """
    batch_id: str
    """ The id of the batch. """
    recipient: str
    """ A recipient's number, digits only. """
    code: int
    """ Why a message has its status: 0 delivered, 400 queued, 401 dispatched, 402 unroutable,
    403 internal error, 404 temporary failure, 405 a parameter has no value, 406 expired,
    407 canceled, 408 rejected, 410 no default originator, 411 too many parts,
    412 region not provisioned, 413 blocked. All others are codes of carriers.
     """
    status: DeliveryStatus | str
    """ Where a message stands. New statuses may be added. """
    at: datetime.datetime
    """ When the status changed at Sinch. """
    operator_status_at: datetime.datetime | Unset = UNSET
    """ When the status changed at the operator, in whole minutes; absent before the operator
    told any.
     """
    operator: str | Unset = UNSET
    """ The operator's code (MCC and MNC), if enabled for the account. """
    applied_originator: str | Unset = UNSET
    """ The sender that was chosen, if the batch has none. """
    encoding: str | Unset = UNSET
    """ The encoding that was used, `GSM` or `UNICODE`, with smart encoding. """
    number_of_message_parts: int | Unset = UNSET
    """ How many parts were sent, if the number of parts is limited. """
    client_reference: str | Unset = UNSET
    """ Your own identifier of the batch. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        batch_id = self.batch_id

        recipient = self.recipient

        code = self.code

        status: str
        if isinstance(self.status, DeliveryStatus):
            status = self.status.value
        else:
            status = self.status

        at = self.at.isoformat()

        operator_status_at: str | Unset = UNSET
        if not isinstance(self.operator_status_at, Unset):
            operator_status_at = self.operator_status_at.isoformat()

        operator = self.operator

        applied_originator = self.applied_originator

        encoding = self.encoding

        number_of_message_parts = self.number_of_message_parts

        client_reference = self.client_reference

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "batch_id": batch_id,
                "recipient": recipient,
                "code": code,
                "status": status,
                "at": at,
            }
        )
        if operator_status_at is not UNSET:
            field_dict["operator_status_at"] = operator_status_at
        if operator is not UNSET:
            field_dict["operator"] = operator
        if applied_originator is not UNSET:
            field_dict["applied_originator"] = applied_originator
        if encoding is not UNSET:
            field_dict["encoding"] = encoding
        if number_of_message_parts is not UNSET:
            field_dict["number_of_message_parts"] = number_of_message_parts
        if client_reference is not UNSET:
            field_dict["client_reference"] = client_reference

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = d.pop("type")

        batch_id = d.pop("batch_id")

        recipient = d.pop("recipient")

        code = d.pop("code")

        def _parse_status(data: object) -> DeliveryStatus | str:
            try:
                if not isinstance(data, str):
                    raise TypeError()
                componentsschemas_reported_status_type_0 = DeliveryStatus(data)

                return componentsschemas_reported_status_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast("DeliveryStatus | str", data)

        status = _parse_status(d.pop("status"))

        at = datetime.datetime.fromisoformat(d.pop("at"))

        _operator_status_at = d.pop("operator_status_at", UNSET)
        operator_status_at: datetime.datetime | Unset
        if isinstance(_operator_status_at, Unset):
            operator_status_at = UNSET
        else:
            operator_status_at = datetime.datetime.fromisoformat(_operator_status_at)

        operator = d.pop("operator", UNSET)

        applied_originator = d.pop("applied_originator", UNSET)

        encoding = d.pop("encoding", UNSET)

        number_of_message_parts = d.pop("number_of_message_parts", UNSET)

        client_reference = d.pop("client_reference", UNSET)

        recipient_delivery_report = cls(
            type_=type_,
            batch_id=batch_id,
            recipient=recipient,
            code=code,
            status=status,
            at=at,
            operator_status_at=operator_status_at,
            operator=operator,
            applied_originator=applied_originator,
            encoding=encoding,
            number_of_message_parts=number_of_message_parts,
            client_reference=client_reference,
        )

        recipient_delivery_report.additional_properties = d
        return recipient_delivery_report

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
