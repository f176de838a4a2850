"""Accounts that come, change in place and go."""

from typing import Any
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    area_registry as ar,
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
import pytest

from custom_components.dropcam_privacy import following
from custom_components.dropcam_privacy.const import CONF_OWNERS, DOMAIN
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS, Rights
from custom_components.dropcam_privacy.rights.updates import Update
from custom_components.dropcam_privacy.runtime import CAMERAS, CameraRuntime
from tests.household.answers import answer
from tests.household.flows import account, address_camera, as_subentry
from tests.household.home import CAMERA, MJPEG, NURSERY, STILL, SWITCH, Household
from tests.household.rights import Disk
from tests.waiting import until

ENTITIES = {
    "binary_sensor.anna_s_cameras_waiting",
    "binary_sensor.nursery_being_watched",
    "binary_sensor.nursery_connection",
    "binary_sensor.nursery_scene",
    "button.nursery_show_anyway",
    "camera.nursery",
    "event.nursery_access",
    "sensor.nursery_viewers",
    "sensor.nursery_viewers_other_than_owners",
    "switch.anna_s_cameras_assistants",
    "switch.anna_s_cameras_privacy",
    "switch.nursery_privacy",
    "switch.nursery_camera",
}


def subentry(name: str, **data: Any) -> ConfigSubentry:
    """Describe a camera."""
    described = address_camera(name, **data)
    return as_subentry(described)


def entities(hass: HomeAssistant) -> set[str]:
    """List our entities."""
    return {entry.entity_id for entry in er.async_get(hass).entities.values() if entry.platform == DOMAIN}


async def test_names(home: Household, hass: HomeAssistant) -> None:
    """A device for the camera, a service for the account, and ids that say what they are."""
    assert entities(hass) == ENTITIES
    devices = dr.async_get(hass)
    camera = devices.async_get_device_by_identifier((DOMAIN, NURSERY), home.entry.entry_id)
    service = devices.async_get_device_by_identifier((DOMAIN, home.entry.entry_id), home.entry.entry_id)
    assert camera is not None
    assert service is not None
    assert (camera.name, service.name) == ("Nursery", "Anna's cameras")
    assert camera.via_device_id == service.id
    assert service.entry_type is dr.DeviceEntryType.SERVICE
    registry = er.async_get(hass)
    main = registry.async_get(CAMERA)
    assert main is not None
    assert main.name is None
    assert main.original_name is None
    for switch in (SWITCH, "switch.anna_s_cameras_privacy", "switch.anna_s_cameras_assistants"):
        entry = registry.async_get(switch)
        assert entry is not None
        assert entry.entity_category == "config"


async def test_names_with_an_area(home: Household, hass: HomeAssistant) -> None:
    """A device in an area keeps them, also of a camera that comes later."""
    area = ar.async_get(hass).async_create("Upstairs")
    devices = dr.async_get(hass)
    device = devices.async_get_device_by_identifier((DOMAIN, NURSERY), home.entry.entry_id)
    assert device is not None
    devices.async_update_device(device.id, area_id=area.id)
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    await hass.async_block_till_done()
    assert entities(hass) == ENTITIES


async def test_a_camera_comes_and_goes_in_place(home: Household, hass: HomeAssistant) -> None:
    """Another camera is there at once, and gone at once, while a stream of the first goes on."""
    running = await home.anna.get(MJPEG)
    assert b"\xff\xd8" in await running.content.read(2048)
    lease = hass.data[GATEKEEPER].leases.all()
    hass.config_entries.async_add_subentry(home.entry, subentry("porch", still_image_url=home.fake.still_url))
    await hass.async_block_till_done()
    porch = "/api/camera_proxy/camera.porch"
    assert await home.anna.sees(porch) == "red"
    assert await home.ben.sees(porch) == 403
    open_porch = await home.anna.get("/api/camera_proxy_stream/camera.porch")
    assert b"\xff\xd8" in await open_porch.content.read(2048)
    hass.config_entries.async_remove_subentry(home.entry, "porch")
    # Before the event loop turns again.
    assert hass.data[GATEKEEPER].leases.all() == lease
    assert hass.data[GATEKEEPER].policy(CameraId("porch")) is None
    await hass.async_block_till_done()
    assert CameraId("porch") not in hass.data[CAMERAS]
    assert entities(hass) == ENTITIES
    assert dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "porch"), home.entry.entry_id) is None
    assert b"\xff\xd8" in await running.content.read(65536)
    running.close()


