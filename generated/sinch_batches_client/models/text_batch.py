# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_report_mode import DeliveryReportMode
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.parameters import Parameters


T = TypeVar("T", bound="TextBatch")


@_attrs_define
class TextBatch:
    """A stored text batch."""

    id: str
    """ Unique identifier of the batch. """
    to: list[str]
    """ Phone numbers and group ids that receive the batch. """
    canceled: bool
    """ Whether the batch was canceled. """
    body: str
    """ The message, with its placeholders. """
    created_at: datetime.datetime
    """ When the batch was created. """
    modified_at: datetime.datetime
    """ When the batch was last changed. """
    from_: str | Unset = UNSET
    """ The sender: a phone number, a short code, or an alphanumeric name. Required unless the
    plan has an automatic default originator.
     """
    parameters: Parameters | Unset = UNSET
    """ The values that replace `${key}` in the body: per key, a value for each recipient's number
    and, under `default`, one for all others. Keys are case sensitive. A message without a
    value for one of its keys fails alone.
     """
    type_: Literal["mt_text"] | Unset = UNSET
    """ Regular SMS. """
    delivery_report: DeliveryReportMode | Unset = UNSET
    """ Which delivery report callbacks are sent: `none` by default. Reports can be fetched in any
    case.

    - `none`: no callback.
    - `summary`: one callback for the batch.
    - `full`: one callback for the batch, with the recipients of each status.
    - `per_recipient`: one callback for each change of a message's status. That can be very
      many; use it with care for large batches. Holds the time at the SMSC.
    - `per_recipient_final`: one callback for each recipient with the final status. Holds the
      time at the SMSC.
     """
    send_at: datetime.datetime | Unset = UNSET
    """ When to send. Must be before `expire_at`. In the past: the batch is sent at once.
     """
    expire_at: datetime.datetime | Unset = UNSET
    """ When to stop trying to deliver. Must be after `send_at`. Default and latest: 3 days after
    `send_at`, or after the creation if there is no `send_at`.
     """
    callback_url: str | Unset = UNSET
    """ The URL to send this batch's callbacks to, instead of the plan's default. """
    client_reference: str | Unset = UNSET
    """ Your own identifier of the batch. """
    feedback_enabled: bool | Unset = UNSET
    """ Whether delivery feedback is expected for this batch. Off by default. """
    flash_message: bool | Unset = UNSET
    """ Show the message on screen at once, don't save it to the inbox. Off by default. """
    truncate_concat: bool | Unset = UNSET
    """ Shorten the message to what fits into one part. """
    max_number_of_message_parts: int | Unset = UNSET
    """ Messages that would need more parts than this aren't sent. """
    from_ton: int | Unset = UNSET
    """ The sender's type of number, instead of the detected one. Only together with `from_npi`.
     """
    from_npi: int | Unset = UNSET
    """ The sender's number plan indicator, instead of the detected one. Only together with
    `from_ton`.
     """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        to = self.to

        canceled = self.canceled

        body = self.body

        created_at = self.created_at.isoformat()

        modified_at = self.modified_at.isoformat()

        from_ = self.from_

        parameters: dict[str, Any] | Unset = UNSET
        if not isinstance(self.parameters, Unset):
            parameters = self.parameters.to_dict()

        type_ = self.type_

        delivery_report: str | Unset = UNSET
        if not isinstance(self.delivery_report, Unset):
            delivery_report = self.delivery_report.value

        send_at: str | Unset = UNSET
        if not isinstance(self.send_at, Unset):
            send_at = self.send_at.isoformat()

        expire_at: str | Unset = UNSET
        if not isinstance(self.expire_at, Unset):
            expire_at = self.expire_at.isoformat()

        callback_url = self.callback_url

        client_reference = self.client_reference

        feedback_enabled = self.feedback_enabled

        flash_message = self.flash_message

        truncate_concat = self.truncate_concat

        max_number_of_message_parts = self.max_number_of_message_parts

        from_ton = self.from_ton

        from_npi = self.from_npi

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "to": to,
                "canceled": canceled,
                "body": body,
                "created_at": created_at,
                "modified_at": modified_at,
            }
        )
        if from_ is not UNSET:
            field_dict["from"] = from_
        if parameters is not UNSET:
            field_dict["parameters"] = parameters
        if type_ is not UNSET:
            field_dict["type"] = type_
        if delivery_report is not UNSET:
            field_dict["delivery_report"] = delivery_report
        if send_at is not UNSET:
            field_dict["send_at"] = send_at
        if expire_at is not UNSET:
            field_dict["expire_at"] = expire_at
        if callback_url is not UNSET:
            field_dict["callback_url"] = callback_url
        if client_reference is not UNSET:
            field_dict["client_reference"] = client_reference
        if feedback_enabled is not UNSET:
            field_dict["feedback_enabled"] = feedback_enabled
        if flash_message is not UNSET:
            field_dict["flash_message"] = flash_message
        if truncate_concat is not UNSET:
            field_dict["truncate_concat"] = truncate_concat
        if max_number_of_message_parts is not UNSET:
            field_dict["max_number_of_message_parts"] = max_number_of_message_parts
        if from_ton is not UNSET:
            field_dict["from_ton"] = from_ton
        if from_npi is not UNSET:
            field_dict["from_npi"] = from_npi

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.parameters import Parameters  # noqa: PLC0415

        d = dict(src_dict)
        id = d.pop("id")

        to = cast("list[str]", d.pop("to"))

        canceled = d.pop("canceled")

        body = d.pop("body")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        modified_at = datetime.datetime.fromisoformat(d.pop("modified_at"))

        from_ = d.pop("from", UNSET)

        _parameters = d.pop("parameters", UNSET)
        parameters: Parameters | Unset
        if isinstance(_parameters, Unset):
            parameters = UNSET
        else:
            parameters = Parameters.from_dict(_parameters)

        type_ = cast("Literal['mt_text'] | Unset", d.pop("type", UNSET))
        if type_ != "mt_text" and not isinstance(type_, Unset):
            raise ValueError(f"type must match const 'mt_text', got '{type_}'")

        _delivery_report = d.pop("delivery_report", UNSET)
        delivery_report: DeliveryReportMode | Unset
        if isinstance(_delivery_report, Unset):
            delivery_report = UNSET
        else:
            delivery_report = DeliveryReportMode(_delivery_report)

        _send_at = d.pop("send_at", UNSET)
        send_at: datetime.datetime | Unset
        if isinstance(_send_at, Unset):
            send_at = UNSET
        else:
            send_at = datetime.datetime.fromisoformat(_send_at)

        _expire_at = d.pop("expire_at", UNSET)
        expire_at: datetime.datetime | Unset
        if isinstance(_expire_at, Unset):
            expire_at = UNSET
        else:
            expire_at = datetime.datetime.fromisoformat(_expire_at)

        callback_url = d.pop("callback_url", UNSET)

        client_reference = d.pop("client_reference", UNSET)

        feedback_enabled = d.pop("feedback_enabled", UNSET)

        flash_message = d.pop("flash_message", UNSET)

        truncate_concat = d.pop("truncate_concat", UNSET)

        max_number_of_message_parts = d.pop("max_number_of_message_parts", UNSET)

        from_ton = d.pop("from_ton", UNSET)

        from_npi = d.pop("from_npi", UNSET)

        text_batch = cls(
            id=id,
            to=to,
            canceled=canceled,
            body=body,
            created_at=created_at,
            modified_at=modified_at,
            from_=from_,
            parameters=parameters,
            type_=type_,
            delivery_report=delivery_report,
            send_at=send_at,
            expire_at=expire_at,
            callback_url=callback_url,
            client_reference=client_reference,
            feedback_enabled=feedback_enabled,
            flash_message=flash_message,
            truncate_concat=truncate_concat,
            max_number_of_message_parts=max_number_of_message_parts,
            from_ton=from_ton,
            from_npi=from_npi,
        )

        text_batch.additional_properties = d
        return text_batch

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
