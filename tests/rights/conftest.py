"""A household."""

from tests.household.clocks import clock
from tests.household.fixtures import disk, home

__all__ = ["clock", "disk", "home"]
