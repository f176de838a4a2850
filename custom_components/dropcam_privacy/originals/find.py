"""Finds the camera of another integration that a dialog names, and whether it may be guarded."""

from collections.abc import Iterator
from dataclasses import dataclass

from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity import entity_sources

from ..config import OriginalRef, wrapped_cameras
from ..const import DOMAIN
from .closed import is_closed
from .mark import Mark


def find_original(hass: HomeAssistant, chosen: str, camera: str | None) -> tuple[OriginalRef, str | None]:
    """Find the entity that was `chosen` for `camera` (none yet, if it is new), and what speaks against it."""
    registry = er.async_get(hass)
    entry = registry.async_get(chosen)
    entity_id = entry.entity_id if entry else chosen
    source = entity_sources(hass).get(entity_id) if entry is None else None
    original = OriginalRef(
        registry_id=entry.id if entry else None,
        entity_id=entity_id,
        identity=(entry.platform, entry.unique_id) if entry and entry.domain == "camera" else None,
        platform=source["domain"] if source is not None else None,
    )
    if entry is not None and entry.platform == DOMAIN:
        return original, "own_camera"
    if is_guarded(hass, original, camera):
        return original, "already_guarded"
    # What we have closed ourselves is there.
    there = not entry.disabled or is_closed(entry) if entry else hass.states.get(entity_id) is not None
    if not there or split_entity_id(entity_id)[0] != "camera":
        return original, "not_found"
    return original, None


def is_guarded(hass: HomeAssistant, original: OriginalRef, camera: str | None) -> bool:
    """Return whether another camera than `camera` has this original, or has it closed with its own."""
    entry = er.async_get(hass).entities.get_entry(original.registry_id) if original.registry_id else None
    if entry is not None and Mark.of(entry).beside:
        return True
    return any(original.same_as(other) for other in _others(hass, camera))


def is_original(hass: HomeAssistant, entry: er.RegistryEntry) -> bool:
    """Return whether a camera of ours has this entity for its original."""
    return any(original.registry_id == entry.id for original in _others(hass, None))


def not_offered(hass: HomeAssistant, camera: str | None) -> list[str]:
    """List the cameras that a form need not offer to `camera`: ours, and those that are guarded."""
    registry = er.async_get(hass)
    ours = [entry.entity_id for entry in registry.entities.values() if entry.platform == DOMAIN]
    return ours + [current_entity_id(hass, original) for original in _others(hass, camera)]


def current_entity_id(hass: HomeAssistant, original: OriginalRef) -> str:
    """Return what an original is called now."""
    registry = er.async_get(hass)
    if original.registry_id and (entry := registry.async_get(original.registry_id)) is not None:
        return entry.entity_id
    found = registry.async_get_entity_id("camera", *original.identity) if original.identity else None
    return found or original.entity_id


def _others(hass: HomeAssistant, camera: str | None) -> Iterator[OriginalRef]:
    for other, wrapped in wrapped_cameras(hass, include_disabled=True).items():
        if other != camera:
            yield wrapped.original


@dataclass(frozen=True, slots=True)
class Offer:
    """A camera of another integration that can be guarded, as people know it."""

    entry: er.RegistryEntry
    name: str


def offers(hass: HomeAssistant) -> list[Offer]:
    """List the cameras that can be guarded and closed for good: they have a unique id, and nobody guards them."""
    found: list[Offer] = []
    for entry in er.async_get(hass).entities.values():
        if entry.domain == "camera" and entry.platform != DOMAIN and not entry.disabled:
            _, error = find_original(hass, entry.entity_id, None)
            if error is None:
                found.append(Offer(entry, name_of(hass, entry)))
    return sorted(found, key=lambda offer: (offer.entry.platform, offer.name.casefold(), offer.entry.entity_id))


def name_of(hass: HomeAssistant, entry: er.RegistryEntry) -> str:
    """Return what people call a camera: its device, where that has no other, or else the entity."""
    registry = er.async_get(hass)
    device = dr.async_get(hass).async_get(entry.device_id) if entry.device_id else None
    if entry.name is None and device is not None and (name := device.name_by_user or device.name):
        beside = er.async_entries_for_device(registry, device.id)
        if sum(other.domain == "camera" and other.platform != DOMAIN for other in beside) == 1:
            return name
    state = hass.states.get(entry.entity_id)
    return entry.name or (state.name if state is not None else None) or entry.original_name or entry.entity_id
