# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.binary_batch import BinaryBatch
from ...models.error import Error
from ...models.text_batch import TextBatch
from ...types import Response


def _get_kwargs(
    service_plan_id: str,
    batch_id: str,
) -> dict[str, Any]:

    _kwargs: dict[str, Any] = {
        "method": "get",
        "url": "/xms/v1/{service_plan_id}/batches/{batch_id}".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
            batch_id=quote(str(batch_id), safe=""),
        ),
    }

    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | BinaryBatch | TextBatch | Error | None:
    if response.status_code == 200:

        def _parse_response_200(data: object) -> BinaryBatch | TextBatch:
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

        response_200 = _parse_response_200(response.json())

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
) -> Response[Any | BinaryBatch | TextBatch | Error]:
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
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Get a batch

     Return the batch with this id.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
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
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Get a batch

     Return the batch with this id.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BinaryBatch | TextBatch | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
        client=client,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Get a batch

     Return the batch with this id.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        batch_id=batch_id,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Get a batch

     Return the batch with this id.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BinaryBatch | TextBatch | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            batch_id=batch_id,
            client=client,
        )
    ).parsed
