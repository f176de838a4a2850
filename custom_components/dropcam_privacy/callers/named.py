"""Whom a road names, on which a program asks: that can only narrow what it gets.

A name is believed where it is said: in the running task's own request or websocket command, in the registration of a
phone whose webhook is being answered, in the call of an action that is under way. Context variables are inherited by
whatever is started from there, so of a call only its own time counts, and only in the run that made it.
"""

import asyncio
from collections.abc import Collection, Iterator
from contextvars import ContextVar
from typing import NamedTuple

from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.trace import script_execution_cv

from ..entrances.running import running_login
from ..gatekeeper import GATEKEEPER
from ..ha_internals.frames import frames_below, own_frames
from ..ha_internals.functions import COMMAND, HTTP_REQUEST, PHONE, SERVICE_CALL
from ..ha_internals.members import SERVICES_OF_AN_ENTITY
from ..policy.model import INTEGRATION, UNKNOWN, Principal, UserId

# What names a user: their own request or command, the call of an action, and all that a phone's webhook does with a
# camera itself. On a road that is not recognised, anybody would pass for a program of nobody's.
_ROADS = (HTTP_REQUEST, COMMAND, SERVICE_CALL, PHONE, SERVICES_OF_AN_ENTITY)


class _Call(NamedTuple):
    """The call of an action: whom its context names, and what made it."""

    user: str | None
    task: asyncio.Task[object] | None
    run: object | None
    """The run of an automation or a script that it was made in."""

    def under_way(self) -> bool:
        """Return whether the call goes on, and the caller is part of it, not of an automation that it set off."""
        return self.task is not None and not self.task.done() and self.run is script_execution_cv.get()


_calling: ContextVar[_Call | None] = ContextVar("dropcam_privacy_calling", default=None)


@callback
def async_listen(hass: HomeAssistant) -> None:
    """Begin to listen to calls; this lasts as long as Home Assistant runs."""
    hass.bus.async_listen(EVENT_CALL_SERVICE, _called)


@callback
def _called(event: Event) -> None:
    """Note who calls, where the handler finds it: the event of a call is dispatched in the caller's own context.

    Unless it was made while another event is dispatched: then it comes later, in the context of somebody else.
    """
    called = next(filter(None, map(SERVICE_CALL.held_by, frames_below())), None)
    if called is not None and called.get("context") is event.context:
        _calling.set(_Call(event.context.user_id, asyncio.current_task(), script_execution_cv.get()))


async def async_named(hass: HomeAssistant) -> Principal:
    """Return an integration, in the name of whoever the running task's road names; unknown if that cannot be told."""
    if any(road.missing for road in _ROADS):
        return UNKNOWN
    return await async_in_the_name_of(hass, INTEGRATION, set(_names()))


async def async_in_the_name_of(hass: HomeAssistant, program: Principal, names: Collection[str]) -> Principal:
    """Return a program in somebody's name; unknown if two people are named, or somebody who has left."""
    people: set[UserId] = set()
    for name in names:
        user = await hass.auth.async_get_user(name)
        if user is None or not user.is_active:
            return UNKNOWN
        if not user.system_generated:
            hass.data[GATEKEEPER].meet(user)
            people.add(UserId(name))
    if len(people) > 1:
        return UNKNOWN
    return program._replace(user=people.pop()) if people else program


def _names() -> Iterator[str]:
    """Go through the ids of users that the road names."""
    if (login := running_login()) is not None:
        yield login.user
    call = _calling.get()
    if call is not None and call.user is not None and call.under_way():
        yield call.user
    for phone in filter(None, map(PHONE.held_by, own_frames())):
        yield phone["config_entry"].data["user_id"]
