"""Originals that are not locked, and other pictures of their devices that everybody can open."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.helpers import entity_registry as er

from ..config import Wrapped
from ..const import CONF_LEFT_OPEN, CONF_LOCK_ORIGINAL
from ..originals import ORIGINALS, OriginalState, needs_line
from ..originals.beside import pictures_beside
from ..originals.find import current_entity_id, is_original, name_of
from ..policy.model import CameraId
from .finding import Finding, Fix, Kind, Looker, Severity


async def look(looker: Looker) -> list[Finding]:
    """Look at the originals of one's own cameras."""
    found: list[Finding] = []
    for entry, camera, subentry in looker.cameras:
        if (wrapped := Wrapped.of(subentry.data)) is not None:
            found += _original(looker, entry, camera, subentry, wrapped)
            found += _beside(looker, entry, subentry, wrapped)
    return found


def _original(
    looker: Looker, entry: ConfigEntry[Any], camera: CameraId, subentry: ConfigSubentry, wrapped: Wrapped
) -> Iterator[Finding]:
    hass = looker.hass
    entity_id = current_entity_id(hass, wrapped.original)
    registered = er.async_get(hass).async_get(entity_id) if wrapped.original.registry_id else None
    name = entity_id if registered is None else name_of(hass, registered)
    values = {"camera": subentry.title, "original": name, "entity_id": entity_id}
    if not wrapped.lock:
        # Without that line a lock of what has no unique id would not hold while Home Assistant starts.
        can_lock = wrapped.original.registry_id is not None or not needs_line(hass)
        # What else its device shows is closed with it, as the dialog would have it.
        locked = {CONF_LEFT_OPEN: [], **subentry.data, CONF_LOCK_ORIGINAL: True}
        yield Finding(
            Kind.ORIGINAL_OPEN,
            Severity.SERIOUS,
            (camera,),
            values,
            fix=Fix.LOCK_ORIGINAL if can_lock else None,
            mend=partial(_async_treat, looker, entry, subentry, locked) if can_lock else None,
        )
    elif hass.data[ORIGINALS].state(camera) is OriginalState.CANNOT_LOCK:
        yield Finding(Kind.ORIGINAL_NOT_CLOSED, Severity.SERIOUS, (camera,), values, path="/config/repairs")


def _beside(looker: Looker, entry: ConfigEntry[Any], subentry: ConfigSubentry, wrapped: Wrapped) -> Iterator[Finding]:
    hass = looker.hass
    entity_id = current_entity_id(hass, wrapped.original)
    original = er.async_get(hass).async_get(entity_id) if wrapped.original.registry_id else None
    there = pictures_beside(hass, original)
    still_open = [other for other in there if not other.disabled and not is_original(hass, other)]
    for other in still_open:
        # All that are open now stay so, but for this one, where nobody has said so yet.
        stay = [one.id for one in still_open] if wrapped.left_open is None else sorted(wrapped.left_open)
        closed = {**subentry.data, CONF_LEFT_OPEN: [one for one in stay if one != other.id]}
        yield Finding(
            Kind.BESIDE_OPEN,
            Severity.SERIOUS,
            (subentry.subentry_id, other.id),
            {"camera": subentry.title, "other": name_of(hass, other), "entity_id": other.entity_id},
            path=f"/config/devices/device/{other.device_id}",
            fix=Fix.CLOSE_BESIDE if wrapped.lock else None,
            mend=partial(_async_treat, looker, entry, subentry, closed) if wrapped.lock else None,
        )


async def _async_treat(
    looker: Looker, entry: ConfigEntry[Any], subentry: ConfigSubentry, data: Mapping[str, Any]
) -> None:
    """Have an original treated as `data` says, which closes more than before; return when that is so."""
    looker.hass.config_entries.async_update_subentry(entry, subentry, data=data)
    await looker.hass.data[ORIGINALS].async_follow()
