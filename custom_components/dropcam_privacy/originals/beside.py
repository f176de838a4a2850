"""The other pictures of an original's device: they show the same room, and are closed with it.

Nothing of ours reads from them, so they are simply disabled in the entity registry, from the moment in which the
original is locked, or in which its device gets them. An instance that is there, or is being added just then, is locked
until Home Assistant has removed it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
import logging
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.event import async_track_state_added_domain

from ..config import wrapped_cameras
from ..const import DOMAIN
from ..isolation import run_as_nobody
from ..issues import Issue, report_original, settle
from ..policy.model import CameraId
from . import registry, running
from .disk import Disk
from .locked_class import lock_camera
from .locked_image import lock_image
from .mark import Mark
from .registered_locks import CAMERA_DOMAIN, Lock

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera
    from homeassistant.components.image import ImageEntity

_LOGGER = logging.getLogger(__name__)
PICTURES: Final = (CAMERA_DOMAIN, "image")
"""The domains of entities that have a picture."""


def pictures_beside(hass: HomeAssistant, entry: er.RegistryEntry | None) -> list[er.RegistryEntry]:
    """List the other pictures of an entity's device, but for ours, and for what somebody else has disabled."""
    if entry is None or entry.device_id is None:
        return []
    return [
        other
        for other in er.async_entries_for_device(er.async_get(hass), entry.device_id, include_disabled_entities=True)
        if other.domain in PICTURES
        and other.platform != DOMAIN
        and other.id != entry.id
        and (not other.disabled or Mark.of(other).camera is not None)
    ]


class _Guards(NamedTuple):
    """The registry ids of all originals; and by device the cameras that have it closed, and what they leave open."""

    originals: set[str | None]
    devices: dict[str, list[tuple[CameraId, frozenset[str]]]]

    def of(self, entry: er.RegistryEntry) -> CameraId | None:
        """Return the camera with whose original a picture is to be closed; None for one that stays open."""
        if entry.domain not in PICTURES or entry.platform == DOMAIN or entry.id in self.originals:
            return None
        closing = self.devices.get(entry.device_id or "", [])
        return next((camera for camera, left_open in closing if entry.id not in left_open), None)


