"""A second camera, the yard, whose names are exchanged with the nursery's."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import CameraId, CameraPolicy
from tests.household.flows import address_camera, as_subentry
from tests.household.home import Household, Person, household

YARD = CameraId("yard")


YARD_SWITCH, YARD_CAMERA = "switch.yard_privacy", "camera.yard"


WAITING = "binary_sensor.anna_s_cameras_waiting"


@pytest.fixture(name="home")
async def home_with_yard(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with a nursery and a yard."""
    async with household(hass, hass_client_no_auth, hass_ws_client) as home:
        assert await async_setup_component(hass, "config", {})
        await add_yard(home)
        yield home


async def add_yard(home: Household) -> None:
    """Have another camera, which its owner has turned on."""
    yard = address_camera(YARD, still_image_url=home.fake.still_url)
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(yard))
    await home.hass.async_block_till_done()
    assert policy(home, YARD).private


def policy(home: Household, camera: CameraId) -> CameraPolicy:
    """Return what is granted for a camera."""
    found = home.hass.data[GATEKEEPER].policy(camera)
    assert found is not None
    return found


async def rename(person: Person, entity_id: str, **names: Any) -> None:
    """Change an entity as the frontend does; it takes an administrator."""
    answer = await person.ask(type="config/entity_registry/update", entity_id=entity_id, **names)
    assert answer["success"], answer
    await person.hass.async_block_till_done()


async def swap(person: Person, one: str, other: str) -> None:
    """Swap two entity ids."""
    domain = one.partition(".")[0]
    await rename(person, one, new_entity_id=f"{domain}.between")
    await rename(person, other, new_entity_id=one)
    await rename(person, f"{domain}.between", new_entity_id=other)


async def listed(home: Household) -> dict[str, Any]:
    """List what waits, as the owner."""
    answer = await home.anna.ask(
        type="call_service", domain=DOMAIN, service="list_changes", target={"entity_id": WAITING}, return_response=True
    )
    told: dict[str, Any] = answer["result"]["response"][WAITING]
    return told


async def accept(home: Household) -> None:
    """Accept what waits, as the owner."""
    told = await listed(home)
    assert await home.anna.call(f"{DOMAIN}.accept_changes", WAITING, change_id=told["change_id"]) is None
