"""The automations that may end privacy: owners choose them by name, as they are; nothing else lowers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.waiting import until

from .household import SWITCH, Household, Person, household

LOWER = {"action": "switch.turn_off", "target": {"entity_id": SWITCH}, "continue_on_error": True}
OWNED = "automation.owned"


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with helpers, whose owner lets automations end privacy: those that she chooses."""
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=["automations_lower"]) as home:
        await hass.config.async_set_time_zone("UTC")
        assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"door": {}, "go": {}}})
        number = {"level": {"min": 0, "max": 100, "initial": 0}}
        assert await async_setup_component(hass, "input_number", {"input_number": number})
        assert await async_setup_component(hass, "timer", {"timer": {"egg": {"duration": "00:01:00"}}})
        assert await async_setup_component(hass, "persistent_notification", {})
        yield home


async def automate(home: Household, *triggers: dict[str, Any], actions: list[Any] | None = None, **more: Any) -> None:
    """Have an automation of the owner, which ends privacy unless it is to do something else."""
    automation = {"id": "owned", "alias": "owned", "triggers": list(triggers), "actions": actions or [LOWER], **more}
    assert await async_setup_component(home.hass, "automation", {"automation": [automation]})
    await home.hass.async_block_till_done()


async def ran(home: Household, name: str = OWNED) -> None:
    """Wait until an automation has run once more, whatever came of it."""
    script = home.hass.data["automation"].get_entity(name).action_script
    await until(lambda: script.last_triggered is not None and not script.is_running)
    script.last_triggered = None


async def helper(home: Household, domain: str, **options: Any) -> None:
    """Have a helper as the user interface makes one."""
    entry = MockConfigEntry(domain=domain, title="helper", options={"name": "helper", **options})
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()


async def level(by: Person, value: float) -> None:
    """Have somebody move the slider."""
    assert await by.call("input_number.set_value", "input_number.level", value=value) is None


async def by_threshold(home: Household) -> dict[str, Any]:
    """Make what turns on above a level."""
    await helper(home, "threshold", entity_id="input_number.level", lower=None, upper=50.0, hysteresis=0.0)
    return {"trigger": "state", "entity_id": "binary_sensor.helper", "to": "on"}


async def by_maximum(home: Household) -> dict[str, Any]:
    """Make what follows the larger of two levels."""
    await helper(home, "min_max", entity_ids=["input_number.level", "sensor.other"], type="max", round_digits=2)
    return {"trigger": "numeric_state", "entity_id": "sensor.helper", "above": 50}


async def by_derivative(home: Household) -> dict[str, Any]:
    """Make what tells how fast a level moves."""
    options = {"source": "input_number.level", "round": 1.0, "unit_time": "s", "time_window": {"seconds": 0}}
    await helper(home, "derivative", **options)
    return {"trigger": "state", "entity_id": "sensor.helper"}


async def by_notification(home: Household) -> dict[str, Any]:
    """Make a trigger of a notification."""
    return {"trigger": "persistent_notification", "update_type": ["added"]}


async def by_timer(home: Household) -> dict[str, Any]:
    """Make a trigger of a timer that is over."""
    return {"trigger": "event", "event_type": "timer.finished"}


async def moves(home: Household, by: Person) -> None:
    """Move what the helpers follow."""
    home.hass.states.async_set("sensor.other", "1")
    await level(by, 10)
    await level(by, 90)


async def notifies(home: Household, by: Person) -> None:
    """Write a notification."""
    assert await by.call("persistent_notification.create", "", message="open") is None


async def times(home: Household, by: Person) -> None:
    """Start a timer, and let it be over."""
    assert await by.call("timer.start", "timer.egg") is None
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=61))


HANDS = [
    (by_threshold, moves),
    (by_maximum, moves),
    (by_derivative, moves),
    (by_notification, notifies),
    (by_timer, times),
]


@pytest.mark.parametrize(("prepare", "act"), HANDS)
async def test_a_hand_that_is_not_seen(home: Household, prepare: Any, act: Any) -> None:
    """Through what hands no context on, a flatmate lowers nothing by an automation that was not chosen."""
    await automate(home, await prepare(home))
    for person in (home.carl, home.root):
        await act(home, person)
        await ran(home)
        assert home.policy.private, person.user.name


async def test_a_hand_while_it_waits(home: Household) -> None:
    """Nor by what an automation waits for."""
    wait = {"wait_for_trigger": [{"trigger": "state", "entity_id": "input_boolean.go"}]}
    await automate(home, {"trigger": "event", "event_type": "doorbell"}, actions=[wait, LOWER])
    home.hass.bus.async_fire("doorbell")
    script = home.hass.data["automation"].get_entity(OWNED).action_script
    await until(lambda: script.is_running and script.last_action == "wait for trigger")
    assert await home.carl.call("input_boolean.toggle", "input_boolean.go") is None
    await ran(home)
    assert home.policy.private
