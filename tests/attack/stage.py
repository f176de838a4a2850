"""The household of the attack: two accounts with two cameras each, owners, a viewer, strangers, an administrator."""

import asyncio
from collections.abc import AsyncIterator
import contextlib
from contextlib import AsyncExitStack
from pathlib import Path
import time
from typing import Any, TextIO

from tests.attack.model import Fact, Model, Value
from tests.attack.oracle import FIRST_STILL, History, Kind, Oracle
from tests.attack.world import ADMIN, Camera, Login, World
from tests.e2e.conftest import YAML
from tests.e2e.crowd import Clocked
from tests.e2e.go2rtc import HERE as GO2RTC_IS_HERE, Go2rtc
from tests.e2e.guarded import add_account, guard_address, guard_entity
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.stock import add_generic

VIDEO_SECONDS = 12
PEOPLE = {  # who: group
    "anna": "admin",  # owns hers, and is an administrator
    "carl": "users",  # owns hers, too, now and then
    "ben": "users",  # owns his
    "vera": "users",  # views
    "flat": "users",  # views now and then
}
OWNERS = {"hers": "anna", "his": "ben"}
COLORS = ("red", "orange", "green", "blue", "purple")
OTHER_SOURCE = {"nursery": ("red", "orange")}  # an owner changes between these
WITHOUT_VIDEO = frozenset({"purple"})
WATCHERS = ("vera", "flat")


def sources(fake: Clocked, *, video: bool = True) -> dict[str, Any]:
    """Give the addresses of a camera."""
    addresses = {"still_image_url": fake.still_url, "mjpeg_url": fake.mjpeg_url}
    return addresses | ({"stream_source": fake.stream_url} if video else {})


@contextlib.asynccontextmanager
async def stage(
    directory: Path, history_file: TextIO, tolerated: frozenset[Kind] = frozenset()
) -> AsyncIterator[tuple[World, dict[str, Clocked]]]:
    """Start everything, and end it in any case."""
    async with AsyncExitStack() as stack:
        fakes = {color: Clocked(color, seconds=VIDEO_SECONDS) for color in COLORS}
        for fake in fakes.values():
            fake._count = FIRST_STILL
            await stack.enter_async_context(fake)
        extra = (await stack.enter_async_context(Go2rtc(directory / "go2rtc"))).yaml if GO2RTC_IS_HERE else ""
        server = Server(directory / "config", extra=YAML + extra)
        stack.push_async_callback(server.close)
        await server.start()
        await asyncio.gather(*(fake.warm_up() for fake in fakes.values()))
        world = await _furnish(server, fakes, History(history_file, time.monotonic()), tolerated)
        stack.push_async_callback(_close, world)
        yield world, fakes


async def _close(world: World) -> None:
    for person in (world.logins["nobody"].person, *world.retired):
        await person.close()


async def _furnish(server: Server, fakes: dict[str, Clocked], history: History, tolerated: frozenset[Kind]) -> World:
    passwords = {name: f"pw-{name}-attack-61" for name in (ADMIN, *PEOPLE)}
    people = {ADMIN: await server.onboard(ADMIN, "Admin", passwords[ADMIN])}
    admin = people[ADMIN]
    for name, group in PEOPLE.items():
        people[name] = await server.create_user(admin, name, name.capitalize(), passwords[name], group)
    await server.until_running()
    accounts = {account: await add_account(people["anna"], people[owner]) for account, owner in OWNERS.items()}
    cameras: dict[str, Camera] = {}
    for name, account, color in (("nursery", "hers", "red"), ("shed", "his", "blue"), ("porch", "his", "purple")):
        addresses = sources(fakes[color], video=color not in WITHOUT_VIDEO)
        guarded = await guard_address(people["anna"], accounts[account], name.capitalize(), **addresses)
        cameras[name] = Camera(name, account, color, guarded.subentry, guarded.entity_id)
    original = await add_generic(people["anna"], fakes["green"], "pw", "attic_original")
    entry = await admin.ws("config/entity_registry/get", entity_id=original)
    guarded = await guard_entity(people["anna"], accounts["hers"], "Attic", original)
    cameras["attic"] = Camera("attic", "hers", "green", guarded.subentry, guarded.entity_id, entry["id"])
    facts: dict[Fact, Value] = {}
    for camera in cameras.values():
        owner, viewers = OWNERS[camera.account], ["vera"] if camera.name != "porch" else []
        await people[owner].call_service(
            "dropcam_privacy.set_sharing", camera.entity_id, viewers=[people[viewer].id for viewer in viewers]
        )
        facts |= {("on", camera.name): True, ("shows", camera.name): camera.color}
        facts |= {("owns", owner, camera.account): True, ("enabled", camera.account): True}
        facts |= {("views", viewer, camera.name): True for viewer in viewers}
    people["nobody"] = Person.nobody(server.url, server.pictures)
    facts |= {("active", name): True for name in people}
    facts |= {("alive", f"{name}#0"): True for name in people}
    model = Model({camera.name: camera.account for camera in cameras.values()}, facts)
    oracle = Oracle(
        model, history, {color: fake.made for color, fake in fakes.items()}, VIDEO_SECONDS, WITHOUT_VIDEO, tolerated
    )
    world = World(server, model, history, oracle, accounts, cameras, passwords)
    world.logins = {name: Login(f"{name}#0", name, person) for name, person in people.items()}
    await world.refresh_names()
    await world.look_for_actions()
    # Home Assistant writes entries and users a while after it answered: what follows is killed at any moment.
    await server.restart()
    return world
