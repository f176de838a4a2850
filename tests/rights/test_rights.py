"""Rights: what is taken is gone at once, what is given holds once it is durable."""

from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable, Refused
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.household.rights import ANNA, BEN, CARL, NURSERY, PORCH, Disk, Said, World, idle, sharing, started

# Cameras begin private, and what is taken is gone before it is written.


async def test_a_new_camera_is_private(tmp_path: Path) -> None:
    """It is on, and its owner sees it; the viewers whom the owner let in see it once it is lowered."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,), ("ai", "nonsense"))}))
    assert world.policy().private
    assert world.policy().on
    assert world.policy().allow == {Allowance.AI}
    assert (world.gets(ANNA), world.gets(BEN), world.gets(CARL)) == (True, False, False)
    await world.rights.async_lower_privacy([NURSERY])
    assert (world.gets(ANNA), world.gets(BEN), world.gets(CARL)) == (True, True, False)


async def test_raising_cuts_before_it_writes(tmp_path: Path, disk: Disk) -> None:
    """The leases of everybody but the owner are ended in the first step, whatever the disk does."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,)), PORCH: sharing((BEN,))}))
    await world.rights.async_lower_privacy([NURSERY, PORCH])
    cut, kept, elsewhere = world.lease(), world.lease(ANNA), world.lease(camera=PORCH)
    seen: list[bool] = []
    cut.on_end(lambda: seen.append(world.policy().private))
    disk.waits = True
    raising = world.rights.async_raise_privacy([NURSERY])
    with pytest.raises(StopIteration):
        # One step of the coroutine, without a turn of the event loop.
        raise_once(raising)
    assert seen == [True]
    assert (cut.ended, kept.ended, elsewhere.ended) == (True, False, False)
    assert not world.gets(BEN)
    await idle()
    await disk.answer()


def raise_once(raising: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine up to where it first waits, and hand the rest to a task."""
    raising.send(None)
    raising.close()
    raise StopIteration


async def test_turning_off_cuts_the_owner_too(tmp_path: Path) -> None:
    """Off is off for everybody, and turning it on brings no lease back."""
    world = await World(tmp_path).load(Said())
    lease = world.lease(ANNA)
    await world.rights.async_turn_off([NURSERY])
    assert lease.ended
    assert not world.gets(ANNA)
    with pytest.raises(Refused):
        world.lease(ANNA)
    await world.rights.async_turn_on([NURSERY])
    assert world.gets(ANNA)
    assert not world.gatekeeper.permits(lease)


async def test_lowering_waits_for_the_disk(tmp_path: Path, disk: Disk) -> None:
    """Until it is durable nothing is given, nor if it fails."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    disk.waits = True
    for works in (False, True):
        lowering = started(world.rights.async_lower_privacy([NURSERY]))
        await idle()
        assert not world.gets(BEN)
        await disk.answer(works)
        assert world.gets(BEN) is works
        if not works:
            with pytest.raises(NotDurable):
                lowering.result()


@pytest.mark.parametrize("written", [True, False])
async def test_a_raise_wins_over_a_lower_under_way(tmp_path: Path, disk: Disk, written: bool) -> None:
    """Whichever of the two the disk finishes first, and if it loses the raise."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    disk.waits = True
    lowering = started(world.rights.async_lower_privacy([NURSERY]))
    await idle()
    raising = started(world.rights.async_raise_privacy([NURSERY]))
    await idle()
    await disk.answer()
    assert lowering.done()
    assert world.policy().private
    await disk.answer(written)
    assert raising.done()
    assert world.policy().private
    if written:
        assert (await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))).policy().private
    else:
        with pytest.raises(NotDurable):
            raising.result()
    disk.waits = False
    await world.rights.async_lower_privacy([NURSERY])
    assert not world.policy().private


async def test_two_raises_and_a_lower_between(tmp_path: Path, disk: Disk) -> None:
    """A lower that was begun after a raise, but before another, loses too; one after both wins."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    await world.rights.async_lower_privacy([NURSERY])
    disk.waits = True
    calls = [
        started(world.rights.async_raise_privacy([NURSERY])),
        started(world.rights.async_lower_privacy([NURSERY])),
        started(world.rights.async_raise_privacy([NURSERY])),
    ]
    await idle()
    while disk.pending:
        assert world.policy().private
        await disk.answer()
    assert all(call.done() for call in calls)
    assert world.policy().private
    assert (await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))).policy().private
    lowering = started(world.rights.async_lower_privacy([NURSERY]))
    await idle()
    await disk.answer()
    await lowering
    assert not world.policy().private


