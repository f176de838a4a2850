"""A line in the YAML that has us arm before any camera there is set up: `- platform: dropcam_privacy` under `camera:`.

Home Assistant looks through all of that section before it sets up any of it, and asks each platform's own schema. A
camera without a unique id has no registry entry that could be closed, so it is open until we are there.
"""

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .registered_locks import CAMERA_DOMAIN

_FOUND: HassKey[bool] = HassKey("dropcam_privacy_yaml_line")
_CAMERA_FIRST: HassKey[bool] = HassKey("dropcam_privacy_camera_first")


@callback
def note_order(hass: HomeAssistant) -> None:
    """Remember whether cameras were there before the locks were armed; call it just before."""
    hass.data.setdefault(_CAMERA_FIRST, CAMERA_DOMAIN in hass.data)


@callback
def note_line(hass: HomeAssistant) -> None:
    """Remember that the line is there."""
    hass.data[_FOUND] = True


@callback
def needs_line(hass: HomeAssistant) -> bool:
    """Return whether an original without a unique id may be open at a start because the line is missing.

    `cloud` is set up before us, with `alexa` and `google_assistant`, which have cameras set up before them.
    """
    return not hass.data.get(_FOUND) and (hass.data.get(_CAMERA_FIRST, False) or "cloud" in hass.config.components)
