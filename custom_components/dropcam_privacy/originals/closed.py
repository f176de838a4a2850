"""Keeps an original closed on the disk, also while nothing of ours runs.

The entity registry says that it is disabled, from the moment in which it is locked until it is released: Home
Assistant does not add it then, and no code of ours is needed for that. Nothing undoes it in between, not for a moment;
a locked instance is let in by what it reads of its own registry entry (see `staying`).
"""

from dataclasses import replace
from typing import Final

import attr
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .mark import Mark

# Not INTEGRATION: MQTT's discovery enables by itself what an integration disabled, and nobody undoes what a user did.
CLOSED_BY: Final = er.RegistryEntryDisabler.USER


def is_closed(entry: er.RegistryEntry | None) -> bool:
    """Return whether an original is disabled because it is locked, and for no other reason."""
    return _closed_by_us(entry) and entry is not None and not Mark.of(entry).beside


def _closed_by_us(entry: er.RegistryEntry | None) -> bool:
    if entry is None or entry.disabled_by is not CLOSED_BY:
        return False
    mark = Mark.of(entry)
    return mark.camera is not None and mark.closed


def as_open(entry: er.RegistryEntry | None) -> er.RegistryEntry | None:
    """Return an entry as it would be without that; the registry does not learn of it."""
    return attr.evolve(entry, disabled_by=None) if entry is not None and is_closed(entry) else entry


@callback
def close(hass: HomeAssistant, key: str) -> bool:
    """Have a locked entity disabled on the disk for as long as it is locked; return whether that is new.

    What a user has disabled stays theirs. What Home Assistant or an integration has, would be enabled by them, too.
    """
    entry = er.async_get(hass).entities.get_entry(key)
    if entry is None or (mark := Mark.of(entry)).camera is None or entry.disabled_by is CLOSED_BY:
        return False
    # The mark first: the instance that is there reads from it that it is to stay.
    replace(mark, closed=True).write(hass, entry.entity_id)
    er.async_get(hass).async_update_entity(entry.entity_id, disabled_by=CLOSED_BY)
    return True


@callback
def open_again(hass: HomeAssistant, key: str) -> None:
    """Enable an entity that was closed, unless what it belongs to is disabled. Its mark still stands, and goes next."""
    entry = er.async_get(hass).entities.get_entry(key)
    if entry is None or not _closed_by_us(entry):
        return
    config_entry = hass.config_entries.async_get_entry(entry.config_entry_id) if entry.config_entry_id else None
    device = dr.async_get(hass).async_get(entry.device_id) if entry.device_id else None
    er.async_get(hass).async_update_entity(entry.entity_id, disabled_by=_disabled_by(config_entry, device))


def _disabled_by(config_entry: ConfigEntry | None, device: dr.AnyDeviceEntry | None) -> er.RegistryEntryDisabler | None:
    """Return what Home Assistant itself disables an entity by (since 2026.11 it does so by itself)."""
    if config_entry is not None and config_entry.disabled_by is not None:
        return er.RegistryEntryDisabler.CONFIG_ENTRY
    if device is not None and device.disabled:
        return er.RegistryEntryDisabler.DEVICE
    return None