async def test_one_camera_of_two_is_raised_while_both_are_lowered(tmp_path: Path, disk: Disk) -> None:
    """The account's switch lowers both; only the other one is lowered."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing(), PORCH: sharing()}))
    disk.waits = True
    started(world.rights.async_lower_privacy([NURSERY, PORCH]))
    await idle()
    started(world.rights.async_raise_privacy([NURSERY]))
    await idle()
    await disk.answer()
    await disk.answer()
    assert (world.policy(NURSERY).private, world.policy(PORCH).private) == (True, False)
    again = await World(tmp_path).load(Said(cameras={NURSERY: sharing(), PORCH: sharing()}))
    assert (again.policy(NURSERY).private, again.policy(PORCH).private) == (True, False)


async def test_a_full_disk_leaves_what_was_cut(tmp_path: Path, disk: Disk) -> None:
    """It is said, it stays cut, and lowering does not bring it back while the disk is full."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    await world.rights.async_lower_privacy([NURSERY])
    disk.fails = True
    for take in (world.rights.async_raise_privacy([NURSERY]), world.rights.async_turn_off([NURSERY])):
        with pytest.raises(NotDurable):
            await take
    assert world.policy().private
    assert not world.policy().on
    for give in (world.rights.async_lower_privacy([NURSERY]), world.rights.async_turn_on([NURSERY])):
        with pytest.raises(NotDurable):
            await give
    assert world.policy().private
    assert not world.policy().on


async def test_the_next_write_carries_what_could_not_be_written(tmp_path: Path, disk: Disk) -> None:
    """A raise that found the disk full is durable with whatever is written next."""
    entry = Said(cameras={NURSERY: sharing((BEN,)), PORCH: sharing()})
    world = await World(tmp_path).load(entry)
    await world.rights.async_lower_privacy([NURSERY])
    disk.fails = True
    with pytest.raises(NotDurable):
        await world.rights.async_raise_privacy([NURSERY])
    with pytest.raises(NotDurable):
        await world.rights.async_turn_off([NURSERY])
    disk.fails = False
    await world.rights.async_lower_privacy([PORCH])
    again = await World(tmp_path).load(entry)
    assert again.policy(NURSERY).private
    assert not again.policy(NURSERY).on
    assert not again.policy(PORCH).private


async def test_a_camera_that_is_not_recorded_cannot_be_given(tmp_path: Path, disk: Disk) -> None:
    """A camera that came while the disk was full stays refused, and lowering it does not pretend to have worked."""
    world = World(tmp_path)
    await world.store.async_load()
    disk.fails = True
    with pytest.raises(NotDurable):
        await world.rights.async_add(world.entry(Said()), seen_before=False)
    disk.fails = False
    for give in (world.rights.async_lower_privacy([NURSERY]), world.rights.async_turn_on([NURSERY])):
        with pytest.raises(NotDurable):
            await give
    assert not world.gets(ANNA)


async def test_a_full_disk_at_the_start(tmp_path: Path, disk: Disk) -> None:
    """What was recorded before is in force; what is new is not."""
    await World(tmp_path).load(Said())
    world = World(tmp_path)
    await world.store.async_load()
    disk.fails = True
    with pytest.raises(NotDurable):
        await world.rights.async_add(
            world.entry(Said(cameras={NURSERY: sharing(), PORCH: sharing()})), seen_before=True
        )
    assert world.gets(ANNA)
    assert not world.gets(ANNA, camera=PORCH)


@pytest.mark.parametrize("how", ["raised", "viewers", "owners", "removed", "dropped"])
async def test_all_cameras_are_cut_before_anybody_is_told(tmp_path: Path, how: str) -> None:
    """Whoever is told of the first finds the others cut already; one that raises spares nobody."""
    cameras = {NURSERY: sharing((BEN,)), PORCH: sharing((BEN,))}
    world = await World(tmp_path).load(Said(cameras=cameras))
    await world.rights.async_lower_privacy(cameras)
    leases = [world.lease(BEN, camera) for camera in cameras]
    found: list[bool] = []

    def told(*_: object) -> None:
        found.append(all(lease.ended for lease in leases))
        raise RuntimeError

    for lease in leases:
        world.gatekeeper.delivered(lease)
        world.gatekeeper.watch(lease.camera, told)
        world.gatekeeper.follow(lease.camera, told)
    match how:
        case "raised":
            await world.rights.async_raise_privacy(cameras)
        case "viewers":
            await world.change(Said(cameras=dict.fromkeys(cameras, sharing())))
        case "owners":
            await world.change(Said(owners=(CARL,), cameras=cameras))
        case "removed":
            await world.change(Said(cameras={}), *cameras)
        case "dropped":
            world.rights.drop(world.entry(Said(cameras=cameras)))
    assert all(lease.ended for lease in leases)
    assert found
    assert all(found)