async def test_changes_in_place(home: Household, hass: HomeAssistant) -> None:
    """Sharing, the name: without a reload, and the owner's stream goes on."""
    await home.lower()
    running = await home.anna.get(MJPEG)
    before = home.camera
    bens = await home.ben.get(MJPEG)
    assert b"\xff\xd8" in await bens.content.read(2048)
    await home.share(viewers=[home.carl.user.id])
    assert [await person.sees() for person in home.everybody] == ["red", 403, "red", 403]
    hass.config_entries.async_update_subentry(home.entry, home.entry.subentries[NURSERY], title="Attic")
    await hass.async_block_till_done()
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, NURSERY), home.entry.entry_id)
    assert device is not None
    assert device.name == "Attic"
    assert home.camera is before
    assert entities(hass) == ENTITIES
    assert b"\xff\xd8" in await running.content.read(65536)
    running.close()


async def test_new_owners_begin_anew(home: Household, hass: HomeAssistant) -> None:
    """What the old ones opened ends in the same step; privacy is on."""
    await home.lower()
    streams = [await person.get(MJPEG) for person in (home.anna, home.ben)]
    for stream in streams:
        assert b"\xff\xd8" in await stream.content.read(2048)
    with patch.object(following, "own_session_user", return_value=home.anna.user.id):
        hass.config_entries.async_update_entry(home.entry, data={CONF_OWNERS: [home.carl.user.id]})
    assert not hass.data[GATEKEEPER].leases.all()
    await hass.async_block_till_done()
    assert home.policy.private
    assert home.state(SWITCH) == "on"
    assert [await person.sees() for person in home.everybody] == [403, 403, "red", 403]


async def test_a_change_with_a_full_disk(home: Household, hass: HomeAssistant, disk: Disk) -> None:
    """What it takes away is gone, what it gives is not given, and an issue says so until a change is written."""
    await home.lower()
    disk.fails = True
    with patch.object(following, "own_session_user", return_value=home.anna.user.id):
        await home.enter(viewers=[home.carl.user.id])
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
    issue = f"not_durable_{home.entry.entry_id}"
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue) is not None
    disk.fails = False
    hass.config_entries.async_update_subentry(home.entry, home.entry.subentries[NURSERY], title="Attic")
    await hass.async_block_till_done()
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue) is None
    # It was not given then, and nobody else gives it: it waits.
    assert await home.carl.sees() == 403
    assert home.state("binary_sensor.anna_s_cameras_waiting") == "on"


async def test_an_owner_who_is_no_user_any_more(home: Household, hass: HomeAssistant) -> None:
    """They are out at once; an issue says it, and names nobody; an account without owners shows nobody anything."""
    await home.lower()
    token = home.anna.token
    user = home.anna.user
    await hass.auth.async_remove_user(user)
    await hass.async_block_till_done()
    assert await home.ben.sees() == "red"
    assert await home.anna.sees(headers={"Authorization": f"Bearer {token}"}) == 401
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"owner_lost_{home.entry.entry_id}")
    assert issue is not None
    assert not issue.translation_placeholders
    assert not issue.data
    hass.config_entries.async_update_entry(home.entry, data={CONF_OWNERS: []})
    await hass.async_block_till_done()
    await home.hass.data[RIGHTS].async_lower_privacy([CameraId(NURSERY)])
    assert [await person.sees() for person in home.everybody[1:]] == [403, 403, 403]


