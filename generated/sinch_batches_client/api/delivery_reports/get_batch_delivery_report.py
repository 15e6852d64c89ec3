# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.batch_delivery_report import BatchDeliveryReport
from ...models.delivery_report_type import DeliveryReportType
from ...models.delivery_status import DeliveryStatus
from ...models.error import Error
from ...types import UNSET, Response, Unset


def _get_kwargs(
    service_plan_id: str,
    batch_id: str,
    *,
    type_: DeliveryReportType | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    json_type_: str | Unset = UNSET
    if not isinstance(type_, Unset):
        json_type_ = type_.value

    params["type"] = json_type_

    json_status: list[str] | Unset = UNSET
    if not isinstance(status, Unset):
        json_status = []
        for status_item_data in status:
            status_item = status_item_data.value
            json_status.append(status_item)

    params["status"] = json_status

    json_code: list[int] | Unset = UNSET
    if not isinstance(code, Unset):
        json_code = code

    params["code"] = json_code

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
            batch_id=quote(str(batch_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | BatchDeliveryReport | Error | None:
    if response.status_code == 200:
        response_200 = BatchDeliveryReport.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = cast("Any", None)
        return response_401

    if response.status_code == 404:
        response_404 = cast("Any", None)
        return response_404

    if response.status_code == 429:
        response_429 = cast("Any", None)
        return response_429

    if response.status_code == 500:
        response_500 = cast("Any", None)
        return response_500

    if response.status_code == 503:
        response_503 = cast("Any", None)
        return response_503

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Any | BatchDeliveryReport | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    type_: DeliveryReportType | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
) -> Response[Any | BatchDeliveryReport | Error]:
    """Get the delivery report of a batch

     Tell how many messages of a batch have which status, and with `type=full` whose they are.

    Statuses that aren't final yet are reported too. `status` and `code` choose entries of
    `statuses`, and both have to fit; `total_message_count` counts all messages all the same.
    The report of a batch that has no messages is empty: of one that is still scheduled, or
    that was canceled before it was sent.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        type_ (DeliveryReportType | Unset): - `summary`: how many messages have each status.
            - `full`: with the recipients of each status.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BatchDeliveryReport | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        type_=type_,
        status=status,
        code=code,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    type_: DeliveryReportType | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
) -> Any | BatchDeliveryReport | Error | None:
    """Get the delivery report of a batch

     Tell how many messages of a batch have which status, and with `type=full` whose they are.

    Statuses that aren't final yet are reported too. `status` and `code` choose entries of
    `statuses`, and both have to fit; `total_message_count` counts all messages all the same.
    The report of a batch that has no messages is empty: of one that is still scheduled, or
    that was canceled before it was sent.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        type_ (DeliveryReportType | Unset): - `summary`: how many messages have each status.
            - `full`: with the recipients of each status.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BatchDeliveryReport | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        client=client,
        type_=type_,
        status=status,
        code=code,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    type_: DeliveryReportType | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
) -> Response[Any | BatchDeliveryReport | Error]:
    """Get the delivery report of a batch

     Tell how many messages of a batch have which status, and with `type=full` whose they are.

    Statuses that aren't final yet are reported too. `status` and `code` choose entries of
    `statuses`, and both have to fit; `total_message_count` counts all messages all the same.
    The report of a batch that has no messages is empty: of one that is still scheduled, or
    that was canceled before it was sent.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        type_ (DeliveryReportType | Unset): - `summary`: how many messages have each status.
            - `full`: with the recipients of each status.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BatchDeliveryReport | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        type_=type_,
        status=status,
        code=code,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    type_: DeliveryReportType | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
) -> Any | BatchDeliveryReport | Error | None:
    """Get the delivery report of a batch

     Tell how many messages of a batch have which status, and with `type=full` whose they are.

    Statuses that aren't final yet are reported too. `status` and `code` choose entries of
    `statuses`, and both have to fit; `total_message_count` counts all messages all the same.
    The report of a batch that has no messages is empty: of one that is still scheduled, or
    that was canceled before it was sent.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        type_ (DeliveryReportType | Unset): - `summary`: how many messages have each status.
            - `full`: with the recipients of each status.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BatchDeliveryReport | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            batch_id=batch_id,
            client=client,
            type_=type_,
            status=status,
            code=code,
        )
    ).parsed
