"""Who receives what: every person on every road in every state, asked by the colours in the bytes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.fakes.cameras import FakeCamera, seen

from .conftest import Household
from .guarded import Guarded, add_account, guard_address, guard_entity
from .roads import ROADS, neighbours_loot, walk
from .stock import add_generic

WALKERS = 6  # at a time
VIEWING = {"still_bearer", "still_signed", "mjpeg_bearer", "mjpeg_signed", "hls", "media_source"}
FILES = {"snapshot", "snapshot_rest", "record", "play_stream"}
OPEN = {  # by state: who receives the picture, and by which roads. Nobody else does, and by no other road.
    "private": {"owner": VIEWING},
    "shared": {"owner": VIEWING | FILES, "viewer": VIEWING},
    "off": {},
}


@dataclass
class Scene:
    """The cameras of the owner's account."""

    cameras: dict[str, tuple[Guarded, str]]
    original: str

    def __getitem__(self, name: str) -> Guarded:
        """Find a camera."""
        return self.cameras[name][0]

    def color(self, name: str) -> str:
        """Return whose its picture is."""
        return self.cameras[name][1]


@pytest.fixture(scope="module")
async def scene(house: Household, red: FakeCamera, blue: FakeCamera) -> AsyncIterator[Scene]:
    """An owner with a camera by address and a wrapped one, and a viewer of both."""
    admin = house["admin"]
    account = await add_account(admin, house["owner"])
    nursery = await guard_address(
        admin,
        account,
        "Nursery",
        viewers=[house["viewer"]],
        still_image_url=red.still_url,
        mjpeg_url=red.mjpeg_url,
        stream_source=red.stream_url,
        username="camera",
        password="pw-camera-red-77",
    )
    original = await add_generic(admin, blue, "pw-camera-blue-88", "attic_original")
    attic = await guard_entity(admin, account, "Attic", original, viewers=[house["viewer"]])
    async with FakeCamera("green") as camera:
        porch = await guard_address(
            admin, account, "Porch", viewers=[house["viewer"]], still_image_url=camera.still_url
        )
        yield Scene({"address": (nursery, "red"), "wrapped": (attic, "blue"), "stills": (porch, "green")}, original)
    await admin.delete(f"/api/config/config_entries/entry/{account}")


async def set_state(house: Household, camera: Guarded, state: str) -> None:
    """Bring a camera into a state, as its owner does."""
    owner = house["owner"]
    await owner.call_service("switch.turn_on" if state == "private" else "switch.turn_off", camera.privacy)
    await owner.call_service("camera.turn_off" if state == "off" else "camera.turn_on", camera.entity_id)


type Received = set[tuple[str, str, str]]  # who, by which road, whose picture


async def ask_everybody(house: Household, entity_id: str, roads: set[str]) -> Received:
    """Let everybody walk every road."""
    turn = asyncio.Semaphore(WALKERS)
    received: Received = set()

    async def one(name: str, road: str) -> None:
        async with turn:
            received.update((name, road, color) for color in await walk(road, house[name], entity_id))

    async with asyncio.TaskGroup() as group:
        for name in house.people:
            for road in sorted(roads):
                group.create_task(one(name, road))
    return received


def compare(received: Received, state: str, roads: set[str], color: str) -> None:
    """Fail if somebody received too much, or too little."""
    expected = {(name, road, color) for name, granted in OPEN[state].items() for road in granted & roads}
    assert received - expected == set(), "leaks"
    assert expected - received == set(), "withheld"


@pytest.mark.parametrize("state", OPEN)
@pytest.mark.parametrize("camera", ["address", "wrapped"])
async def test_everybody_on_every_road(house: Household, scene: Scene, camera: str, state: str) -> None:
    """Each receives exactly what the table grants."""
    await set_state(house, scene[camera], state)
    roads = set(ROADS)
    compare(await ask_everybody(house, scene[camera].entity_id, roads), state, roads, scene.color(camera))


@pytest.mark.parametrize("state", ["private", "shared"])
async def test_stills_only_camera(house: Household, scene: Scene, state: str) -> None:
    """A camera that has only stills gives live pictures to those who may see it, too."""
    await set_state(house, scene["stills"], state)
    compare(await ask_everybody(house, scene["stills"].entity_id, VIEWING), state, VIEWING, "green")


@pytest.mark.parametrize("state", ["private", "shared"])
async def test_original_is_locked(house: Household, scene: Scene, state: str) -> None:
    """The original of a wrapped camera gives its picture to nobody by any road."""
    await set_state(house, scene["wrapped"], state)
    assert await ask_everybody(house, scene.original, set(ROADS)) == set()


async def test_listener_gets_nothing(house: Household, scene: Scene) -> None:
    """A neighbour that tries at the moment when the camera is watched, in whoever's context, gets nothing."""
    camera = scene["address"]
    await set_state(house, camera, "private")
    other, owner = house["other"], house["owner"]
    watch = [camera.entity_id, camera.being_watched, camera.viewers, camera.privacy]
    await other.ws("nosy_neighbour/listen", entity_id=camera.entity_id, watch=watch)
    for road in sorted(VIEWING):
        assert await walk(road, owner, camera.entity_id) == {"red"}
    # Who watched a moment ago is counted already: the switch changes a state in any case.
    await set_state(house, camera, "shared")
    await set_state(house, camera, "private")
    report = await other.ws("nosy_neighbour/loot")
    assert report["heard"] > 0
    assert seen(*await neighbours_loot(other, report["loot"])) == set()


