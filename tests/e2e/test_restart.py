"""What was taken away stays away, whatever happens to the process; and the start is no gap."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.fakes.cameras import FakeCamera
from tests.waiting import until

from .conftest import Household, make_household
from .guarded import Guarded, add_account, guard_entity
from .roads import walk
from .stock import add_generic

PASSWORD = "pw-camera-magenta-55"
HAMMERED = ("still_bearer", "still_state_token", "mjpeg_bearer", "hls", "snapshot", "neighbour_background")
STARTS = 2
RELOADS = 5


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Household, Guarded, str]]:
    """A household of its own, with one wrapped camera."""
    house = await make_household(tmp_path_factory.mktemp("restarted"))
    async with FakeCamera("magenta", username="camera", password=PASSWORD) as camera:
        try:
            original = await add_generic(house["admin"], camera, PASSWORD, "original")
            account = await add_account(house["admin"], house["owner"])
            guarded = await guard_entity(house["admin"], account, "Cellar", original, viewers=[house["viewer"]])
            # Home Assistant writes new entries a second late: a kill before that would take the whole camera.
            await house.server.restart()
            yield house, guarded, original
            house.assert_no_secrets(PASSWORD)
        finally:
            await house["nobody"].close()
            await house.server.close()


async def privacy(house: Household, camera: Guarded) -> str:
    """Read the switch."""
    state = await house["owner"].state(camera.privacy)
    assert state is not None
    return str(state["state"])


async def test_privacy_survives_kills(home: tuple[Household, Guarded, str]) -> None:
    """Killed the moment after the action's return, the server comes back with what was acknowledged."""
    house, camera, _ = home
    for action, state, seen in (("turn_off", "off", {"magenta"}), ("turn_on", "on", set[str]())):
        await house["owner"].call_service(f"switch.{action}", camera.privacy)
        await house.server.kill()
        await house.server.start()
        assert await privacy(house, camera) == state
        assert await walk("still_bearer", house["viewer"], camera.entity_id) == seen
        assert await walk("still_bearer", house["other"], camera.entity_id) == set()


async def test_off_survives_kills(home: tuple[Household, Guarded, str]) -> None:
    """So does a camera that was turned off."""
    house, camera, _ = home
    await house["owner"].call_service("camera.turn_off", camera.entity_id)
    await house.server.kill()
    await house.server.start()
    await privacy(house, camera)
    assert await walk("still_bearer", house["owner"], camera.entity_id) == set()
    await house["owner"].call_service("camera.turn_on", camera.entity_id)
    assert await walk("still_bearer", house["owner"], camera.entity_id) == {"magenta"}


async def test_hammered_start(home: tuple[Household, Guarded, str]) -> None:
    """From the first moment the port answers, nobody gets a picture of the locked original."""
    house, _, original = home
    for _ in range(STARTS):
        await house.server.stop()
        await house.server.start(wait=False)
        over = asyncio.Event()
        asked = dict.fromkeys(HAMMERED, 0)

        async def hammer(road: str, over: asyncio.Event = over, asked: dict[str, int] = asked) -> set[str]:
            seen: set[str] = set()
            while not over.is_set():
                seen |= await walk(road, house["other"], original)
                asked[road] += 1
                await asyncio.sleep(0.02)
            return seen

        hammers = [asyncio.create_task(hammer(road)) for road in HAMMERED]
        await house.server.until_running()
        await asyncio.wait(hammers, timeout=3)
        over.set()
        assert await asyncio.gather(*hammers) == [set()] * len(HAMMERED)
        assert asked["still_bearer"] > 50


async def test_original_reloaded(home: tuple[Household, Guarded, str]) -> None:
    """A reload of the original's integration does not open it, and our feed follows."""
    house, camera, original = home
    entries = await house["admin"].ws("config_entries/get", domain="generic")
    over = asyncio.Event()
    asked = 0

    async def hammer(road: str) -> set[str]:
        nonlocal asked
        seen: set[str] = set()
        while not over.is_set():
            seen |= await walk(road, house["other"], original)
            asked += 1
            await asyncio.sleep(0.01)
        return seen

    hammers = [asyncio.create_task(hammer(road)) for road in HAMMERED]
    for _ in range(RELOADS):
        enough = asked + len(HAMMERED)
        answer = await house["admin"].post(f"/api/config/config_entries/entry/{entries[0]['entry_id']}/reload")
        assert answer.status == 200
        await until(lambda enough=enough: asked > enough)  # type: ignore[misc]  # a default binds the loop's value
    over.set()
    assert await asyncio.gather(*hammers) == [set()] * len(HAMMERED)
    assert await walk("still_bearer", house["owner"], camera.entity_id) == {"magenta"}
