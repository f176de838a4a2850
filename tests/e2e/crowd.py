"""Many connections at once, cameras with a clock, and what the server's process holds."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
import re
import time
from typing import Any, override

import aiohttp

from tests.fakes.cameras import FakeCamera, Mode, number, whose

from .conftest import Household

PICTURE = re.compile(rb"\xff\xd8\xff.*?\xff\xd9", re.DOTALL)
STILL, MJPEG = "/api/camera_proxy/", "/api/camera_proxy_stream/"


@lru_cache(maxsize=4096)
def read(picture: bytes) -> tuple[str | None, int]:
    """Read the owner and the number of a picture; many receive the same one."""
    return whose(picture), number(picture) or 0


class Clocked(FakeCamera):
    """A camera that remembers when it made each picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Begin with none."""
        super().__init__(*args, **kwargs)
        self.made: dict[int, float] = {}
        self.let_go = 0.0

    @override
    def _picture(self, color: str) -> bytes:
        picture = super()._picture(color)
        self.made[self._count] = time.monotonic()
        return picture

    def age(self, count: int) -> float:
        """Return how old a picture is, not counting for how long the camera itself held it back."""
        return time.monotonic() - max(self.made[count], self.let_go)

    def behave(self, mode: Mode) -> None:
        """Change the mode."""
        if self.mode in (Mode.HANG, Mode.DRIP):
            self.let_go = time.monotonic()
        self.mode = mode


class Crowd:
    """Many connections at once, outside of the persons' own sessions."""

    def __init__(self, house: Household) -> None:
        """Open nothing yet."""
        self.house = house
        self.session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=True
        )

    async def watch(
        self, who: str | None, path: str, got: Callable[[bytes], None], *, pictures: int = 1 << 30, seconds: float = 30
    ) -> int:
        """Get a path, and hand every picture out as it arrives; give the status."""
        headers = {"Authorization": f"Bearer {self.house[who].access_token}"} if who else {}
        status = 0
        with suppress(TimeoutError, aiohttp.ClientError, ConnectionError):
            async with (
                asyncio.timeout(seconds),
                self.session.get(self.house.server.url + path, headers=headers) as response,
            ):
                status = response.status
                rest = b""
                async for data in response.content.iter_any():
                    rest += data
                    while pictures and (found := PICTURE.search(rest)):
                        got(found[0])
                        rest = rest[found.end() :]
                        pictures -= 1
                    if not pictures:
                        break
        return status


def readers(house: Household) -> int:
    """Count the threads of the server that read cameras."""
    names = [task.read_text() for task in Path(f"/proc/{process_id(house)}/task").glob("*/comm")]
    return sum(name.startswith("dropcam camera") for name in names)


def sockets(house: Household) -> int:
    """Count the connections of the server."""
    count = 0
    for file in Path(f"/proc/{process_id(house)}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            count += str(file.readlink()).startswith("socket:")
    return count


def process_id(house: Household) -> int:
    """Return which process the server is."""
    assert house.server._process is not None
    return house.server._process.pid


async def eventually(ask: Callable[[], Awaitable[bool]], deadline: float = 15) -> None:
    """Ask until it is so."""
    async with asyncio.timeout(deadline):
        while not await ask():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.1)
