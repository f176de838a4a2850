"""How followers are told of news."""

from collections.abc import Callable
import logging

from .isolation import run_as_nobody

_LOGGER = logging.getLogger(__name__)


class Signal[*News]:
    """Something that others follow: each is told as nobody, so that nobody finds whose request this is."""

    def __init__(self) -> None:
        """Have no followers."""
        self._followers: list[Callable[[*News], object]] = []

    def __bool__(self) -> bool:
        """Return whether anybody follows."""
        return bool(self._followers)

    def follow(self, follower: Callable[[*News], object]) -> Callable[[], None]:
        """Have `follower` called whenever there is news; the result ends that."""
        self._followers.append(follower)

        def leave() -> None:
            if follower in self._followers:
                self._followers.remove(follower)

        return leave

    def send(self, *news: *News) -> None:
        """Tell all followers. If one raises, the others are told all the same, and the sender goes on."""
        for follower in list(self._followers):
            try:
                run_as_nobody(follower, *news)
            except Exception:
                _LOGGER.exception("Could not tell a follower")
