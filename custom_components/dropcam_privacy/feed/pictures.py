"""Makes a transport stream of the H.264 pictures that a camera sends by WebRTC, one by one."""

import asyncio
from collections.abc import Callable
import contextlib
from fractions import Fraction
import time
from typing import Final, cast

import av
from av.video.stream import VideoStream

from .arrival import RATE, Arrivals
from .chunk import Chunk
from .h264 import KeyFrames
from .ts import TsMuxer

_TICK: Final = Fraction(1, RATE)


class Reel:
    """A camera's transport stream, which goes on from one connection to the next as long as its pictures look alike."""

    def __init__(self) -> None:
        """Have none yet."""
        self._arrivals = Arrivals()
        self._looks: tuple[bytes, ...] = ()
        self._muxer: TsMuxer | None = None

    def received(self, ticks: int, now: float) -> float:
        """Return when a picture came that is read `now`, and has this time of the camera's."""
        return self._arrivals.received(ticks, now)

    def pack(self, picture: bytes, received: float, looks: tuple[bytes, ...] | None) -> list[Chunk]:
        """Add a picture; with a key frame comes how it and what follows `looks`."""
        if self._muxer is None or (looks is not None and looks != self._looks):
            self.close()
            self._looks = looks or ()
            self._muxer = TsMuxer()
            self._muxer.video = cast("VideoStream", self._muxer.container.add_mux_stream("h264"))
        packet = av.Packet(picture)
        packet.stream = cast("VideoStream", self._muxer.video)
        packet.pts = packet.dts = self._arrivals.written(received)
        packet.time_base = _TICK
        packet.is_keyframe = looks is not None
        return self._muxer.mux(packet, received)

    def close(self) -> None:
        """Give the memory back."""
        muxer, self._muxer = self._muxer, None
        if muxer is not None:
            with contextlib.suppress(av.FFmpegError):
                muxer.close()


class Pictures:
    """What comes by one connection: packed from its first key frame on, and after a gap from the next one on."""

    def __init__(self, reel: Reel, wanted: asyncio.Event, publish: Callable[[Chunk], None]) -> None:
        """Begin before the first key frame; `wanted` is set while one is lacking."""
        self._reel, self._wanted, self._publish = reel, wanted, publish
        self._keys = KeyFrames()
        self._open = True
        self._whole = False
        self.last: float | None = None
        """`time.monotonic()` when the last picture came, whether it can be shown or not."""
        self.last_key = 0.0
        """The same of the last key frame."""
        self.learn = self._keys.learn

    def lost(self) -> None:
        """Hold back what would be shown damaged."""
        self._whole = False
        self._wanted.set()

    def add(self, data: bytes, ticks: int) -> None:
        """Publish one picture."""
        if not self._open:
            return
        self.last = time.monotonic()
        received = self._reel.received(ticks, self.last)
        if (complete := self._keys.complete(data)) is not None:
            self._whole, self.last_key = True, self.last
        elif not self._whole:
            self._wanted.set()
            return
        for chunk in self._reel.pack(complete or data, received, None if complete is None else self._keys.looks):
            self._publish(chunk)

    def close(self) -> None:
        """Take no more."""
        self._open = False
