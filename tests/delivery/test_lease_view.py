"""Leases for cards and kiosks: for whoever may watch, as long as they may, and no longer."""

from datetime import datetime, timedelta
import re
from typing import Any
from unittest.mock import patch

from aiohttp import ClientError
from homeassistant.util import dt as dt_util
import pytest

from custom_components.dropcam_privacy import gatekeeper as gatekeeper_module
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.leases import MOST
from custom_components.dropcam_privacy.policy.model import RefreshTokenId
from tests.household.flows import account, address_camera
from tests.household.home import CAMERA, STILL, Household
from tests.household.leases import URL, lease
from tests.waiting import until

NOBODY: dict[str, Any] = {"headers": {}}


async def test_a_lease_opens_both_views(home: Household) -> None:
    """Without a login; five minutes, and no longer than it says."""
    given = await lease(home.anna)
    assert set(given) == {"token", "still_url", "mjpeg_url", "expires_at"}
    assert re.fullmatch("[0-9a-f]{64}", given["token"])
    left = datetime.fromisoformat(given["expires_at"]) - dt_util.utcnow()
    assert timedelta(minutes=4, seconds=50) < left <= timedelta(minutes=5)
    assert await home.anna.sees(given["still_url"], **NOBODY) == "red"
    response = await home.anna.get(given["mjpeg_url"], **NOBODY)
    assert response.status == 200
    assert b"\xff\xd8" in await response.content.read(2048)
    response.close()
    assert (await lease(home.anna))["token"] != given["token"]


async def test_who_gets_one(home: Household) -> None:
    """Who may watch; everything else is refused alike, with 403 and never with 401."""
    for person, private, lowered in zip(home.everybody, (200, 403, 403, 403), (200, 200, 403, 403), strict=True):
        assert (await person.post(URL, {"entity_id": CAMERA})).status == private
        await home.lower()
        assert (await person.post(URL, {"entity_id": CAMERA})).status == lowered
        await home.raise_privacy()
    bodies = set()
    for person, entity_id in ((home.carl, CAMERA), (home.carl, "camera.none"), (home.anna, "camera.none")):
        response = await person.post(URL, {"entity_id": entity_id})
        assert response.status == 403
        bodies.add(await response.text())
    nobody = await home.anna.http.post(URL, json={"entity_id": CAMERA})
    wrong = await home.anna.http.post(URL, json={"entity_id": CAMERA}, headers={"Authorization": "Bearer no"})
    assert (nobody.status, wrong.status) == (403, 403)
    assert len(bodies | {await nobody.text(), await wrong.text()}) == 1


@pytest.mark.parametrize("body", [None, [], "camera.nursery", {}, {"entity_id": ["camera.nursery"]}, {"entity_id": 1}])
async def test_what_is_no_question(home: Household, body: object) -> None:
    """Anything but an entity id in an object."""
    assert (await home.anna.post(URL, body)).status == 400
    raw = await home.anna.http.post(URL, data=b"{", headers={"Authorization": f"Bearer {home.anna.token}"})
    assert raw.status == 400


async def test_it_is_for_one_camera(home: Household) -> None:
    """The same owner's other camera is not opened by it, nor a stock token."""
    other = address_camera("porch", still_image_url=home.fake.still_url)
    entry = account(home.hass, home.anna.user, home.carl.user, cameras=(other,))
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    token = (await lease(home.anna))["token"]
    assert await home.anna.sees("/api/camera_proxy/camera.porch") == "red"
    assert await home.anna.sees(f"/api/camera_proxy/camera.porch?token={token}", **NOBODY) == 403
    for bad in (token.upper(), token[:-1], f"{token}0", f"%20{token}"):
        assert await home.anna.sees(f"{STILL}?token={bad}", **NOBODY) == 403


async def test_it_ends_with_what_it_stands_for(home: Household) -> None:
    """With privacy, with the viewer's place on the list, with the login, with the camera."""
    await home.lower()

    async def holds(token: str) -> bool:
        return await home.anna.sees(f"{STILL}?token={token}", **NOBODY) == "red"

    mine, bens = (await lease(home.anna))["token"], (await lease(home.ben))["token"]
    assert await holds(bens)
    await home.raise_privacy()
    assert (await holds(mine), await holds(bens)) == (True, False)
    await home.lower()
    assert not await holds(bens)
    bens = (await lease(home.ben))["token"]
    await home.share(viewers=[])
    assert (await holds(mine), await holds(bens)) == (True, False)
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert not await holds(mine)
    mine = (await lease(home.anna))["token"]
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    assert not await holds(mine)


async def test_a_stream_under_it_ends_with_the_login(home: Household) -> None:
    """The stream that is open is cut in the same moment."""
    given = await lease(home.anna)
    response = await home.carl.get(given["mjpeg_url"], **NOBODY)
    assert b"\xff\xd8" in await response.content.read(2048)
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    with pytest.raises(ClientError):
        await response.read()
    assert not home.hass.data[GATEKEEPER].leases.all()


async def test_it_lives_by_use(home: Household) -> None:
    """Five minutes after the last picture it is over; before that, each picture gives five more."""
    token = (await lease(home.anna))["token"]
    begin = gatekeeper_module.monotonic()
    (held,) = home.hass.data[GATEKEEPER].leases.all()
    for minute, sees in ((0, "red"), (4, "red"), (8, "red"), (12.9, "red"), (18, 403)):
        with patch.object(gatekeeper_module, "monotonic", lambda minute=minute: begin + 60 * minute):
            assert await home.anna.sees(f"{STILL}?token={token}", **NOBODY) == sees
        # The connection is bound to the lease until the picture has reached the other side.
        await until(lambda: not held._cuts)
    with patch.object(gatekeeper_module, "monotonic", lambda: begin + 60 * 18):
        home.hass.data[GATEKEEPER]._sweep(None)
    # What is forgotten stays so, whatever the clock says.
    assert await home.anna.sees(f"{STILL}?token={token}", **NOBODY) == 403


async def test_it_is_no_login(home: Household) -> None:
    """A lease opens the two views and nothing else of Home Assistant."""
    token = (await lease(home.anna))["token"]
    for path in ("/api/states", f"/api/states/{CAMERA}", URL):
        response = await home.anna.http.get(f"{path}?token={token}", headers={"Authorization": f"Bearer {token}"})
        assert response.status in (401, 405)


async def test_a_dashboard_that_reloads(home: Household) -> None:
    """Its newest leases open the camera, however many it has left behind; what others hold stays."""
    await home.lower()
    bens = (await lease(home.ben))["token"]
    running = await home.ben.get((await lease(home.ben))["mjpeg_url"], **NOBODY)
    assert b"\xff\xd8" in await running.content.read(2048)
    given = [(await lease(home.anna))["token"] for _ in range(3 * MOST)]
    book = home.hass.data[GATEKEEPER].leases
    assert len(book.of_login(RefreshTokenId(home.anna.login.id))) == MOST
    for token, sees in ((given[0], 403), (given[-MOST - 1], 403), (given[-MOST], "red"), (given[-1], "red")):
        assert await home.anna.sees(f"{STILL}?token={token}", **NOBODY) == sees
    assert await home.ben.sees(f"{STILL}?token={bens}", **NOBODY) == "red"
    assert b"\xff\xd8" in await running.content.read(200_000)
    running.close()
