"""A camera that bends the rules of HTTP, on a real socket: what it sends is written byte by byte."""

import asyncio
from collections.abc import Callable
from typing import Self, override

from tests.fakes.access import BASIC, Login, user_of
from tests.fakes.pictures import jpeg

NONCE = "dcd98b7102dd2f0e8b11d0f600bfb0c0"

type Bend = Callable[[bytes], bytes]
"""Makes a whole answer of a picture."""


def straight(picture: bytes) -> bytes:
    """Answer as one should."""
    return b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b" % (len(picture), picture)


class RawServer:
    """Says the same bytes to whoever says something, and then ends the connection."""

    def __init__(self, said: bytes = b"") -> None:
        """Listen later."""
        self.said = said
        self.port = 0
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        """End."""
        if self._server is not None:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            writer.write(await self._answer(reader))
            await writer.drain()
        except asyncio.IncompleteReadError, OSError:
            pass  # whoever asked has gone
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        await reader.read(1)
        return self.said


class BentCamera(RawServer):
    """Answers every path with a new still, bent as wanted, and then ends the connection."""

    def __init__(
        self,
        color: str,
        bend: Bend = straight,
        *,
        username: str | None = None,
        password: str = "",
        challenge: str | None = BASIC,
        realm: bytes | None = None,
    ) -> None:
        """Ask for a login by a `challenge`, or by a digest whose realm is of these bytes."""
        super().__init__()
        self.color = color
        self.bend = bend
        self.count = 0
        self.heads: list[str] = []
        self._logins = {username: Login(password, color)} if username is not None else {}
        self._realm = (realm or b"camera").decode("utf-8", "surrogateescape")
        self._challenge = (
            challenge if realm is None else f'Digest realm="{self._realm}", nonce="{NONCE}", qop="auth", algorithm=MD5'
        )

    @property
    def still_url(self) -> str:
        """Where stills are."""
        return f"http://127.0.0.1:{self.port}/still.jpg"

    @override
    async def _answer(self, reader: asyncio.StreamReader) -> bytes:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
        self.count += 1
        self.heads.append(head)
        return self._said_to(head)

    def _said_to(self, head: str) -> bytes:
        first, *lines = head.split("\r\n")
        login = next((line.partition(": ")[2] for line in lines if line.lower().startswith("authorization:")), "")
        asked = [self._challenge or "basic"]
        if self._logins and user_of(login, first.split()[1], self._logins, asked, NONCE, self._realm) is None:
            header = f"WWW-Authenticate: {self._challenge}\r\n" if self._challenge else ""
            said = f"HTTP/1.1 401 Unauthorized\r\n{header}Content-Length: 0\r\n\r\n"
            return said.encode("utf-8", "surrogateescape")
        return self.bend(jpeg(self.color, self.count))
