"""Home Assistant's next release renames something that we rely on: nothing opens, people are told, and the rest works.

Each name is changed in Home Assistant's source before our package is imported, in a process of its own. A flatmate asks
for a locked original from the moment in which the port answers.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
import json
from pathlib import Path
from typing import Any

import pytest

from custom_components.dropcam_privacy.ha_internals import functions, members
from custom_components.dropcam_privacy.ha_internals.internal import Internal, Members
from custom_components.dropcam_privacy.ha_internals.watch import internals
from tests.e2e.hammer import Hammer, hammered_start
from tests.fakes.cameras import FakeCamera

from .conftest import Household, make_household
from .guarded import add_account, guard_address, guard_entity
from .person import RefusedError
from .roads import walk
from .stock import PASSWORD, add_generic

pytestmark = pytest.mark.matrix

MORE = "alexa:\n  smart_home:\nconversation:\ngoogle_assistant:\n  project_id: household\nmobile_app:\nrepairs:\n"
RENAMING = Path(__file__).parent / "renaming"
ORIGINAL, GUARDED = "camera.original", "camera.guarded"
ROADS = (
    *("still_bearer", "still_signed", "still_signed_for_long", "mjpeg_bearer", "hls", "media_source"),
    *("snapshot", "snapshot_rest", "neighbour_command", "neighbour_task", "neighbour_timer", "neighbour_background"),
)
OWN = ("still_bearer", "still_signed", "hls")
TOO_COMMON = frozenset({"post", "delete", "execute", "async_call", "_async_step_call_service", "_async_step_device"})
ONE_OF = {  # of several members, the one that is renamed
    members.ROADS_OF_A_CAMERA: "async_handle_async_webrtc_offer",
    members.WEBRTC_OF_A_CAMERA: "_webrtc_provider",
    members.ADDING_AGAIN: "_platform_state",
}
# What gives the owner nothing any more, by road; everything else goes on as it was.
GONE: dict[Internal, set[str]] = {
    functions.HTTP_REQUEST: {"still_bearer", "still_signed"},
    functions.COMMAND: {"hls"},
    functions.CAMERA_STREAM: {"hls"},
}
LOCKED_OUT = frozenset(members.LOCK)
# Its module is loaded when an automation has such an action, or an original speaks only WebRTC: then people are told.
TOLD_LATER = frozenset({"device_automation", "aiortc"})


def renamed(internal: Internal) -> tuple[str, str]:
    """Say what is renamed, and in which module alone."""
    if isinstance(internal, Members):
        return ONE_OF.get(internal, internal.members[0]), ""
    outer, _, inner = internal.name.partition(".<locals>.")
    if inner:
        return inner, internal.module
    owner, _, name = outer.rpartition(".")
    return owner if name in TOO_COMMON else name, ""


def releases() -> dict[str, list[Internal]]:
    """Make up releases: one for each component that has other functions, one for each class that has other members."""
    found: dict[str, list[Internal]] = {}
    for internal in internals():
        if internal.expected:
            alone = isinstance(internal, Members)
            name = f"{internal.name}.{renamed(internal)[0]}" if alone else internal.component
            found.setdefault(name, []).append(internal)
    return found


@dataclass
class Home:
    """A household with a guarded address, and an original that is locked."""

    house: Household
    nursery: str
    privacy: str
    open: dict[str, set[str]] = field(default_factory=dict)
    """What owners allow programs, and programs give the flatmate, as Home Assistant is: by camera, the roads."""

    async def restart(self, *other: Internal) -> Hammer:
        """Start a version in which these have other names, under the hammer."""
        names = json.dumps([renamed(internal) for internal in other])
        self.house.server.environment = {"RENAMED": names, "PYTHONPATH": str(RENAMING)}
        try:
            return await hammered_start(self.house, ORIGINAL, GUARDED)
        finally:
            self.house.server.environment = {}

    async def received(self, who: str, entity_id: str, *roads: str) -> dict[str, set[str]]:
        """Return by which roads somebody gets which pictures."""
        walked = await asyncio.gather(*(walk(road, self.house[who], entity_id) for road in roads))
        return {road: seen for road, seen in zip(roads, walked, strict=True) if seen}

    async def issues(self) -> set[str]:
        """Return the components of which people are told that they have changed."""
        issues = (await self.house["admin"].ws("repairs/list_issues"))["issues"]
        ours = [issue for issue in issues if issue["translation_key"] == "home_assistant_changed"]
        return {issue["translation_placeholders"]["component"] for issue in ours}


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Home]:
    """The owner's account allows programs; the flatmate is nobody's viewer."""
    async with (
        FakeCamera("red", username="camera", password=PASSWORD) as red,
        FakeCamera("blue", username="camera", password=PASSWORD) as blue,
    ):
        house = await make_household(tmp_path_factory.mktemp("renamed"), MORE)
        try:
            account = await add_account(house["admin"], house["owner"])
            await add_generic(house["admin"], red, PASSWORD, "original")
            await guard_entity(house["admin"], account, "guarded", ORIGINAL, allow=["integrations"])
            source: dict[str, Any] = {"still_image_url": blue.still_url, "stream_source": blue.stream_url}
            source |= {"username": "camera", "password": PASSWORD}
            nursery = await guard_address(house["admin"], account, "nursery", allow=["integrations"], **source)
            await house["owner"].call_service("switch.turn_off", nursery.privacy)
            yield Home(house, nursery.entity_id, nursery.privacy)
        finally:
            await house["nobody"].close()
            await house.server.close()


async def assert_closed(home: Home) -> None:
    """The flatmate gets nothing that they did not get before, and no action that they call lowers privacy."""
    for entity_id in (ORIGINAL, GUARDED, home.nursery):
        received = await home.received("other", entity_id, *ROADS)
        assert received.keys() <= home.open.get(entity_id, set()), entity_id
    with pytest.raises(RefusedError):
        await home.house["other"].call_service("switch.turn_off", home.privacy)


@pytest.fixture(scope="module", autouse=True)
async def as_it_is(home: Home) -> None:
    """Nothing is renamed: nobody is told anything, owners see all, and the flatmate what a program gives them."""
    hammer = await home.restart()
    assert not hammer.received
    assert await home.issues() == set()
    for entity_id, color in ((home.nursery, "blue"), (GUARDED, "red")):
        assert await home.received("owner", entity_id, *OWN) == {road: {color} for road in OWN}
    for entity_id in (ORIGINAL, GUARDED, home.nursery):
        home.open[entity_id] = set(await home.received("other", entity_id, *ROADS))
    assert all(road.startswith("neighbour") for roads in home.open.values() for road in roads)
    assert home.open[ORIGINAL] == set()
    await assert_closed(home)


@pytest.mark.parametrize("release", releases().values(), ids=releases())
async def test_renamed(home: Home, release: list[Internal]) -> None:
    """What depends on it is refused; what does not goes on."""
    hammer = await home.restart(*release)
    assert not hammer.received
    assert hammer.asked["still"] > 20
    assert release[0].component in {*await home.issues(), *TOLD_LATER}
    await assert_closed(home)
    expected = set(OWN).difference(*(GONE.get(internal, set()) for internal in release))
    assert await home.received("owner", home.nursery, *OWN) == {road: {"blue"} for road in expected}
    names = {renamed(internal)[0] for internal in release}
    locked_out = any(names.intersection(internal.members) for internal in LOCKED_OUT)
    let_in = "still_bearer" in expected and not locked_out
    assert await home.received("owner", GUARDED, "still_bearer") == ({"still_bearer": {"red"}} if let_in else {})
