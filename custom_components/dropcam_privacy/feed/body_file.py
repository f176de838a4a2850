"""The body of an answer as a file that a thread reads; the event loop does the reading.

What the thread does not ask for stays in the connection, so a thread that is slow slows the camera down.
"""

import asyncio
from collections import deque
from concurrent.futures import CancelledError, Future
import threading

from .answer import Body


class BodyFile:
    """Made in the event loop, read in one thread."""

    def __init__(self, body: Body) -> None:
        """Begin at the beginning, and keep what is read until `commit`, so that it can be read again."""
        self._body = body
        self._loop = asyncio.get_running_loop()
        self._kept: list[bytes] | None = []
        self._again: deque[bytes] = deque()
        self._lock = threading.Lock()
        self._closed = False
        self._reading: Future[bytes] | None = None
        self.error: Exception | None = None
        """What broke the connection, if something did: to the thread that looks like the end."""

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes, or none at the end."""
        part = self._read_again(count) if self._again else self._read_on(count)
        if self._kept is not None:
            self._kept.append(part)
        return part

    def _read_again(self, count: int) -> bytes:
        part = self._again.popleft()
        if len(part) > count:
            self._again.appendleft(part[count:])
        return part[:count]

    def _read_on(self, count: int) -> bytes:
        with self._lock:
            if self._closed or self.error is not None:
                return b""
            reading = self._reading = asyncio.run_coroutine_threadsafe(self._body.read(count), self._loop)
        try:
            return reading.result()
        except CancelledError:
            pass  # it was closed
        except Exception as err:  # noqa: BLE001 - whoever opened the connection raises it, and knows what it means
            self.error = err
        return b""

    def rewind(self) -> None:
        """Read again what was read so far."""
        kept, self._kept = self._kept or [], []
        self._again.extendleft(reversed(kept))

    def commit(self) -> None:
        """Keep no longer what was read."""
        self._kept = None

    def close(self) -> None:
        """End the file, at once; called in the event loop."""
        with self._lock:
            self._closed = True
        if self._reading is not None:
            self._reading.cancel()
