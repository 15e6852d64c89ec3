# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.recipient_delivery_report import RecipientDeliveryReport


T = TypeVar("T", bound="DeliveryReportPage")


@_attrs_define
class DeliveryReportPage:
    """A page of the list of delivery reports."""

    page: int
    """ The number of this page, as it was asked for. """
    page_size: int
    """ How many reports this page holds (not how many it could hold). """
    count: int
    """ How many reports match the filters, over all pages. """
    delivery_reports: list[RecipientDeliveryReport]
    """ The reports, newest first. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        page = self.page

        page_size = self.page_size

        count = self.count

        delivery_reports = []
        for delivery_reports_item_data in self.delivery_reports:
            delivery_reports_item = delivery_reports_item_data.to_dict()
            delivery_reports.append(delivery_reports_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "page": page,
                "page_size": page_size,
                "count": count,
                "delivery_reports": delivery_reports,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.recipient_delivery_report import RecipientDeliveryReport  # noqa: PLC0415

        d = dict(src_dict)
        page = d.pop("page")

        page_size = d.pop("page_size")

        count = d.pop("count")

        delivery_reports = []
        _delivery_reports = d.pop("delivery_reports")
        for delivery_reports_item_data in _delivery_reports:
            delivery_reports_item = RecipientDeliveryReport.from_dict(delivery_reports_item_data)

            delivery_reports.append(delivery_reports_item)

        delivery_report_page = cls(
            page=page,
            page_size=page_size,
            count=count,
            delivery_reports=delivery_reports,
        )

        delivery_report_page.additional_properties = d
        return delivery_report_page

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