@pytest.mark.parametrize("how", ["unload", "disable", "remove"])
async def test_an_account_that_goes(home: Household, hass: HomeAssistant, how: str) -> None:
    """From the first moment on nobody is shown anything, and nothing is left running."""
    await home.lower()
    stream = await home.ben.get(MJPEG)
    assert b"\xff\xd8" in await stream.content.read(2048)
    match how:
        case "unload":
            await hass.config_entries.async_unload(home.entry.entry_id)
        case "disable":
            await hass.config_entries.async_set_disabled_by(home.entry.entry_id, ConfigEntryDisabler.USER)
        case _:
            await hass.config_entries.async_remove(home.entry.entry_id)
    assert not hass.data[GATEKEEPER].leases.all()
    assert hass.data[GATEKEEPER].policy(NURSERY) is None
    assert not hass.data[CAMERAS]
    assert await home.anna.sees(STILL) != "red"
    await until(lambda: not any(home.fake.open.values()))
    await hass.async_block_till_done()
    if how == "remove":
        assert entities(hass) == set()
        assert not [issue for domain, issue in ir.async_get(hass).issues if domain == DOMAIN]
        return
    if how == "disable":
        await hass.config_entries.async_set_disabled_by(home.entry.entry_id, None)
    else:
        await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.entry.state is ConfigEntryState.LOADED
    assert [await person.sees() for person in home.everybody] == ["red", "red", 403, 403]


async def test_a_change_that_ends_after_the_unload(home: Household, hass: HomeAssistant) -> None:
    """A change under way does not bring an unloaded account back to life."""
    follow = Rights.async_follow

    async def slowly(rights: Rights, update: Update) -> None:
        await hass.config_entries.async_unload(update.entry.entry_id)
        await follow(rights, update)

    with patch.object(Rights, "async_follow", slowly):
        hass.config_entries.async_add_subentry(home.entry, subentry("porch", still_image_url=home.fake.still_url))
        await hass.async_block_till_done()
    assert hass.data[GATEKEEPER].policy(NURSERY) is None
    assert hass.data[GATEKEEPER].policy(CameraId("porch")) is None
    assert not hass.data[CAMERAS]
    assert home.entry.state is ConfigEntryState.NOT_LOADED


async def test_an_account_that_has_ended_takes_no_camera(home: Household, hass: HomeAssistant) -> None:
    """Also where it ends while a change of it is followed, camera by camera."""
    account_of = home.camera.account
    follow = CameraRuntime.async_follow

    async def slowly(camera: CameraRuntime, changed: ConfigSubentry) -> None:
        await hass.config_entries.async_unload(home.entry.entry_id)
        await follow(camera, changed)

    with patch.object(CameraRuntime, "async_follow", slowly):
        hass.config_entries.async_add_subentry(home.entry, subentry("porch", still_image_url=home.fake.still_url))
        await hass.async_block_till_done()
    assert not account_of.cameras
    assert not hass.data[CAMERAS]
    account_of.add(hass, home.entry.subentries["porch"])
    assert not hass.data[CAMERAS]


async def test_a_dead_camera_fails_nothing(home: Household, hass: HomeAssistant) -> None:
    """An account with a camera that is not there is loaded, and says that the camera is not connected."""
    dead = address_camera("dead", still_image_url="http://127.0.0.1:9/still.jpg")
    entry = account(hass, home.carl.user, cameras=(dead,))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entry.state is ConfigEntryState.LOADED
    assert await home.carl.sees("/api/camera_proxy/camera.dead") == 503
    assert home.state("camera.dead") != "unavailable"
    await until(lambda: home.state("binary_sensor.dead_connection") == "off")


async def test_lost_rights_are_told(home: Household, hass: HomeAssistant) -> None:
    """An account that was there before, and whose record is gone: private, off, shared with nobody, and an issue."""
    await home.lower()
    await hass.config_entries.async_unload(home.entry.entry_id)
    store = hass.data[RIGHTS]._store
    await store.async_write(lambda records: {})
    await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert home.policy.private
    assert not home.policy.on
    assert not home.policy.viewers
    assert home.state("binary_sensor.anna_s_cameras_waiting") == "on"
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"rights_doubted_{home.entry.entry_id}") is not None
    assert await home.anna.call("camera.turn_on", CAMERA) == "source_waits"
    # Whom it was shared with waits as well, and is accepted with it.
    await answer(home.anna, "accept_changes")
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
