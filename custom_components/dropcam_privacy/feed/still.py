"""Makes one whole JPEG of what a camera answers, whatever it is short of or has too much."""

import asyncio
from io import BytesIO
from typing import Final

import av
from PIL import Image

from .errors import NotAnImage
from .jpeg import MAX_PIXELS, JpegFinder

_END: Final = b"\xff\xd9"
# Other pictures that cameras send, by how they begin, and which of Pillow's readers is for them.
_OTHERS: Final = {b"\x89PNG": "PNG", b"RIFF": "WEBP", b"GIF8": "GIF"}
_BLANK: Final = b"\r\n\t "
_QUALITY: Final = 90


async def async_still_of(data: bytes) -> bytes:
    """Return the JPEG that is in `data`, alone; raises NotAnImage.

    A JPEG is not changed. PNG, WebP and GIF are made into one.
    """
    finder = JpegFinder()
    if pictures := finder.feed(data):
        return pictures[0]
    loop = asyncio.get_running_loop()
    if (picture := finder.unfinished) is not None:
        return await loop.run_in_executor(None, _finished, picture)
    begins = data.lstrip(_BLANK)
    for start, name in _OTHERS.items():
        if begins.startswith(start):
            return await loop.run_in_executor(None, _converted, begins, name)
    raise NotAnImage("not a picture")


def _finished(jpeg: bytes) -> bytes:
    """Add the end mark, if nothing else is missing."""
    decoder = av.CodecContext.create("mjpeg", "r")
    # Compressed data that ends early is an error, and no grey area.
    decoder.options = {"err_detect": "explode"}
    try:
        decoder.decode(av.Packet(jpeg))
    except av.FFmpegError, ValueError:
        raise NotAnImage("a JPEG that breaks off") from None
    return jpeg.removesuffix(_END[:1]) + _END


def _converted(data: bytes, name: str) -> bytes:
    """Make a JPEG of another kind of picture, of its first frame if it moves."""
    out = BytesIO()
    try:
        with Image.open(BytesIO(data), formats=(name,)) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise NotAnImage("too many pixels")
            image.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    except NotAnImage:
        raise
    except Exception:  # noqa: BLE001 - whatever a decoder raises: it is no picture
        raise NotAnImage("a picture that cannot be decoded") from None
    return out.getvalue()
