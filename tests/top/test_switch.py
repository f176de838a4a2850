"""The privacy switches as people see them: their state says "private" only when that is so."""

import asyncio
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.dropcam_privacy.policy.model import CameraId
from tests.household.flows import account, address_camera, as_subentry, own_session
from tests.household.home import ACCOUNT_SWITCH, CAMERA, NURSERY, STILL, SWITCH, Household
from tests.household.rights import Disk, idle
from tests.waiting import until


async def test_private_from_the_start(home: Household) -> None:
    """Both switches are on, as settings and not as controls."""
    assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "on"
    assert home.policy.private


async def test_raising_with_a_full_disk(home: Household, disk: Disk) -> None:
    """It is private at once, shown so, and said that a restart may forget it."""
    await home.lower()
    disk.fails = True
    for service in ("switch.turn_on", "homeassistant.turn_on"):
        assert await home.carl.call(service, SWITCH) == "not_durable"
        assert home.policy.private
        assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "on"
    assert await home.ben.sees() == 403
    disk.fails = False
    assert await home.carl.call("switch.turn_on", SWITCH) is None
    await home.lower()
    assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "off"


async def test_lowering_with_a_full_disk(home: Household, disk: Disk) -> None:
    """It is refused, and stays private."""
    disk.fails = True
    for switch in (SWITCH, ACCOUNT_SWITCH):
        assert await home.anna.call("switch.turn_off", switch) == "not_durable"
        assert home.state(SWITCH) == home.state(ACCOUNT_SWITCH) == "on"
        assert home.policy.private


async def test_the_state_waits_for_the_disk(home: Household, disk: Disk) -> None:
    """Lowering shows when it is durable; raising shows before."""
    disk.waits = True
    lowering = asyncio.ensure_future(home.anna.call("switch.turn_off", SWITCH))
    await until(lambda: disk.pending)
    assert home.state(SWITCH) == "on"
    assert await home.ben.sees() == 403
    await disk.answer()
    assert await lowering is None
    assert home.state(SWITCH) == "off"
    raising = asyncio.ensure_future(home.carl.call("switch.turn_on", SWITCH))
    await until(lambda: disk.pending)
    assert home.state(SWITCH) == "on"
    assert await home.ben.sees() == 403
    await disk.answer()
    assert await raising is None


async def test_raising_overtakes_lowering(home: Household, disk: Disk) -> None:
    """Somebody raises while the owner's lowering is on its way to the disk: it stays private, and shows it."""
    disk.waits = True
    lowering = asyncio.ensure_future(home.anna.call("switch.turn_off", ACCOUNT_SWITCH))
    await until(lambda: disk.pending)
    raising = asyncio.ensure_future(home.carl.call("switch.turn_on", SWITCH))
    await idle()
    while not (lowering.done() and raising.done()):
        if disk.pending:
            await disk.answer()
        assert home.state(SWITCH) == "on"
        assert home.policy.private
        await asyncio.sleep(0)
    assert await raising is None


async def test_all_cameras_of_an_account(home: Household) -> None:
    """Its switch is on when all of them are private, and switches all; also those that came later."""
    camera = address_camera("porch", still_image_url=home.fake.still_url, viewers=[home.ben.user.id])
    subentry = as_subentry(camera)
    await home.lower()
    with own_session(home.anna.user):
        home.hass.config_entries.async_add_subentry(home.entry, subentry)
    await home.hass.async_block_till_done()
    assert (home.state(SWITCH), home.state("switch.porch_privacy"), home.state(ACCOUNT_SWITCH)) == ("off", "on", "off")
    await home.raise_privacy()
    assert home.state(ACCOUNT_SWITCH) == "on"
    assert await home.anna.call("switch.turn_off", ACCOUNT_SWITCH) is None
    states = {home.state(switch) for switch in (SWITCH, "switch.porch_privacy", ACCOUNT_SWITCH)}
    assert states == {"off"}
    assert await home.ben.sees("/api/camera_proxy/camera.porch") == "red"
    assert await home.root.call("switch.turn_on", ACCOUNT_SWITCH) is None
    assert home.state(SWITCH) == home.state("switch.porch_privacy") == "on"
    assert await home.ben.sees("/api/camera_proxy/camera.porch") == 403


