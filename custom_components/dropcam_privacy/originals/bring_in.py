"""Brings an original in whose platform was set up before its lock was armed: it is disabled, so it was left out.

That is so where `camera` comes before us at Home Assistant's start, and where an original was left disabled and is
guarded again. Where the lock was armed in time, Home Assistant adds the original by itself, and this does nothing.
"""

import logging
from typing import Any

from homeassistant.config import config_per_platform
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_component import EntityComponent

from ..issues import Issue, report_original, settle
from .closed import is_closed
from .registered_locks import Lock
from .yaml_line import needs_line

_LOGGER = logging.getLogger(__name__)


async def async_bring_in(hass: HomeAssistant, lock: Lock) -> None:
    """Have an original added once more, locked, if it was left out."""
    entry = lock.entry
    if entry is None or not is_closed(entry) or lock.is_present:
        return
    try:
        if entry.config_entry_id is None:
            await _async_set_up_yaml(hass, lock, entry)
        else:
            await _async_reload(hass, lock, entry.config_entry_id)
    except Exception as err:  # noqa: BLE001 - another integration's code, and its message may name an address
        _LOGGER.warning("%s could not be brought in: %s", lock.entity_id, type(err).__name__)


async def _async_reload(hass: HomeAssistant, lock: Lock, entry_id: str) -> None:
    config_entry = hass.config_entries.async_get_entry(entry_id)
    if config_entry is None or config_entry.state is ConfigEntryState.NOT_LOADED:
        return  # it is set up after this
    async with config_entry.setup_lock:
        pass  # whatever is going on with it is over now
    # One that cannot be unloaded would be left broken.
    reloads = config_entry.state is ConfigEntryState.LOADED and config_entry.supports_unload
    if reloads and not lock.is_present:
        _LOGGER.info("%s was set up before it could be locked; its integration is reloaded", lock.entity_id)
        await hass.config_entries.async_reload(entry_id)


async def _async_set_up_yaml(hass: HomeAssistant, lock: Lock, entry: er.RegistryEntry) -> None:
    component: EntityComponent[Any] | None = hass.data.get(entry.domain)
    if component is None:
        return  # it is set up after this
    config = await component.async_prepare_reload(skip_reset=True)
    written = [part for platform, part in config_per_platform(config, entry.domain) if platform == entry.platform]
    exactly = [part for part in written if str(part.get("unique_id")) == entry.unique_id]
    # Its unique id may be made from something else. Of several, the others must not be added twice.
    for part in exactly or (written if len(written) == 1 else []):
        if not lock.is_present:
            _LOGGER.info("%s was set up before it could be locked; its YAML is set up once more", lock.entity_id)
            await component.async_setup_platform(entry.platform, part)


@callback
def tell_absent(hass: HomeAssistant, lock: Lock) -> None:
    """Tell of an original that is not there though it could be, and of one that a start may find open."""
    if lock.registry_id is None and needs_line(hass):
        report_original(hass, Issue.ORIGINAL_NEEDS_LINE, lock.entity_id)
    else:
        settle(hass, lock.entity_id, Issue.ORIGINAL_NEEDS_LINE)
    if lock.is_present or lock.failed:
        return
    if (entry := lock.entry) is None:
        report_original(hass, Issue.ORIGINAL_MISSING, lock.entity_id)
    elif is_closed(entry) and _is_set_up(hass, entry):
        report_original(hass, Issue.ORIGINAL_NOT_LET_IN, lock.entity_id)


def _is_set_up(hass: HomeAssistant, entry: er.RegistryEntry) -> bool:
    """Return whether what an entity belongs to is there, so that nobody else says what is wrong with it."""
    if entry.config_entry_id is None:
        return entry.domain in hass.data
    config_entry = hass.config_entries.async_get_entry(entry.config_entry_id)
    return config_entry is not None and config_entry.state is ConfigEntryState.LOADED


@callback
def tell_off(hass: HomeAssistant, entity_id: str, off: bool) -> None:
    """Tell whether an original gives no picture because its own integration has it off."""
    if off:
        report_original(hass, Issue.ORIGINAL_OFF, entity_id)
    else:
        settle(hass, entity_id, Issue.ORIGINAL_OFF)
