# Generated from openapi.yaml by `make generate`: do not edit.
import datetime
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.delivery_report_page import DeliveryReportPage
from ...models.delivery_status import DeliveryStatus
from ...models.error import Error
from ...types import UNSET, Response, Unset


def _get_kwargs(
    service_plan_id: str,
    *,
    page: int | Unset = 0,
    page_size: int | Unset = 30,
    start_date: datetime.datetime | Unset = UNSET,
    end_date: datetime.datetime | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> dict[str, Any]:

    params: dict[str, Any] = {}

    params["page"] = page

    params["page_size"] = page_size

    json_start_date: str | Unset = UNSET
    if not isinstance(start_date, Unset):
        json_start_date = start_date.isoformat()
    params["start_date"] = json_start_date

    json_end_date: str | Unset = UNSET
    if not isinstance(end_date, Unset):
        json_end_date = end_date.isoformat()
    params["end_date"] = json_end_date

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

    params["client_reference"] = client_reference

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/xms/v1/{service_plan_id}/delivery_reports".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
        ),
        "params": params,
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | DeliveryReportPage | Error | None:
    if response.status_code == 200:
        response_200 = DeliveryReportPage.from_dict(response.json())

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
) -> Response[Any | DeliveryReportPage | Error]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    page: int | Unset = 0,
    page_size: int | Unset = 30,
    start_date: datetime.datetime | Unset = UNSET,
    end_date: datetime.datetime | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> Response[Any | DeliveryReportPage | Error]:
    """List delivery reports

     List the reports of the recipients whose messages have a final status, of all batches,
    newest first, page by page.

    A page after the last one is empty and is no error.

    Args:
        service_plan_id (str): Your service plan id.
        page (int | Unset): Number of the page, counted from 0. Default: 0.
        page_size (int | Unset): The most reports that a page may hold, at most 100. Default: 30.
        start_date (datetime.datetime | Unset): Only messages that were final at or after this
            time; 24 hours ago if left out.
        end_date (datetime.datetime | Unset): Only messages that were final before this time.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.
        client_reference (str | Unset): Only messages of batches with exactly this client
            reference.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DeliveryReportPage | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        page=page,
        page_size=page_size,
        start_date=start_date,
        end_date=end_date,
        status=status,
        code=code,
        client_reference=client_reference,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    page: int | Unset = 0,
    page_size: int | Unset = 30,
    start_date: datetime.datetime | Unset = UNSET,
    end_date: datetime.datetime | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> Any | DeliveryReportPage | Error | None:
    """List delivery reports

     List the reports of the recipients whose messages have a final status, of all batches,
    newest first, page by page.

    A page after the last one is empty and is no error.

    Args:
        service_plan_id (str): Your service plan id.
        page (int | Unset): Number of the page, counted from 0. Default: 0.
        page_size (int | Unset): The most reports that a page may hold, at most 100. Default: 30.
        start_date (datetime.datetime | Unset): Only messages that were final at or after this
            time; 24 hours ago if left out.
        end_date (datetime.datetime | Unset): Only messages that were final before this time.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.
        client_reference (str | Unset): Only messages of batches with exactly this client
            reference.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DeliveryReportPage | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        client=client,
        page=page,
        page_size=page_size,
        start_date=start_date,
        end_date=end_date,
        status=status,
        code=code,
        client_reference=client_reference,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    page: int | Unset = 0,
    page_size: int | Unset = 30,
    start_date: datetime.datetime | Unset = UNSET,
    end_date: datetime.datetime | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> Response[Any | DeliveryReportPage | Error]:
    """List delivery reports

     List the reports of the recipients whose messages have a final status, of all batches,
    newest first, page by page.

    A page after the last one is empty and is no error.

    Args:
        service_plan_id (str): Your service plan id.
        page (int | Unset): Number of the page, counted from 0. Default: 0.
        page_size (int | Unset): The most reports that a page may hold, at most 100. Default: 30.
        start_date (datetime.datetime | Unset): Only messages that were final at or after this
            time; 24 hours ago if left out.
        end_date (datetime.datetime | Unset): Only messages that were final before this time.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.
        client_reference (str | Unset): Only messages of batches with exactly this client
            reference.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DeliveryReportPage | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        page=page,
        page_size=page_size,
        start_date=start_date,
        end_date=end_date,
        status=status,
        code=code,
        client_reference=client_reference,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    page: int | Unset = 0,
    page_size: int | Unset = 30,
    start_date: datetime.datetime | Unset = UNSET,
    end_date: datetime.datetime | Unset = UNSET,
    status: list[DeliveryStatus] | Unset = UNSET,
    code: list[int] | Unset = UNSET,
    client_reference: str | Unset = UNSET,
) -> Any | DeliveryReportPage | Error | None:
    """List delivery reports

     List the reports of the recipients whose messages have a final status, of all batches,
    newest first, page by page.

    A page after the last one is empty and is no error.

    Args:
        service_plan_id (str): Your service plan id.
        page (int | Unset): Number of the page, counted from 0. Default: 0.
        page_size (int | Unset): The most reports that a page may hold, at most 100. Default: 30.
        start_date (datetime.datetime | Unset): Only messages that were final at or after this
            time; 24 hours ago if left out.
        end_date (datetime.datetime | Unset): Only messages that were final before this time.
        status (list[DeliveryStatus] | Unset): Only messages with one of these statuses.
        code (list[int] | Unset): Only messages with one of these codes.
        client_reference (str | Unset): Only messages of batches with exactly this client
            reference.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DeliveryReportPage | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            client=client,
            page=page,
            page_size=page_size,
            start_date=start_date,
            end_date=end_date,
            status=status,
            code=code,
            client_reference=client_reference,
        )
    ).parsed
