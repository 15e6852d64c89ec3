# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.error import Error
from ...models.recipient_delivery_report import RecipientDeliveryReport
from ...types import Response


def _get_kwargs(
    service_plan_id: str,
    batch_id: str,
    recipient_msisdn: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_report/{recipient_msisdn}".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
            batch_id=quote(str(batch_id), safe=""),
            recipient_msisdn=quote(str(recipient_msisdn), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Error | RecipientDeliveryReport | None:
    if response.status_code == 200:
        response_200 = RecipientDeliveryReport.from_dict(response.json())

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
) -> Response[Any | Error | RecipientDeliveryReport]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    service_plan_id: str,
    batch_id: str,
    recipient_msisdn: str,
    *,
    client: AuthenticatedClient,
) -> Response[Any | Error | RecipientDeliveryReport]:
    """Get the delivery report of a recipient

     Tell what became of the message for one recipient. The members of a group are recipients,
    the group isn't.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        recipient_msisdn (str): The number of a recipient, in any form that Send takes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error | RecipientDeliveryReport]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        recipient_msisdn=recipient_msisdn,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    service_plan_id: str,
    batch_id: str,
    recipient_msisdn: str,
    *,
    client: AuthenticatedClient,
) -> Any | Error | RecipientDeliveryReport | None:
    """Get the delivery report of a recipient

     Tell what became of the message for one recipient. The members of a group are recipients,
    the group isn't.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        recipient_msisdn (str): The number of a recipient, in any form that Send takes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error | RecipientDeliveryReport
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        recipient_msisdn=recipient_msisdn,
        client=client,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    batch_id: str,
    recipient_msisdn: str,
    *,
    client: AuthenticatedClient,
) -> Response[Any | Error | RecipientDeliveryReport]:
    """Get the delivery report of a recipient

     Tell what became of the message for one recipient. The members of a group are recipients,
    the group isn't.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        recipient_msisdn (str): The number of a recipient, in any form that Send takes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error | RecipientDeliveryReport]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        recipient_msisdn=recipient_msisdn,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    batch_id: str,
    recipient_msisdn: str,
    *,
    client: AuthenticatedClient,
) -> Any | Error | RecipientDeliveryReport | None:
    """Get the delivery report of a recipient

     Tell what became of the message for one recipient. The members of a group are recipients,
    the group isn't.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        recipient_msisdn (str): The number of a recipient, in any form that Send takes.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error | RecipientDeliveryReport
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            batch_id=batch_id,
            recipient_msisdn=recipient_msisdn,
            client=client,
        )
    ).parsed
