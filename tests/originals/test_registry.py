"""What the registries say of a locked original, and that all of it comes back."""

from typing import Any
from unittest.mock import patch

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity, async_should_expose
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.helpers.json import json_dumps
from homeassistant.setup import async_setup_component
from homeassistant.util.json import json_loads
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.const import CONF_OWNERS, DOMAIN
from custom_components.dropcam_privacy.originals import Originals, OriginalState
from custom_components.dropcam_privacy.originals.closed import is_closed
from custom_components.dropcam_privacy.originals.staying import CameraLocked
from tests.e2e.person import Person
from tests.originals.conftest import CAMERA, Stock, Wrap, start_again
from tests.originals.told import issues

ASSISTANTS = ("conversation", "cloud.alexa", "cloud.google_assistant")


def picture(hass: HomeAssistant, stock: Stock) -> dict[str, Any]:
    """Take down everything that a release has to restore."""
    entry, entity = stock.registered, stock.entity
    return {
        "hidden_by": entry.hidden_by,
        "disabled_by": entry.disabled_by,
        "options": dict(entry.options),
        "area": entry.area_id,
        "labels": entry.labels,
        "class": type(entity),
        "state": hass.states.get(stock.entity_id).state,  # type: ignore[union-attr]
        "attributes": sorted(hass.states.get(stock.entity_id).attributes),  # type: ignore[union-attr]
    }


@pytest.mark.parametrize("hidden_by", [None, er.RegistryEntryHider.USER])
@pytest.mark.parametrize("exposed", [None, True, False])
async def test_hidden_and_restored(
    hass: HomeAssistant,
    generic: Stock,
    originals: Originals,
    wrap: Wrap,
    hidden_by: er.RegistryEntryHider | None,
    exposed: bool | None,
) -> None:
    """It is hidden, and taken from the assistants; a release restores exactly what was there."""
    registry = er.async_get(hass)
    registry.async_update_entity(generic.entity_id, hidden_by=hidden_by)
    if exposed is not None:
        for assistant in ASSISTANTS:
            async_expose_entity(hass, assistant, generic.entity_id, exposed)
    before = picture(hass, generic)
    wrap(generic)
    await originals.async_follow()
    assert generic.registered.hidden_by is (hidden_by or er.RegistryEntryHider.INTEGRATION)
    for assistant in ASSISTANTS:
        assert not async_should_expose(hass, assistant, generic.entity_id)
    assert picture(hass, generic) != before
    await originals.async_follow()
    await generic.reload()
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert picture(hass, generic) == before
    assert issues(hass) == set()


