"""The actions that need no entity: what they find, who may use them, and that no raising is lost."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er, issue_registry as ir, label_registry as lr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy import pace
from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.rights.store import RightsStore
from tests.household.home import ACCOUNT_SWITCH, CAMERA, NURSERY, SWITCH, Household, Person, household, log_in
from tests.waiting import until, until_through


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household."""
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=["automations"]) as home:
        yield home


async def act(person: Person, action: str, *cameras: str) -> Any:
    """Use one of the actions; return the error's key, or what the answer says of the cameras."""
    data = {"camera": list(cameras)}
    answer = await person.ask(
        type="call_service", domain=DOMAIN, service=action, service_data=data, return_response=True
    )
    if (error := answer.get("error")) is not None:
        return error.get("translation_key") or error["code"]
    return answer["result"]["response"]["cameras"]


def told(**now: bool) -> list[dict[str, Any]]:
    """Return what an answer says of the nursery: never to who may only raise privacy whether it is on."""
    return [{"id": NURSERY, "name": "Nursery", **now}]


def recorded(home: Household) -> tuple[bool, bool]:
    """Return what the disk says: whether the nursery is private, and on."""
    path = Path(home.hass.config.path(".storage", "dropcam_privacy.rights"))
    camera = json.loads(path.read_bytes())["data"]["accounts"][home.entry.entry_id]["cameras"][NURSERY]
    return not camera["lowered"], camera["on"]


def words(home: Household) -> list[str]:
    """List what the nursery can be named by."""
    entity = er.async_get(home.hass).async_get(CAMERA)
    assert entity is not None
    assert entity.device_id is not None
    return [
        NURSERY,
        home.entry.entry_id,
        entity.device_id,
        CAMERA,
        SWITCH,
        ACCOUNT_SWITCH,
        "Nursery",
        " nursery ",
        "Anna's cameras",
    ]


async def lower_for(person: Person, duration: object) -> Any:
    """End the nursery's privacy for a time; return the error, if there is one."""
    data = {"camera": [NURSERY], "duration": duration}
    answer = await person.ask(type="call_service", domain=DOMAIN, service="lower_privacy", service_data=data)
    return (error := answer.get("error")) and (error.get("translation_key") or error["code"])


async def test_for_a_time(home: Household) -> None:
    """By an owner; the switch says until when, and then it is private again."""
    assert await lower_for(home.ben, "00:00:01") == "owners_only"
    assert await lower_for(home.anna, {"hours": 1}) is None
    state = home.hass.states.get(SWITCH)
    assert state is not None
    left = datetime.fromisoformat(state.attributes["private_again"]) - dt_util.utcnow()
    assert timedelta(minutes=59) < left <= timedelta(hours=1, seconds=1)
    assert await lower_for(home.anna, {"seconds": 1}) is None
    assert home.state(SWITCH) == "off"
    await until(lambda: home.state(SWITCH) == "on", 4)
    state = home.hass.states.get(SWITCH)
    assert state is not None
    assert "private_again" not in state.attributes
    await until_through("Granted._over")
    assert recorded(home) == (True, True)


@pytest.mark.parametrize("duration", [{"days": 1, "seconds": 1}, 0, -5, "soon", {"seconds": 0.2}])
async def test_for_what_is_no_time(home: Household, duration: object) -> None:
    """Longer than a day, nothing, or no time at all."""
    assert await lower_for(home.anna, duration) == "invalid_format"
    assert home.state(SWITCH) == "on"


async def test_an_owner(home: Household) -> None:
    """By each of its names, and the answer says what is now, and what the owner calls it."""
    for word in words(home):
        if word == "Anna's cameras":  # An account's title takes away, and gives nothing.
            assert await act(home.anna, "lower_privacy", word) == "unknown_camera"
            continue
        assert await act(home.anna, "lower_privacy", word) == told(private=False), word
        assert recorded(home) == (False, True)
        assert await act(home.anna, "turn_off", word) == told(on=False)
        assert recorded(home) == (False, False)
        assert await act(home.anna, "turn_on", word) == told(on=True)
        assert await home.ben.sees() == "red"
        assert await act(home.anna, "raise_privacy", word) == told(private=True)
        assert recorded(home) == (True, True)
        assert await home.ben.sees() == 403


