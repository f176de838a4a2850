"""Owners say who may look, and when; nobody else does."""

from contextlib import suppress
from typing import Any, cast

from aiohttp import ClientPayloadError
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.const import CONF_ALLOW, CONF_LOWERERS, CONF_TIMES, CONF_VIEWERS
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.people import async_people
from custom_components.dropcam_privacy.viewers import viewers_told
from tests.audit.reading import rows
from tests.household.clocks import FRIDAY, HOUR, Clock
from tests.household.home import CAMERA, MJPEG, NURSERY, Household, Person
from tests.waiting import until

WAITING = "binary_sensor.anna_s_cameras_waiting"
FRIDAYS = {"weekdays": [4], "from": "18:00", "to": "24:00", "zone": "UTC"}


async def let(person: Person, who: dict[str, Any], camera: str = NURSERY) -> dict[str, Any]:
    """Have exactly these look at a camera."""
    viewers = [{"user": user, "times": times} for user, times in who.items()]
    return await person.ask(type="dropcam_privacy/camera/viewers", camera=camera, viewers=viewers)


async def test_a_babysitter(home: Household, clock: Clock) -> None:
    """In force and written down when it answers; the row says when; what runs ends with the window."""
    ben = home.ben.user.id
    await home.lower()
    assert (await let(home.anna, {ben: FRIDAYS}))["result"] is None
    data = home.entry.subentries[NURSERY].data
    assert (data[CONF_VIEWERS], data[CONF_TIMES]) == ([], {ben: "4 18:00-24:00 - UTC"})
    told = {"id": ben, "name": "Ben", "times": FRIDAYS, "now": True}
    people = await async_people(home.hass)
    assert viewers_told(home.hass, people, home.policy) == [told]
    assert await home.ben.sees() == "red"
    running = await home.ben.get(MJPEG)
    assert running.status == 200
    clock.off = 6 * HOUR - 0.5
    home.hass.data[GATEKEEPER].hours.follow([home.policy], ())
    with suppress(ClientPayloadError):  # it is cut in the middle
        while await running.content.readany():
            pass
    assert clock() >= FRIDAY + 6 * HOUR
    assert await home.ben.sees() == 403
    assert viewers_told(home.hass, people, home.policy) == [{**told, "now": False}]
    assert await home.anna.sees() == "red"
    clock.off = 7 * 24 * HOUR
    assert await home.ben.sees() == "red"
    given = [row for row in await rows(home, Event.GIVEN) if row.said.get("times")]
    assert [(row.said["name"], row.said["whose_name"], row.said["times"]) for row in given] == [
        ("Anna", "Ben", "4 18:00-24:00 - UTC")
    ]


