"""A source is what rights apply to: what somebody else than an owner enters waits, and the accepted one goes on."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

from homeassistant.auth.const import GROUP_ID_ADMIN
from homeassistant.config_entries import ConfigEntry
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.exceptions import NotDurable, SourceWaits
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.originals import ORIGINALS
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.reauth import async_start_reauth
from custom_components.dropcam_privacy.rights import proposals
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.rights.records import Grant
from custom_components.dropcam_privacy.rights.sources import shown
from custom_components.dropcam_privacy.runtime import CAMERAS
from tests.fakes.cameras import FakeCamera
from tests.household.answers import PENDING, answer
from tests.household.flows import as_subentry, entity_camera, own_session
from tests.household.home import CAMERA, NURSERY, Household, Person, household
from tests.household.rights import Said, World, a_disk, sharing
from tests.household.submitting import ENTRY, SUBENTRY, submit
from tests.waiting import until

PORCH = "/porch/still.jpg"
LOGIN: dict[str, Any] = {"username": "anna", "password": "secret"}
ROOT: dict[str, Any] = {"username": "root", "password": "mine"}


@pytest.fixture
async def recorder() -> AsyncIterator[FakeCamera]:
    """Return a recorder with two cameras, of which one is shared; Root has a login of his own there."""
    async with FakeCamera("red", **LOGIN) as recorder:
        recorder.channels = {"porch": "green", "bedroom": "blue"}
        recorder.add_login(**ROOT, color="red")
        yield recorder


@pytest.fixture
async def home(
    hass: Any, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator, recorder: FakeCamera
) -> AsyncIterator[Household]:
    """Set a household up where Ben may look at the porch now, and Anna is an administrator as Root is."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "config") as home:
        await hass.auth.async_update_user(home.anna.user, group_ids=[GROUP_ID_ADMIN])
        assert await enter(home, home.anna, at(recorder), **LOGIN) == "reconfigure_successful"
        await home.lower()
        assert await seen(home) == ["green", "green", 403, 403]
        recorder.requests.clear()
        yield home


def at(recorder: FakeCamera, camera: str = "porch") -> str:
    """Return the address of a recorder's camera."""
    return f"{recorder.host}/{camera}/still.jpg"


async def enter(home: Household, person: Person, still: str, **given: Any) -> str:
    """Enter another source in Home Assistant's settings; return how that ends."""
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
    return await submit(person, SUBENTRY, begin, {"next_step_id": "source"}, {"still_image_url": still, **given})


async def seen(home: Household) -> list[str | int]:
    """Return what each of the people sees."""
    return [await person.sees() for person in home.everybody]


def logins(recorder: FakeCamera, camera: str = "bedroom") -> set[str | None]:
    """Tell as whom a recorder's camera was asked for its picture, once it wanted to know."""
    return {request.username for request in recorder.requests if request.path.startswith(f"/{camera}/")} - {None}


def stored(home: Household) -> dict[str, Any]:
    """Return what is stored of the camera."""
    return dict(home.entry.subentries[NURSERY].data)


# What somebody else enters.


async def test_the_picture_of_another_camera(home: Household, recorder: FakeCamera) -> None:
    """An administrator points the shared camera at the private one: its viewer goes on with what the owner shared."""
    before = stored(home)
    assert await enter(home, home.root, at(recorder, "bedroom"), **ROOT) == "proposed_source"
    assert await seen(home) == ["green", "green", 403, 403]
    assert logins(recorder) == {"root"}, "tried with what he typed, and nothing else"
    assert logins(recorder, "porch") <= {"anna"}, "and that goes nowhere else"
    assert {key: value for key, value in stored(home).items() if key != "proposed_source"} == before
    assert home.state(PENDING) == "on"

    (told,) = (await answer(home.anna, "list_changes"))["cameras"]
    assert told["source"] == {
        "still_image_url": at(recorder, "bedroom"),
        "verify_ssl": True,
        "login_changed": True,
    }
    assert (told["viewers_added"], told["allow_added"]) == ([], [])
    accepted = await answer(home.anna, "accept_changes")
    assert accepted["cameras"][0]["source"] == told["source"]
    assert await seen(home) == ["blue", "blue", 403, 403], "nothing is void by it"
    assert "proposed_source" not in stored(home)
    assert home.state(PENDING) == "off"


