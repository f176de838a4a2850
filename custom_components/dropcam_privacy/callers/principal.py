"""Home Assistant's facts, turned into a principal: decided by the route of the question, never by a variable."""

import asyncio
from collections.abc import Collection
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from homeassistant.core import Context, HomeAssistant, ServiceCall
from homeassistant.util.hass_dict import HassKey

from ..automations.lowering import LOWERING
from ..automations.runs import StepCall, own_call, step_call
from ..const import DOMAIN
from ..entrances.running import (
    CAMERA_PATHS,
    Command,
    bearer_of,
    checked_login,
    login_of_signature,
    running_command,
    running_request,
)
from ..ha_internals.functions import CAMERA_STREAM, RESOLVE_MEDIA, WEBRTC_CANDIDATE, WEBRTC_OFFER
from ..logins import Login, live_user, user_of
from ..policy.model import INTEGRATION, UNKNOWN, Channel, Kind, Principal
from ..rights.author import Author, author
from .named import async_in_the_name_of
from .service_calls import Calls, entrances_are_known, names_only
from .signed_paths import SIGNATURES

CALLS: HassKey[Calls] = HassKey("dropcam_privacy_calls")
CAMERA_VIEWS = frozenset(f"{path}{{entity_id}}" for path in CAMERA_PATHS)
_WEBRTC = (WEBRTC_OFFER.place, WEBRTC_CANDIDATE.place)


@dataclass(slots=True)
class ServiceScope:
    """An entity service that runs on one entity; it can be asked once who called it."""

    entity_id: str
    task: asyncio.Task[Any] | None
    context: Context | None = None
    open: bool = True
    # Of an automation or a script: it can be found only while the service begins.
    call: StepCall | None = field(default_factory=step_call)
    # Whether somebody's own call names this one entity and nothing else; known after the caller was looked up.
    alone: bool = False
    # Who that is, for the log.
    author: Author = field(default_factory=Author)


current_scope: ContextVar[ServiceScope | None] = ContextVar("dropcam_privacy_service", default=None)


def person(login: Login) -> Principal:
    """Make the principal of a login, which is a person's as long as it is an ordinary one and stands."""
    return Principal(kind=Kind.PERSON, user=login.user, login=login.login)


def asker(hass: HomeAssistant, login: Login | None) -> Principal:
    """Make the principal of whoever came with a login: a person by an ordinary one, by any other a program."""
    return person(login) if login is not None and live_user(hass, *login) is not None else _program(hass, login)


def _program(hass: HomeAssistant, login: Login | None) -> Principal:
    """Make the principal of a program that came with a login, which ends with it.

    A person's name on it narrows what it gets: whoever may not see a picture gets none by a long-lived token either,
    nor by a path that was signed for hours. A system user names nobody.
    """
    user = None if login is None else user_of(hass, login.login)
    if login is None or user is None:
        return UNKNOWN
    name = None if user.system_generated else login.user
    return Principal(kind=Kind.INTEGRATION, user=name, login=login.login)


def channel_of(principal: Principal, road: Channel) -> Channel:
    """Return the channel of a picture on a road that is a person's; a program's is its own on each of them."""
    return Channel.INTEGRATION if principal.kind is Kind.INTEGRATION else road


def service_scope(entity_id: str) -> ServiceScope | None:
    """Return the scope of a service that runs on this entity now, and close it: it answers one question."""
    scope = current_scope.get()
    if scope is None or not scope.open or scope.entity_id != entity_id:
        return None
    scope.open = False
    return scope


async def async_of_service(
    hass: HomeAssistant, scope: ServiceScope, domain: str, services: Collection[str]
) -> Principal:
    """Return who called one of `services` on the entity of `scope`."""
    if scope.context is None:
        return UNKNOWN
    call = hass.data[CALLS].direct(scope.context, scope.task, domain, services)
    if call is not None and (login := call.by(hass, scope.entity_id)) is not None:
        scope.alone = names_only(hass, call.data, scope.entity_id)
        caller = asker(hass, login)
    else:
        caller = await _async_program_of(hass, scope, scope.context)
    scope.author.principal = caller
    return caller


async def async_of_action(hass: HomeAssistant, call: ServiceCall) -> Principal:
    """Return who called an action of ours that is on no entity. To be asked first thing in its handler."""
    scope = ServiceScope("", asyncio.current_task(), call.context)
    direct = hass.data[CALLS].direct(call.context, scope.task, call.domain, {call.service})
    if direct is not None and (login := direct.once(call.service)) is not None:
        caller = asker(hass, login)
    else:
        caller = await _async_program_of(hass, scope, call.context)
    author().principal = caller
    return caller


async def _async_program_of(hass: HomeAssistant, scope: ServiceScope, context: Context) -> Principal:
    calls = hass.data[CALLS]
    if not calls.is_automation(context):
        # What is fired while another event is dispatched arrives after it, and an automation that was triggered by
        # that event calls before it is announced: let the announcement come.
        await asyncio.sleep(0)
    if calls.is_automation(context):
        # A script that somebody starts themselves runs in their name.
        names = set() if context.user_id is None else {context.user_id}
        return await async_in_the_name_of(hass, _automation(hass, calls, scope, context), names)
    return INTEGRATION if entrances_are_known() else UNKNOWN


def _automation(hass: HomeAssistant, calls: Calls, scope: ServiceScope, context: Context) -> Principal:
    """Make the principal of an automation, or of whatever runs in its name; only the first is told by its name."""
    people = calls.people(context)
    call = scope.call
    own = None
    # Our own actions name cameras in their own way, and check that themselves.
    if (
        call is not None
        and call.context is context
        and (call.domain == DOMAIN or names_only(hass, call.data, scope.entity_id))
    ):
        own = own_call(hass, call)
    if own is None:
        return Principal(kind=Kind.AUTOMATION, people=people)
    hass.data[LOWERING].ran(own.automation)
    people = people.union(*map(calls.people, own.contexts))
    return Principal(kind=Kind.AUTOMATION, people=people, automation=own.automation)


def camera_request(entity_id: str) -> web.Request | None:
    """Return the running request, if its route is Home Assistant's own view of this very camera."""
    request = running_request()
    if request is None or request.match_info.get("entity_id") != entity_id:
        return None
    resource = request.match_info.route.resource
    return request if resource is not None and resource.canonical in CAMERA_VIEWS else None


def of_request(hass: HomeAssistant, request: web.Request) -> Principal:
    """Return who a request for a camera is from: by a bearer token, or a path that they signed themselves just now.

    Any other signature is a program's, in the name of whoever it was made for.
    """
    login = bearer_of(request)
    if login is None and hass.data[SIGNATURES].knows(request):
        login = login_of_signature(request)
    return _program(hass, checked_login(request)) if login is None else asker(hass, login)


def of_command(hass: HomeAssistant, entity_id: str) -> Principal | None:
    """Return who asks for a stream of this camera by one of Home Assistant's own websocket commands; None: nobody."""
    command = running_command()
    return asker(hass, command.login) if command is not None and _names(command, entity_id) else None


def _names(command: Command, entity_id: str) -> bool:
    if command.handler == CAMERA_STREAM.place or command.handler in _WEBRTC:
        return command.message.get("entity_id") == entity_id
    if command.handler == RESOLVE_MEDIA.place:
        return command.message.get("media_content_id") == f"media-source://camera/{entity_id}"
    return False
