"""Websocket commands of our own: what the page, the card and other cards ask. docs/commands.md lists them."""

from homeassistant.core import HomeAssistant, callback

from . import changes, check_up, log, overview, own, scene, set_up, sharing


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register all of them."""
    for subject in (changes, check_up, log, overview, own, scene, set_up, sharing):
        subject.async_register(hass)
