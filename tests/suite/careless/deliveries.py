"""Carelessness with what is sent and reported after a change, and groups."""

from __future__ import annotations

from . import Careless

ROWS: list[tuple[Careless, str]] = []
