"""Pictures of a stream: each packet is decoded once, and on a slow machine a picture is had while it is fresh."""

import asyncio
import time

import pytest

from custom_components.dropcam_privacy.feed.chunk import Chunk
from custom_components.dropcam_privacy.feed.decode import Decoder, Picture
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.cameras import FakeCamera, whose
from tests.fakes.video import FPS
from tests.feed.conftest import Feeds, source_of
from tests.feed.rtsp_camera import RtspCamera
from tests.feed.watching import some_frames


class Machine:
    """Counts what is decoded, and takes its time."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Be as quick as it is."""
        self.seconds = 0.0
        self.decoded = 0
        own = Decoder.feed

        def feed(decoder: Decoder, chunk: Chunk) -> list[Picture]:
            self.decoded += 1
            time.sleep(self.seconds)
            return own(decoder, chunk)

        monkeypatch.setattr(Decoder, "feed", feed)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Watch the decoder."""
    return Machine(monkeypatch)


async def test_each_packet_is_decoded_once(feeds: Feeds, camera: FakeCamera, machine: Machine) -> None:
    """However many ask for stills, and watch MJPEG."""
    feed = feeds(source_of(camera, "stream"))
    await feed.async_still()
    begun, before = time.monotonic(), machine.decoded
    while time.monotonic() - begun < 3:
        stills = await asyncio.gather(feed.async_still(), some_frames(feed, 1))
        assert whose(stills[0].jpeg) == "red"
        await asyncio.sleep(0.1)
    passed = time.monotonic() - begun
    assert machine.decoded - before <= (passed + 1) * FPS


async def test_nothing_is_decoded_while_nobody_asks(feeds: Feeds, camera: FakeCamera, machine: Machine) -> None:
    """The stream goes on for those who play it."""
    feed = feeds(source_of(camera, "stream"))
    await feed.async_still()
    playing = feed.transport_stream()
    before = machine.decoded
    begun = time.monotonic()
    while time.monotonic() - begun < 1:
        await anext(playing)
    assert machine.decoded == before
    await playing.aclose()


async def test_a_machine_that_cannot_keep_up(feeds: Feeds, machine: Machine) -> None:
    """4K H.265, with key frames four seconds apart: the key frame is a picture of this moment when it comes."""
    async with RtspCamera("red") as camera:
        camera.key_frames_every = 4
        feed = feeds(AddressSource(stream_url=camera.url, username="anna"))
        machine.seconds = 2.5 / FPS
        for _ in range(3):
            begun = time.monotonic()
            still = await feed.async_still()
            assert time.monotonic() - still.received <= 1.0
            assert whose(still.jpeg) == "red"
            assert time.monotonic() - begun < 6
            await asyncio.sleep(1.1)
        frames = await some_frames(feed, 2)
        assert {whose(frame.jpeg) for frame in frames} == {"red"}