async def test_a_source_that_is_rejected(home: Household, recorder: FakeCamera) -> None:
    """The one that was accepted stays, and the password that was typed for the other is gone."""
    before = stored(home)
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    await answer(home.anna, "reject_changes")
    assert stored(home) == before
    assert home.state(PENDING) == "off"
    assert await seen(home) == ["green", "green", 403, 403]
    # Once more: a refusal is no acceptance, and no ban.
    assert await enter(home, home.root, at(recorder, "bedroom"), **ROOT) == "proposed_source"
    assert home.state(PENDING) == "on"


async def test_nothing_ends_by_a_proposal(home: Household, recorder: FakeCamera) -> None:
    """Whoever looks goes on looking."""
    looking = await home.ben.get(f"/api/camera_proxy_stream/{CAMERA}")
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    assert b"--" in await looking.content.read(64)
    assert not looking.content.at_eof()
    looking.close()


async def test_what_was_listed_is_what_is_accepted(home: Household, recorder: FakeCamera) -> None:
    """A proposal that was replaced meanwhile has another id; an owner never accepts one unseen."""
    await enter(home, home.root, at(recorder, "hall"), **ROOT)
    listed = (await answer(home.anna, "list_changes"))["change_id"]
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    assert await answer(home.anna, "accept_changes", change_id=listed) == "changes_differ"
    # An owner's own change is none of the other.
    assert await enter(home, home.anna, at(recorder, "attic"), **LOGIN) == "reconfigure_successful"
    assert await seen(home) == ["red", "red", 403, 403]
    assert home.state(PENDING) == "on"
    # What they enter themselves is accepted, though it was proposed as well.
    assert await enter(home, home.anna, at(recorder, "bedroom"), **ROOT) == "reconfigure_successful"
    assert await seen(home) == ["blue", "blue", 403, 403]
    assert (home.state(PENDING), "proposed_source" in stored(home)) == ("off", False)


@pytest.mark.parametrize("after", ["hall", "porch"])
async def test_a_proposal_that_is_replaced_while_it_is_accepted(
    home: Household, recorder: FakeCamera, after: str
) -> None:
    """What the owner accepted holds, and what came after it waits; or it was taken back, which is too late."""
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    store = home.hass.data[RIGHTS]._store
    write = store.async_write

    async def slowly(change: Any) -> None:
        await write(change)
        if stored(home).get("proposed_source", {}).get("still_image_url") == at(recorder, "bedroom"):
            given = ROOT if after == "hall" else {"username": "anna"}
            await enter(home, home.root, at(recorder, after), **given)

    with patch.object(store, "async_write", slowly):
        await answer(home.anna, "accept_changes")
    assert await seen(home) == ["blue", "blue", 403, 403]
    assert ("proposed_source" in stored(home), home.state(PENDING)) == (
        after == "hall",
        "on" if after == "hall" else "off",
    )


async def test_a_stored_password_is_nobody_elses(home: Household, recorder: FakeCamera) -> None:
    """Somebody else must type one; without it only a name can be changed, and nothing is asked."""
    assert await enter(home, home.root, at(recorder, "bedroom"), username="anna") == "form"
    assert recorder.requests == []
    assert await enter(home, home.root, at(recorder), username="anna", name="Yard") == "reconfigure_successful"
    assert recorder.requests == []
    assert home.entry.subentries[NURSERY].title == "Yard"
    assert home.state(PENDING) == "on"  # the name
    assert await seen(home) == ["green", "green", 403, 403]


