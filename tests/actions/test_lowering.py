"""Who may end privacy, and by which way: an owner who does it themselves, and what owners allowed. Nobody else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.conversation import async_converse
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import (
    area_registry as ar,
    entity_registry as er,
    floor_registry as fr,
    label_registry as lr,
)
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.callers import service_calls as calls_module
from tests.household.home import ACCOUNT_SWITCH, CAMERA, SWITCH, Household, Person, household, log_in
from tests.waiting import until

LOWERS = {"entity_id": SWITCH}
# Home Assistant would leave the error of a script that nobody waits for to the event loop.
LOWER = {"action": "switch.turn_off", "target": LOWERS, "continue_on_error": True}
SCRIPT = {"lower": {"sequence": [LOWER]}, "outer": {"sequence": [{"action": "script.lower"}]}}
AUTOMATION = [
    {
        "id": "by state",
        "alias": "by state",
        "triggers": [{"trigger": "state", "entity_id": "input_boolean.door", "to": "on"}],
        "actions": [LOWER],
    },
    {
        "id": "by event",
        "alias": "by event",
        "triggers": [{"trigger": "event", "event_type": "doorbell"}],
        "actions": [LOWER],
    },
    {
        "alias": "in turn",
        "triggers": [{"trigger": "state", "entity_id": "input_boolean.first", "to": "on"}],
        "actions": [{"action": "input_boolean.turn_on", "target": {"entity_id": "input_boolean.door"}}],
    },
    {
        "id": "long",
        "alias": "long",
        "triggers": [{"trigger": "event", "event_type": "never"}],
        "actions": [
            {"wait_template": "{{ is_state('input_boolean.go', 'one') }}"},
            {"action": "other.note"},
            {"wait_template": "{{ is_state('input_boolean.go', 'two') }}"},
            LOWER,
        ],
    },
]
ON_TIME = {"trigger": "time", "at": "07:30:00"}
ON_LEAVING = {"trigger": "zone", "entity_id": "person.anna", "zone": "zone.home", "event": "leave"}
ON_PRESENCE = {"trigger": "state", "entity_id": "person.anna", "to": "not_home"}
ON_DOOR = {"trigger": "state", "entity_id": "binary_sensor.door", "to": "on"}
ON_DOOR_FOR = {**ON_DOOR, "for": "00:10:00"}
ON_TEMPLATE = {"trigger": "template", "value_template": "{{ is_state('binary_sensor.door', 'on') }}"}
ON_NUMBER = {"trigger": "numeric_state", "entity_id": "binary_sensor.door", "attribute": "opened", "above": 10}
ON_EVENT = {"trigger": "event", "event_type": "doorbell"}
ON_SENTENCE = {"trigger": "conversation", "command": "show the nursery to everybody"}
GROUP = {"all": {"entities": [SWITCH]}}
SWITCH_GROUP = [{"platform": "group", "name": "together", "entities": [SWITCH]}]


@pytest.fixture
async def home(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Household]:
    """Set up a household with automations, scripts and groups around the switch, which may end privacy if `allowed`."""
    allow = ["automations_lower"] if "allowed" in request.fixturenames else []
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=allow) as home:
        booleans: dict[str, dict[str, Any]] = {name: {} for name in ("door", "first", "go")}
        assert await async_setup_component(hass, "input_boolean", {"input_boolean": booleans})
        assert await async_setup_component(hass, "script", {"script": SCRIPT})
        assert await async_setup_component(hass, "automation", {"automation": AUTOMATION})
        assert await async_setup_component(hass, "group", {"group": GROUP})
        assert await async_setup_component(hass, "switch", {"switch": SWITCH_GROUP})

        async def relay(call: ServiceCall) -> None:
            """Switch off, in the name of whoever called this."""
            await hass.services.async_call("switch", "turn_off", LOWERS, blocking=True, context=call.context)

        hass.services.async_register("other", "relay", relay)
        await hass.async_block_till_done()
        if allow:
            await home.choose("automation.by_state", "automation.by_event", "automation.long")
        yield home


async def test_the_owner_themselves(home: Household) -> None:
    """By websocket and by REST, off or toggled, one camera's or all of an account's."""
    for service, target in (
        ("switch.turn_off", {"entity_id": SWITCH}),
        ("switch.toggle", {"entity_id": SWITCH}),
        ("switch.turn_off", {"entity_id": [SWITCH]}),
        ("switch.turn_off", {"entity_id": ACCOUNT_SWITCH}),
    ):
        assert await home.anna.call_with(service, target) is None
        assert not home.policy.private, (service, target)
        assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "off"
        await home.raise_privacy()
        assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "on"
    response = await home.anna.post("/api/services/switch/turn_off", {"entity_id": SWITCH})
    assert response.status == 200
    assert not home.policy.private


async def test_what_others_can_put_together(home: Household) -> None:
    """A label, an area, a device, a group, a list, "all" raise privacy and end none, of a single switch either."""
    registry = er.async_get(home.hass)
    entry = registry.async_get(SWITCH)
    assert entry is not None
    label = lr.async_get(home.hass).async_create("lights").label_id
    floor = fr.async_get(home.hass).async_create("ground").floor_id
    area = ar.async_get(home.hass).async_create("hall", floor_id=floor).id
    # As an administrator can.
    registry.async_update_entity(SWITCH, labels={label}, area_id=area, entity_category=None)
    for target in (
        {"label_id": label},
        {"area_id": area},
        {"floor_id": [floor]},
        {"device_id": entry.device_id},
        {"entity_id": [SWITCH, ACCOUNT_SWITCH]},
        {"entity_id": [SWITCH, SWITCH]},
        {"entity_id": f"{SWITCH}, switch.lamp"},
        {"entity_id": [SWITCH, "switch.lamp"]},
        {"entity_id": SWITCH, "label_id": "other"},
        {"entity_id": "all"},
    ):
        for service in ("switch.turn_off", "switch.toggle"):
            assert await home.anna.call_with(service, target) in {"name_one", "refused"}, (service, target)
            assert home.policy.private, (service, target)
        await home.lower()
        # "all" has the switch for assistants in it, too.
        assert await home.carl.call_with("switch.turn_on", target) in {None, "refused"}
        assert home.policy.private, target
    assert await home.anna.call_with("switch.turn_off", {"label_id": label}) == "name_one"
    assert await home.ben.call_with("switch.turn_off", {"label_id": label}) == "owners_only"
    assert await home.carl.call_with("switch.turn_off", {"label_id": label}) == "refused"
    # Groups are programs of their own.
    for entity_id in ("group.all", "switch.together"):
        await home.anna.call("homeassistant.turn_off", entity_id)
        assert home.policy.private, entity_id


async def test_the_kind_s_other_cases(home: Household) -> None:
    """Turning a camera on, letting assistants, sharing, answering: each names one."""
    registry = er.async_get(home.hass)
    label = lr.async_get(home.hass).async_create("lights").label_id
    for entity_id in (CAMERA, "switch.anna_s_cameras_assistants", "binary_sensor.anna_s_cameras_waiting"):
        registry.async_update_entity(entity_id, labels={label})
    target = {"label_id": label}
    assert await home.anna.call_with("camera.turn_off", target) is None
    assert not home.policy.on
    assert await home.anna.call_with("camera.turn_on", target) == "name_one"
    assert not home.policy.on
    assert await home.anna.call("switch.turn_off", "switch.anna_s_cameras_assistants") is None
    assert await home.anna.call_with("switch.turn_on", target) == "name_one"
    assert home.state("switch.anna_s_cameras_assistants") == "off"
    sharing = {"viewers": [], "allow": ["integrations"]}
    assert await home.anna.call_with("dropcam_privacy.set_sharing", target, **sharing) == "name_one"
    assert not home.policy.allow
    assert await home.anna.call_with("dropcam_privacy.accept_changes", target, change_id="x") == "name_one"


async def test_others_are_refused(
    home: Household, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """Viewers, others, administrators, the owner's long-lived token: each reads no more than they may know."""
    client = await hass_client_no_auth()
    kiosk = await log_in(home.hass, home.anna.user, client, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for person, word in ((home.ben, "owners_only"), (home.carl, "refused"), (home.root, "refused"), (kiosk, "refused")):
        for entity_id in (SWITCH, ACCOUNT_SWITCH):
            assert await person.call("switch.turn_off", entity_id) == word
            assert await person.call("switch.toggle", entity_id) == word
        response = await person.post("/api/services/switch/turn_off", {"entity_id": SWITCH})
        assert response.status == 500
        assert home.policy.private
        assert await person.call("switch.turn_on", SWITCH) is None


@pytest.mark.parametrize(
    ("service", "target"),
    [
        ("homeassistant.turn_off", {"entity_id": SWITCH}),
        ("homeassistant.toggle", {"entity_id": SWITCH}),
        ("homeassistant.turn_off", {"entity_id": "group.all"}),
        ("switch.turn_off", {"entity_id": "group.all"}),
        ("switch.turn_off", {"entity_id": "switch.together"}),
        ("switch.turn_off", {"entity_id": "all"}),
        ("script.lower", {}),
        ("script.outer", {}),
        ("script.turn_on", {"entity_id": "script.lower"}),
        ("other.relay", {}),
        ("automation.trigger", {"entity_id": "automation.by_state"}),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.door"}),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.first"}),
    ],
)
async def test_by_way_of_something_else(home: Household, service: str, target: dict[str, Any]) -> None:
    """Even the owner, if something else does it for them; and what does it is not allowed to."""
    for person in (home.anna, home.ben, home.carl, home.root):
        await person.call_with(service, target)
        await home.hass.async_block_till_done()
        assert home.policy.private, (service, person.user.name)
        assert home.state(SWITCH) == "on"
        for name in ("door", "first"):
            await home.hass.services.async_call(
                "input_boolean", "turn_off", {"entity_id": f"input_boolean.{name}"}, blocking=True
            )
    domain, _, name = service.partition(".")
    await home.anna.post(f"/api/services/{domain}/{name}", target)
    await home.hass.async_block_till_done()
    assert home.policy.private


