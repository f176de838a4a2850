"""Time goes on for those who watch, whatever the camera's clock does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from fractions import Fraction
from io import BytesIO
import itertools
import time
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
import av
from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.address import StreamOptions
from custom_components.dropcam_privacy.feed.clock import TICKS, Clock
from custom_components.dropcam_privacy.feed.errors import CannotConnect
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.video import FPS, loop
from tests.feed.conftest import Feeds
from tests.feed.originals import Original
from tests.feed.rtsp_camera import LC, RtspCamera
from tests.feed.watching import owners, some_video


class Packets:
    """Packets of one kind of a stream, in milliseconds."""

    def __init__(self) -> None:
        """Make a stream for them."""
        self._container = av.open(BytesIO(), "w", format="mpegts")
        self.video = self._container.add_stream("libx264", rate=FPS)
        self.sound = self._container.add_stream("aac", rate=16_000)

    def packet(self, at: int | None, kind: Any = None) -> av.Packet[Any]:
        """Return one that the camera puts at `at`."""
        packet = av.Packet(b"x")
        packet.stream = kind or self.video
        packet.time_base = Fraction(1, 1000)
        packet.dts, packet.pts = at, None if at is None else at + 40
        return packet


def _set(clock: Clock, packet: av.Packet[Any], received: float) -> float:
    clock.set(packet, received)
    assert packet.time_base == Fraction(1, TICKS)
    assert packet.dts is not None
    assert packet.pts is not None
    assert packet.pts >= packet.dts
    return packet.dts / TICKS


@pytest.mark.parametrize(
    ("camera", "watched"),
    [
        ([0, 100, 200, 300], [0.0, 0.1, 0.2, 0.3]),
        # Its own rhythm is kept, whenever its packets come.
        ([0, 90, 210, 300], [0.0, 0.09, 0.21, 0.3]),
        ([5000, 5100, 5050, 5200], [5.0, 5.1, 5.1, 5.2]),
        ([90_000, 90_100, 100, 200], [90.0, 90.1, 90.2, 90.3]),
        ([0, 100, 3_600_200, 3_600_300], [0.0, 0.1, 0.2, 0.3]),
        ([0, 100, 50_200, 50_300, 400, 500], [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        ([None, None, 5000, 5100], [0.0, 0.1, 0.2, 0.3]),
        ([1000, None, 1200, 1300], [1.0, 1.1, 1.2, 1.3]),
    ],
)
def test_a_clock_that_jumps(camera: list[int | None], watched: list[float]) -> None:
    """A packet comes every 0.1 s; where the clock steps, the time that has passed counts."""
    clock, packets = Clock(), Packets()
    times = [_set(clock, packets.packet(at), place / 10) for place, at in enumerate(camera)]
    assert times == pytest.approx(watched, abs=0.001)


def test_sound_and_picture_jump_one_after_the_other() -> None:
    """They stay together, and go back and forth no more than the camera does."""
    clock, packets = Clock(), Packets()
    for place, (video, sound) in enumerate([(0, 0), (100, 100), (90_200, 200), (90_300, 90_300), (90_400, 90_400)]):
        pictured = _set(clock, packets.packet(video), place / 10)
        heard = _set(clock, packets.packet(sound, packets.sound), place / 10)
        assert (pictured, heard) == pytest.approx((place / 10, place / 10), abs=0.001)


def test_another_connection() -> None:
    """Its times begin anew, and the watchers' go on, with the pause that there was."""
    clock, packets = Clock(), Packets()
    assert _set(clock, packets.packet(700_000), 10.0) == pytest.approx(700)
    clock.begin(by_arrival=False)
    assert _set(clock, packets.packet(699_900), 12.0) == pytest.approx(702)
    assert _set(clock, packets.packet(699_900, packets.sound), 12.0) == pytest.approx(702)
    assert _set(clock, packets.packet(700_000), 12.1) == pytest.approx(702.1)
    clock.begin(by_arrival=True)
    assert _set(clock, packets.packet(5), 13.0) == pytest.approx(703)
    assert _set(clock, packets.packet(5), 13.5) == pytest.approx(703.5)


@given(st.lists(st.tuples(st.none() | st.integers(-(10**9), 10**9), st.floats(0, 20), st.booleans())))
def test_time_always_goes_on(steps: list[tuple[int | None, float, bool]]) -> None:
    """And never faster than a few seconds before what has really passed."""
    clock, packets = Clock(), Packets()
    received = 0.0
    last: dict[bool, float] = {}
    first = None
    for at, wait, is_sound in steps:
        received += wait
        moment = _set(clock, packets.packet(at, packets.sound if is_sound else None), received)
        first = moment - received if first is None else first
        assert moment > last.get(is_sound, float("-inf"))
        assert moment - received - first <= 2.1 * len(steps)
        last[is_sound] = moment


