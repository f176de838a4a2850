"""Cameras that are set up early: Google Assistant, and so `cloud`, waits for the integration of this name.

It stands in for Home Assistant's own, which needs a server of its own. Its cameras come with a config entry, or by YAML
with a unique id.
"""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

PLATFORMS = [Platform.CAMERA]


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up the camera of an entry."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Take it away."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
