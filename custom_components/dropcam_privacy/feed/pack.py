"""Packs what a camera sends into one transport stream, which goes on from one connection to the next."""

import time
from typing import Any, Final, Protocol

import av
from av.audio.stream import AudioStream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from .chunk import Chunk
from .clock import Clock
from .encode import MAX_RATE, Encoder
from .ts import TsMuxer

PASSED_ON: Final = {"h264", "hevc"}
"""What players play. Everything else is decoded, and encoded anew."""


class Packer(Protocol):
    """Packs packets; used by one thread at a time."""

    def begin(self, video: VideoStream, audio: AudioStream | None, *, by_arrival: bool) -> bool:
        """Begin with a connection's streams; answers False where those who play could not go on with them."""

    def pack(self, packet: av.Packet[Any], received: float) -> list[Chunk]:
        """Add a packet, and return what is ready to go out; raises av.FFmpegError for one that is broken."""

    def close(self) -> None:
        """Give the memory back."""


class Copy:
    """Passes H.264 and H.265 on without touching the picture, and AAC with it."""

    def __init__(self, video: VideoStream, audio: AudioStream | None) -> None:
        """Pack streams that look like these."""
        self._looks = _looks(video, audio)
        self._clock = Clock()
        self._muxer = _muxer(video, audio)

    def begin(self, video: VideoStream, audio: AudioStream | None, *, by_arrival: bool) -> bool:
        """Begin with streams of the same look."""
        self._clock.begin(by_arrival=by_arrival)
        return _looks(video, audio) == self._looks

    def pack(self, packet: av.Packet[Any], received: float) -> list[Chunk]:
        """Add a packet."""
        self._clock.set(packet, received)
        return self._muxer.mux(packet, received)

    def close(self) -> None:
        """End the stream."""
        self._muxer.close()


class Transcode:
    """Makes H.264 of every other video, in the time in which it comes; without sound."""

    def __init__(self, _video: VideoStream, _audio: AudioStream | None) -> None:
        """Wait for the first picture."""
        self._encoder = Encoder()
        self._due = 0.0

    def begin(self, _video: VideoStream, _audio: AudioStream | None, *, by_arrival: bool) -> bool:
        """Begin with any: every picture is brought into the size of the first."""
        del by_arrival  # always
        return True

    def pack(self, packet: av.Packet[Any], received: float) -> list[Chunk]:
        """Decode a packet, and encode its picture, but no more of them than the encoder's rate."""
        pictures = [picture for picture in packet.decode() if isinstance(picture, VideoFrame)]
        if not pictures or received < self._due:
            return []
        begun = time.monotonic()
        chunks = self._encoder.encode(pictures[-1], received, received)
        # A little early is in time: else a camera of 20 pictures a second would give 10. And half of the time is left
        # for decoding: what falls behind would show the past.
        self._due = received + max(0.7 / MAX_RATE, 2 * (time.monotonic() - begun))
        return chunks

    def close(self) -> None:
        """End the stream."""
        self._encoder.close()


class Line:
    """The packer of a camera, kept while its connections come and go."""

    def __init__(self) -> None:
        """Have none yet."""
        self._packer: Packer | None = None

    def begin(self, video: VideoStream, audio: AudioStream | None, *, by_arrival: bool) -> Packer:
        """Return the packer for a connection: the one before, if those who play can go on."""
        kind = Copy if video.codec_context.name in PASSED_ON else Transcode
        packer = self._packer
        if not isinstance(packer, kind) or not packer.begin(video, audio, by_arrival=by_arrival):
            self.close()
            packer = self._packer = kind(video, audio)
            packer.begin(video, audio, by_arrival=by_arrival)
        return packer

    def close(self) -> None:
        """End the stream."""
        packer, self._packer = self._packer, None
        if packer is not None:
            packer.close()


def _looks(video: VideoStream, audio: AudioStream | None) -> tuple[object, ...]:
    """Return what players are told of streams when they begin."""
    sight = video.codec_context
    looks: tuple[object, ...] = (sight.name, sight.width, sight.height, bytes(sight.extradata or b""))
    if audio is None:
        return looks
    sound = audio.codec_context
    return (*looks, sound.name, sound.sample_rate, bytes(sound.extradata or b""))


def _muxer(video: VideoStream, audio: AudioStream | None) -> TsMuxer:
    """Make a muxer, without the sound where that cannot be packed (AAC-ELD is such)."""
    if audio is not None:
        try:
            return TsMuxer(video, audio)
        except av.FFmpegError, ValueError:
            pass
    return TsMuxer(video)
