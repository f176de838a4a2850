"""Programs that owners allow, one decision: each road by which Home Assistant hands a picture to other code."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.household.home import Household, household
from tests.household.programs import ROADS, Programs, programs


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Programs]:
    """Set up a household with programs."""
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home,
        programs(home) as world,
    ):
        yield world


def grant(home: Household, **policy: Any) -> None:
    """Put a policy in force."""
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, **policy))


async def test_it_is_handed_to_programs_that_are_allowed(world: Programs) -> None:
    """Each of them gets the picture, and nothing but this camera's; AI has a word of its own."""
    allowed = {Allowance.INTEGRATIONS, Allowance.AI}
    grant(world.home, private=False, allow=frozenset(allowed))
    received = {name: await world.try_out(road) for name, road in ROADS.items()}
    assert received == {name: {"red"} for name in ROADS}


REFUSING: dict[str, dict[str, Any]] = {
    "privacy is on": {"private": True},
    "nothing is allowed": {"allow": frozenset()},
    "only other things are allowed": {"allow": frozenset(Allowance) - {Allowance.INTEGRATIONS, Allowance.AI}},
    "the camera is off": {"on": False},
    "the account has no owners": {"owners": frozenset()},
    "only viewers are left": {"owners": frozenset(), "allow": frozenset(Allowance)},
}


async def test_it_is_handed_to_no_program_otherwise(world: Programs) -> None:
    """Whatever is missing, nothing leaves by any of them, and the camera is not even asked."""
    granted = {"private": False, "on": True, "allow": frozenset(Allowance), "owners": world.home.policy.owners}
    for why, missing in REFUSING.items():
        grant(world.home, **(granted | missing))
        assert {name: await world.try_out(road) for name, road in ROADS.items()} == {name: set() for name in ROADS}, why
    assert world.home.fake.requests == []
    assert not world.home.hass.data[GATEKEEPER].leases.all()


async def test_each_allowance_opens_its_own_roads(world: Programs) -> None:
    """AI is no integration, and an integration no AI; assistants and automations are neither."""
    for word in Allowance:
        grant(world.home, private=False, allow=frozenset({word}))
        opens = {"image": Allowance.INTEGRATIONS, "source": Allowance.INTEGRATIONS, "ai_task": Allowance.AI}
        for name, needed in opens.items():
            assert bool(await world.try_out(ROADS[name])) is (word is needed), (word, name)
