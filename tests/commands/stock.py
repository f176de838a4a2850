"""Cameras of another integration."""

from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.household.home import Household


async def stock_camera(home: Household, name: str = "stock") -> er.RegistryEntry:
    """Have a camera of another integration, which runs."""
    assert await async_setup_component(home.hass, "stream", {})
    options = {
        "still_image_url": home.fake.still_url,
        "content_type": "image/jpeg",
        "advanced": {"framerate": 5, "verify_ssl": True, "limit_refetch_to_url_change": False},
    }
    entry = MockConfigEntry(domain="generic", title=name, options=options, version=2)
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    (camera,) = er.async_entries_for_config_entry(er.async_get(home.hass), entry.entry_id)
    return camera


def visitor(home: Household, camera: er.RegistryEntry, name: str = "visitor") -> er.RegistryEntry:
    """Have an image at a camera's device."""
    entry = home.hass.config_entries.async_get_entry(camera.config_entry_id or "")
    return er.async_get(home.hass).async_get_or_create(
        "image", "generic", name, device_id=camera.device_id, config_entry=entry, suggested_object_id=name
    )
