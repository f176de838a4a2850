"""The other pictures of an original's device are closed with it: those that are there, and those that come."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock

from homeassistant.components.camera import Camera
from homeassistant.components.image import ImageEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_config_flow,
    mock_integration,
    mock_platform,
)

from custom_components.dropcam_privacy.const import CONF_LEFT_OPEN
from custom_components.dropcam_privacy.originals import ORIGINALS, Originals, OriginalState, registry
from custom_components.dropcam_privacy.originals.find import find_original
from custom_components.dropcam_privacy.originals.mark import Mark
from tests.e2e.person import Person
from tests.originals.conftest import CAMERA, Stock, Wrap, start_again
from tests.originals.platforms import Flow
from tests.originals.told import issues
from tests.waiting import until

WAS = Entity.add_to_platform_start
PICTURE = b"\xff\xd8 somebody's nursery \xff\xd9"
DOOR = DeviceInfo(identifiers={("doorbell", "1")}, name="Door")
GATE = DeviceInfo(identifiers={("doorbell", "2")}, name="Gate")


class Asking:
    """Asks itself for its picture as soon as Home Assistant lets it run, as an action can."""

    asked: bytes | str | None = None

    async def async_added_to_hass(self) -> None:
        """Ask in the gap before the first state."""
        entity: Any = self
        get = entity.async_camera_image if isinstance(self, Camera) else entity.async_image
        try:
            self.asked = await get()
        except HomeAssistantError as err:
            self.asked = err.translation_key


class Stream(Asking, Camera):
    """One of a doorbell's two streams."""

    def __init__(self, name: str, device: DeviceInfo = DOOR) -> None:
        """Belong to a device."""
        super().__init__()
        self._attr_name, self._attr_unique_id, self._attr_device_info = name, name, device
        self.entity_id = f"camera.{name}"

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Show the room."""
        return PICTURE


class Snapshot(Asking, ImageEntity):
    """The picture of whoever rang last."""

    _attr_content_type = "image/jpeg"
    given = 0
    _attr_image_last_updated = datetime(2026, 1, 1, tzinfo=UTC)

    def __init__(self, hass: HomeAssistant, name: str, device: DeviceInfo = DOOR) -> None:
        """Belong to a device."""
        super().__init__(hass)
        self._attr_name, self._attr_unique_id, self._attr_device_info = name, name, device
        self.entity_id = f"image.{name}"

    async def async_image(self) -> bytes | None:
        """Show the room."""
        self.given += 1
        return PICTURE


class Doorbell(Stock):
    """A doorbell with two streams and a snapshot, and a gate of the same integration."""

    later: Callable[[str, list[Any]], None]

    @property
    def registered(self) -> er.RegistryEntry:
        """The main stream's registry entry."""
        return self.of("camera.main")

    def of(self, entity_id: str) -> er.RegistryEntry:
        """Return a registry entry."""
        entry = er.async_get(self.hass).async_get(entity_id)
        assert entry is not None, entity_id
        return entry

    def instance(self, entity_id: str) -> Any:
        """Return the instance that Home Assistant knows now, if it knows one."""
        return self.hass.data[entity_id.partition(".")[0]].get_entity(entity_id)

    def add(self, domain: str, *entities: Any) -> None:
        """Have the integration find more."""
        self.later(domain, list(entities))


