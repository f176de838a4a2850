"""What is in force after a store was put back, and how an owner brings it back."""

from pathlib import Path, PurePath
from typing import Any, cast

from homeassistant.backup_restore import KEEP_BACKUPS, KEEP_DATABASE
from homeassistant.components.backup.const import EXCLUDE_FROM_BACKUP
from homeassistant.core import HomeAssistant
from homeassistant.core_config import Config
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.policy.model import Allowance
from custom_components.dropcam_privacy.rights.changes import Changes
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.rights.records import Grant, Right
from custom_components.dropcam_privacy.rights.store import RightsStore
from tests.household.answers import PENDING, answer
from tests.household.home import CAMERA, NURSERY as CAMERA_ID, Household
from tests.household.rights import ANNA, BEN, CARL, FILE, NURSERY, PORCH, Disk, Said, World, sharing

SHARED = Said(cameras={NURSERY: sharing((BEN,), ("ai",)), PORCH: sharing()})


async def put_back(folder: Path) -> World:
    """Share and lower, keep a copy, take it all away, and start with the copy; the entry is as old as the copy."""
    world = await World(folder).load(SHARED)
    await world.rights.async_lower_privacy([NURSERY])
    await world.rights.async_turn_off([PORCH])
    old = (folder / FILE).read_bytes()
    await world.rights.async_raise_privacy([NURSERY])
    await world.rights.async_turn_off([NURSERY])
    await world.change(Said(cameras={NURSERY: sharing(), PORCH: sharing()}))
    (folder / FILE).write_bytes(old)
    return await World(folder).load(SHARED, seen_before=True)


def waits(world: World) -> Changes:
    """Return what waits for an owner."""
    return world.rights.pending(world.entry(world.said()))


def all_closed(world: World) -> None:
    """Assert that nothing of what was put back is in force."""
    for camera in (NURSERY, PORCH):
        policy = world.policy(camera)
        assert (policy.private, policy.on, policy.viewers, policy.allow) == (True, False, frozenset(), frozenset())
        assert policy.owners == {ANNA}


async def test_put_back_is_closed_and_waits(tmp_path: Path) -> None:
    """Everything is private and off; what the copy grants waits, at every start and through every change."""
    world = await put_back(tmp_path)
    for _ in range(2):
        all_closed(world)
        assert waits(world) == Changes(
            frozenset(
                {Right(Grant.VIEWER, NURSERY, BEN), Right(Grant.ALLOW, NURSERY, Allowance.AI), Right(Grant.ON, NURSERY)}
            ),
            restored=True,
        )
        assert await world.rights.async_answering(world.entry(world.said())) == {ANNA}
        # Others change something, and give nothing by it.
        await world.change(
            world.said(cameras={NURSERY: sharing((BEN, CARL), ("ai",)), PORCH: sharing()}), by_owner=False
        )
        all_closed(world)
        world = await World(tmp_path).load(SHARED, seen_before=True)


async def test_one_confirmation_brings_it_back(tmp_path: Path) -> None:
    """But for privacy, which an owner lowers, and for good."""
    world = await put_back(tmp_path)
    await world.rights.async_follow(world.rights.answer(world.entry(SHARED), waits(world).added))
    for _ in range(2):
        policy = world.policy()
        assert (policy.private, policy.on, policy.viewers, policy.allow) == (True, True, {BEN}, {Allowance.AI})
        assert not world.policy(PORCH).on
        assert not waits(world)
        world = await World(tmp_path).load(SHARED, seen_before=True)


async def test_rejected_it_stays_closed(tmp_path: Path) -> None:
    """Nothing of it comes back later."""
    world = await put_back(tmp_path)
    world.rights.refuse(waits(world))
    await world.rights.async_follow(world.rights.answer(world.entry(SHARED), frozenset()))
    await world.change(Said(cameras={NURSERY: sharing(), PORCH: sharing()}))
    all_closed(world)
    assert not waits(world)


async def test_what_an_owner_does_meanwhile_counts(tmp_path: Path) -> None:
    """Turned on, it is on; turned off again, nothing waits to turn it on."""
    world = await put_back(tmp_path)
    await world.rights.async_turn_on([NURSERY])
    assert world.gets(ANNA)
    assert not world.gets(BEN)
    await world.rights.async_turn_off([NURSERY])
    changes = waits(world)
    assert Right(Grant.ON, NURSERY) not in changes.added
    await world.rights.async_follow(world.rights.answer(world.entry(SHARED), changes.added))
    assert not world.policy().on


