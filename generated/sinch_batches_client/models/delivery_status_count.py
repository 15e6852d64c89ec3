# Generated from openapi.yaml by `make generate`: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.delivery_status import DeliveryStatus
from ..types import UNSET, Unset

T = TypeVar("T", bound="DeliveryStatusCount")


@_attrs_define
class DeliveryStatusCount:
    """How many messages have a status and code."""

    code: int
    """ Why a message has its status: 0 delivered, 400 queued, 401 dispatched, 402 unroutable,
    403 internal error, 404 temporary failure, 405 a parameter has no value, 406 expired,
    407 canceled, 408 rejected, 410 no default originator, 411 too many parts,
    412 region not provisioned, 413 blocked. All others are codes of carriers.
     """
    status: DeliveryStatus | str
    """ Where a message stands. New statuses may be added. """
    count: int
    """ How many messages. """
    recipients: list[str] | Unset = UNSET
    """ Their recipients, in a `full` report. """
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        status: str
        if isinstance(self.status, DeliveryStatus):
            status = self.status.value
        else:
            status = self.status

        count = self.count

        recipients: list[str] | Unset = UNSET
        if not isinstance(self.recipients, Unset):
            recipients = self.recipients

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "status": status,
                "count": count,
            }
        )
        if recipients is not UNSET:
            field_dict["recipients"] = recipients

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
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

        count = d.pop("count")

        recipients = cast("list[str]", d.pop("recipients", UNSET))

        delivery_status_count = cls(
            code=code,
            status=status,
            count=count,
            recipients=recipients,
        )

        delivery_status_count.additional_properties = d
        return delivery_status_count

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
