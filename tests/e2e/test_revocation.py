"""Raising privacy cuts what is running, and is durable: no picture made after the action's return ever arrives."""

import asyncio
from collections.abc import AsyncIterator
import re

import pytest

from tests.fakes.cameras import FakeCamera, number
from tests.waiting import until

from .conftest import Household
from .guarded import Guarded, add_account, guard_address
from .person import Answer, Person
from .roads import follow_hls, walk

PASSWORD = "pw-camera-cyan-66"
PICTURE = re.compile(rb"\xff\xd8\xff.*?\xff\xd9", re.DOTALL)


@pytest.fixture(scope="module")
async def cyan() -> AsyncIterator[FakeCamera]:
    """A camera with a password."""
    async with FakeCamera("cyan", username="camera", password=PASSWORD) as camera:
        yield camera


@pytest.fixture(scope="module")
async def hall(house: Household, cyan: FakeCamera) -> AsyncIterator[Guarded]:
    """A camera that the owner shares with a viewer."""
    admin = house["admin"]
    account = await add_account(admin, house["owner"], house["reader"])  # an account of its own
    yield await guard_address(
        admin,
        account,
        "Hall",
        viewers=[house["viewer"]],
        still_image_url=cyan.still_url,
        mjpeg_url=cyan.mjpeg_url,
        stream_source=cyan.stream_url,
        username="camera",
        password=PASSWORD,
    )
    await admin.delete(f"/api/config/config_entries/entry/{account}")


async def share(house: Household, camera: Guarded) -> None:
    """End privacy."""
    await house["owner"].call_service("switch.turn_off", camera.privacy)


async def mjpeg(person: Person, camera: Guarded) -> Answer:
    """Watch MJPEG for as long as it lasts."""
    return await person.get(f"/api/camera_proxy_stream/{camera.entity_id}", seconds=30)


async def test_running_mjpeg_ends(house: Household, hall: Guarded, cyan: FakeCamera) -> None:
    """Whoever raises privacy, everybody's MJPEG but the owner's ends, with nothing newer in it."""
    await share(house, hall)
    viewers = [asyncio.create_task(mjpeg(house["viewer"], hall)) for _ in range(5)]
    owner = asyncio.create_task(mjpeg(house["owner"], hall))
    await until(lambda: cyan.open["mjpeg"] == 1)
    start = cyan._count
    await until(lambda: cyan._count > start + 10)
    await house["other"].call_service("switch.turn_on", hall.privacy)
    last = cyan._count
    async with asyncio.timeout(3):
        answers = await asyncio.gather(*viewers)
    for answer in answers:
        numbers = [number(picture) or 0 for picture in PICTURE.findall(answer.body)]
        assert len(numbers) > 5
        assert max(numbers) <= last
    await until(lambda: cyan._count > last + 10)
    assert not owner.done(), "the owner goes on watching"
    assert cyan.peak["mjpeg"] == 1, "one connection for all"
    owner.cancel()
    await until(lambda: cyan.open["mjpeg"] == 0)


async def test_running_hls_ends(house: Household, hall: Guarded) -> None:
    """Every address of a viewer's HLS is dead when the action returns; the owner's lives."""
    await share(house, hall)
    urls = {}
    for name in ("viewer", "owner"):
        urls[name] = (await house[name].ws("camera/stream", entity_id=hall.entity_id, format="hls"))["url"]
        assert len(await follow_hls(house[name], urls[name])) > 2
    base = urls["viewer"].rsplit("/", 1)[0]
    playlist = (await house["viewer"].get(f"{base}/playlist.m3u8", bearer=False)).body.decode()
    segment = [line for line in playlist.splitlines() if line and not line.startswith("#")][-1]
    sequence = int(re.findall(r"MEDIA-SEQUENCE:(\d+)", playlist)[0]) + playlist.count("#EXTINF")
    blocked = asyncio.create_task(
        house["viewer"].get(f"{base}/playlist.m3u8?_HLS_msn={sequence + 1}", bearer=False, seconds=20)
    )
    await asyncio.wait({blocked}, timeout=0.3)
    await house["other"].call_service("switch.turn_on", hall.privacy)
    for path in ("master_playlist.m3u8", "playlist.m3u8", "init.mp4", segment.removeprefix("./")):
        answer = await house["viewer"].get(f"{base}/{path}", bearer=False, seconds=5)
        assert answer.status not in (0, 200), path
    assert b"EXTM3U" not in (await blocked).body
    assert len(await follow_hls(house["owner"], urls["owner"])) > 2


async def test_leases_of_a_snapshot_in_flight(house: Household, hall: Guarded, cyan: FakeCamera) -> None:
    """A still that is on its way when privacy is raised does not arrive."""
    await share(house, hall)
    viewer = house["viewer"]

    async def stills() -> list[tuple[int, int]]:
        answers = [await viewer.get(f"/api/camera_proxy/{hall.entity_id}") for _ in range(40)]
        return [(answer.status, number(answer.body) or 0) for answer in answers]

    running = [asyncio.create_task(stills()) for _ in range(4)]
    start = cyan._count
    await until(lambda: cyan._count > start)
    await house["owner"].call_service("switch.turn_on", hall.privacy)
    last = cyan._count
    for answers in await asyncio.gather(*running):
        assert {status for status, _ in answers} <= {200, 403, 0}
        assert max(found for _, found in answers) <= last
        assert answers[-1][0] == 403


async def test_off_closes_the_upstream(house: Household, hall: Guarded, cyan: FakeCamera) -> None:
    """Turned off, the camera is shown to nobody and its connection is closed."""
    watching = asyncio.create_task(mjpeg(house["owner"], hall))
    await until(lambda: cyan.open["mjpeg"] == 1)
    await house["owner"].call_service("camera.turn_off", hall.entity_id)
    await until(lambda: cyan.open.total() == 0, 3)
    async with asyncio.timeout(3):
        await watching
    answer = await house["owner"].get(f"/api/camera_proxy/{hall.entity_id}")
    assert answer.status == 503
    assert await walk("hls", house["owner"], hall.entity_id) == set()
    await house["owner"].call_service("camera.turn_on", hall.entity_id)
    assert await walk("still_bearer", house["owner"], hall.entity_id) == {"cyan"}


@pytest.mark.parametrize("who", ["viewer", "other", "admin"])
async def test_only_owners_lower(house: Household, hall: Guarded, who: str) -> None:
    """Nobody but the owner ends privacy, by no name of the action."""
    await house["owner"].call_service("switch.turn_on", hall.privacy)
    for action in ("switch.turn_off", "switch.toggle", "homeassistant.turn_off", "homeassistant.toggle"):
        for rest in (False, True):
            with pytest.raises(Exception, match="owner"):
                await house[who].call_service(action, hall.privacy, rest=rest)
    state = await house["owner"].state(hall.privacy)
    assert state is not None
    assert state["state"] == "on"
