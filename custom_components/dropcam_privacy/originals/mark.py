"""What we note at an entity in the entity registry's options: there it is written together with what we change.

Anybody who is an administrator can write anything there. What makes no sense is read as what was never noted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..policy.model import CameraId

_CAMERA: Final = "camera"
_CLOSED: Final = "closed"
_HIDDEN_BY: Final = "hidden_by"
_ASSISTANTS: Final = "assistants"
_PRELOAD: Final = "preload"
_LEFT_DISABLED: Final = "left_disabled"
_BESIDE: Final = "beside"
_INHERITED: Final = "inherited_place"


@dataclass(frozen=True, slots=True)
class Mark:
    """The note at one entity; empty at one that we have nothing to do with."""

    camera: CameraId | None = None
    """The camera of ours that has it locked."""
    closed: bool = False
    """It is disabled because it is locked, not because somebody had disabled it."""
    hidden_by: er.RegistryEntryHider | None = None
    """As it was before the lock, like the rest."""
    assistants: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    preload: bool = False
    beside: bool = False
    """It is another picture of the device of the original that is locked: nothing reads from it."""
    left_disabled: bool = False
    """Nobody guards it any more, and no owner has released it."""
    inherited_place: bool = False
    """It is ours, and was given its original's place once."""

    @classmethod
    def of(cls, entry: er.RegistryEntry) -> Self:
        """Read the note at an entity, whatever is written there."""
        noted = _mapping(entry.options.get(DOMAIN))
        camera, hidden_by = noted.get(_CAMERA), noted.get(_HIDDEN_BY)
        assistants = _mapping(noted.get(_ASSISTANTS))
        return cls(
            camera=CameraId(camera) if camera and isinstance(camera, str) else None,
            closed=noted.get(_CLOSED) is True,
            hidden_by=er.RegistryEntryHider(hidden_by) if hidden_by in list(er.RegistryEntryHider) else None,
            assistants={name: dict(kept) for name, kept in assistants.items() if isinstance(kept, Mapping)},
            preload=noted.get(_PRELOAD) is True,
            beside=noted.get(_BESIDE) is True,
            left_disabled=noted.get(_LEFT_DISABLED) is True,
            inherited_place=noted.get(_INHERITED) is True,
        )

    @callback
    def write(self, hass: HomeAssistant, entity_id: str) -> None:
        """Write the note down at an entity; an empty one is taken away."""
        noted = {
            _CAMERA: self.camera,
            _CLOSED: self.closed,
            _HIDDEN_BY: self.hidden_by,
            _ASSISTANTS: self.assistants,
            _PRELOAD: self.preload,
            _BESIDE: self.beside,
            _LEFT_DISABLED: self.left_disabled,
            _INHERITED: self.inherited_place,
        }
        noted = {name: value for name, value in noted.items() if value}
        er.async_get(hass).async_update_entity_options(entity_id, DOMAIN, noted or None)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
