"""By which of Home Assistant's own entrances a question comes in.

Context variables go stale and are inherited by whatever is started from a request. What cannot be inherited is the
coroutine that a task was started for: aiohttp runs each request in a task of its own, and Home Assistant each
asynchronous websocket command. So the running task is asked what it was started for, and what it holds itself is
believed; everything else is unknown.
"""

from dataclasses import dataclass
from types import FrameType
from typing import Any

from aiohttp import web
from aiohttp.hdrs import AUTHORIZATION
from aiohttp.web_protocol import RequestHandler
from homeassistant.components.http.const import KEY_HASS_REFRESH_TOKEN_ID, KEY_HASS_USER
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.components.websocket_api.decorators import _handle_async_response
from homeassistant.core import Context

from ..logins import Login
from ..policy.model import LoginId, UserId
from .frames import code_of, held, root_frame, wrapped

CAMERA_PATHS = ("/api/camera_proxy/", "/api/camera_proxy_stream/")
_SIGNATURE = "authSig"

REQUEST_CODE = RequestHandler._handle_request.__code__  # noqa: SLF001 - the task's own coroutine is the proof
COMMAND_CODE = _handle_async_response.__code__
_CALL_SERVICE = ("homeassistant.components.websocket_api.commands", "handle_call_service")
_REST_CALL = ("homeassistant.components.api", "APIDomainServicesView.post")
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
    frame = root_frame(REQUEST_CODE)
    request = None if frame is None else frame.f_locals.get("request")
    return request if isinstance(request, web.Request) else None


def running_command() -> Command | None:
    """Return the websocket command whose own task is running, if its handler is what it says it is."""
    frame = root_frame(COMMAND_CODE)
    if frame is None:
        return None
    function, connection = frame.f_locals.get("func"), frame.f_locals.get("connection")
    name = (getattr(function, "__module__", ""), getattr(function, "__qualname__", ""))
    # The very object: a foreign one can call itself equal.
    if not any(function is it for it in wrapped(held(*name))) or not isinstance(connection, ActiveConnection):
        return None
    return Command(login_of_connection(connection), name, frame.f_locals["msg"])


def running_login() -> Login | None:
    """Tell with whose login the request or the websocket command came in whose own task is running, whatever it is."""
    if (request := running_request()) is not None:
        return checked_login(request)
    frame = root_frame(COMMAND_CODE)
    connection = None if frame is None else frame.f_locals.get("connection")
    return login_of_connection(connection) if isinstance(connection, ActiveConnection) else None


def websocket_call_of(frame: FrameType) -> EntranceCall | None:
    """Read a service call from the frame of the websocket command for it."""
    if frame.f_code is not code_of(*_CALL_SERVICE):
        return None
    held = frame.f_locals
    command = running_command()
    mine = command is not None and command.handler == _CALL_SERVICE and command.message is held["msg"]
    login = login_of_connection(held["connection"]) if mine else None
    return EntranceCall(login, held.get("context"), held["msg"]["domain"], held["msg"]["service"])


def rest_call_of(frame: FrameType) -> EntranceCall | None:
    """Read a service call from the frame of the HTTP view for it."""
    if frame.f_code is not code_of(*_REST_CALL):
        return None
    held = frame.f_locals
    request = served(frame, _REST_CALL_ROUTE, domain=held["domain"], service=held["service"])
    login = None if request is None else bearer_of(request)
    return EntranceCall(login, held.get("context"), held["domain"], held["service"])


def bearer_of(request: web.Request) -> Login | None:
    """Tell who a request with a bearer token is from."""
    if _SIGNATURE in request.query or request.headers.get(AUTHORIZATION, "")[:7].lower() != "bearer ":
        return None
    return checked_login(request)


def served(frame: FrameType, route: str, **values: str) -> web.Request | None:
    """Return the request that the frame of a view holds, if it is the one that this view is answering for aiohttp.

    Other code can call the view itself, with a request that it was given or has inherited.
    """
    request = frame.f_locals.get("request")
    if not isinstance(request, web.Request) or dict(request.match_info) != values:
        return None
    resource = request.match_info.route.resource
    if resource is None or resource.canonical != route:
        return None
    outer = frame.f_back
    while outer is not None and outer.f_code is not REQUEST_CODE:
        if outer.f_code is frame.f_code:
            return None
        outer = outer.f_back
    return request if outer is not None and outer.f_locals.get("request") is request else None


def login_of_signature(request: web.Request) -> Login | None:
    """Tell whose signature let a request in; that it was made in their own session is for others to know."""
    return None if AUTHORIZATION in request.headers or _SIGNATURE not in request.query else checked_login(request)


def checked_login(request: web.Request) -> Login | None:
    """Tell with whose login Home Assistant let a request in; that they ask themselves is for others to know."""
    try:
        user, login = request[KEY_HASS_USER], request[KEY_HASS_REFRESH_TOKEN_ID]
    except KeyError:
        return None
    return Login(user.id, login) if user is not None and login is not None else None


def login_of_connection(connection: ActiveConnection) -> Login | None:
    """Tell who is logged in at the other end of a websocket."""
    if connection.refresh_token_id is None:
        return None
    return Login(UserId(connection.user.id), LoginId(connection.refresh_token_id))
