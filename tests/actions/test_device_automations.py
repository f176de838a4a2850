"""Home Assistant's own device triggers, conditions and actions, for the privacy switch of a camera."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.home import SWITCH, Household, household
from tests.waiting import until


@pytest.fixture
async def home(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Household]:
    """Set up a household; `request.param` are the allowances."""
    allow = getattr(request, "param", ())
    async with household(hass, hass_client_no_auth, hass_ws_client, "device_automation", allow=allow) as home:
        assert await async_setup_component(hass, "input_boolean", {"input_boolean": {"private": {}, "shared": {}}})
        yield home


async def offered(home: Household, kind: str) -> dict[str, dict[str, Any]]:
    """List what is offered for the switch, by its type, as the editor of automations asks for it."""
    entry = er.async_get(home.hass).async_get(SWITCH)
    assert entry is not None
    answer = await home.root.ask(type=f"device_automation/{kind}/list", device_id=entry.device_id)
    assert answer["success"], answer
    return {
        each["type"]: {key: value for key, value in each.items() if key != "metadata"}
        for each in answer["result"]
        if each.get("domain") == "switch" and each.get("entity_id") == entry.id
    }


async def automate(home: Household, **parts: Any) -> None:
    """Have an automation."""
    automation = {"id": "made", "alias": "made", **parts}
    assert await async_setup_component(home.hass, "automation", {"automation": automation})
    await home.hass.async_block_till_done()
    assert home.state("automation.made") == "on"


def event(name: str) -> list[dict[str, Any]]:
    """Make a trigger of an event."""
    return [{"trigger": "event", "event_type": name}]


async def test_offered(home: Household) -> None:
    """All that Home Assistant has for switches is offered."""
    assert {"turned_on", "turned_off", "changed_states"} <= (await offered(home, "trigger")).keys()
    assert {"is_on", "is_off"} <= (await offered(home, "condition")).keys()
    assert {"turn_on", "turn_off", "toggle"} <= (await offered(home, "action")).keys()


async def test_triggers_and_conditions(home: Household) -> None:
    """Switching fires the trigger, and the condition tells how it stands."""
    trigger, condition = await offered(home, "trigger"), await offered(home, "condition")
    noted: list[str] = []

    @callback
    def note(found: Event) -> None:
        noted.append(found.data["what"])

    home.hass.bus.async_listen("noted", note)
    await automate(
        home,
        triggers=[
            {**trigger["turned_on"], "id": "turned on"},
            {**trigger["turned_off"], "id": "turned off"},
            {**event("asked")[0], "id": "asked"},
        ],
        actions=[
            {"event": "noted", "event_data_template": {"what": "{{ trigger.id }}"}},
            {"if": [condition["is_on"]], "then": [{"event": "noted", "event_data": {"what": "is private"}}]},
            {"if": [condition["is_off"]], "then": [{"event": "noted", "event_data": {"what": "is shared"}}]},
        ],
        mode="queued",
    )
    await home.lower()
    await until(lambda: noted == ["turned off", "is shared"])
    home.hass.bus.async_fire("asked")
    await until(lambda: noted[2:] == ["asked", "is shared"])
    await home.raise_privacy()
    await until(lambda: noted[4:] == ["turned on", "is private"])


async def test_raising(home: Household) -> None:
    """Any automation may switch privacy on."""
    await home.lower()
    await automate(home, triggers=event("raise"), actions=[(await offered(home, "action"))["turn_on"]])
    home.hass.bus.async_fire("raise")
    await until(lambda: home.policy.private)


@pytest.mark.parametrize(
    ("home", "private"),
    [((), True), (("automations",), True), (("automations_lower",), False)],
    indirect=["home"],
)
@pytest.mark.parametrize("action", ["turn_off", "toggle"])
async def test_lowering(home: Household, action: str, private: bool) -> None:
    """Only where an owner allowed it does an automation that she chose switch it off."""
    lower = {**(await offered(home, "action"))[action], "continue_on_error": True}
    await automate(home, triggers=event("lower"), actions=[lower, {"event": "done"}])
    await home.choose("automation.made")
    done: list[Event] = []
    home.hass.bus.async_listen("done", callback(lambda found: done.append(found)))
    home.hass.bus.async_fire("lower")
    await until(lambda: done)
    assert home.policy.private is private