async def test_an_account_without_cameras(home: Household, hass: HomeAssistant) -> None:
    """It is private; there is nothing to lower."""
    entry = account(hass, home.carl.user)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert home.state("switch.carl_s_cameras_privacy") == "on"
    assert await home.carl.call("switch.turn_off", "switch.carl_s_cameras_privacy") == "refused"
    assert await home.carl.call("switch.turn_on", "switch.carl_s_cameras_privacy") is None
    assert home.state("switch.carl_s_cameras_privacy") == "on"


async def test_a_state_survives_a_reload(home: Household) -> None:
    """Privacy and off are as they were; while the account is not loaded nobody sees anything."""
    await home.lower()
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert await home.anna.sees(STILL) != "red"
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert home.state(SWITCH) == "off"
    assert not home.policy.on
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    assert await home.ben.sees() == "red"


async def test_the_store_has_a_name(home: Household) -> None:
    """A backup or a person finds it in Home Assistant's own folder."""
    assert Path(home.hass.config.path(".storage", "dropcam_privacy.rights")).is_file()
    assert CameraId(NURSERY) in home.entry.runtime_data.cameras


@pytest.mark.parametrize("service", ["switch.turn_off", "switch.toggle"])
async def test_two_switches_of_two_owners(home: Household, hass: HomeAssistant, service: str) -> None:
    """One call to both: each is decided for itself, and neither is lowered."""
    entry = account(hass, home.carl.user, cameras=(address_camera("porch", still_image_url=home.fake.still_url),))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert await home.anna.call(service, ["switch.porch_privacy", SWITCH]) in {"refused", "name_one"}
    assert (home.state(SWITCH), home.state("switch.porch_privacy")) == ("on", "on")


async def test_the_switch_of_a_camera(home: Household) -> None:
    """An owner turns a camera off and on by it; it, the camera and the connection say so, and nobody else may."""
    power, connection = "switch.nursery_camera", "binary_sensor.nursery_connection"

    def said() -> tuple[str, bool, str]:
        camera = home.hass.states.get(CAMERA)
        assert camera is not None
        return home.state(power), camera.attributes["on"], home.state(connection)

    assert await home.anna.sees() == "red"
    assert said() == ("on", True, "on")
    for person in (home.ben, home.carl):
        for service in ("turn_off", "toggle", "turn_on"):
            assert await person.call(f"switch.{service}", power) in ("refused", "owners_only")
    assert said() == ("on", True, "on")
    assert await home.anna.call("switch.turn_off", power) is None
    assert said() == ("off", False, "off")
    assert await home.anna.sees() == 503
    assert await home.ben.sees() == 403
    # Not along with something else: a scene, an area, "everything".
    assert await home.anna.call("switch.turn_on", [power, SWITCH]) == "name_one"
    assert await home.anna.call("homeassistant.turn_on", power) is not None
    assert said() == ("off", False, "off")
    assert await home.anna.call("switch.turn_on", power) is None
    assert said() == ("on", True, "on")
    assert await home.anna.sees() == "red"


async def test_the_switch_of_a_camera_is_there_for_what_it_takes(home: Household) -> None:
    """Home Assistant's own action on it turns the camera off even while it is disabled."""
    power = "switch.nursery_camera"
    er.async_get(home.hass).async_update_entity(power, disabled_by=er.RegistryEntryDisabler.USER)
    await home.hass.async_block_till_done()
    await home.anna.call("switch.turn_off", power)
    await until(lambda: not home.policy.on)
    await home.anna.call("switch.turn_on", power)
    await home.hass.async_block_till_done()
    assert not home.policy.on
