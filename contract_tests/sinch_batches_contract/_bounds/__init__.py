"""Boundary cases derived from openapi.yaml."""

from .._catalogue import Requirement


def boundary_requirements() -> list[Requirement]:
    """Return one requirement per boundary case."""
    return []
