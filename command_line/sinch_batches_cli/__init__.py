"""The console script `sinch-batches`, which runs the commands of other packages."""

from ._main import main

__all__ = ["main"]
