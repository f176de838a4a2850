"""The platform: `camera: [{platform: constant_camera, name: constant, picture: /path/to.jpg}]`."""

from pathlib import Path
from typing import override

from homeassistant.components.camera import PLATFORM_SCHEMA, Camera
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType

PLATFORM_SCHEMA = PLATFORM_SCHEMA.extend({"name": str, "picture": str})


async def async_setup_platform(
    hass: HomeAssistant,
    config: ConfigType,
    async_add_entities: AddEntitiesCallback,
    discovery_info: DiscoveryInfoType | None = None,
) -> None:
    """Add the camera."""
    picture = await hass.async_add_executor_job(Path(config["picture"]).read_bytes)
    async_add_entities([ConstantCamera(config["name"], picture)])


class ConstantCamera(Camera):
    """One picture, whoever asks."""

    def __init__(self, name: str, picture: bytes) -> None:
        """Keep the picture."""
        super().__init__()
        self._attr_name = name
        self._picture = picture

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes:
        """Return it."""
        return self._picture
