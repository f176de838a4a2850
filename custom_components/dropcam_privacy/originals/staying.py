"""What every locked entity has in common, whatever its domain: it is there although the registry says it is disabled.

Home Assistant does not add an entity whose registry entry is disabled, and removes one that becomes so. A locked
instance, and no other, has its own entry told as if it were enabled.
"""

from collections.abc import Coroutine
from inspect import getcoroutinelocals, iscoroutine
from typing import TYPE_CHECKING, Any, NoReturn

from homeassistant.core import Event
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..exceptions import DropcamPrivacyError
from ..ha_internals.members import async_rename
from .closed import as_open, is_closed

if TYPE_CHECKING:
    from homeassistant.helpers.entity import Entity

    _Base = Entity
else:
    _Base = object


class CameraLocked(DropcamPrivacyError):
    """The original of a guarded camera gives its picture to nobody, and does nothing for anybody."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("camera_locked")


class ActionLocked(CameraLocked, ServiceValidationError):
    """The same, in answer to an action: whoever called it made a mistake, nothing went wrong."""


class ToldOpen(_Base):
    """Reads its own registry entry as if it were not closed; for the entity and for our view of it alike."""

    @property
    def registry_entry(self) -> er.RegistryEntry | None:
        """Return what the registry knows, without that."""
        entry: er.RegistryEntry | None = vars(self).get("registry_entry")
        return entry

    @registry_entry.setter
    def registry_entry(self, entry: er.RegistryEntry | None) -> None:
        """Leave that out here, once: the entity's own class, which may read it any other way, finds the same."""
        vars(self)["registry_entry"] = as_open(entry)


class Staying(ToldOpen):
    """A locked entity: it stays while it is closed on the disk, and nobody can have it do anything."""

    async def _async_process_registry_update_or_remove(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Follow the registry as an entity that is not disabled; Home Assistant's own method would remove it."""
        entry = er.async_get(self.hass).async_get(event.data["entity_id"])
        if event.data["action"] != "update" or entry is None or not is_closed(entry):
            await super()._async_process_registry_update_or_remove(event)
            return
        before, self.registry_entry = self.registry_entry, entry
        self._cached_friendly_name = None
        if "device_id" in event.data["changes"]:
            self._async_subscribe_device_updates()
        self.device_entry = dr.async_get(self.hass).async_get(entry.device_id) if entry.device_id else None
        if before is None or before.entity_id == entry.entity_id:
            self.async_registry_entry_updated()
            self.async_write_ha_state()
        else:
            await async_rename(self, before.entity_id, entry)

    async def async_request_call[T](self, coro: Coroutine[Any, Any, T]) -> NoReturn:
        """Refuse every action on it, by whatever integration and whoever asks: our feed needs none."""
        for waiting in getcoroutinelocals(coro).values():
            if iscoroutine(waiting):
                waiting.close()
        coro.close()
        raise ActionLocked
