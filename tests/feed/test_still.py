"""What a camera answers, and the one picture that is in it."""

from io import BytesIO

from PIL import Image
import pytest

from custom_components.dropcam_privacy.feed.errors import NotAnImage
from custom_components.dropcam_privacy.feed.still import async_still_of
from tests.fakes.pictures import jpeg, whose

PICTURE = jpeg("red", 1)


def _as(format_name: str) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(PICTURE)) as image:
        image.save(out, format_name)
    return out.getvalue()


@pytest.mark.parametrize(
    "answer",
    [
        PICTURE,
        PICTURE + b"\0" * 100,
        PICTURE + b"\xff" * 16,
        PICTURE + b"\r\n",
        PICTURE + b"dhav\x01\x02\x03\x04",
        PICTURE + bytes(range(96)),
        PICTURE + PICTURE,
        b"\r\n" + PICTURE,
        b"--frame\r\nContent-Type: image/jpeg\r\n\r\n" + PICTURE,
        PICTURE[:-1],
        PICTURE[:-2],
    ],
    ids=[
        "whole",
        "padded",
        "padded with FF",
        "a line end",
        "dhav (rroller/dahua#658)",
        "old memory (espressif/esp32-camera#162)",
        "twice",
        "a line end before",
        "a part of MJPEG",
        "half an end mark missing",
        "the end mark missing",
    ],
)
async def test_a_whole_picture_is_taken_out_unchanged(answer: bytes) -> None:
    """Whatever stands around it, and even without its end mark."""
    assert await async_still_of(answer) == PICTURE


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("before", [b"", b"\r\n"])
async def test_other_pictures_become_jpeg(kind: str, before: bytes) -> None:
    """All roads carry JPEG."""
    made = await async_still_of(before + _as(kind))
    assert made.startswith(b"\xff\xd8")
    assert whose(made) == "red"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>log in</html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PICTURE[: len(PICTURE) // 2],
        PICTURE[:300],
        _as("PNG")[:100],
        b"\x89PNG" + bytes(100),
        b"RIFF" + bytes(100),
        b"\xff\xd8\xff" + _as("PNG") + b"\xff\xd9",
    ],
    ids=["empty", "html", "svg", "half", "headers", "half a png", "no png", "no webp", "png in"],
)
async def test_anything_else_is_an_error(answer: bytes) -> None:
    """Not a picture."""
    with pytest.raises(NotAnImage):
        await async_still_of(answer)


async def test_a_size_that_would_fill_the_memory() -> None:
    """The header alone says that it is too large."""
    out = BytesIO()
    Image.new("1", (9_000, 8_000)).save(out, "PNG")
    with pytest.raises(NotAnImage):
        await async_still_of(out.getvalue())
