"""A household whose camera shows a home, and knows it."""

from collections.abc import Iterator

import pytest

from tests.fakes.homes import Light, painted
from tests.household.clocks import clock
from tests.household.fixtures import disk, home
from tests.household.home import Household

from .held import ask

__all__ = ["clock", "disk", "home"]


@pytest.fixture(autouse=True)
def homes() -> Iterator[None]:
    """Have the camera show a home, and another one show another."""
    with painted(red=(1, Light.DAY), blue=(2, Light.DAY)):
        yield


@pytest.fixture
async def known(home: Household) -> Household:
    """Have the owner say that it is theirs."""
    told = await ask(home, "set_up")
    assert told["scene"]["state"] == "known", told
    return home
