"""Packs video packets into an MPEG transport stream that anybody can join at a key frame."""

from typing import Any, Final

import av
from av.audio.stream import AudioStream
from av.video.stream import VideoStream

from .chunk import Chunk, Codec

_PACKET: Final = 188
# The program's tables, where libavformat puts them, and the first elementary stream.
_TABLES: Final = {0x0000, 0x0011, 0x1000}
_VIDEO: Final = 0x0100


class _Sink:
    """The file that libavformat writes to."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Keep what is written."""
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


class TsMuxer:
    """Turns packets into chunks; used by one thread at a time."""

    def __init__(self, template: VideoStream | None = None, audio: AudioStream | None = None) -> None:
        """Copy the streams of an input, or wait for an encoder to be added.

        Raises av.FFmpegError or ValueError where they do not go into a transport stream.
        """
        self._sink = _Sink()
        self.container = av.open(
            self._sink,
            mode="w",
            format="mpegts",
            container_options={
                "flush_packets": "1",
                # A sound track that is announced but never comes holds nothing up.
                "max_interleave_delta": "200000",
            },
        )
        self._head = b""
        self._key_pending = False
        self.codec = Codec("h264", None)
        self.video: VideoStream | None = None
        self.audio: AudioStream | None = None
        if template is not None:
            self.video = self.container.add_stream_from_template(template, opaque=True)
            extradata = template.codec_context.extradata
            self.codec = Codec(template.codec_context.name, bytes(extradata or b"") or None)
        if audio is not None:
            self.audio = self.container.add_stream_from_template(audio, opaque=True)
        if template is not None:
            self.container.start_encoding()

    def mux(self, packet: av.Packet[Any], received: float) -> list[Chunk]:
        """Add a packet, and return what is ready to go out."""
        video: bytes | None = None
        key = False
        if packet.stream is self.video or packet.stream.type == "video":
            video, key = bytes(packet), packet.is_keyframe
            packet.stream = self.video
            self._key_pending |= key
        elif self.audio is None:
            return []
        else:
            packet.stream = self.audio
        try:
            self.container.mux(packet)
        except av.FFmpegError:
            # Sound that is broken is left out.
            if video is not None:
                raise
        data = self._sink.take()
        if not self._head and data:
            self._head = b"".join(
                data[at : at + _PACKET] for at in range(0, len(data), _PACKET) if _pid(data, at) in _TABLES
            )
        split = self._key_start(data) if self._key_pending else None
        if split is None:
            return [Chunk(data, False, received, self._head, self.codec, video, key)]
        self._key_pending = False
        chunks = []
        if split:
            chunks.append(Chunk(data[:split], False, received, self._head, self.codec))
        chunks.append(Chunk(data[split:], True, received, self._head, self.codec, video, key))
        return chunks

    def close(self) -> None:
        """Give the memory back."""
        self.container.close()

    def _key_start(self, data: bytes) -> int | None:
        """Find the packet that is marked as the start of a key frame."""
        for at in range(0, len(data), _PACKET):
            if (
                data[at + 1] & 0x40
                and _pid(data, at) == _VIDEO
                and data[at + 3] & 0x20
                and data[at + 4]
                and data[at + 5] & 0x40
            ):
                return at
        return None


def _pid(data: bytes, at: int) -> int:
    return (data[at + 1] & 0x1F) << 8 | data[at + 2]
