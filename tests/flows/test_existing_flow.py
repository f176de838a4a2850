"""Cameras that are in Home Assistant already, guarded many at once, with what else their devices show."""

from collections.abc import Iterator
from typing import Any

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals.mark import Mark
from custom_components.dropcam_privacy.policy.model import CameraId
from tests.household.flows import (
    account,
    accounts_stay_unloaded,
    add_user,
    an_owner_is_in_flows,
    change_camera,
    choices,
    entity_camera,
    new_camera,
    suggested,
)


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Only the flows run."""
    with accounts_stay_unloaded():
        yield


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner, who is an administrator."""
    return await add_user(hass, "Anna")


@pytest.fixture
def entry(hass: HomeAssistant, anna: User) -> ConfigEntry:
    """Return Anna's account, without cameras."""
    return account(hass, anna)


class Shop:
    """Integrations with devices that have cameras and images."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Have nothing yet."""
        self._hass = hass
        self._entries: dict[str, MockConfigEntry] = {}

    def device(self, platform: str, name: str, *pictures: str) -> list[er.RegistryEntry]:
        """Add a device with pictures, each a domain and a name: "camera.main"."""
        if platform not in self._entries:
            self._entries[platform] = MockConfigEntry(domain=platform)
            self._entries[platform].add_to_hass(self._hass)
        entry = self._entries[platform]
        device = dr.async_get(self._hass).async_get_or_create(
            config_entry_id=entry.entry_id, identifiers={(platform, name)}, name=name
        )
        return [
            er.async_get(self._hass).async_get_or_create(
                picture.partition(".")[0],
                platform,
                f"{name} {picture}",
                suggested_object_id=picture.partition(".")[2],
                original_name=picture,
                device_id=device.id,
                config_entry=entry,
            )
            for picture in pictures
        ]


@pytest.fixture
def shop(hass: HomeAssistant) -> Shop:
    """Return what can be had."""
    return Shop(hass)


def cameras_of(entry: ConfigEntry) -> dict[str, dict[str, Any]]:
    """Return the data of an account's cameras, by name."""
    return {subentry.title: dict(subentry.data) for subentry in entry.subentries.values()}


