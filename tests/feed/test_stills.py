"""Stills: fresh, whole, asked for once, and only with the right login."""

import asyncio
import logging
import time
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed import feed as feed_module, health
from custom_components.dropcam_privacy.feed.errors import CannotConnect, FeedError, FeedTimeout, InvalidAuth, NotAnImage
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.access import Authentication
from tests.fakes.cameras import FakeCamera, Mode, number, whose
from tests.fakes.pictures import jpeg
from tests.feed.conftest import Feeds, Patience, source_of
from tests.feed.originals import Original


async def test_provenance(feeds: Feeds, camera: FakeCamera) -> None:
    """A frame says whose it is, and since when."""
    before = time.monotonic()
    frame = await feeds(source_of(camera, "still"), "anna", "yard").async_still()
    assert (frame.account, frame.camera) == ("anna", "yard")
    assert before < frame.received <= time.monotonic()
    assert whose(frame.jpeg) == "red"


async def test_a_hundred_at_once_are_one_request(feeds: Feeds, camera: FakeCamera) -> None:
    """Single flight."""
    feed = feeds(source_of(camera, "still"))
    frames = await asyncio.gather(*(feed.async_still() for _ in range(100)))
    assert camera.served["still"] == 1
    assert len({number(frame.jpeg) for frame in frames}) == 1


async def test_who_leaves_does_not_disturb_the_others(feeds: Feeds, camera: FakeCamera) -> None:
    """The first of several callers is cancelled, and the others still get their picture."""
    feed = feeds(source_of(camera, "still"))
    camera.mode = Mode.HANG
    first, *others = (asyncio.create_task(feed.async_still()) for _ in range(5))
    await camera.until(lambda: camera.open["still"] == 1)
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    camera.mode = Mode.OK
    assert {whose(frame.jpeg) for frame in await asyncio.gather(*others)} == {"red"}
    assert camera.served["still"] == 1


async def test_when_all_leave_the_request_ends(feeds: Feeds, camera: FakeCamera) -> None:
    """Nobody waits: nothing runs; and whoever comes next is served."""
    feed = feeds(source_of(camera, "still"))
    camera.mode = Mode.HANG
    callers = [asyncio.create_task(feed.async_still()) for _ in range(3)]
    await camera.until(lambda: camera.open["still"] == 1)
    for caller in callers:
        caller.cancel()
    newcomer = asyncio.create_task(feed.async_still())
    await asyncio.wait(callers)
    await camera.until(lambda: camera.served["still"] == 2 and camera.open["still"] == 1)
    camera.mode = Mode.OK
    assert whose((await newcomer).jpeg) == "red"


