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
    """Tell whether a colour is among what there is."""
    return color in await all_of_it(person, url)
