"""A camera that gives stills, at an address that carries its password."""

from homeassistant.components.camera import PLATFORM_SCHEMA as CAMERA_SCHEMA, Camera
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback, AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType
import voluptuous as vol

PLATFORM_SCHEMA = CAMERA_SCHEMA.extend({vol.Required("address"): cv.string, vol.Optional("unique_id"): cv.string})


async def async_setup_entry(_hass: HomeAssistant, entry: ConfigEntry, add: AddConfigEntryEntitiesCallback) -> None:
    """Add the camera of an entry."""
    add([EarlyCamera("early", entry.data["address"], entry.entry_id)])


async def async_setup_platform(
    _hass: HomeAssistant, config: ConfigType, add: AddEntitiesCallback, _info: DiscoveryInfoType | None = None
) -> None:
    """Add a camera that is written in YAML."""
    unique_id = config.get("unique_id")
    add([EarlyCamera("written known" if unique_id else "written", config["address"], unique_id)])


class EarlyCamera(Camera):
    """It is on from the first moment on."""

    def __init__(self, name: str, address: str, unique_id: str | None) -> None:
        """Read from an address."""
        super().__init__()
        self._attr_name = name
        self._attr_unique_id = unique_id
        self._address = address

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return a still."""
        async with async_get_clientsession(self.hass).get(self._address) as answer:
            return await answer.read()
