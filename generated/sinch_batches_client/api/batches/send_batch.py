# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.binary_batch import BinaryBatch
from ...models.binary_submission import BinarySubmission
from ...models.error import Error
from ...models.text_batch import TextBatch
from ...models.text_submission import TextSubmission
from ...types import Response


def _get_kwargs(
    service_plan_id: str,
    *,
    body: BinarySubmission | TextSubmission,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/xms/v1/{service_plan_id}/batches".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
        ),
    }

    if isinstance(body, TextSubmission):
        _kwargs["json"] = body.to_dict()
    else:
        _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Any | BinaryBatch | TextBatch | Error | None:
    if response.status_code == 201:

        def _parse_response_201(data: object) -> BinaryBatch | TextBatch:
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

        response_201 = _parse_response_201(response.json())

        return response_201

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
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Send

     Send a message to one recipient or to many.

    A long body is split into several parts, and each part is charged. Groups in a scheduled
    batch are resolved when the batch is sent, not when it is created: a group that was
    deleted in between counts as empty.

    Args:
        service_plan_id (str): Your service plan id.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Send

     Send a message to one recipient or to many.

    A long body is split into several parts, and each part is charged. Groups in a scheduled
    batch are resolved when the batch is sent, not when it is created: a group that was
    deleted in between counts as empty.

    Args:
        service_plan_id (str): Your service plan id.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BinaryBatch | TextBatch | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
) -> Response[Any | BinaryBatch | TextBatch | Error]:
    """Send

     Send a message to one recipient or to many.

    A long body is split into several parts, and each part is charged. Groups in a scheduled
    batch are resolved when the batch is sent, not when it is created: a group that was
    deleted in between counts as empty.

    Args:
        service_plan_id (str): Your service plan id.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | BinaryBatch | TextBatch | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
) -> Any | BinaryBatch | TextBatch | Error | None:
    """Send

     Send a message to one recipient or to many.

    A long body is split into several parts, and each part is charged. Groups in a scheduled
    batch are resolved when the batch is sent, not when it is created: a group that was
    deleted in between counts as empty.

    Args:
        service_plan_id (str): Your service plan id.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | BinaryBatch | TextBatch | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            client=client,
            body=body,
        )
    ).parsed
