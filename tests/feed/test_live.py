"""MJPEG and streams: every kind of source gives both, whole, fresh, and for one connection."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
import subprocess
import sys
import time

import pytest

from custom_components.dropcam_privacy.feed import upstream
from custom_components.dropcam_privacy.feed.errors import (
    CannotConnect,
    FeedError,
    FeedTimeout,
    InvalidAuth,
    NotAnImage,
    NoVideo,
)
from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.access import Authentication
from tests.fakes.cameras import FakeCamera, Mode, number, whose
from tests.fakes.pictures import jpeg
from tests.feed.conftest import Feeds, Patience, source_of
from tests.feed.originals import Original
from tests.feed.watching import codec_of, owners, some_frames, some_video

KINDS = ["stream", "mjpeg", "still"]


@pytest.mark.parametrize("kind", KINDS)
async def test_every_source_gives_everything(feeds: Feeds, camera: FakeCamera, kind: str) -> None:
    """A still, MJPEG and a stream, of the right camera."""
    feed = feeds(source_of(camera, kind), "anna", "yard")
    still = await feed.async_still()
    assert whose(still.jpeg) == "red"
    frames = await some_frames(feed, 3)
    assert {whose(frame.jpeg) for frame in frames} == {"red"}
    assert {(frame.account, frame.camera) for frame in (still, *frames)} == {("anna", "yard")}
    assert await owners(await some_video(feed)) == {"red"}
    assert camera.peak[kind] == 1


@pytest.mark.parametrize("kind", ["stream", "mjpeg"])
async def test_one_connection_however_many_watch(feeds: Feeds, camera: FakeCamera, kind: str) -> None:
    """Stills, frames and streams at the same time; and none, when all have gone."""
    feed = feeds(source_of(camera, kind))
    frames, videos, stills = await asyncio.gather(
        asyncio.gather(*(some_frames(feed, 4) for _ in range(10))),
        asyncio.gather(*(some_video(feed) for _ in range(5))),
        asyncio.gather(*(feed.async_still() for _ in range(20))),
    )
    assert camera.served[kind] == camera.peak[kind] == 1
    assert feed.upstreams == 1
    assert {whose(frame.jpeg) for each in frames for frame in each} == {"red"}
    assert [await owners(video) for video in videos] == [{"red"}] * 5
    assert len(stills) == 20
    await camera.until(lambda: camera.open[kind] == 0, 6)
    assert feed.upstreams == 0


async def test_addresses_are_used_in_the_right_order(feeds: Feeds, camera: FakeCamera) -> None:
    """Stills by the still URL, MJPEG by the MJPEG URL, video by the stream."""
    feed = feeds(AddressSource(still_url=camera.still_url, mjpeg_url=camera.mjpeg_url, stream_url=camera.stream_url))
    await feed.async_still()
    assert dict(camera.served) == {"still": 1}
    await some_frames(feed, 2)
    assert dict(camera.served) == {"still": 1, "mjpeg": 1}
    await some_video(feed, 0.2)
    assert dict(camera.served) == {"still": 1, "mjpeg": 1, "stream": 1}


async def test_the_connection_ends_at_once_when_closed(feeds: Feeds, camera: FakeCamera) -> None:
    """Camera off: everybody who consumes gets an error, and the camera sees nobody."""
    feed = feeds(AddressSource(mjpeg_url=camera.mjpeg_url, stream_url=camera.stream_url))
    frames, video = feed.frames(), feed.transport_stream()
    await anext(frames)
    await anext(video)
    assert feed.upstreams == 2
    begun = time.monotonic()
    await feed.async_close()
    assert time.monotonic() - begun < 0.5
    assert feed.upstreams == 0
    for stream in (frames, video):
        with pytest.raises(CannotConnect):
            await anext(stream)
    await camera.until(lambda: not +camera.open, 1)
    with pytest.raises(CannotConnect):
        await anext(feed.frames())
    feed.open()
    assert await owners(await some_video(feed)) == {"red"}


async def test_off_while_the_source_changes(feeds: Feeds, camera: FakeCamera) -> None:
    """Off stays off, whichever ends first; and of two changes the later one counts."""
    async with FakeCamera("blue") as other:
        feed = feeds(AddressSource(mjpeg_url=camera.mjpeg_url))
        frames = feed.frames()
        await anext(frames)
        changing = asyncio.create_task(feed.async_update_source(AddressSource(still_url=other.still_url)))
        await asyncio.sleep(0)
        assert not changing.done()
        await feed.async_close()
        await changing
        with pytest.raises(CannotConnect):
            await feed.async_still()
        feed.open()
        await asyncio.gather(
            feed.async_update_source(AddressSource(still_url=other.still_url)),
            feed.async_update_source(AddressSource(still_url=camera.still_url)),
        )
        assert whose((await feed.async_still()).jpeg) == "red"
        # On while it changes: it is on when that is done, and nobody reads in between.
        await feed.async_close()
        changing = asyncio.create_task(feed.async_update_source(AddressSource(still_url=other.still_url)))
        await asyncio.sleep(0)
        feed.open()
        await changing
        assert whose((await feed.async_still()).jpeg) == "blue"


async def test_a_late_consumer_starts_at_a_key_frame(feeds: Feeds, camera: FakeCamera) -> None:
    """Whenever somebody comes, they can decode from their first byte on."""
    feed = feeds(source_of(camera, "stream"))
    async with aclosing(feed.transport_stream()) as first:
        await anext(first)
        for _ in range(3):
            for _ in range(5):
                await anext(first)
            begun = time.monotonic()
            async with aclosing(feed.transport_stream()) as late:
                chunk = await anext(late)
                assert time.monotonic() - begun < 0.1
                assert await owners(chunk + await anext(late) + await anext(late)) == {"red"}
    assert camera.served["stream"] == 1


async def test_a_slow_consumer_gets_the_newest_frame(feeds: Feeds, camera: FakeCamera) -> None:
    """No queue, and nothing old."""
    feed = feeds(source_of(camera, "mjpeg"))
    async with aclosing(feed.frames()) as slow, aclosing(feed.frames()) as quick:
        first = number((await anext(slow)).jpeg)
        last = 0
        for _ in range(8):
            last = number((await anext(quick)).jpeg) or 0
        second = number((await anext(slow)).jpeg)
        assert first is not None
        assert second is not None
        assert second >= last > first + 1


async def test_a_consumer_that_lags_too_far_is_dropped(
    feeds: Feeds, camera: FakeCamera, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would see the past. The others go on."""
    monkeypatch.setattr(upstream, "MAX_LAG", 0.5)
    feed = feeds(source_of(camera, "stream"))
    async with aclosing(feed.transport_stream()) as lagging, aclosing(feed.transport_stream()) as quick:
        await anext(lagging)
        until = time.monotonic() + 1.5
        while time.monotonic() < until:
            await anext(quick)
        with pytest.raises(FeedTimeout):
            await anext(lagging)
        await anext(quick)


