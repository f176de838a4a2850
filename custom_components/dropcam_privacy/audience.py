"""Who watches a camera: counted for the people filmed, without a name."""

from collections.abc import Callable, Iterator
from time import monotonic
from typing import NamedTuple

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .news import Access, News
from .policy.model import Principal, Role

# A dashboard fetches a still every ten seconds; its watcher must not seem to come and go.
LINGER_SECONDS = 30
_RECEIVED = frozenset({Access.GRANTED, Access.DELIVERED})


class Watcher(NamedTuple):
    """Somebody who received a picture: when, and what they were to the camera."""

    last: float
    role: Role


class Audience:
    """Who received a picture of one camera in the last half minute; whoever has several logins is one."""

    def __init__(self, hass: HomeAssistant, changed: Callable[[], None]) -> None:
        """Begin with nobody; `changed` is called when the number changes."""
        self._hass = hass
        self._changed = changed
        self._watchers: dict[Principal, Watcher] = {}
        self._cancel: Callable[[], None] | None = None

    def __len__(self) -> int:
        """Count them."""
        return len({who.user or who for who in self._watchers})

    @property
    def guests(self) -> int:
        """Count those who are no owners: viewers, and programs that were let in."""
        return len({who.user or who for who, it in self._watchers.items() if it.role is not Role.OWNER})

    def __iter__(self) -> Iterator[Principal]:
        """Go through them, one login of each, to tell of what kind they are."""
        return iter({who.user or who: who for who in self._watchers}.values())

    @callback
    def watched(self, news: News) -> None:
        """Count whoever received a picture just now."""
        if news.access not in _RECEIVED:
            return
        known = self._watchers.get(news.principal)
        before = None if known is not None and known.role is news.role else (len(self), self.guests)
        self._watchers[news.principal] = Watcher(monotonic(), news.role)
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, LINGER_SECONDS, self._forget)
        if before is not None and (len(self), self.guests) != before:
            self._changed()

    @callback
    def stop(self) -> None:
        """Stop counting."""
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _forget(self, _: object) -> None:
        self._cancel = None
        now, before = monotonic(), (len(self), self.guests)
        self._watchers = {who: it for who, it in self._watchers.items() if now - it.last < LINGER_SECONDS}
        if self._watchers:
            wait = LINGER_SECONDS - (now - min(it.last for it in self._watchers.values()))
            self._cancel = async_call_later(self._hass, max(wait, 0.05), self._forget)
        if (len(self), self.guests) != before:
            self._changed()
