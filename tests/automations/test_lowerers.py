"""The automations that may end privacy: owners choose them by name, as they are; nothing else lowers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar, entity_registry as er, label_registry as lr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.home import ACCOUNT_SWITCH, CAMERA, SWITCH, Household, Person, household
from tests.waiting import until

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


async def reload(hass: HomeAssistant, domain: str, config: Any) -> None:
    """Have other automations or scripts in the configuration, and load them."""
    with patch("homeassistant.config.load_yaml_config_file", return_value={domain: config}):
        await hass.services.async_call(domain, "reload", blocking=True)
    await hass.async_block_till_done()


async def automate(home: Household, *triggers: dict[str, Any], actions: list[Any] | None = None, **more: Any) -> None:
    """Have an automation of the owner, which ends privacy unless it is to do something else."""
    automation = {"id": "owned", "alias": "owned", "triggers": list(triggers), "actions": actions or [LOWER], **more}
    assert await async_setup_component(home.hass, "automation", {"automation": []})
    await reload(home.hass, "automation", [automation])


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


HIDDEN = [(by_notification, notifies), (by_timer, times)]
FOLLOWED = [(by_threshold, moves), (by_maximum, moves), (by_derivative, moves)]


@pytest.mark.parametrize(("prepare", "act"), [*HIDDEN, *FOLLOWED])
async def test_a_hand_that_is_not_seen(home: Household, prepare: Any, act: Any) -> None:
    """Through what hands no context on, a flatmate lowers nothing by an automation that was not chosen."""
    await automate(home, await prepare(home))
    for person in (home.carl, home.root):
        await act(home, person)
        await ran(home)
        assert home.policy.private, person.user.name


@pytest.mark.parametrize(("prepare", "act"), HIDDEN)
async def test_what_an_owner_takes_on(home: Household, prepare: Any, act: Any) -> None:
    """Nor is it seen behind one that was chosen: its owner has said that it may, whatever sets it off."""
    await automate(home, await prepare(home))
    await home.choose(OWNED)
    await act(home, home.carl)
    await ran(home)
    assert not home.policy.private


@pytest.mark.parametrize(("prepare", "act"), FOLLOWED)
async def test_a_hand_behind_a_helper(home: Household, prepare: Any, act: Any) -> None:
    """What a helper follows tells whose hand it was, as long as nobody else has touched it since."""
    await automate(home, await prepare(home), mode="queued")
    await home.choose(OWNED)
    for person, private in ((home.carl, True), (home.root, True), (home.anna, False)):
        await act(home, person)
        await ran(home)
        assert home.policy.private is private, person.user.name


# What an automation waits for.

GO = {"trigger": "state", "entity_id": "input_boolean.go"}
RING = {"trigger": "event", "event_type": "doorbell"}


async def waits(home: Household, name: str, runs: int = 1) -> None:
    """Let an automation or a script run until it waits."""
    entity = home.hass.data[name.split(".")[0]].get_entity(name)
    script = entity.action_script if name.startswith("automation") else entity.script
    await until(lambda: script.runs == runs)
    # Triggers are attached by then: what they listen to is set up in the same breath.
    for _ in range(20):
        await asyncio.sleep(0)


async def begin(home: Household, *steps: dict[str, Any], choose: bool = True) -> None:
    """Have the automation begin, and wait."""
    await automate(home, RING, actions=[*steps, LOWER])
    if choose:
        await home.choose(OWNED)
    home.hass.bus.async_fire("doorbell")
    await waits(home, OWNED)


async def test_a_hand_while_it_waits(home: Household) -> None:
    """Nor by what an automation waits for."""
    await begin(home, {"wait_for_trigger": [GO]}, choose=False)
    assert await home.carl.call("input_boolean.toggle", "input_boolean.go") is None
    await ran(home)
    assert home.policy.private


@pytest.mark.parametrize(
    "wait",
    [
        {"wait_for_trigger": [GO]},
        {"wait_for_trigger": [{"trigger": "event", "event_type": "never"}, GO]},
        {"wait_template": "{{ is_state('input_boolean.go', 'on') }}"},
        {"wait_template": "{{ states.input_boolean.go.state == 'on' }}"},
        {"repeat": {"while": ["{{ is_state('input_boolean.go', 'off') }}"], "sequence": [{"wait_for_trigger": [GO]}]}},
        {"parallel": [{"wait_for_trigger": [GO]}, {"wait_template": "{{ is_state('input_boolean.go', 'on') }}"}]},
    ],
)
@pytest.mark.parametrize("somebody", ["anna", "ben", "carl", "root"])
async def test_whose_hand_ends_a_wait(home: Household, wait: dict[str, Any], somebody: str) -> None:
    """Whoever ends the wait of a chosen automation has a hand in it."""
    await begin(home, wait)
    assert await getattr(home, somebody).call("input_boolean.turn_on", "input_boolean.go") is None
    await ran(home)
    assert home.policy.private is (somebody != "anna")


async def test_a_hand_in_an_event_it_waits_for(home: Household) -> None:
    """Also where an event ends the wait."""
    boss = await home.join("Boss", admin=True)
    for person, private in ((boss, True), (None, False)):
        await begin(home, {"wait_for_trigger": [{"trigger": "event", "event_type": "go"}]})
        if person is None:
            home.hass.bus.async_fire("go")
        else:
            assert (await person.ask(type="fire_event", event_type="go"))["success"]
        await ran(home)
        assert home.policy.private is private


async def test_a_hand_in_an_earlier_wait(home: Household) -> None:
    """What somebody did is not forgotten because something else is waited for after it."""
    await begin(home, {"wait_for_trigger": [GO]}, {"wait_for_trigger": [{"trigger": "event", "event_type": "go"}]})
    assert await home.carl.call("input_boolean.toggle", "input_boolean.go") is None
    await waits(home, OWNED)
    home.hass.bus.async_fire("go")
    await ran(home)
    assert home.policy.private


# What calls.


async def lowers(home: Household, *actions: dict[str, Any]) -> bool:
    """Have the automation do something else, which its owner chooses; tell whether it ends privacy."""
    await home.raise_privacy()
    await automate(home, RING, actions=list(actions))
    await home.choose(OWNED)
    home.hass.bus.async_fire("doorbell")
    await ran(home)
    await home.hass.async_block_till_done()
    return not home.policy.private


OTHERWISE = {"action": "input_boolean.turn_on", "target": {"entity_id": "input_boolean.go"}}


@pytest.mark.parametrize(
    "step",
    [
        {"if": ["{{ true }}"], "then": [LOWER]},
        {"if": ["{{ false }}"], "then": [OTHERWISE], "else": [LOWER]},
        {"choose": [{"conditions": ["{{ true }}"], "sequence": [LOWER]}]},
        {"choose": [{"conditions": ["{{ false }}"], "sequence": [OTHERWISE]}], "default": [LOWER]},
        {"repeat": {"count": 1, "sequence": [{"sequence": [LOWER]}]}},
        {"repeat": {"for_each": [SWITCH], "sequence": [{**LOWER, "target": {"entity_id": "{{ repeat.item }}"}}]}},
        {"parallel": [{"sequence": [OTHERWISE]}, {"sequence": [LOWER]}]},
        {"sequence": [{"delay": {"milliseconds": 1}}, LOWER]},
        {"action": "switch.toggle", "data": {"entity_id": SWITCH}},
        {"action": "switch.turn_off", "target": {"entity_id": [ACCOUNT_SWITCH]}},
        {"action": "script.lower"},
        {"action": "script.outer"},
        {"action": "script.late"},
    ],
)
async def test_its_own_steps(home: Household, step: dict[str, Any]) -> None:
    """Whatever a chosen automation's steps stand in, and in a script that it calls by name."""
    await scripts(home)
    assert await lowers(home, step)


