"""How many watch a camera: a number, no names."""

from typing import override

from homeassistant.components.sensor import SensorEntity, SensorStateClass
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import CameraEntity
from .runtime import CameraRuntime, DropcamConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensor of each camera."""

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities([ViewersSensor(camera)], config_subentry_id=camera.id)

    entry.runtime_data.on_camera(add)


class ViewersSensor(CameraEntity, SensorEntity):
    """How many people watch, each login counted once."""

    _attr_translation_key = "viewers"
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, camera: CameraRuntime) -> None:
        """Count the audience of one camera."""
        super().__init__(camera, "viewers")

    @property
    @override
    def native_value(self) -> int:
        """Count them."""
        return len(self._camera.audience)
