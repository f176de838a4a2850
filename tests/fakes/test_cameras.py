"""The simulated cameras do what the tests rely on."""

import asyncio
import json
from pathlib import Path
import sys
from typing import Any, Literal

import aiohttp
import pytest

from tests.fakes.cameras import COLORS, FakeCamera, Mode, number, seen, whose, whose_video
from tests.fakes.pictures import jpeg
from tests.fakes.video import loop

ROOT = Path(__file__).parents[2]


def _basic(username: str, password: str) -> dict[str, str]:
    return {"Authorization": aiohttp.encode_basic_auth(username, password)}


async def _get(url: str, **kwargs: Any) -> tuple[int, bytes]:
    async with aiohttp.ClientSession() as session, session.get(url, **kwargs) as response:
        return response.status, await response.read()


async def _begin(url: str, size: int) -> bytes:
    """Read the first bytes of an endless answer."""
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return await response.content.readexactly(size)


@pytest.mark.parametrize("color", COLORS)
def test_pictures_tell_whose_they_are(color: str) -> None:
    """Colours and numbers survive JPEG, small and large."""
    for width, height in ((320, 180), (1280, 720)):
        picture = jpeg(color, 4711, width, height)
        assert whose(picture) == color
        assert number(picture) == 4711


def test_what_is_nobodys() -> None:
    """No picture is nobody's."""
    picture = jpeg("red", 1)
    assert whose(b"") is whose(b"<html>") is whose(picture[: len(picture) // 2]) is None
    assert whose_video(b"") == whose_video(picture[:100]) == set()
    assert seen("red", b"", b"{}", picture) == {"red"}


async def test_still() -> None:
    """Stills are whole, and each is new."""
    async with FakeCamera("blue") as camera:
        status, first = await _get(camera.still_url)
        _, second = await _get(camera.still_url)
        assert (status, whose(first)) == (200, "blue")
        assert number(first) != number(second)
        assert camera.served["still"] == 2
        assert camera.open.total() == 0
        assert camera.peak["still"] == 1


async def test_mjpeg() -> None:
    """MJPEG comes as parts, and a closed connection is noticed."""
    async with FakeCamera("green") as camera:
        assert seen(await _begin(camera.mjpeg_url, 200_000)) == {"green"}
        await camera.until(lambda: camera.open["mjpeg"] == 0)


@pytest.mark.parametrize("codec", ["libx264", "mpeg2video"])
async def test_stream(codec: str) -> None:
    """The transport stream decodes, goes on past its loop, and is of one colour."""
    async with FakeCamera("yellow", codec=codec) as camera:
        once = sum(len(frame.data) for frame in loop("yellow", codec))
        assert whose_video(await _begin(camera.stream_url, once // 4)) == {"yellow"}
        await camera.until(lambda: camera.open["stream"] == 0)


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_login(authentication: Literal["basic", "digest"]) -> None:
    """The right login passes, others get 401."""
    async with FakeCamera("red", username="anna", password="secret", authentication=authentication) as camera:

        async def ask(username: str, password: str) -> int:
            if authentication == "basic":
                return (await _get(camera.still_url, headers=_basic(username, password)))[0]
            digest = aiohttp.DigestAuthMiddleware(username, password)
            return (await _get(camera.still_url, middlewares=(digest,)))[0]

        assert await ask("anna", "secret") == 200
        assert await ask("anna", "wrong") == 401
        assert await ask("ben", "secret") == 401
        assert (await _get(camera.still_url))[0] == 401
        assert camera.served["still"] == 1
        assert len(camera.requests) >= 4


async def test_cookie_beats_password() -> None:
    """Who brings another's cookie sees the other's picture: a client that shares cookies is found out."""
    async with FakeCamera("red", username="anna", password="a", cookies=True) as camera:
        camera.add_login("ben", "b", "blue")
        anna, ben = _basic("anna", "a"), _basic("ben", "b")
        jar = aiohttp.CookieJar(unsafe=True)
        async with aiohttp.ClientSession(cookie_jar=jar) as shared:
            for auth in (anna, ben):
                async with shared.get(camera.still_url, headers=auth) as response:
                    assert whose(await response.read()) == "red"
        assert whose((await _get(camera.still_url, headers=ben))[1]) == "blue"


async def test_failures_at_once() -> None:
    """Each way to fail looks as described."""
    async with FakeCamera("red") as camera:
        camera.mode = Mode.UNAUTHORIZED
        assert (await _get(camera.still_url))[0] == 401
        camera.mode = Mode.ERROR
        assert (await _get(camera.mjpeg_url))[0] == 500
        camera.mode = Mode.LOGIN_PAGE
        assert b"<html>" in (await _get(camera.stream_url))[1]
        camera.mode = Mode.TRUNCATED
        assert whose((await _get(camera.still_url))[1]) is None
        camera.mode = Mode.EMPTY
        assert await _get(camera.still_url) == (200, b"")
        camera.mode = Mode.HUGE
        assert len((await _get(camera.still_url))[1]) > 50_000_000
        camera.mode = Mode.REPEAT
        assert await _get(camera.still_url) == await _get(camera.still_url)
        camera.mode = Mode.REDIRECT
        async with FakeCamera("blue") as other:
            camera.redirect_to = other.host
            assert whose((await _get(camera.still_url))[1]) == "blue"
        camera.mode = Mode.OFFLINE
        with pytest.raises(aiohttp.ClientConnectionError):
            await _get(camera.still_url)


@pytest.mark.parametrize("mode", [Mode.HANG, Mode.DRIP])
async def test_failures_that_take_time(mode: Mode) -> None:
    """A camera that hangs or drips does not finish, and closing is noticed."""
    async with FakeCamera("red") as camera:
        camera.mode = mode
        with pytest.raises(TimeoutError):
            await _get(camera.still_url, timeout=aiohttp.ClientTimeout(total=0.5))
        await camera.until(lambda: camera.open["still"] == 0)


async def test_mode_reaches_running_streams() -> None:
    """A running stream ends when the camera begins to refuse."""
    async with FakeCamera("red") as camera, aiohttp.ClientSession() as session:
        async with session.get(camera.mjpeg_url) as response:
            await response.content.readexactly(1000)
            camera.mode = Mode.UNAUTHORIZED
            await asyncio.wait_for(response.read(), 5)
        assert camera.open["mjpeg"] == 0


async def test_process() -> None:
    """As a process it prints its addresses and serves until it is ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.cameras", "red:anna:pw", "blue", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout
        red, blue = json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
        assert (await _get(red["still"]))[0] == 401
        assert whose((await _get(red["still"], headers=_basic("anna", "pw")))[1]) == "red"
        assert whose((await _get(blue["still"]))[1]) == "blue"
    finally:
        process.terminate()
        await process.wait()
