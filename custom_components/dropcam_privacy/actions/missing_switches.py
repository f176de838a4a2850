"""Tells owners when somebody else disabled or removed the switches of their cameras.

Our own actions work all the same; a button on a dashboard does not, and says nothing.
"""

from functools import partial

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import Platform
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er

from ..config import cameras_of
from ..const import DOMAIN
from ..entrances.registry_edits import editor_of
from ..issues import Issue, report, settle
from ..names.targets import SWITCHES, entities, switches
from ..rights.in_force import RIGHTS

_BY_THE_ACCOUNT = er.RegistryEntryDisabler.CONFIG_ENTRY


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Begin to listen; this lasts as long as Home Assistant runs."""
    hass.bus.async_listen(er.EVENT_ENTITY_REGISTRY_UPDATED, partial(_changed, hass))


@callback
def _changed(hass: HomeAssistant, event: Event[er.EventEntityRegistryUpdatedData]) -> None:
    for entity in filter(switches, entities(hass, event.data["entity_id"])):
        if (entry := hass.config_entries.async_get_entry(entity.config_entry_id or "")) is not None:
            editor = editor_of(hass, event)
            async_check(hass, entry, tell=editor is None or editor not in hass.data[RIGHTS].owners(entry))


@callback
def async_check(hass: HomeAssistant, entry: ConfigEntry, *, tell: bool = False) -> None:
    """Withdraw the issue about an account's switches if all are there; else raise it, if `tell` says so."""
    if not _missing(hass, entry):
        settle(hass, entry.entry_id, Issue.SWITCH_MISSING)
    elif tell:
        report(hass, Issue.SWITCH_MISSING, entry.entry_id)


def _missing(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    registry = er.async_get(hass)
    ours = [(domain, f"{camera}{suffix}") for camera in cameras_of(entry) for domain, suffix in SWITCHES.items()]
    expected = [*ours, (Platform.SWITCH, f"{entry.entry_id}_privacy")]
    for domain, unique_id in expected:
        entity_id = registry.async_get_entity_id(domain, DOMAIN, unique_id)
        entity = None if entity_id is None else registry.async_get(entity_id)
        if entity is None or entity.disabled_by not in (None, _BY_THE_ACCOUNT):
            return True
    return False