async def test_a_new_password(home: Household, recorder: FakeCamera) -> None:
    """Who enters another login for a camera, because it refuses the old one, changes its source."""
    for person, reason, state in ((home.root, "proposed_login", "on"), (home.anna, "reauth_successful", "off")):
        async_start_reauth(home.hass, home.entry, home.entry.subentries[NURSERY])
        await home.hass.async_block_till_done()
        (flow,) = home.hass.config_entries.flow.async_progress()
        response = await person.post(f"{ENTRY}/{flow['flow_id']}", ROOT)
        assert (await response.json())["reason"] == reason
        await home.hass.async_block_till_done()
        assert home.state(PENDING) == state
        recorder.requests.clear()
        assert await seen(home) == ["green", "green", 403, 403]
        asked = logins(recorder, "porch")
        assert asked <= {"anna"} if person is home.root else asked == {"root"}


async def test_a_dialog_that_somebody_else_goes_on_with(home: Household, recorder: FakeCamera) -> None:
    """What one has typed is not sent for another."""
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
    flow = (await (await home.anna.post(SUBENTRY, begin)).json())["flow_id"]
    await home.anna.post(f"{SUBENTRY}/{flow}", {"next_step_id": "source"})
    wrong = {"still_image_url": f"{recorder.host}/nothing", **LOGIN, "verify_ssl": True}
    assert (await (await home.anna.post(f"{SUBENTRY}/{flow}", wrong)).json())["errors"]
    recorder.requests.clear()
    given = {**wrong, "still_image_url": at(recorder, "bedroom")}
    del given["password"]
    form = await (await home.root.post(f"{SUBENTRY}/{flow}", given)).json()
    assert form["errors"] == {"password": "password_required"}
    assert recorder.requests == []
    # It is still there for who typed it.
    ended = await (await home.anna.post(f"{SUBENTRY}/{flow}", given)).json()
    assert ended["reason"] == "reconfigure_successful"


# What an owner enters.


@pytest.mark.parametrize(
    "change",
    [
        {"still_image_url": "http://elsewhere.test/porch/still.jpg"},
        {"still_image_url": "http://127.0.0.1/porch/still.jpg"},
        {"verify_ssl": False},
    ],
)
async def test_an_owner_who_weakens_the_way_types_the_password(
    home: Household, recorder: FakeCamera, change: dict[str, Any]
) -> None:
    """Nothing is sent before, and nothing that was entered is lost; another path needs no password."""
    recorder.authentication = "digest"
    given = {"still_image_url": at(recorder), "username": "anna"}
    assert await enter(home, home.anna, at(recorder), **LOGIN) == "reconfigure_successful"
    recorder.requests.clear()
    begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": NURSERY}
    flow = (await (await home.anna.post(SUBENTRY, begin)).json())["flow_id"]
    await home.anna.post(f"{SUBENTRY}/{flow}", {"next_step_id": "source"})
    form = await (await home.anna.post(f"{SUBENTRY}/{flow}", {**given, **change})).json()
    assert form["errors"] == {"password": "password_required"}
    assert recorder.requests == []
    shown_again = {field["name"]: field.get("description", {}).get("suggested_value") for field in form["data_schema"]}
    assert {**given, **change}.items() <= shown_again.items()
    assert await enter(home, home.anna, at(recorder, "bedroom"), username="anna") == "reconfigure_successful"
    assert await seen(home) == ["blue", "blue", 403, 403]


# What is put there in another way, and in every gap.


async def put(home: Household, still: str, **given: Any) -> None:
    """Put another source in the entry, as nobody."""
    subentry = home.entry.subentries[NURSERY]
    data = {**subentry.data, "still_image_url": still, **given}
    home.hass.config_entries.async_update_subentry(home.entry, subentry, data=data)
    await home.hass.async_block_till_done()


