"""The locks that are in force, and the instances that stand for their originals."""

from collections.abc import Callable
from functools import partial
import logging
from typing import TYPE_CHECKING, cast

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity import Entity

from ..config import OriginalRef, wrapped_cameras
from ..issues import Issue, report_original, settle
from ..policy.model import CameraId
from . import running
from .additions import Additions
from .beside import PICTURES, Beside
from .disk import Disk
from .locked_class import LockedCamera, lock_camera
from .registered_locks import CAMERA_DOMAIN, Lock, OriginalState

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

_LOGGER = logging.getLogger(__name__)
_NOT_LOCKED = (Issue.ORIGINAL_MISSING, Issue.ORIGINAL_CANNOT_LOCK, Issue.ORIGINAL_NOT_LET_IN)


class LockBook:
    """Finds the lock that an instance comes under, and the instance that a camera's feed reads from."""

    def __init__(
        self, hass: HomeAssistant, added: Callable[[Lock, LockedCamera], None], disk: Disk, start: Callable[..., object]
    ) -> None:
        """Have no locks; `added` is told of every original that was locked while it was added."""
        self._hass = hass
        self._tell_added = added
        self.locks: dict[CameraId, Lock] = {}
        self.beside = Beside(hass, self.locks, disk, start)
        self._additions = Additions(hass, PICTURES, self._adopt, self._added)

    def __contains__(self, lock: Lock) -> bool:
        """Return whether a lock is in force."""
        return self.locks.get(lock.camera) is lock

    def find(self, key: str) -> Lock | None:
        """Return the lock of an entity, by its registry id."""
        return next((lock for lock in self.locks.values() if lock.key == key), None)

    def keys(self) -> set[str]:
        """Return the registry ids of all that is locked."""
        return {lock.key for lock in self.locks.values()}

    def cameras(self) -> list[Camera]:
        """Return the instances that Home Assistant knows now."""
        component = self._hass.data.get(CAMERA_DOMAIN)
        return [] if component is None else list(component.entities)

    @callback
    def enter(self, camera: CameraId, original: OriginalRef) -> Lock:
        """Lock an original's instance, if there is one, and those that will come."""
        for other in [other for other in self.locks.values() if other.abandoned and other.is_of(original)]:
            del self.locks[other.camera]
        lock = self.locks[camera] = Lock.of(self._hass, camera, original)
        self._additions.watch()
        for entity in self.cameras():
            if self.lock_of(entity, final=True) is lock:
                for other in self.locks.values():
                    other.instances = [locked for locked in other.instances if locked.entity is not entity]
                self.lock_instance(lock, entity)
        return lock

    @callback
    def drop(self, lock: Lock) -> None:
        """Take a lock out of force; its instances are as they were."""
        if lock in self:
            del self.locks[lock.camera]
        if not self.locks:
            self._additions.stop()

    @callback
    def close(self) -> None:
        """Take all out of force, at the very end of Home Assistant."""
        self.locks.clear()
        self._additions.stop()

    # Instances.

    @callback
    def _adopt(self, entity: Entity, final: bool) -> bool:
        """Lock an instance that is being added, if it is an original, or another picture of an original's device."""
        camera = cast("Camera", entity) if entity.platform.domain == CAMERA_DOMAIN else None
        if camera is None or (lock := self.lock_of(camera, final=final)) is None:
            return final and self.beside.adopt(entity)
        self.lock_instance(lock, camera)
        if lock.failed:
            raise TypeError("a camera that cannot be locked is not added")
        return True

    @callback
    def _added(self, entity: Entity) -> None:
        originals = [(lock, it) for lock in self.locks.values() for it in lock.instances if it.entity is entity]
        for lock, locked in originals:
            self._tell_added(lock, locked)
        if not originals:
            self.beside.added(entity)

    def lock_of(self, entity: Camera, *, final: bool) -> Lock | None:
        """Return the lock for an instance. A lock whose original it certainly is comes before one whose it may be."""
        matching = [lock for lock in self.locks.values() if lock.matches(entity, final=final)]
        return next((lock for lock in matching if lock.reads(entity)), next(iter(matching), None))

    @callback
    def lock_instance(self, lock: Lock, entity: Camera) -> None:
        """Put an instance under a lock; `failed` tells whether that could be done."""
        try:
            locked = lock_camera(entity)
        except Exception:  # deriving from its class runs code of its integration's
            _LOGGER.exception("%s cannot be locked", lock.entity_id)
            lock.failed = True
            report_original(self._hass, Issue.ORIGINAL_CANNOT_LOCK, lock.entity_id)
            return
        lock.recognise(entity)
        lock.instances.append(locked)
        entity.async_on_remove(partial(_forget, lock, locked))
        running.end_requests(entity)
        if lock.reads(entity):
            lock.failed = False
            settle(self._hass, lock.entity_id, *_NOT_LOCKED)

    # What stands for an original.

    def state(self, camera: CameraId) -> OriginalState:
        """Return how it stands with a camera's original."""
        lock = self.locks.get(camera)
        if lock is not None and lock.failed:
            return OriginalState.CANNOT_LOCK
        if self.reader(camera) is None:
            return OriginalState.MISSING
        return OriginalState.OPEN if lock is None else OriginalState.LOCKED

    def reader(self, camera: CameraId) -> Camera | None:
        """Return what a camera's feed reads from: our view of the original, or itself where it is not locked."""
        wrapped = wrapped_cameras(self._hass).get(camera)
        if (lock := self.locks.get(camera)) is not None:
            if wrapped is not None and not lock.is_of(wrapped.original):
                return None  # the camera has another original by now, which is locked next
            present = self.cameras()
            mine = [locked for locked in lock.instances if locked.entity in present and lock.reads(locked.entity)]
            return next((locked.view for locked in mine if not self._may_be_anothers(lock, locked.entity)), None)
        if wrapped is None or wrapped.lock:
            return None
        original = Lock.of(self._hass, camera, wrapped.original)
        found = (entity for entity in self.cameras() if original.matches(entity, final=True))
        return next((entity for entity in found if original.reads(entity)), None)

    def _may_be_anothers(self, lock: Lock, entity: Camera) -> bool:
        """Return whether an instance may be the original of another lock, which misses it."""
        others = [other for other in self.locks.values() if other is not lock and not other.is_present]
        return any(other.matches(entity, final=True) for other in others)


@callback
def _forget(lock: Lock, locked: LockedCamera) -> None:
    if locked in lock.instances:
        lock.instances.remove(locked)
