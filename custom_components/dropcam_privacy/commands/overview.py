"""The overview: what its subscriber owns and may look at, now and whenever something in it changes."""

import asyncio
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from homeassistant.auth import EVENT_USER_ADDED, EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.config_entries import SIGNAL_CONFIG_ENTRY_CHANGED, ConfigEntry, ConfigEntryChange
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..isolation import nobody, start_as_nobody
from ..rights.in_force import RIGHTS
from ..runtime import CHANGED
from . import asking
from .asking import Subscription
from .telling import Telling, Told

# How soon after the last time everybody is told anew.
_PAUSE_SECONDS = 0.2
_EVENTS = (EVENT_USER_ADDED, EVENT_USER_REMOVED, EVENT_USER_UPDATED, er.EVENT_ENTITY_REGISTRY_UPDATED)


@callback
def async_register(hass: HomeAssistant) -> None:
    """Register the subscription."""
    overviews = Overviews(hass)
    overviews.async_listen()
    asking.async_register_subscription(hass, "overview/subscribe", overviews.subscribe)


class Overviews:
    """Tells all subscribers: each what is theirs to know, and only when that is something else than before."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with nobody."""
        self._hass = hass
        self._told: dict[Subscription, Told | None] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._last = 0.0
        self._telling: set[asyncio.Task[None]] = set()

    @callback
    def async_listen(self) -> None:
        """Follow what is told of; this lasts as long as Home Assistant runs."""
        self._hass.data[CHANGED].follow(self._changed)
        self._hass.data[RIGHTS].follow(self._changed)
        async_dispatcher_connect(self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._entry_changed)
        for event in _EVENTS:
            self._hass.bus.async_listen(event, self._changed)

    @callback
    def subscribe(self, subscription: Subscription) -> Callable[[], None]:
        """Tell somebody from now on."""
        self._told[subscription] = None
        self._tell([subscription])
        return partial(self._leave, subscription)

    @callback
    def _leave(self, subscription: Subscription) -> None:
        self._told.pop(subscription, None)
        if not self._told and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @callback
    def _entry_changed(self, _: ConfigEntryChange, entry: ConfigEntry[Any]) -> None:
        if entry.domain == DOMAIN:
            self._changed()

    @callback
    def _changed(self, *_: object) -> None:
        """Tell all soon, once for all that changes meanwhile."""
        if self._told and self._timer is None:
            loop = self._hass.loop
            due = max(loop.time(), self._last + _PAUSE_SECONDS)
            self._timer = loop.call_at(due, self._tell_all, context=nobody())

    @callback
    def _tell_all(self) -> None:
        self._timer = None
        self._last = self._hass.loop.time()
        self._tell([*self._told])

    @callback
    def _tell(self, subscriptions: Collection[Subscription]) -> None:
        task = start_as_nobody(self._async_tell(subscriptions))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _async_tell(self, subscriptions: Collection[Subscription]) -> None:
        telling = await Telling.async_now(self._hass)
        for subscription in subscriptions:
            if subscription not in self._told:
                continue
            if not subscription.asker.lives:
                subscription.end()
                continue
            told = telling.overview(subscription.asker)
            if told != self._told[subscription]:
                self._told[subscription] = told
                subscription.send(told)
