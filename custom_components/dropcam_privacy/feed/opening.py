"""How libav opens a camera's stream."""

from collections.abc import Callable
import os
import re
import time
from typing import Final
from urllib.parse import quote

import av
from av.container import InputContainer
import certifi
from yarl import URL

from .address import Access, StreamOptions
from .body_file import BodyFile
from .errors import FeedTimeout, InvalidAuth

OPEN_TIMEOUT: Final = 15.0
"""A camera behind a bridge wakes up first; that takes up to twelve seconds."""

READ_TIMEOUT: Final = 5.0
"""A camera that sends nothing for so long is opened anew; also how long a thread can linger."""

QUICK: Final = {"probesize": "65536", "analyzeduration": "100000", "fpsprobesize": "0"}
"""Enough to see what is in the stream; the tables and key frames say the rest in passing."""

THOROUGH: Final = {"probesize": "2000000", "analyzeduration": "3000000"}

_USUAL_PROTOCOLS: Final = "rtsp,rtsps,rtp,tcp,tls,udp,http,https,crypto"
_PROTOCOLS: Final = {"rtmp": "rtmp,tcp", "rtmps": "rtmps,rtmp,tls,tcp"}
# What ends the login in an address, or stands for another sign in it.
_SIGNS: Final = re.compile(r"[\x00-\x20/?#%]")
_MAX_RTSP_LOGIN: Final = 127

type Open = Callable[[dict[str, str]], InputContainer]
"""Opens a stream, with QUICK or THOROUGH."""


def open_body(body: BodyFile, probing: dict[str, str]) -> InputContainer:
    """Open what comes over our own connection; raises av.FFmpegError."""
    return av.open(body, mode="r", options=probing)


def open_address(address: str, access: Access, options: StreamOptions, probing: dict[str, str]) -> InputContainer:
    """Let libav connect; raises FeedError or av.FFmpegError."""
    everything = {
        # UDP where the camera refuses TCP, over the same connection.
        "rtsp_transport": options.transport or "tcp+udp",
        # And by UDP from nobody but the camera: anybody can send to a port.
        "rtsp_flags": "prefer_tcp+filter_src",
        "tls_verify": "1" if access.verify_ssl else "0",
        "ca_file": os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where(),
        # A playlist or a redirect must not lead to files, or to other kinds of sources.
        "protocol_whitelist": _PROTOCOLS.get(URL(address).scheme, _USUAL_PROTOCOLS),
        **probing,
    }
    begun = time.monotonic()
    try:
        return av.open(with_login(address, access), mode="r", timeout=(OPEN_TIMEOUT, READ_TIMEOUT), options=everything)
    except av.InvalidDataError:
        # That is what libav calls an answer that it has not waited for, too.
        if time.monotonic() - begun < OPEN_TIMEOUT:
            raise
        raise FeedTimeout("the camera is too slow") from None


def with_login(address: str, access: Access) -> str:
    """Put the login into the address, the only place where libav takes it from.

    Raises:
        InvalidAuth: It is so long that libav would cut it off. So only what must be is encoded.
    """
    if access.username is None:
        return address
    scheme, _, rest = address.partition("://")
    rest = re.sub(r"^[^/?#]*@", "", rest)
    login = f"{_encoded(access.username).replace(':', '%3A')}:{_encoded(access.password or '')}"
    if scheme.startswith("rtsp") and len(login.encode()) > _MAX_RTSP_LOGIN:
        raise InvalidAuth("username and password are too long together for RTSP")
    return f"{scheme}://{login}@{rest}"


def _encoded(text: str) -> str:
    return _SIGNS.sub(lambda sign: quote(sign[0], safe=""), text)
