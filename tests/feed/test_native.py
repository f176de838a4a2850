"""Cameras that speak only WebRTC, with a real peer at the far end: how they are called, read, and left alone."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, aclosing
from contextvars import ContextVar
import io
import logging
import time

import av
import numpy as np
import pytest

from custom_components.dropcam_privacy.feed import peer
from custom_components.dropcam_privacy.feed.address import Shown, StreamOptions
from custom_components.dropcam_privacy.feed.channels import Transport
from custom_components.dropcam_privacy.feed.errors import Asleep, CannotConnect, FeedError, NotAnImage
from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.feed.native import IceServer, NativeCamera, Said
from custom_components.dropcam_privacy.ha_internals.internal import Members
from tests.fakes.cameras import whose
from tests.fakes.pictures import Pixels, number_in
from tests.fakes.video import FPS, loop
from tests.fakes.webrtc_camera import Faults, RefusedOfferError, WebRtcCamera
from tests.feed.conftest import Feeds
from tests.feed.watching import owners, some_frames, some_video
from tests.waiting import until

WHO: ContextVar[str | None] = ContextVar("who", default=None)


@pytest.fixture(autouse=True)
def on_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have both ends meet there."""
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda **_: ["127.0.0.1"])


@pytest.fixture
async def camera() -> AsyncIterator[WebRtcCamera]:
    """Film something red."""
    async with WebRtcCamera("red") as filming:
        yield filming


class Original:
    """An entity that carries offers to a camera; its own still is a placeholder."""

    interval = 0.5
    stream_options = StreamOptions()
    ice_servers: tuple[IceServer, ...] = ()
    data_channel: str | None = None

    def __init__(self, camera: WebRtcCamera) -> None:
        """Belong to a camera."""
        self.camera = camera
        self.called_as: list[str | None] = []
        self.closed: list[tuple[str, float]] = []
        self._closing: set[asyncio.Task[None]] = set()

    async def async_still(self) -> bytes:
        """Return a placeholder."""
        raise NotAnImage("a placeholder")

    async def async_stream_url(self) -> None:
        """Have none."""

    @property
    def shown(self) -> Shown:
        """Be shown live."""
        return Shown.LIVE

    async def async_mjpeg_url(self) -> None:
        """Have none."""

    async def async_native(self) -> NativeCamera:
        """Speak nothing else."""
        return self

    async def async_offer(self, sdp: str, session: str, hear: Callable[[Said], None]) -> None:
        """Carry an offer."""
        self.called_as.append(WHO.get())
        try:
            await self.camera.async_answer(session, sdp, hear)
        except RefusedOfferError:
            raise CannotConnect("the original refused the offer") from None

    def close(self, session: str) -> None:
        """Close a session."""
        self.closed.append((session, time.monotonic()))
        task = asyncio.get_running_loop().create_task(self.camera.async_close(session))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


@pytest.fixture
def original(camera: WebRtcCamera) -> Original:
    """Have an entity for it."""
    return Original(camera)


class Watcher:
    """Somebody who watches live until they are told to stop."""

    def __init__(self, feed: Feed, since: float = 0.0) -> None:
        """Begin to watch."""
        self.video = b""
        self.first: float | None = None
        self.error: FeedError | None = None
        self._task = asyncio.create_task(self._watch(feed, since))

    async def _watch(self, feed: Feed, since: float) -> None:
        try:
            async with aclosing(feed.transport_stream(since)) as stream:
                async for data in stream:
                    self.first = self.first or time.monotonic()
                    self.video += data
        except FeedError as err:
            self.error = err

    async def began(self) -> float:
        """Wait for the first byte, and return when it came."""
        await until(lambda: self.first)
        assert self.first is not None
        return self.first

    async def stop(self) -> None:
        """Stop watching."""
        self._task.cancel()
        await asyncio.wait((self._task,))


@pytest.mark.parametrize(
    ("faults", "channel"),
    [
        (Faults(), None),
        (Faults(strict=True, google=True), "dataSendChannel"),  # Nest
        (Faults(trickles="late"), None),  # Ring, Matter
        (Faults(trickles="early"), None),  # xthings
        (Faults(begins_between=True, on_request="pli"), None),
        (Faults(begins_between=True, on_request="fir"), None),  # Google
    ],
    ids=["plain", "nest", "ring", "xthings", "pli", "fir"],
)
async def test_a_picture_comes(
    feeds: Feeds, camera: WebRtcCamera, original: Original, faults: Faults, channel: str | None
) -> None:
    """Whatever it wants to be offered, and in whatever order it answers: at once, and from a key frame on."""
    camera.faults, original.data_channel = faults, channel
    feed = feeds(original)
    WHO.set("anna")
    watcher = Watcher(feed)
    first = await watcher.began()
    assert camera.newest.first_key is not None
    assert first - camera.newest.first_key < 1.0  # before its second; how fast it is, docs/performance.md says
    assert whose((await feed.async_still()).jpeg) == "red"
    assert await owners(watcher.video) == {"red"}
    assert camera.newest.channels == ([channel] if channel else [])
    assert original.called_as == [None]
    assert len(camera.offers) == 1
    await watcher.stop()


