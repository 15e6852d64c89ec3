"""Carelessness with lists, filters and dry runs."""

from __future__ import annotations

from . import Careless

ROWS: list[tuple[Careless, str]] = []
