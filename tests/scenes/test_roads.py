"""Every road out, while a camera's address answers with another home: nobody receives any of it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.scene.memory import SETTLING
from custom_components.dropcam_privacy.scenes import scene as scene_module
from tests.household.home import household
from tests.roads.table import GROUPS, Road
from tests.roads.walks import ALONE, Scene, scene

from .held import ask, hold

WALKED = [road for group in GROUPS for road in group.roads if not road.proof]


@pytest.fixture
async def walkers(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Scene]:
    """Set the scene: the camera is known since long."""
    folder = tmp_path / "files"
    folder.mkdir()
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream") as home,
        scene(home, hass_ws_client, folder) as found,
    ):
        assert (await ask(home, "set_up"))["scene"]["state"] == "known"
        known = scene_module.time
        monkeypatch.setattr(scene_module, "time", lambda: known() + SETTLING + 1)
        await home.camera.async_cut()
        home.camera.open()
        yield found


async def walk(walkers: Scene, road: Road) -> set[str]:
    """Return whose pictures everybody receives by a road where owners allowed all."""
    walkers.bring_into("allowed")
    if road.name in ALONE:
        found = [await walkers.try_out(road.name, who) for who in road.rows]
    else:
        found = await asyncio.gather(*(walkers.try_out(road.name, who) for who in road.rows))
    return set().union(*found)


@pytest.mark.parametrize("road", WALKED, ids=lambda road: road.name)
async def test_another_home(walkers: Scene, road: Road) -> None:
    """Before it is held, while it is looked at, nothing leaves; nor when it is held."""
    walkers.home.fake.switched["red"] = "blue"
    assert await walk(walkers, road) == set()
    await hold(walkers.home)
    assert await walk(walkers, road) == set()
