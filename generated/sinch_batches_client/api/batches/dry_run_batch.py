# Generated from openapi.yaml by `make generate`: do not edit.
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import quote

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.binary_submission import BinarySubmission
from ...models.dry_run_result import DryRunResult
from ...models.error import Error
from ...models.text_submission import TextSubmission
from ...types import UNSET, Response, Unset


def _get_kwargs(
    service_plan_id: str,
    *,
    body: BinarySubmission | TextSubmission,
    per_recipient: bool | Unset = False,
    number_of_recipients: int | Unset = 100,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    params: dict[str, Any] = {}

    params["per_recipient"] = per_recipient

    params["number_of_recipients"] = number_of_recipients

    params = {k: v for k, v in params.items() if v is not UNSET and v is not None}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/xms/v1/{service_plan_id}/batches/dry_run".format(
            service_plan_id=quote(str(service_plan_id), safe=""),
        ),
        "params": params,
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
) -> Any | DryRunResult | Error | None:
    if response.status_code == 200:
        response_200 = DryRunResult.from_dict(response.json())

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
) -> Response[Any | DryRunResult | Error]:
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
    per_recipient: bool | Unset = False,
    number_of_recipients: int | Unset = 100,
) -> Response[Any | DryRunResult | Error]:
    """Dry run

     Compute the body and the number of parts of every message of a batch without sending
    anything. The submission is checked as for Send, and nothing is stored.

    Args:
        service_plan_id (str): Your service plan id.
        per_recipient (bool | Unset): Whether the answer holds details per recipient. Default:
            False.
        number_of_recipients (int | Unset): The most recipients to give details for, at most 1000.
            Default: 100.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DryRunResult | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        body=body,
        per_recipient=per_recipient,
        number_of_recipients=number_of_recipients,
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
    per_recipient: bool | Unset = False,
    number_of_recipients: int | Unset = 100,
) -> Any | DryRunResult | Error | None:
    """Dry run

     Compute the body and the number of parts of every message of a batch without sending
    anything. The submission is checked as for Send, and nothing is stored.

    Args:
        service_plan_id (str): Your service plan id.
        per_recipient (bool | Unset): Whether the answer holds details per recipient. Default:
            False.
        number_of_recipients (int | Unset): The most recipients to give details for, at most 1000.
            Default: 100.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DryRunResult | Error
    """

    return sync_detailed(
        service_plan_id=service_plan_id,
        client=client,
        body=body,
        per_recipient=per_recipient,
        number_of_recipients=number_of_recipients,
    ).parsed


async def asyncio_detailed(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
    per_recipient: bool | Unset = False,
    number_of_recipients: int | Unset = 100,
) -> Response[Any | DryRunResult | Error]:
    """Dry run

     Compute the body and the number of parts of every message of a batch without sending
    anything. The submission is checked as for Send, and nothing is stored.

    Args:
        service_plan_id (str): Your service plan id.
        per_recipient (bool | Unset): Whether the answer holds details per recipient. Default:
            False.
        number_of_recipients (int | Unset): The most recipients to give details for, at most 1000.
            Default: 100.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Any | DryRunResult | Error]
    """

    kwargs = _get_kwargs(
        service_plan_id=service_plan_id,
        body=body,
        per_recipient=per_recipient,
        number_of_recipients=number_of_recipients,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    service_plan_id: str,
    *,
    client: AuthenticatedClient,
    body: BinarySubmission | TextSubmission,
    per_recipient: bool | Unset = False,
    number_of_recipients: int | Unset = 100,
) -> Any | DryRunResult | Error | None:
    """Dry run

     Compute the body and the number of parts of every message of a batch without sending
    anything. The submission is checked as for Send, and nothing is stored.

    Args:
        service_plan_id (str): Your service plan id.
        per_recipient (bool | Unset): Whether the answer holds details per recipient. Default:
            False.
        number_of_recipients (int | Unset): The most recipients to give details for, at most 1000.
            Default: 100.
        body (BinarySubmission | TextSubmission): A batch to send. Text if `type` is left out.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Any | DryRunResult | Error
    """

    return (
        await asyncio_detailed(
            service_plan_id=service_plan_id,
            client=client,
            body=body,
            per_recipient=per_recipient,
            number_of_recipients=number_of_recipients,
        )
    ).parsed
