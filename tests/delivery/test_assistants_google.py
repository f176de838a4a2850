"""Google Assistant's own ways: the local SDK, and what is said of a camera when nobody asks for its picture."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.policy.model import Allowance
from tests.household.assistants import GET_STREAM, Google, google_config, set_up
from tests.household.home import CAMERA, Household, Person, household
from tests.household.player import Player

GOOGLE = Google()
SYNC: dict[str, Any] = {"requestId": "1", "inputs": [{"intent": "action.devices.SYNC"}]}


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household that lets assistants have the picture, without privacy."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=[Allowance.ASSISTANTS]) as home:
        await set_up(home)
        await home.lower()
        yield home


async def ask_locally(home: Household, linked: Person) -> str:
    """Ask by the webhook that a speaker at home was given when somebody linked their account."""
    config = google_config(home.hass)
    webhook = f"/api/webhook/{config.get_local_webhook_id(linked.user.id)}"
    headers = {"HA-Cloud-Version": "2.1.7"}
    message = GOOGLE.message(camera__nursery=GET_STREAM)
    # On a connection of its own: those that carried somebody's picture may have been cut.
    session = async_get_clientsession(home.hass)
    async with session.post(home.carl.http.make_url(webhook), json=message, headers=headers) as answer:
        return GOOGLE.told(await answer.json())


async def test_by_the_local_sdk(home: Household) -> None:
    """Whoever speaks to the speaker is unknown; it counts who linked it."""
    assert await async_setup_component(home.hass, "webhook", {})
    for person in (home.anna, home.ben, home.carl):
        assert (await person.post("/api/google_assistant", SYNC)).status == 200
    google_config(home.hass).async_enable_local_sdk()
    screens = [Player(home.carl, await ask_locally(home, person)) for person in (home.anna, home.ben)]
    assert [await screen.video() for screen in screens] == [{"red"}, {"red"}]
    assert await ask_locally(home, home.carl) == GOOGLE.unavailable
    await home.hass.auth.async_update_user(home.ben.user, is_active=False)
    assert await ask_locally(home, home.ben) == GOOGLE.unavailable
    await home.raise_privacy()
    assert await ask_locally(home, home.anna) == GOOGLE.unavailable
    assert [await screen.status() in (0, 403) for screen in screens] == [True, True]


async def test_what_google_is_told_of_it(home: Household) -> None:
    """That there is a camera, whether it is on, and no address of anything, while somebody else's stream runs."""
    stream = await GOOGLE.ask(home.anna)
    query = {"requestId": "1", "inputs": [{"intent": "action.devices.QUERY", "payload": {"devices": [{"id": CAMERA}]}}]}
    for message in (SYNC, query):
        answer = await home.carl.post("/api/google_assistant", message)
        said = await answer.text()
        assert CAMERA in said
        for word in (stream, "/api/", "127.0.0.1", "auth="):
            assert word not in said
