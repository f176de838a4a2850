"""Accounts: whose cameras they are."""

from collections.abc import Iterator
from hashlib import sha256

from homeassistant.auth.models import User
from homeassistant.config_entries import FlowType
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.dropcam_privacy.const import CONF_ALLOW, CONF_VIEWERS, DOMAIN
from tests.household.flows import (
    account,
    accounts_stay_unloaded,
    add_user,
    address_camera,
    change_account,
    choices,
    new_account,
    suggested,
)


@pytest.fixture(autouse=True)
def unloaded() -> Iterator[None]:
    """Only the flows run."""
    with accounts_stay_unloaded():
        yield


@pytest.fixture
async def anna(hass: HomeAssistant) -> User:
    """Return somebody with cameras."""
    return await add_user(hass, "Anna")


@pytest.fixture
async def ben(hass: HomeAssistant) -> User:
    """Return somebody else with cameras."""
    return await add_user(hass, "Ben")


async def test_an_account_is_its_owners(hass: HomeAssistant, anna: User, ben: User) -> None:
    """Owners are chosen by name, and name the account."""
    flow, form = await new_account(hass)
    assert form["type"] is FlowResultType.FORM
    assert suggested(form)["owners"] == []
    assert choices(form, "owners") == {anna.id: "Anna", ben.id: "Ben"}

    result = await flow.answer(owners=[anna.id, ben.id, anna.id])

    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "Anna, Ben's cameras"
    assert result["data"]["owners"] == [anna.id, ben.id]
    expected = sha256(",".join(sorted([anna.id, ben.id])).encode()).hexdigest()
    assert result["result"].unique_id == expected
    # It goes on to the first camera, in the same dialog.
    kind, flow_id = result["next_flow"]
    assert kind is FlowType.CONFIG_SUBENTRIES_FLOW
    menu = await hass.config_entries.subentries.async_configure(flow_id)
    assert (menu["type"], menu["step_id"]) == (FlowResultType.MENU, "user")


async def test_only_active_humans_can_own(hass: HomeAssistant, anna: User) -> None:
    """Neither programs nor who was deactivated."""
    await hass.auth.async_create_system_user("Home Assistant Cast")
    gone = await add_user(hass, "Gone")
    await hass.auth.async_update_user(gone, is_active=False)

    _, form = await new_account(hass)

    assert choices(form, "owners") == {anna.id: "Anna"}


async def test_equal_names_can_be_told_apart(hass: HomeAssistant, anna: User) -> None:
    """By the login, or what else there is; the title stays plain."""
    second = await add_user(hass, "Anna", "anna2")
    nameless = await add_user(hass, None, "ghost")

    flow, form = await new_account(hass)

    assert choices(form, "owners") == {
        anna.id: f"Anna ({anna.id})",
        second.id: "Anna (anna2)",
        nameless.id: "ghost",
    }
    result = await flow.answer(owners=[second.id, nameless.id])
    assert result["title"] == "Anna, ghost's cameras"


async def test_an_account_needs_an_owner(hass: HomeAssistant, anna: User) -> None:
    """An empty set is refused, and the flow goes on."""
    flow, _ = await new_account(hass)

    form = await flow.answer(owners=[])
    assert form["errors"] == {"owners": "no_owners"}
    form = await flow.answer()
    assert form["errors"] == {"owners": "no_owners"}

    result = await flow.answer(owners=[anna.id])
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_an_owner_who_was_just_deleted(hass: HomeAssistant, anna: User, ben: User) -> None:
    """Whoever is gone is refused and no longer offered; the rest of the choice is kept."""
    flow, _ = await new_account(hass)
    await hass.auth.async_remove_user(ben)

    form = await flow.answer(owners=[anna.id, ben.id])

    assert form["errors"] == {"owners": "unknown_user"}
    assert suggested(form)["owners"] == [anna.id]
    assert choices(form, "owners") == {anna.id: "Anna"}
    result = await flow.answer(owners=[anna.id])
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_the_same_owners_have_one_account(hass: HomeAssistant, anna: User, ben: User) -> None:
    """In whatever order; a smaller set is another."""
    account(hass, anna, ben)

    flow, _ = await new_account(hass)
    result = await flow.answer(owners=[ben.id, anna.id])
    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "already_configured"

    flow, _ = await new_account(hass)
    result = await flow.answer(owners=[ben.id])
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(hass.config_entries.async_entries(DOMAIN)) == 2


