"""Many who ask for the same thing at the same time cause one request."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from ..isolation import start_as_nobody
from .errors import CannotConnect, FeedError, unexpected

# Another integration's code may be slow to end; whoever closes does not wait for it.
_CLOSE_WAIT = 1.0


class SingleFlight[T]:
    """Shares one running request among all who wait for it.

    Whoever stops waiting does not disturb the others; the last one to stop ends it.
    """

    def __init__(self, fly: Callable[[], Coroutine[Any, Any, T]]) -> None:
        """`fly` does the request; it is never run twice at a time."""
        self._fly = fly
        self._task: asyncio.Task[T] | None = None
        self._waiting = 0
        self._turn = asyncio.Lock()

    async def join(self) -> T:
        """Wait for the running request, or for a new one; raises FeedError."""
        task = self._task
        if task is None or task.done() or task.cancelling():
            # Whose request was first is nobody's business.
            task = self._task = start_as_nobody(self._in_turn())
            self._waiting = 0
        self._waiting += 1
        try:
            await asyncio.wait((task,))
        finally:
            if task is self._task:
                self._waiting -= 1
                if not self._waiting:
                    task.cancel()
        if task.cancelled():
            raise CannotConnect("the camera was closed")
        error = task.exception()
        if isinstance(error, FeedError):
            raise error.again()
        if isinstance(error, Exception):
            raise unexpected(error)
        return task.result()

    async def async_close(self) -> None:
        """End the running request; those who wait for it get an error."""
        if (task := self._task) is not None and not task.done():
            task.cancel()
            await asyncio.wait((task,), timeout=_CLOSE_WAIT)

    async def _in_turn(self) -> T:
        """Let one that was cancelled end first."""
        async with self._turn:
            return await self._fly()
