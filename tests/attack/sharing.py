"""What people change about their cameras, and others try to: viewers, owners, sources."""

from random import Random
from typing import Any

from tests.attack.model import FLOW, Fact, Value
from tests.attack.moves import Scene, any_camera, move, owner_of, while_there
from tests.attack.stage import OTHER_SOURCE, OWNERS, WATCHERS, WITHOUT_VIDEO, sources
from tests.attack.world import ADMIN, DOMAIN, World
from tests.e2e.person import RefusedError

# Sharing.


@move(4)
async def share(scene: Scene, dice: Random) -> None:
    """Share a camera as its owner with some, or nobody."""
    world = scene.world
    camera = any_camera(world, dice)
    chosen = {user for user in WATCHERS if dice.random() < 0.7}
    facts: dict[Fact, Value] = {("views", user, camera.name): user in chosen for user in WATCHERS}
    user = owner_of(world, camera.account, dice)
    ids = [world.person(viewer).id for viewer in chosen]
    entity = world.name(camera.name, "camera")
    call = world.person(user).call_service(f"{DOMAIN}.set_sharing", entity, viewers=ids)
    await world.change(
        user, f"share {camera.name} with {sorted(chosen)}", facts, while_there(world, camera, entity, call)
    )


@move(3)
async def share_as_administrator(scene: Scene, dice: Random) -> None:
    """Enter viewers as an administrator: who is left out is out, who is added waits."""
    world = scene.world
    camera = any_camera(world, dice)
    chosen = {user for user in WATCHERS if dice.random() < 0.8}
    facts: dict[Fact, Value] = {("views", user, camera.name): False for user in WATCHERS if user not in chosen}
    sharing = {"viewers": [world.person(viewer).id for viewer in chosen], "allow": []}
    flow = world.person(ADMIN).subentry_flow(
        world.accounts[camera.account],
        "camera",
        {"next_step_id": "sharing"},
        sharing,
        subentry_id=camera.subentry,
    )
    await world.change(ADMIN, f"share {camera.name} with {sorted(chosen)}", facts, flow, unwritten=FLOW)


@move(2)
async def answer(scene: Scene, dice: Random) -> None:
    """Answer as an owner what others entered: reject it, or accept it if it is about viewers only."""
    world = scene.world
    account = dice.choice(list(world.accounts))
    user, entity = OWNERS[account], world.names.get((account, "answers"))
    if entity is None:
        return
    person = world.person(user)
    try:
        told = await _respond(world, user, "list_changes", entity, {})
    except RefusedError:
        return
    if not told:
        return
    plain = not told.get("owners_added") and set(told) <= {"change_id", "owners_added", "owners_removed", "cameras"}
    known = {"entity_id", "name", "viewers_added", "allow_added"}
    facts: dict[Fact, Value] = {}
    names = {world.person(viewer).id: viewer for viewer in WATCHERS}
    for item in told.get("cameras", ()):
        plain = plain and all(not value for key, value in item.items() if key not in known)
        names_now = {world.name(name, "camera"): one for name, one in world.cameras.items()}
        camera = names_now.get(item["entity_id"])
        if camera is None:
            return
        facts |= {("views", names[viewer["id"]], camera.name): True for viewer in item["viewers_added"]}
    accepts = plain and dice.random() < 0.5
    action = "accept_changes" if accepts else "reject_changes"
    call = _respond(world, user, action, entity, {"change_id": told["change_id"]})
    await world.change(person.name, f"{action} {sorted(facts)}", facts if accepts else {}, call)


async def _respond(world: World, user: str, action: str, entity: str, data: dict[str, Any]) -> Any:
    answer = await world.person(user).ws(
        "call_service",
        domain=DOMAIN,
        service=action,
        service_data=data,
        target={"entity_id": entity},
        return_response=True,
    )
    return (answer["response"] or {}).get(entity)


# Owners and sources.


@move(1)
async def change_owners(scene: Scene, dice: Random) -> None:
    """Let another own an account, or no longer; new owners begin anew, with private cameras and no viewers."""
    world = scene.world
    joins = dice.random() < 0.5
    by = dice.choice(["anna", ADMIN])
    owners = [world.person("anna").id] + ([world.person("carl").id] if joins else [])
    facts: dict[Fact, Value] = {} if joins and by == ADMIN else {("owns", "carl", "hers"): joins}
    flow = world.person(by).reconfigure(DOMAIN, world.accounts["hers"], {"owners": owners})
    async with world.alone("owners") as alone:
        if alone:
            await world.change(by, f"{'add' if joins else 'remove'} carl", facts, flow, unwritten=FLOW, sure=not joins)
        else:
            flow.close()


@move(2)
async def change_source(scene: Scene, dice: Random) -> None:
    """Change a camera's source as an owner."""
    (name,) = OTHER_SOURCE
    color = dice.choice(OTHER_SOURCE[name])
    await _change_source(scene, "anna", name, color, {("shows", name): color})


@move(2)
async def change_source_as_administrator(scene: Scene, dice: Random) -> None:
    """Point a camera at somebody else's: nobody has accepted that."""
    name, color = dice.choice([("nursery", "blue"), ("nursery", "purple"), ("shed", "red"), ("porch", "red")])
    await _change_source(scene, ADMIN, name, color, {})


async def _change_source(scene: Scene, by: str, name: str, color: str, facts: dict[Fact, Value]) -> None:
    world = scene.world
    camera = world.cameras[name]
    addresses = sources(scene.fakes[color], video=color not in WITHOUT_VIDEO) | {"verify_ssl": True}
    flow = world.person(by).subentry_flow(
        world.accounts[camera.account], "camera", {"next_step_id": "source"}, addresses, subentry_id=camera.subentry
    )
    async with world.alone(f"source of {name}") as alone:
        if alone:
            what = f"change_source of {name} to {color}"
            await world.change(by, what, facts, _finished(flow), unwritten=FLOW, sure=False)
        else:
            flow.close()


async def _finished(flow: Any) -> None:
    """Wait for a flow; a form that is shown again has changed nothing."""
    done = await flow
    if done["type"] == "form":
        raise RefusedError("form", f"not allowed: {done.get('errors')}")
