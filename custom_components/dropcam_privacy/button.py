"""A button for owners, of each camera: to see for a while what is held as another camera's picture."""

from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .actions.scene import show_anyway
from .entity import CameraEntity
from .policy.model import Control
from .rights.author import author
from .runtime import CameraRuntime, DropcamConfigEntry

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the button of each camera."""

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities([ShowAnywayButton(camera)], config_subentry_id=camera.id)

    entry.runtime_data.on_camera(add)


class ShowAnywayButton(CameraEntity, ButtonEntity):
    """Shows owners what is held, for five minutes."""

    _attr_translation_key = "show_anyway"
    # Out of reach of what presses everything in an area.
    _attr_entity_category = EntityCategory.CONFIG

    def __init__(self, camera: CameraRuntime) -> None:
        """Be the button of one camera."""
        super().__init__(camera, "show_anyway")

    @override
    async def async_press(self) -> None:
        """Show it to owners. Raises Refused, and ServiceValidationError where nothing is held."""
        await self._async_require(Control.ANSWER_SCENE, {"press"}, [self._camera.id])
        show_anyway(self._camera, author())