@pytest.mark.parametrize("away", [False, True])
async def test_a_source_that_was_put_there(home: Household, recorder: FakeCamera, away: bool) -> None:
    """While we run or are away: the camera is dark until an owner has accepted it, and turning it on says why."""
    if away:
        await home.hass.config_entries.async_unload(home.entry.entry_id)
    await put(home, at(recorder, "bedroom"))
    if away:
        with pytest.raises(SourceWaits):
            await home.hass.data[RIGHTS].async_turn_on([NURSERY])
        await home.hass.config_entries.async_setup(home.entry.entry_id)
        await home.hass.async_block_till_done()
    assert await seen(home) == [503, 503, 403, 403]
    assert recorder.requests == []
    assert await home.anna.call("camera.turn_on", CAMERA) == "source_waits"
    assert home.state(PENDING) == "on"
    (told,) = (await answer(home.anna, "list_changes"))["cameras"]
    assert told["source"]["still_image_url"] == at(recorder, "bedroom")
    await answer(home.anna, "accept_changes")
    assert (await seen(home))[:2] == ["blue", "blue"]
    assert home.state(PENDING) == "off"


async def test_a_proposal_beside_what_was_put_there(home: Household, recorder: FakeCamera) -> None:
    """The owner accepts the proposal alone, and what was put there is never read."""
    await put(home, at(recorder, "bedroom"))
    await enter(home, home.root, at(recorder, "hall"), **ROOT)
    (told,) = (await answer(home.anna, "list_changes"))["cameras"]
    assert told["source"]["still_image_url"] == at(recorder, "hall")
    await answer(home.anna, "accept_changes")
    assert (await seen(home))[:2] == ["red", "red"]
    assert logins(recorder) == set()


async def test_the_feed_follows_before_the_policy(home: Household, recorder: FakeCamera) -> None:
    """Where a source was accepted in the place of a foreign one, nobody gets the foreign one in between."""
    await put(home, at(recorder, "bedroom"))
    await enter(home, home.root, at(recorder, "hall"), **ROOT)
    camera = home.hass.data[CAMERAS][NURSERY]
    sources: list[tuple[bool, Any]] = []
    home.hass.data[RIGHTS].follow(lambda _: sources.append((home.policy.on, camera.feed._source)))
    await answer(home.anna, "accept_changes")
    assert {source.still_url for on, source in sources if on} == {at(recorder, "hall")}


async def test_a_kill_after_the_record(home: Household, recorder: FakeCamera) -> None:
    """The entry still says what was before when we come back: it is what was accepted then."""
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    with patch.object(proposals, "put_sources"):
        await answer(home.anna, "accept_changes")
    assert (await seen(home))[:2] == [503, 503]
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert (await seen(home))[:2] == ["blue", "blue"]
    assert "proposed_source" not in stored(home)
    assert home.state(PENDING) == "off"


async def test_a_kill_before_the_entry(home: Household, recorder: FakeCamera) -> None:
    """Of an owner's own change the record is there and the entry is not: dark, until they say what it is."""
    before = stored(home)
    await enter(home, home.anna, at(recorder, "bedroom"), **LOGIN)
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    subentry = home.entry.subentries[NURSERY]
    home.hass.config_entries.async_update_subentry(home.entry, subentry, data=before)
    await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert (await seen(home))[:2] == [503, 503]
    assert home.state(PENDING) == "on"
    assert await enter(home, home.anna, at(recorder, "hall"), **LOGIN) == "reconfigure_successful"
    assert (await seen(home))[:2] == ["red", "red"]
    assert home.state(PENDING) == "off"


async def test_new_owners_begin_with_the_source_that_is_there(home: Household) -> None:
    """Who owns a camera has no part in where its pictures come from."""
    await home.enter_owners(home.anna, home.carl, by=home.anna)
    assert await seen(home) == ["green", 403, "green", 403]


# Originals.


async def generic(home: Household, name: str, fake: FakeCamera) -> str:
    """Add another integration's camera; return its entity id."""
    options = {
        "still_image_url": fake.still_url,
        "content_type": "image/jpeg",
        "advanced": {"framerate": 5, "verify_ssl": True, "limit_refetch_to_url_change": False},
    }
    entry = MockConfigEntry(domain="generic", title=name, options=options, version=2)
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    return f"camera.{name}"


