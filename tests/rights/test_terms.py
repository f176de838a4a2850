"""Privacy that ends for a time: it begins again by itself, whatever the clock and the disk do meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
import time
from typing import Any

import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.rights import terms
from custom_components.dropcam_privacy.rights.records import Grant, Right
from tests.household.rights import ANNA, BEN, CARL, NURSERY, PORCH, Disk, Said, World, sharing
from tests.waiting import until, until_through

HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=1)
SHARED = Said(cameras={NURSERY: sharing((BEN,)), PORCH: sharing((BEN,))})


class Clock:
    """The wall clock, which can be set."""

    def __init__(self) -> None:
        """Be right."""
        self.off = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return time.monotonic() + 1_800_000_000 + self.off


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock that ends are told by."""
    clock = Clock()
    monkeypatch.setattr(terms, "time", type("Time", (), {"time": staticmethod(clock)}))
    return clock


type Start = Callable[[], Coroutine[Any, Any, World]]


@pytest.fixture
async def start(tmp_path: Path, clock: Clock) -> AsyncIterator[Start]:
    """Start over the same folder, what ran before having ended."""
    worlds: list[World] = []

    def end() -> None:
        for world in worlds:
            world.rights.drop(world.entry(SHARED))

    async def start() -> World:
        end()
        worlds.append(await World(tmp_path).load(SHARED, seen_before=bool(worlds)))
        return worlds[-1]

    yield start
    end()
    await until_through("Granted._over")


@pytest.fixture
async def world(start: Start) -> World:
    """Share two cameras of an account."""
    return await start()


async def test_it_ends_and_cuts(world: World) -> None:
    """In the moment that it is over whoever watches is cut off, and it is recorded; another camera is not touched."""
    await world.rights.async_lower_privacy([PORCH])
    await world.rights.async_lower_privacy([NURSERY], MOMENT)
    lease = world.lease()
    began = time.monotonic()
    await until(lambda: lease.ended, 3)
    assert 0.4 < time.monotonic() - began < 2
    assert not world.gets(BEN)
    assert world.gets(ANNA)
    assert world.gets(BEN, camera=PORCH)
    await until(lambda: Right(Grant.LOWERED, NURSERY) not in rights_of(world) and len(lowerings(world)) == 1)


async def test_a_start_in_time_goes_on_and_one_after_the_end_is_private(
    world: World, start: Start, clock: Clock
) -> None:
    """Whether Home Assistant runs or not when it ends."""
    await world.rights.async_lower_privacy([NURSERY], HOUR)
    clock.off = 3500
    again = await start()
    assert again.gets(BEN)
    clock.off = 3601
    late = await start()
    assert not late.gets(BEN)
    # And it is taken for good, so that a clock that is set back afterwards gives nothing.
    await until(lambda: not lowerings(late))
    clock.off = 0
    assert not (await start()).gets(BEN)


@pytest.mark.parametrize("off", [3601, -86_400])
async def test_what_is_over_is_not_in_force_for_a_moment(world: World, clock: Clock, off: float) -> None:
    """Not even from the start on until it is taken away."""
    await world.rights.async_lower_privacy([NURSERY], HOUR)
    world.rights.drop(world.entry(SHARED))
    clock.off = off
    late = World(world.folder)
    shared: list[bool] = []
    late.gatekeeper.follow(NURSERY, lambda: shared.append(not late.policy().private))
    await late.load(SHARED, seen_before=True)
    await until(lambda: not lowerings(late))
    await until_through("Granted._over")
    assert shared
    assert not any(shared)
    late.rights.drop(late.entry(SHARED))


async def test_a_clock_that_was_set_back_for_days(world: World, start: Start, clock: Clock) -> None:
    """Nothing is given for longer than a day, so an end that is further away is not believed."""
    await world.rights.async_lower_privacy([NURSERY], HOUR)
    clock.off = -86_400
    again = await start()
    assert not again.gets(BEN)
    await until(lambda: not lowerings(again))


async def test_a_clock_that_is_set_while_it_runs(world: World, clock: Clock) -> None:
    """What counts is the time that goes by."""
    await world.rights.async_lower_privacy([NURSERY], MOMENT)
    clock.off = -3600
    await until(lambda: not world.gets(BEN), 3)
    await until(lambda: not lowerings(world))


async def test_privacy_ends_it_early(world: World, start: Start) -> None:
    """Also after a restart, and its end takes nothing that was given later."""
    await world.rights.async_lower_privacy([NURSERY], MOMENT)
    await world.rights.async_raise_privacy([NURSERY])
    assert not world.gets(BEN)
    again = await start()
    assert not again.gets(BEN)
    await again.rights.async_lower_privacy([NURSERY])
    await asyncio.sleep(1.3)
    assert again.gets(BEN)


async def test_the_last_word_counts(world: World) -> None:
    """Shorter, longer, or without an end: a camera has one end."""
    for term in (None, MOMENT, HOUR, None):
        await world.rights.async_lower_privacy([NURSERY], term)
        assert len(lowerings(world)) == 1
        assert (world.rights.lowered_until(NURSERY) is None) is (term is None)
    await asyncio.sleep(1.3)
    assert world.gets(BEN)


async def test_new_owners_begin_private(world: World) -> None:
    """An hour that somebody else began is over."""
    await world.rights.async_lower_privacy([NURSERY], HOUR)
    await world.change(world.said(owners=(CARL,)))
    assert world.policy().private


async def test_a_disk_that_fails_when_it_ends(world: World, start: Start, disk: Disk) -> None:
    """It is private all the same, and also after a restart."""
    await world.rights.async_lower_privacy([NURSERY], MOMENT)
    disk.fails = True
    await until(lambda: not world.gets(BEN), 3)
    disk.fails = False
    again = await start()
    assert not again.gets(BEN)
    await until(lambda: not lowerings(again))


async def test_a_disk_that_fails_when_it_begins(world: World, disk: Disk) -> None:
    """Then it does not begin."""
    disk.fails = True
    with pytest.raises(NotDurable):
        await world.rights.async_lower_privacy([NURSERY], HOUR)
    assert not world.gets(BEN)


def rights_of(world: World) -> frozenset[Right]:
    """Return what is recorded."""
    return frozenset().union(*(record.rights for record in world.store.records.values()))


def lowerings(world: World) -> set[Right]:
    """Return what is recorded of privacy that has ended."""
    return {right for right in rights_of(world) if right.grant is Grant.LOWERED}
