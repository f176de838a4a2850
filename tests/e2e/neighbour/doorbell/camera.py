"""Its streams."""

from homeassistant.components.camera import Camera
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from . import Doorbell


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry, add: AddConfigEntryEntitiesCallback) -> None:
    """Add them."""
    doorbell = Doorbell(hass, entry)
    add([DoorbellCamera(doorbell, name) for name in doorbell.names])


class DoorbellCamera(Camera):
    """One of them."""

    _attr_has_entity_name = True

    def __init__(self, doorbell: Doorbell, name: str) -> None:
        """Belong to the device."""
        super().__init__()
        self._doorbell = doorbell
        self._attr_name = self._attr_unique_id = name
        self._attr_device_info = doorbell.info

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return a picture."""
        return await self._doorbell.picture()
