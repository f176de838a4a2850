"""Whether a camera answers: noticed once when it stops, and once when it is back."""

from collections.abc import Callable
import logging
import time
from typing import Final

from .errors import FeedError, InvalidAuth

_LOGGER = logging.getLogger(__name__)

DOUBT: Final = 3.0
"""So many seconds after a login was refused a second refusal counts: cameras refuse one now and then."""

RECENT: Final = 60.0
"""So many seconds an answer at another address says that the login is right."""


class Health:
    """The last known reachability of one camera, over all its addresses."""

    def __init__(
        self,
        on_state: Callable[[], None],
        on_auth_failed: Callable[[], None],
        name: Callable[[], str],
        running: Callable[[], bool],
    ) -> None:
        """Take the camera for reachable until it is tried; `running` says whether pictures come right now."""
        self._on_state = on_state
        self._on_auth_failed = on_auth_failed
        self._name = name
        self._running = running
        # By address, so that one that fails and one that works do not take turns in the log.
        self._failing: set[str] = set()
        # When it was last answered, and since when the login is refused.
        self._answered: dict[str, float] = {}
        self._refused: dict[str, float] = {}
        self._asked: set[str] = set()

    @property
    def available(self) -> bool:
        """Whether every address answered when it was last asked."""
        return not self._failing

    def answered(self, address: str) -> None:
        """Note that a picture came."""
        self._answered[address] = time.monotonic()
        self._refused.pop(address, None)
        self._asked.discard(address)
        if address not in self._failing:
            return
        self._failing.discard(address)
        if not self._failing:
            _LOGGER.info("%s answers again", self._name())
            self._on_state()

    def failed(self, address: str, error: FeedError) -> None:
        """Note that no picture came."""
        if isinstance(error, InvalidAuth):
            self._doubt(address)
        was_available = self.available
        self._failing.add(address)
        if was_available:
            _LOGGER.warning("%s does not answer: %s", self._name(), error)
            self._on_state()

    def forget(self) -> None:
        """Start anew, with other addresses or another password."""
        self._answered.clear()
        self._refused.clear()
        self._asked.clear()
        if self._failing:
            self._failing.clear()
            self._on_state()

    def _doubt(self, address: str) -> None:
        """Ask for another login when this one was refused twice, and no other address accepts it."""
        now = time.monotonic()
        self._answered.pop(address, None)
        since = self._refused.get(address)
        if since is None:
            self._refused[address] = now
            return
        accepted = self._running() or any(now - when < RECENT for when in self._answered.values())
        if now - since >= DOUBT and not accepted and address not in self._asked:
            self._asked.add(address)
            self._on_auth_failed()
