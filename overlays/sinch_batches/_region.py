"""Where the API answers."""

from __future__ import annotations

from enum import StrEnum

from ._errors import InvalidRequest


class Region(StrEnum):
    """The region in which a service plan was created (seed: Send; api-facts §1)."""

    US = "us"
    EU = "eu"
    AU = "au"
    BR = "br"
    CA = "ca"

    @property
    def base_url(self) -> str:
        """The address for a service plan's API token."""
        return f"https://{self}.sms.api.sinch.com"

    @property
    def oauth2_base_url(self) -> str:
        """The address for OAuth2; raises `InvalidRequest` outside of us and eu."""
        if self not in (Region.US, Region.EU):
            raise InvalidRequest("region", self.value, "OAuth2 is offered in us and eu only")
        return f"https://zt.{self}.sms.api.sinch.com"


def region_of(value: Region | str) -> Region:
    """Return the region of this name; `InvalidRequest` lists them if there is none."""
    try:
        return Region(value)
    except ValueError:
        raise InvalidRequest("region", value, f"must be one of {', '.join(Region)}") from None
