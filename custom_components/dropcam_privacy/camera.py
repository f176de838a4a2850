"""The platform of guarded cameras, and the line in the YAML that arms the locks before other cameras are set up.

The line must work also where a newer Home Assistant lacks something that guarded cameras need.
"""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback, AddEntitiesCallback
from homeassistant.helpers.typing import ConfigType, DiscoveryInfoType
import voluptuous as vol

from .ha_internals.watch import async_tell_broken
from .originals import arm_by_line

_broken: Exception | None = None
try:
    from . import guarded_camera
except Exception as err:  # noqa: BLE001 - whatever it is, the line arms the locks
    _broken = err

PARALLEL_UPDATES = 0
PLATFORM_SCHEMA = vol.All(cv.PLATFORM_SCHEMA, arm_by_line)


async def async_setup_entry(
    hass: HomeAssistant, entry: ConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the cameras of an account."""
    try:
        if _broken is not None:
            raise _broken
        await guarded_camera.async_add(hass, entry, async_add_entities)
    except Exception as err:
        async_tell_broken(hass, err)
        raise


async def async_setup_platform(
    _hass: HomeAssistant, _config: ConfigType, _add: AddEntitiesCallback, _info: DiscoveryInfoType | None = None
) -> None:
    """Add nothing: the line in the YAML has armed the locks when it was looked through."""
