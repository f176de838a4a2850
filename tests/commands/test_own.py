"""What owners change by commands: in force and written when it is answered; nobody else's hand does it."""

from datetime import datetime
import json
from pathlib import Path
from typing import Any

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.const import CONF_LOCK_ORIGINAL, CONF_TAKE_OVER
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from tests.audit.reading import rows
from tests.household.flows import as_subentry, entity_camera
from tests.household.home import NURSERY, SWITCH, Household
from tests.household.rights import Disk
from tests.waiting import until

from .asking import ask, told as overview_of

OWN: dict[str, dict[str, Any]] = {
    "camera/private": {"private": False},
    "camera/on": {"on": False},
    "camera/allow": {"allow": ["ai"]},
    "camera/end": {"watcher": "0" * 32},
    "camera/original": {"lock": False, "take_over": False},
}


def recorded(home: Household) -> dict[str, Any]:
    """Return what the disk says of the nursery."""
    path = Path(home.hass.config.path(".storage", "dropcam_privacy.rights"))
    camera = json.loads(path.read_bytes())["data"]["accounts"][home.entry.entry_id]["cameras"][NURSERY]
    found: dict[str, Any] = camera
    return found


@pytest.mark.parametrize("command", [*OWN, "account/assistants", "people"])
async def test_nobody_else(home: Household, command: str) -> None:
    """A viewer, somebody else, an administrator and a program in the owner's name read what a missing id answers."""
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    kiosk.login.user = home.anna.user
    before, granted = home.policy, home.hass.data[RIGHTS].rights(home.entry)
    key, mine = ("account", home.entry.entry_id) if command == "account/assistants" else ("camera", NURSERY)
    data = OWN.get(command, {"on": False})
    whats: list[dict[str, Any]] = [{}] if command == "people" else [{key: mine, **data}, {key: "none", **data}]
    answers = [
        (await person.ask(type=f"dropcam_privacy/{command}", **what))["error"]
        for person in (home.ben, home.carl, home.root, kiosk)
        for what in whats
    ]
    if command != "people":
        answers.append((await home.anna.ask(type=f"dropcam_privacy/{command}", **whats[1]))["error"])
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["code"] == "refused"
    assert home.policy == before
    assert home.hass.data[RIGHTS].rights(home.entry) == granted


async def test_no_more_an_owner(home: Household) -> None:
    """Whoever has ceased to be one is nobody, in the same moment."""
    await home.enter_owners(home.carl, by=home.anna)
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False) == "refused"
    assert home.policy.private


async def test_privacy(home: Household) -> None:
    """Ended until it is raised, or for a time; the log knows by whom."""
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False) is None
    assert (home.policy.private, recorded(home)["lowered"]) == (False, True)
    assert await home.ben.sees() == "red"
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=True) is None
    assert home.policy.private
    assert await home.ben.sees() == 403
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False, seconds=1) is None
    state = home.hass.states.get(SWITCH)
    assert state is not None
    assert datetime.fromisoformat(state.attributes["private_again"]) > dt_util.utcnow()
    await until(lambda: home.policy.private, 4)
    (off, on, *_) = [row for row in await rows(home) if row.facet.event in ("privacy_off", "privacy_on")]
    assert [(it.facet.event, it.said["kind"], it.said["name"]) for it in (off, on)] == [
        ("privacy_off", "person", "Anna"),
        ("privacy_on", "person", "Anna"),
    ]


@pytest.mark.parametrize("seconds", [0, -1, 86401, 1.5, "60"])
async def test_privacy_for_what_is_no_time(home: Household, seconds: object) -> None:
    """Longer than a day, nothing, or no time at all."""
    answer = await ask(home.anna, "camera/private", camera=NURSERY, private=False, seconds=seconds)
    assert answer == "invalid_format"
    assert home.policy.private


async def test_disk_is_full(home: Household, disk: Disk) -> None:
    """What gives is refused, what takes holds all the same, and both say that it is not written."""
    disk.fails = True
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False) == "not_durable"
    assert home.policy.private
    disk.fails = False
    await home.lower()
    disk.fails = True
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=True) == "not_durable"
    assert home.policy.private
    disk.fails = False


