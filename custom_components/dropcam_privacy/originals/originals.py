"""Locks the originals that accounts name, and gives them back.

The lock stands before anybody can ask: it is armed first of all, from the config entries, which are loaded by then,
and every new instance is locked while it is being added. It stays through reloads, until an owner releases it.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from functools import partial
from typing import Any

from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.start import async_at_started

from ..config import OriginalRef, wrapped_cameras
from ..const import DOMAIN
from ..isolation import run_as_nobody
from ..issues import Issue, rename, report_original, settle
from ..policy.model import CameraId
from . import registry, running, take_over
from .book import LockBook
from .bring_in import async_bring_in, tell_absent, tell_off
from .closed import is_closed
from .disk import Disk
from .library import async_require, prepare
from .locked_class import LockedCamera
from .mark import Mark
from .registered_locks import Lock, OriginalState
from .source import OriginalSource


class Originals:
    """The originals of all wrapped cameras."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start without locks."""
        self._hass = hass
        self._disk = Disk(hass, self._start)
        self._book = LockBook(hass, self._added, self._disk, self._start)
        self._forgotten: list[Lock] = []
        self._hiding = False
        self._unsubscribe: list[Callable[[], None]] = []

    # Arming.

    @callback
    def arm(self) -> None:
        """Lock what is to be locked, and follow what changes."""
        self._forgotten = self._lock_all()
        self._unsubscribe = [
            self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated),
            *self._book.beside.follow(),
            async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed),
            async_at_started(self._hass, self._tell_absent),
        ]
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, self.disarm)

    @callback
    def disarm(self, _: Event | None = None) -> None:
        """Follow nothing any more, at the very end of Home Assistant: what is closed on the disk stays so."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe.clear()
        self._book.close()

    async def async_clean(self) -> None:
        """See to the originals that were locked, and that no account names any more."""
        await self._book.beside.async_clean()
        while self._forgotten:
            await self._clean(self._async_abandon(self._forgotten.pop()))

    @callback
    def _lock_all(self) -> list[Lock]:
        """Lock at once; return the locks that no account names any more, though nobody released them."""
        marks = [(Mark.of(entry), entry) for entry in er.async_get(self._hass).entities.values()]
        marked = [(mark.camera, entry) for mark, entry in marks if mark.camera is not None and not mark.beside]
        for camera, wrapped in wrapped_cameras(self._hass).items():
            # Without the wish: somebody who is not an owner took that out of the account.
            if wrapped.lock or any(camera == locked for locked, _ in marked):
                self._start(self._async_lock(camera, wrapped.original))
        for entry in list(er.async_get(self._hass).entities.values()):
            registry.settle_enabled(self._hass, entry)
        self._book.beside.settle()
        locks = self._book.locks
        return [
            Lock(self._hass, camera, OriginalRef(entry.id, entry.entity_id))
            for camera, entry in marked
            if camera not in locks or locks[camera].key != entry.id
        ]

    # What the accounts ask for.

    async def async_follow(self, theirs: Collection[CameraId] = ()) -> None:
        """Follow what the config entries say now about cameras that are there.

        Whoever is not an owner can have an original locked, but not opened: only cameras whose source an owner of
        theirs has just changed, `theirs`, are.
        """
        wanted = wrapped_cameras(self._hass)
        for lock in list(self._book.locks.values()):
            wrapped, by_owner = wanted.get(lock.camera), lock.camera in theirs
            if wrapped is not None and (not lock.is_of(wrapped.original) or (by_owner and not wrapped.lock)):
                await self._async_end(lock, by_owner=by_owner)
        for camera, original in self._not_locked_yet():
            await self._clean(self._async_lock(camera, original))
        for lock in list(self._book.locks.values()):
            await self._clean(self._async_settle_entity_ids(lock, by_owner=lock.camera in theirs))
        self._book.beside.settle()
        await self._clean(self._book.beside.async_release(theirs))

    @callback
    def _entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry) -> None:
        """Lock what an account names as soon as it does, whenever that account is set up."""
        if entry.domain != DOMAIN:
            return
        for camera, original in self._not_locked_yet():
            self._start(self._async_lock(camera, original))
        self._book.beside.settle()

    def _not_locked_yet(self) -> list[tuple[CameraId, OriginalRef]]:
        wanted, locked = wrapped_cameras(self._hass), self._book.locks
        return [(camera, it.original) for camera, it in wanted.items() if it.lock and camera not in locked]

    async def async_camera_removed(self, camera: CameraId, *, by_owner: bool) -> None:
        """Give an original back when its camera is removed: disabled, unless an owner removed it."""
        if (lock := self._book.locks.get(camera)) is not None:
            await self._async_end(lock, by_owner=by_owner, gone=True)

    async def async_account_removed(self, entry: ConfigEntry, *, by_owner: bool) -> None:
        """Give the originals of an account back when it is removed: disabled, unless an owner removed it."""
        for subentry_id in entry.subentries:
            await self.async_camera_removed(CameraId(subentry_id), by_owner=by_owner)

    async def async_account_disabled(self, entry: ConfigEntry, *, by_owner: bool) -> None:
        """Act as if an account were removed: with the last one disabled, nothing of ours runs after the next start."""
        for subentry_id in entry.subentries:
            if (lock := self._book.locks.get(CameraId(subentry_id))) is not None:
                await self._async_end(lock, by_owner=by_owner)

    def state(self, camera: CameraId) -> OriginalState:
        """Return how it stands with a camera's original."""
        return self._book.state(camera)

    def source(self, camera: CameraId) -> OriginalSource:
        """Return the way in for a camera's feed."""
        require = partial(async_require, self._hass)
        return OriginalSource(partial(self._book.reader, camera), partial(tell_off, self._hass), require)

    def entity_id(self, camera: CameraId) -> str | None:
        """Return what a camera's original is called now."""
        wrapped = wrapped_cameras(self._hass).get(camera)
        return None if wrapped is None else Lock.of(self._hass, camera, wrapped.original).entity_id

    @callback
    def guarded_added(self, camera: CameraId, entity_id: str) -> None:
        """Give a guarded camera's entity, once, the place of its original; and its entity id, if that is asked for."""
        if (wrapped := wrapped_cameras(self._hass).get(camera)) is not None:
            place = registry.place_of(self._hass, Lock.of(self._hass, camera, wrapped.original).key)
            run_as_nobody(registry.inherit_place, self._hass, place, entity_id)
        if (lock := self._book.locks.get(camera)) is not None:
            # Not at once: it is still being added.
            self._start(self._async_settle_entity_ids(lock), at_once=False)

    # Locking.

    async def _async_lock(self, camera: CameraId, original: OriginalRef) -> None:
        """Lock an original and close it on the disk; end what runs if it was there before, and tell what stays open."""
        lock = self._book.enter(camera, original)
        self._hide(lock)
        settle(self._hass, lock.entity_id, Issue.ORIGINAL_LEFT_DISABLED, Issue.ORIGINAL_LOCKED_UNTIL_RESTART)
        running.end_streams_named(self._hass, lock.entity_id)
        for locked in list(lock.instances):
            running.end_streams_named(self._hass, locked.entity.entity_id)
            locked.entity.async_write_ha_state()
            if await running.async_end_webrtc(self._hass, locked.entity):
                report_original(self._hass, Issue.WEBRTC_PEER_RESTART, lock.entity_id)
            await self._async_settle(lock, locked)
        self._book.beside.settle(lock.camera)
        await self._async_settle_entity_ids(lock)
        self._start(self._async_bring_in(lock))

    @callback
    def _hide(self, lock: Lock) -> None:
        before, self._hiding = self._hiding, True
        if registry.hide(self._hass, lock.key, lock.camera):
            self._disk.write_soon(lock.key)
        self._hiding = before
        entry = lock.entry
        lock.mark = None if entry is None else Mark.of(entry)

    async def _async_bring_in(self, lock: Lock) -> None:
        await async_bring_in(self._hass, lock)
        if self._hass.is_running:
            self._tell_absent(self._hass)

    async def _async_settle_entity_ids(self, lock: Lock, *, by_owner: bool = False) -> None:
        """Take an entity id over as the config entry says, once the lock stands; only owners have it given back."""
        wrapped = wrapped_cameras(self._hass).get(lock.camera)
        if wrapped is None or lock not in self._book or lock.failed or lock.abandoned:
            return
        if wrapped.take_over or not by_owner:
            await take_over.async_settle(self._hass, lock.key, lock.camera, wanted=wrapped.take_over)
        elif await take_over.async_give_back(self._hass, lock.key):
            await self._disk.async_write(lock.key)

    @callback
    def _added(self, lock: Lock, locked: LockedCamera) -> None:
        """See to an instance that was locked while it was added."""
        self._hide(lock)
        self._book.beside.settle(lock.camera)
        self._start(self._async_settle(lock, locked))
        if self._hass.is_running:
            self._tell_absent(self._hass)

    async def _async_settle(self, lock: Lock, locked: LockedCamera) -> None:
        # First, and before this waits: Home Assistant stops preloading all cameras at one that refuses.
        if await running.async_end_preload(self._hass, locked.entity):
            registry.remember_preload(self._hass, lock.key)
        await running.async_end_streams_from(self._hass, locked)
        prepare(self._hass, locked.entity)
        await self._async_settle_entity_ids(lock)

    # Opening.

    async def _async_end(self, lock: Lock, *, by_owner: bool, gone: bool = False) -> None:
        await self._clean(self._async_release(lock, gone=gone) if by_owner else self._async_abandon(lock))

    async def _async_release(self, lock: Lock, *, gone: bool) -> None:
        """Make an original what it was; `gone` says that there is no camera any more that guards it."""
        instances = list(lock.instances)
        # It is locked until it has its name back; that may have it removed and added once more.
        await take_over.async_give_back(self._hass, lock.key, gone=gone)
        self._book.drop(lock)
        preload = registry.restore(self._hass, lock.key)
        for locked in {locked.entity: locked for locked in (*instances, *lock.instances)}.values():
            present = locked.entity in self._book.cameras()
            if present and (other := self._book.lock_of(locked.entity, final=True)) is not None:
                self._book.lock_instance(other, locked.entity)
                self._hide(other)
                continue
            locked.release()
            if present:
                await locked.entity.async_refresh_providers(write_state=False)
                locked.entity.async_write_ha_state()
        if preload:
            await running.async_restore_preload(self._hass, lock.entity_id)
        settle(self._hass, lock.entity_id, *Issue)
        await self._disk.async_write(lock.key)
        await self._book.beside.async_release({lock.camera})

    async def _async_abandon(self, lock: Lock) -> None:
        """Leave an original that nobody guards any longer so that it has to be enabled knowingly."""
        settle(self._hass, lock.entity_id, *Issue)
        lock.abandoned = True  # it is not closed again, when its mark goes
        if registry.leave_disabled(self._hass, lock.key):
            report_original(self._hass, Issue.ORIGINAL_LEFT_DISABLED, lock.entity_id)
            self._book.drop(lock)
            # With the last account gone nothing of ours runs after a restart: a power cut must not find it enabled.
            await self._disk.async_write(lock.key)
        elif lock.instances:
            report_original(self._hass, Issue.ORIGINAL_LOCKED_UNTIL_RESTART, lock.entity_id)
        else:
            self._book.drop(lock)
        await self._book.beside.async_abandon(lock.camera)

    # What people are told, and what they do.

    @callback
    def _tell_absent(self, _: HomeAssistant) -> None:
        for lock in self._book.locks.values():
            tell_absent(self._hass, lock)

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        entry = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entry is None:
            return
        registry.settle_enabled(self._hass, entry)
        if event.data["action"] != "update" or (lock := self._book.find(entry.id)) is None:
            return
        if "old_entity_id" in event.data:
            rename(self._hass, event.data["old_entity_id"], entry.entity_id)
        if not self._hiding and not lock.abandoned and not is_closed(entry):
            self._close_again(lock, entry)

    @callback
    def _close_again(self, lock: Lock, entry: er.RegistryEntry) -> None:
        """Close what somebody enabled by hand, or took our mark from, by which it is there at all."""
        if lock.mark is not None:
            lock.mark.write(self._hass, entry.entity_id)
        self._hide(lock)
        self._start(self._async_bring_in(lock), at_once=False)

    # Nobody's identity travels with our work.

    @callback
    def _start(self, work: Coroutine[Any, Any, None], *, at_once: bool = True) -> asyncio.Task[None]:
        return run_as_nobody(self._hass.async_create_task, work, "lock of an original", at_once)

    async def _clean(self, work: Coroutine[Any, Any, None]) -> None:
        """Finish work even if whoever asked for it goes away."""
        await asyncio.shield(self._start(work))
