"""What somebody else than an owner enters waits for an owner; what they take away is gone."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from homeassistant.config_entries import ConfigEntryDisabler
import pytest

from custom_components.dropcam_privacy import config_flow
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS, Rights
from custom_components.dropcam_privacy.rights.updates import Update
from tests.fakes.cameras import FakeCamera
from tests.household.answers import PENDING, answer
from tests.household.flows import address_camera, as_subentry
from tests.household.home import NURSERY, Household, Person
from tests.household.rights import ANNA, BEN, CARL, Disk, Said, World, idle, sharing, started
from tests.household.submitting import (
    ENTRY,
    SUBENTRY,
    home_of_administrators,  # noqa: F401 - the fixture
    reown,
    reshare,
    submit,
    watchers,
)

# Who enters it decides.


async def test_an_owner_changes_who_watches(home: Household) -> None:
    """What an owner enters in their own session counts as it is."""
    assert await reshare(home, home.anna, home.carl, allow=("ai",)) == "reconfigure_successful"
    assert watchers(home) == ({"Anna"}, {"Carl"})
    assert {*home.policy.allow} == {"ai"}
    assert home.state(PENDING) == "off"


async def test_somebody_else_can_only_take_away(home: Household) -> None:
    """Root strikes Ben off and puts himself on the list: only the first counts, and both are told."""
    await home.lower()
    assert await reshare(home, home.root, home.root, allow=("integrations",)) == "proposed"
    assert watchers(home) == ({"Anna"}, set())
    assert not home.policy.allow
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
    assert home.state(PENDING) == "on"
    # Ben is put on the list again, by somebody else: what was taken does not come back.
    assert await reshare(home, home.root, home.ben) == "proposed"
    assert await home.ben.sees() == 403
    assert await reshare(home, home.root) == "reconfigure_successful"
    assert home.state(PENDING) == "off"


async def test_an_owner_does_not_accept_unseen(home: Household) -> None:
    """A change of an owner gives what that change adds, not what somebody else entered before."""
    await reshare(home, home.root, home.ben, home.root, allow=("ai",))
    assert await reshare(home, home.anna, home.ben, home.carl, home.root, allow=("ai",)) == "proposed"
    assert watchers(home) == ({"Anna"}, {"Ben", "Carl"})
    assert not home.policy.allow
    subentry = home.entry.subentries[NURSERY]
    with patch("custom_components.dropcam_privacy.following.own_session_user", return_value=home.anna.user.id):
        home.hass.config_entries.async_update_subentry(home.entry, subentry, title="Attic")
    await home.hass.async_block_till_done()
    assert home.state(PENDING) == "on"
    assert "Root" not in watchers(home)[1]


async def test_somebody_else_becomes_no_owner(home: Household) -> None:
    """Nothing changes by the wish: not what is shared, not privacy, not the account's name."""
    await home.lower()
    assert await reown(home, home.root, home.anna, home.root) == "proposed"
    assert watchers(home) == ({"Anna"}, {"Ben"})
    assert not home.policy.private
    assert [await person.sees() for person in home.everybody] == ["red", "red", 403, 403]
    assert (home.entry.title, home.state(PENDING)) == ("Anna's cameras", "on")
    assert await reown(home, home.root, home.anna) == "reconfigure_successful"
    assert home.state(PENDING) == "off"
    assert watchers(home) == ({"Anna"}, {"Ben"})


async def test_a_wish_that_is_repeated(home: Household) -> None:
    """Entered twice, by somebody else or an owner, it still waits, and the account keeps its name; a refusal, too."""
    for person in (home.root, home.root, home.anna):
        assert await reown(home, person, home.anna, home.root) == "proposed"
        assert (home.entry.title, home.state(PENDING)) == ("Anna's cameras", "on")
    await answer(home.anna, "reject_changes")
    assert (home.entry.title, home.state(PENDING)) == ("Anna's cameras", "off")


