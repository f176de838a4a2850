"""What lowers is bound to a camera as its owner knows it: names that somebody else gave wait for an answer."""

import asyncio
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS, Rights
from tests.household.flows import address_camera, as_subentry
from tests.household.home import CAMERA, NURSERY, SWITCH, Household
from tests.household.yard import (
    WAITING,
    YARD,
    YARD_CAMERA,
    YARD_SWITCH,
    accept,
    home_with_yard,  # noqa: F401 - the fixture
    listed,
    policy,
    rename,
    swap,
)
from tests.waiting import until


def renames(told: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    """Return by camera what was named anew."""
    return {camera["name"]: camera["renamed"] for camera in told["cameras"]}


async def test_swapped_entity_ids(home: Household) -> None:
    """An owner says yard, and neither the yard nor the nursery opens, until they have seen which is which."""
    await swap(home.root, SWITCH, YARD_SWITCH)
    for entity_id in (SWITCH, YARD_SWITCH):
        for action in ("turn_off", "toggle"):
            assert await home.anna.call(f"switch.{action}", entity_id) == "renamed"
    assert await home.anna.call(f"{DOMAIN}.lower_privacy", "", camera=[NURSERY]) == "renamed"
    assert policy(home, NURSERY).private
    assert policy(home, YARD).private
    assert home.state(WAITING) == "on"
    assert ir.async_get(home.hass).async_get_issue(DOMAIN, f"changes_pending_{home.entry.entry_id}") is not None
    told = renames(await listed(home))
    assert told == {
        "Nursery": [{"what": "privacy", "was": SWITCH, "now": YARD_SWITCH}],
        "Yard": [{"what": "privacy", "was": YARD_SWITCH, "now": SWITCH}],
    }
    await accept(home)
    assert home.state(WAITING) == "off"
    assert await home.anna.call("switch.turn_off", YARD_SWITCH) is None
    assert not policy(home, NURSERY).private
    assert policy(home, YARD).private
    # Raising never waits.
    await swap(home.root, SWITCH, YARD_SWITCH)
    assert await home.carl.call("switch.turn_on", SWITCH) is None
    assert policy(home, NURSERY).private


async def test_swapped_while_the_first_names_are_written_down(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk is slow, and whoever adds a camera is quick: their second name is not the first."""
    written = asyncio.Event()
    know = Rights.async_know

    async def async_know(*args: Any) -> None:
        await written.wait()
        await know(*args)

    monkeypatch.setattr(Rights, "async_know", async_know)
    gate = address_camera(CameraId("gate"), still_image_url=home.fake.still_url)
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(gate))
    await until(lambda: home.hass.states.get("switch.gate_privacy") is not None)
    for old, new in (
        (SWITCH, "switch.between"),
        ("switch.gate_privacy", SWITCH),
        ("switch.between", "switch.gate_privacy"),
    ):
        answer = await home.root.ask(type="config/entity_registry/update", entity_id=old, new_entity_id=new)
        assert answer["success"], answer
    try:
        for entity_id in (SWITCH, "switch.gate_privacy"):
            assert await home.anna.call("switch.turn_off", entity_id) == "renamed"
    finally:
        written.set()
    await home.hass.async_block_till_done()
    for entity_id in (SWITCH, "switch.gate_privacy"):
        assert await home.anna.call("switch.turn_off", entity_id) == "renamed"


async def test_the_error_says_what_the_owner_called_it(home: Household) -> None:
    """Not what somebody else calls it."""
    await rename(home.root, SWITCH, name="Yard privacy")
    answer = await home.anna.ask(type="call_service", domain="switch", service="turn_off", target={"entity_id": SWITCH})
    assert answer["error"]["translation_placeholders"] == {"camera": "Nursery"}
    # Who may not lower it anyway, learns nothing of that.
    assert await home.carl.call("switch.turn_off", SWITCH) == "refused"
    assert await home.root.call("switch.turn_off", SWITCH) == "refused"
    assert await home.ben.call("switch.turn_off", SWITCH) == "owners_only"


@pytest.mark.parametrize(
    "names",
    [
        {"name": "Yard"},
        {"aliases": ["Yard"]},
        {"new_entity_id": "camera.garden"},
    ],
)
async def test_names_of_the_camera(home: Household, names: dict[str, Any]) -> None:
    """Its own names count for all that lowers it; put back, nothing waits any more."""
    before = er.async_get(home.hass).async_get(CAMERA)
    assert before is not None
    await rename(home.root, CAMERA, **names)
    now = names.get("new_entity_id", CAMERA)
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"
    assert await home.anna.call("camera.turn_off", now) is None
    assert await home.anna.call("camera.turn_on", now) == "renamed"
    assert not policy(home, NURSERY).on
    er.async_get(home.hass).async_update_entity(now, name=None, aliases=before.aliases, new_entity_id=CAMERA)
    await home.hass.async_block_till_done()
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert await home.anna.call("switch.turn_off", SWITCH) is None


async def test_the_device_and_the_title(home: Household) -> None:
    """The name that people see is often the device's, or the one in the integration."""
    devices = dr.async_get(home.hass)
    device = devices.async_get_device_by_identifier((DOMAIN, NURSERY), home.entry.entry_id)
    assert device is not None
    answer = await home.root.ask(type="config/device_registry/update", device_id=device.id, name_by_user="Yard")
    assert answer["success"]
    await home.hass.async_block_till_done()
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"
    await accept(home)
    assert await home.anna.call("switch.turn_off", SWITCH) is None
    await home.raise_privacy()
    home.hass.config_entries.async_update_subentry(home.entry, home.entry.subentries[NURSERY], title="Yard")
    await home.hass.async_block_till_done()
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"
    assert await home.anna.call(f"{DOMAIN}.lower_privacy", "", camera=["Yard"]) == "renamed"
    assert home.policy.private


async def test_an_owner_who_is_an_administrator(home: Household) -> None:
    """What they call a camera counts, but settles nothing that somebody else did to another name of it."""
    await home.enter_owners(home.anna, home.root, by=home.anna)
    await rename(home.root, SWITCH, new_entity_id="switch.private")
    assert not renames(await listed(home)).get("Nursery")
    assert await home.root.call("switch.turn_off", "switch.private") is None
    await home.hass.async_block_till_done()
    stranger = await home.join("Eve", admin=True)
    await rename(stranger, CAMERA, name="Yard")
    await rename(home.root, "switch.private", name="Quiet")
    assert await home.anna.call("switch.turn_off", "switch.private") == "renamed"
    assert [it["what"] for it in renames(await listed(home))["Nursery"]] == ["camera_name"]


async def test_in_the_middle_of_a_swap(home: Household) -> None:
    """Each moment of it is one where nothing opens."""
    await rename(home.root, SWITCH, new_entity_id="switch.between")
    assert await home.anna.call("switch.turn_off", "switch.between") == "renamed"
    assert await home.anna.call("switch.turn_off", YARD_SWITCH) is None
    await home.anna.call("switch.turn_on", YARD_SWITCH)
    await rename(home.root, YARD_SWITCH, new_entity_id=SWITCH)
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"
    await rename(home.root, "switch.between", new_entity_id=YARD_SWITCH)
    assert await home.anna.call("switch.turn_off", YARD_SWITCH) == "renamed"
    assert policy(home, NURSERY).private
    assert policy(home, YARD).private


@pytest.mark.parametrize("how", ["unloaded", "disabled", "removed"])
async def test_while_it_is_away(home: Household, how: str) -> None:
    """A name that is given while nothing of it runs is held against the record."""
    hass, registry, entry_id = home.hass, er.async_get(home.hass), home.entry.entry_id
    if how == "unloaded":
        await hass.config_entries.async_unload(entry_id)
    elif how == "disabled":
        await hass.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    else:
        registry.async_remove(SWITCH)
        registry.async_remove(YARD_SWITCH)
        await hass.async_block_till_done()
        # Who takes its entity id has it come back under another.
        registry.async_get_or_create("switch", "other", "taken", suggested_object_id="nursery_privacy")
    if how != "removed":
        for old, new in ((SWITCH, "switch.between"), (YARD_SWITCH, SWITCH), ("switch.between", YARD_SWITCH)):
            registry.async_update_entity(old, new_entity_id=new)
    if how == "disabled":
        await hass.config_entries.async_set_disabled_by(entry_id, None)
    elif how == "removed":
        await hass.config_entries.async_reload(entry_id)
    else:
        await hass.config_entries.async_setup(entry_id)
    await hass.async_block_till_done()
    entity_id = registry.async_get_entity_id("switch", DOMAIN, f"{NURSERY}_privacy")
    assert entity_id is not None
    assert entity_id != SWITCH
    assert await home.anna.call("switch.turn_off", entity_id) == "renamed"
    assert policy(home, NURSERY).private


async def test_rejected_it_stays_as_it_is(home: Household) -> None:
    """Rejecting changes no registry: the names wait on, and nothing is lowered by them."""
    await rename(home.root, CAMERA, name="Yard")
    told = await listed(home)
    assert await home.anna.call(f"{DOMAIN}.reject_changes", WAITING, change_id=told["change_id"]) is None
    assert home.state(WAITING) == "on"
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"


async def test_accepted_is_what_was_seen(home: Household) -> None:
    """Named once more after it was listed, it is no more what an owner has seen."""
    await rename(home.root, CAMERA, name="Yard")
    told = await listed(home)
    await rename(home.root, CAMERA, name="Garden")
    assert await home.anna.call(f"{DOMAIN}.accept_changes", WAITING, change_id=told["change_id"]) == "changes_differ"
    assert await home.anna.call("switch.turn_off", SWITCH) == "renamed"


async def test_no_false_alarm(home: Household) -> None:
    """Loading, reloading, a new camera, another language: what we name ourselves waits for nobody."""
    for _ in range(2):
        assert home.state(WAITING) == "off"
        assert await home.anna.call("switch.turn_off", YARD_SWITCH) is None
        await home.anna.call("switch.turn_on", YARD_SWITCH)
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.hass.async_block_till_done()
    known = home.hass.data[RIGHTS].called.known_as(NURSERY)
    assert {known["camera"], known["privacy"], known["title"]} == {CAMERA, SWITCH, "Nursery"}


async def test_by_voice(home: Household) -> None:
    """A sentence lowers nothing of a camera that somebody else named."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    assert await async_setup_component(home.hass, "conversation", {})
    await home.hass.async_block_till_done()
    await rename(home.root, CAMERA, name="Yard")
    await rename(home.root, YARD_CAMERA, name="Nursery")
    sentence = {"type": "conversation/process", "text": "Turn off privacy for the yard camera"}
    answer = await home.anna.ask(**sentence)
    assert answer["success"]
    said = answer["result"]["response"]["speech"]["plain"]["speech"]
    assert "the camera you know as Yard" in said, said
    assert policy(home, NURSERY).private
    assert policy(home, YARD).private


async def test_raising_by_the_name_that_an_owner_knows(home: Household) -> None:
    """By an entity id that somebody else took away, or gave to another, privacy is raised all the same."""
    await home.lower()
    await rename(home.root, SWITCH, new_entity_id="switch.elsewhere")
    await rename(home.root, CAMERA, new_entity_id="camera.elsewhere")
    assert await home.anna.call(f"{DOMAIN}.lower_privacy", "", camera=[SWITCH]) == "unknown_camera"
    assert await home.carl.call(f"{DOMAIN}.raise_privacy", "", camera=[SWITCH]) is None
    assert home.policy.private
    for action in ("turn_on", "toggle"):
        await rename(home.root, "switch.elsewhere", new_entity_id=SWITCH)
        await rename(home.root, "camera.elsewhere", new_entity_id=CAMERA)
        await home.lower()
        await rename(home.root, SWITCH, new_entity_id="switch.elsewhere")
        await rename(home.root, CAMERA, new_entity_id="camera.elsewhere")
        assert await home.carl.call(f"switch.{action}", SWITCH) is None
        assert home.policy.private, action
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert not home.policy.on
    await rename(home.root, "switch.elsewhere", new_entity_id=SWITCH)
    await rename(home.root, "camera.elsewhere", new_entity_id=CAMERA)
    for raising in (
        lambda: home.carl.call("switch.turn_on", SWITCH),
        lambda: home.carl.call(f"{DOMAIN}.raise_privacy", "", camera=[SWITCH]),
    ):
        await home.lower()
        assert await home.anna.call("switch.turn_off", YARD_SWITCH) is None
        await swap(home.root, SWITCH, YARD_SWITCH)
        assert await raising() is None
        assert policy(home, NURSERY).private
        assert policy(home, YARD).private
        await swap(home.root, SWITCH, YARD_SWITCH)


async def test_a_name_by_voice_is_the_owners(home: Household) -> None:
    """What an area, or a line in the configuration, calls a camera lowers nothing."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    assert await async_setup_component(home.hass, "conversation", {})
    area = ar.async_get(home.hass).async_create("Garage").id
    device = dr.async_get(home.hass).async_get_device_by_identifier((DOMAIN, NURSERY), home.entry.entry_id)
    assert device is not None
    dr.async_get(home.hass).async_update_device(device.id, area_id=area)
    state = home.hass.states.get(CAMERA)
    assert state is not None
    home.hass.states.async_set(CAMERA, state.state, {**state.attributes, "friendly_name": "Shed"})
    await home.hass.async_block_till_done()
    for name in ("garage", "shed", "garage camera", "shed camera"):
        answer = await home.anna.ask(type="conversation/process", text=f"Turn off privacy for the {name}")
        assert answer["success"]
        assert policy(home, NURSERY).private, name
    answer = await home.anna.ask(type="conversation/process", text="Turn off privacy for the nursery camera")
    assert not policy(home, NURSERY).private, answer