async def test_new_owners_begin_anew(hass: HomeAssistant, anna: User, ben: User) -> None:
    """What the former owners allowed is void; the cameras themselves stay."""
    guest = await add_user(hass, "Guest")
    shared = {CONF_VIEWERS: [guest.id], CONF_ALLOW: ["ai"]}
    cameras = (address_camera("door", **shared), address_camera("hall", **shared))
    entry = account(hass, anna, cameras=cameras)

    flow, form = await change_account(hass, entry)
    assert suggested(form)["owners"] == [anna.id]
    form = await flow.answer(owners=[])
    assert form["errors"] == {"owners": "no_owners"}
    result = await flow.answer(owners=[anna.id, ben.id])

    assert result["type"] is FlowResultType.ABORT
    assert result["reason"] == "reconfigure_successful"
    assert entry.title == "Anna, Ben's cameras"
    assert entry.data["owners"] == [anna.id, ben.id]
    assert entry.unique_id == sha256(",".join(sorted([anna.id, ben.id])).encode()).hexdigest()
    before = {camera["subentry_id"]: camera["data"] for camera in cameras}
    for camera in entry.subentries.values():
        assert camera.data == {**before[camera.subentry_id], CONF_VIEWERS: [], CONF_ALLOW: []}


async def test_no_new_owner_meets_an_old_viewer(hass: HomeAssistant, anna: User, ben: User) -> None:
    """At no moment between."""
    entry = account(hass, anna, cameras=(address_camera("door", viewers=[ben.id], allow=["ai"]),))
    seen: list[tuple[list[str], list[str]]] = []

    async def listener(hass: HomeAssistant, changed: object) -> None:
        seen.append((list(entry.data["owners"]), list(entry.subentries["door"].data[CONF_VIEWERS])))

    entry.add_update_listener(listener)
    flow, _ = await change_account(hass, entry)
    await flow.answer(owners=[ben.id])
    await hass.async_block_till_done()

    assert seen
    assert ([ben.id], [ben.id]) not in seen
    assert seen[-1] == ([ben.id], [])


async def test_the_same_owners_keep_what_they_allowed(hass: HomeAssistant, anna: User, ben: User) -> None:
    """Only the title follows a new name."""
    entry = account(hass, anna, ben, cameras=(address_camera("door", allow=["ai"]),))
    await hass.auth.async_update_user(ben, name="Benjamin")

    flow, _ = await change_account(hass, entry)
    result = await flow.answer(owners=[ben.id, anna.id])

    assert result["reason"] == "reconfigure_successful"
    assert entry.title == "Benjamin, Anna's cameras"
    assert entry.data["owners"] == [anna.id, ben.id]
    assert entry.subentries["door"].data[CONF_ALLOW] == ["ai"]


async def test_owners_of_another_account(hass: HomeAssistant, anna: User, ben: User) -> None:
    """Two accounts never have the same owners."""
    account(hass, ben)
    entry = account(hass, anna, cameras=(address_camera("door", allow=["ai"]),))

    flow, _ = await change_account(hass, entry)
    result = await flow.answer(owners=[ben.id])

    assert result["reason"] == "already_configured"
    assert entry.data["owners"] == [anna.id]
    assert entry.subentries["door"].data[CONF_ALLOW] == ["ai"]


async def test_a_deleted_owner_is_not_suggested(hass: HomeAssistant, anna: User, ben: User) -> None:
    """Who is gone would show as a bare id; without them it is another set of owners."""
    entry = account(hass, anna, ben, cameras=(address_camera("door", allow=["ai"]),))
    await hass.auth.async_remove_user(ben)

    flow, form = await change_account(hass, entry)
    assert suggested(form)["owners"] == [anna.id]
    await flow.answer(owners=[anna.id])

    assert entry.data["owners"] == [anna.id]
    assert entry.subentries["door"].data[CONF_ALLOW] == []
