"""Reads a camera's video, whatever it comes by: H.264 and H.265 are packed anew, the rest is encoded anew.

Streams over HTTP are read by our own client, so that logins, redirects and certificates
are treated as everywhere else; the others, and playlists over HTTP, by libav itself. AAC
sound is passed on with video that is; other sound is left out.
"""

from collections.abc import Callable
import contextlib
from functools import partial
import time
from typing import Final

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream
from yarl import URL

from .address import StreamOptions
from .body_file import BodyFile
from .chunk import Chunk
from .client import CameraClient
from .errors import CannotConnect, FeedError, NoKeyFrame, NoVideo, UnsupportedCodec
from .opening import OPEN_TIMEOUT, QUICK, THOROUGH, Open, open_address, open_body
from .pack import Line, Packer
from .thread import Deliver, Stopped, async_in_thread

KEY_FRAME_TIMEOUT: Final = 22.0
"""Cameras that save send a key frame only every twenty seconds."""

_PLAYLIST: Final = ("application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl")
# libav's word for formats that know no times (AVFMT_NOTIMESTAMPS): what it gives, it makes up.
_NO_TIMESTAMPS: Final = 0x0080
MAX_SPOILT: Final = 50
"""So many packets in a row that nothing can be made of, and it is no video."""


class StreamReader:
    """Reads one camera's stream, one connection after the other."""

    def __init__(self) -> None:
        """Have no connection yet."""
        self._line = Line()

    async def async_read(
        self, address: str, client: CameraClient, options: StreamOptions, publish: Deliver[Chunk]
    ) -> None:
        """Connect, and publish chunks until the stream ends or breaks; raises FeedError."""
        ours = URL(address).scheme in {"http", "https"}
        if ours and await self._read_http(address, client, options, publish):
            return
        with client.counted():
            read = partial(_read, partial(open_address, address, client.access, options), _nothing, _nothing)
            await async_in_thread(partial(read, self._line, options.by_arrival), publish)

    async def _read_http(
        self, address: str, client: CameraClient, options: StreamOptions, publish: Deliver[Chunk]
    ) -> bool:
        """Read over our own connection; answers False where that is not possible."""
        async with client.get(address, idle=OPEN_TIMEOUT) as response:
            if response.content_type.lower() in _PLAYLIST or response.url.path.endswith(".m3u8"):
                return False
            body = BodyFile(response.content)
            read = partial(_read, partial(open_body, body), body.rewind, body.commit)
            try:
                await async_in_thread(partial(read, self._line, options.by_arrival), publish, body.close)
            except FeedError as err:
                # What broke the connection says more than that the stream broke off.
                raise (body.error or err.again()) from None
        return True


def _nothing() -> None:
    """Do nothing: a connection cannot be read a second time."""


def _read(
    open_input: Open,
    rewind: Callable[[], None],
    commit: Callable[[], None],
    line: Line,
    by_arrival: bool,
    deliver: Deliver[Chunk],
    stopped: Stopped,
) -> None:
    """Open the stream and pass its packets on, in a thread."""
    container = open_input(QUICK)
    try:
        if not _is_known(container) and not stopped.is_set():
            container.close()
            rewind()
            container = open_input(THOROUGH)
        commit()
        video, audio = _video(container), _audio(container)
        packer = line.begin(video, audio, by_arrival=by_arrival or _has_no_clock(container))
        _pack(container, packer, [video, *([audio] if audio else [])], deliver, stopped)
    finally:
        container.close()
        if stopped.is_set():
            # What could not be written any more is of no interest.
            with contextlib.suppress(av.FFmpegError):
                line.close()


def _pack(
    container: InputContainer,
    packer: Packer,
    streams: list[Stream],
    deliver: Deliver[Chunk],
    stopped: Stopped,
) -> None:
    """Pass packets on, from the first key frame."""
    begun = False
    spoilt = 0
    give_up = time.monotonic() + KEY_FRAME_TIMEOUT
    for packet in container.demux(*streams):
        received = time.monotonic()
        if stopped.is_set():
            return
        if not packet.size:
            continue
        begun = begun or (packet.stream is streams[0] and packet.is_keyframe)
        if not begun:
            if received > give_up:
                raise NoKeyFrame("the camera sends key frames too seldom")
            continue
        try:
            chunks = packer.pack(packet, received)
        except av.FFmpegError, ValueError:
            spoilt += 1
            if spoilt >= MAX_SPOILT:
                raise NoVideo("the video is broken") from None
            continue
        spoilt = 0
        for chunk in chunks:
            deliver(chunk)
    raise CannotConnect("the camera ended the stream") if begun else NoVideo("no key frame")


def _has_no_clock(container: InputContainer) -> bool:
    """Whether the format knows no times, such as raw H.264 and MJPEG."""
    return bool(container.format.flags & _NO_TIMESTAMPS)


def _is_known(container: InputContainer) -> bool:
    """Whether a short look was enough to pass everything on."""
    if not container.streams.video:
        return False
    audio = _aac(container)
    return audio is None or bool(audio.rate)


def _video(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise NoVideo("the camera sends no video")
    video = container.streams.video[0]
    # Of a codec that libav does not know there is no context, and of some it knows there is no decoder.
    if video.codec_context is None:
        raise UnsupportedCodec("video that cannot be decoded")
    return video


def _audio(container: InputContainer) -> AudioStream | None:
    """Return the sound that can be passed on: without a rate that is none."""
    audio = _aac(container)
    return audio if audio is not None and audio.rate else None


def _aac(container: InputContainer) -> AudioStream | None:
    for audio in container.streams.audio[:1]:
        # Of a codec that libav does not know there is no context.
        if audio.codec_context is not None and audio.codec_context.name == "aac":
            return audio
    return None