class Beside:
    """Closes them, and gives them back with the original."""

    def __init__(
        self,
        hass: HomeAssistant,
        locks: Mapping[CameraId, Lock],
        disk: Disk,
        start: Callable[..., object],
    ) -> None:
        """Follow the `locks` of originals; `start` runs work on its own. There is one `disk` for all."""
        self._hass = hass
        self._locks = locks
        self._disk = disk
        self._start = start
        # What we noted at each, in case somebody takes the note away.
        self._closed: dict[str, Mark] = {}
        self._closing = False
        self._settled = False

    def _guards(self) -> _Guards:
        """Find out which devices are closed, and which entities are originals themselves."""
        wrapped = wrapped_cameras(self._hass)
        guards = _Guards({it.original.registry_id for it in wrapped.values()}, {})
        for camera, lock in self._locks.items():
            original = lock.entry
            guards.originals.update({lock.key, lock.registry_id})
            left_open = wrapped[camera].left_open if camera in wrapped else None
            if original is not None and original.device_id and left_open is not None and not lock.abandoned:
                guards.devices.setdefault(original.device_id, []).append((camera, left_open))
        return guards

    @callback
    def _registry_updated(self, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
        """Follow entities that are made, enabled, or given to another device, originals included."""
        entry = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entry is None or entry.domain not in PICTURES or self._closing:
            return
        run_as_nobody(self._look, entry, self._guards())
        if event.data["action"] == "update" and "device_id" in event.data["changes"]:
            self.settle()

    def follow(self) -> list[Callable[[], None]]:
        """Begin to follow what changes; the results end that."""
        return [
            self._hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, self._registry_updated),
            async_track_state_added_domain(self._hass, PICTURES, self._state_added),
        ]

    @callback
    def _state_added(self, event: Event[EventStateChangedData]) -> None:
        """Remove what is there although it is closed: additions may not be seen with another Home Assistant."""
        entry = er.async_get(self._hass).async_get(event.data["entity_id"])
        if entry is not None and entry.id in self._closed and (instance := self._instance(entry)) is not None:
            self.lock(instance)
            self._start(self._async_remove(instance), at_once=False)

    @callback
    def settle(self, camera: CameraId | None = None) -> None:
        """Close what is to be closed by now, and tell what stays open beside the original of a camera.

        Whoever asks for that has no part in what follows.
        """
        guards = self._guards()
        if guards.devices or self._closed or not self._settled:
            self._settled = True
            for entry in [entry for entry in er.async_get(self._hass).entities.values() if entry.domain in PICTURES]:
                run_as_nobody(self._look, entry, guards)
        if camera is not None:
            self.report(camera)

    @callback
    def _look(self, entry: er.RegistryEntry, guards: _Guards) -> None:
        """Close one picture if it is to be closed, also once more."""
        if entry.id in guards.originals:
            self._closed.pop(entry.id, None)
            return
        known, mark = self._closed.get(entry.id), Mark.of(entry)
        if known is None and mark.beside and entry.disabled:
            known = self._closed[entry.id] = mark  # it was closed before Home Assistant started
        camera = guards.of(entry) or (known.camera if known is not None else None)
        if camera is None or (entry.disabled and known in (None, mark)):
            return
        if (instance := self._instance(entry)) is not None:
            self.lock(instance)  # before it is removed: somebody may hold it
        with self._ours():
            if known is not None and known != mark:
                known.write(self._hass, entry.entity_id)
            self._close(entry, camera)
        self._start(self._disk.async_write(entry.id))
        self.report(camera)

    @callback
    def _close(self, entry: er.RegistryEntry, camera: CameraId) -> None:
        registry.hide(self._hass, entry.id, camera, beside=True)
        self._closed[entry.id] = Mark.of(er.async_get(self._hass).entities[entry.entity_id])

    @callback
    def lock(self, entity: Entity) -> None:
        """Have an instance give nothing any more; Home Assistant removes it in a moment."""
        try:
            if entity.platform.domain == CAMERA_DOMAIN:
                lock_camera(cast("Camera", entity))
                running.end_streams_named(self._hass, entity.entity_id)
                self._start(self._async_end_webrtc(cast("Camera", entity)))
            else:
                lock_image(cast("ImageEntity", entity))
        except Exception:  # deriving from its class runs code of its integration's
            _LOGGER.exception("%s cannot be locked until it is removed", entity.entity_id)
        running.end_requests(entity)

    @callback
    def adopt(self, entity: Entity) -> bool:
        """Lock an instance that is being added, if it is to be closed; return whether it is."""
        entry = er.async_get(self._hass).async_get(entity.entity_id)
        if entry is None or (entry.id not in self._closed and self._guards().of(entry) is None):
            return False
        self.lock(entity)
        return True

    @callback
    def added(self, entity: Entity) -> None:
        """Have an instance removed that has just been added, and tell of it."""
        entry = er.async_get(self._hass).async_get(entity.entity_id)
        if entry is not None:
            self._look(entry, self._guards())
        # Its entry may have been closed before it was there to follow that.
        self._start(self._async_remove(entity), at_once=False)

    async def _async_remove(self, entity: Entity) -> None:
        if entity.platform.entities.get(entity.entity_id) is entity:
            await entity.async_remove(force_remove=True)

    async def _async_end_webrtc(self, camera: Camera) -> None:
        if await running.async_end_webrtc(self._hass, camera):
            report_original(self._hass, Issue.WEBRTC_PEER_RESTART, camera.entity_id)

    # Opening.

    async def async_release(self, cameras: Collection[CameraId]) -> None:
        """Give back what owners of these cameras do not want closed any more."""
        guards = self._guards()
        open_again = [entry for entry in self._closed_with(cameras) if guards.of(entry) is None]
        for entry in open_again:
            self._forget(entry, registry.restore)
        for camera in cameras:
            self.report(camera)
        await self._disk.async_write(*(entry.id for entry in open_again))

    async def async_abandon(self, camera: CameraId) -> None:
        """Leave what was closed with a camera disabled, as nobody who may has released it."""
        guards, left = self._guards(), self._closed_with({camera})
        for entry in left:
            if (other := guards.of(entry)) is not None:
                with self._ours():
                    self._close(entry, other)
                continue
            self._forget(entry, registry.leave_disabled)
            report_original(self._hass, Issue.ORIGINAL_LEFT_DISABLED, entry.entity_id)
        await self._disk.async_write(*(entry.id for entry in left))

    @callback
    def _forget(self, entry: er.RegistryEntry, open_or_leave: Callable[[HomeAssistant, str], object]) -> None:
        del self._closed[entry.id]
        with self._ours():
            open_or_leave(self._hass, entry.id)

    @contextmanager
    def _ours(self) -> Iterator[None]:
        """Do not follow what we change ourselves."""
        before, self._closing = self._closing, True
        try:
            yield
        finally:
            self._closing = before

    async def async_clean(self) -> None:
        """Do that with what was closed with a camera that no account has any more."""
        there = wrapped_cameras(self._hass, include_disabled=True)
        for camera in {mark.camera for mark in self._closed.values() if mark.camera is not None} - there.keys():
            await self.async_abandon(camera)

    def _closed_with(self, cameras: Collection[CameraId]) -> list[er.RegistryEntry]:
        entities = er.async_get(self._hass).entities
        keys = [key for key, mark in self._closed.items() if mark.camera in cameras]
        return [entry for key in keys if (entry := entities.get_entry(key)) is not None]

    # What people are told.

    @callback
    def report(self, camera: CameraId) -> None:
        """Name the pictures of an original's device that are left open in the repairs."""
        if (lock := self._locks.get(camera)) is None or (entry := lock.entry) is None:
            return
        locked = {other.key for other in self._locks.values()}
        beside = sorted(
            other.entity_id
            for other in pictures_beside(self._hass, entry)
            if not other.disabled and other.id not in locked
        )
        if beside:
            report_original(self._hass, Issue.ORIGINAL_BESIDE, entry.entity_id, others=", ".join(beside))
        else:
            settle(self._hass, entry.entity_id, Issue.ORIGINAL_BESIDE)

    def _instance(self, entry: er.RegistryEntry) -> Entity | None:
        component = self._hass.data.get(entry.domain)
        found: Entity | None = None if component is None else component.get_entity(entry.entity_id)
        return found