async def test_one_session_for_everybody(feeds: Feeds, camera: WebRtcCamera, original: Original) -> None:
    """Live video, MJPEG and stills come of one session."""
    feed = feeds(original)
    video, frames = await asyncio.gather(some_video(feed), some_frames(feed, 3))
    assert await owners(video) == {"red"}
    assert {whose(frame.jpeg) for frame in frames} == {"red"}
    assert (len(camera.offers), feed.upstreams) == (1, 1)
    await feed.async_close()
    assert camera.open == 0


async def test_a_still_wakes_no_camera(feeds: Feeds, camera: WebRtcCamera, original: Original) -> None:
    """It is made of what is sent to others; else the camera is asleep, which is no failure, and says since when."""
    watched = feeds.watch(original)
    feed = watched.feed
    with pytest.raises(Asleep) as never:
        await feed.async_still()
    assert never.value.last is None
    assert not camera.offers
    watcher = Watcher(feed)
    assert whose((await feed.async_still()).jpeg) == "red"
    await watcher.began()
    await watcher.stop()
    await feed.async_close()
    feed.open()
    with pytest.raises(Asleep) as asleep:
        await feed.async_still()
    assert asleep.value.last == pytest.approx(time.time(), abs=5)
    assert len(camera.offers) == 1
    assert feed.available
    assert watched.states == []


async def stills_for_ever(feed: Feed) -> None:
    """Ask for stills, as a dashboard does, and somewhat faster."""
    while True:
        await feed.async_still()


async def test_stills_do_not_keep_a_camera_awake(
    feeds: Feeds, camera: WebRtcCamera, original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When nobody watches any more it goes to sleep, however many stills are asked for; not at once."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.channels.GENTLE_LINGER", 1.0)
    feed = feeds(original)
    watcher = Watcher(feed)
    await watcher.began()
    await watcher.stop()
    stopped = time.monotonic()
    with pytest.raises((Asleep, CannotConnect)):
        await stills_for_ever(feed)
    assert 0.9 < time.monotonic() - stopped < 3.0
    await until(lambda: not camera.open)


async def test_it_is_not_called_too_often(
    feeds: Feeds, camera: WebRtcCamera, original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Google allows five calls a minute: whoever comes back earlier waits, and is not told of an error."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.channels.GENTLE_FLOOR", 3.0)
    monkeypatch.setattr(Transport, "patience", 1.5)
    feed = feeds(original)
    for _ in range(2):
        watcher = Watcher(feed)
        await watcher.began()
        await feed.async_close()
        feed.open()
    first, second = camera.offers
    assert 2.9 < second - first < 4.5


@pytest.mark.parametrize("faults", [Faults(refuses=True), Faults(babbles=True)], ids=["refuses", "babbles"])
async def test_a_call_that_fails(
    feeds: Feeds, camera: WebRtcCamera, original: Original, faults: Faults, caplog: pytest.LogCaptureFixture
) -> None:
    """Whoever watches is told in words that name nothing, and the camera counts as not there."""
    caplog.set_level(logging.DEBUG, "custom_components")
    camera.faults = faults
    watched = feeds.watch(original)
    watcher = Watcher(watched.feed)
    await until(lambda: watcher.error)
    assert isinstance(watcher.error, CannotConnect)
    assert not watched.feed.available
    assert len(original.closed) == 1
    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("custom_components"))
    assert not any(secret in ours + repr(watcher.error) for secret in ("s3cr3t", "invalid", "192.0.2.7"))


