"""Servers of careless developers: the second server, right in most places, wrong in one."""

from collections.abc import Callable

import pytest

Patch = pytest.MonkeyPatch
Careless = Callable[[Patch], None]
"""Makes the second server a careless one, and is undone by the patch."""
