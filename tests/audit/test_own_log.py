"""Owners check, keep and take home their own log; nobody else does, and nobody learns whose there is."""

from hashlib import sha256
import json
from typing import Any

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
import pytest

from custom_components.dropcam_privacy.audit.chain import Head, follows
from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.audit.tables import NAME, row_id
from custom_components.dropcam_privacy.const import LOG_PATH
from tests.household.home import NURSERY, Household, Person

from .making import tamper
from .reading import rows


async def verify(person: Person) -> dict[str, Any]:
    """Have the log checked; return the answer."""
    return await person.ask(
        type="call_service", domain="dropcam_privacy", service="verify_log", service_data={}, return_response=True
    )


async def test_verify(home: Household) -> None:
    """The first row that is wrong is named."""
    await home.anna.sees()
    await rows(home)
    (account,) = (await verify(home.anna))["result"]["response"]["accounts"]
    assert account["whole"] is True
    assert account["id"] == home.entry.entry_id
    (kept,) = account["parts"]
    assert (kept["part"], kept["first"], kept["wrong"]) == ("kept", 1, None)
    assert kept["last"] > 2
    tamper(home.hass.config.path(NAME), f"UPDATE rows SET at = at + 1 WHERE id = {row_id(1, 3)}")
    (account,) = (await verify(home.anna))["result"]["response"]["accounts"]
    assert account["whole"] is False
    assert account["parts"][0]["wrong"] == {"row": 3, "fault": "changed"}


async def test_verify_is_for_owners(home: Household) -> None:
    """Neither viewers, nor administrators, nor programs that name an owner."""
    for person in (home.ben, home.carl, home.root):
        assert (await verify(person))["error"]["translation_key"] == "refused"
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    kiosk.user = home.anna.user
    assert (await verify(kiosk))["error"]["translation_key"] == "refused"


async def test_keep(home: Household) -> None:
    """For how long is an owner's to say, and written down; not for less than a week."""
    assert await home.anna.call("dropcam_privacy.keep_log", "", days=30) is None
    assert await home.anna.call("dropcam_privacy.keep_log", "", days=6) is not None
    assert await home.root.call("dropcam_privacy.keep_log", "", days=7) == "refused"
    (row,) = await rows(home, Event.KEEPING)
    assert (row.said["name"], row.said["days"]) == ("Anna", 30)


def checked(lines: list[bytes]) -> list[str]:
    """Check an exported log with nothing but SHA-256; return the events."""
    hashed, number, events = b"", 0, []
    for line in lines:
        read = json.loads(line)
        if "anchor" in read:
            hashed, number = bytes.fromhex(read["hash"]), read["anchor"]
            continue
        number += 1
        row = json.dumps(read["row"], sort_keys=True, separators=(",", ":")).encode()
        content = sha256(b"dropcam_privacy log content 1\0" + row).digest()
        hashed = sha256(b"dropcam_privacy log row 1\0" + hashed + number.to_bytes(8) + content).digest()
        assert (read["number"], read["hash"]) == (number, hashed.hex())
        events.append(read["row"][1][0])
    return events


@pytest.mark.parametrize("how", ["bearer", "signed"])
async def test_export(home: Household, how: str) -> None:
    """The owner's own request, or a path that they sign, answers the whole log, which can be checked alone."""
    assert await home.carl.sees() == 403
    await rows(home)
    path = f"{LOG_PATH}{home.entry.entry_id}"
    if how == "bearer":
        response = await home.anna.get(path)
    else:
        signed = (await home.anna.ask(type="auth/sign_path", path=path, expires=30))["result"]["path"]
        response = await home.anna.get(signed, headers={})
        other = signed.replace(home.entry.entry_id, "other")
        assert (await home.anna.get(other, headers={})).status in (401, 403)
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "attachment" in response.headers["Content-Disposition"]
    events = checked((await response.read()).splitlines())
    assert events[:2] == ["begun", "started"]
    assert events[-2:] == ["begun", "refused"]


async def test_export_is_for_owners(home: Household) -> None:
    """Whoever is none reads the same as of an account that does not exist; nor does a path signed for long help."""
    path = f"{LOG_PATH}{home.entry.entry_id}"
    answers = set()
    for person in (home.ben, home.carl, home.root):
        for asked in (path, f"{LOG_PATH}none"):
            signed = (await person.ask(type="auth/sign_path", path=asked, expires=30))["result"]["path"]
            for response in (await person.get(asked), await person.get(signed, headers={})):
                answers.add((response.status, await response.read()))
    answers.add(
        ((await home.anna.get(f"{LOG_PATH}none")).status, await (await home.anna.get(f"{LOG_PATH}none")).read())
    )
    long = (await home.anna.ask(type="auth/sign_path", path=path, expires=3600))["result"]["path"]
    for response in (
        await home.anna.get(f"{LOG_PATH}none"),
        await home.anna.get(long, headers={}),
        await home.anna.get(path, headers={}),
    ):
        answers.add((response.status, await response.read()))
    assert {status for status, _ in answers} == {403}
    assert len(answers) == 1


# What the page asks.


