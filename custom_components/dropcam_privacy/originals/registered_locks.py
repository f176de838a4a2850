"""One lock: whom it is for, and by what names its original is known."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Self

from homeassistant.const import MAX_LENGTH_STATE_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..config import OriginalRef
from ..const import DOMAIN
from ..policy.model import CameraId
from .locked_class import LockedCamera
from .mark import Mark

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

CAMERA_DOMAIN: Final = "camera"


class OriginalState(StrEnum):
    """How it stands with an original."""

    LOCKED = "locked"
    OPEN = "open"  # as was asked for
    MISSING = "missing"  # a lock waits for it
    CANNOT_LOCK = "cannot_lock"


@dataclass(eq=False, slots=True)
class Lock:
    """The lock of one original, for one camera of ours."""

    hass: HomeAssistant
    camera: CameraId
    original: OriginalRef
    instances: list[LockedCamera] = field(default_factory=list)
    failed: bool = False
    abandoned: bool = False
    """Nobody guards it any more, but it could not be disabled: it stays locked until Home Assistant restarts."""
    mark: Mark | None = None
    """What we noted at it last."""
    _identity: tuple[str, str] | None = None

    @classmethod
    def of(cls, hass: HomeAssistant, camera: CameraId, original: OriginalRef) -> Self:
        """Make the lock of an original, for a camera."""
        return cls(hass, camera, original, _identity=original.identity)

    @property
    def registry_id(self) -> str | None:
        """Its id in the entity registry; None for a camera without a unique id."""
        return self.original.registry_id

    @property
    def named(self) -> str:
        """Its entity id, when this was written down."""
        return self.original.entity_id

    def is_of(self, original: OriginalRef) -> bool:
        """Return whether it is for this original."""
        return self.original.locked_as(original)

    @property
    def entry(self) -> er.RegistryEntry | None:
        """The original's registry entry, under whatever entity id it has now."""
        registry = er.async_get(self.hass)
        if self.registry_id and (entry := registry.entities.get_entry(self.registry_id)) is not None:
            return entry
        # It was forgotten, and is known again by another registry id.
        found = registry.async_get_entity_id(CAMERA_DOMAIN, *self._identity) if self._identity else None
        return registry.entities[found] if found else None

    @property
    def entity_id(self) -> str:
        """What the original is called now."""
        entry = self.entry
        return self.named if entry is None else entry.entity_id

    @property
    def key(self) -> str:
        """What the entity registry finds the original by, and nothing else: its former entity id may be another's."""
        entry = self.entry
        return (self.registry_id or self.named) if entry is None else entry.id

    def matches(self, entity: Camera, *, final: bool) -> bool:
        """Return whether an instance is the original, or may be; `final` says whether its names are."""
        platform, unique_id = entity.platform.platform_name, entity.unique_id
        if platform == DOMAIN:
            return False  # ours may have taken its entity id over
        if (identity := self._known_identity()) is not None:
            return identity == (platform, unique_id)
        if self.registry_id is None:
            return final and self._may_be(entity)
        # Also where the registry was written too late to know the original again after a power cut.
        return final and entity.entity_id == self.named

    def reads(self, entity: Camera) -> bool:
        """Return whether an instance that matches is the original itself, so that the feed may read from it."""
        return self.registry_id is not None or (entity.entity_id == self.named and not _is_registered(entity))

    @property
    def is_present(self) -> bool:
        """Return whether the original itself is locked now."""
        return any(self.reads(locked.entity) for locked in self.instances)

    def _may_be(self, entity: Camera) -> bool:
        """Return whether an instance may be an original that has no unique id.

        Its entity id can be given to another camera, which has a unique id: Home Assistant then adds a number to the
        original's. When in doubt, an instance is locked. On the original's own platform, one with a unique id may be
        the original, which was given one since.
        """
        if self.original.platform not in (None, entity.platform.platform_name):
            return False
        if _is_registered(entity):
            return self.original.platform is not None and entity.entity_id == self.named
        stem, _, number = entity.entity_id.rpartition("_")
        cut = len(entity.entity_id) == MAX_LENGTH_STATE_ENTITY_ID and self.named.startswith(stem)
        return entity.entity_id == self.named or (number.isdecimal() and (stem == self.named or cut))

    def recognise(self, entity: Camera) -> None:
        """Remember an instance that matched, so that its registry entry is found also where it was forgotten."""
        if self.registry_id is not None and self._identity is None and entity.unique_id is not None:
            self._identity = entity.platform.platform_name, entity.unique_id

    def _known_identity(self) -> tuple[str, str] | None:
        """Return platform and unique id: what an integration knows its camera by, whatever people call it."""
        entities = er.async_get(self.hass)
        for known in (self.entry, *entities.deleted_entities.values()):
            if known is not None and known.id == self.registry_id:
                self._identity = known.platform, known.unique_id
                break
        return self._identity


def _is_registered(entity: Camera) -> bool:
    return entity.unique_id is not None or entity.registry_entry is not None