async def test_another_aiortc(
    feeds: Feeds, camera: WebRtcCamera, original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that has not what we rely on is not used, and no camera is called."""
    other = Members("aiortc.rtcrtpreceiver", "RTCRtpReceiver", "gone", needed_by="a test", without="nothing")
    monkeypatch.setattr(peer, "RECEIVER", other)
    watcher = Watcher(feeds(original))
    await until(lambda: watcher.error)
    assert isinstance(watcher.error, CannotConnect)
    assert not camera.offers


@pytest.mark.parametrize("how", ["hang_up", "say_goodbye", "freeze"])
async def test_it_ends(
    feeds: Feeds, camera: WebRtcCamera, original: Original, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever watches goes on watching when it is back."""
    monkeypatch.setattr(peer, "STALL", 1.0)
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.channels.GENTLE_FLOOR", 0.0)
    feed = feeds(original)
    watcher = Watcher(feed)
    await watcher.began()
    if (ending := getattr(camera.newest, how)()) is not None:
        await ending
    await until(lambda: len(original.closed) == 1)
    seen = len(watcher.video)
    await until(lambda: len(watcher.video) > seen)
    assert watcher.error is None
    assert len(camera.offers) == 2
    await watcher.stop()
    assert await owners(watcher.video) == {"red"}


async def test_closed_at_once(feeds: Feeds, camera: WebRtcCamera, original: Original) -> None:
    """The session is closed within 50 ms of the moment in which the camera is."""
    feed = feeds(original)
    watcher = Watcher(feed)
    await watcher.began()
    cut = time.monotonic()
    await feed.async_close()
    assert [session for session, _ in original.closed] == [*camera.sessions]
    assert original.closed[0][1] - cut < 0.05
    assert camera.open == 0
    size = len(watcher.video)
    await asyncio.sleep(3 / FPS)  # three pictures' time, in which nothing may come
    assert len(watcher.video) == size


async def test_closed_while_it_connects(feeds: Feeds, camera: WebRtcCamera, original: Original) -> None:
    """Nothing of it goes on, which the plugin sees to."""
    camera.faults = Faults(trickles="never")
    feed = feeds(original)
    watcher = Watcher(feed)
    await until(lambda: camera.sessions and camera.newest.offer)
    await until(lambda: camera.newest.peer.connectionState == "connecting")
    await feed.async_close()
    await watcher.stop()
    assert (len(original.closed), camera.open) == (1, 0)


async def test_an_offer_that_comes_back_late(feeds: Feeds, camera: WebRtcCamera, original: Original) -> None:
    """It is closed when it comes: Nest's entity would prolong it for ever."""
    thinks = asyncio.Event()
    camera.faults = Faults(thinks=thinks)
    feed = feeds(original)
    watcher = Watcher(feed)
    await until(lambda: camera.offers)
    await feed.async_close()
    await watcher.stop()
    assert len(original.closed) == 1
    assert not camera.sessions
    thinks.set()
    await until(lambda: camera.sessions and not camera.open)
    assert len(original.closed) == 2


async def test_key_frames_are_asked_for(
    feeds: Feeds, camera: WebRtcCamera, original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When none came for a while, in both ways; and soon when somebody joins who may see nothing from before."""
    camera.faults = Faults(on_request="fir")
    monkeypatch.setattr(peer, "KEY_FRAME_EVERY", 60.0)
    feed = feeds(original)
    watcher = Watcher(feed)
    await watcher.began()
    await until(lambda: len(watcher.video) > 500_000 or camera.newest.bytes > 200_000)
    assert not camera.newest.asked["fir"]
    await asyncio.sleep(peer._ASK_AGAIN)
    joined = time.monotonic()
    later = Watcher(feed, since=joined)
    assert await later.began() - joined < 1.0
    assert camera.newest.asked["fir"] == camera.newest.asked["pli"] == 1
    monkeypatch.setattr(peer, "KEY_FRAME_EVERY", 1.0)
    await until(lambda: camera.newest.asked["fir"] >= 3)
    for each in (watcher, later):
        await each.stop()


@pytest.mark.parametrize(
    ("faults", "lost"), [(Faults(loss=50), 20), (Faults(loss=700, gives_up=True), 2)], ids=["sent again", "for good"]
)
async def test_loss(feeds: Feeds, camera: WebRtcCamera, original: Original, faults: Faults, lost: int) -> None:
    """With two packets lost of a hundred no damaged picture is shown; nor where what is lost never comes."""
    camera.faults = faults
    feed = feeds(original)
    watcher = Watcher(feed)
    await until(lambda: camera.sessions and camera.newest.lost >= lost, 30)
    seen = len(watcher.video)
    await until(lambda: len(watcher.video) > seen)
    await watcher.stop()
    assert await asyncio.to_thread(damaged, watcher.video) == 0
    assert await owners(watcher.video) == {"red"}


def damaged(video: bytes) -> int:
    """Count the pictures that are not, bit by bit, what the camera has sent."""
    whole = dict(numbered(b"".join(frame.data for frame in loop("red")), "h264"))
    shown = list(numbered(video, "mpegts"))
    assert len(shown) > FPS
    return sum(number is None or not np.array_equal(whole[number], picture) for number, picture in shown)


def numbered(video: bytes, kind: str) -> Iterator[tuple[int | None, Pixels]]:
    """Decode, and read the numbers in the pictures."""
    with av.open(io.BytesIO(video), "r", format=kind) as container:
        for frame in container.decode(video=0):
            pixels = np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
            yield number_in(pixels), pixels


async def test_several_cameras(feeds: Feeds) -> None:
    """Each shows its own."""
    async with AsyncExitStack() as stack:
        cameras = [await stack.enter_async_context(WebRtcCamera(color)) for color in ("red", "green", "blue")]
        read = [feeds(Original(each), camera=each.color) for each in cameras]
        videos = await asyncio.gather(*(some_video(feed) for feed in read))
        assert [await owners(video) for video in videos] == [{each.color} for each in cameras]
        for feed in read:
            await feed.async_close()
