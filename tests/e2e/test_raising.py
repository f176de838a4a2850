"""What is taken away is cut while it runs, in whatever state the request is in: nobody receives a byte after it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
import re
import socket

import pytest

from custom_components.dropcam_privacy.policy.leases import MOST
from tests.fakes.cameras import Mode, whose
from tests.waiting import until

from .conftest import Household
from .crowd import MJPEG, STILL, Clocked, Crowd, read
from .guarded import Guarded, add_account, guard_address
from .person import RefusedError
from .roads import follow_hls, walk


@pytest.fixture(scope="module")
async def cam() -> AsyncIterator[Clocked]:
    """A camera."""
    async with Clocked("magenta") as camera:
        yield camera


@pytest.fixture(scope="module")
async def loft(house: Household, cam: Clocked) -> AsyncIterator[Guarded]:
    """A camera that an owner shares with a viewer."""
    account = await add_account(house["admin"], house["owner"], house["other"])
    yield await guard_address(
        house["admin"],
        account,
        "Loft",
        viewers=[house["viewer"]],
        still_image_url=cam.still_url,
        mjpeg_url=cam.mjpeg_url,
        stream_source=cam.stream_url,
    )
    await house["admin"].delete(f"/api/config/config_entries/entry/{account}")


@pytest.fixture
async def crowd(house: Household) -> AsyncIterator[Crowd]:
    """Let many people come."""
    many = Crowd(house)
    yield many
    await many.session.close()


async def lower(house: Household, camera: Guarded) -> None:
    """End privacy."""
    await house["owner"].call_service("switch.turn_off", camera.privacy)


async def raise_(house: Household, camera: Guarded) -> None:
    """Raise privacy, as anybody may."""
    await house["admin"].call_service("switch.turn_on", camera.privacy)


def open_slowly(house: Household, who: str, path: str) -> socket.socket:
    """Ask for a path over a connection that takes hardly anything in."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    connection.connect(("127.0.0.1", house.server.port))
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {house[who].access_token}\r\n\r\n"
    connection.sendall(request.encode())
    return connection


def drain(connection: socket.socket) -> int:
    """Read until the connection ends, and count."""
    connection.settimeout(5)
    count = 0
    with suppress(ConnectionError):
        while data := connection.recv(65536):
            count += len(data)
    return count


async def test_slow_client_mjpeg(house: Household, loft: Guarded, cam: Clocked) -> None:
    """What waits for a slow client, in the server and in its system, is dropped."""
    await lower(house, loft)
    connection = await asyncio.to_thread(open_slowly, house, "viewer", MJPEG + loft.entity_id)
    try:
        await until(lambda: cam.open["mjpeg"] == 1)
        start = cam._count
        await until(lambda: cam._count > start + 60, 15)  # some megabytes: every buffer is full
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < 64 * 1024
    finally:
        connection.close()


async def test_slow_client_still(house: Household, loft: Guarded) -> None:
    """A still that the server is done with, and that has not arrived, does not arrive."""
    await lower(house, loft)
    connection = await asyncio.to_thread(open_slowly, house, "viewer", STILL + loft.entity_id)
    try:
        assert await asyncio.to_thread(
            connection.recv, 1
        )  # it is on its way; the rest does not fit into what this takes in
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < 32 * 1024
    finally:
        connection.close()


async def test_slow_client_hls(house: Household, loft: Guarded) -> None:
    """Nor does a segment."""
    await lower(house, loft)
    url = (await house["viewer"].ws("camera/stream", entity_id=loft.entity_id, format="hls"))["url"]
    assert len(await follow_hls(house["viewer"], url)) > 2
    base = url.rsplit("/", 1)[0]
    playlist = (await house["viewer"].get(f"{base}/playlist.m3u8", bearer=False)).body.decode()
    segment = re.findall(r"^\./segment/\d+\.m4s$", playlist, re.MULTILINE)[-1].removeprefix("./")
    whole = (await house["viewer"].get(f"{base}/{segment}", bearer=False)).body
    connection = await asyncio.to_thread(open_slowly, house, "viewer", f"{base}/{segment}")
    try:
        assert await asyncio.to_thread(connection.recv, 1)
        await raise_(house, loft)
        assert await asyncio.to_thread(drain, connection) < len(whole)
    finally:
        connection.close()


