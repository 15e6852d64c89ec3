"""The console script `sinch-batches`: commands for people, and those of suite and server."""

from ._main import main

__all__ = ["main"]
