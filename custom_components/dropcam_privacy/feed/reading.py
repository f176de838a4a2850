"""Reads one camera, each thing by the best way that it has.

    still  <- still URL, else MJPEG, else the stream
    frames <- MJPEG URL, else stills, else the stream
    stream <- stream URL, else encoded from the frames

A still is taken from what is running rather than by a connection of its own, which some cameras refuse.
"""

import asyncio
from collections.abc import Awaitable, Callable
import time
from typing import TYPE_CHECKING, Final, Protocol

from .address import Access, AddressSource, Source, StreamOptions, split_access
from .channels import Frames, Transport
from .chunk import Chunk
from .client import CameraClient
from .errors import Asleep, CannotConnect, NotAnImage, Repeated
from .frame import FRESH, MAX_AGE, Frame
from .gate import Gate
from .upstream import Publish, Subscription

if TYPE_CHECKING:
    from .readers import Readers

POLL: Final = 0.5
"""Seconds between two stills where there is nothing but stills: as stock cameras do."""

LIVELY: Final = 2.0
"""MJPEG from which nothing came for so many seconds is not waited for where there is a still."""


class Reads(Protocol):
    """Is told how something is read."""

    def __call__(self, what: str, *, directly: bool) -> None:
        """Note whether it comes from the camera itself, or is made of something else that is read."""


class Reading:
    """Reads one source."""

    def __init__(
        self,
        source: Source,
        readers: Readers,
        *,
        at: Callable[[Access], CameraClient],
        frames: Frames,
        transport: Transport,
        picture: Callable[[float], Awaitable[Frame]],
        reads: Reads,
        gate: Gate,
    ) -> None:
        """`frames` and `transport` run what is here, and are what others are made of; `gate` looks at what comes.

        `at` gives the connections that get in by an access; `picture` the last still, or a new one when that is older.
        """
        self.source = source
        self._readers = readers
        self._at = at
        self._frames = frames
        self._transport = transport
        self._picture = picture
        self._reads = reads
        self._gate = gate
        self._no_mjpeg = False  # whether what an original called its MJPEG is none

    async def still(self) -> Frame:
        """Get one picture; raises FeedError."""
        source = self.source
        self._reads("still", directly=True)
        if (
            isinstance(source, AddressSource)
            and source.still_url
            and not (source.mjpeg_url and self._frames.had_within(LIVELY))
        ):
            try:
                return await self._gate.still(await self._readers.still_at(source.still_url))
            except CannotConnect:
                if source.stream_url and self._transport.delivering:
                    return await self._still_from_stream()
                if not (source.mjpeg_url and self._frames.delivering):
                    raise
        if await self._mjpeg() is not None:
            self._reads("still", directly=False)
            frames = self._frames.subscribe()
            try:
                return await frames.get()
            finally:
                frames.close()
        if not isinstance(source, AddressSource):
            if await source.async_native() is not None:
                self._reads("still", directly=False)
                return await self._still_from_stream(self._overhear())
            try:
                return await self._gate.still(await self._readers.still_of(source))
            except NotAnImage, Repeated:
                # Some entities have a stream only, some keep a still for minutes.
                if await source.async_stream_url() is None:
                    raise
        self._reads("still", directly=False)
        return await self._still_from_stream()

    def _overhear(self) -> Subscription[Chunk]:
        """Consume what the stream sends to others: a still wakes no camera. Raises Asleep."""
        if (chunks := self._transport.overhear(keep=1)) is None:
            last = self._transport.last
            raise Asleep(None if last is None else time.time() - (time.monotonic() - last))
        return chunks

    async def _still_from_stream(self, chunks: Subscription[Chunk] | None = None) -> Frame:
        """Make a picture of the newest that the stream has sent, or that `chunks` overhears of it."""
        chunks = chunks or self._transport.subscribe(keep=1)
        try:
            while True:
                chunk = await chunks.get()
                if time.monotonic() - chunk.received > FRESH:
                    continue
                still = await self._readers.newest()
                if still is not None and time.monotonic() - still.received <= MAX_AGE:
                    return still
        finally:
            chunks.close()

    async def run_frames(self, publish: Publish[Frame]) -> None:
        """Publish pictures until they end; raises FeedError."""
        source = self.source
        if (mjpeg := await self._mjpeg()) is not None:
            self._reads("frames", directly=True)
            address, access = mjpeg
            try:
                with self._gate.frames(publish) as seen:
                    await self._readers.mjpeg(address, self._at(access), seen)
            except NotAnImage:
                self._no_mjpeg = True
                raise
            return
        self._reads("frames", directly=False)
        native = not isinstance(source, AddressSource) and await source.async_native() is not None
        if not native and (not isinstance(source, AddressSource) or source.still_url):
            await self._poll(publish)
            return
        chunks = self._transport.subscribe(keep=1)
        try:
            await self._readers.decode(chunks, publish)
        finally:
            # Whoever watched has been gone for a while already.
            chunks.close(linger=0 if chunks.fed and not native else None)

    async def _mjpeg(self) -> tuple[str, Access] | None:
        """Return where the camera's MJPEG is, if it has any; raises FeedError."""
        source = self.source
        if isinstance(source, AddressSource):
            return None if source.mjpeg_url is None else (source.mjpeg_url, source.access)
        address = None if self._no_mjpeg else await source.async_mjpeg_url()
        return None if address is None else split_access(address)

    async def _poll(self, publish: Publish[Frame]) -> None:
        """Ask for a still again and again."""
        last: Frame | None = None
        while True:
            begun = time.monotonic()
            frame = await self._picture(POLL / 2)
            if frame is not last:
                publish(frame)
                last = frame
            await asyncio.sleep(max(0.0, begun + POLL - time.monotonic()))

    async def run_transport(self, publish: Publish[Chunk]) -> None:
        """Publish a transport stream until it ends; raises FeedError."""
        source = self.source
        self._reads("stream", directly=True)
        address: str | None
        if isinstance(source, AddressSource):
            address, access, options = source.stream_url, source.access, StreamOptions()
        else:
            native = await source.async_native()
            self._transport.treat_gently(native is not None)
            if native is not None:
                with self._gate.chunks(publish) as seen:
                    await self._readers.native(native, self._transport.key_wanted, seen)
                return
            address, access, options = await source.async_stream_url(), Access(), source.stream_options
            if address is not None:
                address, access = split_access(address, verify_ssl=options.verify_ssl)
        if address is not None:
            with self._gate.chunks(publish) as seen:
                await self._readers.stream(address, self._at(access), options, seen)
            return
        self._reads("stream", directly=False)
        frames = self._frames.subscribe()
        try:
            await self._readers.encode(frames, publish)
        finally:
            # Whoever watched has been gone for a while already.
            frames.close(linger=0)
