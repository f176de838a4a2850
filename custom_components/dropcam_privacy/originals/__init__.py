"""Locks the originals of wrapped cameras, and gives them back.

An original gives its picture to our feed alone. The lock stands before anybody can ask: it is armed first of all,
from the config entries, which are loaded by then, and every new instance is locked while it is being added. It
stays through reloads, until an owner releases it. Nothing here imports the camera component: that would come too
late at Home Assistant's start.
"""

import asyncio
from collections.abc import Collection, Coroutine
from contextvars import Context
from functools import partial
import logging
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.start import async_at_started
from homeassistant.util.hass_dict import HassKey

from ..const import CONF_LOCK_ORIGINAL, CONF_TAKE_OVER, DOMAIN
from ..policy.model import CameraId
from . import registry, running, take_over
from .additions import Additions
from .issues import Issue, rename, settle, tell, tell_beside
from .lock import LockedCamera, lock_camera
from .locks import CAMERA_DOMAIN, Lock, OriginalState, wrapped_cameras
from .source import OriginalSource

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

__all__ = ["ORIGINALS", "OriginalSource", "OriginalState", "Originals", "async_arm"]

_LOGGER = logging.getLogger(__name__)
ORIGINALS: HassKey[Originals] = HassKey("dropcam_privacy_originals")


async def async_arm(hass: HomeAssistant) -> Originals:
    """Lock every original that an account locks, and those that come; call it first of all."""
    originals = hass.data[ORIGINALS] = Originals(hass)
    await originals.async_arm()
    return originals


