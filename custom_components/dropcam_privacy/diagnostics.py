"""What may be shown to whoever helps: numbers, and yes or no.

Everything here is listed on purpose. No name, address, password, id or picture, and nobody's habits: not when, how
often or by whom a camera is watched. Cameras are numbered, because an id could be looked up elsewhere.
"""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import CONF_PASSWORD, CONF_USERNAME, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant

from .config import CameraConfig, Wrapped, cameras_of, owners_of
from .const import (
    AUTHENTICATION_DIGEST,
    CONF_AUTHENTICATION,
)
from .gatekeeper import GATEKEEPER
from .originals import ORIGINALS, OriginalState
from .people import async_people
from .policy.model import AccountId, Allowance, CameraId, CameraPolicy
from .rights.sources import ADDRESSES
from .runtime import CAMERAS, DropcamConfigEntry


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: DropcamConfigEntry) -> dict[str, Any]:
    """Describe an account."""
    people = await async_people(hass)
    owners = owners_of(entry)
    cameras = cameras_of(entry)
    return {
        "owners": len(owners),
        "owners_active": len(owners & people.keys()),
        "cameras": {
            str(number): {**_source(hass, camera, subentry.data), **_rights(hass, camera, subentry)}
            for number, (camera, subentry) in enumerate(cameras.items(), 1)
        },
    }


def _source(hass: HomeAssistant, camera: CameraId, data: Mapping[str, Any]) -> dict[str, bool]:
    runtime = hass.data[CAMERAS].get(camera)
    answers = {"loaded": runtime is not None, "answers": runtime is not None and runtime.feed.available}
    if (wrapped := Wrapped.of(data)) is not None:
        state = hass.data[ORIGINALS].state(camera)
        return answers | {
            "wraps_entity": True,
            "original_has_unique_id": wrapped.original.registry_id is not None,
            "lock_original": wrapped.lock,
            **{f"original_is_{word.value}": word is state for word in OriginalState},
        }
    return answers | {
        "wraps_entity": False,
        **{f"has_{field}": bool(data.get(field)) for field in ADDRESSES},
        "has_username": bool(data.get(CONF_USERNAME)),
        "has_password": bool(data.get(CONF_PASSWORD)),
        "digest": data.get(CONF_AUTHENTICATION) == AUTHENTICATION_DIGEST,
        "verify_ssl": bool(data.get(CONF_VERIFY_SSL)),
    }


def _rights(hass: HomeAssistant, camera: CameraId, subentry: ConfigSubentry) -> dict[str, Any]:
    """Return what was entered beside what is in force: it is less, where the store does not grant it."""
    force = hass.data[GATEKEEPER].policy(camera) or CameraPolicy(account=AccountId(""), camera=camera)
    config = CameraConfig.of(subentry)
    entered = config.allow
    return {
        "private": force.private,
        "on": force.on,
        "owners_in_force": len(force.owners),
        "viewers": len(config.viewers),
        "viewers_in_force": len(force.viewers),
        "allow": {word.value: word in entered for word in Allowance},
        "allow_in_force": {word.value: word in force.allow for word in Allowance},
    }
