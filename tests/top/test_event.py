"""The event of a camera: what it tells of the wishes for its picture, how often, and what it must not tell."""

import asyncio
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import replace
from time import monotonic
from unittest.mock import patch

from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
import pytest

from custom_components.dropcam_privacy import event as event_module, gatekeeper as gatekeeper_module
from custom_components.dropcam_privacy.exceptions import Refused
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER, Gatekeeper
from custom_components.dropcam_privacy.policy.model import (
    INTEGRATION,
    UNKNOWN,
    CameraId,
    Channel,
    Kind,
    Principal,
    RefreshTokenId,
    UserId,
)
from tests.household.home import CAMERA, MJPEG, NURSERY, Household, Person
from tests.waiting import until

EVENT = "event.nursery_access"
type Told = list[tuple[str, str, str]]


@pytest.fixture
def states(home: Household) -> list[State]:
    """Collect what the event says from now on."""
    states: list[State] = []

    @callback
    def changed(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == EVENT and event.data["new_state"] is not None:
            states.append(event.data["new_state"])

    home.hass.bus.async_listen(EVENT_STATE_CHANGED, changed)
    return states


@pytest.fixture
def told(states: list[State]) -> Callable[[], Told]:
    """Return what the event has said since this was asked last."""

    def since() -> Told:
        said = [(one.attributes["event_type"], one.attributes["channel"], one.attributes["kind"]) for one in states]
        states.clear()
        return said

    return since


@pytest.fixture
def clock() -> Iterator[list[float]]:
    """Give the event, and the gatekeeper, a clock that stands until somebody moves it."""
    now = [monotonic()]
    with (
        patch.object(event_module, "monotonic", lambda: now[0]),
        patch.object(gatekeeper_module, "monotonic", lambda: now[0]),
    ):
        yield now


def gatekeeper_of(home: Household) -> Gatekeeper:
    """Return the gatekeeper."""
    return home.hass.data[GATEKEEPER]


def principal(person: Person) -> Principal:
    """Return what a person is in their own session."""
    return Principal(Kind.PERSON, UserId(person.user.id), RefreshTokenId(person.login.id))


async def test_a_day_of_a_camera(home: Household, told: Callable[[], Told], clock: list[float]) -> None:
    """Everybody asks by stills, live and the websocket: each is told once, whoever goes on asking."""
    stream = {"type": "camera/stream", "entity_id": CAMERA}
    for _ in range(3):
        assert await home.ben.sees() == 403
        assert await home.carl.sees() == 403
        assert not (await home.ben.ask(**stream))["success"]
    await until(lambda: home.state(EVENT) != "unknown")
    assert sorted(told()) == [
        ("refused", "live", "viewer"),
        ("refused", "snapshot", "stranger"),
        ("refused", "snapshot", "viewer"),
    ]
    await home.lower()
    for _ in range(3):
        assert await home.anna.sees() == await home.ben.sees() == "red"
    assert sorted(told()) == [("granted", "snapshot", "owner"), ("granted", "snapshot", "viewer")]
    watching = await home.ben.get(MJPEG)
    hers = await home.anna.get(MJPEG)
    assert b"\xff\xd8" in await watching.content.read(2048)
    assert b"\xff\xd8" in await hers.content.read(2048)
    await until(lambda: len(gatekeeper_of(home).leases) == 2)  # the stills have arrived
    assert sorted(told()) == [("granted", "live", "owner"), ("granted", "live", "viewer")]
    await home.raise_privacy()
    # His still was over; hers goes on.
    assert told() == [("revoked", "live", "viewer")]
    assert await home.ben.sees() == 403
    assert told() == []
    clock[0] += 300
    assert await home.ben.sees() == 403
    assert told() == [("refused", "snapshot", "viewer")]
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert told() == [("revoked", "live", "owner")]
    watching.close()
    hers.close()


async def test_what_is_over_is_not_revoked(home: Household, told: Callable[[], Told], clock: list[float]) -> None:
    """Closed, run out, never used: none of them loses anything; a login that ends, a right that is taken away does."""
    gatekeeper = gatekeeper_of(home)
    anna, ben = principal(home.anna), principal(home.ben)
    with gatekeeper.leased(anna, Channel.LIVE, NURSERY) as lease:
        gatekeeper.delivered(lease)
    gatekeeper.delivered(lease)  # what left before the end, and is told of after it
    _, run_out = gatekeeper.issue(anna, Channel.LIVE, NURSERY, lifetime=-1)
    gatekeeper.delivered(run_out)
    gatekeeper.open(anna, Channel.LIVE, NURSERY)
    gatekeeper.set_policy(anew=[NURSERY])
    await home.hass.async_block_till_done()
    assert told() == [("granted", "live", "owner")]

    hers = gatekeeper.open(anna, Channel.SNAPSHOT, NURSERY)
    gatekeeper.delivered(hers)
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    await home.hass.async_block_till_done()
    assert told() == [("granted", "snapshot", "owner"), ("revoked", "snapshot", "owner")]

    await home.hass.async_block_till_done()
    shared = replace(home.policy, private=False)
    gatekeeper.set_policy(shared)
    with gatekeeper.leased(ben, Channel.LIVE, NURSERY) as lease:
        gatekeeper.delivered(lease)
        gatekeeper.set_policy(replace(shared, viewers=frozenset()))
    await home.hass.async_block_till_done()
    # What he was, not what he is now.
    assert told() == [("granted", "live", "viewer"), ("revoked", "live", "viewer")]
    with pytest.raises(Refused):
        gatekeeper.open(ben, Channel.LIVE, NURSERY)
    await home.hass.async_block_till_done()
    assert told() == [("refused", "live", "stranger")]
    gatekeeper.set_policy(shared)
    gatekeeper.delivered(gatekeeper.open(ben, Channel.LIVE, NURSERY))
    await home.hass.async_block_till_done()
    # Less than a minute later: what was taken away is granted anew.
    assert told() == [("granted", "live", "viewer")]


async def test_who_goes_on_is_told_once(home: Household, told: Callable[[], Told], clock: list[float]) -> None:
    """A dashboard that asks every ten seconds for an hour, and then in the background; and one that comes back."""
    gatekeeper, ben = gatekeeper_of(home), principal(home.ben)
    gatekeeper.set_policy(replace(home.policy, private=False))
    for pause, news in ((0, 1), *[(10, 0)] * 360, *[(61, 0)] * 60, (299, 0), (300, 1)):
        clock[0] += pause
        with gatekeeper.leased(ben, Channel.SNAPSHOT, NURSERY) as lease:
            gatekeeper.delivered(lease)
        await home.hass.async_block_till_done()
        assert told() == [("granted", "snapshot", "viewer")] * news, pause
    # One long lease counts as long as pictures leave.
    lease = gatekeeper.open(ben, Channel.LIVE, NURSERY)
    for _ in range(20):
        gatekeeper.delivered(lease)
        clock[0] += 30
    await home.hass.async_block_till_done()
    assert told() == [("granted", "live", "viewer")]
    gatekeeper.close(lease)
    gatekeeper.delivered(gatekeeper.open(ben, Channel.LIVE, NURSERY))
    await home.hass.async_block_till_done()
    assert told() == []


@pytest.mark.parametrize("pause", [10, 61])
async def test_who_is_refused_all_day(
    home: Household, told: Callable[[], Told], clock: list[float], pause: int
) -> None:
    """An open dashboard, also in the background: told when it begins, and once an hour, so that it is not forgotten."""
    gatekeeper, carl = gatekeeper_of(home), principal(home.carl)
    for _ in range(24 * 3600 // pause):
        with pytest.raises(Refused):
            gatekeeper.require(carl, Channel.SNAPSHOT, NURSERY)
        await asyncio.sleep(0)
        clock[0] += pause
    assert told() == [("refused", "snapshot", "stranger")] * 24
    # Somebody of another kind is not lost among them, nor another road.
    for asking, channel in ((principal(home.ben), Channel.SNAPSHOT), (carl, Channel.LIVE)):
        with pytest.raises(Refused):
            gatekeeper.require(asking, channel, NURSERY)
    await home.hass.async_block_till_done()
    assert told() == [("refused", "snapshot", "viewer"), ("refused", "live", "stranger")]


async def test_programs(home: Household, told: Callable[[], Told]) -> None:
    """What is not a person is told by its kind."""
    for asking in (INTEGRATION, UNKNOWN, Principal(Kind.ASSISTANT), Principal(Kind.AUTOMATION)):
        with pytest.raises(Refused):
            gatekeeper_of(home).open(asking, Channel.INTEGRATION, NURSERY)
    await home.hass.async_block_till_done()
    assert told() == [
        ("refused", "integration", kind) for kind in ("integration", "stranger", "assistant", "automation")
    ]


async def test_another_camera(home: Household, told: Callable[[], Told]) -> None:
    """A camera that there is not has no event, and no other camera tells of it."""
    with pytest.raises(Refused):
        gatekeeper_of(home).open(principal(home.ben), Channel.LIVE, CameraId("elsewhere"))
    assert await home.carl.sees("/api/camera_proxy/camera.elsewhere") == 404
    await home.hass.async_block_till_done()
    assert told() == []


async def test_names_nobody(home: Household, states: list[State], hass: HomeAssistant) -> None:
    """A channel and a kind, and nothing else; nor does whoever hears of it stand in the asking person's place."""
    heard: list[tuple[str | None, list[object]]] = []

    @callback
    def listen(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == EVENT:
            heard.append((event.context.user_id, [name.name for name in copy_context()]))

    hass.bus.async_listen(EVENT_STATE_CHANGED, listen)
    assert await home.anna.sees() == "red"
    assert await home.ben.sees() == 403
    watching = await home.anna.get(MJPEG)
    assert b"\xff\xd8" in await watching.content.read(2048)
    await until(lambda: len(gatekeeper_of(home).leases) == 1)  # the still has arrived
    await home.anna.call("camera.turn_off", CAMERA)
    await until(lambda: len(states) == 4)
    for state in states:
        assert set(state.attributes) == {"event_types", "event_type", "channel", "kind", "friendly_name"}
        assert state.context.user_id is None
    assert heard == [(None, [])] * 4
    watching.close()


async def test_the_cut_comes_first(home: Household, states: list[State]) -> None:
    """A hundred leases end before anything is told of it, and then it is one event."""
    gatekeeper = gatekeeper_of(home)
    gatekeeper.set_policy(replace(home.policy, private=False))
    cut: list[None] = []
    for _ in range(100):
        lease = gatekeeper.open(principal(home.ben), Channel.LIVE, NURSERY)
        lease.on_end(lambda: cut.append(None))
        gatekeeper.delivered(lease)
    await home.hass.async_block_till_done()
    states.clear()
    gatekeeper.set_policy(replace(home.policy, private=True))
    assert len(cut) == 100
    assert states == []
    await home.hass.async_block_till_done()
    assert [state.attributes["event_type"] for state in states] == ["revoked"]
