"""A short loop of video, encoded once and muxed to MPEG-TS with timestamps that go on."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
import time
from typing import cast

import av
from av.video.stream import VideoStream

from tests.fakes.pictures import paint

FPS = 15
SECONDS = 4
WIDTH, HEIGHT = 1280, 720
TICKS = 90_000 // FPS  # MPEG-TS counts in 1/90,000 s
OPTIONS = {  # key frames only where we want them
    "libx264": {"preset": "superfast", "tune": "zerolatency", "sc_threshold": "0"},
    "libx265": {"preset": "ultrafast", "x265-params": "log-level=none:scenecut=0"},
    "mpeg2video": {"sc_threshold": "1000000000"},
}


@dataclass(frozen=True, slots=True)
class Encoded:
    """One encoded frame."""

    data: bytes
    key: bool


class _Sink:
    """Where the muxer writes, and where the pieces are picked up."""

    def __init__(self) -> None:
        self.pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Keep a piece."""
        self.pieces.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        """Hand out what was written since."""
        whole = b"".join(self.pieces)
        self.pieces.clear()
        return whole


def _add_stream(container: av.container.OutputContainer, codec: str) -> VideoStream:
    stream = cast("VideoStream", container.add_stream(codec, rate=FPS, options=OPTIONS.get(codec, {})))
    stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
    stream.bit_rate = 2_000_000
    context = stream.codec_context
    context.gop_size = FPS
    context.max_b_frames = 0
    context.time_base = Fraction(1, FPS)
    context.thread_count = 1
    return stream


@cache
def loop(color: str, codec: str = "libx264", seconds: int = SECONDS) -> tuple[Encoded, ...]:
    """Encode the loop of one colour: a key frame each second, about 2 Mbit/s. Takes a second: call it in a thread."""
    with av.open(_Sink(), "w", format="mpegts") as container:
        stream = _add_stream(container, codec)
        packets: list[av.Packet[VideoStream]] = []
        for count in range(FPS * seconds):
            frame = av.VideoFrame.from_ndarray(paint(color, count), format="rgb24").reformat(WIDTH, HEIGHT, "yuv420p")
            frame.pts = count
            packets += stream.encode(frame)
        packets += stream.encode(None)
        return tuple(Encoded(bytes(packet), packet.is_keyframe) for packet in packets)


class TransportStream:
    """An endless MPEG-TS of one colour, at the speed of the wall clock.

    Which frame is due follows from the time alone, so all consumers of a camera are shown the same: the number in a
    frame is its place in the loop, `int(time.time() * FPS) % len(frames)`. It begins with the latest key frame.
    """

    def __init__(self, frames: tuple[Encoded, ...], codec: str = "libx264") -> None:
        """Prepare the muxer."""
        self._frames = frames
        self._sink = _Sink()
        self._container = av.open(self._sink, "w", format="mpegts", options={"flush_packets": "1"})
        self._stream = _add_stream(self._container, codec)
        self._next = int(time.time() * FPS)
        while not frames[self._next % len(frames)].key:
            self._next -= 1
        self._first = self._next
        self._others = frames

    def switch(self, frames: tuple[Encoded, ...]) -> None:
        """Go on with other frames of the same loop's length, which begins at its next key frame."""
        self._others = frames

    def wait(self) -> float:
        """Return how many seconds are left until the next frame is due."""
        return self._next / FPS - time.time()

    def due(self) -> Iterator[bytes]:
        """Mux the frames that are due now."""
        while self.wait() <= 0:
            if self._others[self._next % len(self._others)].key:
                self._frames = self._others
            encoded = self._frames[self._next % len(self._frames)]
            packet = av.Packet(encoded.data)
            packet.stream = self._stream
            packet.time_base = Fraction(1, 90_000)
            packet.pts = packet.dts = (self._next - self._first) * TICKS
            packet.is_keyframe = encoded.key
            self._container.mux(packet)
            self._next += 1
            yield self._sink.take()
