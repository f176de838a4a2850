"""What happens to the household: reloads, renamed and disabled things, users who come and go, a full disk, kills."""

import asyncio
from collections.abc import Mapping
import contextlib
from random import Random
import resource
import time
from typing import Any

from tests.attack.model import UNWRITTEN, Fact, Outcome, Value
from tests.attack.moves import Scene, any_camera, move, raise_for
from tests.attack.oracle import Kind
from tests.attack.world import ADMIN, NO_ANSWER, World
from tests.e2e.crowd import Clocked
from tests.e2e.person import RefusedError
from tests.fakes.cameras import Mode

NO_SPACE = 64  # bytes, to which any file may grow while the disk is full
WEATHER = (Mode.OK, Mode.HANG, Mode.ERROR, Mode.OFFLINE, Mode.TRUNCATED)
START_SECONDS = 120


async def _tell(world: World, what: str, call: Any, facts: Mapping[Fact, Value] | None = None, **how: Any) -> Outcome:
    """Do something as the administrator, which takes or gives nothing if there are no facts."""
    return await world.change(ADMIN, what, facts or {}, call, **how)


# Entries and entities.


@move(4)
async def reload_account(scene: Scene, dice: Random) -> None:
    """Reload an account: its cameras come back as they were."""
    world = scene.world
    account = dice.choice(list(world.accounts))
    await _reload(world, account, world.accounts[account], account)


@move(2)
async def reload_original(scene: Scene, dice: Random) -> None:
    """Reload the integration of an original: it comes back locked."""
    world = scene.world
    entries = await world.person(ADMIN).ws("config_entries/get", domain="generic")
    await _reload(world, "generic", entries[0]["entry_id"], "hers")


async def _reload(world: World, what: str, entry_id: str, account: str) -> None:
    async with world.alone(f"entry {what}") as alone:
        if alone:
            with world.disturbs(account):
                call = world.person(ADMIN).post(f"/api/config/config_entries/entry/{entry_id}/reload")
                await _tell(world, f"reload {what}", call)


@move(1)
async def disable_account(scene: Scene, dice: Random) -> None:
    """Disable an account and enable it again: in between nobody sees anything."""
    world = scene.world
    account = dice.choice(list(world.accounts))
    async with world.alone(f"entry {account}") as alone:
        if alone:
            with world.disturbs(account):
                fact = ("enabled", account)
                await _enable(world, account, {fact: False}, disabled_by="user")
                await asyncio.sleep(dice.uniform(0, 2))
                await _enable(world, account, {fact: True}, disabled_by=None)


async def _enable(world: World, account: str, facts: dict[Fact, Value], *, disabled_by: str | None) -> None:
    entry_id = world.accounts[account]
    call = world.person(ADMIN).ws("config_entries/disable", entry_id=entry_id, disabled_by=disabled_by)
    what = f"{'disable' if disabled_by else 'enable'} {account}"
    await _tell(world, what, call, facts, unwritten=UNWRITTEN)


@move(2)
async def disable_entity(scene: Scene, dice: Random) -> None:
    """Disable a camera's entity or its switch, and enable it again."""
    world = scene.world
    camera, kind = any_camera(world, dice), dice.choice(["camera", "switch"])
    async with world.alone(f"entity of {camera.name}") as alone:
        if alone:
            with world.disturbs(camera.account):
                entity = world.name(camera.name, kind)
                await _update(world, entity, disabled_by="user")
                await asyncio.sleep(dice.uniform(0, 3))
                await _update(world, entity, disabled_by=None)


@move(1)
async def rename_entity(scene: Scene, dice: Random) -> None:
    """Give an entity another id, and mostly its own again."""
    world = scene.world
    camera, kind = any_camera(world, dice), dice.choice(["camera", "switch"])
    async with world.alone(f"entity of {camera.name}") as alone:
        if alone:
            with world.disturbs(camera.account):
                known = camera.entity_id if kind == "camera" else camera.switch
                await world.refresh_names()
                if (now := world.name(camera.name, kind)) == known:
                    await _update(world, now, new_entity_id=f"{known}_{dice.randrange(1000)}")
                else:
                    await _update(world, now, new_entity_id=known)
                await world.refresh_names()


