"""Finds the camera of another integration that a flow names, and tells whether it may be guarded."""

from collections.abc import Iterator, Mapping
from typing import Any

from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity import entity_sources

from ..const import (
    CONF_KIND,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_ORIGINAL_IDENTITY,
    CONF_ORIGINAL_PLATFORM,
    DOMAIN,
    KIND_ENTITY,
    SUBENTRY_CAMERA,
)
from .closed import is_closed

type Original = dict[str, Any]
"""What a camera keeps of its original: registry id, platform and unique id (or the platform alone), and entity id."""


def find_original(hass: HomeAssistant, chosen: str, camera: str | None) -> tuple[Original, str | None]:
    """Find the entity that was `chosen` for `camera` (none yet, if it is new), and what speaks against it."""
    registry = er.async_get(hass)
    entry = registry.async_get(chosen)
    entity_id = entry.entity_id if entry else chosen
    original: Original = {
        CONF_ORIGINAL: entry.id if entry else None,
        CONF_ORIGINAL_IDENTITY: [entry.platform, entry.unique_id] if entry and entry.domain == "camera" else None,
        CONF_ORIGINAL_ENTITY_ID: entity_id,
    }
    if entry is None and (source := entity_sources(hass).get(entity_id)) is not None:
        original[CONF_ORIGINAL_PLATFORM] = source["domain"]
    if entry is not None and entry.platform == DOMAIN:
        return original, "own_camera"
    if is_guarded(hass, original, camera):
        return original, "already_guarded"
    # What we have closed ourselves is there.
    there = not entry.disabled or is_closed(entry) if entry else hass.states.get(entity_id) is not None
    if not there or split_entity_id(entity_id)[0] != "camera":
        return original, "not_found"
    return original, None


def is_guarded(hass: HomeAssistant, original: Mapping[str, Any], camera: str | None) -> bool:
    """Return whether another camera than `camera` has this original."""
    return any(is_same_original(original, data) for data in _others(hass, camera))


def is_same_original(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Return whether two cameras' data name the same original; entity ids count only where one has nothing else."""
    identity = one.get(CONF_ORIGINAL_IDENTITY)
    if identity and identity == other.get(CONF_ORIGINAL_IDENTITY):
        return True  # also where the entity registry forgot it, and gave it another id
    if one[CONF_ORIGINAL] and other[CONF_ORIGINAL]:
        return bool(one[CONF_ORIGINAL] == other[CONF_ORIGINAL])
    return bool(one[CONF_ORIGINAL_ENTITY_ID] == other[CONF_ORIGINAL_ENTITY_ID])


def is_surely_same_original(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Tell the same where it must not be another: an entity id may have been given to another camera since."""
    kinds = {(bool(each[CONF_ORIGINAL]), each.get(CONF_ORIGINAL_PLATFORM)) for each in (one, other)}
    return len(kinds) == 1 and is_same_original(one, other)


def not_offered(hass: HomeAssistant, camera: str | None) -> list[str]:
    """List the cameras that a form need not offer to `camera`: ours, and those that are guarded."""
    registry = er.async_get(hass)
    ours = [entry.entity_id for entry in registry.entities.values() if entry.platform == DOMAIN]
    return ours + [current_entity_id(hass, data) for data in _others(hass, camera)]


def current_entity_id(hass: HomeAssistant, data: Mapping[str, Any]) -> str:
    """Return what the original of a camera's `data` is called now."""
    registry = er.async_get(hass)
    if data[CONF_ORIGINAL] and (entry := registry.async_get(data[CONF_ORIGINAL])) is not None:
        return entry.entity_id
    platform, unique_id = data.get(CONF_ORIGINAL_IDENTITY) or ("", "")
    found = registry.async_get_entity_id("camera", platform, unique_id)
    return found or str(data[CONF_ORIGINAL_ENTITY_ID])


def _others(hass: HomeAssistant, camera: str | None) -> Iterator[Mapping[str, Any]]:
    for entry in hass.config_entries.async_entries(DOMAIN):
        for subentry in entry.get_subentries_of_type(SUBENTRY_CAMERA):
            if subentry.data[CONF_KIND] == KIND_ENTITY and subentry.subentry_id != camera:
                yield subentry.data
