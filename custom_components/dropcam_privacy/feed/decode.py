"""Makes pictures of a stream, for who asks for stills or MJPEG where there is only video."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
import time
from typing import Final

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from .chunk import Chunk, Codec
from .errors import NoVideo
from .frame import FRESH, MAX_AGE, Frame
from .thread import async_to_end
from .upstream import Subscription

INTERVAL: Final = 0.2
"""Seconds between two pictures: more than stock stills give, and a small machine bears it."""

# How long is decoded at a time, in seconds, before a look whether a key frame has come meanwhile.
_PIECE: Final = 0.25
# So old a picture may be where the decoder is behind: it is still to be made a JPEG and to leave within MAX_AGE.
_IN_TIME: Final = 0.75 * MAX_AGE
_TICK: Final = Fraction(1, 1_000_000)

# libav's scale from 2 (best) to 31.
_QUALITY: Final = "4"

type Picture = tuple[VideoFrame, float]
"""A decoded picture, and when the packet that it comes from was received."""


class Decoder:
    """Decodes one stream from a key frame on; used by one thread at a time."""

    def __init__(self, codec: Codec) -> None:
        """Begin before a key frame."""
        context = av.CodecContext.create(codec.name, "r")
        if codec.extradata:
            context.extradata = codec.extradata
        # Each picture comes out as soon as it can be shown.
        context.options = {"flags": "low_delay"}
        context.thread_count = 1
        self._context = _of_video(context)

    def feed(self, chunk: Chunk) -> list[Picture]:
        """Decode one packet."""
        packet = av.Packet(chunk.video or b"")
        # So that a picture can be told the packet that it came with.
        packet.pts = packet.dts = int(chunk.received / _TICK)
        packet.time_base = _TICK
        return _pictures(self._context.decode(packet))

    def flush(self) -> list[Picture]:
        """Return what is still held back; nothing can be fed any more."""
        return _pictures(self._context.decode(None))


def _pictures(pictures: Iterable[VideoFrame]) -> list[Picture]:
    return [(picture, float((picture.pts or 0) * _TICK)) for picture in pictures]


def _of_video(context: av.CodecContext) -> VideoCodecContext:
    if not isinstance(context, VideoCodecContext):
        raise NoVideo("no decoder for this video")
    return context


def to_jpeg(picture: VideoFrame) -> bytes:
    """Compress one picture."""
    full = picture.reformat(format="yuvj420p", dst_color_range="JPEG")
    full.pts = None
    encoder = _of_video(av.CodecContext.create("mjpeg", "w"))
    encoder.width, encoder.height = full.width, full.height
    encoder.pix_fmt = "yuvj420p"
    encoder.time_base = Fraction(1, 25)
    encoder.options = {"qmin": _QUALITY, "qmax": _QUALITY}
    return b"".join(bytes(packet) for packet in (*encoder.encode(full), *encoder.encode(None)))


class Follower:
    """Decodes a stream as far as pictures of it are wanted, and goes on from there for the next who wants one.

    Where a machine cannot keep up, it begins again at each key frame: that one is had while it is fresh.
    """

    def __init__(self, since_key: Callable[[], Sequence[Chunk]]) -> None:
        """`since_key` returns all video from the last key frame on."""
        self._since_key = since_key
        self._turn = asyncio.Lock()
        self._decoder: Decoder | None = None
        self._last: Chunk | None = None
        self._newest: Picture | None = None
        # Of which picture this is the JPEG.
        self._pictured: Picture | None = None
        self._jpeg = b""

    async def async_picture(self, after: float = 0.0) -> tuple[bytes, float] | None:
        """Return the newest picture as a JPEG, and when it was received; None if that was not later than `after`.

        It is one of this moment, or there is none newer. Raises NoVideo.
        """
        async with self._turn:
            while await async_to_end(self._advance, tuple(self._since_key())):
                if self._newest is not None and time.monotonic() - self._newest[1] <= _IN_TIME:
                    break
            newest = self._newest
            if newest is None or newest[1] <= after:
                return None
            if newest is not self._pictured:
                self._jpeg = await async_to_end(to_jpeg, newest[0])
                self._pictured = newest
            return self._jpeg, newest[1]

    def forget(self) -> None:
        """Keep nothing of a stream that has ended."""
        self._decoder = self._last = self._newest = self._pictured = None
        self._jpeg = b""

    def _advance(self, chunks: Sequence[Chunk]) -> bool:
        """Decode for a moment, and return whether something is left; raises NoVideo."""
        stop = time.monotonic() + _PIECE
        try:
            for chunk in _after(chunks, self._last):
                if time.monotonic() > stop:
                    return True
                self._feed(chunk)
                if chunk.key:
                    # It may be the only one that is in time.
                    stop = 0.0
            if chunks and (self._newest is None or chunks[-1].received - self._newest[1] > FRESH):
                self._flush()
        except av.FFmpegError, ValueError:
            raise NoVideo("the video cannot be decoded") from None
        return False

    def _feed(self, chunk: Chunk) -> None:
        if chunk.key or self._decoder is None:
            # What was left out before a key frame must not be missed by what follows it.
            self._decoder = Decoder(chunk.codec)
        self._last = chunk
        try:
            self._newest = next(reversed(self._decoder.feed(chunk)), self._newest)
        except av.FFmpegError:
            # Lost on the way: the pictures after it are as good as they can be.
            if chunk.key:
                raise

    def _flush(self) -> None:
        """Get what is held back, at the price of decoding from the key frame on the next time."""
        decoder, self._decoder, self._last = self._decoder, None, None
        if decoder is not None:
            self._newest = next(reversed(decoder.flush()), self._newest)


def _after(chunks: Sequence[Chunk], last: Chunk | None) -> Sequence[Chunk]:
    """Return what follows after `last`; all, if that is not among them."""
    for place in range(len(chunks), 0, -1):
        if chunks[place - 1] is last:
            return chunks[place:]
    return chunks


async def async_decode(
    chunks: Subscription[Chunk],
    follower: Follower,
    frame: Callable[[bytes, float], Frame],
    publish: Callable[[Frame], None],
) -> None:
    """Publish pictures of a stream at a moderate rate, whenever `chunks` has something new; raises FeedError."""
    due = last = 0.0
    while True:
        await chunks.get()
        now = time.monotonic()
        if now >= due and (picture := await follower.async_picture(last)) is not None:
            due, last = now + INTERVAL, picture[1]
            publish(frame(*picture))