async def test_logged_out(house: Household, scene: Scene) -> None:
    """Who has logged out receives nothing, and what was running ends."""
    camera = scene["address"]
    await set_state(house, camera, "shared")
    again = await house.server.login("owner", house.passwords["owner"])
    running = asyncio.create_task(again.get(f"/api/camera_proxy_stream/{camera.entity_id}", seconds=20))
    signed = await again.sign(f"/api/camera_proxy/{camera.entity_id}")
    assert await walk("still_signed", again, camera.entity_id) == {"red"}
    await again.logout()
    async with asyncio.timeout(5):
        await running
    assert (await again.get(signed, bearer=False)).status in (401, 403)
    for road in sorted(VIEWING | FILES):
        assert await walk(road, again, camera.entity_id) == set(), road


async def test_owner_removed(house: Household) -> None:
    """An account whose only owner was deleted shows nobody anything."""
    admin = house["admin"]
    async with FakeCamera("yellow") as camera:
        leaver = await house.add("leaver")
        account = await add_account(admin, leaver)
        shed = await guard_address(admin, account, "Shed", viewers=[house["viewer"]], still_image_url=camera.still_url)
        assert await walk("still_bearer", leaver, shed.entity_id) == {"yellow"}
        await admin.ws("config/auth/delete", user_id=leaver.id)
        assert await ask_everybody(house, shed.entity_id, VIEWING | FILES) == set()
        del house.people["leaver"]
        await admin.delete(f"/api/config/config_entries/entry/{account}")


@pytest.mark.parametrize("owns", [True, False])
async def test_account_with_an_original_is_removed(house: Household, owns: bool) -> None:
    """An owner who removes an account gets the original back as it was; from somebody else it is left disabled."""
    admin = house["admin"]
    name = f"removed_{owns}".lower()
    async with FakeCamera("cyan", username="camera", password="pw-camera-cyan-99") as camera:
        original = await add_generic(admin, camera, "pw-camera-cyan-99", name)
        account = await add_account(admin, *([admin] if owns else [await house.add(f"owner_{name}")]))
        await guard_entity(admin, account, f"Guarded {name}", original)
        assert await walk("still_bearer", admin, original) == set()
        await admin.delete(f"/api/config/config_entries/entry/{account}")
        entry = await admin.ws("config/entity_registry/get", entity_id=original)
        assert entry["disabled_by"] == (None if owns else "user")
        assert await walk("still_bearer", admin, original) == ({"cyan"} if owns else set())
        house.people.pop(f"owner_{name}", None)


async def test_two_accounts_on_one_host(house: Household) -> None:
    """Two accounts with a login each on one camera host that believes cookies never see each other's picture."""
    admin = house["admin"]
    people = {"orange": house["other"], "purple": house["reader"]}
    async with FakeCamera("orange", username="first", password="pw-first-31", cookies=True) as host:
        host.add_login("second", "pw-second-32", "purple")
        cameras = {}
        for color, login, password in (("orange", "first", "pw-first-31"), ("purple", "second", "pw-second-32")):
            account = await add_account(admin, people[color])
            cameras[color] = await guard_address(
                admin,
                account,
                f"Host {color}",
                still_image_url=host.still_url,
                mjpeg_url=host.mjpeg_url,
                username=login,
                password=password,
            )
        for _ in range(3):
            seen = await asyncio.gather(
                *(
                    walk(road, people[color], camera.entity_id)
                    for road in ("still_bearer", "mjpeg_bearer", "still_signed")
                    for color, camera in cameras.items()
                )
            )
            assert seen == [{"orange"}, {"purple"}] * 3
        for camera in cameras.values():
            await admin.delete(f"/api/config/config_entries/entry/{camera.account}")
    house.server.assert_no_secrets("pw-first-31", "pw-second-32")


async def test_no_secret_where_others_read(house: Household, scene: Scene) -> None:
    """What Home Assistant shows to anybody, or puts into a form or a download, opens no camera."""
    admin, camera = house["admin"], scene["address"]
    form = await admin.subentry_flow(camera.account, "camera", {"next_step_id": "source"}, subentry_id=camera.subentry)
    diagnostics = await admin.get(f"/api/diagnostics/config_entry/{camera.account}")
    assert diagnostics.status == 200
    commands = (
        "get_states",
        "config/entity_registry/list",
        "config/device_registry/list",
        "config_entries/get",
        "repairs/list_issues",
        "persistent_notification/get",
    )
    shown = [
        str(form),
        diagnostics.body.decode(),
        str(await admin.ws("config_entries/subentries/list", entry_id=camera.account)),
        *[str(await admin.ws(command)) for command in commands],
    ]
    for text in shown:
        for secret in (
            "pw-camera-red-77",
            "pw-camera-blue-88",
        ):
            assert secret not in text
    for name in ("owner", "viewer", "other"):
        assert house[name].id not in diagnostics.body.decode()


async def test_no_secret_in_the_log(house: Household, scene: Scene) -> None:
    """Neither passwords of cameras nor logins of people were logged."""
    house.assert_no_secrets("pw-camera-red-77", "pw-camera-blue-88")
