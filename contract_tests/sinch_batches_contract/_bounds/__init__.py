"""Boundary cases derived from openapi.yaml: at each limit one request, and one beyond it."""

from ._requirements import boundary_requirements
from ._subjects import Subject, subjects

__all__ = ["Subject", "boundary_requirements", "subjects"]
