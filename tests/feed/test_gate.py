"""What was not looked at, or did not pass, leaves no feed; what follows it waits no longer than the look."""

import asyncio
from itertools import count
import time

from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.feed.chunk import Chunk, Codec
from custom_components.dropcam_privacy.feed.errors import NotSeen
from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.feed.gate import EVERY, Gate
from custom_components.dropcam_privacy.feed.upstream import MAX_LAG
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId

CODEC = Codec("h264", None)
_number = count()


def jpeg(size: int = 640) -> bytes:
    """Make the headers of a JPEG of some width, and say which it is."""
    header = b"\xff\xc0\x00\x0b\x08" + (360).to_bytes(2) + size.to_bytes(2) + b"\x01\x01\x11\x00"
    return b"\xff\xd8" + header + b"\xff\xda" + next(_number).to_bytes(4) + b"\xff\xd9"


def frame(size: int = 640) -> Frame:
    """Make a picture of this moment."""
    return Frame(AccountId("anna"), CameraId("yard"), time.monotonic(), jpeg(size))


def chunk(*, key: bool = False, received: float = 0.0) -> Chunk:
    """Make a piece of a stream."""
    return Chunk(b"ts", key, received, b"head", CODEC, b"video", key)


class Looker:
    """Looks as slowly as it is told to, and answers what it is told to."""

    on = True

    def __init__(self) -> None:
        """Have seen nothing."""
        self.seen: list[tuple[Frame | Chunk, bool]] = []
        self.told: list[tuple[Frame | Chunk, bool | Exception]] = []
        self._answers: asyncio.Queue[bool | Exception] = asyncio.Queue()

    async def __call__(self, item: Frame | Chunk, *, passed: bool) -> bool:
        """Wait for the answer."""
        self.seen.append((item, passed))
        answer = await self._answers.get()
        self.told.append((item, answer))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def answer(self, answer: bool | Exception) -> None:
        """Give one answer, and let what waits for it go on."""
        self._answers.put_nowait(answer)
        for _ in range(6):
            await asyncio.sleep(0)


async def test_stills() -> None:
    """One that passes is the very one that was looked at; one that does not, or cannot be seen, is an error."""
    looker = Looker()
    gate = Gate(looker)
    for answer in (True, False, ValueError("no picture")):
        one = frame()
        asked = asyncio.create_task(gate.still(one))
        await asyncio.sleep(0)
        await looker.answer(answer)
        if answer is True:
            assert await asked is one
        else:
            with pytest.raises(NotSeen):
                await asked


async def test_without_a_look() -> None:
    """Everything goes straight through."""
    gate, out = Gate(), list[Frame | Chunk]()
    one, piece = frame(), chunk()
    assert await gate.still(one) is one
    with gate.frames(out.append) as frames, gate.chunks(out.append) as chunks:
        frames(one)
        chunks(piece)
    assert out == [one, piece]


async def test_mjpeg() -> None:
    """The first waits; those after it go on while one a second is looked at, and stop when that does not pass."""
    looker, out = Looker(), list[Frame]()
    first, meanwhile, second, third = frame(), frame(), frame(), frame()
    with Gate(looker).frames(out.append) as put:
        put(first)
        await asyncio.sleep(0)
        put(meanwhile)
        assert out == []
        await looker.answer(True)
        assert out == [first]
        put(second)
        assert out == [first, second]
        assert len(looker.seen) == 1
        await asyncio.sleep(EVERY)
        put(third)
        await asyncio.sleep(0)
        assert out == [first, second, third]
        assert looker.seen[-1] == (third, True)
        await looker.answer(False)
        put(frame())
        await asyncio.sleep(0)
        assert out == [first, second, third]
        assert looker.seen[-1][1] is False


