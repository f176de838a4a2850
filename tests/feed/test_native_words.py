"""What is made of the words and the pictures of cameras that speak only WebRTC, without a connection."""

import asyncio
import base64
import io
from itertools import pairwise

import av
from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.arrival import RATE, Arrivals
from custom_components.dropcam_privacy.feed.chunk import Chunk
from custom_components.dropcam_privacy.feed.h264 import START, KeyFrames
from custom_components.dropcam_privacy.feed.pictures import Pictures, Reel
from custom_components.dropcam_privacy.feed.sdp import mend_answer, mend_candidate, parameter_sets
from tests.fakes.cameras import whose_video
from tests.fakes.video import FPS, loop

WHOLE = "1 1 udp 2113939711 192.0.2.7 19305 typ host generation 0"


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        (f"candidate:{WHOLE}", WHOLE),
        (f"a=candidate:{WHOLE}", WHOLE),
        (WHOLE, WHOLE),
        ("candidate: 1 udp 2113939711 192.0.2.7 19305 typ host", "4 1 udp 2113939711 192.0.2.7 19305 typ host"),
        ("candidate: 1 ssltcp 2113939709 192.0.2.7 443 typ host generation 0", None),
        ("candidate:1 1 ssltcp 2113939709 192.0.2.7 443 typ host", None),
        ("candidate:1 1 TCP 2113939709 192.0.2.7 443 typ host", "1 1 TCP 2113939709 192.0.2.7 443 typ host"),
        ("", None),
        ("candidate:", None),
        ("candidate:1 1 udp", None),
    ],
)
def test_candidates(said: str, mended: str | None) -> None:
    """A foundation is added where it is missing; what nobody can connect to is left out."""
    assert mend_candidate(said, 4) == mended


def test_answer() -> None:
    """Everything but candidates stays as it is, and it ends with a line's end."""
    answer = mend_answer(
        f"v=0\r\nm=audio 9 UDP 96\r\na=candidate: 1 ssltcp 1 192.0.2.7 443 typ host\r\na=candidate:{WHOLE}\r\na=mid:0"
    )
    assert answer == f"v=0\r\nm=audio 9 UDP 96\r\na=candidate:{WHOLE}\r\na=mid:0\r\n"


@given(st.text(max_size=200))
def test_any_answer(text: str) -> None:
    """Whatever a camera says is no error here."""
    assert "ssltcp" not in "".join(it for it in mend_answer(text).splitlines() if it.startswith("a=candidate"))
    mend_candidate(text)
    parameter_sets(text)


def test_parameter_sets() -> None:
    """Those that are named beside the video are found; what is none is left out."""
    named = base64.b64encode(b"\x67one").decode() + "," + base64.b64encode(b"\x68two").decode()
    sdp = f"a=fmtp:96 packetization-mode=1;sprop-parameter-sets={named};profile-level-id=42e01f\r\na=x"
    assert parameter_sets(sdp) == [b"\x67one", b"\x68two"]
    assert parameter_sets("a=fmtp:96 sprop-parameter-sets=!!!,") == []


FIRST_SLICE, LATER_SLICE = b"\x88", b"\x08"
SPS, PPS, SEI, AUD = (START + bytes((kind,)) + b"x" for kind in (0x67, 0x68, 0x06, 0x09))
KEY = START + b"\x65" + FIRST_SLICE + b"key"


@pytest.mark.parametrize(
    ("data", "complete"),
    [
        (SPS + PPS + KEY, SPS + PPS + KEY),
        (AUD + SPS + PPS + SEI + KEY, AUD + SPS + PPS + SEI + KEY),
        (SPS.removeprefix(b"\x00") + PPS + KEY, SPS.removeprefix(b"\x00") + PPS + KEY),
        (KEY, START + b"\x67known" + START + b"\x68known" + KEY),
        (SPS + KEY, START + b"\x68known" + SPS + KEY),
        (SPS + PPS + START + b"\x65" + LATER_SLICE, None),
        (START + b"\x41" + FIRST_SLICE, None),
        (START + b"\x41" + FIRST_SLICE + KEY, None),
        (SPS + PPS, None),
        (START + b"\x65", None),
        (START, None),
        (b"rest of a unit", None),
        (b"", None),
    ],
)
def test_key_frames(data: bytes, complete: bytes | None) -> None:
    """One is known by its first slice, and has what a decoder needs before it; a piece of one is none."""
    assert KeyFrames([b"\x67known", b"\x68known"]).complete(data) == complete


def test_parameter_sets_of_the_video() -> None:
    """Those that came once are put before key frames that come without; before they came, nobody can join."""
    keys = KeyFrames()
    assert keys.complete(KEY) is None
    assert keys.complete(SPS + PPS + KEY) == SPS + PPS + KEY
    assert keys.complete(KEY) == SPS + PPS + KEY


