"""MJPEG: frames as parts of one endless response (RFC 2046, section 5.1), each checked before it is written.

However many watch a camera, each of its pictures is made ready once, and one task hands it to all: what is left to do
for a viewer is to look at the lease, and to write.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
import math
from typing import NamedTuple

from aiohttp import hdrs, web

from .. import shields
from ..feed.errors import FeedError
from ..feed.feed import Feed
from ..feed.frame import Frame
from ..isolation import start_as_nobody
from ..shields import NO_STORE
from ..transports import drop
from .http import Visit, async_still, unavailable

_BOUNDARY = "frame"
# Until the first frame nothing is sent, so that a camera that does not answer can be said to be unavailable.
FIRST_FRAME_SECONDS = 15
# Whoever has left is noticed when the next still is due: they must not hold a place for years.
LONGEST_INTERVAL = 60.0


class Part(NamedTuple):
    """A frame as it is written."""

    frame: Frame
    chunk: bytes  # with the frame of HTTP's chunked encoding (RFC 9112, section 7.1)
    body: memoryview  # without

    @classmethod
    def of(cls, frame: Frame) -> Part:
        """Make it ready, once for all to whom it is sent."""
        head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame.jpeg)}\r\n\r\n".encode()
        size = f"{len(head) + len(frame.jpeg) + 2:x}\r\n".encode()
        chunk = b"".join((size, head, frame.jpeg, b"\r\n\r\n"))
        return cls(frame, chunk, memoryview(chunk)[len(size) : -2])


class Viewer:
    """One connection that pictures are written to."""

    def __init__(self, visit: Visit, transport: asyncio.Transport, *, chunked: bool) -> None:
        """Be ready for the next picture; the response has begun."""
        self._visit = visit
        self._transport = transport
        self._chunked = chunked
        self.gone: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def send(self, part: Part) -> None:
        """Write a picture, if the lease still permits it; whoever is slow gets the newest when they have caught up."""
        transport = self._transport
        if transport.is_closing():
            self.leave()
            return
        try:
            self._visit.require(part.frame)
            if not self._visit.sees(part.frame):
                return
            if not transport.get_write_buffer_size():
                transport.write(part.chunk if self._chunked else part.body)
                self._visit.delivered(len(part.body))
        except web.HTTPForbidden:
            self.leave()
        except Exception as err:  # noqa: BLE001 - it is the viewer's own request that fails, and nobody else's
            self.leave(err)

    def leave(self, error: Exception | None = None) -> None:
        """End the connection, which is all that can be said by now: no old frame stands in for a new one."""
        drop(self._transport)
        if self.gone.done():
            return
        if error is None:
            self.gone.set_result(None)
        else:
            self.gone.set_exception(error)


class Crowd:
    """All who watch one camera at this moment."""

    def __init__(self, feed: Feed) -> None:
        """Begin with nobody."""
        self.feed = feed
        self._viewers: set[Viewer] = set()
        self._task: asyncio.Task[None] | None = None

    async def stay(self, viewer: Viewer) -> None:
        """Send a viewer all that comes, until they are gone."""
        self._viewers.add(viewer)
        if self._task is None:
            # The sending does not run in the name of whoever came first.
            self._task = start_as_nobody(self._send())
        try:
            await viewer.gone
        finally:
            self._viewers.discard(viewer)

    async def _send(self) -> None:
        """Hand on what comes until nobody is left, or it ends."""
        try:
            # Whoever comes while the frames for those before are being closed has them opened anew.
            while self._viewers and not await self._ended():
                pass
        except FeedError:
            pass  # the viewers are told below, in the only way that is left
        finally:
            self._task = None
            for viewer in tuple(self._viewers):
                viewer.leave()

    async def _ended(self) -> bool:
        """Send until nobody is left; return whether there are no more frames. Raises FeedError."""
        async with aclosing(self.feed.frames()) as frames:
            async for frame in frames:
                if not self._viewers:
                    return False
                part = Part.of(frame)
                for viewer in tuple(self._viewers):
                    viewer.send(part)
        return True


async def send_mjpeg(visit: Visit, crowd: Crowd) -> web.StreamResponse:
    """Send frames until they end or the lease does.

    Raises HTTPForbidden or HTTPServiceUnavailable as long as nothing was sent.
    """
    async with aclosing(crowd.feed.frames()) as frames:
        response, viewer = await _begin(visit, frames)
    if viewer is not None:
        await crowd.stay(viewer)
    return response


async def send_stills(visit: Visit, feed: Feed, interval: float) -> web.StreamResponse:
    """Send a still every `interval` seconds, likewise. Raises HTTPBadRequest for what is no time."""
    if not math.isfinite(interval):
        raise web.HTTPBadRequest
    async with aclosing(_stills(visit, feed, min(interval, LONGEST_INTERVAL))) as frames:
        response, viewer = await _begin(visit, frames)
        if viewer is not None:
            try:
                async for frame in frames:
                    viewer.send(Part.of(frame))
                    if viewer.gone.done():
                        await viewer.gone
                        break
            except FeedError:
                viewer.leave()
    return response


async def _stills(visit: Visit, feed: Feed, interval: float) -> AsyncGenerator[Frame]:
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + interval
        yield await async_still(feed, visit.lease, visit.gatekeeper)
        await asyncio.sleep(max(0.0, due - loop.time()))


async def _begin(visit: Visit, frames: AsyncGenerator[Frame]) -> tuple[web.StreamResponse, Viewer | None]:
    """Send the first frame; no viewer is left if the connection is gone already."""
    try:
        async with asyncio.timeout(FIRST_FRAME_SECONDS):
            while not visit.sees(frame := await anext(frames)):
                pass
    except FeedError as err:
        raise unavailable(err, visit) from err
    except (TimeoutError, StopAsyncIteration) as err:
        raise shields.unreachable() from err
    visit.require(frame)
    response = web.StreamResponse(headers=NO_STORE)
    response.content_type = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
    await response.prepare(visit.request)
    transport = visit.request.transport
    try:
        visit.require(frame)
        # Browsers show a part when the next one begins, so the first is sent twice.
        await response.write(bytes(Part.of(frame).body) * 2)
        visit.delivered(len(frame.jpeg))
    except (web.HTTPForbidden, ConnectionError):
        drop(transport)
        return response, None
    if transport is None:
        return response, None
    return response, Viewer(visit, transport, chunked=response.headers.get(hdrs.TRANSFER_ENCODING) == "chunked")
