"""Where it begins: the first code of ours that runs arms the locks, before any camera can be asked."""

from typing import Any

from homeassistant.core import HomeAssistant, async_get_hass, callback
from homeassistant.util.hass_dict import HassKey

from .originals import Originals
from .yaml_line import note_line, note_order

ORIGINALS: HassKey[Originals] = HassKey("dropcam_privacy_originals")


@callback
def arm(hass: HomeAssistant) -> Originals:
    """Lock every original that an account locks, and those that come; once."""
    if (originals := hass.data.get(ORIGINALS)) is None:
        note_order(hass)
        originals = Originals(hass)
        originals.arm()
        hass.data[ORIGINALS] = originals
    return originals


async def async_arm(hass: HomeAssistant) -> Originals:
    """Arm the locks, and clean up after those that nobody asks for any more. Call it first of all."""
    originals = arm(hass)
    await originals.async_clean()
    return originals


def arm_by_line(config: dict[str, Any]) -> dict[str, Any]:
    """Arm when our line in the YAML is looked through."""
    hass = async_get_hass()
    # The check of a configuration does the same, in a process that sets nothing up.
    if "http" in hass.config.components:
        note_line(hass)
        arm(hass)
    return config
