"""Takes an endless multipart body apart, as MJPEG cameras send it.

Cameras bend the rules, so this accepts: a boundary with or without its dashes in the
header, parts with and without Content-Length, a Content-Length that is wrong, and line
ends before and after a picture.
"""

import re

from .errors import NotAnImage
from .frame import MAX_BYTES

MAX_HEADERS = 8 * 1024
"""Headers of a part are a few lines; more is something else."""

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^";\s]+))', re.IGNORECASE)
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_BLANK = re.compile(rb"\r?\n\r?\n")


def boundary_of(content_type: str) -> bytes:
    """Return the line that parts the pictures; an answer without one is no MJPEG."""
    found = _BOUNDARY.search(content_type)
    if found is None or not content_type.lower().lstrip().startswith("multipart/"):
        raise NotAnImage("not MJPEG")
    return b"--" + (found[1] or found[2]).removeprefix("--").encode("latin-1", "replace")


class MultipartParser:
    """Fed with bytes as they come, answers with the bodies of the parts that are complete."""

    def __init__(self, boundary: bytes) -> None:
        """Start before the first part."""
        self._boundary = boundary
        self._buffer = bytearray()
        self._in_body = False
        self._length: int | None = None
        # Up to here the buffer was searched in vain.
        self._searched = 0

    def feed(self, data: bytes) -> list[bytes]:
        """Take what was read, and return the parts that it completes."""
        self._buffer += data
        parts: list[bytes] = []
        while self._body(parts) if self._in_body else self._headers():
            pass
        return parts

    def _headers(self) -> bool:
        """Look for a boundary, and the end of the headers that follow it."""
        start = self._find(self._boundary)
        if start < 0:
            self._forget(len(self._buffer) - len(self._boundary) + 1)
            return False
        self._forget(start)
        blank = _BLANK.search(self._buffer, len(self._boundary))
        if blank is None:
            if len(self._buffer) > MAX_HEADERS:
                raise NotAnImage("endless headers")
            return False
        length = _LENGTH.search(self._buffer, 0, blank.end())
        self._length = int(length[1]) if length else None
        if self._length is not None and self._length > MAX_BYTES:
            raise NotAnImage("too large for a picture")
        self._forget(blank.end())
        self._in_body = True
        return True

    def _body(self, parts: list[bytes]) -> bool:
        """Take the body: as long as it says, if that is true, or else up to the next boundary."""
        end = self._length
        if end is not None:
            after = end + 2 + len(self._boundary)
            if len(self._buffer) < end:
                return False
            if end and self._buffer.startswith(b"\xff\xd9", end - 2):
                # A whole picture: it is not held back until the next one begins.
                return self._take(end, parts)
            if len(self._buffer) < after:
                return False
        end = self._find(self._boundary)
        if end < 0:
            if len(self._buffer) > MAX_BYTES:
                raise NotAnImage("too large for a picture")
            return False
        return self._take(end, parts)

    def _take(self, end: int, parts: list[bytes]) -> bool:
        """Hand out one body."""
        # Dashes: those of a boundary that is announced with them, and sent with two more.
        if body := bytes(self._buffer[:end]).strip(b"\r\n-"):
            parts.append(body)
        self._forget(end)
        self._in_body = False
        return True

    def _find(self, what: bytes) -> int:
        """Find `what`, without searching the same bytes again and again."""
        found = self._buffer.find(what, self._searched)
        if found < 0:
            self._searched = max(0, len(self._buffer) - len(what) + 1)
        return found

    def _forget(self, count: int) -> None:
        """Drop what was dealt with."""
        if count > 0:
            del self._buffer[:count]
        self._searched = 0
