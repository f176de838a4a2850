"""The first set-up in one go: by administrators alone, by the rules of the dialogs, all of it or nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_ADMIN, GROUP_ID_USER
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.commands import set_up as command
from custom_components.dropcam_privacy.config import Wrapped, cameras_of
from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.entrances.editors import editing, own_session_user
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.logins import Login
from custom_components.dropcam_privacy.originals.mark import Mark
from custom_components.dropcam_privacy.people import account_unique_id
from custom_components.dropcam_privacy.policy.model import CameraPolicy, RefreshTokenId, UserId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.audit.reading import rows
from tests.household.home import Household, Person, log_in
from tests.household.rights import Disk

from .stock import stock_camera, visitor


@pytest.fixture
async def porch(home: Household) -> er.RegistryEntry:
    """Have a camera that nobody guards."""
    return await stock_camera(home, "porch")


async def options(person: Person) -> Any:
    """Ask what there is to choose from; return why not instead."""
    answer = await person.ask(type=f"{DOMAIN}/set_up/options")
    return answer["result"] if answer["success"] else answer["error"]["code"]


async def set_up(
    person: Person, owners: list[Person], cameras: list[str], viewers: list[Person] | None = None
) -> str | None:
    """Set something up; return why not."""
    answer = await person.ask(
        type=f"{DOMAIN}/set_up",
        owners=[owner.user.id for owner in owners],
        cameras=cameras,
        viewers=[viewer.user.id for viewer in viewers or []],
    )
    await person.hass.async_block_till_done()
    return None if answer["success"] else answer["error"]["code"]


def accounts(home: Household) -> list[ConfigEntry]:
    """List the accounts beside the one that was there."""
    return [entry for entry in home.hass.config_entries.async_entries(DOMAIN) if entry is not home.entry]


def policy(home: Household, entry: ConfigEntry, name: str = "porch") -> CameraPolicy:
    """Return what is granted for a camera."""
    (camera,) = [camera for camera, subentry in cameras_of(entry).items() if subentry.title == name]
    found = home.hass.data[GATEKEEPER].policy(camera)
    assert found is not None
    return found


async def admit(home: Household, person: Person, *, admin: bool = True) -> None:
    """Make somebody an administrator, or no longer."""
    groups = [GROUP_ID_ADMIN if admin else GROUP_ID_USER]
    await home.hass.auth.async_update_user(person.user, group_ids=groups)


def untouched(home: Household, camera: er.RegistryEntry) -> bool:
    """Return whether nothing was set up, and no dialog is left open."""
    now = er.async_get(home.hass).entities.get_entry(camera.id)
    assert now is not None
    flows = home.hass.config_entries
    progress = [*flows.flow.async_progress_by_handler(DOMAIN), *flows.subentries.async_progress()]
    alone = not accounts(home) and list(home.entry.subentries) == ["nursery"]
    return alone and not progress and not now.disabled and Mark.of(now) == Mark()


# Who may.


async def test_who_may(home: Household, porch: er.RegistryEntry, hass_ws_client: WebSocketGenerator) -> None:
    """Administrators in their own session; an owner who is none, a viewer, and long-lived tokens are refused."""
    kiosk = await log_in(home.hass, home.root.user, home.root.http, hass_ws_client, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    for person in (home.anna, home.ben, home.carl, kiosk):
        assert await options(person) == "refused"
        assert await set_up(person, [home.carl], [porch.entity_id]) == "refused"
    assert untouched(home, porch)


async def test_options(home: Household, porch: er.RegistryEntry) -> None:
    """People by name, and what can be guarded, with its integration's name."""
    told = await options(home.root)
    people = {person["name"]: person["id"] for person in told["people"]}
    assert people.items() >= {str(person.user.name): person.user.id for person in home.everybody}.items()
    assert told["cameras"] == [{"entity_id": porch.entity_id, "name": "porch", "platform": "Generic Camera"}]


# What is done.


