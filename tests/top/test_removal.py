"""Who removes a camera or an account decides whether its original is released; asked by real clients."""

from collections.abc import AsyncIterator, Iterator
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.originals import Originals
from tests.household.home import NURSERY, Household, Person, household
from tests.household.rights import Disk


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household where Anna, who owns the camera, is an administrator as Root is."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "config") as home:
        await hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_ADMIN])
        yield home


@pytest.fixture
def told() -> Iterator[list[bool]]:
    """Note for each camera whether its original is told that an owner removed it."""
    told: list[bool] = []

    async def removed(self: Originals, camera: str, *, by_owner: bool) -> None:
        told.append(by_owner)

    async def disabled(self: Originals, entry: ConfigEntry, *, by_owner: bool) -> None:
        told.append(by_owner)

    with (
        patch.object(Originals, "async_camera_removed", removed),
        patch.object(Originals, "async_account_disabled", disabled),
    ):
        yield told


async def _remove_account(home: Household, person: Person) -> None:
    path = f"/api/config/config_entries/entry/{home.entry.entry_id}"
    response = await person.http.delete(path, headers={"Authorization": f"Bearer {person.token}"})
    assert response.status == 200
    await home.hass.async_block_till_done()


@pytest.mark.parametrize(("who", "by_owner"), [("anna", True), ("root", False)])
async def test_account(home: Household, told: list[bool], who: str, by_owner: bool) -> None:
    """Only an owner releases by removing the account."""
    await _remove_account(home, getattr(home, who))
    assert told == [by_owner]


@pytest.mark.parametrize(("who", "by_owner"), [("anna", True), ("root", False)])
async def test_camera(home: Household, told: list[bool], who: str, by_owner: bool) -> None:
    """Only an owner releases by removing the camera."""
    person: Person = getattr(home, who)
    answer = await person.ask(
        type="config_entries/subentries/delete", entry_id=home.entry.entry_id, subentry_id=NURSERY
    )
    assert answer["success"]
    await home.hass.async_block_till_done()
    assert told == [by_owner]


@pytest.mark.parametrize(("who", "by_owner"), [("anna", True), ("root", False)])
async def test_disabled_account(home: Household, told: list[bool], who: str, by_owner: bool) -> None:
    """Only an owner releases by disabling the account."""
    person: Person = getattr(home, who)
    answer = await person.ask(type="config_entries/disable", entry_id=home.entry.entry_id, disabled_by="user")
    assert answer["success"]
    assert told == [by_owner]


async def test_an_owner_in_the_entry_alone(disk: Disk, home: Household, told: list[bool]) -> None:
    """Who was entered as an owner, but could not be recorded, is none."""
    disk.fails = True
    owners = [home.anna.user.id, home.root.user.id]
    home.hass.config_entries.async_update_entry(home.entry, data={"owners": owners})
    await home.hass.async_block_till_done()
    assert await home.root.sees() == 403
    disk.fails = False
    await _remove_account(home, home.root)
    assert told == [False]