@pytest.mark.parametrize(
    ("kind", "mode", "error"),
    [
        ("mjpeg", Mode.UNAUTHORIZED, InvalidAuth),
        ("mjpeg", Mode.ERROR, CannotConnect),
        ("mjpeg", Mode.OFFLINE, CannotConnect),
        ("mjpeg", Mode.LOGIN_PAGE, NotAnImage),
        ("mjpeg", Mode.TRUNCATED, CannotConnect),
        ("mjpeg", Mode.EMPTY, CannotConnect),
        ("mjpeg", Mode.HUGE, NotAnImage),
        ("mjpeg", Mode.DRIP, FeedTimeout),
        ("mjpeg", Mode.HANG, FeedTimeout),
        ("stream", Mode.UNAUTHORIZED, InvalidAuth),
        ("stream", Mode.ERROR, CannotConnect),
        ("stream", Mode.OFFLINE, CannotConnect),
        ("stream", Mode.LOGIN_PAGE, NoVideo),
        ("stream", Mode.EMPTY, NoVideo),
        ("stream", Mode.DRIP, FeedTimeout),
        ("stream", Mode.HANG, FeedTimeout),
        ("still", Mode.LOGIN_PAGE, NotAnImage),
        ("still", Mode.HANG, FeedTimeout),
    ],
)
async def test_failures_are_errors(
    feeds: Feeds, camera: FakeCamera, patience: Patience, kind: str, mode: Mode, error: type[FeedError]
) -> None:
    """On each road, nothing is shown; nothing stays open; and the camera comes back."""
    feed = feeds(source_of(camera, kind))
    if error is FeedTimeout:
        patience.lose()
    camera.mode = mode
    for road in (feed.frames(), feed.transport_stream()):
        with pytest.raises(error):
            await anext(road)
        await feed.async_close()
        await camera.until(lambda: not +camera.open, 2)
        feed.open()
    patience.regain()
    camera.mode = Mode.OK
    assert await owners(await some_video(feed)) == {"red"}
    assert feed.available


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", [Mode.UNAUTHORIZED, Mode.ERROR, Mode.HANG])
async def test_a_failure_in_the_middle(
    feeds: Feeds, camera: FakeCamera, patience: Patience, kind: str, mode: Mode
) -> None:
    """Watchers get an error, and no picture from before: neither repeated nor encoded again."""
    feed = feeds(source_of(camera, kind))
    async with aclosing(feed.frames()) as frames, aclosing(feed.transport_stream()) as video:
        await asyncio.gather(anext(frames), anext(video))
        patience.lose()
        camera.mode = mode
        failed = time.monotonic()

        async def to_the_end(road: AsyncGenerator[Frame | bytes]) -> float:
            last = failed
            try:
                async for item in road:
                    last = time.monotonic()
                    assert not isinstance(item, Frame) or last - item.received <= 1.1
            except FeedError:
                return last
            raise AssertionError("ended without an error")

        lasts = await asyncio.gather(to_the_end(frames), to_the_end(video))
        assert max(lasts) - failed < 2.1