async def test_ten_cameras(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """Ten cameras of one integration among others: five forms, and nothing to type."""
    ours = [shop.device("demo", f"Door {number}", f"camera.door_{number}")[0] for number in range(10)]
    shop.device("axis", "Yard", "camera.yard")
    flow, form = await new_camera(hass, entry, "existing")
    assert choices(form, "integration") == {"axis": "Axis (1)", "demo": "Demo (10)"}
    form = await flow.answer(integration="demo")
    assert form["step_id"] == "cameras"
    assert choices(form, "cameras")["camera.yard"] == "Yard (Axis)"
    filled = suggested(form)
    assert set(filled["cameras"]) == {camera.entity_id for camera in ours}
    assert filled["take_over"] is True

    form = await flow.answer(**filled)
    assert form["step_id"] == "sharing"
    result = await flow.answer(allow=["assistants"])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    found = cameras_of(entry)
    assert set(found) == {f"Door {number}" for number in range(10)}
    for number, camera in enumerate(ours):
        assert found[f"Door {number}"] == {
            "kind": "entity",
            "original": camera.id,
            "original_identity": ["demo", camera.unique_id],
            "original_entity_id": camera.entity_id,
            "lock_original": True,
            "take_over": True,
            "left_open": [],
            "viewers": [],
            "allow": ["assistants"],
            "lowerers": [],
        }
    # What is guarded is offered no more.
    flow, form = await new_camera(hass, entry, "existing")
    assert form["step_id"] == "cameras"
    assert set(choices(form, "cameras")) == {"camera.yard"}


async def test_some_of_several_integrations(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """Some are left out, one of another integration is added, and their entity ids stay as they are."""
    shop.device("demo", "Door", "camera.door")
    shop.device("demo", "Hall", "camera.hall")
    shop.device("axis", "Yard", "camera.yard")
    flow, _ = await new_camera(hass, entry, "existing")
    await flow.answer(integration="demo")
    form = await flow.answer(cameras=[], take_over=False)
    assert form["errors"] == {"cameras": "no_cameras_chosen"}
    assert suggested(form) == {"cameras": [], "take_over": False}
    await flow.answer(cameras=["camera.hall", "camera.yard"], take_over=False)
    await flow.answer()
    assert {name: camera["take_over"] for name, camera in cameras_of(entry).items()} == {"Hall": False, "Yard": False}


async def test_what_else_the_device_shows(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """The other pictures of its device are closed as well, but for what somebody leaves open."""
    main, _sub, visitor, _event = shop.device(
        "demo", "Door", "camera.door_main", "camera.door_sub", "image.visitor", "event.bell"
    )
    gone, *_ = shop.device("demo", "Hall", "image.gone", "camera.hall")
    er.async_get(hass).async_update_entity(gone.entity_id, disabled_by=er.RegistryEntryDisabler.INTEGRATION)
    flow, form = await new_camera(hass, entry, "existing")
    assert set(suggested(form)["cameras"]) == {"camera.door_main", "camera.door_sub", "camera.hall"}
    form = await flow.answer(cameras=["camera.door_main", "camera.hall"])
    assert form["step_id"] == "device"
    assert set(suggested(form)["closed"]) == {"camera.door_sub", "image.visitor"}
    await flow.answer(closed=["camera.door_sub"])
    await flow.answer()
    found = cameras_of(entry)
    # A device with one camera gives its name, else the camera itself.
    assert found["camera.door_main"]["left_open"] == [visitor.id]
    assert found["camera.door_main"]["original"] == main.id
    assert found["Hall"]["left_open"] == []


async def test_both_streams_are_guarded(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """Of a recorder's channels, all of which are chosen, there is nothing left to close."""
    shop.device("demo", "Recorder", "camera.one", "camera.two")
    flow, form = await new_camera(hass, entry, "existing")
    form = await flow.answer(**suggested(form))
    assert form["step_id"] == "sharing"


async def test_one_with_all_options(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """It asks about the device as well, unless the original stays open anyway."""
    shop.device("demo", "Door", "camera.door", "image.visitor")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Porch", entity_id="camera.door")
    assert form["step_id"] == "device"
    await flow.answer(closed=["image.visitor"])
    await flow.answer()
    assert cameras_of(entry)["Porch"]["left_open"] == []

    shop.device("demo", "Hall", "camera.hall", "image.hall")
    flow, _ = await new_camera(hass, entry, "entity")
    form = await flow.answer(name="Hall", entity_id="camera.hall", lock_original=False)
    assert form["step_id"] == "sharing"


@pytest.mark.parametrize("owner", [True, False])
async def test_changed_later(hass: HomeAssistant, anna: User, shop: Shop, owner: bool) -> None:
    """Whoever changes the source can close more; only an owner opens what is closed."""
    main, sub, visitor = shop.device("demo", "Door", "camera.door", "camera.sub", "image.visitor")
    stored = entity_camera(
        "door", main.id, main.entity_id, original_identity=["demo", main.unique_id], left_open=[sub.id]
    )
    entry = account(hass, anna, cameras=(stored,))
    Mark(CameraId("door"), closed=True, beside=True).write(hass, visitor.entity_id)
    er.async_get(hass).async_update_entity(visitor.entity_id, disabled_by=er.RegistryEntryDisabler.USER)

    async def answer(*closed: str) -> Any:
        flow, form = await change_camera(hass, entry, "door", "source")
        await flow.answer(**suggested(form))
        form = await flow.show()
        assert suggested(form)["closed"] == ["image.visitor"]
        return await flow.answer(closed=list(closed))

    if owner:
        with an_owner_is_in_flows():
            result = await answer("camera.sub")
        assert result["reason"] == "reconfigure_successful"
        assert cameras_of(entry)["Door"]["left_open"] == [visitor.id]
        return
    form = await answer("camera.sub")
    assert form["errors"] == {"closed": "beside_owner_only"}
    result = await answer("camera.sub", "image.visitor")
    assert result["reason"] == "reconfigure_successful"
    assert cameras_of(entry)["Door"]["left_open"] == []


async def test_nothing_to_choose(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """Ours, disabled ones, and what is no camera are not offered."""
    shop.device(DOMAIN, "Ours", "camera.ours")
    shop.device("demo", "Bell", "image.bell")
    dark, *_ = shop.device("demo", "Dark", "camera.dark")
    er.async_get(hass).async_update_entity(dark.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    _, result = await new_camera(hass, entry, "existing")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "no_cameras")


async def test_somebody_was_quicker(hass: HomeAssistant, entry: ConfigEntry, shop: Shop, anna: User) -> None:
    """One of them was guarded while this was filled in: nothing is guarded twice, and nothing half."""
    shop.device("demo", "Door", "camera.door")
    hall, *_ = shop.device("demo", "Hall", "camera.hall")
    flow, form = await new_camera(hass, entry, "existing")
    form = await flow.answer(**suggested(form))
    camera = entity_camera("hall", hall.id, hall.entity_id, original_identity=["demo", hall.unique_id])
    account(hass, anna, await add_user(hass, "Ben"), cameras=(camera,))
    result = await flow.answer()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_guarded")
    assert not entry.subentries

    # Or it was closed with another account's camera.
    flow, form = await new_camera(hass, entry, "existing")
    form = await flow.answer(**suggested(form))
    Mark(CameraId("hall"), closed=True, beside=True).write(hass, "camera.door")
    result = await flow.answer()
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "already_guarded")
    assert not entry.subentries
    Mark().write(hass, "camera.door")

    flow, form = await new_camera(hass, entry, "existing")
    er.async_get(hass).async_remove("camera.door")
    form = await flow.answer(cameras=["camera.door"], take_over=True)
    assert form["errors"] == {"cameras": "cameras_changed"}


async def test_who_sees_what_is_the_devices_name(hass: HomeAssistant, entry: ConfigEntry, shop: Shop) -> None:
    """What people call a device or a camera is what they find in the list."""
    door, *_ = shop.device("demo", "Door", "camera.door")
    dr.async_get(hass).async_update_device(door.device_id or "", name_by_user="Front door")
    shop.device("demo", "Hall", "camera.hall")
    er.async_get(hass).async_update_entity("camera.hall", name="Stairs")
    _, form = await new_camera(hass, entry, "existing")
    assert choices(form, "cameras") == {"camera.door": "Front door (Demo)", "camera.hall": "Stairs (Demo)"}