@move(1)
async def swap_switches(scene: Scene, dice: Random) -> None:
    """Swap the switches of two cameras for a while: an owner who lowers by one means what they know it as."""
    world = scene.world
    account = dice.choice(list(world.accounts))
    one, other = world.of(account)
    async with world.alone(f"entity of {one.name}") as first, world.alone(f"entity of {other.name}") as second:
        if not (first and second):
            return
        with world.disturbs(account):
            await _swap(world, one.switch, other.switch)
            await world.refresh_names()
            await asyncio.sleep(dice.uniform(1, 4))
            await world.refresh_names()
            if world.name(one.name, "switch") == other.switch:
                await _swap(world, other.switch, one.switch)
            await world.refresh_names()


async def _swap(world: World, one: str, other: str) -> None:
    aside = f"{one}_aside"
    for before, after in ((one, aside), (other, one), (aside, other)):
        await _update(world, before, new_entity_id=after)


@move(2)
async def touch_original(scene: Scene, dice: Random) -> None:
    """Enable an original by hand, or disable and enable it, or rename it: it stays closed."""
    world = scene.world
    async with world.alone("original") as alone, world.alone("entry hers") as enabled:
        if not alone or not enabled:
            return
        # Of an account that is disabled an original is left disabled, and who enables it opens it: so the README says.
        # A disk that was full may have brought that back after a kill.
        entries = await world.person(ADMIN).ws("config_entries/get", domain="dropcam_privacy")
        if any(entry["entry_id"] == world.accounts["hers"] and entry["disabled_by"] for entry in entries):
            return
        with world.disturbs("hers"):
            await world.refresh_names()
            entity = world.name("attic", "original")
            match dice.randrange(3):
                case 0:
                    await _update(world, entity, disabled_by=None)
                case 1:
                    await _update(world, entity, disabled_by="user")
                    await asyncio.sleep(dice.uniform(0, 1))
                    await _update(world, entity, disabled_by=None)
                case 2:
                    await _update(world, entity, new_entity_id=f"camera.attic_original_{dice.randrange(1000)}")
            await world.refresh_names()


async def _update(world: World, entity: str, **change: Any) -> None:
    call = world.person(ADMIN).ws("config/entity_registry/update", entity_id=entity, **change)
    await _tell(world, f"update {entity} {change}", call)


# Users.


@move(1)
async def deactivate(scene: Scene, dice: Random) -> None:
    """Deactivate a user, and activate them again: their logins end for good."""
    world = scene.world
    user = dice.choice(["vera", "flat", "ben"])
    async with world.alone(f"user {user}") as alone:
        if not alone:
            return
        login = world.logins[user]
        facts: dict[Fact, Value] = {("active", user): False, ("alive", login.id): False}
        update = world.person(ADMIN)
        await _tell(
            world,
            f"deactivate {user}",
            update.ws("config/auth/update", user_id=login.person.id, is_active=False),
            facts,
            unwritten=UNWRITTEN,
        )
        await asyncio.sleep(dice.uniform(0, 2))
        await _activate(world, user)
        with contextlib.suppress(RefusedError, *NO_ANSWER):
            await world.log_in(user)


async def _activate(world: World, user: str) -> None:
    call = world.person(ADMIN).ws("config/auth/update", user_id=world.person(user).id, is_active=True)
    await _tell(world, f"activate {user}", call, {("active", user): True}, unwritten=UNWRITTEN)


@move(2)
async def log_in_again(scene: Scene, dice: Random) -> None:
    """Log in anew, and log the login before out."""
    world = scene.world
    user = dice.choice(list(world.passwords))
    async with world.alone(f"user {user}") as alone:
        if alone:
            before = world.logins[user]
            with contextlib.suppress(RefusedError, *NO_ANSWER):
                await world.log_in(user)
                await world.retire(before)