async def test_turning_everything_off_in_an_area(home: Household) -> None:
    """An area, a floor or a device does not reach the switches."""
    area = ar.async_get(home.hass).async_create("Upstairs").id
    er.async_get(home.hass).async_update_entity(SWITCH, area_id=area)
    entry = er.async_get(home.hass).async_get(SWITCH)
    assert entry is not None
    for target in ({"area_id": area}, {"device_id": entry.device_id}):
        for service in ("switch.turn_off", "homeassistant.turn_off"):
            await home.anna.call_with(service, target)
            assert home.policy.private
            assert home.policy.on or service == "homeassistant.turn_off"


@pytest.mark.parametrize("user", [True, False])
async def test_code_with_a_context(home: Household, user: bool) -> None:
    """Whoever names the owner in a context, or nobody, is not the owner."""
    context = Context(user_id=home.anna.user.id) if user else None
    for service in ("turn_off", "toggle"):
        with pytest.raises(HomeAssistantError):
            await home.hass.services.async_call("switch", service, LOWERS, blocking=True, context=context)
    assert home.policy.private


async def test_the_owners_call_for_another_switch(home: Household) -> None:
    """Whoever uses the context of the owner's call to another switch for this one is refused, before or after it."""
    results: list[object] = []
    again = asyncio_safe(home, results)
    home.hass.bus.async_listen(EVENT_CALL_SERVICE, again)
    home.hass.states.async_set("switch.other", "on")
    await home.anna.call("switch.turn_off", "switch.other")
    await home.hass.async_block_till_done()
    assert len(results) == 1
    assert isinstance(results[0], HomeAssistantError)
    assert home.policy.private


