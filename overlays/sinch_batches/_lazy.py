"""Modules that load at their first use: models and attrs take a third of what httpx does."""

from __future__ import annotations

from importlib import import_module


class LazyModule:
    """Stands in for a module of this package, which type checkers see in its place."""

    def __init__(self, name: str) -> None:
        self._name = f"{__package__}.{name}"

    def __getattr__(self, attribute: str) -> object:
        return getattr(import_module(self._name), attribute)