async def test_list(home: Household) -> None:
    """Page after page, by what is wanted."""
    await home.anna.sees()
    await home.lower()
    await home.raise_privacy()
    written = await rows(home)
    ask: dict[str, Any] = {"type": "dropcam_privacy/log/list", "account": home.entry.entry_id}
    everything = (await home.anna.ask(**ask))["result"]
    assert [row["event"] for row in everything["rows"]] == [row.facet.event for row in reversed(written)]
    assert everything["before"] is None
    (first, second), before = (await home.anna.ask(**ask, most=2))["result"].values()
    (third, *_), _ = (await home.anna.ask(**ask, most=2, before=before))["result"].values()
    assert [first, second, third] == everything["rows"][:3]
    private = (await home.anna.ask(**ask, events=["privacy_on", "privacy_off"], camera=NURSERY))["result"]["rows"]
    assert [(row["event"], row["said"]["name"]) for row in private] == [("privacy_on", "Carl"), ("privacy_off", "Anna")]
    assert private[0]["person"] == home.carl.user.id
    assert (await home.anna.ask(**ask, person="nobody"))["result"]["rows"] == []
    assert not (await home.anna.ask(**ask, events=["nonsense"]))["success"]


async def test_prove(home: Household) -> None:
    """Who remembers a row can check that today's log goes on from there; of another there is no proof."""
    await home.anna.sees()
    await rows(home)
    (account,) = (await verify(home.anna))["result"]["response"]["accounts"]
    number, hashed = account["parts"][0]["last"], account["parts"][0]["hash"]
    await home.lower()
    await rows(home)
    ask: dict[str, Any] = {"type": "dropcam_privacy/log/prove", "account": home.entry.entry_id, "number": number}
    proof = (await home.anna.ask(**ask, hash=hashed))["result"]
    assert proof["reaches"] == proof["head"]
    contents = [*map(bytes.fromhex, proof["contents"])]
    head = Head(proof["head"]["number"], bytes.fromhex(proof["head"]["hash"]))
    assert follows(Head(number, bytes.fromhex(hashed)), contents, head)
    assert not follows(Head(number, bytes(32)), contents, head)
    assert (await home.anna.ask(**{**ask, "number": 999}, hash=hashed))["result"] is None


async def test_state_and_keep(home: Household) -> None:
    """How much there is, and where it ends; for how long it is kept is said of one account."""
    ask: dict[str, Any] = {"account": home.entry.entry_id}
    written = await rows(home)
    state = (await home.anna.ask(type="dropcam_privacy/log/state", **ask))["result"]
    assert (state["days"], state["rows"], state["since"]) == (90, len(written), written[0].place.at)
    assert (state["head"]["number"], state["logged"]) == (written[-1].number, True)
    assert (await home.anna.ask(type="dropcam_privacy/log/keep", days=30, **ask))["success"]
    assert (await home.anna.ask(type="dropcam_privacy/log/state", **ask))["result"]["days"] == 30
    (row,) = await rows(home, Event.KEEPING)
    assert (row.said["name"], row.said["days"]) == ("Anna", 30)
    assert (await home.anna.ask(type="dropcam_privacy/log/state", **ask))["result"]["days"] == 30
    for days in (6, 3651):
        assert not (await home.anna.ask(type="dropcam_privacy/log/keep", days=days, **ask))["success"]
    for named in (home.entry.entry_id, home.entry.title):
        assert await home.anna.call("dropcam_privacy.keep_log", "", days=40, account=named) is None
    assert await home.anna.call("dropcam_privacy.keep_log", "", days=50, account="other") == "refused"
    assert len(await rows(home, Event.KEEPING)) == 3


async def test_verify_by_the_page(home: Household) -> None:
    """It says what the action says, of one account."""
    await rows(home)
    checked = (await home.anna.ask(type="dropcam_privacy/log/verify", account=home.entry.entry_id))["result"]
    (account,) = (await verify(home.anna))["result"]["response"]["accounts"]
    assert {"id": account["id"], "name": account["name"], **checked} == account


async def test_days_by_the_page(home: Household) -> None:
    """Who looked today, and who was refused, however often that was."""
    await home.lower()
    await home.ben.sees()
    for _ in range(3):
        assert await home.carl.sees() == 403
    await rows(home)
    ask: dict[str, Any] = {"type": "dropcam_privacy/log/days", "account": home.entry.entry_id, "since": 0}
    found = (await home.anna.ask(**ask, zone="Asia/Jakarta"))["result"]
    assert len(found) == 400
    assert (found[-1]["views"], found[-1]["refusals"]) == (1, 3)
    assert (await home.anna.ask(**ask, zone="Asia/Jakarta", camera="other"))["result"][-1]["views"] == 0
    assert (await home.anna.ask(**ask, zone="Nowhere"))["error"]["code"] == "unknown_zone"


@pytest.mark.parametrize(
    "command",
    [
        {"type": "log/list"},
        {"type": "log/prove", "number": 1, "hash": "0" * 64},
        {"type": "log/state"},
        {"type": "log/days", "since": 0, "zone": "UTC"},
        {"type": "log/keep", "days": 7},
        {"type": "log/verify"},
    ],
)
async def test_commands_are_for_owners(home: Household, command: dict[str, Any]) -> None:
    """Whoever is none reads the same as of an account that does not exist."""
    command = {**command, "type": f"dropcam_privacy/{command['type']}"}
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    mine = home.entry.entry_id
    asked = [
        (home.ben, mine),
        (home.carl, mine),
        (home.root, mine),
        (kiosk, mine),
        (home.carl, "none"),
        (home.anna, "none"),
    ]
    errors = [(await person.ask(**command, account=account))["error"] for person, account in asked]
    assert all(error == errors[0] for error in errors)
    assert errors[0]["code"] == "refused"
