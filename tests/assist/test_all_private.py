"""Privacy for all cameras at once, without a name: an owner's own cameras, and nobody else's."""

from collections.abc import AsyncIterator

from homeassistant.auth.const import GROUP_ID_READ_ONLY
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.config_entries import ConfigEntry, ConfigEntryDisabler
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.household.assisted import PRIVATE, SAYS, Assisted, posted, refusal, typed, with_assist
from tests.household.flows import account, address_camera
from tests.household.home import log_in
from tests.household.rights import Disk

ALL = (
    "turn on privacy",
    "Please switch the privacy on",
    "turn on privacy for all cameras",
    "turn privacy on for all of my cameras",
    "make all cameras private",
    "Make every camera private!",
    "make my cameras private please",
)
NONE = SAYS["assist_own_none"]
TWO = "2 cameras are private now."


@pytest.fixture
async def assisted(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Assisted]:
    """Set up a household with Assist, in which nothing is private."""
    async with with_assist(hass, hass_client_no_auth, hass_ws_client) as assisted:
        await assisted.home.lower()
        yield assisted


@pytest.fixture
async def carls(assisted: Assisted) -> ConfigEntry:
    """Set up an account of Carl's with a camera that is not private either."""
    home = assisted.home
    yard = address_camera("yard", still_image_url=home.fake.still_url, viewers=[home.anna.user.id])
    entry = account(home.hass, home.carl.user, cameras=(yard,))
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    assert await home.carl.call("switch.turn_off", "switch.yard_privacy") is None
    return entry


def shared(assisted: Assisted, camera: str = "yard") -> bool:
    """Return whether privacy is off for a camera."""
    policy = assisted.hass.data[RIGHTS].policy(CameraId(camera))
    assert policy is not None
    return not policy.private


@pytest.mark.parametrize("text", ALL)
async def test_one_camera(assisted: Assisted, text: str) -> None:
    """Whoever owns one is told its name."""
    assert await typed(assisted.home.anna, text) == PRIVATE
    assert assisted.home.policy.private


async def test_only_ones_own(assisted: Assisted, carls: ConfigEntry) -> None:
    """Each owner makes theirs private, by each entrance, and no camera that they only may see."""
    home = assisted.home
    for say in (typed, posted, assisted.pipeline, assisted.speak):
        assert await say(home.anna, ALL[0]) == PRIVATE
        assert home.policy.private
        assert shared(assisted)
        await home.lower()
    assert await typed(home.carl, ALL[4]) == "Yard is private now."
    assert not shared(assisted)
    assert not home.policy.private


async def test_several_cameras(assisted: Assisted) -> None:
    """It is said how many they are; those of an account that is not loaded just now are among them."""
    home, hass = assisted.home, assisted.hass
    shed = address_camera("shed", still_image_url=home.fake.still_url)
    second = account(hass, home.anna.user, home.ben.user, cameras=(shed,))
    assert await hass.config_entries.async_setup(second.entry_id)
    await hass.async_block_till_done()
    assert await home.anna.call("switch.turn_off", "switch.shed_privacy") is None
    attic = ar.async_get(hass).async_create("Attic")
    for device in list(dr.async_get(hass).devices):
        dr.async_get(hass).async_update_device(device.id, area_id=attic.id)
    await hass.async_block_till_done()
    assert await typed(home.anna, "make the attic private") == "2 cameras are private now: Nursery, Shed."
    await home.lower()
    assert await home.anna.call("switch.turn_off", "switch.shed_privacy") is None
    assert await typed(home.anna, ALL[0]) == TWO
    assert home.policy.private
    assert not shared(assisted, "shed")
    await home.lower()
    assert await home.anna.call("switch.turn_off", "switch.shed_privacy") is None
    await hass.config_entries.async_set_disabled_by(second.entry_id, ConfigEntryDisabler.USER)
    assert await typed(home.anna, ALL[0]) == TWO
    assert not shared(assisted, "shed")
    assert home.policy.private


async def test_who_owns_none(
    assisted: Assisted, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> None:
    """A viewer, others, an administrator, a loudspeaker, a program in an owner's name, her long-lived token."""
    home = assisted.home
    kiosk = await log_in(
        home.hass,
        home.anna.user,
        await hass_client_no_auth(),
        hass_ws_client,
        TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN,
    )
    for text in ALL:
        for person in (home.ben, home.carl, home.root, kiosk):
            assert await typed(person, text) == NONE
        assert await assisted.room(text) == await assisted.room(text, Context(user_id=home.anna.user.id)) == NONE
    assert not home.policy.private


async def test_an_owner_who_may_only_read(assisted: Assisted) -> None:
    """Whom Home Assistant does not let use switches, uses none by voice."""
    home = assisted.home
    await home.hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_READ_ONLY])
    assert await typed(home.anna, ALL[0]) == refusal("may_not_switch")
    assert not home.policy.private


async def test_a_full_disk(assisted: Assisted, disk: Disk) -> None:
    """It is private at once, and said that a restart may forget it."""
    disk.fails = True
    assert await typed(assisted.home.anna, ALL[0]) == refusal("not_durable")
    assert assisted.home.policy.private


async def test_something_else_that_is_called_privacy(assisted: Assisted) -> None:
    """It is what "turn on privacy" means then; all cameras have to be named as such."""
    home, hass = assisted.home, assisted.hass
    hass.states.async_set("cover.film", "open", {"friendly_name": "Privacy"})
    await hass.async_block_till_done()
    for text in ALL[:2]:
        assert await assisted.pipeline(home.anna, text, pipeline="agent") == "the agent"
    assert not home.policy.private
    assert await assisted.pipeline(home.anna, ALL[2], pipeline="agent") == PRIVATE
    assert home.policy.private
