"""Rights after a restart, with old entries, damaged stores and unloaded accounts: nobody has more than before."""

from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable, Refused, SourceWaits
from custom_components.dropcam_privacy.policy.model import CameraId, Control
from custom_components.dropcam_privacy.rights import codec, durable
from custom_components.dropcam_privacy.rights.in_force import Rights
from custom_components.dropcam_privacy.rights.records import Grant
from tests.household.rights import (
    ANNA,
    BEN,
    CARL,
    FILE,
    NURSERY,
    PORCH,
    Disk,
    Said,
    World,
    idle,
    person,
    sharing,
    started,
)
from tests.waiting import until

# Restarts.


async def test_acknowledged_states_survive(tmp_path: Path) -> None:
    """Each state is found again after a restart."""
    entry = Said(cameras={NURSERY: sharing((BEN,), ("ai",))})
    world = await World(tmp_path).load(entry)
    steps: list[Callable[[Rights], Coroutine[Any, Any, None]]] = [
        lambda rights: rights.async_lower_privacy([NURSERY]),
        lambda rights: rights.async_turn_off([NURSERY]),
        lambda rights: rights.async_raise_privacy([NURSERY]),
        lambda rights: rights.async_turn_on([NURSERY]),
        lambda rights: rights.async_lower_privacy([NURSERY]),
    ]
    for step in steps:
        await step(world.rights)
        before = world.policy()
        world = await World(tmp_path).load(entry, seen_before=True)
        assert world.policy() == before


@pytest.mark.parametrize("damage", ["missing", "truncated", "empty", "altered", "folder"])
async def test_a_damaged_store_grants_nothing(tmp_path: Path, damage: str) -> None:
    """Cameras of an account that was there before are off, private and shared with nobody, until an owner acts."""
    entry = Said(cameras={NURSERY: sharing((BEN,), ("ai",))})
    world = await World(tmp_path).load(entry)
    await world.rights.async_lower_privacy([NURSERY])
    file = tmp_path / FILE
    raw = file.read_bytes()
    match damage:
        case "missing":
            file.unlink()
        case "truncated":
            file.write_bytes(raw[:-9])
        case "empty":
            file.write_bytes(b"")
        case "altered":
            file.write_bytes(raw.replace(b"ben", b"eve"))
        case "folder":
            file.unlink()
            file.mkdir()
    world = World(tmp_path)
    await world.store.async_load()
    assert await world.rights.async_add(world.entry(entry), seen_before=True)
    policy = world.policy()
    assert policy.private
    assert not policy.on
    assert not policy.viewers
    assert not policy.allow
    assert policy.owners == {ANNA}
    # Nor is it known any more where its pictures are to come from.
    with pytest.raises(SourceWaits):
        await world.rights.async_turn_on([NURSERY])
    waiting = world.rights.pending(world.entry(entry)).added
    source = frozenset(right for right in waiting if right.grant is Grant.SOURCE)
    await world.rights.async_follow(world.rights.answer(world.entry(entry), source))
    await world.rights.async_turn_on([NURSERY])
    assert (world.gets(ANNA), world.gets(BEN)) == (True, False)
    # A change of something else does not bring back who was let in before.
    await world.change(world.said())
    assert not world.policy().viewers
    assert not world.policy().allow


async def test_a_newer_store_is_left_alone(tmp_path: Path) -> None:
    """Nobody is shown anything, and the file stays as the newer version wrote it."""
    raw = durable.seal(codec._VERSION + 1, {"what": "ever"})
    (tmp_path / FILE).write_bytes(raw)
    world = World(tmp_path)
    await world.store.async_load()
    with pytest.raises(NotDurable):
        await world.rights.async_add(world.entry(Said()), seen_before=False)
    for work in (
        world.rights.async_lower_privacy([NURSERY]),
        world.rights.async_turn_on([NURSERY]),
        world.rights.async_raise_privacy([NURSERY]),
    ):
        with pytest.raises(NotDurable):
            await work
    assert world.rights.private(NURSERY)
    assert not world.rights.on(NURSERY)
    assert not world.gets(ANNA)
    assert (tmp_path / FILE).read_bytes() == raw


# What the entry says, and when it was written.


async def test_sharing_less_is_at_once_and_sharing_more_is_durable(tmp_path: Path, disk: Disk) -> None:
    """A viewer who is taken off the list is out before the disk has it, one who is added is in after."""
    entry = Said(cameras={NURSERY: sharing((BEN,))})
    world = await World(tmp_path).load(entry)
    await world.rights.async_lower_privacy([NURSERY])
    lease = world.lease(BEN)
    disk.waits = True
    now = Said(cameras={NURSERY: sharing((CARL,))})
    work = world.begin(now)
    assert lease.ended
    assert (world.gets(BEN), world.gets(CARL)) == (False, False)
    following = started(work)
    await idle()
    assert not world.gets(CARL)
    await disk.answer(works=False)
    with pytest.raises(NotDurable):
        following.result()
    assert (world.gets(BEN), world.gets(CARL)) == (False, False)