async def test_another_original(home: Household) -> None:
    """It is a proposal like another address: the one that was accepted stays guarded until the owner has answered."""
    async with FakeCamera("cyan") as cyan, FakeCamera("magenta") as magenta:
        first, second = await generic(home, "first", cyan), await generic(home, "second", magenta)
        begin: dict[str, Any] = {"handler": [home.entry.entry_id, "camera"]}
        source = {"name": "Attic", "entity_id": first, "lock_original": True, "take_over": False}
        sharing_ = {"viewers": [home.ben.user.id], "allow": [], "lowerers": []}
        ended = await submit(home.anna, SUBENTRY, begin, {"next_step_id": "entity"}, source, sharing_)
        assert ended == "create_entry"
        attic = next(key for key, item in home.entry.subentries.items() if item.title == "Attic")
        await until(lambda: home.hass.states.get("camera.attic") is not None)
        assert await home.anna.call("switch.turn_off", "switch.attic_privacy") is None

        async def sees(entity_id: str) -> list[str | int]:
            return [await person.sees(f"/api/camera_proxy/{entity_id}") for person in (home.ben, home.carl)]

        assert await sees("camera.attic") == ["cyan", 403]
        begin = {**begin, "subentry_id": attic}
        ended = await submit(home.root, SUBENTRY, begin, {"next_step_id": "source"}, {**source, "entity_id": second})
        assert ended == "proposed_source"
        assert await sees("camera.attic") == ["cyan", 403]
        assert "cyan" not in await sees(first), "still locked"
        (told,) = (await answer(home.anna, "list_changes"))["cameras"]
        assert (told["entity_id"], told["source"]) == ("camera.attic", {"entity_id": second})
        await answer(home.anna, "accept_changes")
        assert await sees("camera.attic") == ["magenta", 403]
        assert await sees(first) == ["cyan", "cyan"], "given back, as an owner wanted"
        assert "magenta" not in await sees(second)
        # The first may be guarded by somebody else now; then nobody goes back to it.
        back = await submit(home.root, SUBENTRY, begin, {"next_step_id": "source"}, source)
        assert back == "proposed_source"
        await submit(home.anna, SUBENTRY, {"handler": begin["handler"]}, {"next_step_id": "entity"}, source, sharing_)
        assert await answer(home.anna, "accept_changes") == "original_guarded"
        assert await sees("camera.attic") == ["magenta", 403]


async def test_an_original_that_was_put_there(home: Household) -> None:
    """When another is accepted in its place, nothing is read from it while it is still locked."""
    async with FakeCamera("cyan") as cyan, FakeCamera("magenta") as magenta, FakeCamera("orange") as orange:
        given = (("first", cyan), ("second", magenta), ("third", orange))
        first, second, third = [await generic(home, name, fake) for name, fake in given]
        registry = er.async_get(home.hass)
        camera = entity_camera("attic", registry.entities[first].id, first, viewers=[home.ben.user.id])
        subentry = as_subentry(camera)
        home.hass.config_entries.async_add_subentry(home.entry, subentry)
        await home.hass.async_block_till_done()
        foreign = {**subentry.data, "original": registry.entities[second].id, "original_entity_id": second}
        home.hass.config_entries.async_update_subentry(home.entry, subentry, data=foreign)
        await home.hass.async_block_till_done()
        begin = {"handler": [home.entry.entry_id, "camera"], "subentry_id": "attic"}
        source = {"entity_id": third, "lock_original": True, "take_over": False}
        assert await submit(home.root, SUBENTRY, begin, {"next_step_id": "source"}, source) == "proposed_source"
        attic = home.hass.data[CAMERAS][CameraId("attic")]
        read = []

        def look(_: ConfigEntry) -> None:
            policy = home.hass.data[GATEKEEPER].policy(attic.id)
            if policy is not None and policy.on:
                found = home.hass.data[ORIGINALS]._book.reader(attic.id)
                read.append(found and found.entity_id)

        home.hass.data[RIGHTS].follow(look)
        await answer(home.anna, "accept_changes")
        assert read
        assert set(read) <= {None, third}
        assert await home.anna.sees("/api/camera_proxy/camera.attic") == "orange"


