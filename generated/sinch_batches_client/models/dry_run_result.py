# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.dry_run_recipient import DryRunRecipient


T = TypeVar("T", bound="DryRunResult")


@_attrs_define
class DryRunResult:
    """What a batch would amount to."""

    number_of_recipients: int
    """ How many recipients the batch has. """
    number_of_messages: int
    """ How many message parts would be sent in all. """
    per_recipient: list[DryRunRecipient] | Unset = UNSET
    """ Details per recipient, if asked for. Text batches only. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        number_of_recipients = self.number_of_recipients

        number_of_messages = self.number_of_messages

        per_recipient: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.per_recipient, Unset):
            per_recipient = []
            for per_recipient_item_data in self.per_recipient:
                per_recipient_item = per_recipient_item_data.to_dict()
                per_recipient.append(per_recipient_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "number_of_recipients": number_of_recipients,
                "number_of_messages": number_of_messages,
            }
        )
        if per_recipient is not UNSET:
            field_dict["per_recipient"] = per_recipient

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.dry_run_recipient import DryRunRecipient  # noqa: PLC0415

        d = dict(src_dict)
        number_of_recipients = d.pop("number_of_recipients")

        number_of_messages = d.pop("number_of_messages")

        _per_recipient = d.pop("per_recipient", UNSET)
        per_recipient: list[DryRunRecipient] | Unset = UNSET
        if _per_recipient is not UNSET:
            per_recipient = []
            for per_recipient_item_data in _per_recipient:
                per_recipient_item = DryRunRecipient.from_dict(per_recipient_item_data)

                per_recipient.append(per_recipient_item)

        dry_run_result = cls(
            number_of_recipients=number_of_recipients,
            number_of_messages=number_of_messages,
            per_recipient=per_recipient,
        )

        dry_run_result.additional_properties = d
        return dry_run_result

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
