# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_report_mode import DeliveryReportMode
from ..types import UNSET, Unset

T = TypeVar("T", bound="BinaryUpdate")


@_attrs_define
class BinaryUpdate:
    """The fields of a binary batch to change."""

    type_: Literal["mt_binary"]
    """ The type of the stored batch. It can't be changed. """
    from_: str | Unset = UNSET
    """ The sender: a phone number, a short code, or an alphanumeric name. Required unless the
    plan has an automatic default originator.
     """
    body: str | Unset = UNSET
    """ The message in Base64. At most 140 bytes together with `udh`. """
    udh: str | Unset = UNSET
    """ The user data header in hexadecimal. At most 140 bytes together with `body`. """
    to_add: list[str] | Unset = UNSET
    """ Phone numbers and group ids to add. """
    to_remove: list[str] | Unset = UNSET
    """ Phone numbers and group ids to remove, after the others were added. """
    delivery_report: DeliveryReportMode | None | Unset = UNSET
    """ `null` resets it to `none`. """
    send_at: datetime.datetime | None | Unset = UNSET
    """ `null` sends the batch at once. """
    expire_at: datetime.datetime | None | Unset = UNSET
    """ `null` resets it to 3 days after `send_at`. """
    callback_url: None | str | Unset = UNSET
    """ `null` resets it to the plan's default. """
    client_reference: None | str | Unset = UNSET
    """ `null` removes it. """
    feedback_enabled: bool | Unset = UNSET
    """ Whether delivery feedback is expected for this batch. Off by default. """
    flash_message: bool | Unset = UNSET
    """ Show the message on screen at once, don't save it to the inbox. Off by default. """
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
        type_ = self.type_

        from_ = self.from_

        body = self.body

        udh = self.udh

        to_add: list[str] | Unset = UNSET
        if not isinstance(self.to_add, Unset):
            to_add = self.to_add

        to_remove: list[str] | Unset = UNSET
        if not isinstance(self.to_remove, Unset):
            to_remove = self.to_remove

        delivery_report: None | str | Unset
        if isinstance(self.delivery_report, Unset):
            delivery_report = UNSET
        elif isinstance(self.delivery_report, DeliveryReportMode):
            delivery_report = self.delivery_report.value
        else:
            delivery_report = self.delivery_report

        send_at: None | str | Unset
        if isinstance(self.send_at, Unset):
            send_at = UNSET
        elif isinstance(self.send_at, datetime.datetime):
            send_at = self.send_at.isoformat()
        else:
            send_at = self.send_at

        expire_at: None | str | Unset
        if isinstance(self.expire_at, Unset):
            expire_at = UNSET
        elif isinstance(self.expire_at, datetime.datetime):
            expire_at = self.expire_at.isoformat()
        else:
            expire_at = self.expire_at

        callback_url: None | str | Unset
        if isinstance(self.callback_url, Unset):
            callback_url = UNSET
        else:
            callback_url = self.callback_url

        client_reference: None | str | Unset
        if isinstance(self.client_reference, Unset):
            client_reference = UNSET
        else:
            client_reference = self.client_reference

        feedback_enabled = self.feedback_enabled

        flash_message = self.flash_message

        max_number_of_message_parts = self.max_number_of_message_parts

        from_ton = self.from_ton

        from_npi = self.from_npi

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
            }
        )
        if from_ is not UNSET:
            field_dict["from"] = from_
        if body is not UNSET:
            field_dict["body"] = body
        if udh is not UNSET:
            field_dict["udh"] = udh
        if to_add is not UNSET:
            field_dict["to_add"] = to_add
        if to_remove is not UNSET:
            field_dict["to_remove"] = to_remove
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
        if max_number_of_message_parts is not UNSET:
            field_dict["max_number_of_message_parts"] = max_number_of_message_parts
        if from_ton is not UNSET:
            field_dict["from_ton"] = from_ton
        if from_npi is not UNSET:
            field_dict["from_npi"] = from_npi

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast("Literal['mt_binary']", d.pop("type"))
        if type_ != "mt_binary":
            raise ValueError(f"type must match const 'mt_binary', got '{type_}'")

        from_ = d.pop("from", UNSET)

        body = d.pop("body", UNSET)

        udh = d.pop("udh", UNSET)

        to_add = cast("list[str]", d.pop("to_add", UNSET))

        to_remove = cast("list[str]", d.pop("to_remove", UNSET))

        def _parse_delivery_report(data: object) -> DeliveryReportMode | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                delivery_report_type_0 = DeliveryReportMode(data)

                return delivery_report_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast("DeliveryReportMode | None | Unset", data)

        delivery_report = _parse_delivery_report(d.pop("delivery_report", UNSET))

        def _parse_send_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                send_at_type_0 = datetime.datetime.fromisoformat(data)

                return send_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast("datetime.datetime | None | Unset", data)

        send_at = _parse_send_at(d.pop("send_at", UNSET))

        def _parse_expire_at(data: object) -> datetime.datetime | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expire_at_type_0 = datetime.datetime.fromisoformat(data)

                return expire_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast("datetime.datetime | None | Unset", data)

        expire_at = _parse_expire_at(d.pop("expire_at", UNSET))

        def _parse_callback_url(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast("None | str | Unset", data)

        callback_url = _parse_callback_url(d.pop("callback_url", UNSET))

        def _parse_client_reference(data: object) -> None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast("None | str | Unset", data)

        client_reference = _parse_client_reference(d.pop("client_reference", UNSET))

        feedback_enabled = d.pop("feedback_enabled", UNSET)

        flash_message = d.pop("flash_message", UNSET)

        max_number_of_message_parts = d.pop("max_number_of_message_parts", UNSET)

        from_ton = d.pop("from_ton", UNSET)

        from_npi = d.pop("from_npi", UNSET)

        binary_update = cls(
            type_=type_,
            from_=from_,
            body=body,
            udh=udh,
            to_add=to_add,
            to_remove=to_remove,
            delivery_report=delivery_report,
            send_at=send_at,
            expire_at=expire_at,
            callback_url=callback_url,
            client_reference=client_reference,
            feedback_enabled=feedback_enabled,
            flash_message=flash_message,
            max_number_of_message_parts=max_number_of_message_parts,
            from_ton=from_ton,
            from_npi=from_npi,
        )

        binary_update.additional_properties = d
        return binary_update

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