async def test_the_same_connection_lives(house: Household, loft: Guarded) -> None:
    """A connection that carried a picture before, and now carries something else, is not harmed."""
    await lower(house, loft)
    async with Crowd(house).session as session:
        headers = {"Authorization": f"Bearer {house['viewer'].access_token}"}
        for _ in range(20):
            async with session.get(house.server.url + STILL + loft.entity_id, headers=headers) as answer:
                assert whose(await answer.read()) == "magenta"
            first, _ = await asyncio.gather(
                session.get(house.server.url + "/api/states", headers=headers), raise_(house, loft)
            )
            assert first.status == 200
            assert len(await first.json()) > 5
            await lower(house, loft)


class Watching:
    """Somebody who watches by every road at once, and again as soon as it ends; until it is over."""

    def __init__(self, house: Household, crowd: Crowd, who: str, camera: Guarded) -> None:
        """Begin with nothing received."""
        self.house, self.crowd, self.who, self.camera = house, crowd, who, camera
        self.highest = 0
        self.count = 0
        self.over = False
        self.tasks: list[asyncio.Task[None]] = []

    def got(self, picture: bytes) -> None:
        """Note a picture."""
        self.count += 1
        self.highest = max(self.highest, read(picture)[1])

    async def again(self, path: str, who: str | None) -> None:
        """Get a path again and again."""
        while not self.over:
            await self.crowd.watch(who, path, self.got)
            await asyncio.sleep(0.05)

    async def begin(self, streams: int) -> None:
        """Watch by stills, scaled stills, MJPEG, a series of stills, and the addresses of a lease."""
        entity = self.camera.entity_id
        lease = (await self.house[self.who].post("/api/dropcam_privacy/lease", {"entity_id": entity})).json()
        paths = [STILL + entity, f"{STILL}{entity}?width=320&height=180", f"{MJPEG}{entity}?interval=0.5"]
        own = [asyncio.create_task(self.again(path, self.who)) for path in paths + [MJPEG + entity] * streams]
        borrowed = [asyncio.create_task(self.again(lease[kind], None)) for kind in ("still_url", "mjpeg_url")]
        self.tasks = own + borrowed
        await until(lambda: self.count > 10 * streams)

    async def end(self) -> None:
        """Stop."""
        self.over = True
        async with asyncio.timeout(10):
            for task in self.tasks:
                task.cancel()
            await asyncio.gather(*self.tasks, return_exceptions=True)


async def test_as_many_as_one_login_may(house: Household, loft: Guarded, cam: Clocked, crowd: Crowd) -> None:
    """Nearly fifty streams, stills, scaled stills and leased addresses end with the action; the owner's goes on."""
    await lower(house, loft)
    viewer, owner = Watching(house, crowd, "viewer", loft), Watching(house, crowd, "owner", loft)
    await viewer.begin(MOST - 6)
    await owner.begin(1)
    await raise_(house, loft)
    last, before = cam._count, owner.count
    await until(lambda: cam._count > last + 15)
    assert viewer.highest <= last
    assert owner.highest > last
    assert owner.count > before + 10
    assert cam.peak["mjpeg"] == 1
    await viewer.end()
    await owner.end()
    await until(lambda: cam.open["mjpeg"] == 0)