def asyncio_safe(home: Household, results: list[object]) -> Any:
    """Make a listener that repeats the first call for our switch, with its context."""
    done: list[None] = []

    @callback
    def again(event: Event[Any]) -> None:
        if done:
            return
        done.append(None)

        async def repeat() -> None:
            try:
                await home.hass.services.async_call("switch", "turn_off", LOWERS, blocking=True, context=event.context)
                results.append("lowered")
            except HomeAssistantError as err:
                results.append(err)

        home.hass.async_create_task(repeat(), eager_start=True)

    return again


# What the owner allowed.


@pytest.fixture
def allowed(home: Household) -> Household:
    """Return a household whose owner lets her automations end privacy."""
    return home


async def test_automations_that_may(allowed: Household) -> None:
    """One that nobody's call led to, and those that an owner started."""
    home = allowed
    home.hass.bus.async_fire("doorbell")
    await home.hass.async_block_till_done()
    assert not home.policy.private
    for service, target, private in (
        ("automation.trigger", {"entity_id": "automation.by_event"}, False),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.door"}, False),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.first"}, False),
        # A script can be called by any automation, so it is none that an owner could choose.
        ("script.lower", {}, True),
        ("script.outer", {}, True),
    ):
        await home.raise_privacy()
        await home.anna.call_with(service, target)
        await home.hass.async_block_till_done()
        assert home.policy.private is private, service
        await home.hass.services.async_call(
            "input_boolean", "turn_off", {"entity_id": ["input_boolean.door", "input_boolean.first"]}, blocking=True
        )


