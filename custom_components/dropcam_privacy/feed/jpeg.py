"""Finds JPEGs by their own marks (ITU-T T.81, annex B), in whatever a camera puts around them.

A picture's headers are gone through, and it is not decoded: its compressed part cannot hold an end mark, so where that
stands, nothing is missing after it, and what follows is no part of the picture. That takes microseconds, so it is done
where the bytes are read, in the event loop.
"""

from typing import Final

from .errors import NotAnImage
from .frame import MAX_BYTES

MAX_PIXELS: Final = 64_000_000
"""A small file can claim a size that fills the memory when it is decoded."""

_FF: Final = 0xFF
_START: Final = b"\xff\xd8\xff"
_END: Final = b"\xff\xd9"
_SOI: Final = 0xD8
_EOI: Final = 0xD9
_SOS: Final = 0xDA
# Restart marks and TEM: those that have no length.
_ALONE: Final = {0x01, *range(0xD0, 0xD8)}
# The marks of a frame's header, which says its size. Not among them: C4 (Huffman tables), C8, CC (arithmetic coding).
_FRAMES: Final = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# Segments for programs and for words: only these can hold the start of another picture.
_NOTES: Final = {*range(0xE0, 0xF0), 0xFE}


class JpegFinder:
    """Fed with bytes as they come, answers with the pictures that are complete."""

    def __init__(self) -> None:
        """Begin before the first picture."""
        self._buffer = bytearray()
        # The headers of the last picture: most cameras send the same again and again.
        self._headers = b""
        self._begin()

    def _begin(self) -> None:
        self._inside = False  # whether the buffer begins with a picture
        self._at = 0  # what is before it has been looked at
        self._compressed = False  # whether that is within compressed data
        self._sized = False  # whether a size was told, and no larger than allowed

    @property
    def unfinished(self) -> bytes | None:
        """What there is of a picture whose compressed part has begun, and whose end mark has not come."""
        return bytes(self._buffer) if self._compressed and self._sized else None

    def feed(self, data: bytes) -> list[bytes]:
        """Take what was read, and return the pictures that it completes. Raises NotAnImage for what is too large."""
        self._buffer += data
        pictures: list[bytes] = []
        while self._step(pictures):
            pass
        if len(self._buffer) > MAX_BYTES:
            raise NotAnImage("too large for a picture")
        return pictures

    def _step(self, pictures: list[bytes]) -> bool:
        """Go on to the next mark; return whether there may be more to do with what has come."""
        if not self._inside:
            return self._find_start()
        if self._compressed:
            return self._find_end(pictures)
        at, buffer = self._at, self._buffer
        if len(buffer) < at + 4:
            return False
        mark = buffer[at + 1]
        if buffer[at] != _FF or mark in {0x00, _SOI, _EOI}:
            # It broke off in its headers, or is none.
            self._drop(2)
        elif mark == _FF:
            # A mark may be filled up from before.
            self._at = at + 1
        elif mark in _ALONE:
            self._at = at + 2
        else:
            return self._segment(mark)
        return True

    def _find_start(self) -> bool:
        start = self._buffer.find(_START)
        self._drop(start if start >= 0 else max(0, len(self._buffer) - len(_START) + 1))
        self._inside = start >= 0
        if self._headers and self._buffer.startswith(self._headers):
            self._at = len(self._headers)
            self._sized = self._compressed = True
        else:
            self._at = 2
        return self._inside

    def _find_end(self, pictures: list[bytes]) -> bool:
        """Look for the end of the compressed data, in which FF stands only before 00 and in restart marks."""
        end = self._buffer.find(_END, self._at)
        another = self._buffer.find(_START, self._at, end if end >= 0 else len(self._buffer))
        if another >= 0:
            # The last one broke off.
            self._drop(another)
        elif end >= 0:
            end += len(_END)
            if self._sized:
                pictures.append(bytes(memoryview(self._buffer)[:end]))
            self._drop(end)
        else:
            # The first half of a mark may have come.
            self._at = max(self._at, len(self._buffer) - len(_START) + 1)
            return False
        return True

    def _segment(self, mark: int) -> bool:
        """Skip a segment by its length; return whether all of it has come."""
        at, buffer = self._at, self._buffer
        size = int.from_bytes(buffer[at + 2 : at + 4])
        if len(buffer) < at + 2 + size:
            return False
        if mark not in _NOTES and (start := buffer.find(_START, at, at + 2 + size)) >= 0:
            # The picture broke off in its tables.
            self._drop(start)
            return True
        if mark in _FRAMES:
            height, width = (int.from_bytes(buffer[at + i : at + i + 2]) for i in (5, 7))
            self._sized = 0 < width * height <= MAX_PIXELS
        self._at = at + 2 + size
        self._compressed = mark == _SOS
        if self._compressed and self._sized:
            self._headers = bytes(buffer[: self._at])
        return True

    def _drop(self, count: int) -> None:
        del self._buffer[:count]
        self._begin()


def make_of(jpeg: bytes) -> bytes:
    """Return what tells how a JPEG was made: its kind and size, and its tables. Those of one camera stay the same."""
    return _headers(jpeg)[0]


def headers_of(jpeg: bytes) -> bytes:
    """Return all that stands before the compressed picture, notes as well: what begins like this is made like this."""
    return jpeg[: _headers(jpeg)[1]]


def _headers(jpeg: bytes) -> tuple[bytes, int]:
    made, at = bytearray(), 2
    while at + 4 <= len(jpeg) and jpeg[at] == _FF and (mark := jpeg[at + 1]) != _SOS:
        if mark in _ALONE or mark == _FF:
            at += 1 if mark == _FF else 2
            continue
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if mark not in _NOTES:
            made += jpeg[at:end]
        at = end
    return bytes(made), at
