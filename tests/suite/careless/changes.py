"""Carelessness with what a change keeps, drops or refuses."""

from __future__ import annotations

from . import Careless

ROWS: list[tuple[Careless, str]] = []