@pytest.fixture
async def doorbell(hass: HomeAssistant, parts: None) -> AsyncIterator[Doorbell]:
    """Set up the integration."""
    assert await async_setup_component(hass, "image", {})
    adders: dict[str, Any] = {}

    async def setup_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, ["camera", "image"])
        return True

    async def unload_entry(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        return await hass.config_entries.async_unload_platforms(entry, ["camera", "image"])

    async def cameras(_hass: HomeAssistant, _entry: ConfigEntry, add: Any) -> None:
        adders["camera"] = add
        add([Stream("main"), Stream("sub"), Stream("gate", GATE)])

    async def images(hass: HomeAssistant, _entry: ConfigEntry, add: Any) -> None:
        adders["image"] = add
        add([Snapshot(hass, "visitor"), Snapshot(hass, "gate", GATE)])

    mock_integration(hass, MockModule("doorbell", async_setup_entry=setup_entry, async_unload_entry=unload_entry))
    mock_platform(hass, "doorbell.camera", MockPlatform(async_setup_entry=cameras))
    mock_platform(hass, "doorbell.image", MockPlatform(async_setup_entry=images))
    mock_platform(hass, "doorbell.config_flow", None)
    with mock_config_flow("doorbell", Flow):
        entry = MockConfigEntry(domain="doorbell")
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        found = Doorbell(hass, entry)
        found.later = lambda domain, entities: adders[domain](entities)
        yield found


@pytest.fixture
async def closed(hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap) -> MockConfigEntry:
    """Guard the main stream, with all of its device."""
    entry = wrap(doorbell, left_open=[])
    await originals.async_follow()
    await hass.async_block_till_done()
    return entry


def set_left_open(hass: HomeAssistant, entry: MockConfigEntry, *left_open: str) -> None:
    """Have the account leave these open."""
    subentry = entry.subentries[CAMERA]
    data = {**subentry.data, CONF_LEFT_OPEN: list(left_open)}
    hass.config_entries.async_update_subentry(entry, subentry, data=data)


async def pictures_of(person: Person) -> dict[str, bool]:
    """Ask for everything as anybody can; return by entity whether a picture came."""
    paths = {
        **{name: f"/api/camera_proxy/camera.{name}" for name in ("main", "sub", "gate", "late")},
        **{f"image {name}": f"/api/image_proxy/image.{name}" for name in ("visitor", "gate", "late")},
        "stream": "/api/image_proxy_stream/image.visitor",
    }
    answers = {name: await person.get(path, most=1000, seconds=2) for name, path in paths.items()}
    return {name: PICTURE in answer.body for name, answer in answers.items()}


async def test_open_without_us(doorbell: Doorbell, person: Person) -> None:
    """All of it can be seen by everybody, so these tests can fail."""
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"main", "sub", "gate", "image visitor", "image gate", "stream"}
    assert doorbell.instance("image.visitor").asked == PICTURE


async def test_closed_with_it(
    hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, person: Person, originals: Originals
) -> None:
    """The sub stream and the snapshot are gone; the gate, which is another device, is as it was."""
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"gate", "image gate"}
    for entity_id in ("camera.sub", "image.visitor"):
        entry = doorbell.of(entity_id)
        assert entry.disabled_by is er.RegistryEntryDisabler.USER
        assert entry.hidden_by is er.RegistryEntryHider.INTEGRATION
        assert hass.states.get(entity_id) is None
        assert doorbell.instance(entity_id) is None
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert await originals.source(CAMERA).async_still() == PICTURE
    assert issues(hass) == set()


async def test_in_the_very_moment(hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap) -> None:
    """Whoever holds an instance, or an answer that runs, has nothing of it any more before anything else runs."""
    held: list[Any] = [doorbell.instance("camera.sub"), doorbell.instance("image.visitor")]
    token = held[1].access_tokens[-1]
    wrap(doorbell, left_open=[])
    assert await held[0].async_camera_image() == PICTURE
    originals._entry_changed(None, hass.config_entries.async_entries("dropcam_privacy")[0])  # type: ignore[arg-type]
    for get in (held[0].async_camera_image, held[1].async_image):
        with pytest.raises(HomeAssistantError):
            await get()
    assert token not in held[1].access_tokens
    assert held[1].entity_picture is None
    await hass.async_block_till_done()


@pytest.mark.parametrize("bearer", [True, False])
async def test_running_answer(
    hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap, person: Person, bearer: bool
) -> None:
    """Who watches a snapshot as a stream is cut off."""
    visitor = doorbell.instance("image.visitor")
    before, token = visitor.given, visitor.access_tokens[-1]
    path = f"/api/image_proxy_stream/image.visitor?token={token}"
    watching = asyncio.create_task(person.get(path, bearer=bearer, seconds=20))
    await until(lambda: visitor.given > before)
    wrap(doorbell, left_open=[])
    await originals.async_follow()
    await hass.async_block_till_done()
    async with asyncio.timeout(5):  # it goes on for 20 seconds otherwise
        answer = await watching
    assert answer.body.count(PICTURE) <= 2  # Home Assistant sends each twice


