"""How long Home Assistant's stream worker pauses between two attempts: 10, 20, 30 seconds and more."""

import threading
from typing import TYPE_CHECKING, override

from .members import WAITING

if TYPE_CHECKING:
    from homeassistant.components.stream import Stream


class _Hasty(threading.Event):
    """Is waited for no longer than some seconds."""

    def __init__(self, longest: float) -> None:
        """Have not happened yet."""
        super().__init__()
        self._longest = longest

    @override
    def wait(self, timeout: float | None = None) -> bool:
        return super().wait(None if timeout is None else min(timeout, self._longest))


def restart_within(stream: Stream, seconds: float) -> None:
    """Have a stream that has not started yet pause no longer than that."""
    if not WAITING.missing:
        stream._thread_quit = _Hasty(seconds)  # noqa: SLF001 - nothing public says how long it pauses
