"""What people do with their cameras, and others try to: raise and lower privacy, switch off and on."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from random import Random
import time
from typing import Any

from tests.attack.model import Fact, Outcome, Use, Value
from tests.attack.oracle import Asked
from tests.attack.stage import OWNERS, WATCHERS
from tests.attack.world import ADMIN, DOMAIN, DROPPED, Camera, World
from tests.e2e.crowd import Clocked
from tests.e2e.person import Person, RefusedError


@dataclass
class Scene:
    """What a move is made with."""

    world: World
    fakes: dict[str, Clocked]


type Move = Callable[[Scene, Random], Awaitable[None]]
MOVES: dict[str, tuple[int, Move]] = {}


def move(weight: int) -> Callable[[Move], Move]:
    """Add a move under its name, that is made as often as its weight says."""

    def add(function: Move) -> Move:
        MOVES[getattr(function, "__name__")] = (weight, function)  # noqa: B009 - callables have none, functions do
        return function

    return add


def any_camera(world: World, dice: Random) -> Camera:
    """Choose a camera."""
    return dice.choice(list(world.cameras.values()))


def owner_of(world: World, account: str, dice: Random) -> str:
    """Choose somebody who owns an account, as far as can be told."""
    co_owner = world.model.is_possible(("owns", "carl", account), True, time.monotonic())
    return dice.choice([OWNERS[account], "carl"]) if co_owner else OWNERS[account]


# Privacy.


@move(12)
async def raise_privacy(scene: Scene, dice: Random) -> None:
    """Raise privacy as anybody may, by a switch or by an action of the product's."""
    world = scene.world
    camera = any_camera(world, dice)
    user = dice.choice([OWNERS[camera.account], OWNERS[camera.account], ADMIN, "vera", "flat"])
    await raise_for(world, camera, user, dice, whole=dice.random() < 0.2, rest=dice.random() < 0.3)


async def raise_for(
    world: World, camera: Camera, user: str, dice: Random, *, whole: bool = False, rest: bool = False, ask: bool = True
) -> Outcome:
    """Raise a camera's privacy or its whole account's; whatever is answered with success is held."""
    targets = world.of(camera.account) if whole else [camera]
    facts: dict[Fact, Value] = {("lowered", target.name): False for target in targets}
    person = world.person(user)
    thing = camera.account if whole else camera.name
    begun = time.monotonic()
    what = f"raise {thing}"
    if world.deaf:
        # The self-test's broken product, which says that it raised and does not.
        outcome = await world.change(user, what, facts, person.ws("get_config"))
    elif "raise_privacy" in world.services and not whole and dice.random() < 0.5:
        entity = world.name(camera.name, "camera")
        call = world.act(user, "raise_privacy", camera, entity, rest=rest)
        outcome = await world.change(user, f"{what} by action", facts, call)
    else:
        switch = world.name(thing, "switch")
        call = _raise_by_switch(person, switch, rest=rest, sure=world.settled(camera.account, begun))
        outcome = await world.change(user, f"{what} by {switch}", facts, call)
    if outcome in (Outcome.DONE, Outcome.CUT):
        world.slowest = max(world.slowest, time.monotonic() - begun)
        world.history.counts["raisings acknowledged"] += 1
        if ask:
            await _hold(world, targets)
    return outcome


async def _raise_by_switch(person: Person, switch: str, *, rest: bool, sure: bool) -> None:
    """Raise by a switch: Home Assistant drops actions on what is not there, and answers success."""
    await person.call_service("switch.turn_on", switch, rest=rest)
    if sure:
        return
    state = await person.state(switch)
    if state is None or state["state"] != "on":
        raise RefusedError(DROPPED, "the switch was away")


