"""Boundary cases derived from openapi.yaml: at each limit one request, and one beyond it."""

from ._requirements import boundary_requirements

__all__ = ["boundary_requirements"]