async def test_an_own_account(home: Household, porch: er.RegistryEntry) -> None:
    """Who sets up their own has it at once: locked, taken over, with what else it shows, and shared."""
    image = visitor(home, porch)
    assert await set_up(home.root, [home.root], [porch.entity_id, porch.entity_id], [home.ben, home.root]) is None
    (entry,) = accounts(home)
    assert entry.title == "Root's cameras"
    found = policy(home, entry)
    assert (found.owners, found.viewers, found.private, found.on) == (
        {home.root.user.id},
        {home.ben.user.id},
        True,
        True,
    )
    assert not home.hass.data[RIGHTS].pending(entry)
    wrapped = Wrapped.of(entry.subentries[found.camera].data)
    assert wrapped is not None
    assert (wrapped.lock, wrapped.take_over, wrapped.left_open) == (True, True, frozenset())
    closed = er.async_get(home.hass).async_get(image.entity_id)
    assert closed is not None
    assert closed.disabled
    assert await home.root.sees("/api/camera_proxy/camera.porch") == "red"
    assert await home.carl.sees("/api/camera_proxy/camera.porch") == 403
    assert await options(home.root) == {"people": (await options(home.root))["people"], "cameras": []}
    by = {row.said["name"] for row in await rows(replace(home, entry=entry), Event.TURNED_ON)}
    assert by == {"Root"}


async def test_somebody_elses_account(home: Household, porch: er.RegistryEntry) -> None:
    """Who may look beside its owners is theirs to say: it waits, as in the dialogs."""
    assert await set_up(home.root, [home.carl], [porch.entity_id], [home.ben, home.root]) is None
    (entry,) = accounts(home)
    found = policy(home, entry)
    assert (found.owners, found.viewers, found.private) == ({home.carl.user.id}, set(), True)
    assert {right.what for right in home.hass.data[RIGHTS].pending(entry).added} == {
        home.ben.user.id,
        home.root.user.id,
    }
    assert await home.carl.sees("/api/camera_proxy/camera.porch") == "red"
    assert await home.root.sees("/api/camera_proxy/camera.porch") == 403


async def test_several_at_once(home: Household, porch: er.RegistryEntry) -> None:
    """Cameras of one account, of whatever integration."""
    yard = await stock_camera(home, "yard")
    assert await set_up(home.root, [home.root, home.carl], [porch.entity_id, yard.entity_id]) is None
    (entry,) = accounts(home)
    assert {subentry.title for subentry in entry.subentries.values()} == {"porch", "yard"}
    assert policy(home, entry, "yard").owners == {home.root.user.id, home.carl.user.id}


@pytest.mark.parametrize("by_owner", [True, False])
async def test_an_account_that_is_there(home: Household, porch: er.RegistryEntry, *, by_owner: bool) -> None:
    """The cameras are added to it; only an owner lets somebody in."""
    await admit(home, home.anna)
    asker = home.anna if by_owner else home.root
    assert await set_up(asker, [home.anna], [porch.entity_id], [home.carl]) is None
    assert accounts(home) == []
    found = policy(home, home.entry)
    assert found.owners == {home.anna.user.id}
    assert found.viewers == ({home.carl.user.id} if by_owner else set())
    assert bool(home.hass.data[RIGHTS].pending(home.entry)) is not by_owner
    assert home.policy.viewers == {home.ben.user.id}


# What speaks against it.


async def test_people_who_are_gone(home: Household, porch: er.RegistryEntry) -> None:
    """Whoever cannot log in neither owns nor watches."""
    await home.hass.auth.async_update_user(home.carl.user, is_active=False)
    assert await set_up(home.root, [home.carl], [porch.entity_id]) == "set_up_people"
    assert await set_up(home.root, [home.root], [porch.entity_id], [home.carl]) == "set_up_people"
    assert untouched(home, porch)


async def test_cameras_that_cannot_be_guarded(home: Household, porch: er.RegistryEntry) -> None:
    """They are named, and nothing is set up."""
    home.hass.states.async_set("camera.yaml", "idle")
    for other in ("camera.nursery", "camera.gone", "camera.yaml", "light.lamp"):
        answer = await home.root.ask(
            type=f"{DOMAIN}/set_up", owners=[home.root.user.id], cameras=[porch.entity_id, other], viewers=[]
        )
        assert answer["error"]["code"] == "set_up_cameras"
        assert set(answer["error"]["translation_placeholders"]) == {"cameras"}
        assert "porch" not in answer["error"]["message"]
    assert untouched(home, porch)


@pytest.mark.parametrize("empty", ["owners", "cameras"])
async def test_nobody_and_nothing(home: Household, porch: er.RegistryEntry, empty: str) -> None:
    """An account has owners, and is set up for a camera."""
    given = {"owners": [home.root.user.id], "cameras": [porch.entity_id], "viewers": [], empty: []}
    assert not (await home.root.ask(type=f"{DOMAIN}/set_up", **given))["success"]
    assert untouched(home, porch)


