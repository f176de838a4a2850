"""Its snapshots."""

from datetime import UTC, datetime

from homeassistant.components.image import ImageEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from . import Doorbell


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry, add: AddConfigEntryEntitiesCallback) -> None:
    """Add them."""
    doorbell = Doorbell(hass, entry)
    add([Snapshot(hass, doorbell, name) for name in doorbell.names])


class Snapshot(ImageEntity):
    """The picture of whoever came last."""

    _attr_has_entity_name = True
    _attr_content_type = "image/jpeg"
    _attr_image_last_updated = datetime(2026, 1, 1, tzinfo=UTC)

    def __init__(self, hass: HomeAssistant, doorbell: Doorbell, name: str) -> None:
        """Belong to the device."""
        super().__init__(hass)
        self._doorbell = doorbell
        self._attr_name = self._attr_unique_id = name
        self._attr_device_info = doorbell.info

    async def async_image(self) -> bytes | None:
        """Return a picture."""
        return await self._doorbell.picture()
