"""Who changes an entity or a device in Home Assistant's registries, by Home Assistant's own command for that."""

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..ha_internals.frames import frames_below, runs_in
from ..ha_internals.functions import REGISTRY_COMMANDS
from ..logins import live_user
from ..policy.model import UserId
from .running import login_of_connection

_TAKE_OVER = f"custom_components.{DOMAIN}.originals.take_over"


def taking_over() -> bool:
    """Return whether an entity id changes just now because a camera takes its original's over, or gives it back."""
    return runs_in(_TAKE_OVER)


def editor_of(hass: HomeAssistant, event: Event[er.EventEntityRegistryUpdatedData]) -> UserId | None:
    """Return which person makes the change of an entity that an event tells of, in their own session."""
    return editing_user(hass, event.data["entity_id"], str(event.data.get("old_entity_id", "")))


def editing_user(hass: HomeAssistant, *ids: str) -> UserId | None:
    """Return which person changes one of `ids` just now, in their own session.

    These commands are answered inside of the connection's task, and the registry tells listeners before they return: so
    the command's frame is below, with the connection and the message.
    """
    for frame in frames_below():
        for command, key in REGISTRY_COMMANDS.items():
            if (held := command.held_by(frame)) is None:
                continue
            connection, message = held["connection"], held["msg"]
            login = login_of_connection(connection) if isinstance(connection, ActiveConnection) else None
            mine = login is not None and message.get(key) in ids and live_user(hass, *login) is not None
            return login.user if login is not None and mine else None
    return None
