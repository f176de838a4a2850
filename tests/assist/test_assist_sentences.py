"""Which sentences are taken from the agent, and which camera a name leads to."""

from collections.abc import AsyncIterator

from homeassistant.components.conversation.agent_manager import get_agent_manager
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from tests.household.assisted import (
    LINK,
    LOWER,
    NO_CAMERA,
    PRIVATE,
    RAISE,
    SAYS,
    SHARED,
    SHOW,
    SHOW_CAMERA,
    UNKNOWN,
    Assisted,
    typed,
    with_assist,
)
from tests.household.flows import account, address_camera
from tests.household.home import CAMERA, NURSERY


@pytest.fixture
async def assisted(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Assisted]:
    """Set up a household with Assist."""
    async with with_assist(hass, hass_client_no_auth, hass_ws_client) as assisted:
        yield assisted


async def test_what_goes_on_to_the_agent(assisted: Assisted) -> None:
    """Nothing that could be meant for somebody else is taken: not even with a camera's name, if a lock has it too."""
    home, hass, agent = assisted.home, assisted.hass, assisted.agent
    others = ["show me the weather", "open the garage door", "turn off the lights", "show me the front door"]
    others += ["who is watching the game", "turn on the privacy film", "turn on the nursery camera"]
    for text in others:
        assert await assisted.pipeline(home.anna, text, pipeline="agent") == "the agent", text
    assert agent.heard == others
    assert await assisted.pipeline(home.anna, SHOW, pipeline="agent") == LINK
    # The door's camera and the door's lock.
    er.async_get(hass).async_update_entity(CAMERA, name="Front door")
    await hass.async_block_till_done()
    # Whatever somebody else calls it, the answer says what its owner calls it.
    show, link = "show me the front door", LINK
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link
    hass.states.async_set("lock.door", "locked", {"friendly_name": "Front Door"})
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link, "it is not exposed to Assist"
    hass.states.async_set("cover.door", "closed", {"friendly_name": "front door"})
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == "the agent"
    assert await assisted.pipeline(home.anna, f"{show} on the kitchen display", pipeline="agent") == "the agent"
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == link
    assert await assisted.pipeline(home.anna, "make the front door private", pipeline="agent") == PRIVATE
    hass.states.async_remove("cover.door")
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, show, pipeline="agent") == link
    # With the last camera, all sentences go.
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    await hass.async_block_till_done()
    assert get_agent_manager(hass).trigger_sentences == []
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == "the agent"
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await hass.async_block_till_done()
    assert await assisted.pipeline(home.anna, f"{show} camera", pipeline="agent") == link


NAMES: tuple[tuple[str, list[str]], ...] = (
    ("Anna's room", ["anna's room", "Anna\N{RIGHT SINGLE QUOTATION MARK}s room", "annas room"]),
    ("Kid (left) [2]", ["kid (left) [2]", "kid left 2"]),
    ("{name}", ["{name}", "name"]),
    ("a|b;<c>", ["a|b;<c>", "a b c"]),
    ("back\\slash", ["back\\slash", "back slash"]),
    ("Küche Ñandú 東京", ["küche ñandú 東京"]),
    ("Dr. Who? \N{EN DASH} Nr. 3!", ["dr. who? \N{EN DASH} nr. 3!", "dr who nr 3"]),
    ("Nursery camera", ["nursery", "nursery camera"]),
    ("The Den", ["the den", "den"]),
    ("*x* [a](http://evil)", ["x a http evil"]),
)


async def test_names_of_all_kinds(assisted: Assisted) -> None:
    """Each is matched as it is typed and as it is spoken, matches nothing else, and is only text in the answer."""
    home, hass = assisted.home, assisted.hass
    for name, texts in NAMES:
        er.async_get(hass).async_update_entity(CAMERA, name=name)
        await hass.async_block_till_done()
        for text in texts:
            for sentence in (f"show me the {text}", f"show me the {text} camera"):
                answer = await typed(home.anna, sentence)
                assert answer.endswith(f"](/?more-info-entity-id={CAMERA})"), (sentence, answer)
                assert "](http" not in answer
        for text in ("show me the weather", "show me the kid", "show me the a", "show me the nurs"):
            assert not await assisted.takes(text), (name, text)
    # Names without a word in them cannot be said; all else works on.
    for name in ("???", "\N{SNOWMAN}", "( )", "{", "the"):
        er.async_get(hass).async_update_entity(CAMERA, name=name)
        await hass.async_block_till_done()
        assert not await assisted.takes("show me the weather"), name
        assert await typed(home.anna, UNKNOWN) == NO_CAMERA


async def test_aliases_areas_and_new_names(assisted: Assisted) -> None:
    """They hold from the moment that they are given."""
    home, hass = assisted.home, assisted.hass
    registry = er.async_get(hass)
    entry = registry.async_get(CAMERA)
    assert entry is not None
    registry.async_update_entity(CAMERA, aliases=[*entry.aliases, "Baby"])
    assert await typed(home.anna, "show me the baby") == LINK
    attic = ar.async_get(hass).async_create("Attic")
    dr.async_get(hass).async_update_device(entry.device_id or "", area_id=attic.id)
    assert await typed(home.anna, "show me the attic") == LINK
    ar.async_get(hass).async_update(attic.id, name="Loft")
    assert await typed(home.anna, "show me the loft") == LINK
    subentry = home.entry.subentries[NURSERY]
    hass.config_entries.async_update_subentry(home.entry, subentry, title="Playroom")
    await hass.async_block_till_done()
    assert await typed(home.anna, "show me the playroom") == LINK
    for gone in ("nursery", "attic"):
        assert await assisted.pipeline(home.anna, f"show me the {gone}", pipeline="agent") == "the agent"
    assert await typed(home.anna, "show me the nursery camera") == NO_CAMERA


async def test_two_accounts_with_cameras_of_the_same_name(assisted: Assisted) -> None:
    """Each gets their own; who may see both, and owns neither, is asked which."""
    home, hass = assisted.home, assisted.hass
    other = address_camera("other", still_image_url=home.fake.still_url, viewers=[home.ben.user.id, home.anna.user.id])
    carls = account(hass, home.carl.user, cameras=({**other, "title": "Nursery"},))
    assert await hass.config_entries.async_setup(carls.entry_id)
    await hass.async_block_till_done()
    second = er.async_get(hass).async_get_entity_id("camera", "dropcam_privacy", "other_camera")
    assert second is not None
    assert await typed(home.anna, SHOW_CAMERA) == LINK
    assert await typed(home.carl, SHOW_CAMERA) == LINK.replace(CAMERA, second)
    assert await typed(home.ben, SHOW_CAMERA) == SAYS["assist_ambiguous"]
    assert await typed(home.root, SHOW_CAMERA) == NO_CAMERA
    assert await typed(home.carl, LOWER) == SHARED
    assert home.policy.private
    assert home.state("switch.nursery_privacy") == "on"
    assert await typed(home.ben, LOWER) == SAYS["assist_ambiguous"]
    await home.lower()
    assert await typed(home.carl, RAISE) == PRIVATE
    assert not home.policy.private
    await hass.config_entries.async_unload(carls.entry_id)
    assert await typed(home.ben, SHOW_CAMERA) == LINK