async def test_attributes(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """No attribute carries a link, also not one that comes later; what is none stays."""
    entity = generic.entity
    entity._attr_extra_state_attributes = {
        "live_stream_url": "https://example.com/live/42/index.m3u8",
        "snapshot": "/api/other/42.jpg",
        "nested": {"list": [{"any": "rtsp://camera/1"}]},
        "address": "192.168.1.20:554",
        "query": "a=1&token=abc",
        "raw": b"\xff\xd8",
        "long": "A" * 1000,
        "fine": "front door",
        "number": 7,
        "many": ["a", 1, None],
    }
    wrap(generic)
    await originals.async_follow()
    state = hass.states.get(generic.entity_id)
    assert state is not None
    assert set(state.attributes) == {
        "access_token",
        "fine",
        "friendly_name",
        "many",
        "number",
        "supported_features",
    }
    assert state.attributes["access_token"] == ""
    entity.async_update_token()
    entity.access_tokens = ["abc"]
    entity.async_write_ha_state()
    state = hass.states.get(generic.entity_id)
    assert state is not None
    assert "abc" not in str(state.attributes)
    assert "abc" not in entity.access_tokens
    assert None not in entity.access_tokens
    assert "" not in entity.access_tokens
    await originals.async_camera_removed(CAMERA, by_owner=True)
    state = hass.states.get(generic.entity_id)
    assert state is not None
    assert state.attributes["live_stream_url"]
    assert state.attributes["access_token"] in state.attributes["entity_picture"]


async def test_old_tokens_stay_dead(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """A token from before the lock opens nothing after the release."""
    token = generic.entity.access_tokens[-1]
    path = f"/api/camera_proxy/{generic.entity_id}?token={token}"
    assert (await person.get(path, bearer=False)).status == 200
    wrap(generic)
    await originals.async_follow()
    assert (await person.get(path, bearer=False)).status == 403
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert (await person.get(path, bearer=False)).status == 403


async def test_removed_by_somebody_else(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """It is left disabled, until somebody enables it knowingly; then it is an ordinary camera."""
    wrap(generic)
    await originals.async_follow()
    entity = generic.entity
    await originals.async_camera_removed(CAMERA, by_owner=False)
    await hass.async_block_till_done()
    assert generic.registered.disabled_by is er.RegistryEntryDisabler.USER
    assert generic.registered.hidden_by is None
    assert generic.entity is None
    with pytest.raises(CameraLocked):
        await entity.async_camera_image()
    assert issues(hass) == {"original_left_disabled"}
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 404
    await generic.reload()
    assert generic.entity is None
    er.async_get(hass).async_update_entity(generic.entity_id, disabled_by=None)
    await generic.reload()
    assert issues(hass) == set()
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 200
    assert not async_should_expose(hass, "conversation", generic.entity_id)
    assert DOMAIN not in generic.registered.options


async def test_left_disabled_is_on_the_disk(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """After a power cut it is still disabled: nothing of ours may run then."""
    entry = wrap(generic)
    await originals.async_follow()
    store = er.async_get(hass)._store
    with patch.object(store, "async_save", autospec=True, side_effect=store.async_save) as save:
        await originals.async_account_removed(entry, by_owner=False)
    stored: Any = json_loads(json_dumps(save.call_args.args[-1]["entities"]))
    assert [entity["disabled_by"] for entity in stored if entity["entity_id"] == generic.entity_id] == ["user"]


async def test_account_disabled_and_enabled(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """An account that somebody else disabled leaves its originals disabled; enabled again, it has them back, locked."""
    entry = wrap(generic)
    await originals.async_follow()
    await originals.async_account_disabled(entry, by_owner=False)
    await hass.async_block_till_done()
    assert generic.registered.disabled
    await originals.async_follow()
    await hass.async_block_till_done()
    assert is_closed(generic.registered)
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert issues(hass) == set()
    await originals.async_account_disabled(entry, by_owner=True)
    assert not generic.registered.disabled
    assert generic.registered.hidden_by is None


async def test_somebody_elses_wish_does_not_open(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """Only an owner's change of the config entry opens the original, also across a start."""
    entry = wrap(generic)
    await originals.async_follow()
    hass.config_entries.async_update_subentry(
        entry, entry.subentries[CAMERA], data={**entry.subentries[CAMERA].data, "lock_original": False}
    )
    await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    originals = await start_again(hass)
    assert originals.state(CAMERA) is OriginalState.LOCKED
    somebody_elses = MockConfigEntry(domain=DOMAIN, title="Ben", data={CONF_OWNERS: ["ben"]})
    somebody_elses.add_to_hass(hass)
    await originals.async_follow(somebody_elses.subentries)
    assert originals.state(CAMERA) is OriginalState.LOCKED
    await originals.async_follow(entry.subentries)
    assert originals.state(CAMERA) is OriginalState.OPEN
    assert DOMAIN not in generic.registered.options
    assert await originals.source(CAMERA).async_still()


async def test_forgotten_lock(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """A camera that was removed, and a kill before its original was seen to: it is left disabled at the next start."""
    entry = wrap(generic)
    await originals.async_follow()
    hass.config_entries.async_remove_subentry(entry, CAMERA)
    again = await start_again(hass)
    assert generic.registered.disabled_by is er.RegistryEntryDisabler.USER
    assert again.state(CAMERA) is OriginalState.MISSING
    assert issues(hass) == {"original_left_disabled"}


async def test_another_original(
    hass: HomeAssistant, generic: Stock, mjpeg: Stock, originals: Originals, wrap: Wrap
) -> None:
    """A camera that wraps another original gives the first one back."""
    entry = wrap(generic)
    await originals.async_follow()
    new = {**entry.subentries[CAMERA].data, "original": mjpeg.registered.id, "original_entity_id": mjpeg.entity_id}
    hass.config_entries.async_update_subentry(entry, entry.subentries[CAMERA], data=new)
    await originals.async_follow(entry.subentries)
    assert generic.registered.hidden_by is None
    assert generic.registered.disabled_by is None
    assert mjpeg.registered.hidden_by is er.RegistryEntryHider.INTEGRATION
    assert originals.entity_id(CAMERA) == mjpeg.entity_id


async def test_renamed(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person) -> None:
    """A new entity id changes nothing, nor does a reload after it, nor who has the old id then."""
    wrap(generic)
    await originals.async_follow()
    old = generic.entity_id
    er.async_get(hass).async_update_entity(old, new_entity_id="camera.renamed")
    await hass.async_block_till_done()
    for _ in range(2):
        assert originals.state(CAMERA) is OriginalState.LOCKED
        assert originals.entity_id(CAMERA) == "camera.renamed"
        assert (await person.get("/api/camera_proxy/camera.renamed")).status == 403
        state = hass.states.get("camera.renamed")
        assert state is not None
        assert "entity_picture" not in state.attributes
        assert await originals.source(CAMERA).async_still()
        await generic.reload()
    originals = await start_again(hass)
    assert originals.state(CAMERA) is OriginalState.LOCKED
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert (await person.get("/api/camera_proxy/camera.renamed")).status == 200


async def test_place(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """The guarded camera takes over area and labels, once."""
    registry, devices = er.async_get(hass), dr.async_get(hass)
    nursery, attic = (ar.async_get(hass).async_create(name) for name in ("Nursery", "Attic"))
    assert generic.registered.device_id
    devices.async_update_device(generic.registered.device_id, area_id=nursery.id)
    registry.async_update_entity(generic.entity_id, labels={"night"})
    entry = wrap(generic)
    device = devices.async_get_or_create(config_entry_id=entry.entry_id, identifiers={(DOMAIN, CAMERA)})
    ours = registry.async_get_or_create("camera", DOMAIN, CAMERA, config_entry=entry, device_id=device.id)
    registry.async_update_entity(ours.entity_id, labels={"day"})
    originals.guarded_added(CAMERA, ours.entity_id)
    now = registry.async_get(ours.entity_id)
    assert now is not None
    assert now.labels == {"day", "night"}
    assert devices.async_get(device.id).area_id == nursery.id  # type: ignore[union-attr]
    devices.async_update_device(device.id, area_id=attic.id)
    registry.async_update_entity(ours.entity_id, labels=set())
    originals.guarded_added(CAMERA, ours.entity_id)
    now = registry.async_get(ours.entity_id)
    assert now is not None
    assert now.labels == set()
    assert devices.async_get(device.id).area_id == attic.id  # type: ignore[union-attr]


async def test_beside(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """People are told of other cameras and images of the same device."""
    device_id = generic.registered.device_id
    wrap(generic)
    await originals.async_follow()
    assert issues(hass) == set()
    for domain in ("image", "camera", "sensor"):
        er.async_get(hass).async_get_or_create(domain, "other", "2", device_id=device_id)
    await generic.reload()
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"original_beside_{generic.entity_id}")
    assert issue is not None
    assert issue.translation_placeholders is not None
    others = issue.translation_placeholders["others"]
    assert "image." in others
    assert "camera." in others
    assert "sensor." not in others
    assert generic.entity_id not in others.split(", ")


async def test_missing(hass: HomeAssistant, parts: None, originals: Originals, wrap: Wrap) -> None:
    """People are told of an original that Home Assistant does not know, and only of that."""
    assert await async_setup_component(hass, "camera", {})
    wrap(original="0123456789abcdef", entity_id="camera.gone")
    await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.MISSING
    assert issues(hass) == {"original_missing"}
    with pytest.raises(Exception, match="not there"):
        await originals.source(CAMERA).async_still()
    await originals.async_camera_removed(CAMERA, by_owner=False)
    assert issues(hass) == set()


async def test_locked_as_soon_as_it_is_named(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """It is locked the moment that a config entry says so, before anything is set up for it."""
    entry = wrap(generic, lock=False)
    hass.config_entries.async_update_subentry(
        entry, entry.subentries[CAMERA], data={**entry.subentries[CAMERA].data, "lock_original": True}
    )
    assert originals.state(CAMERA) is OriginalState.LOCKED
    await hass.async_block_till_done()
    assert generic.registered.hidden_by is er.RegistryEntryHider.INTEGRATION


async def test_guarded_by_another_camera_after_being_abandoned(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """The mark in the registry follows whoever guards the original now; a start finds nothing forgotten."""
    wrap(generic)
    er.async_get(hass).async_update_entity_options(
        generic.entity_id, DOMAIN, {"camera": "another", "hidden_by": None, "assistants": {}}
    )
    await originals.async_follow()
    assert generic.registered.options[DOMAIN]["camera"] == CAMERA
    assert (await start_again(hass)).state(CAMERA) is OriginalState.LOCKED
    assert is_closed(generic.registered)
