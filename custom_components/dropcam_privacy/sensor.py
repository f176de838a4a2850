"""How many watch a camera: numbers, no names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription, SensorStateClass
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import CameraEntity
from .runtime import CameraRuntime, DropcamConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class DropcamSensorDescription(SensorEntityDescription):
    """A number of those who watch a camera."""

    count: Callable[[CameraRuntime], int]


SENSORS = (
    DropcamSensorDescription(key="viewers", translation_key="viewers", count=lambda camera: len(camera.audience)),
    DropcamSensorDescription(key="guests", translation_key="guests", count=lambda camera: camera.audience.guests),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors of each camera."""

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities(
            [ViewersSensor(camera, description) for description in SENSORS], config_subentry_id=camera.id
        )

    entry.runtime_data.on_camera(add)


class ViewersSensor(CameraEntity, SensorEntity):
    """How many watch, each person counted once."""

    entity_description: DropcamSensorDescription
    _attr_state_class = SensorStateClass.MEASUREMENT

    def __init__(self, camera: CameraRuntime, description: DropcamSensorDescription) -> None:
        """Count the audience of one camera."""
        super().__init__(camera, description.key)
        self.entity_description = description

    @property
    @override
    def native_value(self) -> int:
        """Count them."""
        return self.entity_description.count(self._camera)
