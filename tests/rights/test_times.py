"""Viewers who may look at times alone: what the clock, the disk and other people do to them."""

from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
import time
from typing import Any

import pytest

from custom_components.dropcam_privacy.const import CONF_TIMES
from custom_components.dropcam_privacy.policy.model import Channel, Kind, Principal, Reason
from custom_components.dropcam_privacy.policy.times import Times
from custom_components.dropcam_privacy.rights.records import viewer_right
from tests.household.clocks import FRIDAY, HOUR, Clock
from tests.household.rights import ANNA, BEN, CARL, NURSERY, Disk, Said, World, idle, person, sharing
from tests.waiting import until, until_through

DAY = 86_400.0
FRIDAYS = "4 18:00-24:00 - UTC"
EVENINGS = "0123456 17:00-24:00 - UTC"
LATE = "4 20:00-22:00 - UTC"
OTHERS = "4 10:00-20:00 - UTC"


def shared(times: str | None = FRIDAYS) -> Said:
    """Let Ben look at these times, at any time, or not at all."""
    return Said(cameras={NURSERY: {**sharing(), CONF_TIMES: {BEN: times}} if times else sharing((BEN,))})


type Start = Callable[..., Coroutine[Any, Any, World]]


@pytest.fixture
async def start(tmp_path: Path, clock: Clock) -> AsyncIterator[Start]:
    """Start over the same folder, what ran before having ended."""
    worlds: list[World] = []

    def end() -> None:
        for world in worlds:
            world.rights.drop(world.entry(shared()))

    async def start(said: Said | None = None) -> World:
        end()
        worlds.append(await World(tmp_path).load(said or shared(), seen_before=bool(worlds)))
        return worlds[-1]

    yield start
    end()
    await until_through("Granted._hours_changed")


@pytest.fixture
async def world(start: Start) -> World:
    """Share a camera with Ben on Friday evenings."""
    world = await start()
    await world.rights.async_lower_privacy([NURSERY])
    return world


def reason(world: World) -> Reason:
    """Return why Ben gets something, or not."""
    return world.gatekeeper.decide(person(BEN), Channel.LIVE, NURSERY).reason


def mark(world: World) -> int:
    """Return the latest time that is recorded."""
    found = next(iter(world.store.records.values())).mark
    assert found is not None
    return found


async def test_it_ends_in_the_moment(world: World, clock: Clock) -> None:
    """What runs is cut without being asked, what is asked after is refused with the reason, and owners go on."""
    clock.off = 6 * HOUR - 1
    await world.change(shared())  # the timer looks at the clock anew
    world.gatekeeper.hours.follow([world.policy()], ())
    lease, owners = world.lease(), world.lease(ANNA)
    told: list[None] = []
    world.gatekeeper.follow(NURSERY, lambda: told.append(None))
    assert world.gets(BEN)
    await until(lambda: lease.ended, 3)
    assert reason(world) is Reason.NOT_NOW
    assert not owners.ended
    assert world.gets(ANNA)
    assert told
    await until(lambda: mark(world) >= FRIDAY + 6 * HOUR)


async def test_a_use_after_the_end_is_refused(world: World, clock: Clock) -> None:
    """Whether the timer was there or not; and what is from before a window is not seen in it."""
    lease = world.lease()
    clock.off = 6 * HOUR
    assert not world.gatekeeper.permits(lease)
    assert lease.ended
    before = time.monotonic()
    clock.off = 7 * DAY
    assert world.gets(BEN)
    assert world.gatekeeper.since(NURSERY, owners=False) >= before
    assert world.gatekeeper.since(NURSERY, owners=True) < before


async def test_a_clock_that_is_set_back(world: World, start: Start, clock: Clock) -> None:
    """Reopens nothing, nor after a restart, until the time comes by itself, or an owner sets times anew."""
    clock.off = 6 * HOUR
    assert not world.gets(BEN)
    await world.rights.async_note_heads()  # any change notes it
    clock.off = 1 * HOUR
    assert reason(world) is Reason.NOT_NOW
    again = await start()
    assert reason(again) is Reason.NOT_NOW
    assert again.gets(ANNA)
    await again.rights.async_believe_clock(again.policy().account)
    assert again.gets(BEN)
    assert (await start()).gets(BEN)


async def test_a_clock_that_is_set_back_gains_no_time(world: World, clock: Clock) -> None:
    """A window is not longer by it."""
    clock.off = 5.9 * HOUR
    assert world.gets(BEN)
    clock.off = 1 * HOUR
    assert world.gets(BEN)
    end = world.gatekeeper.hours.until(NURSERY, BEN)
    assert end is not None
    assert end - clock() < 0.11 * HOUR


