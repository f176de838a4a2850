"""What is a picture, and what is not."""

from io import BytesIO

from PIL import Image
import pytest

from custom_components.dropcam_privacy.feed.errors import NotAnImage
from custom_components.dropcam_privacy.feed.jpeg import async_whole_jpeg, whole_jpeg
from tests.fakes.pictures import jpeg

PICTURE = jpeg("red", 1)


def _as(format_name: str, size: tuple[int, int] = (64, 48)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, format_name)
    return out.getvalue()


async def test_a_whole_picture_passes_as_it_is() -> None:
    """Nothing is changed in a picture."""
    assert await async_whole_jpeg(PICTURE) == PICTURE


@pytest.mark.parametrize("padding", [b"\0" * 100, b"\r\n", b"\r\n\0"])
def test_padding_is_cut_off(padding: bytes) -> None:
    """Some cameras pad."""
    assert whole_jpeg(PICTURE + padding) == PICTURE


def test_tiny_and_grey() -> None:
    """Sizes below the eighth, and pictures without colour."""
    out = BytesIO()
    Image.new("L", (3, 2)).save(out, "JPEG")
    assert whole_jpeg(out.getvalue()) == out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html>log in</html>",
        PICTURE[: len(PICTURE) // 2],
        PICTURE[:-1],
        PICTURE[:200] + b"\xff\xd9",
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8\xff" + b"x" * 1000 + b"\xff\xd9",
        PICTURE[1:],
        _as("PNG"),
        b"\xff\xd8\xff" + _as("PNG") + b"\xff\xd9",
    ],
    ids=["empty", "html", "half", "no end", "cut with an end", "nothing in it", "rubbish", "no start", "png", "png in"],
)
async def test_anything_else_is_an_error(data: bytes) -> None:
    """Not a picture."""
    with pytest.raises(NotAnImage):
        await async_whole_jpeg(data)


def test_a_size_that_would_fill_the_memory() -> None:
    """The header alone says that it is too large."""
    small = bytearray(_as("JPEG"))
    frame_header = small.index(b"\xff\xc0")
    small[frame_header + 5 : frame_header + 9] = b"\xff\xdc\xff\xdc"
    with pytest.raises(NotAnImage):
        whole_jpeg(bytes(small))
