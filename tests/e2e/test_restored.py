"""An older state of the disk that is put back brings nobody back in before an owner has confirmed it."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
import shutil
from typing import Any

import pytest

from tests.fakes.cameras import FakeCamera

from .conftest import Household, make_household
from .guarded import Guarded, add_account, guard_address
from .person import RefusedError
from .roads import walk

pytestmark = pytest.mark.matrix

PENDING = "binary_sensor.owner_s_cameras_waiting"
RESTART = 100  # how Home Assistant ends when it wants to be started again
BACKUP_SECONDS = 60


@pytest.fixture(scope="module")
async def home(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Household, Guarded]]:
    """A household of its own, with a camera that its owner shares."""
    house = await make_household(tmp_path_factory.mktemp("restored"), "backup:\n")
    async with FakeCamera("cyan") as camera:
        try:
            account = await add_account(house["admin"], house["owner"])
            guarded = await guard_address(
                house["admin"], account, "Cellar", viewers=[house["viewer"]], still_image_url=camera.still_url
            )
            yield house, guarded
        finally:
            await house["nobody"].close()
            await house.server.close()


async def sees(house: Household, camera: Guarded, name: str) -> bool:
    """Return whether somebody gets a picture."""
    return await walk("still_bearer", house[name], camera.entity_id) == {"cyan"}


async def lower(house: Household, camera: Guarded) -> None:
    """End privacy, so that the viewer sees."""
    await house["owner"].call_service("switch.turn_off", camera.privacy)
    assert await sees(house, camera, "viewer")


async def take_away(house: Household, camera: Guarded) -> None:
    """Raise privacy, let nobody in, and turn the camera off; all of it is acknowledged."""
    owner = house["owner"]
    await owner.call_service("switch.turn_on", camera.privacy)
    await owner.call_service("dropcam_privacy.set_sharing", camera.entity_id, viewers=[])
    await owner.call_service("camera.turn_off", camera.entity_id)


async def answer(house: Household, action: str, **data: Any) -> Any:
    """Let the owner answer what waits."""
    target = {"entity_id": PENDING}
    told = await house["owner"].ws(
        "call_service",
        domain="dropcam_privacy",
        service=action,
        service_data=data,
        target=target,
        return_response=True,
    )
    return told["response"][PENDING]


async def issues(house: Household) -> set[str]:
    """List what everybody is told."""
    listed = await house["viewer"].ws("repairs/list_issues")
    return {issue["translation_key"] for issue in listed["issues"] if issue["domain"] == "dropcam_privacy"}


async def all_closed(house: Household, camera: Guarded) -> None:
    """Nobody sees, privacy is on, and it is said."""
    assert not await sees(house, camera, "viewer")
    assert not await sees(house, camera, "owner")  # it was off when last acknowledged
    state = await house["owner"].state(camera.privacy)
    assert state is not None
    assert state["state"] == "on"
    assert await issues(house) == {"restored"}


async def confirmed(house: Household, camera: Guarded) -> None:
    """One confirmation by an owner brings it back: the owner sees at once, the viewer when privacy ends."""
    told = await answer(house, "list_changes")
    assert told["restored"]
    (what,) = told["cameras"]
    assert [viewer["id"] for viewer in what["viewers_added"]] == [house["viewer"].id]
    assert what["turns_on"]
    await answer(house, "accept_changes", change_id=told["change_id"])
    assert await issues(house) == set()
    assert await sees(house, camera, "owner")
    assert not await sees(house, camera, "viewer")
    await lower(house, camera)


async def test_an_older_storage_is_put_back(home: tuple[Household, Guarded]) -> None:
    """A copy of the folder from when the camera was shared, put back after everything was taken away."""
    house, camera = home
    storage, copy = house.server.directory / ".storage", house.server.directory / "copy"
    await lower(house, camera)
    await house.server.stop()
    shutil.copytree(storage, copy)
    await house.server.start()
    assert await sees(house, camera, "viewer")  # a restart in order is no restoration
    await take_away(house, camera)
    await house.server.stop()
    shutil.rmtree(storage)
    copy.rename(storage)
    await house.server.start()
    await all_closed(house, camera)
    # It stays so until an owner has confirmed it, whatever happens to the process.
    await house.server.kill()
    await house.server.start()
    await all_closed(house, camera)
    await confirmed(house, camera)
    await house.server.restart()
    assert await sees(house, camera, "viewer")
    assert await issues(house) == set()


async def test_a_backup_is_restored(home: tuple[Household, Guarded]) -> None:
    """By Home Assistant's own backups, which leave out what tells."""
    house, camera = home
    admin = house["admin"]
    assert await sees(house, camera, "viewer")
    events = await admin.subscribe("backup/subscribe_events")
    await admin.ws("backup/generate", agent_ids=["backup.local"], include_database=False)
    async with asyncio.timeout(BACKUP_SECONDS):
        while (await events.get()).get("state") != "completed":
            pass
    (backup,) = (await admin.ws("backup/info"))["backups"]
    await take_away(house, camera)
    with contextlib.suppress(RefusedError):  # it hangs up, as it ends
        await admin.ws("backup/restore", backup_id=backup["backup_id"], agent_id="backup.local")
    assert await house.server.ended() == RESTART
    await house.server.start(wait=False)
    assert await house.server.ended() == RESTART  # it has put the backup in place
    await house.server.start()
    await all_closed(house, camera)
    await confirmed(house, camera)
