"""Answers that bend the rules of HTTP, as some cameras send them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from homeassistant.core import HomeAssistant
from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.address import Access
from custom_components.dropcam_privacy.feed.client import AccountClient, CameraClient
from custom_components.dropcam_privacy.feed.errors import CannotConnect, FeedError
from custom_components.dropcam_privacy.feed.lenient import read_head
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.bent import Bend, BentCamera, straight
from tests.fakes.cameras import whose
from tests.feed.conftest import Feeds
from tests.feed.watching import some_frames
from tests.waiting import until

LOGIN: dict[str, Any] = {"username": "anna", "password": "secret"}


@pytest.fixture
async def client(hass: HomeAssistant) -> AsyncIterator[CameraClient]:
    """Have connections to one camera."""
    account = AccountClient(hass)
    yield account.camera(Access(**LOGIN))
    await account.async_close()


def with_head(*lines: str, status: str = "HTTP/1.1 200 OK") -> Bend:
    """Answer with these lines, in which LENGTH is how long the picture is, and LONGER is more."""

    def bend(picture: bytes) -> bytes:
        head = "\r\n".join([status, *lines, "", ""])
        head = head.replace("LENGTH", str(len(picture))).replace("LONGER", str(len(picture) + 4000))
        return head.encode("latin-1") + picture

    return bend


def chunked(*lines: str) -> Bend:
    """Answer in two chunks."""

    def bend(picture: bytes) -> bytes:
        parts = (picture[:1000], picture[1000:], b"")
        return with_head("Transfer-Encoding: chunked", *lines)(b"").replace(b"LENGTH", b"%d" % len(picture)) + b"".join(
            b"%x;odd\r\n%b\r\n" % (len(part), part) for part in parts
        )

    return bend


BENT = {
    "a line without a name": with_head(": nothing", "Content-Length: LENGTH"),
    "a date without a name, home-assistant/core#14960": with_head(
        "Server: GoaHead", "Tue, 12 Jun 2012 01:56:34 GMT", "Content-Type:image/jpeg", "Content-Length:LENGTH"
    ),
    "a line that is no header": with_head("nothing at all", "Content-Length: LENGTH"),
    "a blank in a name": with_head("X Odd: 1", "Content-Length: LENGTH"),
    "a blank before the colon": with_head("Content-Type : image/jpeg", "Content-Length: LENGTH"),
    "the length twice": with_head("Content-Length: LENGTH", "Content-Length: LENGTH"),
    "two lengths": with_head("Content-Length: LENGTH", "Content-Length: LONGER"),
    "a length that is too long, home-assistant/core#47511": with_head("Content-Length: LONGER"),
    "no number for a length": with_head("Content-Length: "),
    "a length beside chunks": chunked("Content-Length: 5"),
    "a very long line": with_head("X: " + "a" * 20000, "Content-Length: LENGTH"),
    "an old status line": with_head("Content-Length: LENGTH", status="HTTP/1 200 OK"),
    "another protocol's status line": with_head(status="ICY 200 OK"),
    "a zero byte": with_head("X: a\0b", "Content-Length: LENGTH"),
}


@pytest.mark.parametrize("login", [{}, LOGIN], ids=["open", "with a login"])
@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
async def test_a_picture_that_can_be_understood(client: CameraClient, bend: Bend, login: dict[str, Any]) -> None:
    """It is shown, each time, with the login if there is one."""
    async with BentCamera("red", bend, **login) as camera:
        for _ in range(2):
            assert whose(await client.read(camera.still_url)) == "red"
        assert client.connections == 0


@pytest.mark.parametrize("bend", BENT.values(), ids=BENT)
async def test_asked_once_when_it_is_known(client: CameraClient, bend: Bend) -> None:
    """The second picture costs one request."""
    async with BentCamera("red", bend) as camera:
        await client.read(camera.still_url)
        before = camera.count
        await client.read(camera.still_url)
        assert camera.count == before + 1


BROKEN: dict[str, Bend] = {
    "nothing": lambda _: b"",
    "half a head": lambda _: b"HTTP/1.1 200 OK\r\nContent-Le",
    "noise": lambda _: bytes(range(256)) + b"\r\n\r\n",
    "no status": with_head(status="HTTP/1.1 OK"),
    "another status": with_head(": nothing", status="HTTP/1.1 500 No"),
    "a head without an end": lambda _: b"HTTP/1.1 200 OK\r\n: x\r\n" + b"x: y\r\n" * 20000,
    "half a picture": lambda picture: with_head("Content-Length: LENGTH")(picture)[:-900],
}


@pytest.mark.parametrize("bend", BROKEN.values(), ids=BROKEN)
async def test_what_cannot_be_understood(client: CameraClient, bend: Bend) -> None:
    """It is an error, and leaves nothing open; a camera that mends its ways is read again."""
    async with BentCamera("red", bend) as camera:
        for _ in range(2):
            with pytest.raises(CannotConnect):
                await client.read(camera.still_url)
        camera.bend = straight
        assert whose(await client.read(camera.still_url)) == "red"


async def test_redirects_keep_their_rules(client: CameraClient) -> None:
    """The login goes to another port of the same host, and to no other host."""
    async with BentCamera("blue", BENT["a line without a name"], **LOGIN) as other:
        for host, colors in (("127.0.0.1", {"blue"}), ("localhost", set())):
            other.heads.clear()
            bend = with_head(
                ": nothing", f"Location: http://{host}:{other.port}/still.jpg", status="HTTP/1.1 302 Found"
            )
            async with BentCamera("red", bend) as camera:
                try:
                    seen = {whose(await client.read(camera.still_url))}
                except FeedError:
                    seen = set()
            assert seen == colors
            assert any("Authorization" in head for head in other.heads) == bool(colors)


async def test_it_ends_when_the_camera_is_closed(feeds: Feeds) -> None:
    """A connection of its own is closed with all others."""
    gone = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n: nothing\r\nContent-Length: 99999\r\n\r\n")
        with suppress(ConnectionError):
            while await reader.read(1000):
                pass
        writer.close()
        gone.set()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        feed = feeds(AddressSource(still_url=f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
        waiting = asyncio.create_task(feed.async_still())
        async with asyncio.timeout(5):
            await gone.wait()  # of the first, which aiohttp gave up
            gone.clear()
            await until(lambda: feed.upstreams == 1)
            await feed.async_close()
            await gone.wait()
        with pytest.raises(CannotConnect):
            await waiting


async def test_live_with_an_odd_head(feeds: Feeds) -> None:
    """MJPEG begins with the same kind of head."""

    def bend(picture: bytes) -> bytes:
        part = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%b\r\n" % (len(picture), picture)
        return with_head(": nothing", "Content-Type: multipart/x-mixed-replace; boundary=frame")(b"") + part + part

    async with BentCamera("red", bend) as camera:
        feed = feeds(AddressSource(mjpeg_url=camera.still_url))
        assert {whose(frame.jpeg) for frame in await some_frames(feed, 1)} == {"red"}


@given(st.binary(max_size=300))
def test_nonsense(head: bytes) -> None:
    """Whatever stands there, something can be said of it, and no header holds another."""
    try:
        status, headers = read_head(head)
    except CannotConnect:
        status, headers = read_head(b"HTTP/1.1 200\r\n" + head)
        assert status == 200
    assert not any("\r" in value or "\n" in value for value in headers.values())
