# Generated from openapi.yaml by `make generate`: do not edit.
"""A client library for accessing Sinch SMS Batches API"""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client
else:

    def __getattr__(name):
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(".client", __name__), name)


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
