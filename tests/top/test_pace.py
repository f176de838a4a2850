"""Turns: so many at once, then so many a second, each login by itself; and nobody is kept for ever."""

from unittest.mock import patch

from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy import pace as pace_module
from custom_components.dropcam_privacy.exceptions import TooMuch
from custom_components.dropcam_privacy.pace import AT_ONCE, LONGEST, PACE, PER_SECOND, Pace, async_turn
from tests.household.home import STILL, Household


def test_turns() -> None:
    """What comes at once is at once, what comes after it waits, what would wait too long is refused."""
    pace = Pace()
    with patch.object(pace_module, "monotonic", lambda: 100.0):
        assert [pace.turn("a") for _ in range(AT_ONCE)] == [0.0] * AT_ONCE
        assert pace.turn("a") == pytest.approx(1 / PER_SECOND)
        assert pace.turn("b", AT_ONCE) == 0.0
        for _ in range(int(LONGEST * PER_SECOND) - 1):
            pace.turn("a")
        for _ in range(3):
            with pytest.raises(TooMuch):
                pace.turn("a")
    with patch.object(pace_module, "monotonic", lambda: 100.0 + LONGEST + AT_ONCE / PER_SECOND + 1):
        assert pace.turn("a", AT_ONCE) == 0.0


def test_what_is_over_is_forgotten() -> None:
    """Many who ask once fill no memory."""
    pace = Pace()
    for number in range(5000):
        with patch.object(pace_module, "monotonic", lambda number=number: float(number)):
            pace.turn(number)
    assert len(pace._free) <= pace_module._KEPT + 2


async def test_too_much_is_refused_late(hass: HomeAssistant) -> None:
    """At once it would be asked again at once."""
    hass.data[PACE] = Pace()
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    with patch.object(pace_module.asyncio, "sleep", sleep):
        hass.data[PACE].turn("a", AT_ONCE + int(LONGEST * PER_SECOND) - 10)
        with pytest.raises(TooMuch):
            await async_turn(hass, "a", 100)
    assert slept == [LONGEST]


async def test_a_flood_of_one_is_not_anothers(home: Household) -> None:
    """Whoever has used up their turns waits; the owner does not."""
    await home.lower()
    pace = home.hass.data[PACE]
    pace.turn(home.ben.login.id, AT_ONCE + int(LONGEST * PER_SECOND) - 1)
    with patch.object(pace_module, "LONGEST", 0.05):
        assert await home.ben.sees(STILL) == 429
    assert await home.anna.sees(STILL) == "red"
