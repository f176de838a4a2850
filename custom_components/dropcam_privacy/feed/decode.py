"""Makes pictures of a stream, for who asks for stills or MJPEG where there is only video."""

import asyncio
from collections.abc import Callable, Iterable
from fractions import Fraction
import time
from typing import Final

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame

from .chunk import Chunk, Codec
from .errors import NoVideo
from .frame import Frame
from .upstream import Subscription

INTERVAL: Final = 0.2
"""Seconds between two pictures: more than stock stills give, and a small machine bears it."""

# libav's scale from 2 (best) to 31.
_QUALITY: Final = "4"

type Picture = tuple[VideoFrame, float]
"""A decoded picture, and when the packet that it comes from was received."""


class Decoder:
    """Decodes one stream from a key frame on; used by one thread at a time."""

    def __init__(self, codec: Codec) -> None:
        """Begin before a key frame."""
        self.codec = codec
        context = av.CodecContext.create(codec.name, "r")
        if codec.extradata:
            context.extradata = codec.extradata
        # Each picture comes out as soon as it can be shown.
        context.options = {"flags": "low_delay"}
        context.thread_count = 1
        self._context = _of_video(context)
        self._received: list[float] = []

    def feed(self, chunk: Chunk) -> list[Picture]:
        """Decode one packet."""
        packet = av.Packet(chunk.video or b"")
        # Counted through, so that a picture can be told the packet that it came with.
        packet.pts = packet.dts = len(self._received)
        packet.time_base = Fraction(1, 1000)
        self._received.append(chunk.received)
        return self._pictures(self._context.decode(packet))

    def flush(self) -> list[Picture]:
        """Return what is still held back; nothing can be fed any more."""
        return self._pictures(self._context.decode(None))

    def _pictures(self, pictures: Iterable[VideoFrame]) -> list[Picture]:
        return [(picture, self._received[picture.pts or 0]) for picture in pictures]


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


def newest_picture(chunks: Iterable[Chunk]) -> tuple[bytes, float]:
    """Decode from a key frame on; return the last picture as a JPEG, and when it was received."""
    decoder: Decoder | None = None
    newest: Picture | None = None
    try:
        for chunk in chunks:
            decoder = decoder or Decoder(chunk.codec)
            newest = next(reversed(decoder.feed(chunk)), newest)
        if decoder is not None:
            newest = next(reversed(decoder.flush()), newest)
        if newest is not None:
            return to_jpeg(newest[0]), newest[1]
    except av.FFmpegError, ValueError:
        pass
    raise NoVideo("the video cannot be decoded")


async def async_decode(
    chunks: Subscription[Chunk],
    frame: Callable[[bytes, float], Frame],
    publish: Callable[[Frame], None],
) -> None:
    """Publish pictures of a stream at a moderate rate; raises FeedError."""
    loop = asyncio.get_running_loop()
    decoder: Decoder | None = None
    due = 0.0
    while True:
        batch = [await chunks.get()]
        while chunks.waiting:
            batch.append(await chunks.get())
        batch = [chunk for chunk in batch if chunk.video is not None]
        if not batch:
            continue
        decoder = decoder or Decoder(batch[0].codec)
        now = time.monotonic()
        made = await loop.run_in_executor(None, _decode, decoder, batch, now >= due)
        if made is not None:
            due = now + INTERVAL
            publish(frame(*made))


def _decode(decoder: Decoder, batch: list[Chunk], wanted: bool) -> tuple[bytes, float] | None:
    """Decode a few packets, and make a JPEG of the newest picture if one is wanted."""
    newest: Picture | None = None
    try:
        for chunk in batch:
            newest = next(reversed(decoder.feed(chunk)), newest)
        if newest is None or not wanted:
            return None
        return to_jpeg(newest[0]), newest[1]
    except av.FFmpegError, ValueError:
        raise NoVideo("the video cannot be decoded") from None
