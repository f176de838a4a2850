"""Diagnostics: what may be shown, and nothing else."""

import json
from typing import Any

from homeassistant.auth.models import User
from homeassistant.components.diagnostics import DOMAIN as DIAGNOSTICS
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import get_diagnostics_for_config_entry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.household.flows import account, add_user, address_camera, entity_camera


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner."""
    return await add_user(hass, "Anna")


def leaves(tree: Any) -> list[Any]:
    """Return all values."""
    if isinstance(tree, dict):
        return [leaf for value in tree.values() for leaf in leaves(value)]
    return [tree]


@pytest.mark.parametrize("loaded", [True, False])
async def test_numbers_and_yes_or_no(
    hass: HomeAssistant,
    hass_client: ClientSessionGenerator,
    entity_registry: er.EntityRegistry,
    anna: User,
    *,
    loaded: bool,
) -> None:
    """Nothing in them identifies a person, or opens a camera; loaded or not."""
    ben = await add_user(hass, "Ben")
    gone = await add_user(hass, "Gone")
    original = entity_registry.async_get_or_create("camera", "demo", "1", suggested_object_id="garden")
    secrets = {
        "still_image_url": "http://192.0.2.1/secret-path.jpg",
        "stream_source": "rtsp://192.0.2.1/secret-stream",
        "username": "secret-user",
        "password": "secret-password",
    }
    cameras = (
        address_camera("nursery", **secrets, authentication="digest", viewers=[ben.id], allow=["ai"]),
        entity_camera("garden", original.id, "camera.garden"),
        entity_camera("shed", None, "camera.shed", lock_original=False),
    )
    entry = account(hass, anna, gone, cameras=cameras)
    await hass.auth.async_remove_user(gone)
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, DIAGNOSTICS, {})
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    if not loaded:
        await hass.config_entries.async_set_disabled_by(entry.entry_id, ConfigEntryDisabler.USER)
        await hass.async_block_till_done()

    shown = await get_diagnostics_for_config_entry(hass, hass_client, entry)

    assert shown["owners"] == 2
    assert shown["owners_active"] == 1
    nursery, garden, shed = (shown["cameras"][number] for number in ("1", "2", "3"))
    nothing = dict.fromkeys(("automations", "automations_lower", "assistants", "integrations", "ai"), False)
    assert nursery == {
        "loaded": loaded,
        "answers": nursery["answers"],
        "wraps_entity": False,
        "has_still_image_url": True,
        "has_mjpeg_url": False,
        "has_stream_source": True,
        "has_username": True,
        "has_password": True,
        "digest": True,
        "verify_ssl": True,
        "private": True,
        "on": loaded,
        "owners_in_force": 2 if loaded else 0,
        "viewers": 1,
        "viewers_in_force": 1 if loaded else 0,
        "allow": {**nothing, "ai": True},
        "allow_in_force": {**nothing, "ai": loaded},
    }
    assert garden["wraps_entity"]
    assert garden["original_has_unique_id"]
    assert garden["lock_original"]
    assert [shed["original_has_unique_id"], shed["lock_original"]] == [False, False]
    assert all(isinstance(value, bool | int) for value in leaves(shown))
    text = json.dumps(shown).lower()
    told = ["secret", "192.0.2.1", "anna", "ben", "nursery", "garden", "shed", anna.id, ben.id, original.id]
    assert [word for word in told if word in text] == []