def _times(video: bytes) -> list[float]:
    with av.open(BytesIO(video), "r") as container:
        return [
            float(packet.dts * packet.time_base)
            for packet in container.demux(video=0)
            if packet.dts is not None and packet.time_base is not None
        ]


@pytest.mark.parametrize("by", [-3600.0, -2.5, 40.0, 3600.0])
async def test_a_camera_whose_clock_is_set(feeds: Feeds, by: float) -> None:
    """Whoever watches goes on watching."""
    async with RtspCamera("red") as camera:
        feed = feeds(AddressSource(stream_url=camera.url, username="anna"))
        video = b""
        async with aclosing(feed.transport_stream()) as stream:
            async for chunk in stream:
                video += chunk
                if len(video) > 300_000:
                    camera.clock = by
                if len(video) > 900_000:
                    break
        assert camera.peak == 1
        assert sum(method == "PLAY" for method, _ in camera.requests) == 1
        steps = [after - before for before, after in itertools.pairwise(_times(video))]
        assert min(steps) > 0
        assert max(steps) < 1


@asynccontextmanager
async def _raw() -> AsyncIterator[str]:
    """Serve video without a container, at the speed of the wall clock, as raspivid and some Axis cameras do."""
    frames = await asyncio.to_thread(loop, "red")

    async def serve(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        await response.prepare(request)
        begun = time.monotonic()
        for count in itertools.count():
            await asyncio.sleep(max(0.0, begun + count / FPS - time.monotonic()))
            await response.write(frames[count % len(frames)].data)
        return response

    app = web.Application()
    app.router.add_get("/live", serve)
    async with TestServer(app) as server:
        yield str(server.make_url("/live"))


async def test_video_without_a_clock(feeds: Feeds) -> None:
    """It is timed by when it comes."""
    async with _raw() as url:
        feed = feeds(AddressSource(stream_url=url))
        video = await some_video(feed, 3.0)
        assert await owners(video) == {"red"}
        times = _times(video)
        assert (times[-1] - times[0]) / (len(times) - 1) == pytest.approx(1 / FPS, rel=0.2)


async def test_an_original_whose_clock_is_not_heeded(feeds: Feeds) -> None:
    """It says so itself (`use_wallclock_as_timestamps`)."""
    async with RtspCamera("red") as camera:
        url = camera.url.replace("//", "//anna:@")
        feed = feeds(Original(stream=url, options=StreamOptions(by_arrival=True)))
        camera.rate = 10.0
        video = await some_video(feed, 2.0)
        times = _times(video)
        assert (times[-1] - times[0]) / (len(times) - 1) == pytest.approx(1 / FPS, rel=0.2)


@pytest.mark.parametrize("silent", [False, True])
async def test_a_break(feeds: Feeds, monkeypatch: pytest.MonkeyPatch, silent: bool) -> None:
    """Whoever plays plays on when the camera is back, with the pause that there was."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.opening.READ_TIMEOUT", 1.0)
    async with RtspCamera("red") as camera:
        feed = feeds(AddressSource(stream_url=camera.url, username="anna"))
        video = b""
        broken = 0.0
        async with aclosing(feed.transport_stream()) as stream:
            async for chunk in stream:
                video += chunk
                if not broken and len(video) > 300_000:
                    broken = time.monotonic()
                    if silent:
                        camera.silent = True
                        await asyncio.sleep(1.5)
                        camera.silent = False
                    await camera.drop()
                if broken and len(video) > 900_000:
                    break
        assert sum(method == "PLAY" for method, _ in camera.requests) == 2
        assert await owners(video) == {"red"}
        times = _times(video)
        steps = sorted(after - before for before, after in itertools.pairwise(times))
        assert steps[0] > 0
        assert 0.5 <= steps[-1] < 4
        assert steps[-2] < 0.3


async def test_another_stream_after_a_break(feeds: Feeds) -> None:
    """What players were told no longer holds: they begin anew."""
    async with RtspCamera("red") as camera:
        feed = feeds(AddressSource(stream_url=camera.url, username="anna"))
        async with aclosing(feed.transport_stream()) as playing:
            await anext(playing)
            camera.sound = LC
            await camera.drop()
            with pytest.raises(CannotConnect):
                async for _ in playing:
                    pass
        assert await owners(await some_video(feed)) == {"red"}