async def test_new_owners_begin_anew(tmp_path: Path, disk: Disk) -> None:
    """All leases end, privacy is on; a lower that was under way does not survive it either."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    await world.rights.async_lower_privacy([NURSERY])
    leases = [world.lease(ANNA), world.lease(BEN)]
    disk.waits = True
    lowering = started(world.rights.async_lower_privacy([NURSERY]))
    now = Said(owners=(ANNA, CARL))
    work = world.begin(now)
    assert all(lease.ended for lease in leases)
    assert world.policy().private
    assert not world.gets(CARL)
    following = started(work)
    await idle()
    while disk.pending:
        await disk.answer()
    assert lowering.done()
    assert following.done()
    assert world.policy().private
    assert (world.gets(ANNA), world.gets(BEN), world.gets(CARL)) == (True, False, True)
    assert (await World(tmp_path).load(now)).policy().private


async def test_an_owner_who_is_gone_is_gone_at_once(tmp_path: Path, disk: Disk) -> None:
    """Before the disk has it; and after a restart with the entry as it was, nothing comes back."""
    before = Said(owners=(ANNA, CARL))
    world = await World(tmp_path).load(before)
    lease = world.lease(CARL)
    disk.waits = True
    now = Said(owners=(ANNA,))
    work = world.begin(now)
    assert lease.ended
    assert not world.gets(CARL)
    following = started(work)
    await idle()
    await disk.answer()
    await following
    again = await World(tmp_path).load(before)
    assert (again.gets(ANNA), again.gets(CARL)) == (True, False)


async def test_an_entry_older_than_the_store_gives_nothing_back(tmp_path: Path) -> None:
    """Home Assistant writes entries a second late. What a kill brought back waits for an owner, and gives nothing."""
    before = Said(cameras={NURSERY: sharing((BEN, CARL), ("ai",)), PORCH: sharing()})
    world = await World(tmp_path).load(before)
    await world.change(Said(cameras={NURSERY: sharing((CARL,)), PORCH: sharing()}))
    world = await World(tmp_path).load(before, seen_before=True)
    await world.rights.async_lower_privacy([NURSERY])
    assert (world.gets(BEN), world.gets(CARL)) == (False, True)
    # Nor if an owner changes something else.
    await world.change(world.said(cameras={**world.said().cameras, PORCH: sharing((CARL,))}))
    assert (world.gets(BEN), world.gets(CARL)) == (False, True)
    assert not world.policy().allow
    # Taken off the list and put on it again by an owner, that is their wish.
    await world.change(world.said(cameras={NURSERY: sharing((CARL,)), PORCH: sharing()}))
    await world.change(before)
    assert world.gets(BEN)


async def test_an_owner_in_an_older_entry_is_no_owner(tmp_path: Path) -> None:
    """Also when the entry changes in something else afterwards; and it is told. The last owner may answer."""
    before = Said(owners=(ANNA,))
    world = await World(tmp_path).load(before)
    await world.change(Said(owners=(BEN,)))
    assert (world.gets(ANNA), world.gets(BEN)) == (False, True)
    world = World(tmp_path)
    await world.store.async_load()
    entry = world.entry(before)
    assert await world.rights.async_add(entry, seen_before=True)
    assert (world.gets(ANNA), world.gets(BEN)) == (False, False)
    await world.change(world.said(cameras={NURSERY: sharing((CARL,))}), by_owner=False)
    assert [world.gets(user) for user in (ANNA, BEN, CARL)] == [False, False, False]
    assert await world.rights.async_answering(entry) == {BEN}
    # Named again by somebody, that is a wish and no more.
    await world.change(world.said(owners=(BEN,)), by_owner=False)
    assert not world.gets(BEN)
    await world.rights.async_follow(world.rights.answer(entry, world.rights.pending(entry).added))
    assert (world.gets(ANNA), world.gets(BEN)) == (False, True)
    assert world.policy().private


async def test_a_removed_camera_comes_back_refused(tmp_path: Path) -> None:
    """If a kill brings it back, it is off, private and shared with nobody. Its trace goes with the entry's."""
    before = Said(cameras={NURSERY: sharing((BEN,)), PORCH: sharing()})
    world = await World(tmp_path).load(before)
    await world.rights.async_lower_privacy([NURSERY])
    lease = world.lease(BEN)
    now = Said(cameras={PORCH: sharing()})
    work = world.begin(now, NURSERY)
    assert lease.ended
    assert world.gatekeeper.policy(NURSERY) is None
    await work
    again = await World(tmp_path).load(before, seen_before=True)
    policy = again.policy(NURSERY)
    assert (policy.private, policy.on, policy.viewers) == (True, False, frozenset())
    assert not again.gets(ANNA)
    assert again.gets(ANNA, camera=PORCH)
    # Nothing brings back what was removed.
    with pytest.raises(NotDurable):
        await again.rights.async_turn_on([NURSERY])
    assert not again.gets(ANNA)
    last = await World(tmp_path).load(now, seen_before=True)
    assert NURSERY not in next(iter(last.store.records.values())).cameras


