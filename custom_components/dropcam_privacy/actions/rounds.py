"""Goes round the cameras while nobody watches: so that dusk and dark are learnt, and what is held comes back by itself.

No camera is asked that is off, that may sleep, or that an owner said is not theirs.
"""

import asyncio
from datetime import timedelta
import logging
from time import monotonic
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_time_interval

from ..isolation import start_as_nobody
from ..runtime import CAMERAS, CameraRuntime
from . import scene as scenes

_LOGGER = logging.getLogger(__name__)
ROUND: Final = timedelta(minutes=1)
SETTLING: Final = 15 * 60.0
"""Seconds between two looks at a camera that is new."""
SETTLED: Final = 60 * 60.0
_AT_ONCE = 2  # cameras


@callback
def async_start(hass: HomeAssistant) -> None:
    """Go round from now on, as long as Home Assistant runs."""
    rounds = Rounds(hass)
    async_track_time_interval(hass, rounds.go, ROUND, cancel_on_shutdown=True)


class Rounds:
    """Which cameras are being looked at, and when each was tried last."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._tried: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._turns = asyncio.Semaphore(_AT_ONCE)

    @callback
    def go(self, _: object) -> None:
        """Look at the cameras for which it is time."""
        free = not self._tasks
        for running in self._hass.data[CAMERAS].values():
            running.scene.apply()  # a first week may be over
            if free and self._due(running) and scenes.may_ask(running):
                self._tried[running.id] = monotonic()
                task = start_as_nobody(self._async_visit(running))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def _due(self, running: CameraRuntime) -> bool:
        scene = running.scene
        if scene.state in ("new", "off", "disowned"):
            return False
        if scene.held is not None:
            return True
        last = max(self._tried.get(running.id, 0.0), scene.looked)
        pause = SETTLED if scene.checked and not scene.settling else SETTLING
        return last == 0.0 or monotonic() - last >= pause

    async def _async_visit(self, running: CameraRuntime) -> None:
        async with self._turns:
            if not scenes.may_ask(running):
                return
            if running.scene.state == "begins":
                try:
                    await scenes.async_set_up(running, None)
                except HomeAssistantError as err:
                    _LOGGER.debug("A new camera is not checked yet: %s", err.translation_key)
            else:
                await scenes.async_look(running)
