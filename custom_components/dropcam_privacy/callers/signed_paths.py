"""Paths of guarded cameras and of logs that somebody signed themselves, as the frontend does for every still.

Home Assistant signs for whoever its context variables name, and those are inherited: a timer that was set up in an
owner's session would sign in the owner's name. So a signature counts only if it was asked for by the websocket
command `auth/sign_path`, which is answered here for paths of guarded cameras. Such a path carries a mark of its own,
which is good for this path and this login, and for as long as was asked. Nothing is remembered of it.
"""

from base64 import urlsafe_b64encode
from datetime import timedelta
import hmac
from math import ceil
import secrets
from time import monotonic
from typing import Any

from aiohttp import web
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.websocket_api import ActiveConnection, async_register_command
from homeassistant.components.websocket_api.const import DOMAIN as WEBSOCKET_API, ERR_NOT_ALLOWED
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from ..const import LOG_PATH
from ..entrances.running import CAMERA_PATHS, login_of_connection, login_of_signature, running_request
from ..exceptions import TooMuch
from ..logins import live_user
from ..pace import async_hold_back
from ..policy.model import RefreshTokenId
from ..runtime import camera_of

SIGNATURES: HassKey[Signatures] = HassKey("dropcam_privacy_signatures")
_COMMAND = "auth/sign_path"
_MARK = "signed"
# The frontend signs for half a minute. Whoever asks for longer does not want to look now.
_LONGEST = 60


class Signatures:
    """Marks what is signed here, and knows it again."""

    def __init__(self) -> None:
        """Mark with a key that dies with the process, as Home Assistant's own does."""
        self._key = secrets.token_bytes(32)

    @callback
    def sign(self, hass: HomeAssistant, login: RefreshTokenId, path: str, seconds: int) -> str:
        """Sign a path for a login, so that it is known again."""
        mark = self._mark(path.partition("?")[0], login, str(ceil(monotonic()) + seconds))
        marked = f"{path}{'&' if '?' in path else '?'}{_MARK}={mark}"
        return async_sign_path(hass, marked, timedelta(seconds=seconds), refresh_token_id=login)

    @callback
    def knows(self, request: web.Request) -> bool:
        """Return whether the path of a request, which Home Assistant has verified, was signed here."""
        mark = request.query.get(_MARK, "")
        until = mark.partition(".")[0]
        if (login := login_of_signature(request)) is None or not (until.isascii() and until.isdecimal()):
            return False
        own = self._mark(request.path, login.login, until)
        return hmac.compare_digest(own.encode(), mark.encode()) and int(until) > monotonic()

    def _mark(self, path: str, login: RefreshTokenId, until: str) -> str:
        said = f"{until} {login} {path}".encode()
        return f"{until}.{urlsafe_b64encode(hmac.digest(self._key, said, 'sha256')[:18]).decode()}"


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
        login = login_of_connection(connection) if msg["expires"] <= _LONGEST and _guarded(hass, msg["path"]) else None
        if login is None or live_user(hass, *login) is None:
            stock(hass, connection, msg)
            return
        request = running_request()
        if not async_hold_back(hass, login.login, None if request is None else request.transport):
            connection.send_error(msg["id"], ERR_NOT_ALLOWED, str(TooMuch()))
            return
        path = signatures.sign(hass, login.login, msg["path"], msg["expires"])
        connection.send_result(msg["id"], {"path": path})

    async_register_command(hass, _COMMAND, sign_path, schema)


def _guarded(hass: HomeAssistant, path: str) -> bool:
    """Return whether a path is a guarded camera's, or for a log: whose that is, its view asks."""
    if path.startswith(LOG_PATH):
        return True
    view = next((prefix for prefix in CAMERA_PATHS if path.startswith(prefix)), None)
    if view is None:
        return False
    entity_id = path[len(view) :].partition("?")[0]
    return camera_of(hass, entity_id) is not None
