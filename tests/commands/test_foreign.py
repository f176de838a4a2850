"""Every command of ours, asked by everybody whose it is not, with every id that is not theirs: nothing to learn.

A foreign id answers exactly like one that does not exist. A new command has to be added to the table.
"""

from typing import Any

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.websocket_api import DOMAIN as WEBSOCKET_API
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from tests.household.home import CAMERA, NURSERY, Household, Person

HASH = "0" * 64
# What a command needs beside the id that it is about.
ABOUT_A_CAMERA: dict[str, dict[str, Any]] = {
    "camera/private": {"private": False},
    "camera/on": {"on": True},
    "camera/viewers": {"viewers": []},
    "camera/allow": {"allow": []},
    "camera/end": {"watcher": "any"},
    "camera/original": {"lock": False, "take_over": False},
    "scene/question": {},
    "scene/answer": {"answer": "light"},
    "scene/set_up": {},
    "scene/off": {},
    "scene/anyway": {},
    "scene/look": {},
}
ABOUT_AN_ACCOUNT: dict[str, dict[str, Any]] = {
    "account/assistants": {"on": True},
    "changes/list": {},
    "changes/answer": {"change_id": "any", "accept": [], "reject": []},
    "log/list": {},
    "log/state": {},
    "log/days": {"since": 0, "zone": "Europe/Amsterdam"},
    "log/keep": {"days": 30},
    "log/verify": {},
    "log/prove": {"number": 1, "hash": HASH},
}
# What has no id of a camera or an account; their own tests say who gets what.
ABOUT_ONESELF = {"overview/subscribe", "people", "check_up", "check_up/fix", "set_up", "set_up/options"}
ABOUT = {
    **{name: {"camera": NURSERY, **more} for name, more in ABOUT_A_CAMERA.items()},
    **{name: {"account": "", **more} for name, more in ABOUT_AN_ACCOUNT.items()},
}


def test_every_command_is_here(home: Household) -> None:
    """The table has what is registered, and nothing else."""
    registered = {name.removeprefix(f"{DOMAIN}/") for name in home.hass.data[WEBSOCKET_API] if name.startswith(DOMAIN)}
    assert registered == {*ABOUT, *ABOUT_ONESELF}


async def ask(person: Person, name: str, **message: Any) -> dict[str, Any]:
    """Ask a command; return what is wrong, or the result, without what differs by itself."""
    answer = await person.ask(type=f"{DOMAIN}/{name}", **message)
    return {key: value for key, value in answer.items() if key != "id"}


@pytest.mark.parametrize("name", ABOUT)
async def test_nothing_for_others(home: Household, name: str) -> None:
    """A viewer, somebody else, an administrator and programs are refused, be there such an id or not."""
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    program = await home.join("Anna's program", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    program.user = home.anna.user
    policy = home.policy
    key = "camera" if name in ABOUT_A_CAMERA else "account"
    own = NURSERY if key == "camera" else home.entry.entry_id
    for person in (home.ben, home.carl, home.root, kiosk, program):
        answers = [await ask(person, name, **{**ABOUT[name], key: which}) for which in (own, "missing", CAMERA, "")]
        assert answers[0]["error"]["translation_key"] == "refused", (person.user.name, answers[0])
        assert answers == answers[:1] * len(answers)
    missing = await ask(home.anna, name, **{**ABOUT[name], key: "missing"})
    assert missing["error"]["translation_key"] == "refused"
    assert home.policy == policy


@pytest.mark.parametrize("name", ["people", "check_up", "set_up/options"])
async def test_no_names_for_others(home: Household, name: str) -> None:
    """What is about no camera tells nobody of cameras, accounts or people that are not theirs to know."""
    told = [str(await ask(person, name)) for person in (home.ben, home.carl)]
    for secret in (NURSERY, "Nursery", home.entry.entry_id, home.anna.user.id):
        assert not any(secret in each for each in told), (name, secret)


async def test_a_foreign_finding_is_not_fixed(home: Household) -> None:
    """A finding of somebody else's is fixed by nobody, and none that is not there."""
    found = (await ask(home.anna, "check_up"))["result"]
    for person in home.everybody:
        for finding in [*(each["id"] for each in found if person is not home.anna), "missing"]:
            answer = await ask(person, "check_up/fix", finding=finding)
            assert answer["error"]["translation_key"] == "refused"


async def test_the_overview_of_others(home: Household) -> None:
    """What others subscribe to names no camera, account or person that is not theirs."""
    for person, sees in ((home.ben, {NURSERY}), (home.carl, set()), (home.root, set())):
        socket = await person._ws(person.token)
        await socket.send_json_auto_id({"type": f"{DOMAIN}/overview/subscribe"})
        assert (await socket.receive_json())["success"]
        overview = (await socket.receive_json())["event"]
        await socket.close()
        assert {camera["id"] for camera in overview["cameras"]} == sees
        assert overview["accounts"] == []
        for secret in ("watchers", "viewers", home.entry.entry_id, home.anna.user.id):
            assert secret not in str(overview)
