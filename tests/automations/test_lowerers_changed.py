"""What a chosen automation does was changed: by an owner in the editor, or by somebody else, who voids it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.config import async_hass_config_yaml
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er, issue_registry as ir, label_registry as lr
from homeassistant.setup import async_setup_component
from homeassistant.util.file import write_utf8_file
from homeassistant.util.yaml import dump
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.policy.model import AccountId
from custom_components.dropcam_privacy.rights.records import lowerers
from custom_components.dropcam_privacy.rights.store import RightsStore
from tests.household.home import CAMERA, NURSERY, SWITCH, Household, Person, household
from tests.household.submitting import SUBENTRY, submit

OWNED = "automation.owned"
LOWER = {"action": "switch.turn_off", "target": {"entity_id": SWITCH}}
TRIGGERS = [
    {"trigger": "event", "event_type": "doorbell"},
    {"trigger": "state", "entity_id": ["binary_sensor.helper", "group.doors"], "to": "on"},
    {"trigger": "numeric_state", "entity_id": "input_number.level", "above": 90},
    {"trigger": "template", "value_template": "{% from 'tools.jinja' import open %}{{ open() }}"},
]
PLAIN = {"alias": "owned", "triggers": TRIGGERS, "actions": [{"action": "script.lower"}], "mode": "single"}
BLUEPRINT = """
blueprint: {name: leaving, domain: automation, input: {switch: {name: Switch}}}
triggers: {trigger: event, event_type: doorbell}
actions: {action: switch.turn_off, target: {entity_id: !input switch}}
"""


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with files; Anna, who owns the camera, is an administrator as Root is."""
    folder = Path(hass.config.config_dir)
    for name, content in (
        ("configuration.yaml", "automation: !include automations.yaml\nscript: !include scripts.yaml\n"),
        ("automations.yaml", dump([{"id": "owned", **PLAIN}])),
        ("scripts.yaml", dump({"lower": {"sequence": [LOWER]}})),
        ("custom_templates/tools.jinja", "{% macro open() %}no{% endmacro %}"),
        ("blueprints/automation/leaving.yaml", BLUEPRINT),
    ):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write_utf8_file(str(path), content)
    async with household(
        hass, hass_client_no_auth, hass_ws_client, "config", "blueprint", allow=["automations_lower"]
    ) as home:
        await hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_ADMIN])
        assert await async_setup_component(hass, "group", {"group": {"doors": {"entities": ["input_number.level"]}}})
        assert await async_setup_component(hass, "input_number", {})
        answer = await home.root.ask(type="input_number/create", name="level", min=0, max=100)
        assert answer["success"], answer
        await threshold(home)
        await hass.services.async_call("homeassistant", "reload_custom_templates", blocking=True)
        config = await async_hass_config_yaml(hass)
        for part in ("script", "automation"):
            assert await async_setup_component(hass, part, config)
        await hass.async_block_till_done()
        await home.choose(OWNED)
        assert await lowers(home)
        yield home


async def threshold(home: Household, name: str = "helper") -> None:
    """Have a helper."""
    options = {"name": name, "entity_id": "input_number.level", "lower": None, "upper": 50.0, "hysteresis": 0.0}
    entry = MockConfigEntry(domain="threshold", title=name, options=options, entry_id=name)
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(name)


async def lowers(home: Household, name: str = OWNED) -> bool:
    """Return whether the automation ends privacy when it is triggered by nobody."""
    await home.raise_privacy()
    home.hass.bus.async_fire("doorbell")
    await home.hass.async_block_till_done()
    return not home.policy.private


async def edits(home: Household, by: Person, what: str = "automation/config/owned", **changes: Any) -> None:
    """Have somebody save something in the editor."""
    before = PLAIN if what.startswith("automation") else {}
    response = await by.post(f"/api/config/{what}", {**before, **changes})
    assert response.status == 200, await response.text()
    await home.hass.async_block_till_done()


def issue(home: Household) -> dict[str, str] | None:
    """Return what the repair issue says."""
    found = ir.async_get(home.hass).async_get_issue(DOMAIN, f"lowering_stopped_{home.entry.entry_id}")
    return None if found is None else found.translation_placeholders


async def listed(home: Household) -> dict[str, list[str]]:
    """Return what an owner is told."""
    answer = await home.anna.ask(
        type="call_service",
        domain=DOMAIN,
        service="list_lowering_automations",
        target={"entity_id": CAMERA},
        return_response=True,
    )
    told = answer["result"]["response"][CAMERA]
    return {key: [one["entity_id"] for one in ones] for key, ones in told.items()}


# Each is what somebody else can change of what the automation does, or of when.


async def by_editor(home: Household) -> None:
    """Change the automation."""
    await edits(home, home.root, triggers=[*TRIGGERS, {"trigger": "event", "event_type": "anything"}])


