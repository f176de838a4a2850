"""Cameras that begin to refuse their password."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from unittest.mock import patch

from homeassistant.auth.models import User
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN, HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import issue_registry as ir
import pytest

from custom_components.dropcam_privacy.config_flow import async_start_reauth
from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.reauth import async_end_reauth
from tests.fakes.cameras import FakeCamera, Mode
from tests.household.flows import (
    Flow,
    account,
    accounts_stay_unloaded,
    add_user,
    address_camera,
    an_owner_is_in_flows,
    change_account,
    change_camera,
    entity_camera,
    suggested,
)

OLD: dict[str, Any] = {"username": "anna", "password": "old"}
NEW: dict[str, Any] = {"username": "anna", "password": "new"}


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Only the flows run, and an owner is in them."""
    with accounts_stay_unloaded(), an_owner_is_in_flows():
        yield


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return an owner."""
    return await add_user(hass, "Anna")


@pytest.fixture
async def fake() -> AsyncIterator[FakeCamera]:
    """Return a camera whose password has been changed."""
    async with FakeCamera("red", **NEW) as camera:
        yield camera


@pytest.fixture
def entry(hass: HomeAssistant, anna: User, fake: FakeCamera) -> ConfigEntry:
    """Return an account with two cameras whose passwords are no longer right."""
    urls = {"still_image_url": fake.still_url, "mjpeg_url": fake.mjpeg_url}
    return account(hass, anna, cameras=tuple(address_camera(name, **urls, **OLD) for name in ("door", "<hall>")))


async def fail(hass: HomeAssistant, entry: ConfigEntry, *cameras: str) -> None:
    """Have cameras refuse their password."""
    for camera in cameras:
        async_start_reauth(hass, entry, entry.subentries[camera])
    await hass.async_block_till_done()


def asked(hass: HomeAssistant) -> list[str]:
    """Return which cameras are asked for."""
    return [str(flow["context"]["title_placeholders"]["name"]) for flow in hass.config_entries.flow.async_progress()]


async def enter(hass: HomeAssistant) -> tuple[Flow, Any]:
    """Open the only flow."""
    (progress,) = hass.config_entries.flow.async_progress()
    flow = Flow.resume(hass, progress["flow_id"])
    return flow, await flow.show()


async def test_a_new_password(hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera) -> None:
    """The flow names the camera, tries the password on it, and changes it in place."""
    before = entry.subentries["<hall>"].data
    await fail(hass, entry, "<hall>")
    assert asked(hass) == ["<hall>"]

    flow, form = await enter(hass)
    assert form["step_id"] == "reauth_confirm"
    assert form["description_placeholders"]["camera"] == "&lt;hall&gt;"
    assert suggested(form) == {"username": "anna"}

    form = await flow.answer(**OLD)
    assert form["errors"] == {"password": "invalid_auth"}
    fake.mode = Mode.OFFLINE
    form = await flow.answer(**NEW)
    assert form["errors"] == {"base": "cannot_connect"}
    assert suggested(form) == {"username": "anna"}
    fake.mode = Mode.OK
    result = await flow.answer(**NEW)

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reauth_successful"
    assert entry.subentries["<hall>"].data == {**before, **NEW}
    assert entry.subentries["door"].data["password"] == "old"
    assert asked(hass) == []


async def test_the_notice_names_nobody(
    hass: HomeAssistant, entry: ConfigEntry, issue_registry: ir.IssueRegistry
) -> None:
    """Every user can read it; it leads to the flow, and goes with it."""
    await fail(hass, entry, "door")
    flow_id = hass.config_entries.flow.async_progress()[0]["flow_id"]
    issue = issue_registry.async_get_issue(HOMEASSISTANT_DOMAIN, f"config_entry_reauth_{DOMAIN}_{entry.entry_id}")
    assert issue is not None
    assert issue.data == {"flow_id": flow_id}
    assert issue.translation_placeholders == {"name": "Dropcam Privacy"}

    flow, _ = await enter(hass)
    await flow.answer(**NEW)
    await hass.async_block_till_done()
    assert not issue_registry.issues


async def test_one_camera_after_the_other(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Home Assistant allows one such flow for each account; however often they fail."""
    await fail(hass, entry, "door", "<hall>", "door", "<hall>")
    assert asked(hass) == ["Door"]
    flow, _ = await enter(hass)
    await flow.answer(**NEW)
    await hass.async_block_till_done()

    assert asked(hass) == ["<hall>"]
    flow, _ = await enter(hass)
    await flow.answer(**NEW)
    await hass.async_block_till_done()
    assert asked(hass) == []
    assert [camera.data["password"] for camera in entry.subentries.values()] == ["new", "new"]


async def test_two_accounts_ask_at_once(hass: HomeAssistant, entry: ConfigEntry, anna: User) -> None:
    """One does not wait for the other."""
    other = account(hass, anna, await add_user(hass, "Ben"), cameras=(address_camera("yard", **OLD),))
    await fail(hass, entry, "door")
    await fail(hass, other, "yard")
    assert sorted(asked(hass)) == ["Door", "Yard"]


