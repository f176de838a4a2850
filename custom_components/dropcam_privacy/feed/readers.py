"""All ways in which pictures come from a camera, behind one light import.

This module loads libav and Pillow. The feed loads it when somebody watches for the first
time, in the executor: the integration's own set-up must stay quick, because the lock of
wrapped cameras has to stand before anybody can ask them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
import time

from .address import EntitySource, StreamOptions
from .chunk import Chunk
from .client import STILL_TIMEOUT, CameraClient
from .decode import Follower, async_decode
from .encode import async_encode
from .errors import FeedTimeout
from .frame import Frame
from .mjpeg import async_read_mjpeg
from .native import NativeCamera
from .pictures import Reel
from .repeats import Repeats
from .still import async_still_of
from .stream import StreamReader
from .upstream import Subscription


class Readers:
    """Reads one camera."""

    def __init__(
        self, client: CameraClient, make: Callable[[bytes, float], Frame], since_key: Callable[[], Sequence[Chunk]]
    ) -> None:
        """`make` gives a picture its provenance; `since_key` returns what the stream has sent from a key frame on."""
        self._client = client
        self._make = make
        self._repeats = Repeats()
        self._reel = Reel()
        self._stream = StreamReader()
        self._follower = Follower(since_key)

    async def still_at(self, address: str) -> Frame:
        """Request one picture; raises FeedError."""
        data = await self._client.read(address)
        received = time.monotonic()
        return self._make(await async_still_of(data), received)

    async def still_of(self, entity: EntitySource) -> Frame:
        """Ask another integration's entity for one picture that it did not give before; raises FeedError."""
        with self._client.counted():
            try:
                async with asyncio.timeout(STILL_TIMEOUT):
                    data = await self._repeats.async_new(entity)
            except TimeoutError:
                raise FeedTimeout("the original is too slow") from None
        received = time.monotonic()
        return self._make(await async_still_of(data), received)

    async def mjpeg(self, address: str, client: CameraClient, publish: Callable[[Frame], None]) -> None:
        """Read an MJPEG camera until it ends; raises FeedError."""
        await async_read_mjpeg(address, client, self._make, publish)

    async def stream(
        self, address: str, client: CameraClient, options: StreamOptions, publish: Callable[[Chunk], None]
    ) -> None:
        """Read a video stream until it ends; raises FeedError."""
        try:
            await self._stream.async_read(address, client, options, publish)
        finally:
            self._follower.forget()

    async def native(self, camera: NativeCamera, wanted: asyncio.Event, publish: Callable[[Chunk], None]) -> None:
        """Read a camera that speaks only WebRTC until it ends; raises FeedError. `wanted` asks for a key frame."""
        with self._client.counted():
            read = await asyncio.get_running_loop().run_in_executor(None, _load_peer)
            await read(camera, self._reel, wanted, publish)

    async def decode(self, chunks: Subscription[Chunk], publish: Callable[[Frame], None]) -> None:
        """Make pictures of a stream; raises FeedError."""
        await async_decode(chunks, self._follower, self._make, publish)

    async def encode(self, frames: Subscription[Frame], publish: Callable[[Chunk], None]) -> None:
        """Make a stream of pictures; raises FeedError."""
        await async_encode(frames, publish)

    async def newest(self) -> Frame | None:
        """Make a picture of the newest that the stream has sent, if there is one; raises FeedError."""
        picture = await self._follower.async_picture()
        return None if picture is None else self._make(*picture)


def _load_peer() -> Callable[[NativeCamera, Reel, asyncio.Event, Callable[[Chunk], None]], Awaitable[None]]:
    """Load what few cameras need, in the executor. Its library was installed before such a camera is read."""
    from .peer import async_read_native  # noqa: PLC0415 - see above

    return async_read_native
