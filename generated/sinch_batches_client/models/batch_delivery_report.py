# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.delivery_status_count import DeliveryStatusCount


T = TypeVar("T", bound="BatchDeliveryReport")


@_attrs_define
class BatchDeliveryReport:
    """The delivery report of a batch, `summary` or `full`."""

    type_: str
    """ A report of a batch. New types may be added. """
    batch_id: str
    """ The id of the batch. """
    total_message_count: int
    """ How many messages the batch has, whatever was filtered. """
    statuses: list[DeliveryStatusCount]
    """ The messages by status and code, in no particular order. """
    client_reference: str | Unset = UNSET
    """ Your own identifier of the batch. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        batch_id = self.batch_id

        total_message_count = self.total_message_count

        statuses = []
        for statuses_item_data in self.statuses:
            statuses_item = statuses_item_data.to_dict()
            statuses.append(statuses_item)

        client_reference = self.client_reference

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "batch_id": batch_id,
                "total_message_count": total_message_count,
                "statuses": statuses,
            }
        )
        if client_reference is not UNSET:
            field_dict["client_reference"] = client_reference

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.delivery_status_count import DeliveryStatusCount  # noqa: PLC0415

        d = dict(src_dict)
        type_ = d.pop("type")

        batch_id = d.pop("batch_id")

        total_message_count = d.pop("total_message_count")

        statuses = []
        _statuses = d.pop("statuses")
        for statuses_item_data in _statuses:
            statuses_item = DeliveryStatusCount.from_dict(statuses_item_data)

            statuses.append(statuses_item)

        client_reference = d.pop("client_reference", UNSET)

        batch_delivery_report = cls(
            type_=type_,
            batch_id=batch_id,
            total_message_count=total_message_count,
            statuses=statuses,
            client_reference=client_reference,
        )

        batch_delivery_report.additional_properties = d
        return batch_delivery_report

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