async def test_on_and_off(home: Household) -> None:
    """It is shown to nobody while it is off, and read again after that."""
    await home.lower()
    assert await ask(home.anna, "camera/on", camera=NURSERY, on=False) is None
    assert (home.policy.on, recorded(home)["on"]) == (False, False)
    assert await home.anna.sees() == 503
    assert await ask(home.anna, "camera/on", camera=NURSERY, on=True) is None
    assert recorded(home)["on"]
    assert await home.ben.sees() == "red"


async def test_allow(home: Household) -> None:
    """Exactly that, and viewers stay."""
    assert await ask(home.anna, "camera/allow", camera=NURSERY, allow=["ai", "automations"]) is None
    assert home.policy.allow == {"ai", "automations"}
    assert home.policy.viewers == {home.ben.user.id}
    assert await ask(home.anna, "camera/allow", camera=NURSERY, allow=["everything"]) == "invalid_format"
    assert await ask(home.anna, "camera/allow", camera=NURSERY, allow=[]) is None
    assert not home.policy.allow


async def test_assistants(home: Household) -> None:
    """For a whole account."""
    mine = home.entry.entry_id
    assert await ask(home.anna, "account/assistants", account=mine, on=False) is None
    assert home.state("switch.anna_s_cameras_assistants") == "off"
    assert await ask(home.anna, "account/assistants", account=mine, on=True) is None
    assert home.state("switch.anna_s_cameras_assistants") == "on"


async def test_people(home: Household) -> None:
    """All whom an owner may let in, by what tells them apart."""
    people = await ask(home.anna, "people")
    assert {"id": home.carl.user.id, "name": "Carl"} in people


async def test_original(home: Household) -> None:
    """Locked or open, with its entity id or without; each is written down with who did it."""
    assert await ask(home.anna, "camera/original", camera=NURSERY, lock=False, take_over=False) == "no_original"
    original = er.async_get(home.hass).async_get_or_create("camera", "demo", "porch")
    await guard(home, "porch", original.id, original.entity_id)
    for lock, take_over in ((False, False), (True, False), (True, True), (True, False)):
        assert await ask(home.root, "camera/original", camera="porch", lock=lock, take_over=take_over) == "refused"
        assert await ask(home.anna, "camera/original", camera="porch", lock=lock, take_over=take_over) is None
        data = home.entry.subentries["porch"].data
        assert (data[CONF_LOCK_ORIGINAL], data[CONF_TAKE_OVER]) == (lock, take_over)
        told = next(it for it in (await overview_of(home.anna))["cameras"] if it["id"] == "porch")["original"]
        assert (told["locked"], told["closed"], told["taken_over"]) == (lock, lock, take_over)
    await home.hass.async_block_till_done()
    changed = await rows(home, Event.RELEASED, Event.LOCKED)
    assert [(it.facet.event, it.said["name"]) for it in changed[-2:]] == [("released", "Anna"), ("locked", "Anna")]


async def test_original_as_it_cannot_be(home: Household) -> None:
    """Nothing is changed by what is not possible."""
    await guard(home, "porch", None, "camera.porch")
    before = home.entry.subentries["porch"].data
    for lock, take_over, word in ((False, True, "take_over_unlocked"), (True, True, "take_over_no_unique_id")):
        answer = await ask(home.anna, "camera/original", camera="porch", lock=lock, take_over=take_over)
        assert answer == word
    assert home.entry.subentries["porch"].data == before
    assert await ask(home.anna, "camera/original", camera="porch", lock=False, take_over=False) is None
    assert await ask(home.anna, "camera/original", camera="porch", lock=True, take_over=False) == "lock_needs_line"


async def guard(home: Household, camera: str, original: str | None, entity_id: str) -> None:
    """Have another camera, which guards another integration's."""
    home.hass.config_entries.async_add_subentry(home.entry, as_subentry(entity_camera(camera, original, entity_id)))
    await home.hass.async_block_till_done()