async def test_everybody_else(
    home: Household, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """They may raise, and nothing more; and learn of no camera whether there is one."""
    client = await hass_client_no_auth()
    kiosk = await log_in(home.hass, home.anna.user, client, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for person, word in ((home.ben, "owners_only"), (home.carl, "refused"), (home.root, "refused"), (kiosk, "refused")):
        for action in ("lower_privacy", "turn_off", "turn_on"):
            assert await act(person, action, NURSERY) == word, action
        for action in ("lower_privacy", "turn_on"):
            assert await act(person, action, "attic") == "refused", action
        assert home.policy.private
        assert home.policy.on
        await home.lower()
        assert await act(person, "raise_privacy", NURSERY) == told(private=True)


async def test_read_only(home: Household) -> None:
    """Whom Home Assistant lets use no switch raises nothing by an action either."""
    reader = await home.join("Rita")
    await home.hass.auth.async_update_user(reader.user, group_ids=[GROUP_ID_READ_ONLY])
    await home.lower()
    assert await act(reader, "raise_privacy", NURSERY) == "may_not_switch"
    assert not home.policy.private


async def test_one_at_a_time(home: Household) -> None:
    """What gives names one thing; what takes away takes all that is known, and then says what is not."""
    for action in ("lower_privacy", "turn_on"):
        assert await act(home.anna, action, NURSERY, NURSERY) == "name_one"
        assert await act(home.anna, action, NURSERY, "attic") == "unknown_camera"
        assert await act(home.anna, action, "attic") == "unknown_camera"
    assert home.policy.private
    await home.lower()
    assert await act(home.anna, "raise_privacy", "attic", NURSERY) == "unknown_camera"
    assert home.policy.private
    assert await act(home.anna, "turn_off", "attic", NURSERY) == "unknown_camera"
    assert not home.policy.on
    # What others put together is no name.
    label = lr.async_get(home.hass).async_create("lights").label_id
    er.async_get(home.hass).async_update_entity(SWITCH, labels={label})
    for word in (label, "all", "", "camera.*", "group.all"):
        assert await act(home.anna, "lower_privacy", word) == "unknown_camera", word
    assert (
        await home.anna.call_with(f"{DOMAIN}.lower_privacy", {"label_id": label}, camera=[NURSERY]) == "invalid_format"
    )


async def test_whatever_its_entities_are(home: Household) -> None:
    """Disabled, renamed, removed; the account reloading, unloaded, disabled: raised is raised."""
    hass, registry, entry_id = home.hass, er.async_get(home.hass), home.entry.entry_id
    registry.async_update_entity(SWITCH, new_entity_id="switch.other")
    await hass.async_block_till_done()
    await home.anna.call("switch.turn_off", "switch.other")
    assert await act(home.carl, "raise_privacy", "switch.other") == told(private=True)
    registry.async_update_entity("switch.other", new_entity_id=SWITCH)
    await hass.async_block_till_done()
    await home.lower()
    registry.async_update_entity(SWITCH, disabled_by=er.RegistryEntryDisabler.USER)
    await hass.async_block_till_done()
    assert await act(home.carl, "raise_privacy", SWITCH) == told(private=True)
    registry.async_update_entity(SWITCH, disabled_by=None)
    assert await act(home.anna, "lower_privacy", NURSERY) == told(private=False)
    registry.async_remove(SWITCH)
    await hass.async_block_till_done()
    assert await act(home.carl, "raise_privacy", SWITCH) == told(private=True)
    assert await act(home.anna, "lower_privacy", NURSERY) == told(private=False)
    await hass.config_entries.async_unload(entry_id)
    assert await act(home.carl, "raise_privacy", NURSERY) == told(private=True)
    assert await act(home.anna, "turn_off", NURSERY) == told(on=False)
    assert recorded(home) == (True, False)
    await hass.config_entries.async_setup(entry_id)
    assert (home.policy.private, home.policy.on) == (True, False)
    assert await act(home.anna, "turn_on", NURSERY) == told(on=True)
    await home.lower()
    await hass.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    assert await act(home.carl, "raise_privacy", "Anna's cameras") == told(private=True)
    assert await act(home.ben, "lower_privacy", entry_id) == "owners_only"
    await hass.config_entries.async_set_disabled_by(entry_id, None)
    await hass.async_block_till_done()
    assert home.policy.private


async def test_not_written_is_no_success(home: Household) -> None:
    """It is private all the same, and whoever asked is told."""
    await home.lower()
    with patch.object(RightsStore, "async_write", side_effect=NotDurable):
        assert await act(home.carl, "raise_privacy", NURSERY) == "not_durable"
        assert home.policy.private
        assert await act(home.anna, "lower_privacy", NURSERY) == "not_durable"
        assert home.policy.private


@pytest.mark.parametrize("target", ["switch", "camera"])
async def test_home_assistants_own_actions(home: Household, target: str) -> None:
    """On an entity that is disabled, removed, or being loaded anew, they take away as well."""
    hass, registry = home.hass, er.async_get(home.hass)
    entity_id, service = (SWITCH, "switch.turn_on") if target == "switch" else (CAMERA, "camera.turn_off")

    def taken() -> bool:
        return home.policy.private if target == "switch" else not home.policy.on

    async def give() -> None:
        for action in ("lower_privacy", "turn_on"):
            assert isinstance(await act(home.anna, action, NURSERY), list)

    label = lr.async_get(hass).async_create("all of it").label_id
    registry.async_update_entity(entity_id, labels={label}, disabled_by=er.RegistryEntryDisabler.USER)
    await hass.async_block_till_done()
    for how in ({"entity_id": entity_id}, {"entity_id": [entity_id, "switch.lamp"]}, {"label_id": label}):
        await give()
        assert await home.anna.call_with(service, how) is None
        assert taken(), how
    if target == "camera":
        await give()
        assert await home.carl.call(service, entity_id) is None  # Home Assistant's answer
        await hass.async_block_till_done()
        assert not taken()
    registry.async_remove(entity_id)
    await hass.async_block_till_done()
    await give()
    assert await home.anna.call(service, entity_id) is None
    assert taken()
    await give()
    await hass.config_entries.async_unload(home.entry.entry_id)
    assert await home.anna.call(service, entity_id) is None
    await hass.async_block_till_done()
    assert recorded(home) == ((True, True) if target == "switch" else (False, False))
    await hass.config_entries.async_setup(home.entry.entry_id)
    assert taken()


async def test_assistants_are_stopped_likewise(home: Household) -> None:
    """So is the switch that cuts assistants off."""
    er.async_get(home.hass).async_update_entity(
        "switch.anna_s_cameras_assistants", disabled_by=er.RegistryEntryDisabler.USER
    )
    await home.hass.async_block_till_done()
    await home.carl.call("switch.turn_off", "switch.anna_s_cameras_assistants")
    assert not home.hass.data[RIGHTS].assistants(home.entry.entry_id)  # type: ignore[arg-type]


async def test_nothing_is_given_by_this_road(home: Household) -> None:
    """Neither privacy ends nor a camera goes on by an entity that is not there, for an owner either."""
    registry = er.async_get(home.hass)
    await home.anna.call("camera.turn_off", CAMERA)
    for entity_id in (SWITCH, CAMERA):
        registry.async_update_entity(entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    await home.hass.async_block_till_done()
    for service, entity_id in (("switch.turn_off", SWITCH), ("switch.toggle", SWITCH), ("camera.turn_on", CAMERA)):
        await home.anna.call(service, entity_id)
        await home.hass.async_block_till_done()
        assert home.policy.private
        assert not home.policy.on


async def test_an_automation(home: Household) -> None:
    """One that an owner chose may lower by our action, once it was chosen; it may raise anyway, and turn off."""
    lower = {"action": f"{DOMAIN}.lower_privacy", "data": {"camera": NURSERY}, "continue_on_error": True}
    automations = [
        {"id": action, "alias": action, "triggers": [{"trigger": "event", "event_type": action}], "actions": [step]}
        for action, step in {
            "lower": lower,
            "up": {"action": f"{DOMAIN}.raise_privacy", "data": {"camera": "Nursery"}},
            "off": {"action": f"{DOMAIN}.turn_off", "data": {"camera": CAMERA}},
        }.items()
    ]
    assert await async_setup_component(home.hass, "automation", {"automation": automations})
    await home.share(allow=["automations", "automations_lower"])

    async def run(name: str) -> None:
        home.hass.bus.async_fire(name)
        await home.hass.async_block_till_done()

    await run("lower")
    assert home.policy.private
    await home.choose("automation.lower")
    await run("lower")
    assert not home.policy.private
    await run("up")
    assert home.policy.private
    await run("off")
    assert not home.policy.on


async def test_automations_that_would_lower_by_it_are_counted(home: Household) -> None:
    """The repair issue counts them, however they name the camera."""
    entity = er.async_get(home.hass).async_get(CAMERA)
    assert entity is not None
    steps = [
        {"action": f"{DOMAIN}.lower_privacy", "data": {"camera": word}}
        for word in ("Nursery", [NURSERY], entity.device_id)
    ]
    automations = [
        {"id": str(at), "alias": str(at), "triggers": [{"trigger": "event", "event_type": "x"}], "actions": [step]}
        for at, step in enumerate([*steps, {"action": f"{DOMAIN}.raise_privacy", "data": {"camera": "Nursery"}}])
    ]
    assert await async_setup_component(home.hass, "automation", {"automation": automations})
    await home.share(allow=["automations_lower"])
    await home.hass.async_block_till_done()
    issue = ir.async_get(home.hass).async_get_issue(DOMAIN, f"lowering_stopped_{home.entry.entry_id}")
    assert issue is not None
    assert issue.translation_placeholders == {"count": "3"}


async def test_a_borrowed_call(home: Household) -> None:
    """Who repeats an owner's call, in its context, is somebody else."""
    calls: list[Any] = []

    async def again(call: Any) -> None:
        if call.data["domain"] == DOMAIN and not calls:
            calls.append(call)
            with pytest.raises(HomeAssistantError, match="Only an owner"):
                await home.hass.services.async_call(
                    DOMAIN, "turn_off", {"camera": NURSERY}, blocking=True, context=call.context
                )

    home.hass.bus.async_listen("call_service", again)
    await home.lower()
    assert await act(home.anna, "raise_privacy", NURSERY) == told(private=True)
    await home.hass.async_block_till_done()
    assert calls
    assert home.policy.on


async def test_a_switch_that_somebody_else_disables(home: Household) -> None:
    """Owners are told, until it is there again; what an owner does themselves is not told."""
    registry = er.async_get(home.hass)

    def told_of() -> bool:
        issue = ir.async_get(home.hass).async_get_issue(DOMAIN, f"switch_missing_{home.entry.entry_id}")
        return issue is not None and issue.is_persistent

    for entity_id in (SWITCH, CAMERA, ACCOUNT_SWITCH):
        registry.async_update_entity(entity_id, disabled_by=er.RegistryEntryDisabler.USER)
        assert told_of(), entity_id
        registry.async_update_entity(entity_id, disabled_by=None)
        assert not told_of(), entity_id
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    registry.async_remove(SWITCH)
    assert told_of()
    await home.hass.async_block_till_done()
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert not told_of()
    registry.async_update_entity("sensor.nursery_viewers", disabled_by=er.RegistryEntryDisabler.USER)
    assert not told_of()
    # Owners who are administrators disable by the frontend's own command.
    update = {"type": "config/entity_registry/update", "entity_id": SWITCH, "disabled_by": "user"}
    assert await async_setup_component(home.hass, "config", {})
    assert (await home.root.ask(**update))["success"]
    assert told_of()
    assert (await home.root.ask(**{**update, "disabled_by": None}))["success"]
    await home.enter_owners(home.anna, home.root, by=home.anna)
    assert (await home.root.ask(**update))["success"]
    assert not told_of()


async def test_a_flood_of_words(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """What would take long to look up is not looked up, and whoever asks too often waits for themselves alone."""
    await home.lower()
    for words_ in (["x"] * 201, ["x" * 256], []):
        assert await act(home.carl, "raise_privacy", *words_) == "invalid_format"
    assert await act(home.carl, "raise_privacy", *(["x"] * 199), NURSERY) == "unknown_camera"
    assert home.policy.private
    monkeypatch.setattr(pace, "PER_SECOND", 1)
    monkeypatch.setattr(pace, "LONGEST", 0.1)
    answers = {await act(home.carl, "raise_privacy", NURSERY if at else "x") == "too_much" for at in range(202)}
    assert True in answers
    assert await act(home.ben, "raise_privacy", NURSERY) == told(private=True)
