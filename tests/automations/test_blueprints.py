"""The blueprints, loaded by Home Assistant's own code, with real entities: they do what their names say."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed, async_mock_service
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy import audience
from custom_components.dropcam_privacy.const import DOMAIN
from tests.fakes.homes import Light, painted
from tests.household.home import NURSERY, SWITCH, Household, household
from tests.waiting import until

SOURCE = Path(__file__).parents[2] / "blueprints" / "automation" / DOMAIN
BLUEPRINTS = sorted(path.name for path in SOURCE.glob("*.yaml"))
WATCHED, LAMP = "binary_sensor.nursery_being_watched", "input_boolean.lamp"
SCENE, PHONE = "binary_sensor.nursery_scene", "notify.annas_phone"
PEOPLE = ["person.anna", "person.ben"]


@pytest.fixture
async def home(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Household]:
    """Set up a household that has the blueprints; `request.param` are the allowances."""
    shutil.copytree(SOURCE, Path(hass.config.path("blueprints"), "automation", DOMAIN))
    allow = getattr(request, "param", ())
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=allow) as home:
        people = [{"id": name, "name": name, "device_trackers": [f"device_tracker.{name}"]} for name in ("anna", "ben")]
        assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"lamp": {}}})
        assert await async_setup_component(hass, "person", {"person": people})
        yield home


async def use(home: Household, blueprint: str, **inputs: Any) -> None:
    """Have an automation made of a blueprint."""
    use = {"path": f"{DOMAIN}/{blueprint}", "input": inputs}
    automation = {"id": "made", "alias": "made", "use_blueprint": use}
    assert await async_setup_component(home.hass, "automation", {"automation": automation})
    await home.hass.async_block_till_done()
    assert home.state("automation.made") == "on"
    if home.policy.allow:
        await home.choose("automation.made")


async def are(home: Household, anna: str, ben: str) -> None:
    """Have the phones report where their people are."""
    home.hass.states.async_set("device_tracker.anna", anna, {"source_type": "router"})
    home.hass.states.async_set("device_tracker.ben", ben, {"source_type": "router"})
    await home.hass.async_block_till_done()
    assert [home.state(person) for person in PEOPLE] == [anna, ben]


async def passes(home: Household, *, minutes: int, runs: bool = False) -> None:
    """Let time pass, and what comes of it be done: a run of the automation, or none."""
    script = home.hass.data["automation"].get_entity("automation.made").action_script
    before = script.last_triggered
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(minutes=minutes))
    await home.hass.async_block_till_done()
    await until(lambda: (script.last_triggered != before) is runs and not script.is_running)


@pytest.mark.parametrize("name", BLUEPRINTS)
async def test_valid(home: Household, name: str) -> None:
    """Home Assistant takes it, and only our entities are offered for cameras."""
    assert await async_setup_component(home.hass, "automation", {})
    blueprint = await async_get_blueprints(home.hass).async_get_blueprint(f"{DOMAIN}/{name}")
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    assert "source_url" not in blueprint.metadata
    ours = [
        one
        for each in blueprint.inputs.values()
        for one in each["selector"].get("entity", {}).get("filter", ())
        if one["domain"] != ["person"]
    ]
    assert ours
    assert all(one["integration"] == DOMAIN for one in ours)


@pytest.mark.parametrize("home", [["automations_lower"]], indirect=True)
async def test_private_while_home(home: Household) -> None:
    """Private when the first comes, and shared when the last has been gone for a while."""
    await are(home, "not_home", "not_home")
    await home.lower()
    await use(home, "private_while_home.yaml", people=PEOPLE, switches=[SWITCH], lower=True, wait={"minutes": 2})
    await are(home, "not_home", "home")
    await until(lambda: home.policy.private)
    await are(home, "home", "not_home")
    await passes(home, minutes=3)
    assert home.policy.private
    await are(home, "work", "not_home")
    await passes(home, minutes=1)
    assert home.policy.private
    await are(home, "work", "unknown")
    await passes(home, minutes=3)
    # Who knows where he is.
    assert home.policy.private
    await are(home, "work", "not_home")
    await passes(home, minutes=3, runs=True)
    assert not home.policy.private


@pytest.mark.parametrize(
    ("home", "lower"), [((), True), (("automations_lower",), False), (("automations",), True)], indirect=["home"]
)
async def test_shared_only_if_wanted_and_allowed(home: Household, lower: bool) -> None:
    """Without its being chosen, or without the owner's consent, it never ends privacy; it still begins it."""
    await are(home, "not_home", "home")
    await use(home, "private_while_home.yaml", people=PEOPLE, switches=[SWITCH], lower=lower)
    await are(home, "not_home", "not_home")
    await passes(home, minutes=6, runs=True)
    assert home.policy.private
    await home.lower()
    await are(home, "home", "not_home")
    await until(lambda: home.policy.private)


async def test_lamp_while_watched(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lamp is on as long as somebody watches."""
    monkeypatch.setattr(audience, "LINGER_SECONDS", 0.5)
    await use(home, "lamp_while_watched.yaml", watched=[WATCHED], lamp={"entity_id": LAMP})
    assert home.state(LAMP) == "off"
    assert await home.carl.sees() == 403
    await home.hass.async_block_till_done()
    assert home.state(LAMP) == "off"
    assert await home.anna.sees() == "red"
    await until(lambda: home.state(LAMP) == "on")
    await until(lambda: home.state(LAMP) == "off")


async def test_picture_held(home: Household) -> None:
    """Who is chosen hears once of a picture that stays held, and neither which camera's it is nor what it shows."""
    sent = async_mock_service(home.hass, "notify", "send_message")
    with painted(red=(1, Light.DAY), blue=(2, Light.DAY)):
        await use(home, "picture_held.yaml", scenes=[SCENE], phones={"entity_id": PHONE}, wait={"minutes": 2})
        assert home.state(SCENE) == "unknown"
        assert (await home.anna.ask(type=f"{DOMAIN}/scene/set_up", camera=NURSERY))["success"]
        assert home.state(SCENE) == "off"
        home.fake.switched["red"] = "blue"
        async with asyncio.timeout(20):
            while home.state(SCENE) != "on":
                await home.anna.sees()
                await asyncio.sleep(0.2)
        await passes(home, minutes=1)
        assert not sent
        await passes(home, minutes=3, runs=True)
    (call,) = sent
    assert call.data["entity_id"] == [PHONE]
    assert call.data.keys() == {"entity_id", "message"}
    assert "ursery" not in call.data["message"]