@pytest.mark.parametrize(
    ("title", "after"), [("Root, Anna's cameras", "Anna's cameras"), ("Our cameras", "Our cameras")]
)
async def test_a_name_that_runs_ahead(home: Household, title: str, after: str) -> None:
    """Who was rejected leaves no name behind, however it came there; a name of the household's own stays."""
    await reown(home, home.root, home.root, home.anna)
    home.hass.config_entries.async_update_entry(home.entry, title=title)
    await answer(home.anna, "reject_changes")
    assert home.entry.title == after


async def test_a_new_camera_is_the_owners(home: Household) -> None:
    """Whoever enters it: it is on and private. Whom somebody else would share it with is a wish."""
    described = address_camera("porch", still_image_url=home.fake.still_url, viewers=[home.root.user.id])
    porch = as_subentry(described)
    home.hass.config_entries.async_add_subentry(home.entry, porch)
    home.hass.config_entries.async_update_subentry(
        home.entry, porch, data={**porch.data, "viewers": [home.root.user.id, home.carl.user.id]}
    )
    await home.hass.async_block_till_done()
    policy = home.hass.data[GATEKEEPER].policy(CameraId("porch"))
    assert policy is not None
    assert (policy.private, policy.viewers) == (True, frozenset())
    assert home.state(PENDING) == "on"


async def test_an_owner_gives_to_others(home: Household) -> None:
    """New owners begin anew, and the account bears their names."""
    await home.lower()
    assert await reown(home, home.anna, home.anna, home.carl) == "reconfigure_successful"
    assert watchers(home) == ({"Anna", "Carl"}, set())
    assert home.policy.private
    assert (home.entry.title, home.state(PENDING)) == ("Anna, Carl's cameras", "off")
    assert home.entry.unique_id == config_flow.account_unique_id([home.anna.user.id, home.carl.user.id])


# Where a camera's password goes.


@pytest.mark.parametrize("by", ["root", "anna"])
async def test_a_stored_password_serves_its_owners_alone(home: Household, by: str) -> None:
    """Somebody else who points it at another path of its host must know the password: nothing is asked there."""
    async with FakeCamera("blue", username="anna", password="secret") as fake:
        subentry = home.entry.subentries[NURSERY]
        data = {**subentry.data, "username": "anna", "password": "secret", "still_image_url": f"{fake.host}/none"}
        for field in ("mjpeg_url", "stream_source"):
            data.pop(field)
        home.hass.config_entries.async_update_subentry(home.entry, subentry, data=data)
        await home.hass.async_block_till_done()
        fake.requests.clear()
        begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
        answer = {"name": "Nursery", "still_image_url": fake.still_url, "username": "anna"}
        ended = await submit(getattr(home, by), SUBENTRY, begin, {"next_step_id": "source"}, answer)
        assert ended == ("reconfigure_successful" if by == "anna" else "form")
        assert bool(fake.requests) is (by == "anna")


# In every gap.


@asynccontextmanager
async def reloaded(home: Household, *steps: Callable[[], Awaitable[object]]) -> AsyncIterator[None]:
    """Reload the account, and take steps after it was held against the store, before anything of it runs."""
    follow = Rights._async_follow

    async def gap(rights: Rights, update: Update, *, starts: bool = False) -> None:
        await follow(rights, update, starts=starts)
        if starts:
            for step in steps:
                await step()

    with patch.object(Rights, "_async_follow", gap):
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    yield


async def test_what_is_entered_while_an_account_is_set_up(home: Household) -> None:
    """It is not the owner's at their next change; and whom the owner struck off then does not come back."""
    in_gap = (
        lambda: reshare(home, home.anna),
        lambda: reshare(home, home.root, home.ben, home.root, allow=("ai",)),
        lambda: reown(home, home.root, home.anna, home.root),
    )
    async with reloaded(home, *in_gap):
        assert home.state(PENDING) == "on"
    assert await reshare(home, home.anna, home.ben, home.root, home.carl, allow=("ai",)) == "proposed"
    assert watchers(home) == ({"Anna"}, {"Carl"})
    assert not home.policy.allow


async def test_an_owner_enters_while_an_account_is_set_up(home: Household) -> None:
    """What an owner enters counts, whenever it is."""
    async with reloaded(home, lambda: reshare(home, home.anna, home.carl)):
        assert watchers(home) == ({"Anna"}, {"Carl"})


