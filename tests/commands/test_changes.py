"""What waits, thing by thing: who may read and answer it, and what the answers do."""

import asyncio
from typing import Any

from aiohttp import WSMessageTypeError
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
import pytest

from custom_components.dropcam_privacy.policy.model import AccountId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.audit.reading import rows
from tests.household.home import NURSERY, Household, Person
from tests.household.rights import Disk
from tests.waiting import until


async def ask(home: Household, person: Person, name: str, **what: Any) -> Any:
    """Ask; return the answer, or the error's code."""
    answer = await person.ask(type=f"dropcam_privacy/changes/{name}", account=home.entry.entry_id, **what)
    await home.hass.async_block_till_done()
    return answer["result"] if answer["success"] else answer["error"]["code"]


async def answer(home: Household, accept: set[str], reject: set[str]) -> Any:
    """Answer as Anna does, by the grants of what waits now."""
    told = await ask(home, home.anna, "list")
    accepted, rejected = (
        [item["id"] for item in told["items"] if item["grant"] in grants] for grants in (accept, reject)
    )
    found = await ask(home, home.anna, "answer", change_id=told["change_id"], accept=accepted, reject=rejected)
    return found if isinstance(found, str) else sorted(item["grant"] for item in found["items"])


@pytest.fixture
async def asked(home: Household) -> Household:
    """Have somebody else ask for a viewer and two allowances."""
    await home.enter(viewers=[home.ben.user.id, home.root.user.id], allow=["ai", "integrations"])
    return home


def shared(home: Household) -> tuple[set[str], set[str]]:
    """Return with whom and what the camera is shared, by record and by entry."""
    data = home.entry.subentries[NURSERY].data
    assert set(home.policy.viewers) <= set(data["viewers"])
    return set(home.policy.viewers), set(home.policy.allow)


async def test_list(asked: Household) -> None:
    """Each thing with who would have it, since when it waits, and nothing that is a secret."""
    await rows(asked)
    told = await ask(asked, asked.anna, "list")
    items = {item["grant"]: item for item in told["items"]}
    assert [item["grant"] for item in told["items"]] == ["allow", "allow", "viewer"]
    assert {item["what"] for item in told["items"]} == {"ai", "integrations", None}
    viewer = items["viewer"]
    assert viewer["person"] == {"id": asked.root.user.id, "name": "Root"}
    assert viewer["camera"] == {"id": NURSERY, "name": "Nursery"}
    assert (viewer["by"], viewer["may_reject"]) == (None, True)
    assert viewer["at"] is not None


async def test_others_are_refused(asked: Household) -> None:
    """A viewer, somebody else, an administrator, an owner's program; a foreign account like one that is none."""
    kiosk = await asked.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    change = (await ask(asked, asked.anna, "list"))["change_id"]
    for person in (asked.ben, asked.carl, asked.root, kiosk):
        assert await ask(asked, person, "list") == "refused"
        assert await ask(asked, person, "answer", change_id=change, accept=[], reject=[]) == "refused"
    none = await asked.anna.ask(type="dropcam_privacy/changes/list", account="none")
    foreign = await asked.carl.ask(type="dropcam_privacy/changes/list", account=asked.entry.entry_id)
    assert none["error"] == foreign["error"]
    assert shared(asked) == ({asked.ben.user.id}, set())


@pytest.mark.parametrize(
    ("accept", "reject", "waits"),
    [
        ({"viewer"}, set(), ["allow", "allow"]),
        (set(), {"viewer"}, ["allow", "allow"]),
        ({"allow"}, {"viewer"}, []),
        ({"viewer"}, {"allow"}, []),
        (set(), set(), ["allow", "allow", "viewer"]),
    ],
)
async def test_answer_some(asked: Household, accept: set[str], reject: set[str], waits: list[str]) -> None:
    """Just these are given or taken; the rest waits on, also after a reload."""
    assert await answer(asked, accept, reject) == waits
    mine = {asked.ben.user.id} | ({asked.root.user.id} if "viewer" in accept else set())
    assert shared(asked) == (mine, {"ai", "integrations"} if "allow" in accept else set())
    assert await asked.hass.config_entries.async_reload(asked.entry.entry_id)
    assert sorted(item["grant"] for item in (await ask(asked, asked.anna, "list"))["items"]) == waits


