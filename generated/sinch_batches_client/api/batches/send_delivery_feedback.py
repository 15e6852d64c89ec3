# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.delivery_feedback import DeliveryFeedback
from ...models.error import Error
from ...types import Response


def _get_kwargs(
    service_plan_id: str,
    batch_id: str,
    *,
    body: DeliveryFeedback,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/xms/v1/{service_plan_id}/batches/{batch_id}/delivery_feedback".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
            batch_id=quote(str(batch_id), safe=""),
        ),
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | Error | None:
    if response.status_code == 202:
        response_202 = cast("Any", None)
        return response_202

    if response.status_code == 400:
        response_400 = Error.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = cast("Any", None)
        return response_401

    if response.status_code == 403:
        response_403 = Error.from_dict(response.json())

        return response_403

    if response.status_code == 404:
        response_404 = cast("Any", None)
        return response_404

    if response.status_code == 415:
        response_415 = cast("Any", None)
        return response_415

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
) -> Response[Any | Error]:
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
    body: DeliveryFeedback,
) -> Response[Any | Error]:
    """Send delivery feedback

     Confirm that messages arrived, where your system can tell.

    Only for batches sent with `feedback_enabled`. It may be sent several times, for different
    recipients of one batch. An empty list confirms every recipient of the batch; for a batch
    sent to a group it is refused, and at least one number is needed.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (DeliveryFeedback): The recipients that received the message.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        body=body,
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
    body: DeliveryFeedback,
) -> Any | Error | None:
    """Send delivery feedback

     Confirm that messages arrived, where your system can tell.

    Only for batches sent with `feedback_enabled`. It may be sent several times, for different
    recipients of one batch. An empty list confirms every recipient of the batch; for a batch
    sent to a group it is refused, and at least one number is needed.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (DeliveryFeedback): The recipients that received the message.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    body: DeliveryFeedback,
) -> Response[Any | Error]:
    """Send delivery feedback

     Confirm that messages arrived, where your system can tell.

    Only for batches sent with `feedback_enabled`. It may be sent several times, for different
    recipients of one batch. An empty list confirms every recipient of the batch; for a batch
    sent to a group it is refused, and at least one number is needed.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (DeliveryFeedback): The recipients that received the message.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    body: DeliveryFeedback,
) -> Any | Error | None:
    """Send delivery feedback

     Confirm that messages arrived, where your system can tell.

    Only for batches sent with `feedback_enabled`. It may be sent several times, for different
    recipients of one batch. An empty list confirms every recipient of the batch; for a batch
    sent to a group it is refused, and at least one number is needed.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (DeliveryFeedback): The recipients that received the message.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            batch_id=batch_id,
            client=client,
            body=body,
        )
    ).parsed
