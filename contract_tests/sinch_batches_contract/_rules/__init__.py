"""Rules between fields, for every operation that takes a batch or changes one.

Each rule is told once, with how binding it is for each operation; one that doesn't apply to an
operation says why. A rule at an operation is a requirement, as `RULE-bytes-141@replace_batch`.
"""

from ._requirements import rule_requirements

__all__ = ["rule_requirements"]