def test_arrival_of_what_was_held_up() -> None:
    """Pictures that come all at once, because one packet was missing, are as old as they are."""
    arrivals = Arrivals()
    for count in range(15):
        assert arrivals.received(count * RATE // FPS, 100 + count / FPS) == pytest.approx(100 + count / FPS)
    for count in range(15, 45):
        assert arrivals.received(count * RATE // FPS, 103.0) == pytest.approx(100 + count / FPS, abs=0.01)


def test_arrival_by_clocks_that_part() -> None:
    """A camera's clock that is slow by less than quartz can be does not make its pictures older and older."""
    arrivals, received = Arrivals(), 0.0
    for second in range(20_000):
        received = arrivals.received(round(second * RATE * 0.9999), 100.0 + second)
    assert received == pytest.approx(100.0 + 19_999, abs=0.01)


@pytest.mark.parametrize("jump", [-(1 << 33), 1 << 32, 60 * RATE])
def test_a_clock_that_jumps(jump: int) -> None:
    """Then its pictures are as new as they came, and what is written goes on."""
    arrivals = Arrivals()
    written = [arrivals.written(arrivals.received(count * RATE // FPS, 100 + count / FPS)) for count in range(15)]
    for count in range(15, 30):
        received = arrivals.received(count * RATE // FPS + jump, 100 + count / FPS)
        assert received == pytest.approx(100 + count / FPS)
        written.append(arrivals.written(received))
    assert all(after - before == pytest.approx(RATE / FPS, abs=2) for before, after in pairwise(written))


@given(st.lists(st.tuples(st.integers(-(1 << 34), 1 << 34), st.floats(0, 10)), max_size=50))
def test_any_clock(steps: list[tuple[int, float]]) -> None:
    """No picture is from the future, and what is written only grows."""
    arrivals, now, last = Arrivals(), 1000.0, -1
    for ticks, step in steps:
        now += step
        received = arrivals.received(ticks, now)
        assert received <= now + 1e-6
        written = arrivals.written(received)
        assert written > last
        last = written


class Packed:
    """Pictures that are packed, and what comes out."""

    def __init__(self) -> None:
        """Begin."""
        self.wanted = asyncio.Event()
        self.chunks: list[Chunk] = []
        self.reel = Reel()
        self.connect()

    def connect(self) -> None:
        """Begin a connection."""
        self.pictures = Pictures(self.reel, self.wanted, self.chunks.append)

    def send(self, places: range, color: str = "red") -> None:
        """Send a part of a loop."""
        for place in places:
            self.pictures.add(loop(color)[place].data, place * RATE // FPS)


async def test_packed_from_the_first_key_frame() -> None:
    """What comes before it cannot be shown; a key frame is wanted then. Anybody can join at one."""
    packed = Packed()
    packed.send(range(FPS // 2, FPS))
    assert not packed.chunks
    assert packed.wanted.is_set()
    packed.send(range(FPS, 3 * FPS))
    joins = [chunk for chunk in packed.chunks if chunk.random_access]
    assert len(joins) == 2
    assert sum(chunk.key for chunk in packed.chunks) == 2
    assert whose_video(joins[0].head + b"".join(chunk.data for chunk in packed.chunks)) == {"red"}
    packed.pictures.close()


async def test_nothing_that_is_damaged_is_packed() -> None:
    """After a gap that could not be closed, the next that is shown is a key frame."""
    packed = Packed()
    packed.send(range(5))
    before = len(packed.chunks)
    packed.pictures.lost()
    assert packed.wanted.is_set()
    packed.send(range(8, FPS))
    assert len(packed.chunks) == before
    packed.send(range(FPS, FPS + 1))
    assert [chunk.random_access for chunk in packed.chunks[before:] if chunk.video is not None] == [True]
    packed.pictures.close()
    before = len(packed.chunks)
    packed.send(range(FPS + 1, 2 * FPS))
    assert len(packed.chunks) == before


async def test_the_next_connection_goes_on() -> None:
    """Its pictures look alike, so it is the same stream, and time goes on; where they do not, another one begins."""
    packed = Packed()
    packed.send(range(FPS))
    packed.connect()
    packed.send(range(3, 2 * FPS))
    codecs = [chunk.codec for chunk in packed.chunks]
    assert all(codec is codecs[0] for codec in codecs)
    shown = b"".join(chunk.data for chunk in packed.chunks)
    assert await asyncio.to_thread(whose_video, packed.chunks[0].head + shown) == {"red"}
    with av.open(io.BytesIO(shown), "r", format="mpegts") as container:
        times = [packet.dts for packet in container.demux(video=0) if packet.dts is not None]
    assert len(times) == 2 * FPS
    assert times == sorted(set(times))
    packed.pictures.learn([b"\x68another"])
    packed.send(range(2 * FPS, 2 * FPS + 1))
    assert packed.chunks[-1].codec is codecs[0]  # it says itself how it looks
    packed.pictures.add(SPS + PPS + KEY, 0)
    assert packed.chunks[-1].codec is not codecs[0]
    assert packed.chunks[-1].random_access
    packed.reel.close()