async def test_mjpeg_of_another_make_waits() -> None:
    """Another size is another camera until it was looked at."""
    looker, out = Looker(), list[Frame]()
    own, other = frame(), frame(1280)
    with Gate(looker).frames(out.append) as put:
        put(own)
        await asyncio.sleep(0)
        await looker.answer(True)
        put(other)
        await asyncio.sleep(0)
        assert out == [own]
        assert looker.seen[-1] == (other, False)
        await looker.answer(False)
        assert out == [own]


async def test_groups() -> None:
    """Each waits for the look at its key frame, in its order, and a foreign one is left out whole."""
    looker, out = Looker(), list[Chunk]()
    before, one, follows, two, lost, three = (
        chunk(),
        chunk(key=True),
        chunk(),
        chunk(key=True),
        chunk(),
        chunk(key=True),
    )
    with Gate(looker).chunks(out.append) as put:
        for each in (before, one, follows, two, lost):
            put(each)
        await asyncio.sleep(0)
        assert out == []
        await looker.answer(True)
        assert out == [one, follows]
        await looker.answer(False)
        put(chunk())
        assert out == [one, follows]
        put(three)
        await asyncio.sleep(0)
        assert looker.seen == [(one, False), (two, True), (three, False)]
        await looker.answer(True)
        more = chunk()
        put(more)
        assert out == [one, follows, three, more]


async def test_a_look_that_takes_too_long() -> None:
    """What waited is dropped, and its answer lets nothing else through."""
    looker, out = Looker(), list[Chunk]()
    with Gate(looker).chunks(out.append) as put:
        put(chunk(key=True, received=1.0))
        await asyncio.sleep(0)
        late = chunk(key=True, received=1.5 + MAX_LAG)
        put(late)
        await looker.answer(True)
        assert out == []
        await looker.answer(True)
        assert out == [late]


@pytest.mark.parametrize("kind", ["frames", "chunks"])
async def test_nothing_after_the_end(kind: str) -> None:
    """A look that is still under way when its connection ends shows nothing."""
    looker, out = Looker(), list[object]()
    with getattr(Gate(looker), kind)(out.append) as put:
        item = frame() if kind == "frames" else chunk(key=True)
        put(item)
        await asyncio.sleep(0)
    await looker.answer(True)
    put(item)
    assert out == []


@given(st.lists(st.sampled_from(["key", "follows", "yes", "no", "broken"]), max_size=40))
def test_any_order(steps: list[str]) -> None:
    """Whatever comes when: what leaves is in its order, and of a group whose key frame was looked at and passed."""
    answers: dict[str, bool | Exception] = {"yes": True, "no": False, "broken": OSError()}

    async def run() -> None:
        looker, out, came = Looker(), list[Chunk](), list[Chunk]()
        with Gate(looker).chunks(out.append) as put:
            for step in steps:
                if step in answers:
                    await looker.answer(answers[step])
                else:
                    came.append(chunk(key=step == "key"))
                    put(came[-1])
                    await asyncio.sleep(0)
        places = [next(place for place, each in enumerate(came) if each is one) for one in out]
        assert places == sorted(places)
        for place in places:
            key = next(came[before] for before in range(place, -1, -1) if came[before].key)
            assert any(item is key and answer is True for item, answer in looker.told)

    asyncio.run(run())


async def test_looking_begins_and_ends_in_the_middle() -> None:
    """The group under way goes on when looking begins; when it ends, none of which something is missing does."""
    looker, out = Looker(), list[Chunk]()
    looker.on = False
    first, held = [chunk(key=True), chunk(), chunk()], [chunk(key=True), chunk()]
    with Gate(looker).chunks(out.append) as put:
        put(first[0])
        put(first[1])
        looker.on = True
        put(first[2])
        assert out == first
        put(held[0])
        await asyncio.sleep(0)
        assert looker.seen[-1] == (held[0], False)
        await looker.answer(False)
        put(held[1])
        looker.on = False
        put(chunk())
        assert out == first
        put(again := chunk(key=True))
        assert out == [*first, again]
