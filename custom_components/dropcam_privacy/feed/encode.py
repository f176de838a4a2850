"""Makes a stream of single pictures, for cameras that know only stills or MJPEG.

The stock dashboard shows live pictures of a guarded camera as video only. Time goes on
even when a camera sends two pictures a second: then the last one is sent again, but never
for longer than a picture may be shown.
"""

import asyncio
from collections.abc import Callable
import itertools
import time
from typing import Final

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from .chunk import Chunk
from .clock import TICKS, TIME_BASE
from .errors import NotAnImage
from .frame import MAX_AGE, Frame
from .thread import async_to_end
from .ts import TsMuxer
from .upstream import Subscription

REPEAT_AFTER: Final = 0.2
MAX_RATE: Final = 15
QUICK_START: Final = 5
"""So many pictures come at the full rate first: players look at a few before they begin."""

KEY_FRAME_EVERY: Final = 1.0
MAX_WIDTH: Final = 1920
MAX_HEIGHT: Final = 1080


class JpegReader:
    """Decodes JPEGs; used by one thread at a time."""

    def __init__(self) -> None:
        """Have seen none."""
        self._context = av.CodecContext.create("mjpeg", "r")
        self._jpeg: bytes | None = None
        self._picture: VideoFrame | None = None

    def read(self, jpeg: bytes) -> VideoFrame:
        """Return the picture; of the same JPEG as before, the very same. Raises NotAnImage."""
        if jpeg is not self._jpeg or self._picture is None:
            if not isinstance(self._context, VideoCodecContext):
                raise NotAnImage("no decoder for pictures")
            pictures = self._context.decode(av.Packet(jpeg))
            if not pictures:
                raise NotAnImage("a JPEG that cannot be decoded")
            self._jpeg, self._picture = jpeg, pictures[0]
        return self._picture


class Encoder:
    """Turns pictures into H.264, in the size of the first; used by one thread at a time."""

    def __init__(self) -> None:
        """Wait for the first picture, which sets the size."""
        self._muxer = TsMuxer()
        self._stream: VideoStream | None = None
        self._started = 0.0
        self._last_time = -1
        self._last_key = float("-inf")
        self._given: VideoFrame | None = None
        self._picture: VideoFrame | None = None

    def encode(self, given: VideoFrame, received: float, now: float) -> list[Chunk]:
        """Add a picture, to be shown at `now`."""
        if self._stream is None:
            self._stream = self._open(given, now)
        if given is not self._given or self._picture is None:
            size = self._stream.width, self._stream.height
            self._picture = given.reformat(*size, format="yuv420p", dst_color_range="MPEG")
            self._given = given
        picture = self._picture
        moment = max(int((now - self._started) * TICKS), self._last_time + 1)
        self._last_time = moment
        picture.pts = moment
        picture.time_base = TIME_BASE
        key = now - self._last_key >= KEY_FRAME_EVERY
        if key:
            self._last_key = now
        picture.pict_type = PictureType.I if key else PictureType.NONE
        return [chunk for packet in self._stream.encode(picture) for chunk in self._muxer.mux(packet, received)]

    def close(self) -> None:
        """Give the memory back."""
        if self._stream is not None:
            self._muxer.close()

    def _open(self, picture: VideoFrame, now: float) -> VideoStream:
        """Begin the stream."""
        self._started = now
        stream = self._muxer.container.add_stream("libx264", rate=MAX_RATE)
        scale = min(1.0, MAX_WIDTH / picture.width, MAX_HEIGHT / picture.height)
        # H.264 halves the colours: sizes are even.
        stream.width, stream.height = (max(int(side * scale) // 2 * 2, 2) for side in (picture.width, picture.height))
        stream.pix_fmt = "yuv420p"
        stream.codec_context.time_base = TIME_BASE
        stream.codec_context.options = {
            "preset": "ultrafast",
            "tune": "zerolatency",
            "crf": "23",
            "forced-idr": "1",
            # Key frames come by the clock, see encode(); this is never reached.
            "g": "600",
        }
        stream.codec_context.thread_count = 1
        self._muxer.video = stream
        return stream


async def async_encode(frames: Subscription[Frame], publish: Callable[[Chunk], None]) -> None:
    """Publish a stream of the pictures, as they come; raises FeedError."""
    reader, encoder = JpegReader(), Encoder()

    def encode(frame: Frame, now: float) -> list[Chunk]:
        return encoder.encode(reader.read(frame.jpeg), frame.received, now)

    try:
        frame = await frames.get()
        for count in itertools.count(1):
            now = time.monotonic()
            for chunk in await async_to_end(encode, frame, now):
                publish(chunk)
            if count >= QUICK_START:
                await asyncio.sleep(max(0.0, now + 1 / MAX_RATE - time.monotonic()))
            frame = await _next(frames, frame, 1 / MAX_RATE if count < QUICK_START else REPEAT_AFTER)
    except av.FFmpegError, ValueError:
        raise NotAnImage("the pictures cannot be made into a video") from None
    finally:
        encoder.close()


async def _next(frames: Subscription[Frame], last: Frame, patience: float) -> Frame:
    """Return the next picture, or the last one again as long as it is no older than allowed."""
    if time.monotonic() + patience - last.received > MAX_AGE:
        return await frames.get()
    return await frames.poll(patience) or last
