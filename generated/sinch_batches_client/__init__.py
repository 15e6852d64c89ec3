# Generated from openapi.yaml by `make generate`: do not edit.
"""A client library for accessing Sinch SMS Batches API"""

from pathlib import Path

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
    "spec_path",
)


def spec_path() -> Path:
    """Where the OpenAPI document of this client is: beside this file, or in the checkout."""
    here = Path(__file__).resolve()
    packaged = here.with_name("openapi.yaml")
    return packaged if packaged.is_file() else here.parents[2] / "openapi.yaml"
