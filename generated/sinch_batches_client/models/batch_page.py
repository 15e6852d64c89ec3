# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.binary_batch import BinaryBatch
    from ..models.text_batch import TextBatch


T = TypeVar("T", bound="BatchPage")


@_attrs_define
class BatchPage:
    """A page of the list."""

    page: int
    """ The number of this page, as it was asked for. """
    page_size: int
    """ How many batches this page holds (not how many it could hold). """
    count: int
    """ How many batches match the filters, over all pages. """
    batches: list[BinaryBatch | TextBatch]
    """ The batches, newest first. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.text_batch import TextBatch  # noqa: PLC0415

        page = self.page

        page_size = self.page_size

        count = self.count

        batches = []
        for batches_item_data in self.batches:
            batches_item: dict[str, Any]
            if isinstance(batches_item_data, TextBatch):
                batches_item = batches_item_data.to_dict()
            else:
                batches_item = batches_item_data.to_dict()

            batches.append(batches_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "page": page,
                "page_size": page_size,
                "count": count,
                "batches": batches,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.binary_batch import BinaryBatch  # noqa: PLC0415
        from ..models.text_batch import TextBatch  # noqa: PLC0415

        d = dict(src_dict)
        page = d.pop("page")

        page_size = d.pop("page_size")

        count = d.pop("count")

        batches = []
        _batches = d.pop("batches")
        for batches_item_data in _batches:

            def _parse_batches_item(data: object) -> BinaryBatch | TextBatch:
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_batch_type_0 = TextBatch.from_dict(data)

                    return componentsschemas_batch_type_0
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                try:
                    if not isinstance(data, dict):
                        raise TypeError()
                    componentsschemas_batch_type_1 = BinaryBatch.from_dict(data)

                    return componentsschemas_batch_type_1
                except (TypeError, ValueError, AttributeError, KeyError):
                    pass
                return cast("BinaryBatch | TextBatch", data)

            batches_item = _parse_batches_item(batches_item_data)

            batches.append(batches_item)

        batch_page = cls(
            page=page,
            page_size=page_size,
            count=count,
            batches=batches,
        )

        batch_page.additional_properties = d
        return batch_page

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
