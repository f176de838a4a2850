"""Pictures in bytes that come as they like, found by JPEG's own marks."""

from collections.abc import Iterable
from io import BytesIO
from itertools import pairwise

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.dropcam_privacy.feed.errors import NotAnImage
from custom_components.dropcam_privacy.feed.frame import MAX_BYTES
from custom_components.dropcam_privacy.feed.jpeg import JpegFinder
from tests.fakes.pictures import jpeg

START, END = b"\xff\xd8\xff", b"\xff\xd9"


def _drawn(mode: str, size: tuple[int, int], **options: object) -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(out, "JPEG", **options)
    return out.getvalue()


PICTURES = {
    "colour": _drawn("RGB", (64, 48)),
    "grey": _drawn("L", (3, 2)),
    "progressive": _drawn("RGB", (80, 60), progressive=True),
    "restarts": _drawn("RGB", (64, 64), restart_marker_blocks=1),
    # As cameras do that put a small picture, with marks of its own, before the large one.
    "thumbnail": _drawn("RGB", (64, 48), exif=b"Exif\0\0" + _drawn("RGB", (16, 16))),
    "comment": _drawn("RGB", (64, 48), comment=b"--frame\r\nContent-Length: 3\r\n\r\n" + END + START),
}
# A mark may have any number of FF before it.
PICTURES["fill bytes"] = PICTURES["colour"][:-2] + b"\xff\xff\xff" + END
PICTURES["fill bytes before the tables"] = PICTURES["colour"][:2] + b"\xff\xff" + PICTURES["colour"][2:]

# What stands between two pictures, of cameras that bend the rules of multipart.
BETWEEN = {
    "by the book": b"\r\n--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 42\r\n\r\n",
    "no length": b"--frame\nContent-type: image/jpg\n\n",
    "no headers": b"\r\n--another\r\n\r\n",
    "nothing": b"",
    "padding": b"\0" * 100,
    "dhav": b"dhav\x01\x02\x03\x04",  # rroller/dahua#658
    "old memory": bytes(range(96)),  # espressif/esp32-camera#162
    "an end of another": b"\r\n" + END + b"\r\n",
    "FF": b"\xff" * 7,
}

rubbish = st.binary(max_size=60).filter(lambda data: START not in data and not data.endswith((b"\xff", b"\xff\xd8")))


def _feed(data: bytes, cuts: Iterable[int] = ()) -> list[bytes]:
    finder = JpegFinder()
    found: list[bytes] = []
    for start, end in pairwise(sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})):
        found += finder.feed(data[start:end])
    return found


@pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("between", BETWEEN.values(), ids=BETWEEN)
def test_every_picture_in_whatever_stands_around_it(picture: bytes, between: bytes) -> None:
    """Whole, alone, and with its last byte: it is not held back until the next one begins."""
    assert _feed((between + picture) * 3) == [picture] * 3
    assert _feed((between + picture) * 3, range(10_000)) == [picture] * 3


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(rubbish | st.sampled_from([*BETWEEN.values()]), st.sampled_from([*PICTURES.values()]))),
    rubbish,
    st.lists(st.integers(0, 20_000), max_size=30),
)
def test_the_cuts_make_no_difference(parts: list[tuple[bytes, bytes]], after: bytes, cuts: list[int]) -> None:
    """Wherever a read ends, each picture comes out once."""
    data = b"".join(between + picture for between, picture in parts) + after
    assert _feed(data, cuts) == [picture for _, picture in parts]


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.binary(max_size=40) | st.sampled_from([START, END, b"\xff\xda\0\x02", b"\xff\xc0\0\x0b"])),
    st.lists(st.integers(0, 2000), max_size=20),
)
def test_any_bytes_are_survived(pieces: list[bytes], cuts: list[int]) -> None:
    """Rubbish gives nothing, or what begins and ends like a picture, whatever the cuts."""
    data = b"".join(pieces)
    found = _feed(data, cuts)
    assert found == _feed(data)
    assert all(picture.startswith(START[:2]) and picture.endswith(END) for picture in found)


def test_a_picture_that_breaks_off_is_left_out() -> None:
    """The next one begins, and is whole."""
    first, second = jpeg("red", 1), jpeg("red", 2)
    for cut in (len(first) // 2, 300, 20, 3):
        assert _feed(first[:cut] + BETWEEN["by the book"] + second) == [second]


@pytest.mark.parametrize(
    "data",
    [
        b"<html>log in</html>",
        START + END,
        START + b"x" * 1000 + END,
        PICTURES["colour"][:200] + END,
        PICTURES["colour"][:-1],
        PICTURES["colour"][1:],
    ],
    ids=["html", "nothing in it", "rubbish", "cut with an end", "no end", "no start"],
)
def test_what_is_no_picture(data: bytes) -> None:
    """Nothing comes of it."""
    assert _feed(data) == []


def test_what_is_too_large() -> None:
    """Neither an endless picture nor one that claims a huge size fills the memory."""
    finder = JpegFinder()
    finder.feed(jpeg("red", 1)[:-2])
    with pytest.raises(NotAnImage):
        finder.feed(bytes(MAX_BYTES))
    small = bytearray(PICTURES["colour"])
    header = small.index(b"\xff\xc0")
    small[header + 5 : header + 9] = b"\xff\xdc\xff\xdc"
    assert _feed(bytes(small)) == []


def test_rubbish_is_not_kept() -> None:
    """A camera that sends something else for ever fills nothing."""
    finder = JpegFinder()
    for _ in range(3 * MAX_BYTES // 65536):
        assert finder.feed(bytes(65536)) == []
    assert finder.feed(PICTURES["colour"]) == [PICTURES["colour"]]