async def _hold(world: World, targets: list[Camera]) -> None:
    """Ask at once as those who might have seen something; hammers ask all the time."""
    for camera in targets:
        for user in WATCHERS:
            login, begun = world.logins[user], time.monotonic()
            entity = world.name(camera.name, "camera")
            answer = await login.person.get(f"/api/camera_proxy/{entity}", seconds=5)
            now = time.monotonic()
            world.oracle.judge(
                Asked(user, login.id, "still after raising", camera.name, Use.VIEW, begun),
                world.oracle.stills(answer.body, now),
                now,
            )
            held = not world.model.was_due(user, camera.color, Use.VIEW, begun, now)
            world.history.counts["cameras held after a raising"] += held and user == WATCHERS[0]


@move(10)
async def lower_privacy(scene: Scene, dice: Random) -> None:
    """Lower privacy as an owner, by the entity id that they know."""
    world = scene.world
    camera = any_camera(world, dice)
    user = owner_of(world, camera.account, dice)
    facts: dict[Fact, Value] = {("lowered", camera.name): True}
    if "lower_privacy" in world.services and dice.random() < 0.5:
        call, way = world.act(user, "lower_privacy", camera, camera.entity_id), "action"
    else:
        call, way = world.person(user).call_service("switch.turn_off", camera.switch), camera.switch
    await world.change(user, f"lower {camera.name} by {way}", facts, call)


@move(5)
async def lower_as_somebody_else(scene: Scene, dice: Random) -> None:
    """Try to lower, or to switch on, what one does not own: it must never count."""
    world = scene.world
    camera = any_camera(world, dice)
    strangers = [user for user in (ADMIN, "vera", "flat", "ben", "anna") if user != OWNERS[camera.account]]
    switch = world.name(camera.name, "switch")
    target, actions = dice.choice(
        [
            (switch, ("switch.turn_off", "switch.toggle", "homeassistant.turn_off", "homeassistant.toggle")),
            (world.name(camera.account, "switch"), ("switch.turn_off", "homeassistant.turn_off")),
            (world.name(camera.name, "camera"), ("camera.turn_on", f"{DOMAIN}.lower_privacy")),
        ]
    )
    user, action = dice.choice(strangers), dice.choice(actions)
    call = world.person(user).call_service(action, target, rest=dice.random() < 0.3)
    await world.change(user, f"try {action} {target}", {}, call)


# On and off.


@move(3)
async def turn_off(scene: Scene, dice: Random) -> None:
    """Turn a camera off as its owner."""
    await _turn(scene.world, any_camera(scene.world, dice), dice, on=False)


@move(6)
async def turn_on(scene: Scene, dice: Random) -> None:
    """Turn a camera on, more often than off: what is off shows nothing."""
    world = scene.world
    now = time.monotonic()
    off = [camera for camera in world.cameras.values() if world.model.is_possible(("on", camera.name), False, now)]
    if off:
        await _turn(world, dice.choice(off), dice, on=True)


async def _turn(world: World, camera: Camera, dice: Random, *, on: bool) -> None:
    user = owner_of(world, camera.account, dice)
    word = "turn_on" if on else "turn_off"
    own = word in world.services and dice.random() < 0.5
    entity = camera.entity_id if on else world.name(camera.name, "camera")
    if own:
        call = world.act(user, word, camera, entity)
    else:
        call = while_there(world, camera, entity, world.person(user).call_service(f"camera.{word}", entity))
    await world.change(user, f"{word} {camera.name}", {("on", camera.name): on}, call)


async def while_there(world: World, camera: Camera, entity: str, call: Coroutine[Any, Any, Any]) -> None:
    """Call an action on an entity. Raises RefusedError, for nothing is sure, if the entity may have been away."""
    if world.settled(camera.account, time.monotonic()):
        await call
        return
    person = world.person(ADMIN)
    try:
        before = await person.state(entity)
    except BaseException:
        call.close()
        raise
    await call
    after = await person.state(entity)
    there = [state and state["state"] != "unavailable" and state["last_changed"] for state in (before, after)]
    if not there[0] or there[0] != there[1]:
        raise RefusedError(DROPPED, "the camera may have been away")