async def test_mjpeg_survives_a_short_break(feeds: Feeds, camera: FakeCamera) -> None:
    """Whoever watches sees nothing of an error, while the camera is connected to again."""
    watched = feeds.watch(source_of(camera, "mjpeg"))
    async with aclosing(watched.feed.frames()) as frames, aclosing(watched.feed.transport_stream()) as video:
        await anext(frames)
        data = await anext(video)
        camera.mode = Mode.TRUNCATED
        await camera.until(lambda: camera.open["mjpeg"] == 0)
        camera.mode = Mode.OK
        await camera.until(lambda: camera.served["mjpeg"] >= 2)
        for _ in range(3):
            assert whose((await anext(frames)).jpeg) == "red"
        for _ in range(10):
            data += await anext(video)
        assert await owners(data) == {"red"}
    assert watched.states == []


@pytest.mark.parametrize("mode", [Mode.LOGIN_PAGE, Mode.ERROR, Mode.UNAUTHORIZED])
async def test_a_bad_answer_to_a_new_connection_is_left_out(feeds: Feeds, camera: FakeCamera, mode: Mode) -> None:
    """Whoever watched sees nothing of it, and nobody is asked for a password."""
    watched = feeds.watch(source_of(camera, "mjpeg"))
    async with aclosing(watched.feed.frames()) as frames:
        await anext(frames)
        camera.mode = Mode.TRUNCATED
        await camera.until(lambda: camera.open["mjpeg"] == 0)
        camera.odd = [mode]
        camera.mode = Mode.OK
        await camera.until(lambda: camera.served["mjpeg"] >= (3 if mode is Mode.LOGIN_PAGE else 2))
        for _ in range(3):
            assert whose((await anext(frames)).jpeg) == "red"
    assert (watched.states, watched.auth_failures) == ([], 0)


async def test_bad_answers_in_a_row_are_an_error(feeds: Feeds, camera: FakeCamera) -> None:
    """To whoever watched, and to the owner, who is asked for the password."""
    watched = feeds.watch(source_of(camera, "mjpeg"))
    async with aclosing(watched.feed.frames()) as frames:
        await anext(frames)
        camera.mode = Mode.UNAUTHORIZED
        with pytest.raises(InvalidAuth):
            async for _ in frames:
                pass
    assert (watched.states, watched.auth_failures) == ([False], 0)
    # The first connection, and three that were refused.
    assert len(camera.requests) == 4


@pytest.mark.parametrize(
    ("content_type", "part"),
    [
        ("multipart/x-mixed-replace; boundary = frame", "--frame\r\nContent-Type: image/jpeg\r\n\r\n"),
        ("multipart/x-mixed-replace; boundary=other", "--frame\r\nContent-Type: image/jpeg\r\n\r\n"),
        ("multipart/x-mixed-replace; boundary=--frame", "frame\r\nContent-Length: {length}\r\n\r\n"),
        ("multipart/x-mixed-replace", "--frame\r\nContent-Length: 7\r\n\r\n"),
        ("image/jpeg", "--frame\r\nContent-Type: text/plain\r\n\r\n"),
        ("application/octet-stream", ""),
    ],
    ids=["blanks", "another boundary", "dashes on one side", "none announced", "said to be a still", "no headers"],
)
async def test_multipart_that_bends_the_rules(feeds: Feeds, camera: FakeCamera, content_type: str, part: str) -> None:
    """Pictures are found by their own marks (home-assistant/core#23094, #36181, #47511)."""
    camera.mjpeg_type, camera.mjpeg_part = content_type, part
    frames = await some_frames(feeds(source_of(camera, "mjpeg")), 3)
    assert {whose(frame.jpeg) for frame in frames} == {"red"}
    assert camera.served["mjpeg"] == 1