@pytest.mark.parametrize("how", ["unloaded", "disabled"])
async def test_what_is_entered_while_an_account_does_not_run(home: Household, how: str) -> None:
    """Whose it is is told in the moment, there, too."""
    entries, entry_id = home.hass.config_entries, home.entry.entry_id
    if how == "disabled":
        await entries.async_set_disabled_by(entry_id, ConfigEntryDisabler.USER)
    else:
        await entries.async_unload(entry_id)
    await reshare(home, home.root, home.ben, home.root)
    await reshare(home, home.anna, home.root, home.carl)
    await reshare(home, home.root, home.ben, home.root, home.carl)
    if how == "disabled":
        await entries.async_set_disabled_by(entry_id, None)
    else:
        await entries.async_setup(entry_id)
    await home.hass.async_block_till_done()
    assert watchers(home) == ({"Anna"}, {"Carl"})
    assert home.state(PENDING) == "on"


@pytest.mark.parametrize("by", ["root", "anna"])
async def test_a_camera_that_comes_in_a_gap(home: Household, by: str) -> None:
    """It runs; shared as its owner entered it, and else with nobody."""
    person: Person = getattr(home, by)

    async def add() -> None:
        begin = {"handler": [home.entry.entry_id, "camera"]}
        address = {"name": "Porch", "still_image_url": home.fake.still_url}
        answers = ({"next_step_id": "address"}, address, {"viewers": [home.carl.user.id], "allow": []})
        await submit(person, SUBENTRY, begin, *answers)

    async with reloaded(home, add):
        assert await home.anna.sees("/api/camera_proxy/camera.porch") == "red"
    (porch,) = {*home.entry.subentries} - {NURSERY}
    policy = home.hass.data[GATEKEEPER].policy(CameraId(porch))
    assert policy is not None
    assert policy.private
    assert policy.viewers == ({home.carl.user.id} if by == "anna" else set())
    assert home.state(PENDING) == ("off" if by == "anna" else "on")


async def test_what_could_not_be_recorded_is_nobodys(home: Household, disk: Disk) -> None:
    """An account that is made on a full disk, and whose owners somebody else enters then, is not theirs."""
    disk.fails = True
    begin = {"handler": "dropcam_privacy"}
    made = await (await home.root.post(ENTRY, begin)).json()
    owners = {"owners": [home.carl.user.id]}
    result = await (await home.root.post(f"{ENTRY}/{made['flow_id']}", owners)).json()
    await home.hass.async_block_till_done()
    entry = home.hass.config_entries.async_get_entry(result["result"]["entry_id"])
    assert entry is not None
    rights = home.hass.data[RIGHTS]
    assert not rights.owners(entry)
    disk.fails = False
    described = address_camera("yard", still_image_url=home.fake.still_url, viewers=[home.root.user.id])
    yard = as_subentry(described)
    home.hass.config_entries.async_add_subentry(entry, yard)
    await home.hass.async_block_till_done()
    assert not rights.owners(entry)
    # Whom its maker named may answer; nobody else, whatever they enter.
    assert await rights.async_answering(entry) == {home.carl.user.id}
    assert await reown(replace(home, entry=entry), home.root, home.root) == "proposed"
    assert not rights.owners(entry)
    assert await rights.async_answering(entry) == {home.carl.user.id}
    policy = home.hass.data[GATEKEEPER].policy(CameraId("yard"))
    assert policy is not None
    assert (policy.owners, policy.viewers) == (frozenset(), frozenset())


# Nobody is left.


