# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Literal, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

T = TypeVar("T", bound="InboundText")


@_attrs_define
class InboundText:
    """A text that somebody sent to one of your numbers, such as `STOP`."""

    type_: Literal["mo_text"]
    """ Regular SMS. """
    id: str
    """ The id of the inbound message. """
    from_: str
    """ The number that sent the message. """
    to: str
    """ The number or short code that the message was sent to. """
    body: str
    """ The text. """
    received_at: datetime.datetime
    """ When Sinch received the message. """
    keyword: str | Unset = UNSET
    """ The keyword of a number that several share. """
    sent_at: datetime.datetime | Unset = UNSET
    """ When the message left the sender, where the operator tells it. """
    operator_id: str | Unset = UNSET
    """ The sender's operator (MCC and MNC), for short codes. """
    client_reference: str | Unset = UNSET
    """ The reference of the batch that the message answers, where the account is set up so. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        id = self.id

        from_ = self.from_

        to = self.to

        body = self.body

        received_at = self.received_at.isoformat()

        keyword = self.keyword

        sent_at: str | Unset = UNSET
        if not isinstance(self.sent_at, Unset):
            sent_at = self.sent_at.isoformat()

        operator_id = self.operator_id

        client_reference = self.client_reference

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "id": id,
                "from": from_,
                "to": to,
                "body": body,
                "received_at": received_at,
            }
        )
        if keyword is not UNSET:
            field_dict["keyword"] = keyword
        if sent_at is not UNSET:
            field_dict["sent_at"] = sent_at
        if operator_id is not UNSET:
            field_dict["operator_id"] = operator_id
        if client_reference is not UNSET:
            field_dict["client_reference"] = client_reference

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        type_ = cast("Literal['mo_text']", d.pop("type"))
        if type_ != "mo_text":
            raise ValueError(f"type must match const 'mo_text', got '{type_}'")

        id = d.pop("id")

        from_ = d.pop("from")

        to = d.pop("to")

        body = d.pop("body")

        received_at = datetime.datetime.fromisoformat(d.pop("received_at"))

        keyword = d.pop("keyword", UNSET)

        _sent_at = d.pop("sent_at", UNSET)
        sent_at: datetime.datetime | Unset
        if isinstance(_sent_at, Unset):
            sent_at = UNSET
        else:
            sent_at = datetime.datetime.fromisoformat(_sent_at)

        operator_id = d.pop("operator_id", UNSET)

        client_reference = d.pop("client_reference", UNSET)

        inbound_text = cls(
            type_=type_,
            id=id,
            from_=from_,
            to=to,
            body=body,
            received_at=received_at,
            keyword=keyword,
            sent_at=sent_at,
            operator_id=operator_id,
            client_reference=client_reference,
        )

        inbound_text.additional_properties = d
        return inbound_text

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
