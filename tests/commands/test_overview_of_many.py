"""How long the overview takes in a large house: it is computed on the event loop."""

from time import perf_counter
from typing import Any

from homeassistant.auth.models import RefreshToken, User
from homeassistant.components.websocket_api import ActiveConnection

from custom_components.dropcam_privacy.commands.asking import Asker
from custom_components.dropcam_privacy.commands.telling import Telling
from custom_components.dropcam_privacy.config import cameras_of
from custom_components.dropcam_privacy.logins import Login
from custom_components.dropcam_privacy.policy.model import RefreshTokenId, UserId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.household.flows import address_camera, as_subentry
from tests.household.home import Household

CAMERAS, SUBSCRIBERS = 50, 20
# It takes some 10 ms; a machine that is busy with other things takes a multiple.
MOST_SECONDS = 0.2


def asker(home: Household, user: User, login: RefreshToken) -> Asker:
    """Be somebody who has asked; by what connection is of no matter here."""
    connection = object.__new__(ActiveConnection)
    return Asker(home.hass, connection, Login(UserId(user.id), RefreshTokenId(login.id)))


async def test_many(home: Household) -> None:
    """Fifty cameras for twenty subscribers, of whom half are owners and half viewers."""
    for number in range(CAMERAS - 1):
        camera = address_camera(f"camera{number:02}", still_image_url=home.fake.still_url, viewers=[home.ben.user.id])
        home.hass.config_entries.async_add_subentry(home.entry, as_subentry(camera))
    await home.hass.async_block_till_done()
    rights = home.hass.data[RIGHTS]
    await rights.async_lower_privacy(cameras_of(home.entry))
    askers = [asker(home, it.user, it.login) for it in (home.anna, home.ben)] * (SUBSCRIBERS // 2)
    best, overviews = float("inf"), [dict[str, Any]()]
    for _ in range(5):
        begun = perf_counter()
        telling = await Telling.async_now(home.hass)
        overviews = [telling.overview(it) for it in askers]
        best = min(best, perf_counter() - begun)
    assert len(overviews[0]["cameras"]) == CAMERAS
    assert best < MOST_SECONDS, f"{best * 1000:.1f} ms"