async def test_another_list(asked: Household) -> None:
    """What was not seen is not answered, nor what is not on the list, nor one thing in two ways."""
    told = await ask(asked, asked.anna, "list")
    one = told["items"][0]["id"]
    for change, accept, reject in (
        ("other", [one], []),
        (told["change_id"], ["other"], []),
        (told["change_id"], [one], [one]),
    ):
        assert (
            await ask(asked, asked.anna, "answer", change_id=change, accept=accept, reject=reject) == "changes_differ"
        )
    await asked.enter(viewers=[asked.ben.user.id, asked.root.user.id, asked.carl.user.id])
    late = await ask(asked, asked.anna, "answer", change_id=told["change_id"], accept=[one], reject=[])
    assert late == "changes_differ"
    assert shared(asked) == ({asked.ben.user.id}, set())


async def test_an_owner_alone(asked: Household) -> None:
    """Another owner begins anew: what was shared is void, what waits waits on; a rejected one is out of the entry."""
    await asked.lower()
    await asked.enter_owners(asked.anna, asked.carl)
    assert await answer(asked, set(), {"owner"}) == ["allow", "allow", "viewer"]
    assert asked.entry.data["owners"] == [asked.anna.user.id]
    assert shared(asked)[0] == {asked.ben.user.id}
    await asked.enter_owners(asked.anna, asked.carl)
    assert await answer(asked, {"owner"}, {"allow"}) == ["viewer"]
    assert asked.policy.owners == {asked.anna.user.id, asked.carl.user.id}
    assert asked.policy.private
    assert shared(asked) == (set(), set())


async def test_the_last_owner(asked: Household) -> None:
    """Who was removed as the last one answers some, stays the one who may answer, and comes back."""
    await asked.enter_owners(asked.carl)
    assert await answer(asked, set(), {"allow"}) == ["owner", "viewer", "viewer", "without_owner"]
    assert not asked.policy.owners
    assert await ask(asked, asked.carl, "list") == "refused"
    assert await answer(asked, set(), {"without_owner", "owner"}) == ["viewer", "viewer"]
    assert asked.policy.owners == {asked.anna.user.id}
    assert asked.entry.data["owners"] == [asked.anna.user.id]


async def test_an_address(home: Household) -> None:
    """It is accepted with the rest, or waits on: it cannot be rejected here."""
    await home.hass.config.async_update(internal_url="http://192.0.2.66:8123")
    await home.enter(allow=["ai"])
    assert await answer(home, set(), {"address"}) == "not_rejectable"
    assert await answer(home, {"allow"}, set()) == ["address"]
    assert await answer(home, {"address"}, set()) == []
    assert not home.hass.data[RIGHTS].unseen(home.entry.entry_id)  # type: ignore[arg-type]


# Home Assistant leaves the heartbeat of a connection that it closes.
@pytest.mark.parametrize("expected_lingering_timers", [True])
async def test_a_login_that_ends_while_it_is_written(home: Household, disk: Disk) -> None:
    """What was begun goes through; nothing more is accepted for somebody who is gone by then."""
    await home.hass.config.async_update(internal_url="http://192.0.2.66:8123")
    await home.enter(allow=["ai"])
    told = await ask(home, home.anna, "list")
    ids = [item["id"] for item in told["items"]]
    disk.waits = True
    answering = asyncio.ensure_future(
        home.anna.ask(
            type="dropcam_privacy/changes/answer",
            account=home.entry.entry_id,
            change_id=told["change_id"],
            accept=ids,
            reject=[],
        )
    )
    await until(lambda: disk.pending)
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    disk.waits = False
    await disk.answer()
    with pytest.raises(WSMessageTypeError):
        await answering
    await home.hass.async_block_till_done(wait_background_tasks=True)
    assert home.hass.data[RIGHTS].unseen(AccountId(home.entry.entry_id))
