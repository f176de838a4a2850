"""A locked original is closed on the disk, so that it is not there without us, and is let in where we are."""

import asyncio
import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.components.camera import Camera, CameraEntityFeature
from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import EntityPlatform
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals import (
    ORIGINALS,
    Originals,
    OriginalState,
    arm_by_line,
    disk as disk_module,
    needs_line,
)
from custom_components.dropcam_privacy.originals.closed import CLOSED_BY, is_closed
from custom_components.dropcam_privacy.originals.find import find_original
from custom_components.dropcam_privacy.originals.locked_class import Locked
from custom_components.dropcam_privacy.originals.mark import Mark
from tests.e2e.person import Person
from tests.fakes.pictures import seen
from tests.originals.conftest import CAMERA, Stock, Wrap, start_again
from tests.originals.platforms import (
    Plain,
    Provide,
    providing,  # noqa: F401 - the fixture
    start,
)
from tests.originals.told import issues
from tests.waiting import until


def on_disk(hass: HomeAssistant, registry_id: str) -> tuple[str | None, Any]:
    """Read what the disk says: disabled by what, and our note."""
    stored = json.loads(Path(hass.config.path(".storage", "core.entity_registry")).read_text(encoding="utf-8"))
    entry = next(entry for entry in stored["data"]["entities"] if entry["id"] == registry_id)
    return entry["disabled_by"], entry["options"].get(DOMAIN)


def setups(caplog: pytest.LogCaptureFixture, platform: str) -> int:
    """Count how often a camera platform was set up."""
    return sum(record.getMessage() == f"Setting up {platform}.camera" for record in caplog.records)


async def without_us(hass: HomeAssistant) -> None:
    """Have nothing of ours run, as in safe mode."""
    hass.data.pop(ORIGINALS).disarm()


async def assert_locked(hass: HomeAssistant, stock: Stock, person: Person) -> None:
    """It is there, locked and read by our feed, and closed in the registry and on the disk."""
    await hass.async_block_till_done()
    assert isinstance(stock.entity, Locked)
    assert hass.states.get(stock.entity_id) is not None
    assert hass.data[ORIGINALS].state(CAMERA) is OriginalState.LOCKED
    assert seen(await hass.data[ORIGINALS].source(CAMERA).async_still()) == {"red"}
    assert (await person.get(f"/api/camera_proxy/{stock.entity_id}")).status == 403
    assert is_closed(stock.registered)
    disabled_by, noted = on_disk(hass, stock.registered.id)
    assert disabled_by == "user"
    assert noted["camera"] == CAMERA


