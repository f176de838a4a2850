"""An administrator swaps the entity ids of two cameras on a real server: nothing opens before the owner has seen it."""

from typing import Any

import pytest

from tests.fakes.pictures import seen

from .conftest import Household
from .crowd import STILL, Clocked
from .guarded import DOMAIN, add_account, guard_address
from .person import Person, RefusedError

WAITING = "binary_sensor.owner_s_cameras_waiting"


async def swap(admin: Person, one: str, other: str) -> None:
    """Swap two entity ids, as an administrator does in the settings."""
    between = f"{one.partition('.')[0]}.between"
    for old, new in ((one, between), (other, one), (between, other)):
        await admin.ws("config/entity_registry/update", entity_id=old, new_entity_id=new)


async def answer(owner: Person, action: str, **data: Any) -> Any:
    """List or answer what waits."""
    target = {"entity_id": WAITING}
    told = await owner.ws(
        "call_service", domain=DOMAIN, service=action, target=target, service_data=data, return_response=True
    )
    return told["response"][WAITING]


async def test_swapped(house: Household) -> None:
    """Until the owner has accepted what is called what; and so after a restart."""
    owner, viewer = house["owner"], house["viewer"]
    async with Clocked("red") as inside, Clocked("green") as outside:
        account = await add_account(house["admin"], owner)
        cameras = [
            await guard_address(house["admin"], account, name, viewers=[viewer], still_image_url=cam.still_url)
            for name, cam in (("Crib", inside), ("Gate", outside))
        ]
        crib, gate = cameras
        await swap(house["admin"], crib.privacy, gate.privacy)
        for _ in range(2):
            for camera in cameras:
                with pytest.raises(RefusedError, match="changed the name or entity ID"):
                    await owner.call_service("switch.turn_off", camera.privacy)
                with pytest.raises(RefusedError, match="changed the name or entity ID"):
                    await owner.call_service(f"{DOMAIN}.lower_privacy", camera=[camera.subentry])
                assert (await viewer.get(STILL + camera.entity_id)).status == 403
            await house.server.restart()
        told = await answer(owner, "list_changes")
        renamed = {camera["name"]: [it["now"] for it in camera["renamed"]] for camera in told["cameras"]}
        assert renamed == {"Crib": [gate.privacy], "Gate": [crib.privacy]}
        await answer(owner, "accept_changes", change_id=told["change_id"])
        await owner.call_service("switch.turn_off", gate.privacy)
        assert seen((await viewer.get(STILL + crib.entity_id)).body) == {"red"}
        assert (await viewer.get(STILL + gate.entity_id)).status == 403
        await house["admin"].delete(f"/api/config/config_entries/entry/{account}")