@pytest.mark.parametrize(
    ("service", "target"),
    [
        ("script.lower", {}),
        ("script.outer", {}),
        ("script.turn_on", {"entity_id": "script.lower"}),
        ("automation.trigger", {"entity_id": "automation.by_event"}),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.door"}),
        ("input_boolean.turn_on", {"entity_id": "input_boolean.first"}),
        ("homeassistant.turn_on", {"entity_id": "input_boolean.first"}),
    ],
)
async def test_automations_that_somebody_else_started(allowed: Household, service: str, target: dict[str, Any]) -> None:
    """Everybody in the household may start any automation: it does not lower for them."""
    for person in (allowed.ben, allowed.carl, allowed.root):
        await person.call_with(service, target)
        await allowed.hass.async_block_till_done()
        assert allowed.policy.private, person.user.name
        for name in ("door", "first"):
            await allowed.hass.services.async_call(
                "input_boolean", "turn_off", {"entity_id": f"input_boolean.{name}"}, blocking=True
            )


async def automate(home: Household, *triggers: dict[str, Any], action: dict[str, Any] = LOWER) -> None:
    """Have an automation of the owner, which ends privacy unless it is to do something else."""
    for part in ("zone", "conversation"):
        assert await async_setup_component(home.hass, part, {})
    automation = {"id": "owned", "alias": "owned", "triggers": list(triggers), "actions": [action]}
    assert await async_setup_component(home.hass, "automation", {"automation": [automation]})
    await home.hass.async_block_till_done()
    await home.choose("automation.owned")