async def test_closed_and_released(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """From the lock to the release it is closed, through reloads; then it is what it was, on the disk as well."""
    wrap(generic)
    await originals.async_follow()
    await assert_locked(hass, generic, person)
    await generic.reload()
    await assert_locked(hass, generic, person)
    assert issues(hass) == set()
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert on_disk(hass, generic.registered.id) == (None, None)
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 200


async def test_not_there_without_us(
    hass: HomeAssistant,
    generic: Stock,
    originals: Originals,
    wrap: Wrap,
    person: Person,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Where nothing of ours runs it is not added; where we come too late, it is brought in by one reload."""
    wrap(generic)
    await originals.async_follow()
    await without_us(hass)
    await generic.reload()
    assert generic.entity is None
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 404
    caplog.clear()
    await start_again(hass)
    await assert_locked(hass, generic, person)
    assert setups(caplog, "generic") == 1
    assert issues(hass) == set()


async def test_in_time(hass: HomeAssistant, wrap: Wrap, provide: Provide, caplog: pytest.LogCaptureFixture) -> None:
    """Armed in time, the lock lets it in without a reload."""
    stock = await provide(Plain)
    known = er.async_get(hass).async_get_or_create("camera", "other", "1")
    wrap(original=known.id, entity_id=known.entity_id)
    originals = await start_again(hass)
    assert is_closed(er.async_get(hass).async_get(known.entity_id))
    await start(stock)
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert setups(caplog, "other") == 1
    assert is_closed(stock.registered)


async def test_armed_while_it_is_set_up(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """What is just being set up is waited for."""
    wrap(generic)
    await originals.async_follow()
    await without_us(hass)
    reload = hass.async_create_task(hass.config_entries.async_reload(generic.entry.entry_id))
    originals = await start_again(hass)
    await reload
    await hass.async_block_till_done()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert generic.entry.state is ConfigEntryState.LOADED


async def test_cannot_be_reloaded(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """An integration that cannot be unloaded is left alone, and people are told."""
    wrap(generic)
    await originals.async_follow()
    await without_us(hass)
    await generic.reload()
    generic.entry.supports_unload = False
    originals = await start_again(hass)
    await hass.async_block_till_done()
    assert originals.state(CAMERA) is OriginalState.MISSING
    assert generic.entry.state is ConfigEntryState.LOADED
    assert issues(hass) == {"original_not_let_in"}
    await generic.reload()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert issues(hass) == set()


async def test_enabled_by_hand_while_we_run(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """It stays locked, and is closed again at once."""
    wrap(generic)
    await originals.async_follow()
    entity = generic.entity
    for _ in range(3):
        er.async_get(hass).async_update_entity(generic.entity_id, disabled_by=None)
        assert is_closed(generic.registered)
        assert generic.entity is entity
        await assert_locked(hass, generic, person)
    await generic.reload()
    await assert_locked(hass, generic, person)


async def test_enabled_by_hand_while_we_are_away(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """It is open then, knowingly; and locked when we are back."""
    wrap(generic)
    await originals.async_follow()
    await without_us(hass)
    await generic.reload()
    er.async_get(hass).async_update_entity(generic.entity_id, disabled_by=None)
    await generic.reload()
    assert (await person.get(f"/api/camera_proxy/{generic.entity_id}")).status == 200
    await start_again(hass)
    await assert_locked(hass, generic, person)


@pytest.mark.parametrize(
    "noted", [None, {}, {"camera": CAMERA}, {"camera": CAMERA, "closed": False, "hidden_by": "user"}]
)
async def test_its_mark_is_taken(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person, noted: dict[str, Any] | None
) -> None:
    """An administrator who writes in the options opens nothing, and has it locked again and read again."""
    wrap(generic)
    await originals.async_follow()
    before = Mark.of(generic.registered)
    er.async_get(hass).async_update_entity_options(generic.entity_id, DOMAIN, noted)
    await assert_locked(hass, generic, person)
    assert Mark.of(generic.registered) == before
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert generic.registered.hidden_by is None
    assert generic.registered.disabled_by is None


NONSENSE: tuple[Any, ...] = (None, 7, "x", [], {"x": 1}, {})


@pytest.mark.parametrize("nonsense", NONSENSE)
@pytest.mark.parametrize("where", ["camera", "closed", "hidden_by", "assistants", "preload", "whole", "taken"])
@pytest.mark.parametrize("by_owner", [True, False])
async def test_malformed_notes(
    hass: HomeAssistant,
    generic: Stock,
    originals: Originals,
    wrap: Wrap,
    nonsense: object,
    where: str,
    by_owner: bool,
) -> None:
    """Whatever is written where our notes are, an original can be released, and is left disabled otherwise."""
    wrap(generic)
    await originals.async_follow()
    registry, entity_id = er.async_get(hass), generic.entity_id
    lock = originals._book.locks[CAMERA]
    lock.mark = None  # as after a start that found it so
    lock.abandoned = True
    noted: Any = {**generic.registered.options[DOMAIN], where: nonsense}
    if where == "whole":
        noted = nonsense if isinstance(nonsense, dict) else None
    if where == "taken":
        taken: Any = {"camera": nonsense, "entity_id": nonsense} if nonsense else nonsense
        registry.async_update_entity_options(entity_id, "dropcam_privacy_taken_over", taken)
    else:
        registry.async_update_entity_options(entity_id, DOMAIN, noted)
    lock.abandoned = False
    await originals.async_camera_removed(CAMERA, by_owner=by_owner)
    await hass.async_block_till_done()
    assert CAMERA not in originals._book.locks
    if not by_owner:
        assert generic.registered.disabled_by is CLOSED_BY
        return
    assert not isinstance(generic.entity, Locked)


async def test_yaml_with_a_unique_id(
    hass: HomeAssistant, provide: Provide, wrap: Wrap, caplog: pytest.LogCaptureFixture
) -> None:
    """A YAML camera that was set up before us is brought in by setting its platform up once more."""
    await provide(Plain)
    yaml = {"camera": [{"platform": "other", "unique_id": "1"}]}
    assert await async_setup_component(hass, "homeassistant", {})
    known = er.async_get(hass).async_get_or_create("camera", "other", "1")
    wrap(original=known.id, entity_id=known.entity_id)
    await start_again(hass)
    await without_us(hass)
    assert await async_setup_component(hass, "camera", yaml)
    await hass.async_block_till_done()
    assert hass.data["camera"].get_entity(known.entity_id) is None
    caplog.clear()
    with patch("homeassistant.config.async_hass_config_yaml", return_value=yaml):
        originals = await start_again(hass)
        await hass.async_block_till_done()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert setups(caplog, "other") == 1
    assert issues(hass) == set()


class Late(Plain):
    """A camera that learns its unique id when it is updated for the first time."""

    def __init__(self) -> None:
        """Do not know it yet."""
        super().__init__(None)

    async def async_update(self) -> None:
        """Learn it."""
        self._attr_unique_id = "1"


async def test_unique_id_that_comes_late(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """It stays dark, and people are told: better that than open."""
    stock = await provide(Late)
    known = er.async_get(hass).async_get_or_create("camera", "other", "1")
    wrap(original=known.id, entity_id=known.entity_id)
    originals = await start_again(hass)
    add = EntityPlatform._async_add_entity_impl

    async def updating_first(self: EntityPlatform, entity: Camera, _: bool, *args: Any) -> Any:
        return await add(self, entity, True, *args)

    with patch.object(EntityPlatform, "_async_add_entity_impl", updating_first):
        await start(stock)
    assert hass.data["camera"].get_entity(known.entity_id) is None
    assert originals.state(CAMERA) is OriginalState.MISSING
    originals._tell_absent(hass)
    assert issues(hass) == {"original_not_let_in"}


async def test_deleted_and_added_again(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """A registry entry that somebody deletes comes back closed, without us as well as with us."""
    wrap(generic)
    await originals.async_follow()
    er.async_get(hass).async_remove(generic.entity_id)
    await hass.async_block_till_done()
    await generic.reload()
    await assert_locked(hass, generic, person)
    await without_us(hass)
    er.async_get(hass).async_remove(generic.entity_id)
    await generic.reload()
    assert is_closed(generic.registered)
    assert generic.entity is None


async def test_what_it_belongs_to_is_disabled(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """Enabling that again opens nothing; a release leaves to it what is its own."""
    wrap(generic)
    await originals.async_follow()
    entry_id = generic.entry.entry_id
    await hass.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    assert is_closed(generic.registered)
    await without_us(hass)
    await hass.config_entries.async_set_disabled_by(entry_id, None)
    await hass.async_block_till_done()
    assert is_closed(generic.registered)
    assert generic.entity is None
    await hass.config_entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    originals = await start_again(hass)
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert generic.registered.disabled_by is er.RegistryEntryDisabler.CONFIG_ENTRY


@pytest.mark.parametrize("disabled_by", [er.RegistryEntryDisabler.CONFIG_ENTRY, er.RegistryEntryDisabler.INTEGRATION])
async def test_disabled_by_a_program_before(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, disabled_by: er.RegistryEntryDisabler
) -> None:
    """What a program disabled a program may enable: it is closed all the same. What a user disabled stays theirs."""
    registry = er.async_get(hass)
    registry.async_update_entity(generic.entity_id, disabled_by=disabled_by)
    wrap(generic)
    await originals.async_follow()
    assert is_closed(generic.registered)
    await originals.async_camera_removed(CAMERA, by_owner=True)
    registry.async_update_entity(generic.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    originals = await start_again(hass)
    assert not is_closed(generic.registered)
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert generic.registered.disabled_by is er.RegistryEntryDisabler.USER


async def test_disk_full(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """People are told that it is locked only while we run; it is tried again, and settled."""
    store = er.async_get(hass)._store
    with (
        patch.object(type(store), "async_save"),
        patch("custom_components.dropcam_privacy.originals.disk._AGAIN_SECONDS", 0.1),
    ):
        wrap(generic)
        await originals.async_follow()
        await hass.async_block_till_done()
        assert originals.state(CAMERA) is OriginalState.LOCKED
        assert issues(hass) == {"original_not_on_disk"}
    await until(lambda: issues(hass) == set())
    assert on_disk(hass, generic.registered.id)[0] == "user"


async def test_writes_at_once(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """What a later write has put on the disk, and is no more, is not taken for a failure of the one before."""
    wrap(generic)
    await originals.async_follow()
    key, disk = generic.registered.id, originals._disk
    run, others = hass.async_add_executor_job, list[asyncio.Task[None]]()

    def change(name: str) -> None:
        er.async_get(hass).async_update_entity_options(generic.entity_id, DOMAIN, {**options(), "test": name})

    def options() -> dict[str, Any]:
        return dict(generic.registered.options[DOMAIN])

    async def meanwhile(function: Any, *args: Any) -> Any:
        if (
            function is disk_module._read and not others
        ):  # the first write is on the disk; a second one comes, and another change after it
            change("second")
            others.append(hass.async_create_task(disk.async_write(key)))
            await asyncio.wait(others, timeout=0.2)
            change("third")
        return await run(function, *args)

    change("first")
    with patch.object(hass, "async_add_executor_job", meanwhile):
        await disk.async_write(key)
        await asyncio.gather(*others)
    assert issues(hass) == set()


async def test_renamed(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person) -> None:
    """Under another entity id it is the same instance, in place where Home Assistant does so; its old state goes."""
    wrap(generic)
    await originals.async_follow()
    entity, old = generic.entity, generic.entity_id
    in_place = hasattr(entity, "_async_move_entity_id")
    with patch.object(type(entity).own_class, "async_will_remove_from_hass") as removed:
        er.async_get(hass).async_update_entity(old, new_entity_id="camera.renamed")
        await hass.async_block_till_done()
    assert bool(removed.called) is not in_place
    assert hass.states.get(old) is None
    assert generic.entity is entity
    await assert_locked(hass, generic, person)


async def test_our_view_keeps_it_in(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """What its integration writes through our view while it is read does not tell the entity that it is closed."""
    wrap(generic)
    await originals.async_follow()
    view = originals._book.reader(CAMERA)
    assert view is not None
    view._attr_supported_features = CameraEntityFeature.ON_OFF
    view.async_write_ha_state()
    assert generic.registered.supported_features == CameraEntityFeature.ON_OFF
    assert is_closed(generic.registered)
    assert generic.entity.registry_entry.disabled_by is None
    assert generic.entity.enabled


async def test_accepted_by_the_flow(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """What is closed by us is there to be guarded; what somebody else disabled is not."""
    wrap(generic)
    await originals.async_follow()
    assert find_original(hass, generic.entity_id, CAMERA)[1] is None
    assert find_original(hass, generic.entity_id, None)[1] == "already_guarded"
    await originals.async_camera_removed(CAMERA, by_owner=True)
    er.async_get(hass).async_update_entity(generic.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    assert find_original(hass, generic.entity_id, CAMERA)[1] == "not_found"


# The line in the YAML.


async def test_line(hass: HomeAssistant, wrap: Wrap, provide: Provide) -> None:
    """It arms before the YAML's cameras are set up, and our own set-up finds that done; a mere check arms nothing."""
    await provide(lambda: Plain(None))
    assert await async_setup_component(hass, "homeassistant", {})
    wrap(original=None, entity_id="camera.plain")
    assert arm_by_line({"platform": DOMAIN}) == {"platform": DOMAIN}
    assert ORIGINALS not in hass.data
    assert await async_setup_component(hass, "http", {})
    yaml = {"camera": [{"platform": "other"}, {"platform": DOMAIN}]}
    with patch("custom_components.dropcam_privacy.async_setup", return_value=True):
        assert await async_setup_component(hass, "camera", yaml)
        await hass.async_block_till_done()
    entity: Any = hass.data["camera"].get_entity("camera.plain")
    assert entity.asked == {"gap": "camera_locked", "after": "camera_locked"}
    armed = hass.data[ORIGINALS]
    arm_by_line({})
    assert hass.data[ORIGINALS] is armed
    assert not needs_line(hass)


async def test_without_the_line(hass: HomeAssistant, provide: Provide, wrap: Wrap) -> None:
    """Where cameras came before us, one without a unique id was open: a repair names the line."""
    await provide(lambda: Plain(None))
    assert await async_setup_component(hass, "homeassistant", {})
    assert not needs_line(hass)
    assert await async_setup_component(hass, "camera", {"camera": [{"platform": "other"}]})
    await hass.async_block_till_done()
    wrap(original=None, entity_id="camera.plain")
    originals = await start_again(hass)
    await hass.async_block_till_done()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert needs_line(hass)
    assert issues(hass) == {"original_needs_line"}


async def test_with_cloud(hass: HomeAssistant) -> None:
    """With `cloud` they come first as soon as there is an assistant."""
    assert not needs_line(hass)
    hass.config.components.add("cloud")
    assert needs_line(hass)


# Actions.


async def test_actions_are_refused(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """Nobody turns it off or on, by Home Assistant's actions or another integration's; before the lock they could."""
    entity, done = generic.entity, []
    entity._attr_supported_features = CameraEntityFeature.ON_OFF
    vars(entity)["own_action"] = lambda: done.append("own")
    component: Any = hass.data["camera"]
    component.async_register_entity_service("own_action", {}, "own_action")
    path = "/api/services/camera/"
    target = {"entity_id": generic.entity_id}
    assert (await person.post(f"{path}own_action", target)).status == 200
    assert done == ["own"]
    wrap(generic)
    await originals.async_follow()
    for action in ("own_action", "turn_off", "turn_on", "enable_motion_detection", "disable_motion_detection"):
        assert (await person.post(path + action, target)).status == 400
    assert done == ["own"]
    for direct in (entity.async_turn_off, entity.async_turn_on, entity.async_disable_motion_detection):
        with pytest.raises(Exception, match="camera_locked"):
            await direct()


async def test_off_by_its_own_integration(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap
) -> None:
    """That is a fault with a name, for as long as it lasts."""
    wrap(generic)
    await originals.async_follow()
    source = originals.source(CAMERA)
    generic.entity._attr_is_on = False
    for _ in range(2):
        with pytest.raises(Exception, match="its own integration has the original off"):
            await source.async_still()
    assert issues(hass) == {"original_off"}
    generic.entity._attr_is_on = True
    assert await source.async_still()
    assert issues(hass) == set()
