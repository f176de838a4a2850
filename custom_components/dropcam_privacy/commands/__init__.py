"""Websocket commands of our own: what the page, the card and other cards ask. docs/commands.md lists them."""

from homeassistant.core import HomeAssistant, callback

from . import check_up, log, set_up


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register all of them."""
    check_up.async_register(hass)
    log.async_register(hass)
    set_up.async_register(hass)
