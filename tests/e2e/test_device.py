"""A device with several pictures on a real server: guarded as a whole, under the hammer of a flatmate."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import cycle

import aiohttp
import pytest

from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import seen

from .conftest import Household, make_household
from .guarded import add_account
from .person import Person

MAIN = "camera.doorbell_main"
BESIDE = ("camera.doorbell_sub", "image.doorbell_main", "image.doorbell_sub")
LATER = ("camera.doorbell_package", "image.doorbell_package")


def paths(entity_id: str) -> list[str]:
    """List where a picture can be asked for."""
    domain = entity_id.partition(".")[0]
    return [f"/api/{domain}_proxy/{entity_id}", f"/api/{domain}_proxy_stream/{entity_id}"]


@asynccontextmanager
async def hammered(person: Person, *entity_ids: str) -> AsyncIterator[Counter[str]]:
    """Ask for pictures without a pause; count by entity those that came, and by "asked" the answers."""
    came: Counter[str] = Counter()
    asked = cycle([(entity_id, path) for entity_id in entity_ids for path in paths(entity_id)])

    async def ask_on() -> None:
        while True:
            entity_id, path = next(asked)
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                answer = await person.get(path, most=60_000, seconds=1)
                came["asked"] += 1
                if await asyncio.to_thread(seen, answer.body):
                    came[entity_id] += 1
            await asyncio.sleep(0.005)

    tasks = [asyncio.create_task(ask_on()) for _ in range(4)]
    try:
        yield came
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Household]:
    """A household with a doorbell, which nobody guards yet."""
    house = await make_household(tmp_path_factory.mktemp("device"), neighbours=["doorbell"])
    try:
        yield house
    finally:
        await house["nobody"].close()
        await house.server.close()


async def test_whole_device(house: Household) -> None:
    """Open before; then closed for good: while it is guarded, after an update of the device, and through restarts."""
    admin, owner, other = house["admin"], house["owner"], house["other"]
    async with FakeCamera("red") as camera:
        done = await admin.config_flow("doorbell", {"address": camera.still_url})
        device = done["result"]["entry_id"]
        async with hammered(other, MAIN, *BESIDE) as came:
            await asyncio.sleep(3)
        assert {MAIN, *BESIDE} <= came.keys()  # so this can fail

        account = await add_account(admin, owner)
        form = await admin.subentry_flow(
            account, "camera", {"next_step_id": "existing"}, {"cameras": [MAIN], "take_over": True}
        )
        assert form["step_id"] == "device"
        field = form["data_schema"][0]
        assert set(field["default"]) == set(BESIDE)
        flow = f"/api/config/config_entries/subentries/flow/{form['flow_id']}"
        await admin.post(flow, {"closed": field["default"]})
        done = (await admin.post(flow, {"viewers": [], "allow": [], "lowerers": []})).json()
        assert done["type"] == "create_entry", done

        async def owner_sees() -> None:
            async with asyncio.timeout(20):
                while seen((await owner.get(f"/api/camera_proxy/{MAIN}")).body) != {"red"}:  # noqa: ASYNC110 - asked
                    await asyncio.sleep(0.1)

        await owner_sees()
        async with hammered(other, MAIN, f"{MAIN}_original", *BESIDE, *LATER) as came:
            await asyncio.sleep(2)
            # The device gets more pictures, and its integration is loaded anew.
            await admin.ws("config_entries/update", entry_id=device, title="Doorbell, updated")
            await admin.post(f"/api/config/config_entries/entry/{device}/reload")
            await asyncio.sleep(3)
            await owner_sees()
            # Somebody enables one by hand, and one is not enough.
            for entity_id in (*BESIDE, *LATER):
                await admin.ws("config/entity_registry/update", entity_id=entity_id, disabled_by=None)
            await admin.post(f"/api/config/config_entries/entry/{device}/reload")
            await asyncio.sleep(3)
            await house.server.restart()
            await asyncio.sleep(3)
        assert came.keys() == {"asked"}, came
        assert came["asked"] > 500
        await owner_sees()
        for entity_id in (*BESIDE, *LATER):
            entry = await admin.ws("config/entity_registry/get", entity_id=entity_id)
            assert entry["disabled_by"] == "user", entity_id

        # An owner's removal gives all of it back. The owner becomes an administrator for that.
        await admin.ws("config/auth/update", user_id=owner.id, group_ids=["system-admin"])
        await owner.delete(f"/api/config/config_entries/entry/{account}")
        await admin.post(f"/api/config/config_entries/entry/{device}/reload")
        async with hammered(other, MAIN, *BESIDE, *LATER) as came:
            await asyncio.sleep(4)
        assert {MAIN, *BESIDE, *LATER} <= came.keys()
