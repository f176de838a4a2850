"""What a lock changes in Home Assistant's registries, and how that is put back.

What was there before is kept with the entity itself, in its registry entry: it is written to the disk together with
what replaces it. The same mark says that the entity is locked, also when its config entry has lost that. An entity is
found by its `key`: its registry id, or its entity id where it has no other, which never finds what is registered.
"""

from dataclasses import dataclass, replace
from typing import Final

from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS, ExposedEntities
from homeassistant.core import HomeAssistant, callback, valid_entity_id
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..issues import Issue, settle
from ..policy.model import CameraId
from .closed import CLOSED_BY, close, open_again
from .mark import Mark

# For an entity without a registry entry, kept where its exposure is.
_EXPOSED_BEFORE: Final = "dropcam_privacy_exposed_before"


@callback
def hide(hass: HomeAssistant, key: str, camera: CameraId, *, beside: bool = False) -> bool:
    """Close a locked entity on the disk, hide it from people and voice assistants; return whether that is new.

    `beside` says that it is no original, but another picture of the original's device.
    """
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        _unexpose_unregistered(hass, key)
        return False
    entity_id, mark = entry.entity_id, Mark.of(entry)
    if mark.camera is None:
        assistants = {name: dict(entry.options[name]) for name in KNOWN_ASSISTANTS if name in entry.options}
        # What we had left disabled is ours to enable again, when it is released.
        closed = mark.left_disabled and entry.disabled_by is CLOSED_BY
        mark = Mark(camera, closed=closed, hidden_by=entry.hidden_by, assistants=assistants, beside=beside)
        mark.write(hass, entity_id)
        closes = True
    elif closes := (mark.camera, mark.beside) != (camera, beside):
        replace(mark, camera=camera, beside=beside).write(hass, entity_id)
    closes = close(hass, key) or closes
    if entry.hidden_by is None:
        registry.async_update_entity(entity_id, hidden_by=er.RegistryEntryHider.INTEGRATION)
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is not None:
        for assistant in KNOWN_ASSISTANTS:
            _expose(exposed, assistant, entity_id, should_expose=False)
    return closes


@callback
def remember_preload(hass: HomeAssistant, key: str) -> None:
    """Remember that the camera's stream was kept ready."""
    if (entry := er.async_get(hass).entities.get_entry(key)) is not None:
        replace(Mark.of(entry), preload=True).write(hass, entry.entity_id)


@callback
def restore(hass: HomeAssistant, key: str) -> bool:
    """Make an entity what it was before it was hidden; return whether its stream was kept ready."""
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        _expose_unregistered(hass, key)
        return False
    mark = Mark.of(entry)
    if mark.camera is None:
        return False
    open_again(hass, key)
    _unhide(registry, entry, mark)
    for assistant in KNOWN_ASSISTANTS:
        registry.async_update_entity_options(entry.entity_id, assistant, mark.assistants.get(assistant))
    Mark().write(hass, entry.entity_id)
    return mark.preload


@callback
def leave_disabled(hass: HomeAssistant, key: str) -> bool:
    """Leave an entity disabled that nobody guards any longer; return whether that could be done.

    It is disabled as a user would do it, until a user undoes it. Once enabled it can be found again; the voice
    assistants stay without it.
    """
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        return False
    _unhide(registry, entry, Mark.of(entry))
    # Disabled before it is marked: the mark on an enabled one says that somebody has enabled it.
    registry.async_update_entity(entry.entity_id, disabled_by=CLOSED_BY)
    Mark(left_disabled=True).write(hass, entry.entity_id)
    return True


def _unhide(registry: er.EntityRegistry, entry: er.RegistryEntry, mark: Mark) -> None:
    """Show an entity as it was shown before, unless somebody has changed that since."""
    if mark.camera is not None and entry.hidden_by is er.RegistryEntryHider.INTEGRATION:
        registry.async_update_entity(entry.entity_id, hidden_by=mark.hidden_by)


@callback
def settle_enabled(hass: HomeAssistant, entry: er.RegistryEntry) -> None:
    """Take the notice back when somebody has enabled what was left disabled."""
    if Mark.of(entry).left_disabled and not entry.disabled:
        Mark().write(hass, entry.entity_id)
        settle(hass, entry.entity_id, Issue.ORIGINAL_LEFT_DISABLED)


def _unexpose_unregistered(hass: HomeAssistant, key: str) -> None:
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is None or not valid_entity_id(key):
        return
    if er.async_get(hass).async_is_registered(key):
        return  # another entity has its id
    for assistant in KNOWN_ASSISTANTS:
        if exposed.async_should_expose(assistant, key):
            exposed.async_set_assistant_option(assistant, key, _EXPOSED_BEFORE, value=True)
            _expose(exposed, assistant, key, should_expose=False)


def _expose_unregistered(hass: HomeAssistant, key: str) -> None:
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is None:
        return
    for assistant in KNOWN_ASSISTANTS:
        if exposed.async_get_assistant_settings(assistant).get(key, {}).get(_EXPOSED_BEFORE):
            exposed.async_set_assistant_option(assistant, key, _EXPOSED_BEFORE, value=None)
            _expose(exposed, assistant, key, should_expose=True)


def _expose(exposed: ExposedEntities, assistant: str, entity_id: str, *, should_expose: bool) -> None:
    exposed.async_set_assistant_option(assistant, entity_id, "should_expose", should_expose)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entity is found."""

    area_id: str | None
    labels: frozenset[str]


def place_of(hass: HomeAssistant, key: str) -> Place:
    """Return the area (its own or its device's) and the labels of an entity."""
    entry = er.async_get(hass).entities.get_entry(key)
    if entry is None:
        return Place(None, frozenset())
    device = dr.async_get(hass).async_get(entry.device_id) if entry.device_id else None
    return Place(entry.area_id or (device.area_id if device else None), frozenset(entry.labels))


@callback
def inherit_place(hass: HomeAssistant, place: Place, entity_id: str) -> None:
    """Give a guarded camera the place of its original, once: what people change later is theirs.

    The area is the device's, so that its switches are found there, too.
    """
    registry = er.async_get(hass)
    entry = registry.async_get(entity_id)
    if entry is None or (mark := Mark.of(entry)).inherited_place:
        return
    replace(mark, inherited_place=True).write(hass, entity_id)
    registry.async_update_entity(entity_id, labels=set(entry.labels | place.labels))
    devices = dr.async_get(hass)
    device = devices.async_get(entry.device_id) if entry.device_id else None
    if device is not None and device.area_id is None and place.area_id is not None:
        devices.async_update_device(device.id, area_id=place.area_id)
