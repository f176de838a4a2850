"""By which of Home Assistant's own entrances a question comes in.

Context variables go stale and are inherited by whatever is started from a request. What cannot be inherited is the
coroutine that a task was started for: aiohttp runs each request in a task of its own, and Home Assistant each
asynchronous websocket command. So the running task is asked what it was started for, and what it holds itself is
believed; everything else is unknown.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
import inspect
import sys
from types import CodeType, FrameType
from typing import Any, NamedTuple

from aiohttp import web
from aiohttp.hdrs import AUTHORIZATION
from aiohttp.web_protocol import RequestHandler
from homeassistant.auth.models import TOKEN_TYPE_NORMAL, RefreshToken, User
from homeassistant.components.http.const import KEY_HASS_REFRESH_TOKEN_ID, KEY_HASS_USER
from homeassistant.components.websocket_api import ActiveConnection
from homeassistant.components.websocket_api.decorators import _handle_async_response
from homeassistant.core import Context, HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow

from .const import DOMAIN
from .policy.model import LoginId, UserId

CAMERA_PATHS = ("/api/camera_proxy/", "/api/camera_proxy_stream/")
_SIGNATURE = "authSig"

_REQUEST_CODE = RequestHandler._handle_request.__code__  # noqa: SLF001 - the task's own coroutine is the proof
_COMMAND_CODE = _handle_async_response.__code__
_CALL_SERVICE = ("homeassistant.components.websocket_api.commands", "handle_call_service")
_REMOVAL = ("homeassistant.components.config.config_entries", "ConfigManagerEntryResourceView.delete")
_REMOVAL_ROUTE = "/api/config/config_entries/entry/{entry_id}"
_ENTRIES = "/api/config/config_entries/"
_CONFIGURATION = "homeassistant.components.config."
_EDIT = ("homeassistant.components.config.view", "BaseEditConfigView.post")
_EDIT_ROUTE = "/api/config/automation/config/{config_key}"
_REST_CALL = ("homeassistant.components.api", "APIDomainServicesView.post")
_REST_CALL_ROUTE = "/api/services/{domain}/{service}"


class Login(NamedTuple):
    """A login that Home Assistant has checked: a user, and the refresh token they came with."""

    user: UserId
    login: LoginId


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
    frame = _root_frame(_REQUEST_CODE)
    request = None if frame is None else frame.f_locals.get("request")
    return request if isinstance(request, web.Request) else None


def running_command() -> Command | None:
    """Return the websocket command whose own task is running, if its handler is what it says it is."""
    frame = _root_frame(_COMMAND_CODE)
    if frame is None:
        return None
    function, connection = frame.f_locals.get("func"), frame.f_locals.get("connection")
    name = (getattr(function, "__module__", ""), getattr(function, "__qualname__", ""))
    # The very object: a foreign one can call itself equal.
    if not any(function is held for held in _wrapped(_held(*name))) or not isinstance(connection, ActiveConnection):
        return None
    return Command(login_of_connection(connection), name, frame.f_locals["msg"])


def running_login() -> Login | None:
    """Tell with whose login the request or the websocket command came in whose own task is running, whatever it is."""
    if (request := running_request()) is not None:
        return checked_login(request)
    frame = _root_frame(_COMMAND_CODE)
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
    request = _served(frame, _REST_CALL_ROUTE, domain=held["domain"], service=held["service"])
    login = None if request is None else bearer_of(request)
    return EntranceCall(login, held.get("context"), held["domain"], held["service"])


def bearer_of(request: web.Request) -> Login | None:
    """Tell who a request with a bearer token is from."""
    if _SIGNATURE in request.query or request.headers.get(AUTHORIZATION, "")[:7].lower() != "bearer ":
        return None
    return checked_login(request)


def live_user(hass: HomeAssistant, user_id: UserId, login: LoginId) -> User | None:
    """Return the human, active user behind an ordinary login that still stands: asked anew at each use."""
    token: RefreshToken | None = hass.auth.async_get_refresh_token(login)
    if token is None or token.token_type != TOKEN_TYPE_NORMAL:
        return None
    user = token.user
    return user if user.id == user_id and user.is_active and not user.system_generated else None


def user_of(hass: HomeAssistant, login: LoginId) -> User | None:
    """Return the active user behind a login of any kind that still stands: a person, or one of the system's."""
    token: RefreshToken | None = hass.auth.async_get_refresh_token(login)
    return token.user if token is not None and token.user.is_active else None


