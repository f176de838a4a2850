"""The relay: a stream for who has the address, until it is revoked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
import contextvars
import re

import aiohttp
from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.feed.relay import Relay
from tests.fakes.cameras import FakeCamera, Mode, whose_video
from tests.feed.conftest import Feeds, source_of
from tests.waiting import until

WHO: contextvars.ContextVar[str] = contextvars.ContextVar("who", default="nobody")


@pytest.fixture
async def relay(hass: HomeAssistant) -> AsyncIterator[Relay]:
    """Run a relay, started by somebody."""
    made = Relay()
    WHO.set("somebody")
    await made.async_start(hass)
    yield made
    await made.async_stop()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Dial addresses."""
    async with aiohttp.ClientSession() as made:
        yield made


@pytest.fixture
def feed(feeds: Feeds, camera: FakeCamera) -> Feed:
    """Read the camera's stream."""
    return feeds(source_of(camera, "stream"))


async def _begin(response: aiohttp.ClientResponse, size: int = 100_000) -> bytes:
    return await response.content.readexactly(size)


async def _to_the_end(response: aiohttp.ClientResponse) -> bytes:
    data = b""
    try:
        async for part in response.content.iter_any():
            data += part
    except aiohttp.ClientError, ConnectionError:
        pass
    return data


async def test_a_stream_by_its_address(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """What comes decodes, and is not to be stored."""
    route = relay.url(feed, permits=lambda: True)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/ts\?auth=[0-9a-f]{64}", route.url)
    async with session.get(route.url) as response:
        assert response.status == 200
        assert response.content_type == "video/mp2t"
        assert response.headers["Cache-Control"] == "no-store"
        assert await asyncio.to_thread(whose_video, await _begin(response, 300_000)) == {"red"}


async def test_no_token_no_stream(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """Nothing but the exact token opens anything, and none is kept."""
    route = relay.url(feed, permits=lambda: True)
    token = route.url.partition("auth=")[2]
    base = route.url.partition("?")[0]
    for query in ("", "?auth=", f"?auth={token[:-1]}", f"?auth={token}x", "?auth=None", f"?token={token}", "?auth=%00"):
        async with session.get(base + query) as response:
            assert response.status == 403
            assert await response.read() == b""
    for method in ("POST", "HEAD", "PUT"):
        async with session.request(method, route.url) as response:
            assert response.status == 405
    async with session.get(base.replace("/ts", "/")) as response:
        assert response.status == 404
    assert token not in repr(vars(relay._routes)) + repr(vars(relay))
    assert feed.upstreams == 0


async def test_not_one_more_byte(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """When revoke() has returned, nothing more is written; the others go on, and the address is dead."""
    route, other = (relay.url(feed, permits=lambda: True) for _ in range(2))
    async with session.get(route.url) as response, session.get(other.url) as other_response:
        await _begin(response)
        await _begin(other_response)
        transport = route._transport
        assert transport
        written: list[object] = []
        transport.write = written.append  # type: ignore[assignment,method-assign]  # anything from now on is too much
        route.revoke()
        assert transport.is_closing()
        assert transport.get_write_buffer_size() == 0
        await _to_the_end(response)
        await _begin(other_response, 200_000)
        assert written == []
    async with session.get(route.url) as response:
        assert response.status == 403


async def test_revoked_while_waiting_for_the_first_chunk(
    relay: Relay, feed: Feed, camera: FakeCamera, session: aiohttp.ClientSession
) -> None:
    """Then nothing is sent; the client's second try is refused."""
    camera.mode = Mode.HANG
    route = relay.url(feed, permits=lambda: True)
    request = asyncio.create_task(session.get(route.url))
    await until(lambda: route.busy and camera.open["stream"])
    route.revoke()
    camera.mode = Mode.OK
    with suppress(aiohttp.ClientError):
        assert (await request).status == 403


async def test_permission_is_asked_for_every_chunk(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """A no, or an error on the way to the answer, cuts the stream."""
    for refusal in (lambda: False, lambda: 1 / 0, lambda: None):
        answers = [True] * 20

        def permits(answers: list[bool] = answers, refusal: object = refusal) -> bool:
            return answers.pop() if answers else refusal()  # type: ignore[operator]  # a function, of any kind

        route = relay.url(feed, permits=permits)
        async with session.get(route.url) as response:
            assert response.status == 200
            await _to_the_end(response)
        async with session.get(route.url) as response:
            assert response.status == 403
        assert not answers


async def test_one_consumer_at_a_time(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """A second is refused, and may come when the first has gone."""
    route = relay.url(feed, permits=lambda: True)
    async with session.get(route.url) as first:
        await _begin(first)
        async with session.get(route.url) as second:
            assert second.status == 409
        first.close()
    await until(lambda: not route.busy)
    async with session.get(route.url) as again:
        assert again.status == 200
        await _begin(again)


async def test_who_goes_frees_the_camera(
    relay: Relay, feed: Feed, camera: FakeCamera, session: aiohttp.ClientSession
) -> None:
    """Also when the camera sends nothing that could not be written."""
    route = relay.url(feed, permits=lambda: True)
    async with session.get(route.url) as response:
        await _begin(response)
        camera.mode = Mode.HANG
        response.close()
    await until(lambda: not feed._transport._subscriptions, 2)


async def test_a_dead_camera(relay: Relay, feed: Feed, camera: FakeCamera, session: aiohttp.ClientSession) -> None:
    """503 before the first byte; broken off after it."""
    route = relay.url(feed, permits=lambda: True)
    camera.mode = Mode.ERROR
    async with session.get(route.url) as response:
        assert response.status == 503
    camera.mode = Mode.OK
    async with session.get(route.url) as response:
        await _begin(response)
        camera.mode = Mode.ERROR
        with pytest.raises(aiohttp.ClientError):
            async for _ in response.content.iter_any():
                pass


async def test_the_camera_is_switched_off(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """The stream ends with the feed."""
    route = relay.url(feed, permits=lambda: True)
    async with session.get(route.url) as response:
        await _begin(response)
        await feed.async_close()
        await _to_the_end(response)
    async with session.get(route.url) as response:
        assert response.status == 503


async def test_identity_is_not_inherited(relay: Relay, feed: Feed, session: aiohttp.ClientSession) -> None:
    """Neither by who serves from whoever started the relay, nor by the feed from whoever came first."""
    seen: list[str] = []

    def permits() -> bool:
        seen.append(WHO.get())
        return True

    route = relay.url(feed, permits=permits)
    async with session.get(route.url) as response:
        await _begin(response)
    WHO.set("somebody")
    frames = feed.frames()
    await anext(frames)
    for task in asyncio.all_tasks():
        if "Upstream" in repr(task.get_coro()) or "SingleFlight" in repr(task.get_coro()):
            assert WHO not in task.get_context()
    await frames.aclose()
    assert set(seen) == {"nobody"}


async def test_stopping_cuts_everybody(hass: HomeAssistant, feed: Feed, session: aiohttp.ClientSession) -> None:
    """And takes no time."""
    relay = Relay()
    await relay.async_start(hass)
    route = relay.url(feed, permits=lambda: True)
    async with session.get(route.url) as response:
        await _begin(response)
        async with asyncio.timeout(1):
            await relay.async_stop()
        await _to_the_end(response)
    with pytest.raises(aiohttp.ClientError):
        await session.get(route.url)
