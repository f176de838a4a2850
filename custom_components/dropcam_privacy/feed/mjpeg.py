"""Reads an MJPEG camera.

Cameras bend the rules of multipart in every way (boundaries that were not announced, lengths that are wrong, no headers
at all), so the pictures are found by their own marks, and the rest is not read.
"""

from collections.abc import Callable
import time
from typing import Final

from .answer import Answer
from .client import CameraClient
from .errors import CannotConnect, NotAnImage
from .frame import MAX_BYTES, Frame
from .jpeg import JpegFinder

READ_TIMEOUT: Final = 20.0
"""Some send a picture every twelve seconds: at night, or on purpose."""


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
        if _ends(response):
            raise NotAnImage("not MJPEG")
        finder = JpegFinder()
        async for data in response.content.iter_any():
            if pictures := finder.feed(data):
                # When several have come at once, only the newest still counts.
                publish(frame(pictures[-1], time.monotonic()))
    raise CannotConnect("the camera ended the connection")


def _ends(response: Answer) -> bool:
    """Return whether an answer is a page or one picture."""
    return response.content_type.startswith("text/") or (response.content_length or MAX_BYTES) < MAX_BYTES
