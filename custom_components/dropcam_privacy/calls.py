"""What is known of the service calls under way: who called, and what an automation descends from.

A user's id in a context proves nothing: it travels with assistants, webhooks, scripts and programs. What proves a
direct call is the call itself: the very context object that Home Assistant's own entrance has just made, seen in
the frame of that entrance while the call's event is dispatched.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass, field
import sys
from types import FrameType
from typing import Any

from homeassistant.const import ATTR_DOMAIN, ATTR_SERVICE, ATTR_SERVICE_DATA, EVENT_CALL_SERVICE
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.helpers import target

from .policy.model import UserId
from .routes import Login, rest_call_of, websocket_call_of

# Named here, not imported: nothing of a heavy component may load at start-up.
EVENT_AUTOMATION_TRIGGERED = "automation_triggered"
EVENT_SCRIPT_STARTED = "script_started"
# Contexts are followed back over minutes, not days; a busy house makes a few a second.
_CONTEXTS_KEPT = 8192


@dataclass(slots=True)
class _DirectCall:
    context: Context
    task: asyncio.Task[Any]
    login: Login
    domain: str
    service: str
    data: dict[str, Any]
    used: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a context; the people of its parents are carried along, which may be forgotten before it."""

    people: frozenset[UserId]
    automation: bool


class Calls:
    """Listens to calls, automations and scripts, and tells of a context where it comes from."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with nothing known."""
        self._hass = hass
        self._direct: dict[int, _DirectCall] = {}
        self._known: OrderedDict[str, _Known] = OrderedDict()

    @callback
    def async_listen(self) -> None:
        """Begin to listen; this lasts as long as Home Assistant runs."""
        listen = self._hass.bus.async_listen
        listen(EVENT_CALL_SERVICE, self._called)
        listen(EVENT_AUTOMATION_TRIGGERED, self._started)
        listen(EVENT_SCRIPT_STARTED, self._started)

    @callback
    def direct(
        self,
        context: Context,
        task: asyncio.Task[Any] | None,
        entity_id: str,
        domain: str,
        services: Collection[str],
    ) -> Login | None:
        """Tell who called one of `services` on this very entity, themselves and just now; once for each call.

        Only in the call's own `task`: a listener that repeats the call, with its context, does so in another.
        """
        call = self._direct.get(id(context))
        if call is None or call.context is not context or call.task is not task:
            return None
        if call.domain != domain or call.service not in services:
            return None
        selected = target.async_extract_referenced_entity_ids(
            self._hass, target.TargetSelection(call.data), expand_group=False
        )
        if entity_id not in selected.referenced | selected.indirectly_referenced or entity_id in call.used:
            return None
        call.used.add(entity_id)
        return call.login

    @callback
    def is_automation(self, context: Context) -> bool:
        """Tell whether an automation or a script announced this context as its own."""
        known = self._known.get(context.id)
        return known is not None and known.automation

    @callback
    def people(self, context: Context) -> frozenset[UserId]:
        """Collect the users among the calls that a context descends from, as far as they could be followed."""
        users = {UserId(context.user_id)} if context.user_id else set()
        for known in (self._known.get(context.id), self._known.get(context.parent_id or "")):
            if known is not None:
                users |= known.people
        return frozenset(users)

    @callback
    def _remember(self, context: Context, *, automation: bool) -> None:
        known = self._known.get(context.id)
        self._known[context.id] = _Known(self.people(context), automation or (known is not None and known.automation))
        self._known.move_to_end(context.id)
        while len(self._known) > _CONTEXTS_KEPT:
            self._known.popitem(last=False)

    @callback
    def _started(self, event: Event) -> None:
        self._remember(event.context, automation=True)

    @callback
    def _called(self, event: Event) -> None:
        first = event.context.id not in self._known
        self._remember(event.context, automation=False)
        # Only the first call under a context is the one that its entrance made; later ones borrow it.
        task = asyncio.current_task()
        if not first or task is None or (login := _caller(sys._getframe(), event)) is None:  # noqa: SLF001 - the frames are the proof
            return
        key = id(event.context)
        self._direct[key] = _DirectCall(
            event.context,
            task,
            login,
            event.data[ATTR_DOMAIN],
            event.data[ATTR_SERVICE],
            event.data[ATTR_SERVICE_DATA],
        )
        task.add_done_callback(lambda _: self._direct.pop(key, None))


def _caller(frame: FrameType | None, event: Event) -> Login | None:
    """Find Home Assistant's entrance for exactly this call among the frames that dispatch its event."""
    domain, service = event.data[ATTR_DOMAIN], event.data[ATTR_SERVICE]
    while frame is not None:
        for entrance in (websocket_call_of, rest_call_of):
            if (call := entrance(frame)) is not None:
                exact = call.context is event.context and (call.domain, call.service) == (domain, service)
                return call.login if exact else None
        frame = frame.f_back
    return None
