"""Who is believed to ask: by which route and with what login, never by what a context still holds."""

from datetime import timedelta
from typing import Any

from aiohttp import ClientError
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.policy.model import CameraId
from tests.household.home import CAMERA, CLIENT, MJPEG, STILL, Household, Person, log_in
from tests.household.signing import NOBODY, signed


async def first_bytes(person: Person, path: str = MJPEG, **how: Any) -> int:
    """Open a stream, and tell the status of the answer."""
    response = await person.get(path, **how)
    if response.status == 200:
        assert b"\xff\xd8" in await response.content.read(2048)
    response.close()
    return response.status


async def test_people_with_their_own_login(home: Household) -> None:
    """The owner sees the picture always, the viewer without privacy, others never, by both views."""
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
    assert [await first_bytes(person) for person in home.everybody] == [200, 403, 403, 403]
    await home.lower()
    assert [await person.sees() for person in home.everybody] == ["red", "red", 403, 403]
    assert [await first_bytes(person) for person in home.everybody] == [200, 200, 403, 403]
    assert [await first_bytes(person, f"{MJPEG}?interval=0.5") for person in home.everybody] == [200, 200, 403, 403]


async def test_without_a_login(home: Household) -> None:
    """Nobody gets anything, with or without something in a token's place."""
    await home.lower()
    for query in ("", "?token=", "?token=None", "?token=0", "?token=" + "0" * 64, "?token=&token="):
        assert await home.anna.sees(STILL + query, **NOBODY) in (401, 403)
        assert await first_bytes(home.anna, MJPEG + query, **NOBODY) in (401, 403)


async def test_a_path_that_somebody_signed_themselves(home: Household) -> None:
    """For half a minute it is theirs; for hours it is a program's."""
    await home.lower()
    for person, sees in zip(home.everybody, ("red", "red", 403, 403), strict=True):
        assert await person.sees(await signed(person), **NOBODY) == sees
        assert await person.sees(await signed(person, f"{STILL}?width=100"), **NOBODY) == sees
    assert await home.anna.sees(await signed(home.anna, STILL, 60), **NOBODY) == "red"
    assert await home.anna.sees(await signed(home.anna, STILL, 61), **NOBODY) == 403
    assert await home.anna.sees(await signed(home.anna, STILL, 86400), **NOBODY) == 403
    assert await first_bytes(home.anna, await signed(home.anna, MJPEG), **NOBODY) == 200
    # Signed twice over: Home Assistant believes the bearer, and who else was there cannot be told.
    assert await home.anna.sees(await signed(home.anna)) == 403
    assert await home.carl.sees(await signed(home.anna)) == 403


@pytest.mark.parametrize("seconds", [30, 86400])
async def test_a_path_that_a_program_signed(home: Household, seconds: int) -> None:
    """Home Assistant signs in the name of whoever its context names, an owner too; that is not the owner asking."""
    await home.lower()
    for login in (home.anna.login.id, None):
        path = async_sign_path(home.hass, STILL, timedelta(seconds=seconds), refresh_token_id=login)
        assert await home.anna.sees(path, **NOBODY) == 403


async def test_a_signed_path_dies_with_its_login(home: Household) -> None:
    """Logged out is logged out."""
    path = await signed(home.anna)
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    assert await home.anna.sees(path, **NOBODY) == 403


async def test_programs_with_a_users_token(
    home: Household, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """A long-lived token of the owner, and users of the system, even if an owner's name was given to one."""
    await home.lower()
    client = await hass_client_no_auth()
    kiosk = await log_in(home.hass, home.anna.user, client, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    cast = await home.hass.auth.async_create_system_user("Home Assistant Cast", group_ids=["system-admin"])
    tv = await log_in(home.hass, cast, client, hass_ws_client)
    await home.enter_owners(home.anna, tv, by=home.anna)
    assert home.policy.owners == {home.anna.user.id, cast.id}
    for program in (kiosk, tv):
        assert await program.sees() == 403
        assert await first_bytes(program) == 403
        assert not (await program.ask(type="camera/stream", entity_id=CAMERA))["success"]
        assert await program.sees(await signed(program), **NOBODY) == 403
        assert await program.call("camera.turn_off", CAMERA) == "refused"
    assert await home.anna.sees() == "red"


async def test_a_user_who_may_not_log_in(home: Household) -> None:
    """A deactivated user gets nothing by a token from before, nor does their stream go on."""
    response = await home.anna.get(MJPEG)
    assert response.status == 200
    await response.content.read(100)
    token = home.anna.token
    # As a damaged or hand-made user store would have it: the login is still there.
    home.anna.user.is_active = False
    home.anna.user.invalidate_cache()
    assert await home.anna.sees(headers={"Authorization": f"Bearer {token}"}) in (401, 403)
    home.anna.user.is_active = True
    home.anna.user.invalidate_cache()
    await home.hass.auth.async_update_user(home.anna.user, is_active=False)
    with pytest.raises(ClientError):
        await response.read()
    assert await home.anna.sees(headers={"Authorization": f"Bearer {token}"}) == 401


async def test_another_cameras_path(home: Household) -> None:
    """A path or a token is for one camera; what it is rewritten to gets nothing."""
    path = await signed(home.anna)
    for other in ("camera.other", "camera.nursery2", "camera.Nursery"):
        assert await home.anna.sees(path.replace(CAMERA, other), **NOBODY) != "red"


async def test_a_login_of_somebody_elses(home: Household, hass: HomeAssistant) -> None:
    """A second login of the same person is theirs as well; the first one's end does not end it."""
    second = await hass.auth.async_create_refresh_token(home.anna.user, CLIENT)
    hass.auth.async_remove_refresh_token(home.anna.login)
    headers = {"Authorization": f"Bearer {hass.auth.async_create_access_token(second)}"}
    assert await home.anna.sees(headers=headers) == "red"
    assert home.camera.id == CameraId("nursery")
