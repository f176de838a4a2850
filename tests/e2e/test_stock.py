"""The harness can see a leak: a stock camera gives its picture to everybody, by every road.

What the roads receive here, they must not receive in test_household.py.
"""

from typing import Any

import pytest

from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import seen

from .conftest import Household
from .roads import ROADS, neighbours_loot, walk
from .stock import add_generic

# Not leaks of the stock camera: it has no WebRTC without go2rtc, and it refuses who brings no token.
CLOSED = {"webrtc", "still_no_token", "mjpeg_no_token"}


@pytest.fixture(scope="module")
async def stock(house: Household, red: FakeCamera) -> str:
    """A `generic` camera of the administrator's."""
    return await add_generic(house["admin"], red, "pw-camera-red-77", "stock")


@pytest.mark.parametrize("road", sorted(ROADS.keys() - CLOSED))
async def test_every_road_leads_to_a_stock_camera(house: Household, stock: str, road: str) -> None:
    """Another person receives the picture."""
    assert await walk(road, house["other"], stock) == {"red"}


@pytest.mark.parametrize("road", sorted(CLOSED))
async def test_closed_roads(house: Household, stock: str, road: str) -> None:
    """These are closed for a stock camera, too."""
    assert await walk(road, house["other"], stock) == set()


@pytest.mark.parametrize("road", ["still_state_token", "hls"])
async def test_reader(house: Household, stock: str, road: str) -> None:
    """Even a read-only user receives a stock camera's picture."""
    assert await walk(road, house["reader"], stock) == {"red"}


async def test_listener(house: Household, stock: str) -> None:
    """A neighbour that waits for the camera's state to change gets the picture."""
    other: Any = house["other"]
    await other.ws("nosy_neighbour/listen", entity_id=stock, watch=[stock])
    # With its attributes: what is posted takes the place of all, the camera's token among them.
    attributes = (await other.get(f"/api/states/{stock}")).json()["attributes"]
    await house["admin"].post(f"/api/states/{stock}", {"state": "streaming", "attributes": attributes})
    report = await other.ws("nosy_neighbour/loot")
    assert report["heard"] > 0
    assert "image" in report["loot"]
    assert seen(*await neighbours_loot(other, report["loot"])) == {"red"}


async def test_every_trick(house: Household, stock: str) -> None:
    """Each of the neighbour's tricks works on a stock camera, one by one."""
    other = house["other"]
    await walk("hls", other, stock)  # some tricks look for a stream that somebody watches
    report = await other.ws("nosy_neighbour/ask", entity_id=stock, place="background")
    for trick, got in report.items():
        assert seen(*await neighbours_loot(other, {trick: got})) == {"red"}, trick
    assert report.keys() == set(await other.ws("nosy_neighbour/tricks")) - {"own_image_in_thread"}, "generic has none"
