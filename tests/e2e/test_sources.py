"""A camera's source that somebody else changes: nobody sees it before an owner has accepted it, whatever is killed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.cameras import FakeCamera
from tests.fakes.pictures import seen

from .conftest import Household, make_household
from .guarded import Guarded, add_account, guard_address
from .roads import walk

PENDING = "binary_sensor.owner_s_cameras_waiting"
OWNERS: dict[str, Any] = {"username": "owner", "password": "pw-recorder-owner-31"}
ADMINS: dict[str, Any] = {"username": "admin", "password": "pw-recorder-admin-32"}


@pytest.fixture(scope="module")
async def recorder() -> AsyncIterator[FakeCamera]:
    """A recorder with a camera that is shared and one that is private; the administrator has a login of their own."""
    async with FakeCamera("red", **OWNERS) as recorder:
        recorder.channels = {"yard": "green", "bedroom": "blue"}
        recorder.add_login(**ADMINS, color="red")
        yield recorder


@pytest.fixture(scope="module")
async def home(
    tmp_path_factory: pytest.TempPathFactory, recorder: FakeCamera
) -> AsyncIterator[tuple[Household, Guarded]]:
    """A household of its own, with a camera that its owner shares."""
    house = await make_household(tmp_path_factory.mktemp("sources"))
    try:
        account = await add_account(house["admin"], house["owner"])
        yard = f"{recorder.host}/yard/still.jpg"
        guarded = await guard_address(
            house["admin"], account, "Yard", viewers=[house["viewer"]], still_image_url=yard, **OWNERS
        )
        await house["owner"].call_service("switch.turn_off", guarded.privacy)
        yield house, guarded
    finally:
        await house["nobody"].close()
        await house.server.close()


async def point(house: Household, camera: Guarded, address: str) -> str:
    """Have the administrator enter another source, with their own login; tell how that ends."""
    form = {"still_image_url": address, **ADMINS, "verify_ssl": True}
    flow = await house["admin"].subentry_flow(
        camera.account, "camera", {"next_step_id": "source"}, form, subentry_id=camera.subentry
    )
    return str(flow.get("reason"))


async def answer(house: Household, action: str, **data: Any) -> Any:
    """Let the owner answer what waits."""
    told = await house["owner"].ws(
        "call_service",
        domain="dropcam_privacy",
        service=action,
        service_data=data,
        target={"entity_id": PENDING},
        return_response=True,
    )
    return told["response"][PENDING]


async def pictures(house: Household, camera: Guarded) -> dict[str, set[str]]:
    """Return whose pictures each of the people gets."""
    names = ("owner", "viewer", "other", "admin")
    return {name: await walk("still_bearer", house[name], camera.entity_id) for name in names}


async def test_the_wall_holds_for_sources(home: tuple[Household, Guarded], recorder: FakeCamera) -> None:
    """The old picture goes on, through a kill as well, until the owner has accepted the new one."""
    house, camera = home
    bedroom = f"{recorder.host}/bedroom/still.jpg"
    old = {"owner": {"green"}, "viewer": {"green"}, "other": set(), "admin": set()}
    new = {"owner": {"blue"}, "viewer": {"blue"}, "other": set(), "admin": set()}
    assert await pictures(house, camera) == old

    watching = asyncio.create_task(house["viewer"].get(f"/api/camera_proxy_stream/{camera.entity_id}", seconds=6))
    assert await point(house, camera, bedroom) == "proposed_source"
    assert await pictures(house, camera) == old
    assert seen((await watching).body) == {"green"}
    asked = {request.username for request in recorder.requests if request.path.startswith("/bedroom/")}
    assert asked - {None} == {"admin"}, "tried with what the administrator typed, and with nothing of the owner's"
    assert await house["owner"].state(PENDING) is not None

    # Home Assistant writes entries a second late; a restart writes them.
    await house.server.restart()
    assert await pictures(house, camera) == old
    told = await answer(house, "list_changes")
    (waits,) = told["cameras"]
    assert waits["source"]["still_image_url"] == bedroom
    assert waits["source"]["login_changed"]
    assert ADMINS["password"] not in repr(told)

    await answer(house, "accept_changes", change_id=told["change_id"])
    assert await pictures(house, camera) == new
    # The record is there, the entry is not yet: it is as if both were.
    await house.server.kill()
    await house.server.start()
    assert await pictures(house, camera) == new
    assert (await answer(house, "list_changes"))["cameras"] == []
    house.assert_no_secrets(OWNERS["password"], ADMINS["password"])


async def test_a_rejected_source_is_gone(home: tuple[Household, Guarded], recorder: FakeCamera) -> None:
    """Whoever asks again asks again."""
    house, camera = home
    before = await pictures(house, camera)
    assert await point(house, camera, f"{recorder.host}/yard/still.jpg") == "proposed_source"
    told = await answer(house, "list_changes")
    await answer(house, "reject_changes", change_id=told["change_id"])
    assert (await answer(house, "list_changes"))["cameras"] == []
    assert await pictures(house, camera) == before
    await house.server.restart()
    assert await pictures(house, camera) == before