# The disk and the process.


@move(1)
async def fill_disk(scene: Scene, dice: Random) -> None:
    """Let no file of the process grow for a while: what it writes fails as on a full disk."""
    world = scene.world
    async with world.alone("disk") as alone:
        # Home Assistant itself does not begin on a full disk.
        if not alone or world.starting or (pid := _process_id(world)) is None:
            return
        try:
            _, most = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (NO_SPACE, most))
        except (PermissionError, ProcessLookupError) as err:
            world.history.add(f"THE DISK IS NOT FILLED: {err!r}")
            world.history.counts["full disks that could not be"] += 1
            return
        world.history.add("> disk full")
        world.history.counts["full disks"] += 1
        world.full = True
        try:
            await asyncio.sleep(dice.uniform(0.5, 3))
        finally:
            with contextlib.suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, most))
            world.full, world.full_until = False, time.monotonic()
            world.history.add("< disk full")


@move(3)
async def weather(scene: Scene, dice: Random) -> None:
    """Let a camera hang or fail for a moment."""
    fake: Clocked = dice.choice(list(scene.fakes.values()))
    async with scene.world.alone(f"weather of {fake.color}") as alone:
        if alone:
            fake.behave(dice.choice(WEATHER))
            await asyncio.sleep(dice.uniform(0.1, 2))
            fake.behave(Mode.OK)


def _process_id(world: World) -> int | None:
    process = world.server._process
    return None if process is None or process.returncode is not None else process.pid


async def end_process(scene: Scene, dice: Random) -> None:
    """End the process, mostly by a kill, often in the moment after a raising, and start it again."""
    world = scene.world
    if _process_id(world) is None:
        world.oracle.violation(Kind.NOT_IN_ORDER, f"Home Assistant ended by itself:\n{world.server.log()[-2000:]}")
    killed = dice.random() < 0.75
    if dice.random() < 0.7:
        await raise_for(world, any_camera(world, dice), ADMIN, dice, ask=False)
    await asyncio.sleep(dice.choice([0, 0, dice.uniform(0, 1)]))
    with contextlib.ExitStack() as stack:
        for account in world.accounts:
            stack.enter_context(world.disturbs(account))
        world.history.add("> kill" if killed else "> stop")
        await (world.server.kill() if killed else world.server.stop())
        world.model.restart(time.monotonic(), killed=killed)
        world.history.add("< ended")
        world.starting = True
        try:
            await world.server.start(wait=False)
            await asyncio.wait_for(_running(world), START_SECONDS)
        finally:
            world.starting = False
        world.history.counts["kills" if killed else "restarts in order"] += 1
        world.history.add("< running")
        await tidy(world)


async def _running(world: World) -> None:
    """Wait until it runs. A kill may have taken the login by which that is asked: Home Assistant writes logins late."""
    while True:
        try:
            await world.log_in(ADMIN)
        except (RefusedError, *NO_ANSWER):
            await asyncio.sleep(0.2)
        else:
            return await world.server.until_running()


async def tidy(world: World) -> None:
    """Bring everything back that an upheaval which was cut off has left disabled or logged out."""
    for user in world.passwords:
        try:
            await world.person(user).ws("auth/current_user")
        except (RefusedError, *NO_ANSWER):
            await _activate(world, user)
            with contextlib.suppress(RefusedError, *NO_ANSWER):
                await world.log_in(user)
    await world.refresh_names()
    for account, entry_id in world.accounts.items():
        entries = await world.person(ADMIN).ws("config_entries/get", domain="dropcam_privacy")
        if any(entry["entry_id"] == entry_id and entry["disabled_by"] for entry in entries):
            await _enable(world, account, {("enabled", account): True}, disabled_by=None)
    for entry in await world.person(ADMIN).ws("config/entity_registry/list"):
        if entry["platform"] == "dropcam_privacy" and entry["disabled_by"] == "user":
            await _update(world, entry["entity_id"], disabled_by=None)
