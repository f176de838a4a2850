"""Cameras of other integrations that come later: named where somebody wants to hear of them, and else not."""

from collections.abc import Callable

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.const import DOMAIN
from tests.household.flows import as_subentry, change_account, entity_camera
from tests.household.home import Household

NEW = "camera.garden"


@pytest.fixture
def comes(home: Household) -> Callable[..., er.RegistryEntry]:
    """Have another integration register an entity."""
    entry = MockConfigEntry(domain="other")
    entry.add_to_hass(home.hass)

    def register(domain: str = "camera", platform: str = "other") -> er.RegistryEntry:
        return er.async_get(home.hass).async_get_or_create(
            domain, platform, "garden", suggested_object_id="garden", config_entry=entry
        )

    return register


def told(hass: HomeAssistant, entity_id: str = NEW) -> bool:
    """Return whether a camera is named in the repairs."""
    return ir.async_get(hass).async_get_issue(DOMAIN, f"camera_unprotected_{entity_id}") is not None


async def want(home: Household, wanted: bool) -> None:
    """Choose in the account's dialog."""
    flow, form = await change_account(home.hass, home.entry)
    assert form["step_id"] == "reconfigure"
    done = await flow.answer(owners=[home.anna.user.id], tell_new_cameras=wanted)
    assert done["reason"] == "reconfigure_successful"
    await home.hass.async_block_till_done()


async def test_nobody_wants_to_know(home: Household, comes: Callable[..., er.RegistryEntry]) -> None:
    """As it is at first, and after somebody has changed their mind."""
    await want(home, True)
    await want(home, False)
    comes()
    await home.hass.async_block_till_done()
    assert not told(home.hass)


async def test_a_camera_comes(home: Household, comes: Callable[..., er.RegistryEntry]) -> None:
    """It is named, under its name as it is now, until it is gone, disabled or protected; nothing is done to it."""
    await want(home, True)
    registry = er.async_get(home.hass)
    entry = comes()
    await home.hass.async_block_till_done()
    assert told(home.hass)
    assert registry.async_get(NEW) == entry
    registry.async_update_entity(NEW, new_entity_id="camera.lawn")
    await home.hass.async_block_till_done()
    assert (told(home.hass), told(home.hass, "camera.lawn")) == (False, True)
    registry.async_update_entity("camera.lawn", disabled_by=er.RegistryEntryDisabler.USER)
    await home.hass.async_block_till_done()
    assert not told(home.hass, "camera.lawn")


async def test_a_camera_that_is_protected(home: Household, comes: Callable[..., er.RegistryEntry]) -> None:
    """Then there is nothing to tell any more."""
    await want(home, True)
    entry = comes()
    await home.hass.async_block_till_done()
    assert told(home.hass)
    garden = entity_camera("garden", entry.id, NEW, lock_original=True)
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(garden))
    await home.hass.async_block_till_done()
    assert not told(home.hass)


@pytest.mark.parametrize(("domain", "platform"), [("switch", "other"), ("camera", DOMAIN)])
async def test_what_is_no_news(
    home: Household, comes: Callable[..., er.RegistryEntry], domain: str, platform: str
) -> None:
    """What is no camera, and our own ones."""
    await want(home, True)
    entry = comes(domain, platform)
    await home.hass.async_block_till_done()
    assert not told(home.hass, entry.entity_id)
