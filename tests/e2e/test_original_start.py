"""Home Assistant's start is the weak moment: its port answers before the cameras are there, and before we are.

Everybody asks all the time, from the first moment on. The same without our lock gives pictures, so this can fail.
"""

from collections import Counter
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any

import pytest

from tests.e2e.hammer import KINDS, hammered_start
from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import seen

from .conftest import Household, make_household
from .guarded import add_account, guard_entity
from .stock import PASSWORD, add_generic

# Cameras written in YAML are set up while the camera component is, and have no unique id.
WRITTEN = """\
- platform: ffmpeg
  name: written
  input: {address}
"""
STARTS = 3


@pytest.fixture(scope="module")
async def camera() -> AsyncIterator[FakeCamera]:
    """What all originals here show."""
    async with FakeCamera("red", username="camera", password=PASSWORD) as camera:
        yield camera


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory, camera: FakeCamera) -> AsyncIterator[tuple[Household, str]]:
    """A household of its own, with a stock camera that nobody guards yet."""
    house = await make_household(tmp_path_factory.mktemp("start"))
    try:
        yield house, await add_generic(house["admin"], camera, PASSWORD, "original")
    finally:
        await house["nobody"].close()
        await house.server.close()


async def test_unlocked(home: tuple[Household, str]) -> None:
    """Without a lock the hammer gets the picture on all its roads."""
    house, original = home
    hammer = await hammered_start(house, original)
    assert set(hammer.received) >= {"still", "mjpeg", "snapshot"}, hammer.asked


@pytest.mark.timeout(480)  # several starts of a real server
async def test_locked(home: tuple[Household, str]) -> None:
    """With it, it gets none, in several starts; and the lock's wrap is armed before the camera component loads.

    Neither by the entity id that the original had, which the guarded camera has taken over, nor by the one that it has.
    """
    house, original = home
    account = await add_account(house["admin"], house["owner"])
    await guard_entity(house["admin"], account, "Cellar", original, take_over=True)
    asked: Counter[str] = Counter()
    for _ in range(STARTS):
        hammer = await hammered_start(house, original, f"{original}_original")
        asked += hammer.asked
        assert hammer.received == Counter(), hammer.asked
        assert seen((await house["owner"].get(f"/api/camera_proxy/{original}")).body) == {"red"}
        assert (await house["owner"].get(f"/api/camera_proxy/{original}_original")).status == HTTPStatus.FORBIDDEN
    assert asked["still"] > 100
    assert min(asked[kind] for kind in KINDS) > 10, asked


@pytest.mark.timeout(480)
async def test_written_in_yaml(home: tuple[Household, str], camera: FakeCamera) -> None:
    """The same with a camera that is written in YAML: first open, then locked by its entity id."""
    house, _ = home
    address = camera.still_url.replace("://", f"://camera:{PASSWORD}@")
    (house.server.directory / "cameras.yaml").write_text(WRITTEN.format(address=address))
    hammer = await hammered_start(house, "camera.written")
    assert hammer.received["still"] > 0, hammer.asked
    account = await add_account(house["admin"], house["viewer"])
    source = {"name": "Loft", "entity_id": "camera.written", "lock_original": True}
    sharing: dict[str, Any] = {"viewers": [], "allow": []}
    steps: tuple[dict[str, Any], ...] = ({"next_step_id": "entity"}, source, {}, sharing)
    assert (await house["admin"].subentry_flow(account, "camera", *steps))["type"] == "create_entry"
    hammer = await hammered_start(house, "camera.written")
    assert hammer.received == Counter(), hammer.asked
    assert hammer.asked["still"] > 100
    assert seen((await house["viewer"].get("/api/camera_proxy/camera.loft")).body) == {"red"}