async def test_flapping(house: Household, loft: Guarded, cam: Clocked, crowd: Crowd) -> None:
    """Raised and lowered two hundred times while viewers come back all the time: nothing in between, ever."""
    await lower(house, loft)
    viewer = Watching(house, crowd, "viewer", loft)
    await viewer.begin(3)
    async with asyncio.timeout(60):
        for turn in range(200):
            await raise_(house, loft)
            last = cam._count
            if turn % 20 == 0:
                await until(lambda last=last: cam._count > last)  # type: ignore[misc]  # binds the loop's value
            assert viewer.highest <= last
            await lower(house, loft)
    seen_so_far = viewer.count
    await until(lambda: viewer.count > seen_so_far + 3)
    await viewer.end()


async def change_sharing(house: Household, camera: Guarded, viewers: list[str]) -> None:
    """Let others in, as the owner."""
    sharing = {"viewers": viewers, "allow": []}
    await house["admin"].subentry_flow(
        camera.account, "camera", {"next_step_id": "sharing"}, sharing, subentry_id=camera.subentry
    )


TAKEN: dict[str, Callable[[Household, Guarded, str], Awaitable[object]]] = {
    "camera off": lambda house, camera, who: house["owner"].call_service("camera.turn_off", camera.entity_id),
    "viewers": lambda house, camera, who: change_sharing(house, camera, []),
    "logout": lambda house, camera, who: house[who].logout(),
    "deactivated": lambda house, camera, who: house["admin"].ws(
        "config/auth/update", user_id=house[who].id, is_active=False
    ),
    "deleted": lambda house, camera, who: house["admin"].ws("config/auth/delete", user_id=house[who].id),
    "owners": lambda house, camera, who: house["admin"].reconfigure(
        "dropcam_privacy", camera.account, {"owners": [house["admin"].id]}
    ),
    "account disabled": lambda house, camera, who: house["admin"].ws(
        "config_entries/disable", entry_id=camera.account, disabled_by="user"
    ),
    "camera deleted": lambda house, camera, who: house["admin"].ws(
        "config_entries/subentries/delete", entry_id=camera.account, subentry_id=camera.subentry
    ),
    "account deleted": lambda house, camera, who: house["admin"].delete(
        f"/api/config/config_entries/entry/{camera.account}"
    ),
}


GONE = ("camera off", "account disabled", "camera deleted", "account deleted")


@pytest.mark.parametrize("how", TAKEN)
async def test_taken_in_every_way(house: Household, crowd: Crowd, how: str) -> None:
    """However it is taken away, when that returns nothing more comes, from a slow camera and HLS neither."""
    admin = house["admin"]
    name = "guest_" + how.replace(" ", "_")
    guest = await house.add(name)
    async with Clocked("yellow") as fake:
        account = await add_account(admin, house["owner"], guest if how == "owners" else house["reader"])
        others = [] if how == "owners" else [guest]
        urls = {"still_image_url": fake.still_url, "mjpeg_url": fake.mjpeg_url}
        camera = await guard_address(admin, account, f"Taken {name}", viewers=others, **urls)
        await lower(house, camera)
        watching = Watching(house, crowd, name, camera)
        await watching.begin(3)
        live = (await guest.ws("camera/stream", entity_id=camera.entity_id, format="hls"))["url"]
        assert len(await follow_hls(guest, live)) > 2
        fake.behave(Mode.HANG)
        await until(lambda: fake.open["still"] >= 1)
        async with asyncio.timeout(8):
            await TAKEN[how](house, camera, name)
        last = fake._count
        fake.behave(Mode.OK)
        for _ in range(3):
            answer = await guest.get(live.replace("master_playlist", "playlist"), bearer=False, seconds=2)
            assert answer.status in (0, 403), answer.status
            assert await walk("still_bearer", guest, camera.entity_id) == set()
        assert watching.highest <= last
        await watching.end()
        if how in GONE:
            await until(lambda: fake.open.total() == 0, 5)
        with suppress(RefusedError):
            await admin.delete(f"/api/config/config_entries/entry/{account}")
        if how != "deleted":
            await admin.ws("config/auth/delete", user_id=guest.id)
        del house.people[name]
