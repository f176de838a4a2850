"""Forms that are submitted over the real endpoints, by whomever."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.home import NURSERY, Household, Person, household

ENTRY = "/api/config/config_entries/flow"


SUBENTRY = "/api/config/config_entries/subentries/flow"


@pytest.fixture(name="home")
async def home_of_administrators(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household where Anna, who owns the camera, is an administrator as Root is."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "config") as home:
        await hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_ADMIN])
        yield home


async def submit(person: Person, path: str, begin: dict[str, Any], *answers: dict[str, Any]) -> str:
    """Walk through a flow as the frontend does; return how it ends."""
    result = await (await person.post(path, begin)).json()
    for given in answers:
        response = await person.post(f"{path}/{result['flow_id']}", given)
        assert response.status == 200, await response.text()
        result = await response.json()
    await person.hass.async_block_till_done()
    return str(result.get("reason", result["type"]))


async def reshare(home: Household, person: Person, *viewers: Person, allow: tuple[str, ...] = ()) -> str:
    """Change the sharing of the camera in Home Assistant's settings."""
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
    given = {"viewers": [viewer.user.id for viewer in viewers], "allow": list(allow)}
    return await submit(person, SUBENTRY, begin, {"next_step_id": "sharing"}, given)


async def reown(home: Household, person: Person, *owners: Person) -> str:
    """Change the owners in Home Assistant's settings."""
    begin = {"handler": "dropcam_privacy", "entry_id": home.entry.entry_id}
    return await submit(person, ENTRY, begin, {"owners": [owner.user.id for owner in owners]})


def watchers(home: Household) -> tuple[set[str], set[str]]:
    """Return the names of the owners and viewers that are in force."""
    names = {person.user.id: str(person.user.name) for person in home.everybody}
    return {names[user] for user in home.policy.owners}, {names[user] for user in home.policy.viewers}