async def test_a_removed_account_comes_back_refused(tmp_path: Path) -> None:
    """If a kill brings its entry back, it has no owners, also after changes."""
    entry = Said(cameras={NURSERY: sharing((BEN,))})
    world = await World(tmp_path).load(entry)
    await world.rights.async_lower_privacy([NURSERY])
    leases = [world.lease(ANNA), world.lease(BEN)]
    await world.rights.async_forget(world.entry(entry))
    assert all(lease.ended for lease in leases)
    assert not world.gets(ANNA)
    again = await World(tmp_path).load(entry, seen_before=True)
    assert not again.gets(ANNA)
    await again.change(Said(owners=(ANNA, BEN)))
    assert not again.gets(ANNA)
    assert again.policy().owners == frozenset()


# Unloading.


async def test_an_unloaded_account_shows_nothing(tmp_path: Path, disk: Disk) -> None:
    """Also not when a change or a lower that was under way ends after it, nor when it is raised meanwhile."""
    entry = Said(cameras={NURSERY: sharing((BEN,))})
    world = await World(tmp_path).load(entry)
    lease = world.lease(ANNA)
    disk.waits = True
    lowering = started(world.rights.async_lower_privacy([NURSERY]))
    await idle()
    now = Said(cameras={NURSERY: sharing((BEN, CARL))})
    following = started(world.begin(now))
    await idle()
    world.rights.drop(world.entry(now))
    assert lease.ended
    while disk.pending:
        await disk.answer()
    assert lowering.done()
    assert following.done()
    assert world.gatekeeper.policy(NURSERY) is None
    world.rights.cut(world.entry(entry))
    assert world.gatekeeper.policy(NURSERY) is None
    raising = started(world.rights.async_raise_privacy([NURSERY]))
    await idle()
    await disk.answer()
    await raising
    disk.waits = False
    await world.rights.async_add(world.entry(now), seen_before=True)
    assert world.policy().private


async def test_accounts_do_not_touch_each_other(tmp_path: Path) -> None:
    """Two accounts, each with a camera: what one does changes nothing for the other."""
    mine, yours = Said(), Said(owners=(BEN,), cameras={PORCH: sharing((ANNA,))}, entry_id="yours")
    world = await World(tmp_path).load(mine, yours)
    await world.rights.async_lower_privacy([PORCH])
    before = world.policy(PORCH)
    await world.change(Said(owners=(CARL,)))
    await world.rights.async_turn_off([NURSERY])
    await world.rights.async_forget(world.entry(Said(owners=(CARL,))))
    assert world.policy(PORCH) == before
    assert not world.gets(ANNA, camera=NURSERY)
    assert (await World(tmp_path).load(yours)).policy(PORCH) == before


async def test_controls_are_told_alike(tmp_path: Path) -> None:
    """Who is nobody to a camera reads one word, whatever its state is."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    words = set()
    for _ in range(2):
        for who, camera in ((CARL, NURSERY), (CARL, CameraId("none")), (ANNA, CameraId("none"))):
            with pytest.raises(Refused) as refused:
                world.rights.control(person(who), Control.LOWER_PRIVACY, camera)
            words.add(refused.value.translation_key)
        await world.rights.async_turn_off([NURSERY])
    assert words == {"refused"}


async def test_work_of_a_caller_who_goes_away(tmp_path: Path, disk: Disk) -> None:
    """A caller who is cancelled cancels no write: what was taken becomes durable all the same."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    await world.rights.async_lower_privacy([NURSERY])
    disk.waits = True
    raising = started(world.rights.async_raise_privacy([NURSERY]))
    await idle()
    raising.cancel()
    await idle()
    assert raising.cancelled()
    await disk.answer()
    await until(lambda: not world.store._tasks)
    assert world.policy().private
    assert (await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))).policy().private