def own_session_user(hass: HomeAssistant) -> UserId | None:
    """Tell which person changes an account by the running request or websocket command, in their own session.

    It has to be one that changes an account of ours, or a flow for one: in a request that is about another integration,
    that integration's own code runs as well.
    """
    login: Login | None = None
    if (request := running_request()) is not None:
        resource = request.match_info.route.resource
        if resource is not None and resource.canonical.startswith(_ENTRIES) and _names_ours(hass, request.match_info):
            login = bearer_of(request)
    elif (command := running_command()) is not None:
        if command.handler[0].startswith(_CONFIGURATION) and _names_ours(hass, command.message):
            login = command.login
    return login.user if login is not None and live_user(hass, *login) is not None else None


def _names_ours(hass: HomeAssistant, named: Mapping[str, Any]) -> bool:
    """Tell whether what a request or a command names is an account of ours, or a flow for one."""
    handler: str | tuple[str, str] = (named.get("entry_id", named.get("config_entry_id", "")), "")
    if "flow_id" in named:
        for flows in (hass.config_entries.flow, hass.config_entries.subentries):
            with suppress(UnknownFlow):
                handler = flows.async_get(named["flow_id"])["handler"]
    if isinstance(handler, str):
        return handler == DOMAIN
    entry = hass.config_entries.async_get_entry(handler[0])
    return entry is not None and entry.domain == DOMAIN


def removing_user(hass: HomeAssistant, entry_id: str) -> UserId | None:
    """Tell which person removes a config entry just now.

    Home Assistant removes it in a task of its own, which begins inside of the view: as long as it has not waited yet,
    the view's frame is below, with the request and the very entry.
    """
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the frames are the proof
    while frame is not None:
        if frame.f_code is code_of(*_REMOVAL) and frame.f_locals.get("entry_id") == entry_id:
            request = _served(frame, _REMOVAL_ROUTE, entry_id=entry_id)
            login = None if request is None else bearer_of(request)
            return login.user if login is not None and live_user(hass, *login) is not None else None
        frame = frame.f_back
    return None


def automation_edit(hass: HomeAssistant, automation_id: str) -> tuple[UserId, Mapping[str, Any]] | None:
    """Tell which person has just saved an automation in the editor, in their own session, and what they made of it.

    Home Assistant loads it in a task of its own, which begins inside of the view.
    """
    frame: FrameType | None = sys._getframe()  # noqa: SLF001 - the frames are the proof
    while frame is not None and frame.f_code is not code_of(*_EDIT):
        frame = frame.f_back
    if frame is None or (request := _served(frame, _EDIT_ROUTE, config_key=automation_id)) is None:
        return None
    login = bearer_of(request)
    if login is None or live_user(hass, *login) is None:
        return None
    return login.user, {"id": automation_id, **frame.f_locals["data"]}


def _served(frame: FrameType, route: str, **values: str) -> web.Request | None:
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
    while outer is not None and outer.f_code is not _REQUEST_CODE:
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


def _root_frame(code: CodeType) -> FrameType | None:
    """Return the frame that the running task was started with, if it runs `code`."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    coroutine = task.get_coro() if task is not None else None
    if not inspect.iscoroutine(coroutine) or coroutine.cr_code is not code:
        return None
    return coroutine.cr_frame


def own_frames() -> Iterator[FrameType]:
    """Go through the frames of the running task, outwards and not beyond it: what started it does not ask."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return
    coroutine = task.get_coro() if task is not None else None
    root = coroutine.cr_frame if inspect.iscoroutine(coroutine) else None
    frame: FrameType | None = sys._getframe(1) if root is not None else None  # noqa: SLF001 - the frames are the proof
    while frame is not None:
        yield frame
        frame = None if frame is root else frame.f_back


def _held(module: str, name: str) -> object | None:
    """Return what a module of Home Assistant holds under a name."""
    if not module.startswith(("homeassistant.components.", "homeassistant.helpers.")):
        return None
    found: object | None = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def _wrapped(function: object | None) -> Iterator[object]:
    """Go through a function and what it wraps, to the innermost."""
    while callable(function):
        yield function
        function = getattr(function, "__wrapped__", None)


def code_of(module: str, name: str) -> CodeType | None:
    """Return the code of a function of Home Assistant's, without what wraps it; None if that is not loaded."""
    *_, innermost = None, *_wrapped(_held(module, name))
    return getattr(innermost, "__code__", None)
