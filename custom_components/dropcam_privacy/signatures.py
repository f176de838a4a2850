"""Paths of guarded cameras that somebody signed themselves, as the frontend does for every still.

Home Assistant signs for whoever its context variables name, and those are inherited: a timer that was set up in an
owner's session would sign in the owner's name. So a signature counts only if it was asked for by the websocket
command `auth/sign_path`, which is answered here for paths of guarded cameras. Such a path carries a number of its own.
"""

from datetime import timedelta
import secrets
from time import monotonic
from typing import Any

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.websocket_api import ActiveConnection, async_register_command
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET_API
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey
from yarl import URL

from .data import CAMERAS
from .routes import CAMERA_PATHS, live_user, login_of_connection

SIGNATURES: HassKey[Signatures] = HassKey("dropcam_privacy_signatures")
_COMMAND = "auth/sign_path"
_NUMBER = "signed"
# The frontend signs for half a minute. Whoever asks for longer does not want to look now.
_LONGEST = 60


class Signatures:
    """The numbers of the paths that were signed in the last minute."""

    def __init__(self) -> None:
        """Begin with none."""
        self._until: dict[str, float] = {}

    @callback
    def sign(self, hass: HomeAssistant, connection: ActiveConnection, path: str, seconds: int) -> str:
        """Sign a path for the login of a connection, so that it is known again."""
        number = secrets.token_urlsafe(16)
        now = monotonic()
        self._until = {known: until for known, until in self._until.items() if until > now}
        self._until[number] = now + seconds
        url = URL(path).update_query({_NUMBER: number})
        return async_sign_path(hass, str(url), timedelta(seconds=seconds), refresh_token_id=connection.refresh_token_id)

    @callback
    def knows(self, request: web.Request) -> bool:
        """Tell whether the path of a request, which Home Assistant has verified, was signed here."""
        return self._until.get(request.query.get(_NUMBER, ""), 0) > monotonic()


@callback
def async_install(hass: HomeAssistant) -> None:
    """Answer `auth/sign_path` for guarded cameras, as soon as Home Assistant has a command of that name."""
    hass.data[SIGNATURES] = Signatures()
    async_when_setup(hass, "auth", _async_answer)


async def _async_answer(hass: HomeAssistant, _: str) -> None:
    """Stand before Home Assistant's own command, and leave every other path to it."""
    stock, schema = hass.data[WEBSOCKET_API][_COMMAND]
    signatures = hass.data[SIGNATURES]

    @callback
    def sign_path(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
        login = login_of_connection(connection)
        guarded = any(
            msg["path"].partition("?")[0] == f"{prefix}{camera.entity_id}"
            for camera in hass.data[CAMERAS].values()
            for prefix in CAMERA_PATHS
        )
        if not guarded or msg["expires"] > _LONGEST or login is None or live_user(hass, *login) is None:
            stock(hass, connection, msg)
            return
        connection.send_result(msg["id"], {"path": signatures.sign(hass, connection, msg["path"], msg["expires"])})

    async_register_command(hass, _COMMAND, sign_path, schema)