async def test_who_may_say_so(home: Household) -> None:
    """Owners; and a camera that is somebody else's answers like one that does not exist."""
    kiosk = await home.join("Kiosk", kind=TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    kiosk.user = home.anna.user
    answers = [
        (await let(person, {home.carl.user.id: None}, camera))["error"]["code"]
        for person in (home.ben, home.carl, home.root, kiosk)
        for camera in (NURSERY, "none")
    ]
    answers.append((await let(home.anna, {}, "none"))["error"]["code"])
    assert set(answers) == {"refused"}
    assert home.policy.viewers == {home.ben.user.id}


@pytest.mark.parametrize(
    ("times", "code"),
    [
        ({"from": "18:00", "to": "18:00"}, "times_wrong"),
        ({"zone": "Mars/Base"}, "times_wrong"),
        ({"until": "2027-02-30"}, "times_wrong"),
        ({"weekdays": [7]}, "invalid_format"),
        ({"weekdays": [True, "x"]}, "invalid_format"),
        ({"from": 18}, "invalid_format"),
        ({"other": 1}, "invalid_format"),
    ],
)
async def test_nonsense(home: Household, times: dict[str, Any], code: str) -> None:
    """Nothing is changed by what cannot be."""
    assert (await let(home.anna, {home.ben.user.id: times}))["error"]["code"] == code
    assert (await let(home.anna, {"nobody": None}))["error"]["code"] == "unknown_viewer"
    assert home.policy.times == {}
    assert home.policy.viewers == {home.ben.user.id}


async def test_the_action(home: Household, clock: Clock) -> None:
    """Does the same, in Home Assistant's own time zone if none is given; owners are no viewers of theirs."""
    ben, carl, anna = (person.user.id for person in (home.ben, home.carl, home.anna))
    await home.hass.config.async_update(time_zone="Europe/Amsterdam")
    await home.share(viewers=[ben, carl, anna], times={ben: {"weekdays": [4], "from": "20:00"}})
    assert home.policy.viewers == {ben, carl}
    assert {viewer: str(times) for viewer, times in home.policy.times.items()} == {
        ben: "4 20:00-24:00 - Europe/Amsterdam"
    }
    wrong = {carl: {"from": "20:00"}}
    assert await home.anna.call("dropcam_privacy.set_sharing", CAMERA, viewers=[ben], times=wrong) == "times_wrong"
    assert await home.anna.call("dropcam_privacy.set_sharing", CAMERA, times=wrong) == "times_wrong"
    await home.share(allow=["ai"])
    assert set(home.policy.times) == {ben}
    await home.share(viewers=[ben])
    assert (home.policy.viewers, home.policy.times) == ({ben}, {})


async def test_the_last_day(home: Household, clock: Clock) -> None:
    """When it is over the right is gone from the record and from the entry, and nothing waits."""
    ben = home.ben.user.id
    await home.lower()
    assert (await let(home.anna, {ben: {"until": "2026-11-27", "zone": "UTC"}}))["success"]
    assert await home.ben.sees() == "red"
    clock.off = 6 * HOUR - 0.3
    home.hass.data[GATEKEEPER].hours.follow([home.policy], ())
    await until(lambda: ben not in home.policy.viewers)
    await until(lambda: not home.entry.subentries[NURSERY].data.get(CONF_TIMES))
    clock.off = 0
    assert await home.ben.sees() == 403


async def test_an_administrators_proposal(home: Household, clock: Clock) -> None:
    """Says the times, and changes nothing before an owner accepts it."""
    ben = home.ben.user.id
    assert (await let(home.anna, {ben: FRIDAYS}))["success"]
    await home.enter(viewers=[], times={ben: "45 18:00-24:00 - UTC"})
    assert str(next(iter(home.policy.times.values()))) == "4 18:00-24:00 - UTC"
    answer = await home.anna.ask(
        type="call_service",
        domain="dropcam_privacy",
        service="list_changes",
        service_data={},
        target={"entity_id": WAITING},
        return_response=True,
    )
    (told,) = answer["result"]["response"].values()
    (viewer,) = told["cameras"][0]["viewers_added"]
    assert viewer == {"id": ben, "name": "Ben", "times": {**FRIDAYS, "weekdays": [4, 5]}}


async def test_the_dialog_keeps_times(home: Household, clock: Clock) -> None:
    """Of viewers who stay; who is chosen anew may look at any time."""
    ben, carl = home.ben.user.id, home.carl.user.id
    assert (await let(home.anna, {ben: FRIDAYS}))["success"]
    for chosen, always, times in (
        ([ben, carl], [carl], {ben: "4 18:00-24:00 - UTC"}),
        ([carl], [carl], {}),
    ):
        flow = await cast("MockConfigEntry", home.entry).start_subentry_reconfigure_flow(home.hass, NURSERY)
        manager = home.hass.config_entries.subentries
        form = await manager.async_configure(flow["flow_id"], {"next_step_id": "sharing"})
        assert form["data_schema"] is not None
        shown = next(key for key in form["data_schema"].schema if key == CONF_VIEWERS)
        assert ben in shown.description["suggested_value"]
        await manager.async_configure(flow["flow_id"], {CONF_VIEWERS: chosen, CONF_ALLOW: [], CONF_LOWERERS: []})
        data = home.entry.subentries[NURSERY].data
        assert (data[CONF_VIEWERS], data[CONF_TIMES]) == (always, times)
