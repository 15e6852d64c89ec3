"""Property tests: random valid and invalid requests, made by Schemathesis out of openapi.yaml."""

from ._requirements import property_requirements
from ._search import derived_seed

__all__ = ["derived_seed", "property_requirements"]