async def scripts(home: Household) -> None:
    """Have scripts."""
    late = {"sequence": [{"delay": {"milliseconds": 1}}, LOWER]}
    outer = {"sequence": [{"action": "script.late"}], "mode": "parallel"}
    config = {"lower": {"sequence": [LOWER]}, "outer": outer, "late": {**late, "mode": "parallel"}}
    assert await async_setup_component(home.hass, "script", {"script": config})
    await home.hass.async_block_till_done()


@pytest.mark.parametrize("target", ["label", "area", "device", "group", "member", "list", "all", "scene", "computed"])
async def test_what_it_names_otherwise(home: Household, target: str) -> None:
    """A label, an area, a group, a list or a scene holds what somebody else puts there."""
    hass = home.hass
    registry = er.async_get(hass)
    label = lr.async_get(hass).async_create("lamps").label_id
    area = ar.async_get(hass).async_create("Upstairs").id
    registry.async_update_entity(SWITCH, labels={label}, area_id=area)
    entry = registry.async_get(SWITCH)
    assert entry is not None
    assert await async_setup_component(hass, "group", {"group": {"lamps": {"entities": [SWITCH]}}})
    assert await async_setup_component(
        hass, "switch", {"switch": [{"platform": "group", "name": "lamps", "entities": [SWITCH]}]}
    )
    scene = {"name": "leaving", "entities": {SWITCH: "off"}}
    assert await async_setup_component(hass, "scene", {"scene": [scene]})
    await scripts(home)
    name = {"target": {"action": "switch.turn_off", "continue_on_error": True}}["target"]
    steps: dict[str, dict[str, Any]] = {
        "label": {**name, "target": {"label_id": label}},
        "area": {**name, "target": {"area_id": area, "entity_id": SWITCH}},
        "device": {**name, "target": {"device_id": entry.device_id}},
        "group": {**name, "target": {"entity_id": "group.lamps"}},
        "member": {**name, "target": {"entity_id": "switch.lamps"}},
        "list": {**name, "target": {"entity_id": [SWITCH, "switch.lamps"]}},
        "all": {**name, "target": {"entity_id": "all"}},
        "scene": {"action": "scene.turn_on", "target": {"entity_id": "scene.leaving"}},
        "computed": {"action": "script.{{ 'lower' }}"},
    }
    assert not await lowers(home, steps[target])
    assert home.state(SWITCH) == "on"