async def by_script(home: Household) -> None:
    """Change the script that it calls."""
    await edits(home, home.root, "script/config/lower", sequence=[LOWER, {"delay": 0}])


async def by_helper(home: Household) -> None:
    """Change the threshold."""
    entry = home.hass.config_entries.async_get_entry("helper")
    assert entry is not None
    home.hass.config_entries.async_update_entry(entry, options={**entry.options, "upper": 1.0})


async def by_slider(home: Household) -> None:
    """Change what the threshold follows."""
    changes = {"name": "level", "min": 95, "max": 100}
    assert (await home.root.ask(type="input_number/update", input_number_id="level", **changes))["success"]


async def by_group(home: Household) -> None:
    """Put something else into the group: anybody can."""
    assert await home.carl.call("group.set", "", object_id="doors", entities=["light.carl"]) is None


async def by_swapping(home: Household) -> None:
    """Give the helper's entity id to something else."""
    registry = er.async_get(home.hass)
    registry.async_update_entity("binary_sensor.helper", new_entity_id="binary_sensor.other")
    await threshold(home, "carl")
    registry.async_update_entity("binary_sensor.carl", new_entity_id="binary_sensor.helper")


async def by_macro(home: Household) -> None:
    """Change the template's macro."""
    path = home.hass.config.path("custom_templates", "tools.jinja")
    write_utf8_file(path, "{% macro open() %}{{ is_state('light.carl', 'on') }}{% endmacro %}")
    assert await home.root.call("homeassistant.reload_custom_templates", "") is None


CHANGES = [by_editor, by_script, by_helper, by_slider, by_group, by_swapping, by_macro]


@pytest.mark.parametrize("change", CHANGES)
async def test_changed_by_somebody_else(home: Household, change: Callable[[Household], Awaitable[None]]) -> None:
    """It ends no privacy at once, and does not again before an owner has chosen it anew."""
    await change(home)
    await home.hass.async_block_till_done()
    assert not await lowers(home)
    await home.hass.async_block_till_done()
    assert not home.policy.lowerers
    assert home.entry.subentries[NURSERY].data["lowerers"] == []
    assert issue(home) == {"count": "1"}
    assert await listed(home) == {"chosen": [], "stopped": [OWNED]}
    store = RightsStore(Path(home.hass.config.path(".storage")), Path(home.hass.config.cache_path()))
    await store.async_load()
    assert not lowerers(store.records[AccountId(home.entry.entry_id)].rights, NURSERY)
    await home.choose(OWNED)
    await home.hass.async_block_till_done()
    assert await lowers(home)
    assert issue(home) is None
    assert await listed(home) == {"chosen": [OWNED], "stopped": []}


async def test_changed_and_changed_back(home: Household) -> None:
    """What was void once stays void."""
    await by_editor(home)
    await edits(home, home.root)
    assert not await lowers(home)


async def test_changed_by_an_owner(home: Household) -> None:
    """What an owner makes of it in the editor is what they chose."""
    await edits(home, home.anna, alias="leaving", mode="queued", triggers=TRIGGERS[:1])
    assert len(home.policy.lowerers) == 1
    assert await lowers(home)
    assert issue(home) is None


async def test_changed_by_an_owner_after_somebody_else(home: Household) -> None:
    """An owner's change says nothing of what somebody else changed before, in a script that it calls."""
    with patch("custom_components.dropcam_privacy.automations.lowering.Lowering.look"):
        await by_script(home)
    await edits(home, home.anna, alias="leaving")
    assert not await lowers(home)
    assert not home.policy.lowerers


async def test_what_is_loaded_is_not_what_an_owner_saved(home: Household) -> None:
    """Somebody else is quicker between the saving and the loading: theirs is loaded, and void."""
    theirs = [{"id": "owned", **PLAIN, "triggers": [*TRIGGERS, {"trigger": "event", "event_type": "anything"}]}]
    with patch("homeassistant.config.load_yaml_config_file", return_value={"automation": theirs}):
        await edits(home, home.anna, alias="leaving")
    assert not await lowers(home)
    assert not home.policy.lowerers


async def test_saved_in_an_owners_name(home: Household) -> None:
    """A program's token is not the owner's own session, and who no longer owns makes nothing theirs."""
    token = await home.hass.auth.async_create_refresh_token(
        home.anna.user,
        client_name="kiosk",
        token_type="long_lived_access_token",
    )
    kiosk = Person(home.hass, home.anna.user, token, home.anna.http, home.anna._ws)
    await edits(home, kiosk, alias="leaving")
    assert not await lowers(home)


