"""Turns for everything that is asked of us: whoever floods us waits, and holds nobody else up.

What is refused at once is asked again at once, so it is waiting that slows a flood down. What people and dashboards
ask never waits.
"""

import asyncio
from collections.abc import Hashable
from time import monotonic

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .exceptions import TooMuch

PACE: HassKey[Pace] = HassKey("dropcam_privacy_pace")
# A live card takes some five turns a second, for playlists and parts; a still is dearer than these.
PER_SECOND = 200
AT_ONCE = 200
DEAR = 4
LONGEST = 5.0
_KEPT = 1024


class Pace:
    """Gives everybody their turns."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._free: dict[Hashable, float] = {}

    def turn(self, who: Hashable, turns: int = 1) -> float:
        """Take some turns, and return how many seconds to wait for them; a few need no waiting. Raises TooMuch."""
        now = monotonic()
        free = max(self._free.get(who, 0.0), now - AT_ONCE / PER_SECOND) + turns / PER_SECOND
        if free - now > LONGEST:
            raise TooMuch
        if len(self._free) > _KEPT:
            self._free = {other: until for other, until in self._free.items() if until > now - AT_ONCE / PER_SECOND}
        self._free[who] = free
        return max(0.0, free - now)


async def async_turn(hass: HomeAssistant, who: Hashable, turns: int = DEAR) -> None:
    """Wait for somebody's turn. Raises TooMuch, when they have waited all the same."""
    try:
        wait = hass.data[PACE].turn(who, turns)
    except TooMuch:
        await asyncio.sleep(LONGEST)
        raise
    if wait:
        await asyncio.sleep(wait)


@callback
def async_hold_back(hass: HomeAssistant, who: Hashable, transport: asyncio.BaseTransport | None) -> bool:
    """Take a turn for a caller that cannot wait; return whether there is one.

    Until it would be there, nothing more is read of the connection by which it was asked.
    """
    try:
        wait = hass.data[PACE].turn(who)
    except TooMuch:
        wait, given = LONGEST, False
    else:
        given = True
    if wait and isinstance(transport, asyncio.Transport):
        # When all that has arrived is answered: aiohttp reads on when it has emptied a queue of its own.
        hass.loop.call_soon(_pause, hass.loop, transport, wait)
    return given


def _pause(loop: asyncio.AbstractEventLoop, transport: asyncio.Transport, seconds: float) -> None:
    if transport.is_closing() or not transport.is_reading():
        return
    transport.pause_reading()
    loop.call_later(seconds, lambda: None if transport.is_closing() else transport.resume_reading())