async def test_pictures_that_break_off_are_left_out(feeds: Feeds, camera: FakeCamera) -> None:
    """Nobody is cut off."""
    camera.odd = [Mode.OK, Mode.OK, Mode.TRUNCATED, Mode.EMPTY, Mode.TRUNCATED]
    frames = await some_frames(feeds(source_of(camera, "mjpeg")), 4)
    assert {whose(frame.jpeg) for frame in frames} == {"red"}
    assert camera.served["mjpeg"] == 1


async def test_a_camera_that_is_slow_on_purpose(feeds: Feeds, camera: FakeCamera) -> None:
    """A picture every eleven seconds, by one connection: nobody is told that it fails."""
    camera.mjpeg_pause = 11
    watched = feeds.watch(source_of(camera, "mjpeg"))
    frames = await some_frames(watched.feed, 2)
    assert number(frames[0].jpeg) != number(frames[1].jpeg)
    assert (camera.served["mjpeg"], watched.states) == (1, [])


async def test_a_still_is_taken_from_what_is_running(feeds: Feeds, camera: FakeCamera) -> None:
    """Many cameras answer one client at a time."""
    camera.mjpeg_pause = 0.7
    feed = feeds(AddressSource(still_url=camera.still_url, mjpeg_url=camera.mjpeg_url))
    async with aclosing(feed.frames()) as frames:
        await anext(frames)
        for _ in range(3):
            assert whose((await feed.async_still()).jpeg) == "red"
            feed._still = None
    assert camera.served == {"mjpeg": 1}
    await camera.until(lambda: camera.open["mjpeg"] == 0, 6)
    await feed.async_still()
    assert camera.served == {"mjpeg": 1, "still": 1}


async def test_a_still_of_the_stream_where_a_second_client_is_refused(feeds: Feeds, camera: FakeCamera) -> None:
    """And *Connection* tells the truth: there are pictures."""
    source = AddressSource(still_url="http://127.0.0.1:9/still.jpg", stream_url=camera.stream_url)
    watched = feeds.watch(source)
    async with aclosing(watched.feed.transport_stream()) as video:
        await anext(video)
        assert whose((await watched.feed.async_still()).jpeg) == "red"
    assert watched.feed.available


async def test_attempts_become_rarer(feeds: Feeds, camera: FakeCamera, patience: Patience) -> None:
    """A dead camera is not hammered, whoever asks."""
    patience.lose()
    camera.mode = Mode.ERROR
    watched = feeds.watch(source_of(camera, "stream"))
    until = time.monotonic() + 3.2
    while time.monotonic() < until:
        with pytest.raises(FeedError):
            await anext(watched.feed.transport_stream())
    # At 0, 0.5, 1.5 and 3.5 s.
    assert 3 <= len(camera.requests) <= 4
    assert watched.states == [False]


@pytest.mark.parametrize("codec", ["libx265", "mpeg2video", "mpeg4"])
async def test_codecs(feeds: Feeds, codec: str) -> None:
    """H.265 is passed on; what no player plays is encoded anew, over the same one connection."""
    async with FakeCamera("green", codec=codec) as camera:
        await camera.warm_up()
        feed = feeds(source_of(camera, "stream"))
        video, frames, still = await asyncio.gather(some_video(feed), some_frames(feed, 3), feed.async_still())
        assert await owners(video) == {"green"}
        assert {whose(frame.jpeg) for frame in (*frames, still)} == {"green"}
        assert await asyncio.to_thread(codec_of, video) == ("hevc" if codec == "libx265" else "h264")
        assert camera.served["stream"] == 1


