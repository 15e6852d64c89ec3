"""Regions: those of openapi.yaml, and none by default (sources §1)."""

from __future__ import annotations

import pytest
from tests.document import read_spec

from sinch_batches import BatchesClient, InvalidRequest, Region

SERVER = read_spec()["servers"][0]


def test_the_regions_are_those_of_the_spec() -> None:
    assert list(Region) == SERVER["variables"]["region"]["enum"]


@pytest.mark.parametrize("region", list(Region))
def test_the_host_of_a_region_is_that_of_the_spec(region: Region) -> None:
    client = BatchesClient("plan", "token", region=region)
    assert f"base_url={SERVER['url'].format(region=region.value)!r}" in repr(client)
    client.close()


def test_without_region_and_base_url_the_error_lists_the_regions() -> None:
    with pytest.raises(InvalidRequest, match="us, eu, au, br, ca"):
        BatchesClient("plan", "token")


def test_an_unknown_region_is_refused_by_name_value_and_rule() -> None:
    with pytest.raises(InvalidRequest, match="region 'de': must be one of us, eu, au, br, ca"):
        BatchesClient("plan", "token", region="de")


def test_region_and_base_url_together_are_refused() -> None:
    with pytest.raises(InvalidRequest, match=r"base_url .*: can't be given together with a region"):
        BatchesClient("plan", "token", region="eu", base_url="http://127.0.0.1")
