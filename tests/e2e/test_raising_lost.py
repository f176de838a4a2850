"""Raising while the account is loaded anew without end: every answered success holds, by whatever action."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import contextlib
import json
from random import Random
import time

from aiohttp import ClientError
import pytest

from tests.fakes.pictures import seen
from tests.waiting import until

from .conftest import Household
from .crowd import STILL, Clocked
from .guarded import DOMAIN, Guarded, add_account, guard_address
from .person import RefusedError

SECONDS = 25
type Raise = Callable[[Household, Guarded], Awaitable[object]]


def _by(person: str, action: str, *, rest: bool = False) -> Raise:
    return lambda house, lab: house[person].call_service(f"{DOMAIN}.{action}", rest=rest, camera=[lab.subentry])


WAYS: dict[str, Raise] = {
    "own action": _by("viewer", "raise_privacy"),
    "own action by REST": _by("other", "raise_privacy", rest=True),
    "own action, off": _by("owner", "turn_off"),
    "switch": lambda house, lab: house["viewer"].call_service("switch.turn_on", lab.privacy),
    "switch by REST": lambda house, lab: house["other"].call_service("switch.turn_on", lab.privacy, rest=True),
    "switch of the account": lambda house, _: house["viewer"].call_service(
        "switch.turn_on", "switch.owner_s_cameras_privacy"
    ),
    "camera off": lambda house, lab: house["owner"].call_service("camera.turn_off", lab.entity_id),
}


@pytest.fixture
async def lab(house: Household) -> AsyncIterator[Guarded]:
    """A camera that its owner shares."""
    async with Clocked("cyan") as cam:
        account = await add_account(house["admin"], house["owner"])
        yield await guard_address(
            house["admin"], account, "Lab", viewers=[house["viewer"]], still_image_url=cam.still_url
        )
        await house["admin"].delete(f"/api/config/config_entries/entry/{account}")


def _written(house: Household, lab: Guarded) -> bool:
    """Return whether the disk says that nobody but owners may look."""
    data = json.loads((house.server.directory / ".storage" / "dropcam_privacy.rights").read_bytes())["data"]
    camera = data["accounts"][lab.account]["cameras"][lab.subentry]
    return not (camera["lowered"] and camera["on"])


async def _looks(house: Household, lab: Guarded) -> set[str]:
    """Return whose picture the viewer sees."""
    try:
        answer = await house["viewer"].get(STILL + lab.entity_id)
    except ClientError:  # cut by a reload
        return set()
    return seen(answer.body) if answer.status == 200 else set()


@pytest.mark.timeout(200)
async def test_while_the_account_is_loaded_anew(house: Household, lab: Guarded) -> None:
    """No success is a lie."""
    reloads, pauses = 0, Random(7)

    async def reload_always() -> None:
        nonlocal reloads
        while True:
            await house["admin"].post(f"/api/config/config_entries/entry/{lab.account}/reload", {})
            reloads += 1
            await asyncio.sleep(pauses.uniform(0, 0.2))  # now and then somebody is to see something

    reloading = asyncio.create_task(reload_always())
    answered = dict.fromkeys(WAYS, 0)
    refused = 0
    pictures = 0
    try:
        until_then = time.monotonic() + SECONDS
        while time.monotonic() < until_then:
            for name, raise_ in WAYS.items():
                for action in ("lower_privacy", "turn_on"):
                    await house["owner"].call_service(f"{DOMAIN}.{action}", camera=[lab.subentry])
                pictures += bool(await _looks(house, lab))
                try:
                    await raise_(house, lab)
                except RefusedError:
                    refused += 1
                    continue
                answered[name] += 1
                assert not await _looks(house, lab), name
                # Of an entity that was not there Home Assistant does not wait for what becomes of it.
                assert name.startswith("own") <= _written(house, lab), name
                await until(lambda: _written(house, lab))
    finally:
        reloading.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await reloading
    assert min(answered.values()) > 3, answered
    assert reloads > 10
    assert pictures, "nothing was to be lost"
    print(f"{answered} raised, {refused} refused, {reloads} reloads, {pictures} pictures before")  # noqa: T201 - the figures
