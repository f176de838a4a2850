"""Whether a camera answers: noticed once when it stops, and once when it is back."""

from collections.abc import Callable
import logging

from .errors import FeedError, InvalidAuth

_LOGGER = logging.getLogger(__name__)


class Health:
    """The last known reachability of one camera, over all its addresses."""

    def __init__(
        self,
        on_state: Callable[[], None],
        on_auth_failed: Callable[[], None],
        name: Callable[[], str],
    ) -> None:
        """Take the camera for reachable until it is tried."""
        self._on_state = on_state
        self._on_auth_failed = on_auth_failed
        self._name = name
        # By address, so that one that fails and one that works do not take turns in the log.
        self._failing: set[str] = set()
        self._refused: set[str] = set()

    @property
    def available(self) -> bool:
        """Whether every address answered when it was last asked."""
        return not self._failing

    def answered(self, address: str) -> None:
        """Note that a picture came."""
        self._refused.discard(address)
        if address not in self._failing:
            return
        self._failing.discard(address)
        if not self._failing:
            _LOGGER.info("%s answers again", self._name())
            self._on_state()

    def failed(self, address: str, error: FeedError) -> None:
        """Note that no picture came."""
        if isinstance(error, InvalidAuth) and address not in self._refused:
            self._refused.add(address)
            self._on_auth_failed()
        was_available = self.available
        self._failing.add(address)
        if was_available:
            _LOGGER.warning("%s does not answer: %s", self._name(), error)
            self._on_state()

    def forget(self) -> None:
        """Start anew, with other addresses or another password."""
        self._refused.clear()
        if self._failing:
            self._failing.clear()
            self._on_state()
