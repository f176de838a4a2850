"""Tells a picture from everything else that a camera's address may answer."""

import asyncio
from io import BytesIO

from PIL import Image

from .errors import NotAnImage

MAX_PIXELS = 64_000_000
"""A small file can claim a size that fills the memory when it is decoded."""

_START = b"\xff\xd8\xff"
_END = b"\xff\xd9"
# Some cameras pad their pictures, or end them like a line.
_PADDING = b"\0\r\n"


def whole_jpeg(data: bytes) -> bytes:
    """Return the JPEG that `data` is, without padding; anything else is an error.

    The picture is decoded at an eighth of its size: that reads all of the file, so that a
    gap is noticed, at a fraction of the time.
    """
    jpeg = bytes(data).rstrip(_PADDING)
    if not jpeg.startswith(_START):
        raise NotAnImage("not a JPEG")
    if not jpeg.endswith(_END):
        raise NotAnImage("a JPEG that breaks off")
    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise NotAnImage("too many pixels")
            image.draft("L", (max(width // 8, 1), max(height // 8, 1)))
            image.load()
    except NotAnImage:
        raise
    except Exception:  # noqa: BLE001 - whatever a decoder raises: it is no picture
        raise NotAnImage("a JPEG that cannot be decoded") from None
    return jpeg


async def async_whole_jpeg(data: bytes) -> bytes:
    """Do the same without holding up the event loop."""
    if not data.startswith(_START):
        raise NotAnImage("not a JPEG")
    return await asyncio.get_running_loop().run_in_executor(None, whole_jpeg, data)
