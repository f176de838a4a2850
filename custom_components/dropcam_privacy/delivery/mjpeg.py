"""MJPEG: frames as parts of one endless response (RFC 2046, section 5.1), each checked before it is written."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from aiohttp import web

from ..feed.errors import FeedError
from ..feed.feed import Feed
from ..feed.frame import Frame
from ..transports import drop
from .http import NO_STORE, Visit, unavailable

_BOUNDARY = "frame"
# Until the first frame nothing is sent, so that a camera that does not answer can be said to be unavailable.
FIRST_FRAME_SECONDS = 9


async def send_mjpeg(visit: Visit, frames: AsyncGenerator[Frame]) -> web.StreamResponse:
    """Send frames until they end or the lease does.

    Raises HTTPForbidden or HTTPServiceUnavailable as long as nothing was sent.
    """
    async with aclosing(frames):
        try:
            async with asyncio.timeout(FIRST_FRAME_SECONDS):
                frame = await anext(frames)
        except FeedError as err:
            raise unavailable(err) from err
        except (TimeoutError, StopAsyncIteration) as err:
            raise web.HTTPServiceUnavailable(headers=NO_STORE) from err
        visit.require(frame)
        response = web.StreamResponse(headers=NO_STORE)
        response.content_type = f"multipart/x-mixed-replace; boundary={_BOUNDARY}"
        await response.prepare(visit.request)
        try:
            # Browsers show a part when the next one begins, so the first is sent twice.
            await _write(visit, response, frame)
            await _write(visit, response, frame)
            async for following in frames:
                await _write(visit, response, following)
        except (web.HTTPForbidden, FeedError, ConnectionError):
            # Said in the only way left: the connection ends, and no old frame stands in for a new one.
            drop(visit.request.transport)
        return response


async def still_frames(feed: Feed, interval: float) -> AsyncGenerator[Frame]:
    """Read a still every `interval` seconds."""
    loop = asyncio.get_running_loop()
    while True:
        due = loop.time() + interval
        yield await feed.async_still()
        await asyncio.sleep(max(0.0, due - loop.time()))


async def _write(visit: Visit, response: web.StreamResponse, frame: Frame) -> None:
    visit.require(frame)
    head = f"--{_BOUNDARY}\r\nContent-Type: image/jpeg\r\nContent-Length: {len(frame.jpeg)}\r\n\r\n"
    await response.write(head.encode() + frame.jpeg + b"\r\n")
    visit.delivered()
