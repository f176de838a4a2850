"""Dropcam Privacy: camera entities whose picture goes to their owners, and to the people they let in.

Importing this loads no camera, stream or av: the lock of wrapped originals must stand before anybody can ask them.
It also stands where a newer Home Assistant lacks something that the rest needs: then the rest is left out.
"""

import logging

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.typing import ConfigType

from . import originals
from .const import DOMAIN
from .ha_internals.watch import async_tell_broken

_broken: Exception | None = None
try:
    from . import accounts
except Exception as err:  # noqa: BLE001 - whatever it is, the locks stand
    _broken = err

_LOGGER = logging.getLogger(__name__)
CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Lock the originals first of all, and then set up the rest."""
    originals.arm(hass)
    try:
        if _broken is not None:
            raise _broken
        return await accounts.async_setup(hass, config)
    except Exception as err:
        _LOGGER.exception("Dropcam Privacy cannot be set up with this Home Assistant; locked cameras stay locked")
        async_tell_broken(hass, err)
        return False


async def async_setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Set up an account."""
    return _broken is None and await accounts.async_setup_entry(hass, entry)


async def async_unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
    """Unload an account."""
    return _broken is None and await accounts.async_unload_entry(hass, entry)


async def async_remove_entry(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Remove an account. Only the rest of the package can tell who wanted that."""
    if _broken is None:
        await accounts.async_remove_entry(hass, entry)
    else:
        await originals.arm(hass).async_account_removed(entry, by_owner=False)


async def async_remove_config_entry_device(hass: HomeAssistant, entry: ConfigEntry, device: dr.DeviceEntry) -> bool:
    """Return whether a device of an account may be removed."""
    return _broken is None and await accounts.async_remove_config_entry_device(hass, entry, device)
