"""Whether a camera is watched, answers and shows its own scene, and whether changes wait for an owner."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import AccountEntity, CameraEntity
from .rights.in_force import RIGHTS
from .runtime import AccountRuntime, CameraRuntime, DropcamConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class DropcamBinarySensorDescription(BinarySensorEntityDescription):
    """A fact about a camera."""

    is_on: Callable[[CameraRuntime], bool | None]


SENSORS = (
    DropcamBinarySensorDescription(
        key="being_watched", translation_key="being_watched", is_on=lambda camera: len(camera.audience) > 0
    ),
    DropcamBinarySensorDescription(
        key="connection",
        translation_key="connection",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda camera: camera.on and camera.feed.available,
    ),
    DropcamBinarySensorDescription(
        key="scene",
        translation_key="scene",
        device_class=BinarySensorDeviceClass.PROBLEM,
        is_on=lambda camera: camera.scene.state in ("held", "disowned") if camera.scene.checked else None,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensor of the account, and those of each camera."""
    async_add_entities([ChangesPending(entry.runtime_data)])

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities(
            [DropcamBinarySensor(camera, description) for description in SENSORS], config_subentry_id=camera.id
        )

    entry.runtime_data.on_camera(add)


class DropcamBinarySensor(CameraEntity, BinarySensorEntity):
    """A fact about a camera."""

    entity_description: DropcamBinarySensorDescription

    def __init__(self, camera: CameraRuntime, description: DropcamBinarySensorDescription) -> None:
        """Tell what the description says."""
        super().__init__(camera, description.key)
        self.entity_description = description

    @property
    @override
    def is_on(self) -> bool | None:
        """Tell it, None where it is not known."""
        return self.entity_description.is_on(self._camera)


class ChangesPending(AccountEntity, BinarySensorEntity):
    """Whether somebody else entered changes that wait for an owner's answer; whose and which are for owners to list."""

    _attr_translation_key = "changes_pending"
    _by_anybody = True
    _attr_entity_category = EntityCategory.DIAGNOSTIC

    def __init__(self, account: AccountRuntime) -> None:
        """Tell it of an account."""
        super().__init__(account, "changes_pending")

    @property
    @override
    def is_on(self) -> bool:
        """Return whether something waits."""
        return bool(self.hass.data[RIGHTS].pending(self.account.entry))
