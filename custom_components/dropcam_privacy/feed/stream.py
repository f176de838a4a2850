"""Reads a camera's H.264 or H.265 stream, and packs it anew without touching the picture.

Streams over HTTP are read by our own client, so that logins, redirects and certificates
are treated as everywhere else; RTSP, and playlists over HTTP, by libav itself. AAC sound
is passed on; other sound is left out.
"""

from collections.abc import Callable
import contextlib
from functools import partial
import os
import re
import time
from typing import Any, Final
from urllib.parse import quote

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Stream
from av.video.stream import VideoStream
import certifi
from yarl import URL

from .address import Access
from .body_file import BodyFile
from .chunk import Chunk
from .client import CameraClient
from .errors import CannotConnect, FeedError, NoVideo, UnsupportedCodec
from .thread import Deliver, Stopped, async_in_thread
from .ts import TsMuxer

OPEN_TIMEOUT: Final = 8.0
READ_TIMEOUT: Final = 5.0
"""A camera that sends nothing for so long is opened anew; also how long a thread can linger."""

_CODECS: Final = {"h264", "hevc"}
_PLAYLIST: Final = ("application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl")
# Enough to see what is in the stream; the tables and key frames say the rest in passing.
_QUICK: Final = {"probesize": "65536", "analyzeduration": "100000", "fpsprobesize": "0"}
_THOROUGH: Final = {"probesize": "2000000", "analyzeduration": "3000000"}
# A jump by more than this, in seconds, is another stream.
_MAX_JUMP: Final = 30
_MAX_STEP_BACK: Final = 1

type _Open = Callable[[dict[str, str]], InputContainer]


async def async_read_stream(address: str, access: Access, client: CameraClient, publish: Deliver[Chunk]) -> None:
    """Connect, and publish chunks until the stream ends or breaks; raises FeedError."""
    # An original's login came with its address. Which kind it is, only libav finds out.
    ours = URL(address).scheme in {"http", "https"} and access == client.access
    if ours and await _read_http(address, client, publish):
        return
    await _read_by_libav(address, access, client, publish)


async def _read_http(address: str, client: CameraClient, publish: Deliver[Chunk]) -> bool:
    """Read over our own connection; answers False where that is not possible."""
    async with client.get(address, idle=OPEN_TIMEOUT) as response:
        if response.content_type.lower() in _PLAYLIST or response.url.path.endswith(".m3u8"):
            return False
        body = BodyFile(response.content)
        try:
            await async_in_thread(
                partial(_remux, partial(_open_body, body), body.rewind, body.commit),
                publish,
                body.close,
            )
        except FeedError as err:
            # What broke the connection says more than that the stream broke off.
            raise (body.error or err.again()) from None
    return True


async def _read_by_libav(address: str, access: Access, client: CameraClient, publish: Deliver[Chunk]) -> None:
    """Let libav connect."""
    with client.counted():
        await async_in_thread(partial(_remux, partial(_open_address, address, access), _nothing, _nothing), publish)


def _nothing() -> None:
    """Do nothing: a connection cannot be read a second time."""


def _open_body(body: BodyFile, options: dict[str, str]) -> InputContainer:
    return av.open(body, mode="r", options=options)


def _open_address(address: str, access: Access, options: dict[str, str]) -> InputContainer:
    return av.open(
        with_login(address, access),
        mode="r",
        timeout=(OPEN_TIMEOUT, READ_TIMEOUT),
        options={
            "rtsp_transport": "tcp",
            "tls_verify": "1" if access.verify_ssl else "0",
            "ca_file": os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where(),
            # A playlist or a redirect must not lead to files, or to other kinds of sources.
            "protocol_whitelist": "rtsp,rtsps,rtp,tcp,tls,udp,http,https,crypto",
            **options,
        },
    )


def with_login(address: str, access: Access) -> str:
    """Put the login into the address, the only place where libav takes it from."""
    if access.username is None:
        return address
    scheme, _, rest = address.partition("://")
    rest = re.sub(r"^[^/?#]*@", "", rest)
    login = f"{quote(access.username, safe='')}:{quote(access.password or '', safe='')}"
    return f"{scheme}://{login}@{rest}"


def _remux(
    open_input: _Open,
    rewind: Callable[[], None],
    commit: Callable[[], None],
    deliver: Deliver[Chunk],
    stopped: Stopped,
) -> None:
    """Open the stream and pass its packets on, in a thread."""
    container = open_input(_QUICK)
    try:
        if not _is_known(container) and not stopped.is_set():
            container.close()
            rewind()
            container = open_input(_THOROUGH)
        commit()
        video, audio = _video(container), _audio(container)
        muxer = TsMuxer(video, audio)
        try:
            _copy(container, muxer, [video, *([audio] if audio else [])], deliver, stopped)
        finally:
            # What could not be written any more is of no interest.
            with contextlib.suppress(av.FFmpegError):
                muxer.close()
    finally:
        container.close()


def _copy(
    container: InputContainer,
    muxer: TsMuxer,
    streams: list[Stream],
    deliver: Deliver[Chunk],
    stopped: Stopped,
) -> None:
    """Pass packets on, from the first key frame."""
    last: dict[int, int] = {}
    begun = False
    for packet in container.demux(*streams):
        received = time.monotonic()
        if stopped.is_set():
            return
        if not packet.size:
            continue
        begun = begun or (packet.stream is streams[0] and packet.is_keyframe)
        if begun:
            _set_in_order(packet, last)
            for chunk in muxer.mux(packet, received):
                deliver(chunk)
    raise CannotConnect("the camera ended the stream") if begun else NoVideo("no key frame")


def _set_in_order(packet: av.Packet[Any], last: dict[int, int]) -> None:
    """Repair a packet's time if it can be; raises where another stream seems to begin."""
    before = last.get(packet.stream_index)
    dts = packet.dts if packet.dts is not None else packet.pts
    if dts is None:
        dts = 0 if before is None else before + 1
    if before is not None:
        step = (dts - before) * (packet.time_base or 0)
        if not -_MAX_STEP_BACK < step < _MAX_JUMP:
            raise CannotConnect("the stream's time jumps")
        dts = max(dts, before + 1)
    packet.dts = last[packet.stream_index] = dts
    packet.pts = max(dts, packet.pts if packet.pts is not None else dts)


def _is_known(container: InputContainer) -> bool:
    """Whether a short look was enough to pass everything on."""
    if not container.streams.video:
        return False
    audio = container.streams.audio
    return not audio or audio[0].codec_context.name != "aac" or bool(audio[0].rate)


def _video(container: InputContainer) -> VideoStream:
    if not container.streams.video:
        raise NoVideo("the camera sends no video")
    video = container.streams.video[0]
    if video.codec_context is None or video.codec_context.name not in _CODECS:
        raise UnsupportedCodec("neither H.264 nor H.265")
    return video


def _audio(container: InputContainer) -> AudioStream | None:
    audio = container.streams.audio[0] if container.streams.audio else None
    # Without a rate or a profile it cannot be written into a transport stream.
    if audio is None or audio.codec_context.name != "aac" or not audio.rate:
        return None
    return audio
