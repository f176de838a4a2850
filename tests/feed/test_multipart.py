"""MJPEG bodies, however they are cut and however the camera bends the rules."""

from itertools import pairwise

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.errors import NotAnImage
from custom_components.dropcam_privacy.feed.frame import MAX_BYTES
from custom_components.dropcam_privacy.feed.multipart import MAX_HEADERS, MultipartParser, boundary_of

BOUNDARY = b"--frame"

pictures = st.lists(
    st.binary(max_size=300)
    .filter(lambda body: BOUNDARY not in body)
    .map(lambda body: b"\xff\xd8\xff" + body + b"\xff\xd9"),
    max_size=6,
)
headers = st.sampled_from(["right", "none", "short", "long", "lower"])
line_ends = st.sampled_from([b"\r\n", b"\n"])


def _part(picture: bytes, header: str, end: bytes) -> bytes:
    length = {"right": 0, "lower": 0, "short": -1, "long": 1}.get(header)
    lines = [BOUNDARY, b"Content-Type: image/jpeg"]
    if length is not None:
        name = b"content-length" if header == "lower" else b"Content-Length"
        lines.append(name + b": %d" % (len(picture) + length))
    return end.join(lines) + end + end + picture + end


def _feed(data: bytes, cuts: list[int]) -> list[bytes]:
    parser = MultipartParser(BOUNDARY)
    found: list[bytes] = []
    places = sorted({0, len(data), *(cut % (len(data) + 1) for cut in cuts)})
    for start, end in pairwise(places):
        found += parser.feed(data[start:end])
    return found


@settings(max_examples=300, deadline=None)
@given(pictures, headers, line_ends, st.lists(st.integers(0, 5000), max_size=30), st.binary(max_size=30))
def test_every_picture_comes_out_once(
    bodies: list[bytes], header: str, end: bytes, cuts: list[int], before: bytes
) -> None:
    """Whatever the cuts, the headers and the line ends, and whatever stands before the first part."""
    data = before.replace(b"-", b"") + b"\r\n"
    data += b"".join(_part(body, header, end) for body in bodies)
    assert _feed(data + BOUNDARY + b"--\r\n", cuts) == bodies


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=2000), st.lists(st.integers(0, 2000), max_size=20))
def test_any_bytes_are_survived(data: bytes, cuts: list[int]) -> None:
    """Rubbish gives parts, or nothing, and the cuts make no difference."""
    assert _feed(data, cuts) == _feed(data, [])


@settings(max_examples=100, deadline=None)
@given(pictures, st.lists(st.integers(0, 5000), max_size=30))
def test_a_picture_is_not_held_back_until_the_next(bodies: list[bytes], cuts: list[int]) -> None:
    """With its length known, a picture comes out with its last byte."""
    data = b"".join(_part(body, "right", b"\r\n") for body in bodies)
    assert _feed(data.removesuffix(b"\r\n"), cuts) == bodies


def test_a_boundary_with_more_dashes_than_announced() -> None:
    """Announced with its dashes, and sent by the book, with two more."""
    picture = b"\xff\xd8\xff-\xff\xd9"
    data = b"--" + BOUNDARY + b"\r\n\r\n" + picture + b"\r\n"
    assert _feed(data * 3 + b"--" + BOUNDARY, []) == [picture] * 3


def test_an_endless_part() -> None:
    """A part has a limit."""
    parser = MultipartParser(BOUNDARY)
    parser.feed(BOUNDARY + b"\r\n\r\n")
    parser.feed(bytes(MAX_BYTES))
    with pytest.raises(NotAnImage):
        parser.feed(b"x")


def test_a_part_that_says_that_it_is_endless() -> None:
    """The limit counts before the bytes come."""
    with pytest.raises(NotAnImage):
        MultipartParser(BOUNDARY).feed(BOUNDARY + b"\r\nContent-Length: 99999999\r\n\r\n")


def test_endless_headers() -> None:
    """Headers have a limit."""
    with pytest.raises(NotAnImage):
        MultipartParser(BOUNDARY).feed(BOUNDARY + b"\r\nX: " + b"y" * MAX_HEADERS)


def test_memory_does_not_grow_where_there_is_no_part() -> None:
    """What precedes the first boundary is dropped."""
    parser = MultipartParser(BOUNDARY)
    for _ in range(50):
        assert parser.feed(b"x" * 100_000) == []
    assert len(parser._buffer) < len(BOUNDARY)


@pytest.mark.parametrize(
    ("content_type", "boundary"),
    [
        ("multipart/x-mixed-replace; boundary=frame", b"--frame"),
        ("multipart/x-mixed-replace;boundary=--frame", b"--frame"),
        ('Multipart/X-Mixed-Replace; BOUNDARY="my frame"', b"--my frame"),
        ('multipart/x-mixed-replace; boundary="frame"; charset=x', b"--frame"),
        ("multipart/x-mixed-replace", None),
        ("text/html; boundary=frame", None),
        ("image/jpeg", None),
        ("", None),
    ],
)
def test_boundary(content_type: str, boundary: bytes | None) -> None:
    """The boundary is in the header, or it is no MJPEG."""
    if boundary is None:
        with pytest.raises(NotAnImage):
            boundary_of(content_type)
    else:
        assert boundary_of(content_type) == boundary
