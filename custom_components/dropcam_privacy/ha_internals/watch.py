"""Checks that Home Assistant is as we know it whenever it loads a component, and tells people if it is not."""

from collections.abc import Iterator
import logging

from homeassistant.const import EVENT_COMPONENT_LOADED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.loader import async_get_integration
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..issues import Issue, report
from . import functions, members, webrtc
from .internal import COMPONENTS, Internal

_LOGGER = logging.getLogger(__name__)
_TOLD: HassKey[set[str]] = HassKey("dropcam_privacy_changed_components")


def internals() -> Iterator[Internal]:
    """List all that we rely on."""
    for table in (functions, members, webrtc):
        for value in vars(table).values():
            if isinstance(value, Internal):
                yield value
    yield from functions.REGISTRY_COMMANDS


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Begin to look; this lasts as long as Home Assistant runs."""
    if _TOLD in hass.data:
        return
    hass.data[_TOLD] = set()

    @callback
    def loaded(_: Event) -> None:
        async_look(hass)

    hass.bus.async_listen(EVENT_COMPONENT_LOADED, loaded)
    async_look(hass)


@callback
def async_look(hass: HomeAssistant) -> None:
    """Tell of each component that is not as we know it, once."""
    told = hass.data[_TOLD]
    missing = [internal for internal in internals() if internal.missing and internal.component not in told]
    for internal in missing:
        what, where = internal.name or "a name", internal.module
        _LOGGER.error("Home Assistant is not as we know it: %s in %s. So %s", what, where, internal.without)
    for component in {internal.component for internal in missing}:
        async_tell_changed(hass, component)


@callback
def async_tell_changed(hass: HomeAssistant, component: str) -> None:
    """Tell that a component is not as we know it, and that there may be a newer version of us."""
    told = hass.data.setdefault(_TOLD, set())
    if component in told:
        return
    told.add(component)

    async def tell() -> None:
        integration = await async_get_integration(hass, DOMAIN)
        version = str(integration.version)
        report(hass, Issue.HOME_ASSISTANT_CHANGED, component, component=component, version=version)

    hass.async_create_task(tell(), f"{DOMAIN} tell of a change")


@callback
def async_tell_broken(hass: HomeAssistant, error: Exception) -> None:
    """Tell that something which we need could not be loaded or used, and in which component, if that can be told."""
    module = (error.name or "") if isinstance(error, ImportError) else ""
    found = module.startswith(COMPONENTS)
    async_tell_changed(hass, module.removeprefix(COMPONENTS).partition(".")[0] if found else "homeassistant")