async def test_a_flow_that_is_put_aside(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Gives way to the next camera; its own asks again when it fails again."""
    await fail(hass, entry, "door", "<hall>")
    hass.config_entries.flow.async_abort(hass.config_entries.flow.async_progress()[0]["flow_id"])
    await hass.async_block_till_done()
    assert asked(hass) == ["<hall>"]
    await fail(hass, entry, "door")
    assert asked(hass) == ["<hall>"]
    hass.config_entries.flow.async_abort(hass.config_entries.flow.async_progress()[0]["flow_id"])
    await hass.async_block_till_done()
    assert asked(hass) == ["Door"]


async def test_waiting_for_a_change_of_owners(hass: HomeAssistant, entry: ConfigEntry, anna: User) -> None:
    """While the account itself is being changed, no camera asks."""
    flow, _ = await change_account(hass, entry)
    await fail(hass, entry, "door")
    assert len(asked_flows := hass.config_entries.flow.async_progress()) == 1
    assert asked_flows[0]["context"]["source"] == "reconfigure"
    await flow.answer(owners=[anna.id])
    await hass.async_block_till_done()
    assert asked(hass) == ["Door"]


async def test_a_camera_that_needs_it_no_longer(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """It is neither asked for nor waited for."""
    await fail(hass, entry, "door", "<hall>")
    async_end_reauth(hass, entry, "<hall>")
    async_end_reauth(hass, entry, "<hall>")
    assert asked(hass) == ["Door"]
    async_end_reauth(hass, entry, "door")
    await hass.async_block_till_done()
    assert asked(hass) == []


async def test_a_source_that_was_changed_instead(hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera) -> None:
    """Whoever enters the password there is not asked again."""
    await fail(hass, entry, "door")
    flow, _ = await change_camera(hass, entry, "door", "source")
    result = await flow.answer(still_image_url=fake.still_url, **NEW)
    assert result["reason"] == "reconfigure_successful"
    assert asked(hass) == []


async def test_a_camera_that_is_removed_while_it_waits(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """There is nothing to ask for."""
    await fail(hass, entry, "door", "<hall>")
    hass.config_entries.async_remove_subentry(entry, "<hall>")
    flow, _ = await enter(hass)
    await flow.answer(**NEW)
    await hass.async_block_till_done()
    assert asked(hass) == []


async def test_a_camera_that_is_removed_while_it_is_asked_for(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """The flow ends, and the next has its turn."""
    await fail(hass, entry, "door", "<hall>")
    flow, _ = await enter(hass)
    hass.config_entries.async_remove_subentry(entry, "door")
    result = await flow.answer(**NEW)
    assert result["reason"] == "camera_removed"
    await hass.async_block_till_done()
    assert asked(hass) == ["<hall>"]


async def test_a_camera_that_is_removed_before_it_is_asked_for(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Flows may take a while to begin; the next has its turn, and no camera two."""
    manager = hass.config_entries.flow
    begin = manager.async_create_flow

    async def slowly(*args: Any, **kwargs: Any) -> Any:
        await asyncio.sleep(0)
        return await begin(*args, **kwargs)

    with patch.object(manager, "async_create_flow", slowly):
        async_start_reauth(hass, entry, entry.subentries["door"])
        async_start_reauth(hass, entry, entry.subentries["<hall>"])
        async_start_reauth(hass, entry, entry.subentries["door"])
        hass.config_entries.async_remove_subentry(entry, "door")
        await hass.async_block_till_done()
    assert asked(hass) == ["<hall>"]


async def test_a_camera_that_is_changed_while_its_password_is_tried(
    hass: HomeAssistant, entry: ConfigEntry, fake: FakeCamera
) -> None:
    """What was entered for one address is not stored for another."""
    await fail(hass, entry, "door")
    flow, _ = await enter(hass)
    fake.mode = Mode.HANG
    answer = hass.async_create_task(flow.answer(**NEW))
    await fake.until(lambda: fake.open["still"] == 1)
    moved = {**entry.subentries["door"].data, "still_image_url": "http://elsewhere.test/"}
    hass.config_entries.async_update_subentry(entry, entry.subentries["door"], data=moved)
    fake.mode = Mode.OK
    assert (await answer)["reason"] == "camera_changed"
    assert entry.subentries["door"].data == moved


async def test_a_wrapped_camera_has_no_password_of_ours(hass: HomeAssistant, anna: User) -> None:
    """Its own integration asks for it."""
    entry = account(hass, anna, cameras=(entity_camera("yard", None, "camera.yard"),))
    await fail(hass, entry, "yard")
    assert asked(hass) == []


async def test_an_account_that_is_removed(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Nothing of it is asked for any more."""
    await fail(hass, entry, "door", "<hall>")
    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done()
    assert asked(hass) == []