class Originals:
    """The originals of all wrapped cameras."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without locks."""
        self._hass = hass
        self._locks: dict[CameraId, Lock] = {}
        self._additions = Additions(hass, self._adopt, self._added)

    # What the accounts ask for.

    async def async_arm(self) -> None:
        """Lock what is to be locked, before this first waits."""
        forgotten = self._arm()
        self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated)
        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed)
        async_at_started(self._hass, self._look_for_missing)
        for lock in forgotten:
            await self._clean(self._async_abandon(lock))

    async def async_follow(self, theirs: Collection[str] = ()) -> None:
        """Follow what the config entries say now about cameras that are there.

        Whoever is not an owner can have an original locked, but not opened: only cameras whose source an owner of
        theirs has just changed, `theirs`, are.
        """
        wanted = dict(wrapped_cameras(self._hass))
        for lock in list(self._locks.values()):
            data, by_owner = wanted.get(lock.camera), lock.camera in theirs
            if data is not None and (not lock.is_of(data) or (by_owner and not data[CONF_LOCK_ORIGINAL])):
                await self._async_end(lock, by_owner=by_owner)
        for camera, data in self._not_locked_yet():
            await self._clean(self._async_lock(camera, data))
        for lock in list(self._locks.values()):
            await self._clean(self._async_settle_entity_ids(lock, by_owner=lock.camera in theirs))

    @callback
    def _entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Lock what an account names as soon as it does, whenever that account is set up."""
        for camera, data in self._not_locked_yet() if entry.domain == DOMAIN else []:
            self._start(self._async_lock(camera, data))

    def _not_locked_yet(self) -> list[tuple[CameraId, dict[str, Any]]]:
        found = wrapped_cameras(self._hass)
        return [(camera, data) for camera, data in found if data[CONF_LOCK_ORIGINAL] and camera not in self._locks]

    async def async_camera_removed(self, camera: CameraId, *, by_owner: bool) -> None:
        """Give an original back when its camera is removed: disabled, unless an owner removed it."""
        if (lock := self._locks.get(camera)) is not None:
            await self._async_end(lock, by_owner=by_owner, gone=True)

    async def async_account_removed(self, entry: ConfigEntry, *, by_owner: bool) -> None:
        """Give the originals of an account back when it is removed: disabled, unless an owner removed it."""
        for subentry_id in entry.subentries:
            await self.async_camera_removed(CameraId(subentry_id), by_owner=by_owner)

    async def async_account_disabled(self, entry: ConfigEntry, *, by_owner: bool) -> None:
        """Do as if an account were removed: with the last one disabled, nothing of ours runs after the next start."""
        for subentry_id in entry.subentries:
            if (lock := self._locks.get(CameraId(subentry_id))) is not None:
                await self._async_end(lock, by_owner=by_owner)

    def state(self, camera: CameraId) -> OriginalState:
        """Tell how it stands with a camera's original."""
        lock = self._locks.get(camera)
        if lock is not None and lock.failed:
            return OriginalState.CANNOT_LOCK
        if self._reader(camera) is None:
            return OriginalState.MISSING
        return OriginalState.OPEN if lock is None else OriginalState.LOCKED

    def source(self, camera: CameraId) -> OriginalSource:
        """Return the way in for a camera's feed."""
        return OriginalSource(partial(self._reader, camera))

    def entity_id(self, camera: CameraId) -> str | None:
        """Return what a camera's original is called now."""
        data = dict(wrapped_cameras(self._hass)).get(camera)
        return None if data is None else Lock.of(self._hass, camera, data).entity_id

    @callback
    def guarded_added(self, camera: CameraId, entity_id: str) -> None:
        """Give a guarded camera's entity, once, the place of its original; and its entity id, if that is asked for."""
        data = dict(wrapped_cameras(self._hass)).get(camera)
        if data is not None:
            place = registry.place_of(self._hass, Lock.of(self._hass, camera, data).key)
            Context().run(registry.inherit_place, self._hass, place, entity_id)
        if (lock := self._locks.get(camera)) is not None:
            # Not at once: it is still being added.
            self._start(self._async_settle_entity_ids(lock), at_once=False)

    # Locking.

    @callback
    def _arm(self) -> list[Lock]:
        """Lock at once; return the locks that no account names any more, though nobody released them."""
        entries = list(er.async_get(self._hass).entities.values())
        marked = [(camera, entry) for entry in entries if (camera := registry.locked_for(entry)) is not None]
        for camera, data in wrapped_cameras(self._hass):
            # A mark without the wish: somebody who is no owner took the wish away.
            if data[CONF_LOCK_ORIGINAL] or any(camera == locked for locked, _ in marked):
                self._start(self._async_lock(camera, data))
        for entry in list(er.async_get(self._hass).entities.values()):
            self._settle_enabled(entry)
        return [
            Lock(self._hass, camera, entry.id, entry.entity_id)
            for camera, entry in marked
            if camera not in self._locks or self._locks[camera].key != entry.id
        ]

    @callback
    def _enter(self, camera: CameraId, data: dict[str, Any]) -> Lock:
        """Lock an original's instance, if there is one, and those that will come."""
        for other in [other for other in self._locks.values() if other.abandoned and other.is_of(data)]:
            del self._locks[other.camera]
        lock = self._locks[camera] = Lock.of(self._hass, camera, data)
        self._additions.watch()
        for entity in self._cameras():
            if self._lock_of(entity, final=True) is lock:
                for other in self._locks.values():
                    other.instances = [locked for locked in other.instances if locked.entity is not entity]
                self._lock_instance(lock, entity)
        return lock

    def _cameras(self) -> list[Camera]:
        component = self._hass.data.get(CAMERA_DOMAIN)
        return [] if component is None else list(component.entities)

    @callback
    def _adopt(self, entity: Camera, final: bool) -> bool:
        """Lock an instance that is being added, if it is an original."""
        if (lock := self._lock_of(entity, final=final)) is None:
            return False
        self._lock_instance(lock, entity)
        if lock.failed:
            raise TypeError("a camera that cannot be locked is not added")
        return True

    def _lock_of(self, entity: Camera, *, final: bool) -> Lock | None:
        """Return the lock that an instance comes under: rather of what it is than of what it may be."""
        matching = [lock for lock in self._locks.values() if lock.matches(entity, final=final)]
        return next((lock for lock in matching if lock.reads(entity)), next(iter(matching), None))

    @callback
    def _lock_instance(self, lock: Lock, entity: Camera) -> None:
        try:
            locked = lock_camera(entity)
        except Exception:  # deriving from its class runs code of its integration's
            _LOGGER.exception("%s cannot be locked", lock.entity_id)
            lock.failed = True
            tell(self._hass, Issue.CANNOT_LOCK, lock.entity_id)
            return
        lock.recognise(entity)
        lock.instances.append(locked)
        entity.async_on_remove(partial(_forget, lock, locked))
        running.end_requests(entity)
        if lock.reads(entity):
            lock.failed = False
            settle(self._hass, lock.entity_id, Issue.MISSING, Issue.CANNOT_LOCK)

    async def _async_lock(self, camera: CameraId, data: dict[str, Any]) -> None:
        """Lock an original; end what runs if it was there before, hide it, and tell what stays open."""
        lock = self._enter(camera, data)
        registry.hide(self._hass, lock.key, lock.camera)
        settle(self._hass, lock.entity_id, Issue.LEFT_DISABLED, Issue.LOCKED_UNTIL_RESTART)
        running.end_streams_named(self._hass, lock.entity_id)
        for locked in list(lock.instances):
            running.end_streams_named(self._hass, locked.entity.entity_id)
            locked.entity.async_write_ha_state()
            if await running.async_end_webrtc(self._hass, locked.entity):
                tell(self._hass, Issue.WEBRTC_PEER, lock.entity_id)
            await self._async_settle(lock, locked)
        tell_beside(self._hass, lock.entry, self._locked_ids())
        if self._hass.is_running:
            self._look_for_missing(self._hass)
        await self._async_settle_entity_ids(lock)

    async def _async_settle_entity_ids(self, lock: Lock, *, by_owner: bool = False) -> None:
        """Have an entity id taken over as the config entry says, once the lock stands; an owner has it given back."""
        data = dict(wrapped_cameras(self._hass)).get(lock.camera)
        if data is None or self._locks.get(lock.camera) is not lock or lock.failed or lock.abandoned:
            return
        wanted = data[CONF_TAKE_OVER]
        if wanted or not by_owner:
            await take_over.async_settle(self._hass, lock.key, lock.camera, wanted=wanted)
        elif await take_over.async_give_back(self._hass, lock.key):
            await registry.async_write_now(self._hass)

    @callback
    def _added(self, entity: Camera) -> None:
        """See to an instance that was locked while it was added."""
        for lock in self._locks.values():
            for locked in lock.instances:
                if locked.entity is entity:
                    registry.hide(self._hass, lock.key, lock.camera)
                    tell_beside(self._hass, lock.entry, self._locked_ids())
                    self._start(self._async_settle(lock, locked))
        if self._hass.is_running:
            self._look_for_missing(self._hass)

    async def _async_settle(self, lock: Lock, locked: LockedCamera) -> None:
        # First, and before this waits: Home Assistant stops preloading all cameras at one that refuses.
        if await running.async_end_preload(self._hass, locked.entity):
            registry.remember_preload(self._hass, lock.key)
        await running.async_end_streams_from(self._hass, locked)
        await self._async_settle_entity_ids(lock)

    def _reader(self, camera: CameraId) -> Camera | None:
        """Return what a camera's feed reads from: our view of the original, or itself where it is not locked."""
        if (lock := self._locks.get(camera)) is not None:
            present = self._cameras()
            mine = [locked for locked in lock.instances if locked.entity in present and lock.reads(locked.entity)]
            return next((locked.view for locked in mine if not self._may_be_anothers(lock, locked.entity)), None)
        data = dict(wrapped_cameras(self._hass)).get(camera)
        if data is None or data[CONF_LOCK_ORIGINAL]:
            return None
        original = Lock.of(self._hass, camera, data)
        found = (entity for entity in self._cameras() if original.matches(entity, final=True))
        return next((entity for entity in found if original.reads(entity)), None)

    def _may_be_anothers(self, lock: Lock, entity: Camera) -> bool:
        """Tell whether an instance may be the original of another lock, which misses it."""
        others = [other for other in self._locks.values() if other is not lock and not other.is_present]
        return any(other.matches(entity, final=True) for other in others)

    # Opening.

    async def _async_end(self, lock: Lock, *, by_owner: bool, gone: bool = False) -> None:
        await self._clean(self._async_release(lock, gone=gone) if by_owner else self._async_abandon(lock))

    async def _async_release(self, lock: Lock, *, gone: bool) -> None:
        """Make an original what it was; `gone` says that there is no camera any more that guards it."""
        instances = list(lock.instances)
        # It is locked until it has its name back; that may have it removed and added once more.
        await take_over.async_give_back(self._hass, lock.key, gone=gone)
        self._drop(lock)
        preload = registry.restore(self._hass, lock.key)
        for locked in {locked.entity: locked for locked in (*instances, *lock.instances)}.values():
            present = locked.entity in self._cameras()
            if present and (other := self._lock_of(locked.entity, final=True)) is not None:
                self._lock_instance(other, locked.entity)
                continue
            locked.release()
            if present:
                await locked.entity.async_refresh_providers(write_state=False)
                locked.entity.async_write_ha_state()
        if preload:
            await running.async_restore_preload(self._hass, lock.entity_id)
        settle(self._hass, lock.entity_id, *Issue)
        await registry.async_write_now(self._hass)

    async def _async_abandon(self, lock: Lock) -> None:
        """Leave an original that nobody guards any longer so that it has to be enabled knowingly."""
        settle(self._hass, lock.entity_id, *Issue)
        if await registry.async_leave_disabled(self._hass, lock.key):
            tell(self._hass, Issue.LEFT_DISABLED, lock.entity_id)
            self._drop(lock)
        elif lock.instances:
            lock.abandoned = True
            tell(self._hass, Issue.LOCKED_UNTIL_RESTART, lock.entity_id)
        else:
            self._drop(lock)

    @callback
    def _drop(self, lock: Lock) -> None:
        if self._locks.get(lock.camera) is lock:
            del self._locks[lock.camera]
        if not self._locks:
            self._additions.stop()

    # What people are told.

    def _locked_ids(self) -> set[str]:
        return {lock.key for lock in self._locks.values()}

    @callback
    def _look_for_missing(self, _: HomeAssistant) -> None:
        for lock in self._locks.values():
            if not lock.is_present and lock.entry is None and not lock.failed:
                tell(self._hass, Issue.MISSING, lock.entity_id)

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        entry = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entry is None or entry.domain != CAMERA_DOMAIN:
            return
        self._settle_enabled(entry)
        if event.data["action"] == "update" and "old_entity_id" in event.data and entry.id in self._locked_ids():
            rename(self._hass, event.data["old_entity_id"], entry.entity_id)

    @callback
    def _settle_enabled(self, entry: er.RegistryEntry) -> None:
        """Take the notice back when somebody has enabled what was left disabled."""
        if registry.settle_enabled(self._hass, entry):
            settle(self._hass, entry.entity_id, Issue.LEFT_DISABLED)

    # Nobody's identity travels with our work.

    @callback
    def _start(self, work: Coroutine[Any, Any, None], *, at_once: bool = True) -> asyncio.Task[None]:
        return Context().run(self._hass.async_create_task, work, "lock of an original", at_once)

    async def _clean(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work to its end, also if whoever asked for it goes away."""
        await asyncio.shield(self._start(work))


@callback
def _forget(lock: Lock, locked: LockedCamera) -> None:
    if locked in lock.instances:
        lock.instances.remove(locked)
