"""Live video can be wound back; nobody who is let in sees what was before."""

import asyncio
from collections.abc import AsyncIterator
import re
from typing import override
from urllib.parse import urljoin

import pytest

from tests.fakes.cameras import seen
from tests.fakes.pictures import jpeg

from .conftest import Household
from .crowd import Clocked, eventually
from .guarded import Guarded, add_account, guard_address
from .person import Person
from .roads import follow_hls


class Chameleon(Clocked):
    """A camera whose colour changes at once, in what already runs, too."""

    @override
    def _picture(self, color: str) -> bytes:
        self._count += 1
        return jpeg(self.color, self._count)


@pytest.fixture(scope="module")
async def cam() -> AsyncIterator[Chameleon]:
    """A camera."""
    async with Chameleon("purple") as camera:
        yield camera


@pytest.fixture(scope="module")
async def den(house: Household, cam: Chameleon) -> AsyncIterator[Guarded]:
    """A camera that is shared with a viewer."""
    account = await add_account(house["admin"], house["owner"], house["reader"], house["other"])
    yield await guard_address(house["admin"], account, "Den", viewers=[house["viewer"]], mjpeg_url=cam.mjpeg_url)
    await house["admin"].delete(f"/api/config/config_entries/entry/{account}")


async def live(person: Person, camera: Guarded) -> str:
    """Open the live card; give its address."""
    return str((await person.ws("camera/stream", entity_id=camera.entity_id, format="hls"))["url"])


async def all_of_it(person: Person, url: str) -> set[str]:
    """Fetch everything that there is, back to the first segment, and tell what it shows."""
    media = urljoin(person.url + url, "playlist.m3u8")
    await person.get(person.url + url, bearer=False)
    text = (await person.get(media, bearer=False)).body.decode()
    found: set[str] = set()
    init = (await person.get(urljoin(media, "init.mp4"), bearer=False)).body
    last = max(map(int, re.findall(r"segment/(\d+)", text)), default=-1)
    for sequence in range(max(last - 12, 0), last + 1):
        answer = await person.get(urljoin(media, f"segment/{sequence}.m4s"), bearer=False)
        if answer.status == 200:
            found |= await asyncio.to_thread(seen, init + answer.body)
    return found


async def test_what_was_private(house: Household, den: Guarded, cam: Chameleon) -> None:
    """While the owner goes on watching, a viewer who is let in sees nothing from before."""
    owner, viewer = house["owner"], house["viewer"]
    await owner.call_service("switch.turn_on", den.privacy)
    cam.color = "purple"
    url = await live(owner, den)
    assert len(await follow_hls(owner, url)) > 2

    async def both() -> bool:
        return {"green", "purple"} <= await all_of_it(owner, url)

    await eventually(lambda: shows(owner, url, "purple"))
    cam.color = "green"
    await eventually(both, 20)
    await owner.call_service("switch.turn_off", den.privacy)
    mine = await live(viewer, den)
    await eventually(lambda: shows(viewer, mine, "green"), 20)
    assert await all_of_it(viewer, mine) == {"green"}
    assert "purple" in await all_of_it(owner, url)
    assert "green" in await all_of_it(owner, url)


async def shows(person: Person, url: str, color: str) -> bool:
    """Return whether a colour is among what there is."""
    return color in await all_of_it(person, url)


async def let_in(house: Household, camera: Guarded, viewers: list[Person], *allow: str) -> None:
    """Share the camera with exactly these, as its owner."""
    ids = [viewer.id for viewer in viewers]
    await house["owner"].call_service("dropcam_privacy.set_sharing", camera.entity_id, viewers=ids, allow=list(allow))


async def test_before_they_were_let_in(house: Household, den: Guarded, cam: Chameleon) -> None:
    """While others go on watching, a new viewer sees nothing from before; and theirs goes on, from then."""
    owner, viewer, admin = house["owner"], house["viewer"], house["admin"]
    cam.color = "purple"
    await owner.call_service("switch.turn_off", den.privacy)
    theirs = await live(viewer, den)
    await eventually(lambda: shows(viewer, theirs, "purple"), 20)
    cam.color = "green"
    await eventually(lambda: shows(viewer, theirs, "green"), 20)
    assert await all_of_it(viewer, theirs) == {"green", "purple"}
    await let_in(house, den, [viewer, admin])
    mine = await live(admin, den)
    await eventually(lambda: shows(admin, mine, "green"), 20)
    assert await all_of_it(admin, mine) == {"green"}
    await eventually(lambda: shows(viewer, theirs, "green"), 20)
    # Out and in again: in between was not theirs.
    await let_in(house, den, [viewer])
    cam.color = "purple"
    await eventually(lambda: shows(viewer, theirs, "purple"), 20)
    cam.color = "green"
    await eventually(lambda: shows(viewer, theirs, "green"), 20)
    await let_in(house, den, [viewer, admin])
    mine = await live(admin, den)
    await eventually(lambda: shows(admin, mine, "green"), 20)
    assert await all_of_it(admin, mine) == {"green"}
    await let_in(house, den, [viewer])


async def test_before_programs_were_let_in(house: Household, den: Guarded, cam: Chameleon) -> None:
    """Nor does a program that owners allow while a viewer watches."""
    owner, viewer = house["owner"], house["viewer"]
    token = await owner.ws("auth/long_lived_access_token", client_name="kiosk", lifespan=1)
    kiosk = Person(owner.url, "kiosk", owner.pictures)
    kiosk.access_token = token
    try:
        cam.color = "purple"
        await owner.call_service("switch.turn_off", den.privacy)
        theirs = await live(viewer, den)
        await eventually(lambda: shows(viewer, theirs, "purple"), 20)
        cam.color = "green"
        await eventually(lambda: shows(viewer, theirs, "green"), 20)
        await let_in(house, den, [viewer], "integrations")
        mine = await live(kiosk, den)
        await eventually(lambda: shows(kiosk, mine, "green"), 20)
        assert await all_of_it(kiosk, mine) == {"green"}
    finally:
        await let_in(house, den, [viewer])
        await kiosk.close()


async def test_a_still_from_before(house: Household, den: Guarded, cam: Chameleon) -> None:
    """The picture of a moment ago, which is there, is not theirs: neither the still, nor the first of a row."""
    owner, viewer, admin = house["owner"], house["viewer"], house["admin"]
    await owner.call_service("switch.turn_off", den.privacy)
    for path in ("/api/camera_proxy/", "/api/camera_proxy_stream/"):
        for _ in range(5):
            cam.color = "purple"
            stop = asyncio.Event()

            async def busy(stop: asyncio.Event = stop) -> None:
                while not stop.is_set():
                    assert (await owner.get(f"/api/camera_proxy/{den.entity_id}")).status == 200

            watching = asyncio.create_task(busy())
            await asyncio.sleep(0.4)
            cam.color = "green"
            await let_in(house, den, [viewer, admin])
            answer = await admin.get(path + den.entity_id, most=20_000)
            assert answer.status == 200
            found = seen(answer.body)
            stop.set()
            await watching
            await let_in(house, den, [viewer])
            assert found == {"green"}, path