async def test_a_full_disk_lets_nothing_be_confirmed(tmp_path: Path, disk: Disk) -> None:
    """What an owner accepts counts when it is durable."""
    world = await put_back(tmp_path)
    changes = waits(world)
    disk.fails = True
    with pytest.raises(NotDurable):
        await world.rights.async_follow(world.rights.answer(world.entry(SHARED), changes.added))
    all_closed(world)
    assert waits(world) == changes


async def test_a_camera_that_the_copy_does_not_know(tmp_path: Path) -> None:
    """It is newer than the copy, and what it was is lost: it is no new camera that is shared as entered."""
    world = await World(tmp_path).load(Said())
    old = (tmp_path / FILE).read_bytes()
    both = Said(cameras={NURSERY: sharing(), PORCH: sharing((BEN,))})
    await world.change(both)
    await world.rights.async_turn_off([PORCH])
    (tmp_path / FILE).write_bytes(old)
    world = await World(tmp_path).load(both, seen_before=True)
    all_closed(world)
    assert Right(Grant.VIEWER, PORCH, BEN) in waits(world).added


async def test_what_was_removed_comes_back_to_nobody_else(tmp_path: Path) -> None:
    """An account that was removed since is back, private and off, and its owners are asked."""
    world = await World(tmp_path).load(SHARED)
    old = (tmp_path / FILE).read_bytes()
    await world.rights.async_forget(world.entry(SHARED))
    (tmp_path / FILE).write_bytes(old)
    world = await World(tmp_path).load(SHARED, seen_before=True)
    all_closed(world)
    assert waits(world).restored


def test_backups_leave_the_witness_out_and_keep_the_store(tmp_path: Path) -> None:
    """So says Home Assistant's own list, as its backups apply it; and restoring one deletes what it does not hold."""
    config = Config(cast("HomeAssistant", None), str(tmp_path))
    witness = Path(config.cache_path("dropcam_privacy.generation"))

    def left_out(path: Path) -> bool:
        inside = PurePath("data", path.relative_to(tmp_path))
        return any(inside.full_match(f"data/{pattern}") for pattern in EXCLUDE_FROM_BACKUP)

    assert left_out(witness)
    assert left_out(witness.with_name(f"{witness.name}.new"))
    assert not left_out(tmp_path / ".storage" / FILE)
    assert witness.relative_to(tmp_path).parts[0] not in {*KEEP_BACKUPS, *KEEP_DATABASE}


@pytest.mark.parametrize("accepted", [True, False])
async def test_it_is_said_until_it_is_answered(home: Household, accepted: bool) -> None:
    """By an issue that names nobody, and the sensor, also after a restart; one answer ends both."""
    hass = home.hass

    def said() -> set[str]:
        issues: Any = ir.async_get(hass).issues
        return {issue.translation_key for (domain, _), issue in issues.items() if domain == DOMAIN}

    await home.lower()
    assert await home.ben.sees() == "red"
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    beside = Path(hass.config.cache_path())
    assert (beside / "dropcam_privacy.generation").is_file()
    (beside / "dropcam_privacy.generation").unlink()  # as a restored backup comes
    store = RightsStore(Path(hass.config.path(".storage")), beside)
    await store.async_load()
    hass.data[RIGHTS]._store = store
    for _ in range(2):
        await hass.config_entries.async_setup(home.entry.entry_id)
        await hass.async_block_till_done()
        assert said() == {"restored"}
        assert home.state(PENDING) == "on"
        assert (home.policy.private, home.policy.on, home.policy.viewers) == (True, False, frozenset())
        assert await home.anna.sees() != "red"
        await hass.config_entries.async_unload(home.entry.entry_id)
    await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert await home.root.call(f"{DOMAIN}.accept_changes", PENDING, change_id="x") == "refused"
    told = await answer(home.anna, "list_changes")
    assert told["restored"]
    assert [(camera["entity_id"], camera["turns_on"]) for camera in told["cameras"]] == [(CAMERA, True)]
    await answer(home.anna, "accept_changes" if accepted else "reject_changes", change_id=told["change_id"])
    assert said() == set()
    assert home.state(PENDING) == "off"
    if not accepted:
        assert home.entry.subentries[CAMERA_ID].data["viewers"] == []
        assert (home.policy.private, home.policy.on, home.policy.viewers) == (True, False, frozenset())
        return
    assert home.entry.subentries[CAMERA_ID].data["viewers"] == [home.ben.user.id]
    assert await home.anna.sees() == "red"
    assert await home.ben.sees() != "red"
    await home.lower()
    assert await home.ben.sees() == "red"