@contextmanager
def meanwhile(do: Any) -> Iterator[None]:
    """Have something happen when the account is there, and its cameras are about to be added."""
    adds = command._SettingUp._async_cameras

    async def add(self: Any) -> None:
        await do()
        await adds(self)

    with patch.object(command._SettingUp, "_async_cameras", add):
        yield


@pytest.mark.parametrize("known", [True, False])
async def test_somebody_else_is_quicker(home: Household, porch: er.RegistryEntry, *, known: bool) -> None:
    """A camera that is gone when it is to be added: it is named, and the account that was made goes again."""
    registry = er.async_get(home.hass)

    async def disable() -> None:
        registry.async_update_entity(porch.entity_id, disabled_by=er.RegistryEntryDisabler.USER)

    owner = home.anna if known else home.root
    with meanwhile(disable):
        assert await set_up(home.root, [owner], [porch.entity_id]) == "set_up_cameras"
    registry.async_update_entity(porch.entity_id, disabled_by=None)
    await home.hass.async_block_till_done()
    assert untouched(home, porch)


async def test_no_administrator_any_more(home: Household, porch: er.RegistryEntry) -> None:
    """Nothing more is done for them, and what was begun is taken back."""

    async def dismiss() -> None:
        await admit(home, home.root, admin=False)

    with meanwhile(dismiss):
        assert await set_up(home.root, [home.root], [porch.entity_id]) == "refused"
    assert untouched(home, porch)


async def test_logged_out_meanwhile(home: Household, porch: er.RegistryEntry) -> None:
    """The same when the login ends."""

    async def log_out() -> None:
        home.hass.auth._store.async_remove_refresh_token(home.root.login)

    with meanwhile(log_out):
        assert await set_up(home.root, [home.root], [porch.entity_id]) == "refused"
    assert untouched(home, porch)


async def test_the_same_owners_twice(home: Household, porch: er.RegistryEntry) -> None:
    """While somebody is in the dialog for the same owners, it says to try again."""
    flows = home.hass.config_entries.flow
    begun = await flows.async_init(DOMAIN, context={"source": "user"})
    flow: Any = flows._progress[begun["flow_id"]]
    flow.context["unique_id"] = account_unique_id([home.root.user.id])
    assert await set_up(home.root, [home.root], [porch.entity_id]) == "set_up_failed"
    flows.async_abort(begun["flow_id"])
    assert untouched(home, porch)


async def test_a_disk_that_fails_first(home: Household, porch: er.RegistryEntry, disk: Disk) -> None:
    """An account that cannot be written is nobody's: it is taken back."""
    disk.fails = True
    assert await set_up(home.root, [home.root], [porch.entity_id]) == "not_durable"
    disk.fails = False
    assert untouched(home, porch)


async def test_a_disk_that_fails_last(home: Household, porch: er.RegistryEntry, disk: Disk) -> None:
    """Cameras that are locked by then stay so, and nobody sees them: that is said."""

    async def fail() -> None:
        disk.fails = True

    with meanwhile(fail):
        assert await set_up(home.root, [home.root], [porch.entity_id], [home.ben]) == "set_up_not_durable"
    (entry,) = accounts(home)
    assert [subentry.title for subentry in entry.subentries.values()] == ["porch"]
    for person in (home.ben, home.carl):
        assert await person.sees("/api/camera_proxy/camera.porch") == 403
    disk.fails = False
    await home.hass.config_entries.async_remove(entry.entry_id)
    await home.hass.async_block_till_done()


# Whose edit it is.


async def test_an_edit_is_its_own_tasks(home: Household) -> None:
    """What is started from there, and a login that has ended, edits nothing."""
    hass = home.hass
    login = Login(UserId(home.root.user.id), RefreshTokenId(home.root.login.id))

    async def inherited() -> UserId | None:
        return own_session_user(hass)

    with editing(login):
        assert own_session_user(hass) == home.root.user.id
        assert await inherited() == home.root.user.id
        assert await hass.async_create_task(inherited()) is None
        called: list[UserId | None] = []
        hass.loop.call_soon(lambda: called.append(own_session_user(hass)))
        await hass.async_block_till_done()
        assert called == [None]
        hass.auth.async_remove_refresh_token(home.root.login)
        assert own_session_user(hass) is None
    assert own_session_user(hass) is None