@pytest.fixture
async def plain(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household without automations, whose owner lets those end privacy that she chooses."""
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=["automations_lower"]) as home:
        await hass.config.async_set_time_zone("UTC")
        happens(home, "binary_sensor.door", "off")
        place(home, at_home=True)
        yield home


async def ran(home: Household, name: str = "owned") -> None:
    """Wait until an automation has run once more, whatever came of it."""
    script = home.hass.data["automation"].get_entity(f"automation.{name}").action_script
    await until(lambda: script.last_triggered is not None and not script.is_running)
    script.last_triggered = None


def happens(home: Household, entity_id: str, state: str, by: Person | None = None, **attributes: Any) -> None:
    """Have a device report a state, or somebody set it."""
    context = Context(user_id=None if by is None else by.user.id)
    home.hass.states.async_set(entity_id, state, attributes, context=context)


def place(home: Household, *, at_home: bool, by: Person | None = None) -> None:
    """Have the owner's phone report where she is, or somebody set it."""
    latitude = home.hass.config.latitude if at_home else 0
    position = {"latitude": latitude, "longitude": home.hass.config.longitude, "gps_accuracy": 10}
    happens(home, "person.anna", "home" if at_home else "not_home", by, **position)


def ring(home: Household, by: Person | None = None) -> None:
    """Have the doorbell ring, or somebody say that it does."""
    home.hass.bus.async_fire("doorbell", context=Context(user_id=None if by is None else by.user.id))


def open_door(home: Household, by: Person | None = None) -> None:
    """Have the door's sensor report it open, or somebody set that."""
    happens(home, "binary_sensor.door", "on", by, opened=50)


def leave(home: Household, by: Person | None = None) -> None:
    """Have the owner leave, or somebody say that she did."""
    place(home, at_home=False, by=by)


@pytest.mark.parametrize(
    ("trigger", "happen"),
    [
        (ON_PRESENCE, leave),
        (ON_LEAVING, leave),
        (ON_DOOR, open_door),
        (ON_TEMPLATE, open_door),
        (ON_NUMBER, open_door),
        (ON_EVENT, ring),
    ],
)
@pytest.mark.parametrize("somebody", ["nobody", "anna", "ben", "root"])
async def test_what_happened_and_who_made_it_happen(
    plain: Household, trigger: dict[str, Any], happen: Callable[..., None], somebody: str
) -> None:
    """An automation follows what happens; what somebody else than an owner made happen does not end privacy."""
    await automate(plain, trigger)
    by = None if somebody == "nobody" else getattr(plain, somebody)
    happen(plain, by)
    await ran(plain)
    assert plain.policy.private is (somebody in ("ben", "root"))


async def test_being_refused_ends_no_privacy(plain: Household) -> None:
    """Whoever asks for the picture, or for a right, is behind what that triggers; our states do not name them."""
    await automate(
        plain, {"trigger": "state", "entity_id": ["event.nursery_access", "binary_sensor.anna_s_cameras_waiting"]}
    )
    await plain.carl.get(f"/api/camera_proxy/{CAMERA}")
    await ran(plain)
    assert plain.policy.private
    await plain.enter(viewers=[plain.carl.user.id])
    await ran(plain)
    assert plain.state("binary_sensor.anna_s_cameras_waiting") == "on"
    assert plain.policy.private


async def test_on_time_and_back(plain: Household) -> None:
    """An automation switches privacy off at a time, and on at the door; triggered by hand it does so for its owner."""
    raised = {"action": "switch.turn_on", "target": LOWERS}
    door_opens = {"condition": "trigger", "id": "door"}
    act = {"if": [door_opens], "then": [raised], "else": [LOWER]}
    await automate(plain, ON_TIME, {**ON_DOOR, "id": "door"}, action=act)
    tomorrow = dt_util.utcnow() + timedelta(days=1)
    async_fire_time_changed(plain.hass, tomorrow.replace(hour=7, minute=30, second=1))
    await ran(plain)
    assert not plain.policy.private
    open_door(plain)
    await ran(plain)
    assert plain.policy.private
    for person in (plain.ben, plain.root, plain.anna):
        response = await person.post("/api/services/automation/trigger", {"entity_id": "automation.owned"})
        assert response.status == 200
        await ran(plain)
        assert plain.policy.private is (person is not plain.anna), person.user.name
        await plain.raise_privacy()
        await person.call("automation.trigger", "automation.owned")
        await ran(plain)
        assert plain.policy.private is (person is not plain.anna), person.user.name
    # Its clock would run on.
    await plain.hass.services.async_call("automation", "turn_off", {"entity_id": "automation.owned"}, blocking=True)


async def test_an_administrator_makes_it_happen(plain: Household) -> None:
    """States set by REST and events fired by REST and websocket carry who did that, also through another automation."""
    first = {"alias": "first", "triggers": [ON_EVENT], "actions": [{"event": "in_turn"}]}
    last = {
        "id": "last",
        "alias": "last",
        "triggers": [ON_DOOR, {"trigger": "event", "event_type": "in_turn"}],
        "actions": [LOWER],
    }
    assert await async_setup_component(plain.hass, "automation", {"automation": [first, last]})
    await plain.hass.async_block_till_done()
    await plain.choose("automation.last")
    boss = await plain.join("Boss", admin=True)
    response = await boss.post("/api/states/binary_sensor.door", {"state": "on"})
    assert response.status == 200
    await ran(plain, "last")
    response = await boss.post("/api/events/doorbell", {})
    assert response.status == 200
    await ran(plain, "last")
    assert (await boss.ask(type="fire_event", event_type="doorbell"))["success"]
    await ran(plain, "last")
    assert plain.policy.private
    # Nobody, and who owns the camera, are heard on the same way.
    ring(plain)
    await ran(plain, "last")
    assert not plain.policy.private
    await plain.raise_privacy()
    ring(plain, by=plain.anna)
    await ran(plain, "last")
    assert not plain.policy.private


async def test_a_sentence(plain: Household) -> None:
    """A sentence ends privacy for the owner who types it, not for anybody else, nor for a voice without a name."""
    await automate(plain, ON_SENTENCE)
    said = {"type": "conversation/process", "text": "show the nursery to everybody"}
    for person in (plain.ben, plain.root):
        assert (await person.ask(**said))["success"]
        await ran(plain)
        assert plain.policy.private, person.user.name
    await async_converse(plain.hass, said["text"], None, Context())
    await ran(plain)
    assert plain.policy.private
    assert (await plain.anna.ask(**said))["success"]
    await ran(plain)
    assert not plain.policy.private


async def test_a_flood_does_not_make_it_forget(plain: Household) -> None:
    """Somebody opens the door and makes so many calls that theirs is forgotten, before the automation takes it up."""
    plain.hass.services.async_register("other", "note", lambda _: None)
    await automate(plain, ON_DOOR_FOR)
    for by, flood, private in (
        (plain.carl, plain.carl, True),
        (None, None, False),  # a busy house without people
        (plain.anna, None, False),
    ):
        await plain.raise_privacy()
        happens(plain, "binary_sensor.door", "off")
        with patch.object(calls_module, "_CONTEXTS_KEPT", 8):
            open_door(plain, by)
            for _ in range(9):
                context = Context(user_id=None if flood is None else flood.user.id)
                await plain.hass.services.async_call("other", "note", blocking=True, context=context)
            async_fire_time_changed(plain.hass, dt_util.utcnow() + timedelta(seconds=601))
            await ran(plain)
        assert plain.policy.private is private


async def test_programs_are_no_automations(allowed: Household) -> None:
    """A helper, a group or code without a context of an automation stays refused."""
    for service, target in (("homeassistant.turn_off", LOWERS), ("other.relay", {})):
        await allowed.anna.call_with(service, target)
        domain, name = service.split(".")
        with pytest.raises(HomeAssistantError):
            await allowed.hass.services.async_call(domain, name, target, blocking=True)
        assert allowed.policy.private


async def test_who_started_it_is_not_forgotten(allowed: Household, hass: HomeAssistant) -> None:
    """Somebody triggers an automation that waits, and calls so much meanwhile that old calls are forgotten."""
    noted: list[Context] = []

    @callback
    def note(call: ServiceCall) -> None:
        noted.append(call.context)

    hass.services.async_register("other", "note", note)

    async def go(state: str) -> None:
        for _ in range(7):
            await hass.services.async_call("other", "note", blocking=True)
        hass.states.async_set("input_boolean.go", state)

    long = hass.data["automation"].get_entity("automation.long")
    with patch.object(calls_module, "_CONTEXTS_KEPT", 8):
        for person, private in ((allowed.carl, True), (allowed.anna, False)):
            calling = asyncio.ensure_future(person.call("automation.trigger", "automation.long"))
            await until(lambda: long.action_script.is_running)
            noted.clear()
            await go("one")
            # Its own call makes the automation known anew; the call that triggered it is forgotten.
            await until(lambda: len(noted) == 8)
            await go("two")
            await calling
            assert allowed.policy.private is private


async def test_switching_the_camera(home: Household) -> None:
    """Off is for owners, and for automations where allowed; on needs the wider allowance."""
    for person, word in ((home.ben, "owners_only"), (home.carl, "refused"), (home.root, "refused")):
        assert await person.call("camera.turn_off", CAMERA) == word
        assert home.policy.on
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert home.state(CAMERA) == "off" or not home.policy.on
    for person, word in ((home.ben, "owners_only"), (home.carl, "refused")):
        assert await person.call("camera.turn_on", CAMERA) == word
        assert not home.policy.on
    await home.anna.call("homeassistant.turn_on", CAMERA)
    assert not home.policy.on
    assert await home.anna.sees() in (403, 503)
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert await home.anna.sees() == "red"


async def test_automations_switch_the_camera(plain: Household) -> None:
    """`automations` turns it off, and `automations_lower` also on again: by one that was chosen."""
    home = plain
    made = [
        {
            "id": service,
            "alias": service,
            "triggers": [{"trigger": "event", "event_type": service}],
            "actions": [{"action": f"camera.{service}", "target": {"entity_id": CAMERA}}],
        }
        for service in ("turn_off", "turn_on")
    ]
    assert await async_setup_component(home.hass, "automation", {"automation": made})
    await home.hass.async_block_till_done()

    async def on_after(service: str) -> bool:
        home.hass.bus.async_fire(service)
        await ran(home, service)
        return home.policy.on

    await home.share(allow=[])
    assert await on_after("turn_off")
    await home.share(allow=["automations"])
    assert not await on_after("turn_off")
    assert not await on_after("turn_on")
    await home.share(allow=["automations_lower"])
    assert not await on_after("turn_on")
    await home.choose("automation.turn_on")
    assert await on_after("turn_on")
    assert not await on_after("turn_off")
    await home.share(allow=["automations"])
    assert not await on_after("turn_on")


async def test_what_borrows_an_automations_context(allowed: Household) -> None:
    """Announcing oneself as an automation is not being it; nor is calling with the context of one that runs."""
    context = Context()
    announced = {"name": "by event", "entity_id": "automation.by_event"}
    allowed.hass.bus.async_fire("automation_triggered", announced, context=context)
    with pytest.raises(HomeAssistantError):
        await allowed.hass.services.async_call("switch", "turn_off", LOWERS, blocking=True, context=context)
    assert allowed.policy.private
