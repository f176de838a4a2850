"""The crowd before one camera: one task writes to all, and still each byte leaves under its own viewer's lease."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Any, cast, override

from aiohttp import web
import pytest

from custom_components.dropcam_privacy.delivery.http import Visit
from custom_components.dropcam_privacy.delivery.mjpeg import Crowd, Part, Viewer
from custom_components.dropcam_privacy.feed.errors import CannotConnect
from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.gatekeeper import Gatekeeper
from custom_components.dropcam_privacy.policy.leases import Lease
from custom_components.dropcam_privacy.policy.model import (
    AccountId,
    CameraId,
    CameraPolicy,
    Channel,
    Kind,
    Principal,
    RefreshTokenId,
    UserId,
)

ANNA, NURSERY = AccountId("anna"), CameraId("nursery")
POLICY = CameraPolicy(account=ANNA, camera=NURSERY, owners=frozenset({UserId("anna")}))


def frame(number: int, *, account: AccountId = ANNA, camera: CameraId = NURSERY) -> Frame:
    """Make a picture that can be told from others."""
    return Frame(account, camera, 0.0, b"picture %d" % number)


class Wire(asyncio.Transport):
    """A connection that takes everything, or nothing while it is slow."""

    def __init__(self) -> None:
        """Be quick."""
        super().__init__()
        self.sent: list[bytes] = []
        self.unsent = 0
        self.aborted = False

    @override
    def get_write_buffer_size(self) -> int:
        return self.unsent

    @override
    def write(self, data: Any) -> None:
        assert not self.aborted
        self.sent.append(bytes(data))

    @override
    def is_closing(self) -> bool:
        return self.aborted

    @override
    def abort(self) -> None:
        self.aborted = True

    def pictures(self) -> list[int]:
        """Return which pictures were written."""
        return [int(data.partition(b"picture ")[2].split(b"\r")[0]) for data in self.sent]


class Guard:
    """A gatekeeper of one camera."""

    def __init__(self) -> None:
        """Permit what has not ended."""
        self.delivered_to: list[Lease] = []
        self.after: Callable[[Lease], None] | None = None
        self.since = 0.0

    def since_of(self, *_: object) -> float:
        """Return since when everybody may look."""
        return self.since

    def permits(self, lease: Lease) -> bool:
        """Permit."""
        return not lease.ended

    def policy(self, camera: CameraId) -> CameraPolicy | None:
        """Know one camera."""
        return POLICY if camera == NURSERY else None

    def delivered(self, lease: Lease, size: int) -> None:
        """Count."""
        if self.after is not None:
            self.after(lease)
        self.delivered_to.append(lease)


class Scene:
    """A crowd before a camera whose pictures come when a test says so."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.guard = Guard()
        self._coming: asyncio.Queue[Frame | None] = asyncio.Queue()
        self.readers = 0
        self.closing = asyncio.Event()
        self.closing.set()
        self.crowd = Crowd(cast("Feed", self))
        self.staying: list[asyncio.Task[None]] = []

    async def frames(self) -> AsyncGenerator[Frame]:
        """Be the feed."""
        self.readers += 1
        try:
            while (coming := await self._coming.get()) is not None:
                yield coming
            raise CannotConnect("gone")
        finally:
            await self.closing.wait()
            self.readers -= 1

    async def show(self, *coming: Frame | None) -> None:
        """Let pictures come, or the camera end."""
        await asyncio.sleep(0)  # whoever came, stays
        for each in coming:
            self._coming.put_nowait(each)
        for _ in range(10):
            await asyncio.sleep(0)

    def join(self, *, chunked: bool = True) -> tuple[Wire, Lease]:
        """Have somebody come."""
        lease = Lease(Principal(Kind.PERSON, UserId("anna"), RefreshTokenId("a")), Channel.LIVE, NURSERY, None, None)
        wire = Wire()
        visit = Visit(cast("web.Request", None), lease, cast("Gatekeeper", self.guard))
        self.staying.append(asyncio.create_task(self.crowd.stay(Viewer(visit, wire, chunked=chunked))))
        return wire, lease


@pytest.fixture
async def scene() -> AsyncGenerator[Scene]:
    """Have a camera that ends when the test does."""
    made = Scene()
    yield made
    await made.show(None)
    await asyncio.gather(*made.staying, return_exceptions=True)


async def test_one_reader_for_all_and_none_for_nobody(scene: Scene) -> None:
    """Everybody gets every picture, counted for each, from one reader, which ends when all have left."""
    wires = [scene.join() for _ in range(5)]
    await scene.show(frame(1), frame(2))
    assert scene.readers == 1
    assert all(wire.pictures() == [1, 2] for wire, _ in wires)
    assert sorted(map(id, scene.guard.delivered_to)) == sorted(id(lease) for _, lease in wires for _ in range(2))
    for wire, _ in wires:
        wire.abort()
    await scene.show(frame(3))
    await asyncio.gather(*scene.staying)
    await scene.show(frame(4))
    assert scene.readers == 0
    assert len(scene.guard.delivered_to) == 10
    # And again for whoever comes then.
    wire, _ = scene.join()
    await scene.show(frame(5))
    assert wire.pictures() == [5]