async def test_a_camera_that_is_given_another_codec(feeds: Feeds) -> None:
    """Those who play begin anew, and what can be passed on is not encoded any more."""
    async with FakeCamera("green", codec="mpeg4") as camera:
        feed = feeds(source_of(camera, "stream"))
        async with aclosing(feed.transport_stream()) as playing:
            await anext(playing)
            camera.mode = Mode.ERROR
            await camera.until(lambda: not camera.open["stream"])
            camera.codec, camera.mode = "libx265", Mode.OK
            await camera.warm_up()
            with pytest.raises(CannotConnect):
                async for _ in playing:
                    pass
        assert await asyncio.to_thread(codec_of, await some_video(feed)) == "hevc"


async def test_mjpeg_where_a_stream_was_entered(feeds: Feeds, camera: FakeCamera) -> None:
    """It is a stream like others."""
    feed = feeds(AddressSource(stream_url=camera.mjpeg_url))
    video, still = await asyncio.gather(some_video(feed), feed.async_still())
    assert await owners(video) == {"red"}
    assert whose(still.jpeg) == "red"
    assert camera.served["mjpeg"] == 1


@pytest.mark.parametrize("login", ["", "anna:p%3Aw@"])
async def test_an_original_with_mjpeg_only(feeds: Feeds, login: str) -> None:
    """Core's `mjpeg`, motionEye, OctoPrint and others: all comes from the one MJPEG that is read.

    home-assistant/core#47511.
    """
    async with FakeCamera("red", username="anna" if login else None, password="p:w") as camera:
        watched = feeds.watch(Original(mjpeg=camera.mjpeg_url.replace("//", f"//{login}")))
        feed = watched.feed
        begun = time.monotonic()
        still, frames, video = await asyncio.gather(feed.async_still(), some_frames(feed, 15), some_video(feed))
        # Ten a second come.
        assert time.monotonic() - begun < 3
        assert await owners(video) == {"red"}
        assert {whose(frame.jpeg) for frame in (*frames, still)} == {"red"}
        assert dict(camera.served) == {"mjpeg": 1}
        assert watched.states == []


async def test_an_original_whose_mjpeg_is_none(feeds: Feeds, camera: FakeCamera) -> None:
    """Its stills are all there is."""
    feed = feeds(Original(jpeg("blue", 1), jpeg("blue", 2), jpeg("blue", 3), mjpeg=camera.still_url))
    with pytest.raises(NotAnImage):
        await feed.async_still()
    assert whose((await feed.async_still()).jpeg) == "blue"
    assert {whose(frame.jpeg) for frame in await some_frames(feed, 2)} == {"blue"}


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_two_accounts_on_one_host_never_mix(feeds: Feeds, authentication: Authentication) -> None:
    """On live roads too."""
    async with FakeCamera(
        "red", username="anna", password="o:n/e", authentication=authentication, cookies=True
    ) as camera:
        camera.add_login("ben", "two", "blue")
        sources = {
            "anna": {"username": "anna", "password": "o:n/e"},
            "ben": {"username": "ben", "password": "two"},
        }
        for kind in ("mjpeg", "stream"):
            anna, ben = (feeds(source_of(camera, kind, **login), account) for account, login in sources.items())
            red, blue = await asyncio.gather(some_video(anna), some_video(ben))
            assert (await owners(red), await owners(blue)) == ({"red"}, {"blue"})
            red_frames, blue_frames = await asyncio.gather(some_frames(anna, 3), some_frames(ben, 3))
            assert {(whose(frame.jpeg), frame.account) for frame in red_frames} == {("red", "anna")}
            assert {(whose(frame.jpeg), frame.account) for frame in blue_frames} == {("blue", "ben")}


async def test_a_changed_source(feeds: Feeds, camera: FakeCamera) -> None:
    """Who watches the old one gets an error, and then the new one."""
    async with FakeCamera("blue") as other:
        feed = feeds(source_of(camera, "mjpeg"))
        frames = feed.frames()
        assert whose((await anext(frames)).jpeg) == "red"
        await feed.async_update_source(source_of(other, "mjpeg"))
        with pytest.raises(CannotConnect):
            await anext(frames)
        assert whose((await feed.async_still()).jpeg) == "blue"
        await camera.until(lambda: camera.open["mjpeg"] == 0, 1)


def test_what_the_start_up_loads() -> None:
    """The lock of wrapped cameras must stand early: what the set-up imports of us loads neither libav nor Pillow."""
    code = (
        "import sys; from custom_components.dropcam_privacy.feed import client, feed, frame, relay, source; "
        "print(sorted({'av', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
