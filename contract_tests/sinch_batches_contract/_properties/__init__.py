"""Property tests: random valid and invalid requests, made by Schemathesis out of openapi.yaml."""

from ._requirements import property_requirements

__all__ = ["property_requirements"]
