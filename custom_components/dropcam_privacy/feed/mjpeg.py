"""Reads an MJPEG camera."""

from collections.abc import Callable
import time
from typing import Final

from .client import CameraClient
from .errors import CannotConnect, NotAnImage
from .frame import Frame
from .jpeg import async_whole_jpeg
from .multipart import MultipartParser, boundary_of

READ_TIMEOUT: Final = 9.0

MAX_SPOILT: Final = 20
"""So many pictures in a row that are none, and it is no MJPEG camera."""


async def async_read_mjpeg(
    address: str,
    client: CameraClient,
    frame: Callable[[bytes, float], Frame],
    publish: Callable[[Frame], None],
) -> None:
    """Connect, and publish whole pictures until the camera ends it; raises FeedError.

    One picture that is broken is left out: the next is there in a moment.
    """
    async with client.get(address, idle=READ_TIMEOUT) as response:
        parser = MultipartParser(boundary_of(response.headers.get("Content-Type", "")))
        spoilt = 0
        async for data in response.content.iter_any():
            parts = parser.feed(data)
            if not parts:
                continue
            received = time.monotonic()
            try:
                # When several have come at once, only the newest still counts.
                publish(frame(await async_whole_jpeg(parts[-1]), received))
                spoilt = 0
            except NotAnImage:
                spoilt += 1
                if spoilt >= MAX_SPOILT:
                    raise
    raise CannotConnect("the camera ended the connection")
