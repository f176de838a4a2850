"""What a lock changes in Home Assistant's registries, and how that is put back.

What was there before is kept with the entity itself, in its registry entry: it is written to the disk together with
what replaces it. The same mark says that the entity is locked, also when its config entry has lost that. An entity is
found by its `key`: its registry id, or its entity id where it has no other, which never finds what is registered.
"""

from collections.abc import Mapping
from dataclasses import dataclass
import logging
from typing import Any, Final

from homeassistant.components.homeassistant.const import DATA_EXPOSED_ENTITIES
from homeassistant.components.homeassistant.exposed_entities import KNOWN_ASSISTANTS, ExposedEntities
from homeassistant.core import HomeAssistant, callback, valid_entity_id
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from ..policy.model import CameraId

_LOGGER = logging.getLogger(__name__)

_CAMERA: Final = "camera"  # of ours, that locked it
_HIDDEN_BY: Final = "hidden_by"
_ASSISTANTS: Final = "assistants"
_PRELOAD: Final = "preload"
_LEFT_DISABLED: Final = "left_disabled"
_INHERITED: Final = "inherited_place"
# For an entity without a registry entry, kept where its exposure is.
_EXPOSED_BEFORE: Final = "dropcam_privacy_exposed_before"


def _mark(entry: er.RegistryEntry) -> Mapping[str, Any]:
    return entry.options.get(DOMAIN, {})


def locked_for(entry: er.RegistryEntry) -> CameraId | None:
    """Return the camera of ours for which an entity is locked, as the registry remembers it."""
    camera = _mark(entry).get(_CAMERA)
    return CameraId(camera) if isinstance(camera, str) else None


@callback
def hide(hass: HomeAssistant, key: str, camera: CameraId) -> None:
    """Hide an entity from people, and take it away from the voice assistants."""
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        _unexpose_unregistered(hass, key)
        return
    entity_id = entry.entity_id
    if locked_for(entry) is None:
        assistants = {name: dict(entry.options[name]) for name in KNOWN_ASSISTANTS if name in entry.options}
        before = {_CAMERA: camera, _HIDDEN_BY: entry.hidden_by, _ASSISTANTS: assistants}
        registry.async_update_entity_options(entity_id, DOMAIN, before)
    elif locked_for(entry) != camera:
        registry.async_update_entity_options(entity_id, DOMAIN, {**_mark(entry), _CAMERA: camera})
    if _mark(entry).get(_LEFT_DISABLED) and entry.disabled_by is er.RegistryEntryDisabler.USER:
        registry.async_update_entity(entity_id, disabled_by=None)
    if entry.hidden_by is None:
        registry.async_update_entity(entity_id, hidden_by=er.RegistryEntryHider.INTEGRATION)
    if (exposed := hass.data.get(DATA_EXPOSED_ENTITIES)) is not None:
        for assistant in KNOWN_ASSISTANTS:
            _expose(exposed, assistant, entity_id, should_expose=False)


@callback
def remember_preload(hass: HomeAssistant, key: str) -> None:
    """Remember that the camera's stream was kept ready."""
    registry = er.async_get(hass)
    if (entry := registry.entities.get_entry(key)) is not None:
        registry.async_update_entity_options(entry.entity_id, DOMAIN, {**_mark(entry), _PRELOAD: True})


@callback
def restore(hass: HomeAssistant, key: str) -> bool:
    """Make an entity what it was before it was hidden; tell whether its stream was kept ready."""
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        _expose_unregistered(hass, key)
        return False
    entity_id, mark = entry.entity_id, _mark(entry)
    if locked_for(entry) is None:
        return False
    _unhide(registry, entry)
    for assistant in KNOWN_ASSISTANTS:
        registry.async_update_entity_options(entity_id, assistant, mark[_ASSISTANTS].get(assistant))
    registry.async_update_entity_options(entity_id, DOMAIN, None)
    return bool(mark.get(_PRELOAD))


async def async_leave_disabled(hass: HomeAssistant, key: str) -> bool:
    """Disable an entity that nobody guards any longer; tell whether that could be done.

    It is disabled as a user would do it: that stays so until a user undoes it, where some integrations enable by
    themselves what an integration disabled. Once enabled it can be found again; the voice assistants stay without it.
    """
    registry = er.async_get(hass)
    entry = registry.entities.get_entry(key)
    if entry is None:
        return False
    entity_id = entry.entity_id
    _unhide(registry, entry)
    # Disabled before it is marked: the mark on an enabled one says that somebody has enabled it.
    registry.async_update_entity(entity_id, disabled_by=entry.disabled_by or er.RegistryEntryDisabler.USER)
    registry.async_update_entity_options(entity_id, DOMAIN, {_LEFT_DISABLED: True})
    # With the last account gone nothing of ours runs after a restart: a power cut must not find it enabled.
    await async_write_now(hass)
    return True


async def async_write_now(hass: HomeAssistant) -> None:
    """Have the entity registry on the disk at once: by itself it is written 10 s later."""
    registry = er.async_get(hass)
    try:
        await registry._store.async_save(registry._data_to_save())  # noqa: SLF001 - nothing public does that
    except Exception:  # pragma: no cover  # private parts of Home Assistant may change; it is written 10 s later then
        _LOGGER.exception("The entity registry could not be written at once")


def _unhide(registry: er.EntityRegistry, entry: er.RegistryEntry) -> None:
    """Show an entity as it was shown before, unless somebody has changed that since."""
    if locked_for(entry) is not None and entry.hidden_by is er.RegistryEntryHider.INTEGRATION:
        before = _mark(entry)[_HIDDEN_BY]
        registry.async_update_entity(entry.entity_id, hidden_by=before and er.RegistryEntryHider(before))


@callback
def settle_enabled(hass: HomeAssistant, entry: er.RegistryEntry) -> bool:
    """Tell whether an entity was left disabled and somebody has enabled it since; once."""
    if not _mark(entry).get(_LEFT_DISABLED) or entry.disabled:
        return False
    er.async_get(hass).async_update_entity_options(entry.entity_id, DOMAIN, None)
    return True


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
    if entry is None or _mark(entry).get(_INHERITED):
        return
    registry.async_update_entity_options(entity_id, DOMAIN, {**_mark(entry), _INHERITED: True})
    registry.async_update_entity(entity_id, labels=set(entry.labels | place.labels))
    devices = dr.async_get(hass)
    device = devices.async_get(entry.device_id) if entry.device_id else None
    if device is not None and device.area_id is None and place.area_id is not None:
        devices.async_update_device(device.id, area_id=place.area_id)
