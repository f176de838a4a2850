"""Flows against what runs: a change is in force at once, without a reload."""

from collections.abc import AsyncIterator

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.feed import health
from custom_components.dropcam_privacy.feed.errors import InvalidAuth
from custom_components.dropcam_privacy.feed.feed import Feed
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, CameraId
from custom_components.dropcam_privacy.runtime import CAMERAS
from tests.fakes.cameras import FakeCamera, whose
from tests.household.flows import (
    Flow,
    account,
    add_user,
    address_camera,
    change_account,
    change_camera,
    new_account,
    new_camera,
    own_session,
)

OLD = {"username": "anna", "password": "old"}
NEW = {"username": "anna", "password": "new"}
DOOR = CameraId("door")


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner."""
    return await add_user(hass, "Anna")


@pytest.fixture
async def fake() -> AsyncIterator[FakeCamera]:
    """Return a camera whose password has been changed."""
    async with FakeCamera("red", username="anna", password="new") as camera:
        yield camera


@pytest.fixture
async def entry(hass: HomeAssistant, anna: User, fake: FakeCamera) -> ConfigEntry:
    """Return a loaded account with two cameras that still have the old password."""
    assert await async_setup_component(hass, "homeassistant", {})
    cameras = tuple(address_camera(name, still_image_url=fake.still_url, **OLD) for name in ("door", "hall"))
    entry = account(hass, anna, cameras=cameras)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


def feed(hass: HomeAssistant, camera: str) -> Feed:
    """Return what reads a camera."""
    return hass.data[CAMERAS][CameraId(camera)].feed


def asked(hass: HomeAssistant) -> list[str]:
    """Return which cameras are asked for."""
    return [str(flow["context"]["title_placeholders"]["name"]) for flow in hass.config_entries.flow.async_progress()]


async def refuse(hass: HomeAssistant, camera: str) -> None:
    """Ask a camera for a picture; it refuses the password, and again some time later."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(health, "DOUBT", 0.0)
        for _ in range(2):
            with pytest.raises(InvalidAuth):
                await feed(hass, camera).async_still()
    await hass.async_block_till_done()


async def test_a_camera_recovers_when_the_password_is_entered(
    hass: HomeAssistant, entry: ConfigEntry, anna: User
) -> None:
    """It asks, is given it, and goes on; the second asks after it."""
    await refuse(hass, "door")
    await refuse(hass, "hall")
    for name in ("Door", "Hall"):
        assert asked(hass) == [name]
        (progress,) = hass.config_entries.flow.async_progress()
        with own_session(anna):
            result = await Flow.resume(hass, progress["flow_id"]).answer(**NEW)
        assert result["reason"] == "reauth_successful"
        await hass.async_block_till_done()
        assert whose((await feed(hass, name.lower()).async_still()).jpeg) == "red"
    assert asked(hass) == []
    assert entry.state is ConfigEntryState.LOADED


async def test_another_source_is_used_at_once(hass: HomeAssistant, entry: ConfigEntry, anna: User) -> None:
    """And the camera's device has its new name."""
    async with FakeCamera("blue") as other:
        flow, _ = await change_camera(hass, entry, "door", "source")
        with own_session(anna):
            await flow.answer(name="Yard", still_image_url=other.still_url)
        await hass.async_block_till_done()
        assert whose((await feed(hass, "door").async_still()).jpeg) == "blue"


async def test_a_removed_camera_asks_no_more(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Its flow goes with it."""
    await refuse(hass, "door")
    hass.config_entries.async_remove_subentry(entry, "door")
    await hass.async_block_till_done()
    assert asked(hass) == []


async def test_a_new_account_with_a_new_camera(hass: HomeAssistant, anna: User) -> None:
    """From nothing to a picture; in force is what was entered, and privacy."""
    assert await async_setup_component(hass, "homeassistant", {})
    ben = await add_user(hass, "Ben")
    flow, _ = await new_account(hass)
    result = await flow.answer(owners=[anna.id])
    entry = result["result"]
    await hass.async_block_till_done()
    async with FakeCamera("green") as fake:
        flow, _ = await new_camera(hass, entry, "address")
        await flow.answer(name="Nursery", still_image_url=fake.still_url)
        with own_session(anna):
            await flow.answer(viewers=[ben.id], allow=["ai"])
        await hass.async_block_till_done()
        (camera,) = entry.subentries
        assert whose((await feed(hass, camera).async_still()).jpeg) == "green"
    policy = hass.data[GATEKEEPER].policy(CameraId(camera))
    assert policy is not None
    assert policy.private
    assert (policy.owners, policy.viewers, policy.allow) == ({anna.id}, {ben.id}, {Allowance.AI})
    assert hass.states.get("camera.nursery") is not None
    assert entry.state is ConfigEntryState.LOADED


async def test_sharing_is_in_force_at_once(hass: HomeAssistant, entry: ConfigEntry, anna: User) -> None:
    """And is void as soon as the owners change."""
    ben = await add_user(hass, "Ben")
    with own_session(anna):
        flow, _ = await change_camera(hass, entry, "door", "sharing")
        result = await flow.answer(viewers=[ben.id], allow=["ai"])
        assert result["reason"] == "reconfigure_successful"
        await hass.async_block_till_done()
    policy = hass.data[GATEKEEPER].policy(DOOR)
    assert policy is not None
    assert (policy.owners, policy.viewers, policy.allow) == ({anna.id}, {ben.id}, {Allowance.AI})

    with own_session(anna):
        flow, _ = await change_account(hass, entry)
        result = await flow.answer(owners=[anna.id, ben.id])
        assert result["reason"] == "reconfigure_successful"
        await hass.async_block_till_done()
    policy = hass.data[GATEKEEPER].policy(DOOR)
    assert policy is not None
    assert policy.private
    assert (policy.owners, policy.viewers, policy.allow) == ({anna.id, ben.id}, frozenset(), frozenset())
    assert entry.title == "Anna, Ben's cameras"
