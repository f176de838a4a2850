"""A household."""

from tests.household.fixtures import disk, home

__all__ = ["disk", "home"]