async def test_the_last_owner_is_removed(home: Household) -> None:
    """The camera is dark for everybody; she, and nobody else, may still answer, and takes it back."""
    await home.lower()
    assert await reown(home, home.root, home.root) == "proposed"
    assert watchers(home) == (set(), set())
    assert [await person.sees() for person in home.everybody] == [403] * 4
    for person in (home.ben, home.carl, home.root):
        for action in ("list_changes", "accept_changes", "reject_changes"):
            assert await answer(person, action) == "refused"
    told = await answer(home.anna, "list_changes")
    assert [person["name"] for person in told["owners_added"]] == ["Root"]
    assert [person["name"] for person in told["owners_removed"]] == ["Anna"]
    # Put on the list again by Root, she is no owner either: that is for her to say.
    assert await reown(home, home.root, home.anna, home.root) == "proposed"
    assert await home.anna.sees() == 403
    assert await answer(home.anna, "reject_changes", change_id=told["change_id"]) == "changes_differ"
    await answer(home.anna, "reject_changes")
    assert watchers(home) == ({"Anna"}, set())
    assert home.policy.private
    assert [await person.sees() for person in home.everybody] == ["red", 403, 403, 403]
    assert home.entry.data["owners"] == [home.anna.user.id]
    assert (home.entry.title, home.state(PENDING)) == ("Anna's cameras", "off")


async def test_the_last_owner_lets_them_have_it(home: Household) -> None:
    """After it she is nobody to the camera."""
    await home.lower()
    await reown(home, home.root, home.root)
    await answer(home.anna, "accept_changes")
    assert watchers(home) == ({"Root"}, set())
    assert home.policy.private
    assert [await person.sees() for person in home.everybody] == [403, 403, 403, "red"]
    assert (home.entry.title, home.state(PENDING)) == ("Root's cameras", "off")
    assert await answer(home.anna, "list_changes") == "refused"
    await reown(home, home.root, home.root, home.carl)
    assert watchers(home) == ({"Root", "Carl"}, set())


async def test_an_owner_among_others_is_removed(home: Household) -> None:
    """She may not answer while another owner is there; he may, and she is an owner again if he lets her."""
    await home.enter_owners(home.anna, home.carl, by=home.anna)
    assert await reown(home, home.root, home.carl) == "reconfigure_successful"
    assert watchers(home) == ({"Carl"}, set())
    assert home.entry.title == "Carl's cameras"
    assert await answer(home.anna, "list_changes") == "refused"
    assert await reown(home, home.root, home.anna, home.carl) == "proposed"
    assert await home.anna.sees() == 403
    assert await answer(home.anna, "accept_changes") == "refused"
    await answer(home.carl, "accept_changes")
    assert watchers(home) == ({"Anna", "Carl"}, set())


async def test_who_was_not_the_last_owner(home: Household) -> None:
    """An owner who was removed while another was there does not come back when that one is gone, too."""
    await home.enter_owners(home.anna, home.carl, by=home.anna)
    await home.enter_owners(home.carl)
    await home.hass.auth.async_remove_user(home.carl.user)
    await home.enter_owners(home.root)
    for action in ("list_changes", "accept_changes", "reject_changes"):
        assert await answer(home.anna, action) == "refused"
    assert [await person.sees() for person in (home.anna, home.ben, home.root)] == [403, 403, 403]


async def test_the_other_owner_is_gone(home: Household) -> None:
    """An owner who is no user any more does not keep the last one from answering."""
    await home.enter_owners(home.anna, home.carl, by=home.anna)
    await home.hass.auth.async_remove_user(home.carl.user)
    await home.enter_owners(home.carl, home.root)
    assert await answer(home.root, "accept_changes") == "refused"
    told = await answer(home.anna, "reject_changes")
    assert [owner["name"] for owner in told["owners_removed"]] == ["Anna"]
    assert await home.anna.sees() == "red"
    assert await home.root.sees() == 403


# Restarts and full disks, with entries and a disk that do what they are told.


async def test_a_proposal_survives_a_restart(tmp_path: Path) -> None:
    """As a proposal, and nothing else: also if an owner changed something meanwhile."""
    world = await World(tmp_path).load(Said(cameras={NURSERY: sharing((BEN,))}))
    asked = Said(owners=(ANNA, CARL), cameras={NURSERY: sharing((BEN, CARL), ("ai",))}, named=(ANNA,))
    await world.change(asked, by_owner=False)
    before = world.rights.pending(world.entry(asked))
    assert len(before.added) == 3
    world = World(tmp_path)
    await world.store.async_load()
    # No rights had to be doubted.
    assert not await world.rights.async_add(world.entry(asked), seen_before=True)
    assert world.rights.pending(world.entry(asked)) == before
    assert (world.policy().owners, world.policy().viewers, world.policy().allow) == ({ANNA}, {BEN}, set())


