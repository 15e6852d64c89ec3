# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.binary_batch import BinaryBatch
from ...models.binary_update import BinaryUpdate
from ...models.error import Error
from ...models.text_batch import TextBatch
from ...models.text_update import TextUpdate
from ...types import Response


def _get_kwargs(
    service_plan_id: str,
    batch_id: str,
    *,
    body: BinaryUpdate | TextUpdate,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/xms/v1/{service_plan_id}/batches/{batch_id}".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
            batch_id=quote(str(batch_id), safe=""),
        ),
    }

    if isinstance(body, TextUpdate):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
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
    body: BinaryUpdate | TextUpdate,
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Update a batch

     Change the given fields of a batch that wasn't dispatched yet, and keep the others.

    Recipients in `to_add` are added before those in `to_remove` are removed. An explicit
    `null` resets a field to its default. A batch keeps its type.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (BinaryUpdate | TextUpdate): The fields of a batch to change. If `type` is left out,
            the type of the stored batch holds.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
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
    body: BinaryUpdate | TextUpdate,
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Update a batch

     Change the given fields of a batch that wasn't dispatched yet, and keep the others.

    Recipients in `to_add` are added before those in `to_remove` are removed. An explicit
    `null` resets a field to its default. A batch keeps its type.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (BinaryUpdate | TextUpdate): The fields of a batch to change. If `type` is left out,
            the type of the stored batch holds.

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
        body=body,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    batch_id: str,
    *,
    client: AuthenticatedClient,
    body: BinaryUpdate | TextUpdate,
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Update a batch

     Change the given fields of a batch that wasn't dispatched yet, and keep the others.

    Recipients in `to_add` are added before those in `to_remove` are removed. An explicit
    `null` resets a field to its default. A batch keeps its type.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (BinaryUpdate | TextUpdate): The fields of a batch to change. If `type` is left out,
            the type of the stored batch holds.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
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
    body: BinaryUpdate | TextUpdate,
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Update a batch

     Change the given fields of a batch that wasn't dispatched yet, and keep the others.

    Recipients in `to_add` are added before those in `to_remove` are removed. An explicit
    `null` resets a field to its default. A batch keeps its type.

    Args:
        service_plan_id (str): Your service plan id.
        batch_id (str): The id that Send returned.
        body (BinaryUpdate | TextUpdate): The fields of a batch to change. If `type` is left out,
            the type of the stored batch holds.

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
            body=body,
        )
    ).parsed
