"""Ways around the names that owners know: by sharing, by voice, by titles, and while they are first written down."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS, Rights
from tests.household.flows import address_camera, as_subentry
from tests.household.home import CAMERA, NURSERY, Household, household
from tests.household.yard import YARD, YARD_CAMERA, YARD_SWITCH, accept, add_yard, policy, rename, swap

SHED = CameraId("shed")


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with a nursery and a yard."""
    async with household(hass, hass_client_no_auth, hass_ws_client) as home:
        assert await async_setup_component(hass, "config", {})
        await add_yard(home)
        yield home


async def say(home: Household, text: str) -> str:
    """Say a sentence as the owner, and return the answer."""
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(home.hass, component, {})
    await home.hass.async_block_till_done()
    answer = await home.anna.ask(type="conversation/process", text=text)
    assert answer["success"]
    said: str = answer["result"]["response"]["speech"]["plain"]["speech"]
    await home.hass.async_block_till_done()
    return said


async def test_sharing_by_a_swapped_id(home: Household) -> None:
    """An owner shares the yard, and the nursery is not shared."""
    await swap(home.root, CAMERA, YARD_CAMERA)
    assert await home.anna.call(f"{DOMAIN}.set_sharing", YARD_CAMERA, viewers=[home.carl.user.id]) == "renamed"
    assert home.carl.user.id not in policy(home, NURSERY).viewers
    assert home.carl.user.id not in policy(home, YARD).viewers
    # Nor is the lock of a wrong original opened.
    assert await home.anna.call(f"{DOMAIN}.release_original", YARD_CAMERA) == "renamed"
    await accept(home)
    assert await home.anna.call(f"{DOMAIN}.set_sharing", CAMERA, viewers=[home.carl.user.id]) is None
    assert home.carl.user.id in policy(home, YARD).viewers


@pytest.mark.parametrize("word", ["Nursery", "nursery", " NURSERY "])
async def test_raising_by_a_swapped_title(home: Household, word: str) -> None:
    """By the name that either knows, both are private."""
    await home.lower()
    assert await home.anna.call("switch.turn_off", YARD_SWITCH) is None
    for camera, title in ((NURSERY, "Yard"), (YARD, "Nursery")):
        home.hass.config_entries.async_update_subentry(home.entry, home.entry.subentries[camera], title=title)
    await home.hass.async_block_till_done()
    assert await home.anna.call(f"{DOMAIN}.raise_privacy", "", camera=[word]) is None
    assert policy(home, NURSERY).private
    assert policy(home, YARD).private


@pytest.mark.parametrize("way", ["name", "alias", "device"])
async def test_raising_by_voice_after_a_swap(home: Household, way: str) -> None:
    """The owner makes the nursery private by the name that they know, and hears it by that name."""
    await home.lower()
    if way == "name":
        await rename(home.root, CAMERA, name="Yard")
        await rename(home.root, YARD_CAMERA, name="Nursery")
    elif way == "alias":
        await rename(home.root, CAMERA, name="Garage", aliases=[])
        await rename(home.root, YARD_CAMERA, name="Shed", aliases=["Nursery"])
    else:
        devices = dr.async_get(home.hass)
        for camera, name in ((NURSERY, "Yard"), (YARD, "Nursery")):
            device = devices.async_get_device_by_identifier((DOMAIN, camera), home.entry.entry_id)
            assert device is not None
            command = {"device_id": device.id, "name_by_user": name}
            assert (await home.root.ask(type="config/device_registry/update", **command))["success"]
    said = await say(home, "Turn on privacy for the nursery camera")
    assert policy(home, NURSERY).private, said
    assert "Nursery" in said, said


async def test_raising_by_a_name_that_is_gone(home: Household) -> None:
    """Also without the word camera, which leaves the sentence to nobody else."""
    await home.lower()
    await rename(home.root, CAMERA, name="Garage")
    assert await say(home, "Make the nursery private") == "Nursery is private now."
    assert home.policy.private


async def test_named_while_the_first_names_are_written_down(home: Household) -> None:
    """What came first is what is known, however long the disk takes, and whoever renames meanwhile."""
    hass, rights = home.hass, home.hass.data[RIGHTS]
    reached, free = asyncio.Event(), asyncio.Event()
    real = Rights.async_know

    async def slow(rights: Rights, entry: ConfigEntry, names: Mapping[CameraId, Mapping[str, str]]) -> None:
        if "privacy" in names.get(SHED, {}):
            reached.set()
            await free.wait()
        await real(rights, entry, names)

    with patch.object(Rights, "async_know", slow):
        add_shed(home)
        await reached.wait()
        await rename_shed(home)
        free.set()
        await hass.async_block_till_done()
    assert rights.called.known_as(SHED)["privacy"] == "switch.shed_privacy"
    assert await home.anna.call("switch.turn_off", "switch.pond_privacy") == "renamed"


async def test_first_names_that_could_not_be_written_down(home: Household) -> None:
    """They are not learned anew from whoever changes them."""
    hass, rights = home.hass, home.hass.data[RIGHTS]
    with patch.object(Rights, "async_know", side_effect=NotDurable):
        add_shed(home)
        await hass.async_block_till_done()
        assert not rights.called.known_as(SHED)
    await rename_shed(home)
    await hass.async_block_till_done()
    assert rights.called.known_as(SHED)["privacy"] == "switch.shed_privacy"
    assert await home.anna.call("switch.turn_off", "switch.pond_privacy") == "renamed"


def add_shed(home: Household) -> None:
    """Add one more camera, without waiting for it."""
    shed = as_subentry(address_camera(SHED, still_image_url=home.fake.still_url))
    home.hass.config_entries.async_add_subentry(home.entry, shed)


async def rename_shed(home: Household) -> None:
    """Give the switch of the shed another entity id, as an administrator."""
    command = {"entity_id": "switch.shed_privacy", "new_entity_id": "switch.pond_privacy"}
    assert (await home.root.ask(type="config/entity_registry/update", **command))["success"]