async def test_its_blueprint(home: Household) -> None:
    """What was made of a blueprint is void when that is changed."""
    use = {"use_blueprint": {"path": "leaving.yaml", "input": {"switch": SWITCH}}}
    response = await home.anna.post("/api/config/automation/config/made", {"alias": "made", **use})
    assert response.status == 200, await response.text()
    await home.hass.async_block_till_done()
    await home.choose("automation.made")
    assert await lowers(home)
    saved = {"domain": "automation", "path": "leaving.yaml", "yaml": BLUEPRINT + "mode: parallel\n"}
    answer = await home.root.ask(type="blueprint/save", **saved, allow_override=True)
    assert answer["success"], answer
    await home.hass.async_block_till_done()
    assert not await lowers(home)
    assert not home.policy.lowerers


async def test_a_label_on_what_it_follows(home: Household) -> None:
    """Who puts a label on something of theirs changes what triggers it."""
    label = lr.async_get(home.hass).async_create("doors").label_id
    step = {"action": "input_number.increment", "target": {"label_id": label}}
    await edits(home, home.anna, actions=[LOWER, step])
    await home.choose(OWNED)
    assert await lowers(home)
    await threshold(home, "carl")
    er.async_get(home.hass).async_update_entity("binary_sensor.carl", labels={label})
    await home.hass.async_block_till_done()
    assert not home.policy.lowerers


# Who chooses.


async def sharing(home: Household, by: Person, *automations: str) -> str:
    """Change the sharing in Home Assistant's settings."""
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
    given = {"viewers": [], "allow": ["automations_lower"], "lowerers": list(automations)}
    return await submit(by, SUBENTRY, begin, {"next_step_id": "sharing"}, given)


async def test_chosen_in_the_form(home: Household) -> None:
    """An owner's choice counts, and somebody else's waits; what somebody else takes away is gone."""
    assert await sharing(home, home.root) == "reconfigure_successful"
    assert not await lowers(home)
    assert await sharing(home, home.root, OWNED) == "proposed"
    assert not await lowers(home)
    assert home.state("binary_sensor.anna_s_cameras_waiting") == "on"
    assert await sharing(home, home.root) == "reconfigure_successful"
    assert await sharing(home, home.anna, OWNED) == "reconfigure_successful"
    assert await lowers(home)


async def ask(home: Household, action: str, **data: Any) -> dict[str, Any]:
    """Answer what waits, as the owner."""
    answer = await home.anna.ask(
        type="call_service",
        domain=DOMAIN,
        service=action,
        target={"entity_id": "binary_sensor.anna_s_cameras_waiting"},
        service_data=data,
        return_response=True,
    )
    told: dict[str, Any] = answer["result"]["response"]["binary_sensor.anna_s_cameras_waiting"]
    return told


async def test_accepted(home: Household) -> None:
    """An owner sees which automation somebody else proposes, and accepts it as it was then."""
    await home.choose()
    assert await sharing(home, home.root, OWNED) == "proposed"
    told = await ask(home, "list_changes")
    assert told["cameras"][0]["lowerers_added"] == [{"id": "owned", "entity_id": OWNED, "name": "owned"}]
    await ask(home, "accept_changes", change_id=told["change_id"])
    await home.hass.async_block_till_done()
    assert await lowers(home)


async def test_changed_while_it_waits(home: Household) -> None:
    """What was changed after it was proposed waits no more."""
    await home.choose()
    assert await sharing(home, home.root, OWNED) == "proposed"
    await by_editor(home)
    assert (await ask(home, "list_changes"))["cameras"] == []
    assert home.state("binary_sensor.anna_s_cameras_waiting") == "off"


async def test_other_owners(home: Household) -> None:
    """Begin anew: what the ones before chose is void."""
    await home.enter_owners(home.anna, home.ben, by=home.anna)
    assert not home.policy.lowerers


async def test_a_start(home: Household) -> None:
    """The choice lasts, and is not doubted while automations are not there yet."""
    hass, entry_id = home.hass, home.entry.entry_id
    assert await hass.config_entries.async_reload(entry_id)
    await hass.async_block_till_done()
    assert await lowers(home)
    with patch("homeassistant.config.load_yaml_config_file", return_value={"script": {}}):
        await hass.services.async_call("script", "reload", blocking=True)
    hass.bus.async_fire("automation_reloaded")
    await hass.async_block_till_done()
    # It cannot be told what it would do: it does not end privacy meanwhile, and is not void.
    assert not await lowers(home)
    await hass.services.async_call("script", "reload", blocking=True)
    assert await lowers(home)


async def test_the_allowance_alone(home: Household) -> None:
    """As it was before automations were chosen by name: it lets none, and how many that stops is said."""
    await home.choose()
    assert issue(home) == {"count": "1"}
    await home.share(allow=[])
    await home.hass.async_block_till_done()
    assert issue(home) is None
    for person in (home.root, home.carl, home.ben):
        told = await person.call(f"{DOMAIN}.list_lowering_automations", CAMERA)
        assert told in ("refused", "owners_only")