# Records.


def looks_at(still: str) -> Said:
    """Return an account whose camera has a source."""
    return Said(cameras={"nursery": {**sharing(), "kind": "address", "still_image_url": still}})  # type: ignore[dict-item]


async def older(world: World) -> None:
    """Have the store say of sources what the last version did: nothing."""
    await world.store.async_write(
        lambda records: {
            account: replace(
                record,
                rights=frozenset(right for right in record.rights if right.grant is not Grant.SOURCE),
                sourceless=frozenset(record.cameras),
            )
            for account, record in records.items()
        }
    )


async def test_an_update_adopts_what_stands_there(tmp_path: Path) -> None:
    """Nothing waits after it, and what comes later than the first load does."""
    await older(await World(tmp_path).load(looks_at("http://cam/1")))
    world = await World(tmp_path).load(looks_at("http://cam/1"), seen_before=True)
    assert world.policy().on
    assert not world.rights.pending(world.entries["account"])  # type: ignore[arg-type]
    again = await World(tmp_path).load(looks_at("http://cam/2"), seen_before=True)
    assert not again.policy().on
    (right,) = again.rights.pending(again.entries["account"]).added  # type: ignore[arg-type]
    assert right.grant is Grant.SOURCE


async def test_a_disk_that_was_full_at_the_update(tmp_path: Path) -> None:
    """What stood there holds all the same, and is recorded as soon as that can be done."""
    await older(await World(tmp_path).load(looks_at("http://cam/1")))
    with a_disk() as disk:
        disk.fails = True
        world = World(tmp_path)
        with pytest.raises(NotDurable):
            await world.load(looks_at("http://cam/1"), seen_before=True)
        assert world.policy().on
        disk.fails = False
        await world.rights.async_raise_privacy([NURSERY])
    assert not (await World(tmp_path).load(looks_at("http://cam/2"), seen_before=True)).policy().on


async def test_what_was_put_back_adopts_nothing(tmp_path: Path) -> None:
    """An older store of an older version says nothing of sources, so an owner is to say it."""
    await older(await World(tmp_path).load(looks_at("http://cam/1")))
    for beside in (tmp_path / "beside").iterdir():
        beside.unlink()
    world = await World(tmp_path).load(looks_at("http://cam/2"), seen_before=True)
    assert not world.policy().on
    entry: ConfigEntry = world.entries["account"]  # type: ignore[assignment]
    assert {right.grant for right in world.rights.pending(entry).added} == {Grant.SOURCE, Grant.ON}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://anna:pw@cam/still.jpg", "http://cam:80/still.jpg"),
        ("rtsps://[fe80::1]:8322/1?channel=2&subtype=1", "rtsps://[fe80::1]:8322/1?channel=2&subtype=1"),
        ("https://cam/a?token=abc&channel=12345&pwd=1#x", "https://cam:443/a?token=…&channel=…&pwd=…"),
        ("http://cam:port/still.jpg", "http://cam:?/still.jpg"),
        ("http://[::1/", "?"),
        ("http://cam?12", "http://cam:80/?12=…"),
        (
            "rtsp://cam/user=anna_password=pw_channel=1_stream=0.sdp",
            "rtsp://cam:554/user=…_password=…_channel=1_stream=0.sdp",
        ),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, words: str) -> None:
    """Scheme, host, port and path, and of the rest no more than tells cameras apart."""
    assert shown(address) == words


async def test_an_owner_is_shown_what_they_accept(home: Household, recorder: FakeCamera, hass_ws_client: Any) -> None:
    """And nobody else: neither the proposer nor the viewer reads it, nor is the proposal in what all can read."""
    await enter(home, home.root, at(recorder, "bedroom"), **ROOT)
    for person in (home.ben, home.carl, home.root):
        assert await answer(person, "list_changes") == "refused"
    told = repr(await answer(home.anna, "list_changes"))
    assert "mine" not in told
    with own_session(home.root.user):
        told = repr([state.as_dict() for state in home.hass.states.async_all()])
    assert "bedroom" not in told
