"""Tells of cameras of other integrations that have come and are not protected, where an account wants to hear of them.

Nothing is done to them by itself: it is for people to protect them, or to ignore that.
"""

from functools import partial

from homeassistant.const import Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..config import OriginalRef
from ..const import CONF_TELL_NEW, DOMAIN
from ..issues import Issue, rename, report_original, settle
from .find import is_guarded


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Begin to follow the registry; this lasts as long as Home Assistant runs."""
    hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, partial(_changed, hass), event_filter=_of_a_camera)


@callback
def _of_a_camera(data: er.EventEntityRegistryUpdatedData) -> bool:
    return data["entity_id"].startswith(f"{Platform.CAMERA}.")


@callback
def _changed(hass: HomeAssistant, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
    entity_id = event.data["entity_id"]
    entry = er.async_get(hass).async_get(entity_id)
    if event.data["action"] == "update" and "old_entity_id" in event.data:
        rename(hass, event.data["old_entity_id"], entity_id)
    if entry is None or entry.disabled or _protected(hass, entry):
        settle(hass, entity_id, Issue.CAMERA_UNPROTECTED)
    elif event.data["action"] == "create" and _somebody_wants_to_know(hass):
        report_original(hass, Issue.CAMERA_UNPROTECTED, entity_id)


def _protected(hass: HomeAssistant, entry: er.RegistryEntry) -> bool:
    original = OriginalRef(entry.id, entry.entity_id, (entry.platform, entry.unique_id), None)
    return entry.platform == DOMAIN or is_guarded(hass, original, None)


def _somebody_wants_to_know(hass: HomeAssistant) -> bool:
    return any(entry.data.get(CONF_TELL_NEW) is True for entry in hass.config_entries.async_entries(DOMAIN))
