"""Going round: how often which camera is asked, and which never is."""

from datetime import timedelta
import time
from typing import Any

from homeassistant.util.dt import utcnow
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.dropcam_privacy.actions import rounds
from custom_components.dropcam_privacy.actions.rounds import Rounds
from custom_components.dropcam_privacy.audit.entries import Event
from tests.audit.reading import rows
from tests.household.flows import address_camera, as_subentry
from tests.household.home import CAMERA, Household
from tests.waiting import until

from .held import ask, scene_of

MINUTE = 60.0


class Going:
    """Goes round on a clock that is set."""

    def __init__(self, home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin now."""
        self._home = home
        self._rounds = Rounds(home.hass)
        self._ahead = 0.0
        monkeypatch.setattr(rounds, "monotonic", lambda: time.monotonic() + self._ahead)

    async def round(self, minutes: float = 1) -> bool:
        """Go round some minutes later; return whether the camera was asked."""
        asked = sum(self._home.fake.served.values())
        self._ahead += minutes * MINUTE
        self._rounds.go(None)
        await until(lambda: not self._rounds._tasks, 60)
        return sum(self._home.fake.served.values()) > asked


@pytest.fixture
def going(home: Household, monkeypatch: pytest.MonkeyPatch) -> Going:
    """Go round."""
    return Going(home, monkeypatch)


async def test_a_camera_that_is_not_checked(home: Household, going: Going) -> None:
    """Nobody asked for it: it is left alone."""
    assert not await going.round()
    assert (await ask(home, "off"))["state"] == "off"
    assert not await going.round(100)


async def test_the_first_week_and_later(new: Household, going: Going) -> None:
    """Each quarter of an hour, so that dusk comes in small steps."""
    assert [await going.round(minutes) for minutes in (1, 13, 2, 2, 14)] == [False, False, True, False, True]


async def test_later(known: Household, going: Going) -> None:
    """Once an hour; while another home is held, each minute, until its own is back."""
    assert [await going.round(minutes) for minutes in (50, 11, 50)] == [False, True, False]
    known.fake.switched["red"] = "blue"
    assert await going.round(11)
    assert scene_of(known).state == "held"
    assert [await going.round(), await going.round()] == [True, True]
    known.fake.switched.clear()
    assert await going.round()
    assert scene_of(known).state == "known"
    assert not await going.round()


async def test_off_and_disowned(known: Household, going: Going) -> None:
    """A camera that is off is never asked, nor one that an owner said is not theirs."""
    assert await known.anna.call("camera.turn_off", CAMERA) is None
    assert not await going.round(100)
    assert await known.anna.call("camera.turn_on", CAMERA) is None
    known.fake.switched["red"] = "blue"
    assert await going.round(100)
    assert (await ask(known, "answer", answer="not_mine"))["state"] == "disowned"
    assert not await going.round(100)


@pytest.mark.parametrize("turns", [False, True])
async def test_a_new_camera(home: Household, going: Going, turns: bool) -> None:
    """It is known as soon as three rounds have seen the same; one that turns is not."""
    scene = scene_of(home)
    await scene.async_begin()
    for _ in range(3):
        home.fake.switched = {"red": "blue"} if turns and not home.fake.switched else {}
        assert await going.round()
    assert scene.state == ("begins" if turns else "known")
    assert len(await rows(home, Event.SCENE_SET_UP)) == (not turns)


async def test_a_camera_that_is_added_begins(home: Household) -> None:
    """New cameras begin; those that were there are asked about once."""
    assert scene_of(home).state == "new"
    added: Any = as_subentry(address_camera("porch", still_image_url=home.fake.still_url))
    assert home.hass.config_entries.async_add_subentry(home.entry, added)
    await home.hass.async_block_till_done()
    assert home.entry.runtime_data.cameras["porch"].scene.state == "begins"


async def test_it_goes_by_itself(known: Household) -> None:
    """Home Assistant's own clock drives it."""
    known.fake.switched["red"] = "blue"
    scene_of(known).looked = 0.0
    async_fire_time_changed(known.hass, utcnow() + timedelta(minutes=2))
    await until(lambda: scene_of(known).held is not None, 30)
