# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="DryRunRecipient")


@_attrs_define
class DryRunRecipient:
    """The message that one recipient would get."""

    recipient: str
    """ A phone number (MSISDN) in international format, or the id of a group. """
    number_of_parts: int
    """ How many parts the message has. """
    body: str
    """ The message with the recipient's values in place. """
    encoding: str
    """ The encoding of the message, `text` (GSM 7-bit) or `unicode`. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        recipient = self.recipient

        number_of_parts = self.number_of_parts

        body = self.body

        encoding = self.encoding

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "recipient": recipient,
                "number_of_parts": number_of_parts,
                "body": body,
                "encoding": encoding,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        recipient = d.pop("recipient")

        number_of_parts = d.pop("number_of_parts")

        body = d.pop("body")

        encoding = d.pop("encoding")

        dry_run_recipient = cls(
            recipient=recipient,
            number_of_parts=number_of_parts,
            body=body,
            encoding=encoding,
        )

        dry_run_recipient.additional_properties = d
        return dry_run_recipient

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
