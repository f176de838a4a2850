"""By which of Home Assistant's own entrances a question comes in.

Context variables go stale and are inherited by whatever is started from a request. What cannot be inherited is the
coroutine that a task was started for: aiohttp runs each request in a task of its own, and Home Assistant each
asynchronous websocket command. So the running task is asked what it was started for, and what it holds itself is
believed; everything else is unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any

from aiohttp import web
from aiohttp.hdrs import AUTHORIZATION
from homeassistant.components.http.const import KEY_HASS_REFRESH_TOKEN_ID, KEY_HASS_USER
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.core import Context

from ..ha_internals.frames import held_by_root
from ..ha_internals.functions import CALL_COMMAND, COMMAND, HTTP_REQUEST, REST_CALL
from ..ha_internals.internal import held_publicly, wrapped
from ..logins import Login
from ..policy.model import RefreshTokenId, UserId

CAMERA_PATHS = ("/api/camera_proxy/", "/api/camera_proxy_stream/")
_SIGNATURE = "authSig"

_REST_CALL_ROUTE = "/api/services/{domain}/{service}"


@dataclass(frozen=True, slots=True)
class Command:
    """A websocket command that the running task was started for."""

    login: Login | None
    handler: tuple[str, str]
    message: dict[str, Any]


@dataclass(frozen=True, slots=True)
class EntranceCall:
    """A service call as an entrance made it."""

    login: Login | None
    context: Context | None
    domain: str
    service: str


def running_request() -> web.Request | None:
    """Return the request whose own task is running."""
    held = held_by_root(HTTP_REQUEST)
    request = None if held is None else held["request"]
    return request if isinstance(request, web.Request) else None


def running_command() -> Command | None:
    """Return the websocket command whose own task is running, if its handler is what it says it is."""
    if (held := held_by_root(COMMAND)) is None:
        return None
    function, connection = held["func"], held["connection"]
    name = (getattr(function, "__module__", ""), getattr(function, "__qualname__", ""))
    # The very object: a foreign one can call itself equal.
    if not any(function is it for it in wrapped(held_publicly(*name))) or not isinstance(connection, ActiveConnection):
        return None
    return Command(login_of_connection(connection), name, held["msg"])


def running_login() -> Login | None:
    """Return the login of the request or the websocket command whose own task is running, whatever it asks."""
    if (request := running_request()) is not None:
        return checked_login(request)
    held = held_by_root(COMMAND)
    connection = None if held is None else held["connection"]
    return login_of_connection(connection) if isinstance(connection, ActiveConnection) else None


def running_address() -> str | None:
    """Return from where the request or the websocket command came whose own task is running."""
    if (request := running_request()) is not None:
        return request.remote
    held = held_by_root(COMMAND)
    connection = None if held is None else held["connection"]
    # Versions before 2026.10 do not say it.
    return getattr(connection, "remote", None) if isinstance(connection, ActiveConnection) else None


def websocket_call_of(frame: FrameType) -> EntranceCall | None:
    """Read a service call from the frame of the websocket command for it."""
    if (held := CALL_COMMAND.held_by(frame)) is None:
        return None
    command = running_command()
    mine = command is not None and command.handler == CALL_COMMAND.place and command.message is held["msg"]
    login = login_of_connection(held["connection"]) if mine else None
    return EntranceCall(login, held.get("context"), held["msg"]["domain"], held["msg"]["service"])


def rest_call_of(frame: FrameType) -> EntranceCall | None:
    """Read a service call from the frame of the HTTP view for it."""
    if (held := REST_CALL.held_by(frame)) is None:
        return None
    request = served(frame, held, _REST_CALL_ROUTE, domain=held["domain"], service=held["service"])
    login = None if request is None else bearer_of(request)
    return EntranceCall(login, held.get("context"), held["domain"], held["service"])


def bearer_of(request: web.Request) -> Login | None:
    """Return who a request with a bearer token is from."""
    if _SIGNATURE in request.query or request.headers.get(AUTHORIZATION, "")[:7].lower() != "bearer ":
        return None
    return checked_login(request)


def served(frame: FrameType, view: Mapping[str, Any], route: str, **values: str) -> web.Request | None:
    """Return the request that the frame of a `view` holds, if it is the one that this view is answering for aiohttp.

    Other code can call the view itself, with a request that it was given or has inherited.
    """
    request = view.get("request")
    if not isinstance(request, web.Request) or dict(request.match_info) != values:
        return None
    resource = request.match_info.route.resource
    if resource is None or resource.canonical != route:
        return None
    outer = frame.f_back
    while outer is not None and outer.f_code is not frame.f_code:
        if (held := HTTP_REQUEST.held_by(outer)) is not None:
            return request if held["request"] is request else None
        outer = outer.f_back
    return None


def login_of_signature(request: web.Request) -> Login | None:
    """Return whose signature let a request in; that it was made in their own session is for others to know."""
    return None if AUTHORIZATION in request.headers or _SIGNATURE not in request.query else checked_login(request)


def checked_login(request: web.Request) -> Login | None:
    """Return with whose login Home Assistant let a request in; that they ask themselves is for others to know."""
    try:
        user, login = request[KEY_HASS_USER], request[KEY_HASS_REFRESH_TOKEN_ID]
    except KeyError:
        return None
    return Login(user.id, login) if user is not None and login is not None else None


def login_of_connection(connection: ActiveConnection) -> Login | None:
    """Return who is logged in at the other end of a websocket."""
    if connection.refresh_token_id is None:
        return None
    return Login(UserId(connection.user.id), RefreshTokenId(connection.refresh_token_id))