async def test_a_lost_store_makes_nobody_an_owner(tmp_path: Path) -> None:
    """The entry names whom owners accepted and who wishes to be one: without the record nobody is believed."""
    world = await World(tmp_path).load(Said())
    asked = Said(owners=(ANNA, CARL), named=(ANNA,))
    await world.change(asked, by_owner=False)
    (tmp_path / "dropcam_privacy.rights").unlink()
    world = await World(tmp_path).load(asked, seen_before=True)
    assert not world.policy().owners
    assert not await world.rights.async_answering(world.entry(asked))


@pytest.mark.parametrize("again", ["at once", "later", "after a restart"])
async def test_what_was_taken_on_a_full_disk_stays_away(tmp_path: Path, disk: Disk, again: str) -> None:
    """Struck off and put on the list again by somebody else: with the first change written, late, or never."""
    shared = Said(cameras={NURSERY: sharing((BEN,))})
    nobody = Said(owners=(), cameras={NURSERY: sharing()}, named=(ANNA,))
    world = await World(tmp_path).load(shared)
    await world.rights.async_lower_privacy([NURSERY])
    disk.waits = True
    for said in (nobody, shared) if again == "at once" else (nobody,):
        started(world.change(said, by_owner=False))
    await idle()
    while disk.pending:
        assert (world.gets(ANNA), world.gets(BEN)) == (False, False)
        await disk.answer(works=again == "at once")
    disk.waits = False
    if again == "later":
        await world.change(shared, by_owner=False)
    if again == "after a restart":
        world = await World(tmp_path).load(nobody, seen_before=True)
        await world.change(shared, by_owner=False)
    assert (world.gets(ANNA), world.gets(BEN)) == (False, False)
    # However it went, she may answer.
    assert await world.rights.async_answering(world.entry(shared)) == {ANNA}
    world = await World(tmp_path).load(shared, seen_before=True)
    assert (world.gets(ANNA), world.gets(BEN)) == (False, False)
    assert await world.rights.async_answering(world.entry(shared)) == {ANNA}


async def test_what_is_given_when_it_is_taken(tmp_path: Path, disk: Disk) -> None:
    """An owner's viewer, who is being written down, is struck off by somebody else: the later change holds."""
    world = await World(tmp_path).load(Said())
    await world.rights.async_lower_privacy([NURSERY])
    disk.waits = True
    calls = [
        started(world.change(Said(cameras={NURSERY: sharing((BEN,))}))),
        started(world.change(Said(cameras={NURSERY: sharing()}), by_owner=False)),
        started(world.change(Said(cameras={NURSERY: sharing((BEN,))}), by_owner=False)),
    ]
    await idle()
    while disk.pending:
        await disk.answer()
        assert not world.gets(BEN)
    assert all(call.done() for call in calls)
    disk.waits = False
    again = await World(tmp_path).load(world.said(), seen_before=True)
    assert not again.gets(BEN)
    assert again.rights.pending(again.entry(world.said()))


async def test_new_owners_while_a_viewer_is_given(tmp_path: Path, disk: Disk) -> None:
    """Whom an old owner was just letting in does not meet the new ones."""
    world = await World(tmp_path).load(Said())
    disk.waits = True
    started(world.change(Said(cameras={NURSERY: sharing((BEN,))})))
    await idle()
    started(world.change(Said(owners=(CARL,), cameras={NURSERY: sharing((BEN,))})))
    await idle()
    while disk.pending:
        await disk.answer()
    assert world.policy().owners == {CARL}
    assert not world.policy().viewers


async def test_accepting_on_a_full_disk(home: Household, disk: Disk) -> None:
    """Nothing is given, it says so, and what waits goes on waiting."""
    await home.enter(viewers=[home.ben.user.id, home.carl.user.id])
    disk.fails = True
    assert await answer(home.anna, "accept_changes") == "not_durable"
    assert watchers(home) == ({"Anna"}, {"Ben"})
    assert home.state(PENDING) == "on"
    disk.fails = False
    await answer(home.anna, "accept_changes")
    assert watchers(home) == ({"Anna"}, {"Ben", "Carl"})
