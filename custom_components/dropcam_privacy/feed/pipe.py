"""Carries bytes from the event loop to a thread that reads them like a file."""

import asyncio
from collections import deque
import threading
from typing import Final

MAX_WAITING: Final = 4 * 1024 * 1024
"""How many bytes wait for a thread at most. If it does not keep up, the camera is read more slowly."""


class Pipe:
    """Written in the event loop, read in one thread."""

    def __init__(self) -> None:
        """Start empty, and keep what is read until `commit`, so that it can be read again."""
        self._parts: deque[bytes] = deque()
        self._size = 0
        self._kept: list[bytes] | None = []
        self._closed = False
        self._changed = threading.Condition()
        self._loop = asyncio.get_running_loop()
        self._room = asyncio.Event()

    async def write(self, data: bytes) -> None:
        """Add bytes; waits while there are too many."""
        with self._changed:
            self._parts.append(data)
            self._size += len(data)
            self._changed.notify()
            if self._size <= MAX_WAITING:
                return
            self._room.clear()
        await self._room.wait()

    def read(self, count: int) -> bytes:
        """Return up to `count` bytes, or none at the end."""
        with self._changed:
            while not self._parts and not self._closed:
                self._changed.wait()
            if not self._parts:
                return b""
            part = self._parts.popleft()
            if len(part) > count:
                self._parts.appendleft(part[count:])
                part = part[:count]
            had_room = self._size <= MAX_WAITING
            self._size -= len(part)
            if self._kept is not None:
                self._kept.append(part)
        if not had_room and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._room.set)
        return part

    def rewind(self) -> None:
        """Read again what was read so far."""
        with self._changed:
            kept, self._kept = self._kept or [], []
            self._parts.extendleft(reversed(kept))
            self._size += sum(map(len, kept))

    def commit(self) -> None:
        """Keep no longer what was read."""
        with self._changed:
            self._kept = None

    def close(self) -> None:
        """End the file, at once: what was not read yet is dropped."""
        with self._changed:
            self._closed = True
            self._parts.clear()
            self._changed.notify_all()
        self._room.set()

    def finish(self) -> None:
        """End the file after what was written."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
