"""Websocket commands of our own: what the page, the card and other cards ask. docs/commands.md lists them."""

from homeassistant.core import HomeAssistant, callback

from . import log, sharing


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register all of them."""
    log.async_register(hass)
    sharing.async_register(hass)
