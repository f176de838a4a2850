"""Who watches a camera: counted for the people filmed, without a name."""

from collections.abc import Callable, Iterator
from time import monotonic

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .news import Access, News
from .policy.model import Principal

# A dashboard fetches a still every ten seconds; its watcher must not seem to come and go.
LINGER_SECONDS = 30
_RECEIVED = frozenset({Access.GRANTED, Access.DELIVERED})


class Audience:
    """The distinct logins that received a picture of one camera in the last half minute."""

    def __init__(self, hass: HomeAssistant, changed: Callable[[], None]) -> None:
        """Begin with nobody; `changed` is called when the number changes."""
        self._hass = hass
        self._changed = changed
        self._last: dict[Principal, float] = {}
        self._cancel: Callable[[], None] | None = None

    def __len__(self) -> int:
        """Count them."""
        return len(self._last)

    def __iter__(self) -> Iterator[Principal]:
        """Go through them, to tell of what kind they are."""
        return iter(tuple(self._last))

    @callback
    def watched(self, news: News) -> None:
        """Count whoever received a picture just now."""
        if news.access not in _RECEIVED:
            return
        new = news.principal not in self._last
        self._last[news.principal] = monotonic()
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, LINGER_SECONDS, self._forget)
        if new:
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
        now = monotonic()
        before = len(self._last)
        self._last = {who: last for who, last in self._last.items() if now - last < LINGER_SECONDS}
        if self._last:
            wait = LINGER_SECONDS - (now - min(self._last.values()))
            self._cancel = async_call_later(self._hass, max(wait, 0.05), self._forget)
        if len(self._last) != before:
            self._changed()