async def test_a_program_in_a_viewers_name(world: World, clock: Clock) -> None:
    """Gets nothing outside of their times, and reads nothing of them."""
    said = shared()
    said.cameras[NURSERY]["allow"] = ["integrations"]
    await world.change(said)
    program = Principal(kind=Kind.INTEGRATION, user=BEN, login=person(BEN).login)
    assert world.gatekeeper.decide(program, Channel.INTEGRATION, NURSERY).allowed
    clock.off = 6 * HOUR
    decision = world.gatekeeper.decide(program, Channel.INTEGRATION, NURSERY)
    assert (decision.allowed, decision.told) == (False, Reason.REFUSED)
    assert not world.gets(CARL)


@pytest.mark.parametrize("wider", [EVENINGS, None])
async def test_longer_times_are_a_proposal(world: World, start: Start, clock: Clock, wider: str | None) -> None:
    """By which nothing changes, not even what runs, until an owner accepts it."""
    lease = world.lease()
    said = shared(wider)
    await world.change(said, by_owner=False)
    assert not lease.ended
    waits = world.rights.pending(world.entry(said))
    assert waits.added == {viewer_right(NURSERY, BEN, wider)}
    clock.off = DAY
    assert not world.gets(BEN)
    again = await start(said)
    assert not again.gets(BEN)
    await again.rights.async_follow(again.rights.answer(again.entry(said), waits.added))
    assert again.gets(BEN)
    assert not again.rights.pending(again.entry(said))


async def test_shorter_times_are_in_force_at_once(world: World, disk: Disk) -> None:
    """And do not come back by being entered again."""
    lease = world.lease()
    disk.waits = True
    narrower = world.begin(shared(LATE), by_owner=False)
    assert lease.ended
    assert not world.gets(BEN)
    disk.waits = False
    await narrower
    assert world.policy().times == {BEN: Times.read(LATE)}
    assert not world.rights.pending(world.entry(shared(LATE)))
    await world.change(shared(FRIDAYS), by_owner=False)
    assert world.policy().times == {BEN: Times.read(LATE)}
    assert world.rights.pending(world.entry(shared(FRIDAYS))).added == {viewer_right(NURSERY, BEN, FRIDAYS)}


async def test_other_times_are_none_until_they_are_accepted(world: World, clock: Clock) -> None:
    """Neither the old ones nor the new ones; and removing somebody takes what was accepted, whatever was proposed."""
    await world.change(shared(OTHERS), by_owner=False)
    for clock.off in (0, -2 * HOUR, 4 * HOUR):
        assert not world.gets(BEN)
    await world.change(shared(FRIDAYS), by_owner=False)
    assert not world.gets(BEN)


async def test_removed_while_longer_ones_wait(world: World) -> None:
    """What was accepted is gone, too."""
    await world.change(shared(EVENINGS), by_owner=False)
    await world.change(Said(cameras={NURSERY: sharing()}), by_owner=False)
    assert not world.gets(BEN)
    await world.change(shared(FRIDAYS), by_owner=False)
    assert not world.gets(BEN)


async def test_an_owner_changes_them_in_the_entry(world: World, clock: Clock) -> None:
    """What an owner enters is given."""
    await world.change(shared(EVENINGS))
    clock.off = -HOUR / 2 + DAY
    assert world.gets(BEN)
    await world.change(shared(LATE))
    assert not world.gets(BEN)


async def test_killed_between_record_and_entry(world: World, start: Start, clock: Clock) -> None:
    """The smaller of both holds, in whichever of them it is."""
    await world.change(shared(EVENINGS))
    again = await start(shared(LATE))
    assert not again.gets(BEN)
    clock.off = 2.5 * HOUR
    assert again.gets(BEN)
    await idle()
    wider = await start(shared(EVENINGS))
    assert wider.gets(BEN)
    clock.off = 4.5 * HOUR
    assert not wider.gets(BEN)


async def test_times_that_cannot_be_read(start: Start) -> None:
    """A zone that is no more, or nonsense: nobody."""
    world = await start(shared("4 18:00-24:00 - Mars/Base"))
    await world.rights.async_lower_privacy([NURSERY])
    assert not world.gets(BEN)
    again = await start(shared("4 18:00-24:00 - Mars/Base"))
    assert not again.gets(BEN)
    assert again.gets(ANNA)
