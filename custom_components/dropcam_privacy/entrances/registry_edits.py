"""Who changes an entity or a device in Home Assistant's registries, by Home Assistant's own command for that."""

import sys
from types import FrameType

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import entity_registry as er

from ..const import DOMAIN
from ..logins import live_user
from ..policy.model import UserId
from .frames import code_of
from .running import login_of_connection

_ENTITIES = "homeassistant.components.config.entity_registry"
_TAKE_OVER = f"custom_components.{DOMAIN}.originals.take_over"
# The commands, and what in their messages names what they change.
_COMMANDS = (
    (_ENTITIES, "websocket_update_entity", "entity_id"),
    (_ENTITIES, "websocket_remove_entity", "entity_id"),
    ("homeassistant.components.config.device_registry", "websocket_update_device", "device_id"),
)


def taking_over() -> bool:
    """Return whether an entity id changes just now because a camera takes its original's over, or gives it back."""
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the frames are the proof
    while frame is not None and frame.f_globals.get("__name__") != _TAKE_OVER:
        frame = frame.f_back
    return frame is not None


def editor_of(hass: HomeAssistant, event: Event[er.EventEntityRegistryUpdatedData]) -> UserId | None:
    """Return which person makes the change of an entity that an event tells of, in their own session."""
    return editing_user(hass, event.data["entity_id"], str(event.data.get("old_entity_id", "")))


def editing_user(hass: HomeAssistant, *ids: str) -> UserId | None:
    """Return which person changes one of `ids` just now, in their own session.

    These commands are answered inside of the connection's task, and the registry tells listeners before they return: so
    the command's frame is below, with the connection and the message.
    """
    codes = {code_of(module, name): key for module, name, key in _COMMANDS}
    codes.pop(None, None)
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the frames are the proof
    while frame is not None:
        if (key := codes.get(frame.f_code)) is not None:
            connection, message = frame.f_locals.get("connection"), frame.f_locals.get("msg", {})
            login = login_of_connection(connection) if isinstance(connection, ActiveConnection) else None
            mine = login is not None and message.get(key) in ids and live_user(hass, *login) is not None
            return login.user if login is not None and mine else None
        frame = frame.f_back
    return None
