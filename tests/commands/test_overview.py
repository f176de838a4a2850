"""The overview: each hears what is theirs to know, when it changes, and as long as their login stands."""

import asyncio
from typing import Any

from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN, TOKEN_TYPE_NORMAL
import pytest

from custom_components.dropcam_privacy import gatekeeper
from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy import put_out
from tests.audit.reading import rows
from tests.household.home import CAMERA, MJPEG, NURSERY, Household
from tests.household.player import watch

from .asking import ask, camera_of, overview, told

OWNERS = {"account", "private", "private_again", "on", "viewers", "allow", "watchers", "original"}


async def test_an_owner(home: Household) -> None:
    """Everything of what is theirs."""
    anna = {"id": home.anna.user.id, "name": "Anna"}
    assert await told(home.anna) == {
        "accounts": [
            {
                "id": home.entry.entry_id,
                "name": "Anna's cameras",
                "loaded": True,
                "owners": [anna],
                "assistants": True,
                "waiting": 0,
                "logged": True,
            }
        ],
        "cameras": [
            {
                "id": NURSERY,
                "name": "Nursery",
                "entity_id": CAMERA,
                "role": "owner",
                "may_look": "granted",
                "until": None,
                "picture": "live",
                "available": True,
                "account": home.entry.entry_id,
                "private": True,
                "private_again": None,
                "on": True,
                "viewers": [{"id": home.ben.user.id, "name": "Ben", "times": None, "now": True}],
                "allow": [],
                "watchers": [],
                "original": None,
                "scene": {
                    "state": "new",
                    "since": None,
                    "settling": False,
                    "anyway_until": None,
                    "can_look": True,
                },
            }
        ],
        "may_set_up": False,
        "any": True,
    }


async def test_a_viewer(home: Household) -> None:
    """The camera, and nothing of who else sees it; while it is private, no picture."""
    await home.anna.sees()
    seen = await told(home.ben)
    assert (seen["accounts"], seen["may_set_up"], seen["any"]) == ([], False, True)
    (camera,) = seen["cameras"]
    assert (camera["role"], camera["may_look"], camera.keys() & OWNERS) == ("viewer", "privacy_on", set())
    assert await ask(home.anna, "camera/private", camera=NURSERY, private=False, seconds=3600) is None
    camera = await camera_of(home.ben)
    assert camera["may_look"] == "granted"
    assert camera["until"] == (await camera_of(home.anna))["private_again"]


async def test_others(home: Household) -> None:
    """Somebody else and an administrator learn nothing of anybody's; only the latter whether there is any account."""
    nothing: dict[str, Any] = {"accounts": [], "cameras": []}
    assert await told(home.carl) == {**nothing, "may_set_up": False, "any": True}
    assert await told(home.root) == {**nothing, "may_set_up": True, "any": True}
    assert await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert await told(home.carl) == {**nothing, "may_set_up": False, "any": True}
    assert await told(home.root) == {**nothing, "may_set_up": True, "any": False}


async def test_programs(home: Household) -> None:
    """A long-lived token hears nothing, whoever's it is."""
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    kiosk.login.user = home.anna.user
    assert await ask(kiosk, "overview/subscribe") == "refused"


async def test_not_loaded(home: Household) -> None:
    """Its owner still has the camera, without a picture."""
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    camera = await camera_of(home.anna)
    assert (camera["entity_id"], camera["may_look"], camera["available"]) == ("", "refused", False)
    assert (await told(home.anna))["accounts"][0]["loaded"] is False
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)


async def test_waiting(home: Household) -> None:
    """An owner hears that something waits as soon as somebody enters it."""
    async with overview(home.anna) as heard:
        await heard.until(lambda it: it["accounts"][0]["waiting"] == 0)
        await home.enter(viewers=[home.ben.user.id, home.carl.user.id])
        await heard.until(lambda it: it["accounts"][0]["waiting"] == 1)


async def test_changes(home: Household) -> None:
    """Privacy and sharing are heard by whom they concern; nothing is said twice."""
    async with overview(home.ben) as ben, overview(home.carl) as carl:
        await ben.until(lambda it: it["cameras"][0]["may_look"] == "privacy_on")
        await carl.until(lambda it: not it["cameras"])
        await home.lower()
        await ben.until(lambda it: it["cameras"][0]["may_look"] == "granted")
        await home.raise_privacy()
        await ben.until(lambda it: it["cameras"][0]["may_look"] == "privacy_on")
        await home.share(viewers=[])
        await ben.until(lambda it: not it["cameras"])
        assert not await carl.hears()
        await home.share(viewers=[home.ben.user.id])
        await ben.until(lambda it: it["cameras"])
        assert not await ben.hears()


async def test_no_more_an_owner(home: Household) -> None:
    """Between two pushes: what comes next has nothing of theirs."""
    async with overview(home.anna) as heard:
        await heard.until(lambda it: it["cameras"])
        await home.enter_owners(home.carl, by=home.anna)
        await heard.until(lambda it: not it["cameras"] and not it["accounts"])