async def test_what_borrows_a_run(home: Household) -> None:
    """Who is told of a run, or is called by it, does not call in its name: not even while it makes the very call."""
    hass, tried = home.hass, []

    async def borrow(context: Context) -> None:
        data = {"entity_id": SWITCH}
        with suppress(HomeAssistantError):
            tried.append(context)
            await hass.services.async_call("switch", "turn_off", data, blocking=True, context=context)

    @callback
    def told(event: Event[Any]) -> None:
        if event.data.get("service") == "turn_off" or len(tried) > 20:
            return
        hass.async_create_task(borrow(event.context), eager_start=True)
        hass.async_create_task(borrow(event.context), eager_start=False)

    async def relay(call: ServiceCall) -> None:
        await borrow(call.context)

    hass.services.async_register("other", "relay", relay)
    for event in ("automation_triggered", "call_service", "state_changed", "in_between"):
        hass.bus.async_listen(event, told)
    assert not await lowers(home, {"action": "other.relay"}, {"event": "in_between"}, OTHERWISE, {"delay": 0.01})
    await until(lambda: len(tried) > 8)
    assert home.policy.private


async def test_a_script_that_a_flatmate_runs(home: Household) -> None:
    """Beside a chosen automation that is in the same script: theirs is another run."""
    await scripts(home)
    hass = home.hass
    slow = {"sequence": [{"wait_template": "{{ is_state('input_boolean.go', 'on') }}"}, LOWER], "mode": "parallel"}
    assert await async_setup_component(hass, "script", {})
    await reload(hass, "script", {"slow": slow})
    await automate(home, RING, actions=[{"action": "script.slow"}])
    await home.choose(OWNED)
    hass.bus.async_fire("doorbell")
    await waits(home, "script.slow")
    assert await home.carl.call("script.turn_on", "script.slow") is None
    await waits(home, "script.slow", runs=2)
    running = hass.data["automation"].get_entity(OWNED).action_script
    await running.async_stop()
    hass.states.async_set("input_boolean.go", "on")
    await until(lambda: not hass.data["script"].get_entity("script.slow").script.is_running)
    assert home.policy.private


async def test_what_triggers_another(home: Household) -> None:
    """A chosen automation that triggers another does not lend it its name."""
    other = {"id": "other", "alias": "other", "triggers": [], "actions": [LOWER]}
    mine = {"action": "automation.trigger", "target": {"entity_id": "automation.other"}}
    owned = {"id": "owned", "alias": "owned", "triggers": [RING], "actions": [mine]}
    assert await async_setup_component(home.hass, "automation", {"automation": [owned, other]})
    await home.choose(OWNED)
    home.hass.bus.async_fire("doorbell")
    await ran(home, "automation.other")
    assert home.policy.private


async def test_one_without_an_id(home: Household) -> None:
    """Nothing tells it from another one: it cannot be chosen."""
    automation = {"alias": "nameless", "triggers": [RING], "actions": [LOWER]}
    assert await async_setup_component(home.hass, "automation", {"automation": [automation]})
    for name in ("automation.nameless", "automation.missing", "input_boolean.go"):
        told = await home.anna.call("dropcam_privacy.set_sharing", CAMERA, lowerers=[name])
        assert told == "automation_unknown"
    assert not home.policy.lowerers
    home.hass.bus.async_fire("doorbell")
    await ran(home, "automation.nameless")
    assert home.policy.private
