"""Who changes something in Home Assistant's configuration, in their own session."""

import asyncio
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import UnknownFlow

from ..const import DOMAIN
from ..ha_internals.frames import frames_below
from ..ha_internals.functions import CONFIGURATION_PACKAGE, EDIT, REMOVAL
from ..logins import Login, live_user
from ..policy.model import UserId
from .running import bearer_of, running_command, running_request, served

_REMOVAL_ROUTE = "/api/config/config_entries/entry/{entry_id}"
_ENTRIES = "/api/config/config_entries/"
_EDIT_ROUTE = "/api/config/automation/config/{config_key}"

# With the task that it is for: what is started from there inherits the variable, and is another task.
_editing: ContextVar[tuple[asyncio.Task[Any] | None, Login] | None] = ContextVar(
    "dropcam_privacy_editing", default=None
)


@contextmanager
def editing(login: Login) -> Generator[None]:
    """Have what the running task itself changes of our accounts in the block be somebody's own edit.

    It is for a command of ours that has found out that it is asked in their own session.
    """
    token = _editing.set((asyncio.current_task(), login))
    try:
        yield
    finally:
        _editing.reset(token)


def own_session_user(hass: HomeAssistant) -> UserId | None:
    """Return which person changes an account by the running request or websocket command, in their own session.

    It has to be one that changes an account of ours, or a flow for one: in a request that is about another integration,
    that integration's own code runs as well. Or it is a command of ours that says so.
    """
    login = _editing_login() or _dialog_login(hass)
    return login.user if login is not None and live_user(hass, *login) is not None else None


def _dialog_login(hass: HomeAssistant) -> Login | None:
    """Return who is in a dialog of Home Assistant's, or changes an account by a command of its own."""
    if (request := running_request()) is not None:
        resource = request.match_info.route.resource
        if resource is not None and resource.canonical.startswith(_ENTRIES) and _names_ours(hass, request.match_info):
            return bearer_of(request)
    elif (command := running_command()) is not None and command.handler[0].startswith(CONFIGURATION_PACKAGE):
        return command.login if _names_ours(hass, command.message) else None
    return None


def _editing_login() -> Login | None:
    task, login = _editing.get() or (None, None)
    return login if task is not None and task is asyncio.current_task() else None


def _names_ours(hass: HomeAssistant, named: Mapping[str, Any]) -> bool:
    """Return whether what a request or a command names is an account of ours, or a flow for one."""
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
    """Return which person removes a config entry just now.

    Home Assistant removes it in a task of its own, which begins inside of the view: as long as it has not waited yet,
    the view's frame is below, with the request and the very entry.
    """
    for frame in frames_below():
        if (held := REMOVAL.held_by(frame)) is not None and held["entry_id"] == entry_id:
            request = served(frame, held, _REMOVAL_ROUTE, entry_id=entry_id)
            login = None if request is None else bearer_of(request)
            return login.user if login is not None and live_user(hass, *login) is not None else None
    return None


def automation_edit(hass: HomeAssistant, automation_id: str) -> tuple[UserId, Mapping[str, Any]] | None:
    """Return which person has just saved an automation in the editor, in their own session, and what they made of it.

    Home Assistant loads it in a task of its own, which begins inside of the view.
    """
    for frame in frames_below():
        if (held := EDIT.held_by(frame)) is None:
            continue
        request = served(frame, held, _EDIT_ROUTE, config_key=automation_id)
        login = None if request is None else bearer_of(request)
        if login is None or live_user(hass, *login) is None:
            return None
        return login.user, {"id": automation_id, **held["data"]}
    return None