@pytest.mark.parametrize("how", ["logged out", "deactivated"])
@pytest.mark.parametrize("expected_lingering_timers", [True])  # the heartbeat of a connection that is cut
async def test_logged_out(home: Household, how: str) -> None:
    """Nothing comes any more after a logout, nor to a user who may not log in."""
    async with overview(home.ben) as heard:
        await heard.until(lambda it: it["cameras"])
        if how == "logged out":
            home.hass.auth.async_remove_refresh_token(home.ben.login)
        else:
            await home.hass.auth.async_update_user(home.ben.user, is_active=False)
        await home.lower()
        assert not await heard.hears()


async def test_stale_login(home: Household) -> None:
    """Nor while the connection is still open: whether the login stands is asked each time."""
    async with overview(home.ben) as heard:
        await heard.until(lambda it: it["cameras"])
        home.ben.login.token_type = TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
        await home.lower()
        assert not await heard.hears()
        home.ben.login.token_type = TOKEN_TYPE_NORMAL
        await home.raise_privacy()
        assert not await heard.hears()


async def test_watching_still(home: Household) -> None:
    """By a still: who, by what, from where, since when; the first of them has an id that stays."""
    async with overview(home.anna) as heard:
        await heard.until(lambda it: not it["cameras"][0]["watchers"])
        await home.lower()
        assert await home.ben.sees() == "red"
        (watcher,) = (await heard.until(lambda it: it["cameras"][0]["watchers"]))["cameras"][0]["watchers"]
        assert (watcher["kind"], watcher["name"], watcher["channel"]) == ("person", "Ben", "snapshot")
        assert (watcher["user"], watcher["address"]) == (home.ben.user.id, "127.0.0.1")
        assert len(watcher["id"]) == 32
        assert await home.ben.sees() == "red"
        assert not await heard.hears()
        await home.raise_privacy()
        await heard.until(lambda it: not it["cameras"][0]["watchers"])


async def test_watching_live(home: Household) -> None:
    """By MJPEG, from the address that asked for it; who leaves is gone at once."""
    await home.lower()
    async with overview(home.anna) as heard:
        response = await home.ben.get(MJPEG)
        assert await response.content.read(100)
        (watcher,) = (await heard.until(lambda it: it["cameras"][0]["watchers"]))["cameras"][0]["watchers"]
        assert (watcher["channel"], watcher["address"]) == ("live", "127.0.0.1")
        response.close()
        await heard.until(lambda it: not it["cameras"][0]["watchers"])


async def test_end(home: Household) -> None:
    """It ends at once, for a minute, for that person alone, also by another login; and is written down."""
    await home.lower()
    response = await home.ben.get(MJPEG)
    assert await response.content.read(100)
    (watcher,) = (await camera_of(home.anna))["watchers"]
    async with overview(home.ben) as heard:
        assert await ask(home.root, "camera/end", camera=NURSERY, watcher=watcher["id"]) == "refused"
        assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"][:-1] + "x") == "refused"
        assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"]) is None
        seen = await heard.until(lambda it: it["cameras"][0]["may_look"] == "ended")
        assert seen["cameras"][0]["until"] > watcher["since"]
    assert not any(lease.principal.user == home.ben.user.id for lease in home.hass.data[GATEKEEPER].leases.all())
    response.close()
    assert await home.ben.sees() == 403
    assert await home.anna.sees() == "red"
    assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"]) == "refused"


async def test_watching_hls(home: Household) -> None:
    """By HLS, from where its pieces are asked for; ended, its address gives nothing."""
    await home.lower()
    player = await watch(home.ben)
    assert await player.video() == {"red"}
    (watcher,) = (await camera_of(home.anna))["watchers"]
    assert (watcher["channel"], watcher["name"]) == ("live", "Ben")
    assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"]) is None
    assert await player.status() == 403
    error = (await home.ben.ask(type="camera/stream", entity_id=CAMERA))["error"]
    assert error["message"].startswith("An owner has just ended this")


async def test_end_is_written_down(home: Household) -> None:
    """Who ended whose."""
    assert await home.anna.sees() == "red"
    (watcher,) = (await camera_of(home.anna))["watchers"]
    assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"]) is None
    (row,) = await rows(home, Event.PUT_OUT)
    assert (row.facet.camera, row.facet.person) == (NURSERY, home.anna.user.id)
    assert (row.said["name"], row.said["whose"], row.said["whose_name"]) == ("Anna", home.anna.user.id, "Anna")


async def test_end_is_over(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """After that time they are let in again, and hear so."""
    monkeypatch.setattr(put_out, "PUT_OUT_SECONDS", 0.5)
    monkeypatch.setattr(gatekeeper, "PUT_OUT_SECONDS", 0.5)
    await home.lower()
    assert await home.ben.sees() == "red"
    (watcher,) = (await camera_of(home.anna))["watchers"]
    async with overview(home.ben) as heard:
        assert await ask(home.anna, "camera/end", camera=NURSERY, watcher=watcher["id"]) is None
        assert await home.ben.sees() == 403
        await heard.until(lambda it: it["cameras"][0]["may_look"] == "ended")
        await heard.until(lambda it: it["cameras"][0]["may_look"] == "granted")
    assert await home.ben.sees() == "red"


async def test_many_changes_are_one(home: Household) -> None:
    """A burst is told once or twice."""
    async with overview(home.anna) as heard:
        await heard.until(lambda _: True)
        for _ in range(20):
            home.camera.changed()
            await asyncio.sleep(0)
        assert not await heard.hears()