async def test_whoever_comes_while_the_last_reader_closes(scene: Scene) -> None:
    """They are not sent away with those before them, and get what comes next."""
    first, _ = scene.join()
    await scene.show(frame(1))
    first.abort()
    await scene.show(frame(2))
    scene.closing.clear()
    await scene.show(frame(3))
    later, _ = scene.join()
    await asyncio.sleep(0)
    scene.closing.set()
    await scene.show(frame(4))
    assert (later.pictures(), later.aborted) == ([4], False)


async def test_the_lease_is_looked_at_before_each_write(scene: Scene) -> None:
    """Whoever's lease has ended gets not a byte of the next picture, in the middle of a crowd that goes on."""
    wires = [scene.join() for _ in range(3)]
    await scene.show(frame(1))
    wires[1][1].ended = True
    await scene.show(frame(2))
    assert [wire.pictures() for wire, _ in wires] == [[1, 2], [1], [1, 2]]
    assert [wire.aborted for wire, _ in wires] == [False, True, False]
    assert [task.done() for task in scene.staying] == [False, True, False]


async def test_a_lease_that_ends_while_others_are_written_to(scene: Scene) -> None:
    """What a delivery to the first sets off counts for the second, of the same picture."""
    (first, *first_leases), (second, *second_leases) = scene.join(), scene.join()
    leases = first_leases + second_leases

    def everybody_out(_: Lease) -> None:
        for lease in leases:
            lease.ended = True

    scene.guard.after = everybody_out
    await scene.show(frame(1))
    assert sorted([first.pictures(), second.pictures()]) == [[], [1]]


@pytest.mark.parametrize(
    "strange", [frame(2, camera=CameraId("porch")), frame(2, account=AccountId("ben"))], ids=["camera", "account"]
)
async def test_a_picture_of_another_camera_or_account(scene: Scene, strange: Frame) -> None:
    """It reaches nobody: their connections end instead."""
    wire, _ = scene.join()
    await scene.show(frame(1), strange)
    assert wire.pictures() == [1]
    assert wire.aborted


async def test_whoever_is_slow_gets_the_newest(scene: Scene) -> None:
    """Nothing queues up for them, nothing is counted that they did not get, and nobody waits for them."""
    slow, lease = scene.join()
    quick, _ = scene.join()
    await scene.show(frame(1))
    slow.unsent = 1
    await scene.show(frame(2), frame(3))
    slow.unsent = 0
    await scene.show(frame(4))
    assert slow.pictures() == [1, 4]
    assert scene.guard.delivered_to.count(lease) == 2
    assert quick.pictures() == [1, 2, 3, 4]


async def test_a_slow_viewer_whose_lease_ends_is_cut(scene: Scene) -> None:
    """That nothing can be written to them now is no reason to keep the connection."""
    slow, lease = scene.join()
    slow.unsent, lease.ended = 1, True
    await scene.show(frame(1))
    assert slow.aborted
    assert not slow.sent


async def test_what_fails_for_one_fails_for_nobody_else(scene: Scene) -> None:
    """The failure is raised in the one's own request."""
    _, broken = scene.join()
    other, _ = scene.join()

    def fail(lease: Lease) -> None:
        if lease is broken:
            raise ValueError("a watcher failed")

    scene.guard.after = fail
    await scene.show(frame(1), frame(2))
    assert other.pictures() == [1, 2]
    with pytest.raises(ValueError, match="watcher"):
        await scene.staying[0]
    assert not scene.staying[1].done()


async def test_when_the_camera_ends(scene: Scene) -> None:
    """Everybody's connection ends, and whoever comes later reads anew."""
    wires = [scene.join() for _ in range(2)]
    await scene.show(frame(1), None)
    await asyncio.gather(*scene.staying)
    assert all(wire.aborted for wire, _ in wires)
    later, _ = scene.join()
    await scene.show(frame(2))
    assert later.pictures() == [2]


async def test_what_is_written(scene: Scene) -> None:
    """A part of RFC 2046 to HTTP/1.0, and the same within one chunk to HTTP/1.1."""
    (new, _), (old, _) = scene.join(), scene.join(chunked=False)
    await scene.show(frame(1))
    (part,) = old.sent
    assert part == b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\npicture 1\r\n"
    assert new.sent == [b"%x\r\n%b\r\n" % (len(part), part)]
    assert bytes(Part.of(frame(1)).body) == part


async def test_what_was_before_is_not_theirs(scene: Scene) -> None:
    """A picture from before somebody was let in is left out, and they stay for the next; others had it."""
    (wire, _), (other, _) = scene.join(), scene.join()
    await scene.show(frame(1))
    scene.guard.since = 5.0
    await scene.show(frame(2), Frame(ANNA, NURSERY, 4.9, b"picture 3"), Frame(ANNA, NURSERY, 5.0, b"picture 4"))
    assert wire.pictures() == other.pictures() == [1, 4]
    assert not wire.aborted
