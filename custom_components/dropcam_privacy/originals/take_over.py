"""Lets a guarded camera take over the entity id of its original, and gives it back.

Dashboards, automations and scripts go on as they are then. The lock knows its original by other names than this, and
stands whatever happens here. What was done is kept with the original in the entity registry, which is written to the
disk as a whole: after a crash it holds old ids or new ones, or says how far this had come, to be finished from there.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
import logging
from typing import Final

from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
    split_entity_id,
    valid_entity_id,
)
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event

from ..const import DOMAIN
from ..policy.model import CameraId
from .mark import Mark
from .registered_locks import CAMERA_DOMAIN

_LOGGER = logging.getLogger(__name__)

# Beside what the lock keeps there, which comes and goes with the lock.
_TAKEN: Final = "dropcam_privacy_taken_over"
_CAMERA: Final = "camera"  # of ours, that has the entity id
_ENTITY_ID: Final = "entity_id"
_DONE: Final = "done"  # from then on people may call either as they like
# The same is kept with our camera, for an original that the registry forgets.
_FROM: Final = "from"  # platform and unique id of the original
_LONGEST_REMOVAL: Final = 10  # seconds in which an entity has to leave its id: that runs its integration's code


@dataclass(frozen=True, slots=True)
class _Taken:
    """What is noted at an original whose entity id is taken, or about to be."""

    camera: CameraId
    entity_id: str
    done: bool


def _taken(original: er.RegistryEntry) -> _Taken | None:
    """Read it; what makes no sense (administrators can write there) was never noted."""
    noted = original.options.get(_TAKEN)
    if not isinstance(noted, Mapping):
        return None
    camera, entity_id = noted.get(_CAMERA), noted.get(_ENTITY_ID)
    if not isinstance(camera, str) or not _is_entity_id(entity_id):
        return None
    return _Taken(CameraId(camera), str(entity_id), noted.get(_DONE) is True)


def _taken_from(guarded: er.RegistryEntry, original: er.RegistryEntry) -> str | None:
    """Return the entity id that a camera of ours has noted to have from an original, likewise."""
    noted = guarded.options.get(_TAKEN)
    if not isinstance(noted, Mapping) or noted.get(_FROM) != [original.platform, original.unique_id]:
        return None
    return str(noted[_ENTITY_ID]) if _is_entity_id(noted.get(_ENTITY_ID)) else None


def _is_entity_id(noted: object) -> bool:
    return isinstance(noted, str) and valid_entity_id(noted)


async def async_settle(hass: HomeAssistant, original: str, camera: CameraId, *, wanted: bool) -> None:
    """Take an entity id over if that is `wanted`, or end what was begun; once done, it stays as people change it."""
    entry, guarded = _entry(hass, original), _guarded(hass, camera)
    if entry is None or guarded is None:
        return  # settled when both are known
    taken = _taken(entry)
    before = _taken_from(er.async_get(hass).entities[guarded], entry)
    if taken is None and before is not None:
        _note(hass, entry.entity_id, camera, before, done=True)
        return
    ours = taken is not None and taken.camera == camera
    if taken is not None and ours and taken.done:
        return
    if not wanted:
        if ours:
            await async_give_back(hass, original)
        return
    entity_id = _step_aside(hass, entry, camera)
    if not await _async_left(hass, entity_id):
        _LOGGER.warning("%s is still in use; it is taken over at the next start", entity_id)
        return
    _take(hass, entry.id, camera)


@callback
def _step_aside(hass: HomeAssistant, original: er.RegistryEntry, camera: CameraId) -> str:
    """Give an original another entity id; return the one that is to be taken."""
    registry = er.async_get(hass)
    taken = _taken(original)
    entity_id = original.entity_id
    if taken is not None and (taken.camera == camera or _is_free(hass, taken.entity_id)):
        entity_id = taken.entity_id  # it has stepped aside before
    _note(hass, original.entity_id, camera, entity_id, done=False)
    if original.entity_id == entity_id:
        free = registry.async_get_available_entity_id(CAMERA_DOMAIN, f"{split_entity_id(entity_id)[1]}_original")
        registry.async_update_entity(entity_id, new_entity_id=free)
    return entity_id


@callback
def _take(hass: HomeAssistant, original: str, camera: CameraId) -> None:
    entry, guarded = _entry(hass, original), _guarded(hass, camera)
    taken = None if entry is None else _taken(entry)
    if entry is None or guarded is None or taken is None or taken.camera != camera or taken.done:
        return  # something else was quicker
    registry, entity_id = er.async_get(hass), taken.entity_id
    if _is_free(hass, entity_id):
        guarded = registry.async_update_entity(guarded, new_entity_id=entity_id).entity_id
    elif guarded != entity_id:
        _LOGGER.warning("%s was taken by another entity; %s keeps its name", entity_id, guarded)
    kept = {_ENTITY_ID: entity_id, _FROM: [entry.platform, entry.unique_id]}
    registry.async_update_entity_options(guarded, _TAKEN, kept)
    _note(hass, entry.entity_id, camera, entity_id, done=True)


async def async_give_back(hass: HomeAssistant, original: str, *, gone: bool = False) -> bool:
    """Give an original its entity id back; return whether one was taken. `gone`: our camera is removed anyway."""
    registry = er.async_get(hass)
    if (entry := _entry(hass, original)) is None or (taken := _taken(entry)) is None:
        return False
    camera, entity_id = taken.camera, taken.entity_id
    _note(hass, entry.entity_id, camera, entity_id, done=False)
    if (guarded := _guarded(hass, camera)) is not None:
        registry.async_update_entity_options(guarded, _TAKEN, None)
    if guarded is not None and guarded == entity_id:
        if gone:
            registry.async_remove(guarded)
        else:
            other = registry.async_regenerate_entity_id(registry.entities[guarded], reserved_entity_ids={entity_id})
            registry.async_update_entity(guarded, new_entity_id=other)
    if entry.entity_id != entity_id:
        await _async_left(hass, entity_id)
    if (entry := _entry(hass, original)) is None or _taken(entry) is None:
        return False
    if _is_free(hass, entity_id):
        entry = registry.async_update_entity(entry.entity_id, new_entity_id=entity_id)
    registry.async_update_entity_options(entry.entity_id, _TAKEN, None)
    return True


async def async_enable(hass: HomeAssistant, entity_id: str) -> None:
    """Enable an original that was left disabled, and give it back the entity id that it had before."""
    registry = er.async_get(hass)
    if (entry := registry.async_get(entity_id)) is None or not Mark.of(entry).left_disabled:
        return  # somebody was quicker
    await async_give_back(hass, entry.id, gone=True)
    if (entry := _entry(hass, entry.id)) is not None and Mark.of(entry).left_disabled:
        registry.async_update_entity(entry.entity_id, disabled_by=None)


def _entry(hass: HomeAssistant, original: str) -> er.RegistryEntry | None:
    return er.async_get(hass).entities.get_entry(original)


def _guarded(hass: HomeAssistant, camera: CameraId) -> str | None:
    return er.async_get(hass).async_get_entity_id(CAMERA_DOMAIN, DOMAIN, f"{camera}_camera")


def _is_free(hass: HomeAssistant, entity_id: str) -> bool:
    return entity_id not in er.async_get(hass).entities and hass.states.async_available(entity_id)


@callback
def _note(hass: HomeAssistant, original: str, camera: CameraId, entity_id: str, *, done: bool) -> None:
    taken = {_CAMERA: camera, _ENTITY_ID: entity_id, _DONE: done}
    er.async_get(hass).async_update_entity_options(original, _TAKEN, taken)


async def _async_left(hass: HomeAssistant, entity_id: str) -> bool:
    """Wait until what has left an entity id has no state under it any more; return whether that came about."""

    def left() -> bool:
        return hass.states.async_available(entity_id) or er.async_get(hass).async_is_registered(entity_id)

    if left():
        return True
    changed = asyncio.Event()

    @callback
    def state_changed(_: Event[EventStateChangedData]) -> None:
        changed.set()

    stop = async_track_state_change_event(hass, entity_id, state_changed)
    try:
        async with asyncio.timeout(_LONGEST_REMOVAL):
            while not left():
                changed.clear()
                await changed.wait()
    except TimeoutError:
        return left()
    finally:
        stop()
    return True
