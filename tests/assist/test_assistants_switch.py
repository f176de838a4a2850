"""The switch that cuts off all assistants: anybody off, an owner on."""

from collections.abc import AsyncIterator
from pathlib import Path

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import AccountId, Channel, Kind, Principal
from tests.household.home import NURSERY, SWITCH, Household, household
from tests.household.rights import Disk, Said, World, idle, sharing, started

ASSISTANTS = "switch.anna_s_cameras_assistants"
SPEAKER = Principal(kind=Kind.ASSISTANT)
ACCOUNT = AccountId("account")


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household whose owner allows assistants."""
    async with household(hass, hass_client_no_auth, hass_ws_client, allow=("assistants", "ai")) as home:
        await home.lower()
        yield home


def shows(home: Household) -> bool:
    """Return whether an assistant gets the picture now."""
    return home.hass.data[GATEKEEPER].decide(SPEAKER, Channel.ASSISTANT, NURSERY).allowed


async def test_off_and_on(home: Household) -> None:
    """Anybody switches it off, which ends what runs before the action returns; only an owner on, themselves."""
    lease = home.hass.data[GATEKEEPER].open(SPEAKER, Channel.ASSISTANT, NURSERY)
    assert (home.state(ASSISTANTS), shows(home)) == ("on", True)
    assert await home.carl.call("switch.turn_off", ASSISTANTS) is None
    assert lease.ended
    assert not shows(home)
    assert home.state(ASSISTANTS) == "off"
    # Nothing else is touched by it.
    assert home.policy.allow == {"ai"}
    assert not home.policy.private
    assert await home.ben.sees() == "red"
    for person, word in ((home.ben, "owners_only"), (home.carl, "refused"), (home.root, "refused")):
        for service in ("switch.turn_on", "switch.toggle"):
            assert await person.call(service, ASSISTANTS) == word
    assert await home.anna.call("homeassistant.turn_on", ASSISTANTS) is not None or not shows(home)
    assert not shows(home)
    assert await home.anna.call("switch.turn_on", ASSISTANTS) is None
    assert (home.state(ASSISTANTS), shows(home)) == ("on", True)
    assert await home.anna.call("switch.toggle", ASSISTANTS) is None
    assert await home.anna.call("switch.toggle", ASSISTANTS) is None
    assert shows(home)


async def test_programs_only_switch_it_off(home: Household) -> None:
    """A script that an owner started, and calls in their name."""
    sequence = [{"action": f"switch.turn_{word}", "target": {"entity_id": ASSISTANTS}} for word in ("off", "on")]
    assert await async_setup_component(home.hass, "script", {"script": {"both": {"sequence": sequence}}})
    # Whatever owners allow automations.
    await home.share(allow=["assistants", "automations", "automations_lower"])
    assert await home.anna.call("script.both", "") == "refused"
    for context in (None, Context(user_id=home.anna.user.id)):
        with pytest.raises(HomeAssistantError):
            await home.hass.services.async_call(
                "switch", "turn_on", {"entity_id": ASSISTANTS}, blocking=True, context=context
            )
    assert not shows(home)
    assert home.state(ASSISTANTS) == "off"


async def test_an_allowance_given_meanwhile(home: Household) -> None:
    """While it is off, allowing assistants for a camera, or a new camera, lets none in; nor does a reload."""
    assert await home.ben.call("switch.turn_off", ASSISTANTS) is None
    await home.share(allow=[])
    await home.share(allow=["assistants"])
    assert not shows(home)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert (home.state(ASSISTANTS), shows(home)) == ("off", False)
    assert home.state(SWITCH) == "off"
    assert await home.anna.call("switch.turn_on", ASSISTANTS) is None
    assert shows(home)


async def test_a_full_disk(home: Household, disk: Disk) -> None:
    """Off holds all the same, and says that it may not be kept; on does not happen where it cannot be kept."""
    disk.fails = True
    assert await home.carl.call("switch.turn_off", ASSISTANTS) == "not_durable"
    assert (home.state(ASSISTANTS), shows(home)) == ("off", False)
    # What is written next, whatever it is, writes that as well.
    disk.fails = False
    await home.raise_privacy()
    await home.lower()
    disk.fails = True
    assert await home.anna.call("switch.turn_on", ASSISTANTS) == "not_durable"
    assert (home.state(ASSISTANTS), shows(home)) == ("off", False)


async def test_on_waits_for_the_disk_and_off_wins(tmp_path: Path, disk: Disk) -> None:
    """It is let in only once that is durable, and not if it was cut off meanwhile; a restart keeps it."""
    said = Said(cameras={NURSERY: sharing((), ("assistants",))})
    world = await World(tmp_path).load(said)
    assert world.policy().allow == {"assistants"}
    await world.rights.async_stop_assistants(ACCOUNT)
    disk.waits = True
    letting = started(world.rights.async_let_assistants(ACCOUNT))
    await idle()
    assert not world.policy().allow
    stopping = started(world.rights.async_stop_assistants(ACCOUNT))
    await idle()
    while disk.pending:
        await disk.answer()
        assert not world.policy().allow
    assert letting.done()
    assert stopping.done()
    disk.waits = False
    world = await World(tmp_path).load(said, seen_before=True)
    assert not world.policy().allow
    await world.rights.async_let_assistants(ACCOUNT)
    assert (await World(tmp_path).load(said, seen_before=True)).policy().allow == {"assistants"}


async def test_a_damaged_store(tmp_path: Path) -> None:
    """What is not known is off, and cannot be switched on where it cannot be written."""
    said = Said(cameras={NURSERY: sharing((), ("assistants",))})
    await World(tmp_path).load(said)
    (tmp_path / "dropcam_privacy.rights").write_bytes(b"damaged")
    world = await World(tmp_path).load(said, seen_before=True)
    assert not world.rights.assistants(ACCOUNT)
    with pytest.raises(NotDurable):
        await world.rights.async_let_assistants(AccountId("nobody's"))
