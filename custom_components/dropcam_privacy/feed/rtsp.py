"""Asks an RTSP camera whether it is there, before a thread is spent on it.

libav follows an RTSP redirect and logs in at whatever address it is sent to. So a camera
is first asked without a login; one that sends elsewhere is not opened.
"""

import asyncio
import contextlib
from typing import Final

from homeassistant.util.ssl import get_default_context, get_default_no_verify_context
from yarl import URL

from .client import CONNECT_TIMEOUT
from .errors import CannotConnect, FeedTimeout

_PORTS: Final = {"rtsp": 554, "rtsps": 322}


async def async_ask(address: str, *, verify_ssl: bool) -> None:
    """Return when the camera answers and is willing to serve by itself; raises FeedError."""
    try:
        url = URL(address)
        async with asyncio.timeout(CONNECT_TIMEOUT):
            status = await _describe(url, verify_ssl)
    except TimeoutError:
        raise FeedTimeout("the camera is too slow") from None
    except (OSError, ValueError):
        raise CannotConnect("the camera cannot be reached") from None
    version, _, code = status.partition(b" ")
    if not version.startswith(b"RTSP/"):
        raise CannotConnect("the camera does not speak RTSP")
    if code.startswith(b"3"):
        raise CannotConnect("the camera sends us elsewhere")


async def _describe(url: URL, verify_ssl: bool) -> bytes:
    """Return the first line of the answer to a question without a login."""
    tls = None
    if url.scheme == "rtsps":
        tls = get_default_context() if verify_ssl else get_default_no_verify_context()
    reader, writer = await asyncio.open_connection(url.host, url.explicit_port or _PORTS.get(url.scheme, 554), ssl=tls)
    try:
        bare = url.with_user(None)
        writer.write(f"DESCRIBE {bare} RTSP/1.0\r\nCSeq: 1\r\nAccept: application/sdp\r\n\r\n".encode())
        return await reader.readline()
    finally:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