async def test_never_older_than_a_second(feeds: Feeds, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture is given again for half a second, and then is asked for anew."""
    feed = feeds(source_of(camera, "still"))
    first = await feed.async_still()
    assert (await feed.async_still()) is first
    later = time.monotonic() + 0.6
    monkeypatch.setattr(feed_module.time, "monotonic", lambda: later)
    second = await feed.async_still()
    assert second is not first
    assert camera.served["still"] == 2


@pytest.mark.parametrize(
    ("mode", "error"),
    [
        (Mode.UNAUTHORIZED, InvalidAuth),
        (Mode.ERROR, CannotConnect),
        (Mode.OFFLINE, CannotConnect),
        (Mode.LOGIN_PAGE, NotAnImage),
        (Mode.TRUNCATED, NotAnImage),
        (Mode.EMPTY, NotAnImage),
        (Mode.HUGE, NotAnImage),
        (Mode.DRIP, FeedTimeout),
        (Mode.HANG, FeedTimeout),
    ],
)
@pytest.mark.parametrize("first_ok", [False, True], ids=["from the start", "after a picture"])
async def test_failures_are_errors(
    feeds: Feeds, camera: FakeCamera, patience: Patience, mode: Mode, error: type[FeedError], first_ok: bool
) -> None:
    """No failure is a picture, least of all the last one; and a camera that is back is back."""
    watched = feeds.watch(source_of(camera, "still"))
    feed = watched.feed
    if first_ok:
        await feed.async_still()
        feed._still = None
    camera.mode = mode
    if error is FeedTimeout:
        patience.lose()
    with pytest.raises(error):
        await feed.async_still()
    assert watched.states == [False]
    await camera.until(lambda: feed.upstreams == 0)
    patience.regain()
    camera.mode = Mode.OK
    assert whose((await feed.async_still()).jpeg) == "red"
    assert watched.states == [False, True]
    assert watched.auth_failures == 0, "once is not enough"


async def test_a_slow_drip_ends_within_nine_seconds(feeds: Feeds, camera: FakeCamera) -> None:
    """Home Assistant would give up after ten."""
    camera.mode = Mode.DRIP
    begun = time.monotonic()
    with pytest.raises(FeedTimeout):
        await feeds(source_of(camera, "still")).async_still()
    assert 8.5 < time.monotonic() - begun < 9.8


async def test_nobody_there(feeds: Feeds) -> None:
    """A port where nobody listens, and an address that is none."""
    for url in ("http://127.0.0.1:1/x.jpg", "http:///x", "http://127.0.0.1:99999/"):
        with pytest.raises(CannotConnect):
            await feeds(AddressSource(still_url=url)).async_still()


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_login(feeds: Feeds, authentication: Authentication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to log in, with awkward passwords; and what is refused is noticed once."""
    monkeypatch.setattr(health, "DOUBT", 0.0)
    password = "p:ä@ß w/d%"
    async with FakeCamera("blue", username="anna", password=password, authentication=authentication) as camera:
        access = {"username": "anna"}
        assert (
            whose((await feeds(source_of(camera, "still", password=password, **access)).async_still()).jpeg) == "blue"
        )
        watched = feeds.watch(source_of(camera, "still", password="wrong", **access))
        for _ in range(3):
            with pytest.raises(InvalidAuth):
                await watched.feed.async_still()
        assert watched.auth_failures == 1
        await watched.feed.async_update_source(source_of(camera, "still", password=password, **access))
        assert watched.states == [False, True]
        await watched.feed.async_still()
        camera._logins.clear()
        camera.add_login("anna", "changed", "blue")
        watched.feed._still = None
        for _ in range(2):
            with pytest.raises(InvalidAuth):
                await watched.feed.async_still()
        assert watched.auth_failures == 2


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_two_accounts_on_one_host_never_mix(feeds: Feeds, authentication: Authentication) -> None:
    """Different passwords, and a host that believes a cookie more than a password."""
    async with FakeCamera(
        "red", username="anna", password="one", authentication=authentication, cookies=True
    ) as camera:
        camera.add_login("ben", "two", "blue")
        anna = feeds(source_of(camera, "still", username="anna", password="one"), "anna")
        ben = feeds(source_of(camera, "still", username="ben", password="two"), "ben")
        # Two cameras of one account are as separate.
        ben_too = feeds(source_of(camera, "still", username="ben", password="two"), "anna", "door")
        for _ in range(10):
            for feed in (anna, ben, ben_too):
                feed._still = None
            frames = await asyncio.gather(anna.async_still(), ben.async_still(), ben_too.async_still())
            assert [whose(frame.jpeg) for frame in frames] == ["red", "blue", "blue"]
            assert [frame.account for frame in frames] == ["anna", "ben", "anna"]
        assert any("Cookie" in request.headers for request in camera.requests), "each has its own"


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_a_redirect_never_carries_the_login_away(feeds: Feeds, authentication: Authentication) -> None:
    """Another host, which even asks for a login, gets none."""
    login: dict[str, Any] = {"username": "anna", "password": "secret"}
    async with (
        FakeCamera("red", **login, authentication=authentication) as camera,
        FakeCamera("blue", **login, authentication=authentication) as other,
    ):
        source = source_of(camera, "still", **login)
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host.replace("127.0.0.1", "localhost")
        watched = feeds.watch(source)
        with pytest.raises(CannotConnect):
            await watched.feed.async_still()
        assert other.requests
        assert not any("Authorization" in request.headers for request in other.requests)
        assert watched.auth_failures == 0

        # Back home by way of another host: no login any more.
        camera.requests.clear()
        other.mode, other.redirect_to = Mode.REDIRECT, camera.host
        with pytest.raises(CannotConnect):
            await feeds(source).async_still()
        assert not any("Authorization" in request.headers for request in camera.requests[1:])


async def test_a_redirect_with_a_login_in_it_gives_none(feeds: Feeds) -> None:
    """A login that the camera puts into an address is not sent either."""
    async with FakeCamera("red") as camera, FakeCamera("blue", username="u", password="p") as other:
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host.replace("//127.0.0.1", "//u:p@localhost")
        with pytest.raises(CannotConnect):
            await feeds(source_of(camera, "still")).async_still()
        camera.redirect_to = "file:///etc"
        with pytest.raises(CannotConnect):
            await feeds(source_of(camera, "still")).async_still()


async def test_a_circle_of_redirects_ends(feeds: Feeds, camera: FakeCamera) -> None:
    """Five are followed."""
    camera.mode, camera.redirect_to = Mode.REDIRECT, camera.host
    with pytest.raises(CannotConnect):
        await feeds(source_of(camera, "still")).async_still()
    assert len(camera.requests) == 6


@pytest.mark.parametrize(
    "odd",
    [[Mode.LOGIN_PAGE], [Mode.TRUNCATED], [Mode.EMPTY], [Mode.ERROR], [Mode.UNAUTHORIZED], [Mode.EMPTY, Mode.ERROR]],
    ids="+".join,
)
async def test_one_bad_answer_among_good_ones_is_left_out(feeds: Feeds, camera: FakeCamera, odd: list[Mode]) -> None:
    """It is asked for again, and neither the owner nor whoever asks hears of it."""
    watched = feeds.watch(source_of(camera, "still"))
    await watched.feed.async_still()
    watched.feed._still = None
    camera.odd = [*odd]
    assert whose((await watched.feed.async_still()).jpeg) == "red"
    assert (watched.states, watched.auth_failures) == ([], 0)
    assert len(camera.requests) == 2 + len(odd)


async def test_three_bad_answers_are_an_error(feeds: Feeds, camera: FakeCamera) -> None:
    """And whoever asks then is told at once, until it answers well again."""
    watched = feeds.watch(source_of(camera, "still"))
    await watched.feed.async_still()
    watched.feed._still = None
    camera.mode = Mode.UNAUTHORIZED
    for requests in (4, 5):
        with pytest.raises(InvalidAuth):
            await watched.feed.async_still()
        assert len(camera.requests) == requests
    assert (watched.states, watched.auth_failures) == ([False], 0), "a password is asked for after a pause"


async def test_unreachable_is_logged_once(feeds: Feeds, camera: FakeCamera, caplog: pytest.LogCaptureFixture) -> None:
    """Once when it is lost, once when it is back; and never a login."""
    caplog.set_level(logging.DEBUG)
    feed = feeds(source_of(camera, "still", username="anna-user", password="s3cr3t"))
    camera.mode = Mode.ERROR
    for _ in range(3):
        with pytest.raises(CannotConnect):
            await feed.async_still()
    assert not feed.available
    camera.mode = Mode.OK
    for _ in range(3):
        feed._still = None
        await feed.async_still()
    assert feed.available
    ours = [record for record in caplog.records if record.name.startswith("custom_components.dropcam_privacy")]
    assert [record.levelname for record in ours] == ["WARNING", "INFO"]
    assert "s3cr3t" not in caplog.text
    assert "anna-user" not in caplog.text


async def test_closed_and_opened(feeds: Feeds, camera: FakeCamera) -> None:
    """A camera that is off gives nothing, not even to those who wait already."""
    feed = feeds(source_of(camera, "still"))
    await feed.async_still()
    await feed.async_close()
    with pytest.raises(CannotConnect):
        await feed.async_still()
    feed.open()
    camera.mode = Mode.HANG
    waiting = asyncio.create_task(feed.async_still())
    await camera.until(lambda: camera.open["still"] == 1)
    await feed.async_close()
    with pytest.raises(CannotConnect):
        await waiting
    await camera.until(lambda: camera.open["still"] == 0)
    assert camera.served["still"] == 2


async def test_no_connection_stays_open(feeds: Feeds, camera: FakeCamera) -> None:
    """An idle connection in the pool is one too."""
    feed = feeds(source_of(camera, "still"))
    await feed.async_still()
    assert camera._runner
    server = camera._runner.server
    assert server
    assert len(server.connections) == 1
    await feed.async_close()
    await camera.until(lambda: not server.connections)


async def test_an_original_that_repeats_its_last_picture(feeds: Feeds) -> None:
    """The very same object again is an error; an equal picture is not."""
    one, same = jpeg("red", 1), bytes(bytearray(jpeg("red", 1)))
    assert one == same
    feed = feeds(Original(one, same, same))
    assert (await feed.async_still()).jpeg == one
    feed._still = None
    assert (await feed.async_still()).jpeg == one
    feed._still = None
    with pytest.raises(CannotConnect):
        await feed.async_still()


async def test_an_original_that_is_asked_less_often_than_we_ask(feeds: Feeds) -> None:
    """It has the same picture for a moment, and then a new one."""
    one, two = jpeg("red", 1), jpeg("red", 2)
    feed = feeds(Original(one, one, two))
    await feed.async_still()
    feed._still = None
    assert number((await feed.async_still()).jpeg) == 2


async def test_an_original_that_says_how_seldom_it_has_a_picture(feeds: Feeds) -> None:
    """It is waited for, unless that takes longer than anybody would wait."""
    one, two = jpeg("red", 1), jpeg("red", 2)
    for interval, least, most in ((1.5, 1.4, 3.0), (300.0, 0.5, 1.4)):
        original = Original(one, one, two)
        original.interval = interval
        feed = feeds(original)
        await feed.async_still()
        feed._still = None
        begun = time.monotonic()
        assert number((await feed.async_still()).jpeg) == 2
        assert least < time.monotonic() - begun < most


async def test_an_original_that_keeps_its_still_for_minutes(feeds: Feeds, camera: FakeCamera) -> None:
    """Where it has a stream, its stills come from there: a still that is repeated is an old one."""
    old = jpeg("blue", 1)
    feed = feeds(Original(old, stream=camera.stream_url))
    assert whose((await feed.async_still()).jpeg) == "blue"
    for _ in range(2):
        feed._still = None
        assert whose((await feed.async_still()).jpeg) == "red"


async def test_an_original_that_fails(feeds: Feeds, hass: HomeAssistant) -> None:
    """Its errors are ours, and what it gives is checked like anything else."""
    for answer in (CannotConnect("gone"), NotAnImage("none")):
        with pytest.raises(type(answer)):
            await feeds(Original(answer)).async_still()
    with pytest.raises(NotAnImage):
        await feeds(Original(b"<html>")).async_still()


async def test_an_original_with_a_stream_only(feeds: Feeds, camera: FakeCamera) -> None:
    """Its stills are made from its stream."""
    feed = feeds(Original(NotAnImage("a stream only"), stream=camera.stream_url))
    assert whose((await feed.async_still()).jpeg) == "red"
