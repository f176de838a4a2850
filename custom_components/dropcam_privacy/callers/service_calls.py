"""What is known of the service calls under way: who called, and whom an automation descends from.

A user's id in a context proves nothing: it travels with assistants, webhooks, scripts and programs. What proves a
direct call is the call itself: the very context object that Home Assistant's own entrance has just made, seen in
the frame of that entrance while the call's event is dispatched.

Whom an automation descends from is told by every event that names a user: a call, a state that somebody set, an event
that they or their phone fired. Triggers that hand no context on are not followed: webhooks, MQTT, the clock.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_DEVICE_ID,
    ATTR_DOMAIN,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
    ATTR_SERVICE,
    ATTR_SERVICE_DATA,
    EVENT_CALL_SERVICE,
    MATCH_ALL,
)
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er, target

from ..entrances.running import rest_call_of, websocket_call_of
from ..ha_internals.frames import frames_below
from ..ha_internals.functions import CALL_COMMAND, REST_CALL, SENTENCE_TRIGGER
from ..logins import Login
from ..policy.model import UserId

# Named here, not imported: nothing of a heavy component may load at start-up.
EVENT_AUTOMATION_TRIGGERED = "automation_triggered"
EVENT_SCRIPT_STARTED = "script_started"
# Contexts are followed back over minutes, not days; a busy house makes a few a second, people fewer.
_CONTEXTS_KEPT = 8192
# Stands for whoever is behind a context that is forgotten, or a voice without a name: no owner.
_SOMEBODY = UserId("somebody")

_WIDE = (ATTR_AREA_ID, ATTR_DEVICE_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)

type _Memory = OrderedDict[str, frozenset[UserId]]


@callback
def names_only(hass: HomeAssistant, data: Mapping[str, Any], entity_id: str) -> bool:
    """Return whether the data of a call names this one entity itself: what is in a label or a group is up to others."""
    named = data.get(ATTR_ENTITY_ID)
    one = named[0] if isinstance(named, list) and len(named) == 1 else named
    if not isinstance(one, str) or any(data.get(key) for key in _WIDE):
        return False
    return er.async_resolve_entity_id(er.async_get(hass), one) == entity_id


@dataclass(slots=True)
class DirectCall:
    """The call of an action that somebody makes themselves, while it is under way."""

    context: Context
    task: asyncio.Task[Any]
    login: Login
    domain: str
    service: str
    data: dict[str, Any]
    used: set[str] = field(default_factory=set)

    @callback
    def by(self, hass: HomeAssistant, entity_id: str) -> Login | None:
        """Return whose call it is, if it is for this very entity; once for each."""
        selected = target.async_extract_referenced_entity_ids(
            hass, target.TargetSelection(self.data), expand_group=False
        )
        return self.once(entity_id) if entity_id in selected.referenced | selected.indirectly_referenced else None

    @callback
    def once(self, purpose: str) -> Login | None:
        """Return whose call it is, once for each purpose: who repeats it with its context is somebody else."""
        if purpose in self.used:
            return None
        self.used.add(purpose)
        return self.login


class Calls:
    """Listens to calls, automations and scripts, and tells of a context where it comes from."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing known."""
        self._hass = hass
        self._direct: dict[int, DirectCall] = {}
        # By the ids of contexts, with the people of their parents, which may be forgotten before them.
        self._people: _Memory = OrderedDict()
        self._automations: _Memory = OrderedDict()
        self._forgotten = ""

    @callback
    def async_listen(self) -> None:
        """Begin to listen; this lasts as long as Home Assistant runs."""
        listen = self._hass.bus.async_listen
        listen(EVENT_CALL_SERVICE, self._called)
        listen(EVENT_AUTOMATION_TRIGGERED, self._started)
        listen(EVENT_SCRIPT_STARTED, self._started)
        listen(MATCH_ALL, self._happened)

    @callback
    def direct(
        self,
        context: Context,
        task: asyncio.Task[Any] | None,
        domain: str,
        services: Collection[str],
    ) -> DirectCall | None:
        """Return the call of one of `services` that somebody makes themselves just now.

        Only in the call's own `task`: a listener that repeats the call, with its context, does so in another.
        """
        call = self._direct.get(id(context))
        if call is None or call.context is not context or call.task is not task:
            return None
        if call.domain != domain or call.service not in services:
            return None
        return call

    @callback
    def is_automation(self, context: Context) -> bool:
        """Return whether an automation or a script announced this context as its own."""
        return context.id in self._automations

    @callback
    def disown(self, context: Context) -> None:
        """Note that somebody who is not named is behind whatever happens under a context."""
        self._remember(self._people, context, _SOMEBODY)

    @callback
    def people(self, context: Context) -> frozenset[UserId]:
        """Collect the users among what a context descends from, as far as that could be followed.

        Ids of contexts sort by time: behind one that is as old as what was forgotten there may have been somebody.
        """
        users = {UserId(context.user_id)} if context.user_id else set()
        for context_id in (context.id, context.parent_id or ""):
            known = [memory[context_id] for memory in (self._automations, self._people) if context_id in memory]
            users = users.union(*known)
            if known:
                break
            if "" < context_id <= self._forgotten:
                users.add(_SOMEBODY)
        return frozenset(users)

    @callback
    def _remember(self, memory: _Memory, context: Context, *more: UserId) -> None:
        memory[context.id] = self.people(context).union(more)
        memory.move_to_end(context.id)
        while len(memory) > _CONTEXTS_KEPT:
            forgotten, people = memory.popitem(last=False)
            if people:
                self._forgotten = max(self._forgotten, forgotten)

    @callback
    def _started(self, event: Event) -> None:
        self._remember(self._automations, event.context, *_speakers())

    @callback
    def _happened(self, event: Event) -> None:
        """Note who made something happen: an automation that it triggers descends from them."""
        context = event.context
        if context.user_id is None and context.parent_id is None:
            return
        if context.id not in self._people and self.people(context):
            self._remember(self._people, context)

    @callback
    def _called(self, event: Event) -> None:
        first = event.context.id not in self._people
        self._happened(event)
        # Only the first call under a context is the one that its entrance made; later ones borrow it.
        task = asyncio.current_task()
        if not first or task is None or (login := _caller(event)) is None:
            return
        key = id(event.context)
        self._direct[key] = DirectCall(
            event.context,
            task,
            login,
            event.data[ATTR_DOMAIN],
            event.data[ATTR_SERVICE],
            event.data[ATTR_SERVICE_DATA],
        )
        task.add_done_callback(lambda _: self._direct.pop(key, None))


def _caller(event: Event) -> Login | None:
    """Find Home Assistant's entrance for exactly this call among the frames that dispatch its event."""
    domain, service = event.data[ATTR_DOMAIN], event.data[ATTR_SERVICE]
    for frame in frames_below():
        for entrance in (websocket_call_of, rest_call_of):
            if (call := entrance(frame)) is not None:
                exact = call.context is event.context and (call.domain, call.service) == (domain, service)
                return call.login if exact else None
    return None


def entrances_are_known() -> bool:
    """Return whether a call that no entrance was found for is certainly nobody's own."""
    return not (CALL_COMMAND.missing or REST_CALL.missing)


def _speakers() -> Iterator[UserId]:
    """Yield who said the sentence that starts an automation just now: such a trigger hands no context on.

    The automation begins inside of the trigger, so its frame is below; a frame found there can only forbid.
    """
    if SENTENCE_TRIGGER.missing:
        yield _SOMEBODY
    for said in filter(None, map(SENTENCE_TRIGGER.held_by, frames_below())):
        yield UserId(said["user_input"].context.user_id or _SOMEBODY)
