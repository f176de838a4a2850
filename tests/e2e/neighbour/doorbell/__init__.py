"""A device with several pictures: two streams and a snapshot, and more of each after an update."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.device_registry import DeviceInfo

PLATFORMS = [Platform.CAMERA, Platform.IMAGE]
MADE_BEFORE = ("main", "sub")
AFTER_UPDATE = (*MADE_BEFORE, "package")


class Doorbell:
    """Where its pictures come from, and what they are."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        """Read from the address of an entry."""
        self._hass, self._entry = hass, entry
        self.info = DeviceInfo(identifiers={("doorbell", entry.entry_id)}, name="Doorbell")

    @property
    def names(self) -> tuple[str, ...]:
        """List its pictures: the address says whether it has been updated."""
        return AFTER_UPDATE if "updated" in self._entry.title else MADE_BEFORE

    async def picture(self) -> bytes:
        """Return a picture."""
        async with async_get_clientsession(self._hass).get(self._entry.data["address"]) as answer:
            return await answer.read()


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up its pictures."""
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Take them away."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)
