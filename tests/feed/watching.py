"""Some of what a feed gives."""

import asyncio
from contextlib import aclosing
from io import BytesIO
import time

import av

from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.feed.frame import Frame
from tests.fakes.cameras import whose_video


async def some_frames(feed: Feed, count: int) -> list[Frame]:
    """Take so many frames."""
    frames: list[Frame] = []
    async with aclosing(feed.frames()) as stream:
        async for frame in stream:
            assert time.monotonic() - frame.received <= 1.1
            frames.append(frame)
            if len(frames) == count:
                break
    return frames


async def some_video(feed: Feed, seconds: float = 1.5) -> bytes:
    """Take so much of the transport stream."""
    data = b""
    async with aclosing(feed.transport_stream()) as stream:
        until: float | None = None
        async for chunk in stream:
            data += chunk
            until = until or time.monotonic() + seconds
            if time.monotonic() > until:
                break
    return data


async def owners(video: bytes) -> set[str]:
    """Decode, away from the event loop."""
    return await asyncio.to_thread(whose_video, video)


def codec_of(video: bytes) -> str:
    """Return the codec of a transport stream's video."""
    with av.open(BytesIO(video)) as container:
        return container.streams.video[0].codec_context.name