@pytest.mark.parametrize("domain", ["camera", "image"])
async def test_what_comes_later(
    hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, person: Person, domain: str
) -> None:
    """An update of the camera brings another picture: closed from its first moment."""
    late: Any = Stream("late") if domain == "camera" else Snapshot(hass, "late")
    doorbell.add(domain, late)
    await hass.async_block_till_done()
    assert late.asked == "camera_locked"
    assert doorbell.instance(f"{domain}.late") is None
    assert hass.states.get(f"{domain}.late") is None
    assert doorbell.of(f"{domain}.late").disabled
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"gate", "image gate"}
    # Of another device.
    other: Any = Stream("yard", GATE) if domain == "camera" else Snapshot(hass, "yard", GATE)
    doorbell.add(domain, other)
    await hass.async_block_till_done()
    assert other.asked == PICTURE


async def test_what_comes_unseen(
    hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where another Home Assistant adds entities otherwise, it is removed with its first state."""
    monkeypatch.setattr("homeassistant.helpers.entity.Entity.add_to_platform_start", WAS)
    late = Snapshot(hass, "late")
    doorbell.add("image", late)
    await hass.async_block_till_done()
    assert late.asked == PICTURE  # so it was not seen
    assert doorbell.of("image.late").disabled
    assert doorbell.instance("image.late") is None
    with pytest.raises(HomeAssistantError):
        await late.async_image()


async def test_an_error_on_the_way(
    hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that cannot be closed just now does not keep the next from being closed."""
    with monkeypatch.context() as patch:
        patch.setattr(registry, "hide", Mock(side_effect=ValueError("full")))
        er.async_get(hass).async_update_entity("camera.sub", disabled_by=None)
        assert not doorbell.of("camera.sub").disabled
    er.async_get(hass).async_update_entity("image.visitor", disabled_by=None)
    assert doorbell.of("image.visitor").disabled


async def test_given_to_the_device(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """A picture that moves to the device is closed as well."""
    er.async_get(hass).async_update_entity("image.gate", device_id=doorbell.registered.device_id)
    await hass.async_block_till_done()
    assert doorbell.of("image.gate").disabled
    assert doorbell.instance("image.gate") is None


async def test_enabled_by_hand(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """Somebody enables it, or takes our note away first: closed at once, before the integration can be loaded anew."""
    er.async_get(hass).async_update_entity("camera.sub", disabled_by=None)
    assert doorbell.of("camera.sub").disabled
    er.async_get(hass).async_update_entity_options("image.visitor", "dropcam_privacy", None)
    er.async_get(hass).async_update_entity("image.visitor", disabled_by=None)
    assert doorbell.of("image.visitor").disabled
    assert Mark.of(doorbell.of("image.visitor")).camera == CAMERA
    await doorbell.reload()
    assert doorbell.instance("camera.sub") is None
    assert doorbell.instance("image.visitor") is None


async def test_left_open(
    hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """What the owner leaves open stays, and people are told of it; what comes later is closed all the same."""
    wrap(doorbell, left_open=[doorbell.of("image.visitor").id])
    await originals.async_follow()
    await hass.async_block_till_done()
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"gate", "image gate", "image visitor", "stream"}
    assert issues(hass) == {"original_beside"}
    doorbell.add("image", Snapshot(hass, "late"))
    await hass.async_block_till_done()
    assert doorbell.of("image.late").disabled


async def test_not_asked_for(
    hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """A camera from before this could be chosen leaves them as they are, and says so."""
    wrap(doorbell)
    await originals.async_follow()
    await hass.async_block_till_done()
    assert not doorbell.of("camera.sub").disabled
    assert issues(hass) == {"original_beside"}


async def test_an_owner_opens_one(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """As it was before: enabled, shown, under its entity id."""
    set_left_open(hass, closed, doorbell.of("image.visitor").id)
    await hass.data[ORIGINALS].async_follow({CAMERA})
    await hass.async_block_till_done()
    entry = doorbell.of("image.visitor")
    assert (entry.disabled_by, entry.hidden_by) == (None, None)
    assert Mark.of(entry) == Mark()
    assert doorbell.of("camera.sub").disabled


async def test_nobody_else_opens_one(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """Whoever is not an owner can write that into the account, and gets nothing by it; also after a restart."""
    set_left_open(hass, closed, doorbell.of("image.visitor").id)
    await hass.data[ORIGINALS].async_follow()
    er.async_get(hass).async_update_entity("image.visitor", disabled_by=None)
    assert doorbell.of("image.visitor").disabled
    await start_again(hass)
    er.async_get(hass).async_update_entity("image.visitor", disabled_by=None)
    assert doorbell.of("image.visitor").disabled


async def test_given_back(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, person: Person) -> None:
    """An owner removes the camera: all of it is as it was."""
    await hass.data[ORIGINALS].async_camera_removed(CAMERA, by_owner=True)
    await doorbell.reload()
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"main", "sub", "gate", "image visitor", "image gate", "stream"}
    assert issues(hass) == set()


async def test_left_disabled(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, person: Person) -> None:
    """Somebody else removes it: all of it stays disabled, until somebody enables it knowingly."""
    await hass.data[ORIGINALS].async_camera_removed(CAMERA, by_owner=False)
    await doorbell.reload()
    seen = await pictures_of(person)
    assert {name for name, it in seen.items() if it} == {"gate", "image gate"}
    assert issues(hass) == {"original_left_disabled"}
    er.async_get(hass).async_update_entity("camera.sub", disabled_by=None)
    assert not doorbell.of("camera.sub").disabled


async def test_account_gone_meanwhile(
    hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry, originals: Originals
) -> None:
    """The account was removed while nothing of ours ran: they stay disabled, and people are told."""
    originals.disarm()
    hass.data.pop(ORIGINALS)
    hass.config_entries._entries.pop(closed.entry_id)
    await start_again(hass)
    await hass.async_block_till_done()
    for entity_id in ("camera.sub", "image.visitor"):
        assert doorbell.of(entity_id).disabled
        assert Mark.of(doorbell.of(entity_id)).left_disabled
    assert "original_left_disabled" in issues(hass)


async def test_after_a_restart(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """It is on the disk; what appeared while we were away is closed before anybody can ask."""
    hass.data.pop(ORIGINALS).disarm()
    doorbell.add("image", Snapshot(hass, "late"))
    await hass.async_block_till_done()
    late = doorbell.instance("image.late")
    assert late.asked == PICTURE
    again = await start_again(hass)
    assert doorbell.of("image.late").disabled
    with pytest.raises(HomeAssistantError):
        await late.async_image()
    await hass.async_block_till_done()
    assert again.state(CAMERA) is OriginalState.LOCKED
    assert doorbell.instance("image.late") is None


async def test_nobody_else_wraps_it(hass: HomeAssistant, doorbell: Doorbell, closed: MockConfigEntry) -> None:
    """The second stream shows the same room: it is no way in for another account."""
    assert find_original(hass, "camera.sub", None)[1] == "already_guarded"
    assert find_original(hass, "camera.gate", None)[1] is None


async def test_both_are_originals(
    hass: HomeAssistant, doorbell: Doorbell, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """An original whose camera has the device closed stays an original, whatever is noted at it."""
    wrap(doorbell, left_open=[])
    await originals.async_follow()
    mark = Mark.of(doorbell.registered)
    er.async_get(hass).async_update_entity_options("camera.main", "dropcam_privacy", {"camera": CAMERA, "beside": True})
    await hass.async_block_till_done()
    assert Mark.of(doorbell.registered) == mark
    assert await originals.source(CAMERA).async_still() == PICTURE
    assert not (await pictures_of(person))["main"]
