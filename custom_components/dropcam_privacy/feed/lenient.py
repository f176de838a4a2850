"""Reads answers that bend the rules of HTTP more than aiohttp's parser takes.

A line without a name, Content-Length twice or beside chunks, odd status lines: what can be understood is, the rest is
left out. Each request has a connection of its own that ends with it, so nothing misread reaches another answer.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping
import re
import ssl
from typing import Final

from multidict import CIMultiDict
from yarl import URL

from .errors import CannotConnect

_MAX_HEAD: Final = 64 * 1024
_PIECE: Final = 64 * 1024
_STATUS: Final = re.compile(rb"[A-Za-z]+(?:/[\d.]+)?[ \t]+(\d{3})(?!\d)")
_END_OF_HEAD: Final = (b"\r\n\r\n", b"\n\n")
_LINE_ENDS: Final = re.compile(rb"\r\n|\n|\r")


def read_head(head: bytes) -> tuple[int, CIMultiDict[str]]:
    """Return the status and the headers that are in a head; raises CannotConnect where there is not even a status."""
    first, *lines = _LINE_ENDS.split(head)
    status = _STATUS.match(first)
    if status is None:
        raise CannotConnect("the camera answers something else than HTTP")
    headers: CIMultiDict[str] = CIMultiDict()
    for line in lines:
        name, colon, value = line.decode("utf-8", "surrogateescape").partition(":")
        if colon and name.strip():
            headers.add(name.strip(), value.strip())
    return int(status[1]), headers


class LenientAnswer:
    """An answer, and the connection that it comes by."""

    def __init__(
        self, url: URL, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle: float
    ) -> None:
        """Read the head; raises CannotConnect."""
        self.url = url
        self.status, self.headers = read_head(head)
        lengths = [int(text) for text in self.headers.getall("Content-Length", ()) if re.fullmatch(r"\d{1,12}", text)]
        chunked = "chunked" in self.headers.get("Transfer-Encoding", "").lower()
        # Of several lengths the longest: the end of the connection is an end as well.
        self.content_length = None if chunked or not lengths else max(lengths)
        self.content_type = self.headers.get("Content-Type", "").partition(";")[0].strip()
        self.content = _Body(reader, self.content_length, chunked=chunked, idle=idle)
        self._writer = writer

    def release(self) -> None:
        """Cut the connection."""
        self._writer.transport.abort()


class _Body:
    """A body, with or without a length, or in chunks."""

    def __init__(self, reader: asyncio.StreamReader, length: int | None, *, chunked: bool, idle: float) -> None:
        self._reader = reader
        self._left = 0 if chunked else length
        self._chunked = chunked
        self._idle = idle

    async def read(self, count: int) -> bytes:
        """Return up to `count` bytes, or none at the end; raises TimeoutError when nothing comes."""
        async with asyncio.timeout(self._idle):
            if self._chunked and not self._left:
                self._left = await self._next_chunk()
            data = await self._reader.read(count if self._left is None else min(count, self._left))
            if self._left is not None:
                self._left -= len(data)
            return data

    async def iter_any(self) -> AsyncIterator[bytes]:
        """Yield what comes."""
        while data := await self.read(_PIECE):
            yield data

    async def _next_chunk(self) -> int:
        """Return how long the next chunk is; what says nothing is the end."""
        line = await self._reader.readline()
        if not line.strip():  # the end of the chunk before
            line = await self._reader.readline()
        size = re.match(rb"\s*([0-9a-fA-F]{1,8})", line)
        return int(size[1], 16) if size else 0


async def async_get(
    url: URL, headers: Mapping[str, str], *, tls: ssl.SSLContext, connect: float, idle: float
) -> LenientAnswer:
    """Request `url`; gives up after so many seconds; raises CannotConnect, OSError and TimeoutError."""
    async with asyncio.timeout(connect):
        reader, writer = await asyncio.open_connection(
            url.host, url.port, ssl=tls if url.scheme == "https" else None, limit=_MAX_HEAD
        )
    try:
        # To a client of HTTP/1.0 nothing is sent in chunks, and nothing after the answer.
        lines = [f"GET {url.raw_path_qs} HTTP/1.0", f"Host: {url.host_port_subcomponent}", "Accept: */*"]
        lines += [f"{name}: {value}" for name, value in {**headers, "Connection": "close"}.items()]
        writer.write("\r\n".join([*lines, "", ""]).encode("utf-8", "surrogateescape"))
        async with asyncio.timeout(idle):
            head = await reader.readuntil(_END_OF_HEAD)
        return LenientAnswer(url, head, reader, writer, idle)
    except asyncio.IncompleteReadError, asyncio.LimitOverrunError:
        writer.transport.abort()
        raise CannotConnect("the camera answers something else than HTTP") from None
    except BaseException:
        writer.transport.abort()
        raise
