"""Looks at pictures before anybody gets them, as they come from the camera: what is made of them needs no other look.

A still waits for the look at it. Of a stream each key frame is looked at, and its group waits for that, the rest goes
through. Of MJPEG the first picture of a connection waits, and any that is made otherwise than the one before; from then
on one picture a second is looked at while the others go on.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Generator, Iterator
from contextlib import contextmanager
import logging
import math
import time
from typing import Any, Final, Protocol

from ..isolation import start_as_nobody
from .chunk import Chunk
from .errors import NotSeen
from .frame import Frame
from .jpeg import headers_of, make_of
from .upstream import MAX_LAG, Publish

_LOGGER = logging.getLogger(__name__)
EVERY: Final = 1.0
"""So many seconds of MJPEG are unseen at most."""

STILLS_GO_ON: Final = 60.0
"""Stills of one camera are connections of their own: those within so many seconds count as one that goes on."""


class Look(Protocol):
    """Looks at what a camera shows."""

    @property
    def on(self) -> bool:
        """Whether pictures are looked at; what is not goes straight through."""

    async def __call__(self, item: Frame | Chunk, *, passed: bool) -> bool:
        """Return whether a picture, or the group of a key frame, may be shown.

        `passed` says that one of the same connection was, just before.
        """


class Gate:
    """Lets through what was looked at; without a `look`, everything."""

    def __init__(self, look: Look | None = None) -> None:
        """Ask `look` about every camera's picture."""
        self._look = look
        self._passed = -math.inf  # when a still was let through

    async def still(self, frame: Frame) -> Frame:
        """Return a picture that may be shown. Raises NotSeen."""
        if self._look is None or not self._look.on:
            return frame
        passed = time.monotonic() - self._passed < STILLS_GO_ON
        self._passed = -math.inf
        if not await _safely(self._look, frame, passed=passed):
            raise NotSeen("the picture may be another camera's")
        self._passed = time.monotonic()
        return frame

    @contextmanager
    def frames(self, publish: Publish[Frame]) -> Generator[Publish[Frame]]:
        """Return where the pictures of one connection go, which publishes those that may be shown."""
        if self._look is None:
            yield publish
            return
        frames = _Frames(self._look, publish)
        try:
            yield frames
        finally:
            frames.close()

    @contextmanager
    def chunks(self, publish: Publish[Chunk]) -> Generator[Publish[Chunk]]:
        """Return where the stream of one connection goes, which publishes the groups that may be shown."""
        if self._look is None:
            yield publish
            return
        chunks = _Chunks(self._look, publish)
        try:
            yield chunks
        finally:
            chunks.close()


class _Looking:
    """One look at a time, and none when its connection is over."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self.passed = False

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._task = start_as_nobody(work)

    @property
    def _busy(self) -> bool:
        return self._task is not None and not self._task.done()

    async def _may(self, item: Frame | Chunk) -> bool:
        """Look, and note what was seen; nothing is shown any more once this is closed."""
        self.passed = await _safely(self.look, item, passed=self.passed)
        return self.passed and not self._closed

    def close(self) -> None:
        """Publish nothing any more."""
        self._closed = True
        if self._task is not None:
            self._task.cancel()


class _Frames(_Looking):
    """The pictures of one MJPEG connection."""

    def __init__(self, look: Look, publish: Publish[Frame]) -> None:
        super().__init__(look)
        self._publish = publish
        # Of the picture that was looked at last.
        self._make = self._headers = b""
        self._due = 0.0

    def __call__(self, frame: Frame) -> None:
        if self._closed:
            return
        if not self.look.on:
            self.passed = False
            self._publish(frame)
            return
        alike = self.passed and self._is_alike(frame.jpeg)
        if alike:
            self._publish(frame)
        if self._busy or (alike and time.monotonic() < self._due):
            return
        self._make, self._headers = make_of(frame.jpeg), headers_of(frame.jpeg)
        self.passed = alike
        self._start(self._see(frame, shown=alike))

    def _is_alike(self, jpeg: bytes) -> bool:
        """Return whether a picture is made as the last one that was looked at: most begin with the very same bytes."""
        return (bool(self._headers) and jpeg.startswith(self._headers)) or make_of(jpeg) == self._make

    async def _see(self, frame: Frame, *, shown: bool) -> None:
        self._due = time.monotonic() + EVERY
        if await self._may(frame) and not shown:
            self._publish(frame)


class _Chunks(_Looking):
    """The stream of one connection."""

    def __init__(self, look: Look, publish: Publish[Chunk]) -> None:
        super().__init__(look)
        self._publish = publish
        # What follows the key frame that is looked at, which is the first.
        self._waiting: deque[Chunk] = deque()
        self._flows = not look.on  # whether what belongs to the last key frame goes on

    def __call__(self, chunk: Chunk) -> None:
        if self._closed:
            return
        if self._waiting and chunk.received - self._waiting[0].received > MAX_LAG:
            # A machine that cannot look in time shows nothing, until it can.
            self._waiting.clear()
            self.passed = self._flows = False
        if not self.look.on and not self._waiting:
            # A group of which something was left out is not gone on with, nor is one broken off when looking begins.
            self.passed = False
            self._flows = self._flows or chunk.key
            if self._flows:
                self._publish(chunk)
            return
        if self._waiting or chunk.key:
            self._waiting.append(chunk)
            if not self._busy:
                self._start(self._see())
        elif self._flows:
            self._publish(chunk)

    async def _see(self) -> None:
        """Look at one key frame after the other, and publish or drop what follows it."""
        while self._waiting:
            key = self._waiting[0]
            may = await self._may(key)
            if not self._waiting or self._waiting[0] is not key:
                self.passed = False  # it took too long
                continue
            self._flows = may
            for chunk in self._group():
                if may:
                    self._publish(chunk)

    def _group(self) -> Iterator[Chunk]:
        """Take out the key frame that stands first, and what follows it."""
        yield self._waiting.popleft()
        while self._waiting and not self._waiting[0].key:
            yield self._waiting.popleft()


async def _safely(look: Look, item: Frame | Chunk, *, passed: bool) -> bool:
    """Look; what cannot be looked at is not shown."""
    try:
        return await look(item, passed=passed)
    except Exception:
        # It names no camera and holds no picture.
        _LOGGER.exception("Could not look at what a camera shows")
        return False
