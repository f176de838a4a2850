"""A household whose camera shows a home, and is known to."""

from collections.abc import Iterator
import time

import pytest

from custom_components.dropcam_privacy.scene.memory import SETTLING
from custom_components.dropcam_privacy.scenes import scene as scene_module
from tests.fakes.homes import Light, painted
from tests.household.fixtures import home
from tests.household.home import Household

from .held import ask

__all__ = ["home"]


@pytest.fixture(autouse=True)
def homes() -> Iterator[None]:
    """Have the camera show a home, and others two other ones, and nothing."""
    with painted(red=(1, Light.DAY), blue=(2, Light.DAY), green=(3, Light.DAY), yellow=(1, Light.DARK)):
        yield


@pytest.fixture
async def new(home: Household) -> Household:
    """Have the owner say that it is theirs."""
    await home.lower()
    told = await ask(home, "set_up")
    assert told["scene"]["state"] == "known", told
    return home


@pytest.fixture
async def known(new: Household, monkeypatch: pytest.MonkeyPatch) -> Household:
    """Have that be long ago."""
    monkeypatch.setattr(scene_module, "time", lambda: time.time() + SETTLING + 1)
    return new
