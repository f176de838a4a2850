"""Players are sent to no address of Home Assistant that somebody else has set, until an owner has seen it."""

from collections.abc import AsyncIterator
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from yarl import URL

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.household.assistants import ASSISTANTS, set_up as set_up_assistants
from tests.household.home import CAMERA, Person, household
from tests.household.player import watch
from tests.household.programs import MEDIA, Programs, Television, programs
from tests.household.rights import Disk

FOREIGN = "http://192.0.2.66:8123"
OWN = "http://192.168.1.2:8123"
CHANGES = "binary_sensor.anna_s_cameras_waiting"
PLAYS = {"media": {"media_content_id": MEDIA, "media_content_type": "video"}}


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Programs]:
    """Set up a household with a television and assistants, without privacy."""
    assert await async_setup_component(hass, "config", {})
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home,
        programs(home) as world,
    ):
        await home.lower()
        yield world


async def set_address(who: Person, **addresses: str | None) -> None:
    """Set where Home Assistant is, in the browser."""
    answer = await who.ask(type="config/core/update", **addresses)
    assert answer["success"], answer
    await who.hass.async_block_till_done()


async def shown(world: Programs) -> set[str]:
    """Put it on the television in every way, and tell what that was sent to, each without a path."""
    found = set()
    for action in (
        world.home.anna.call("camera.play_stream", CAMERA, media_player=Television.entity_id),
        world.home.anna.call("media_player.play_media", Television.entity_id, **PLAYS),
        world.home.root.call("media_player.play_media", Television.entity_id, **PLAYS),
    ):
        world.television.played = ""
        await action
        if world.television.played:
            found.add(str(URL(world.television.played).origin()))
    return found


def issues(hass: HomeAssistant) -> set[str]:
    """List what is told to everybody."""
    return {issue.translation_key or "" for (domain, _), issue in ir.async_get(hass).issues.items() if domain == DOMAIN}


async def changes(who: Person) -> Any:
    """List what waits."""
    answer = await who.ask(
        type="call_service",
        domain=DOMAIN,
        service="list_changes",
        target={"entity_id": CHANGES},
        return_response=True,
    )
    return answer["result"]["response"][CHANGES].get("addresses", []) if answer["success"] else answer["error"]["code"]


async def accept(who: Person, *addresses: str) -> str | None:
    """Accept addresses."""
    return await who.call("dropcam_privacy.accept_addresses", CHANGES, addresses=list(addresses))


async def test_what_somebody_else_sets(world: Programs) -> None:
    """An administrator's address waits: no player and no assistant is sent there, and an owner sees it before."""
    home = world.home
    await set_up_assistants(home)
    assert len(await shown(world)) == 1
    await set_address(home.root, internal_url=FOREIGN)
    assert await shown(world) == set()
    assert await home.anna.call("camera.play_stream", CAMERA, media_player=Television.entity_id) == "address_unseen"
    for assistant in ASSISTANTS.values():
        assert await assistant.ask(home.anna) == assistant.unavailable
    # What is answered to people themselves stays.
    assert await home.anna.sees() == "red"
    assert await (await watch(home.ben)).video() == {"red"}
    assert issues(home.hass) == {"address_unseen"}
    for person in (home.ben, home.carl, home.root):
        assert await accept(person, FOREIGN) == "refused"
        assert await changes(person) != [FOREIGN]
    assert await changes(home.anna) == [FOREIGN]
    for wrong in ([OWN], [FOREIGN, OWN]):
        assert await accept(home.anna, *wrong) == "changes_differ"
    assert await shown(world) == set()
    assert await accept(home.anna, FOREIGN) is None
    assert FOREIGN in await shown(world)
    assert issues(home.hass) == set()
    assert await changes(home.anna) == []


async def test_accepted_is_what_was_seen(world: Programs) -> None:
    """Not what has been set since: and each of the two addresses counts."""
    home = world.home
    await set_address(home.root, internal_url=OWN)
    seen = await changes(home.anna)
    await set_address(home.root, internal_url=FOREIGN)
    assert await accept(home.anna, *seen) == "changes_differ"
    await set_address(home.root, internal_url=OWN, external_url="https://home.example.org")
    assert await accept(home.anna, OWN, "https://home.example.org") is None
    assert await shown(world)
    await set_address(home.root, external_url="https://elsewhere.example.org")
    assert await shown(world) == set()
    # Taken back, it is what the owner has seen; and where none is set, it is this machine.
    await set_address(home.root, external_url="https://home.example.org")
    assert await shown(world)
    await set_address(home.root, external_url=None, internal_url=None)
    assert await shown(world)


async def test_what_an_owner_sets(world: Programs, disk: Disk) -> None:
    """Needs nobody's answer, if it is durable; what an administrator sets after them does."""
    home = world.home
    await home.hass.auth.async_update_user(home.anna.user, group_ids=["system-admin"])
    await set_address(home.anna, internal_url=OWN)
    assert OWN in await shown(world)
    assert issues(home.hass) == set()
    await set_address(home.root, internal_url=FOREIGN)
    assert await shown(world) == set()
    assert issues(home.hass) == {"address_unseen"}
    disk.fails = True
    await set_address(home.anna, internal_url="http://192.168.1.3:8123")
    assert await shown(world) == set()
    assert issues(home.hass) == {"address_unseen", "not_durable"}


async def test_what_was_set_while_we_were_away(world: Programs) -> None:
    """Before a start, or in a reload: nobody can be told to have set it, so it waits."""
    home = world.home
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.config.async_update(internal_url=FOREIGN)
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert issues(home.hass) == {"address_unseen"}
    assert await shown(world) == set()
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert await shown(world) == set()
    assert await accept(home.anna, FOREIGN) is None
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert FOREIGN in await shown(world)


async def test_go_betweens_in_the_owners_name(world: Programs) -> None:
    """A program that sets it inside the owner's call, or in a task of their command, is not the owner."""
    home = world.home

    async def meddle(_: Any) -> None:
        await home.hass.config.async_update(internal_url=FOREIGN)

    home.hass.services.async_register("nosy", "meddle", meddle)
    assert await home.anna.call_with("nosy.meddle", {}) is None
    await home.hass.async_block_till_done()
    assert await shown(world) == set()
    assert issues(home.hass) == {"address_unseen"}
