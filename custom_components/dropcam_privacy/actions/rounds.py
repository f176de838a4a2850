"""Goes round the cameras while nobody watches: so that dusk and dark are learnt, and what is held comes back by itself.

No camera is asked that is off, that may sleep, or that an owner said is not theirs.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import timedelta
import math
from time import monotonic
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from ..const import DOMAIN
from ..exceptions import CameraUnavailable, NotDurable
from ..isolation import run_as_nobody
from ..runtime import CAMERAS, CameraRuntime
from . import scene as scenes

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
            if running.scene.owed:
                self._start(running.scene.async_settle())
            if free and self._due(running) and scenes.may_ask(running):
                self._tried[running.id] = monotonic()
                self._start(self._async_visit(running))

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        # It ends with Home Assistant.
        task = run_as_nobody(self._hass.async_create_background_task, work, f"{DOMAIN} go round")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _due(self, running: CameraRuntime) -> bool:
        scene = running.scene
        match scene.state:
            case "held" | "begins":
                return True
            case "known" | "blank":
                last = max(self._tried.get(running.id, -math.inf), scene.looked or -math.inf)
                return monotonic() - last >= (SETTLING if scene.settling or scene.held is not None else SETTLED)
        return False

    async def _async_visit(self, running: CameraRuntime) -> None:
        async with self._turns:
            if not scenes.may_ask(running):
                return
            if running.scene.state == "begins":
                with suppress(CameraUnavailable, NotDurable):  # the next round tries again
                    await running.scene.async_go_on(*await scenes.async_take(running, 1))
            else:
                await scenes.async_look(running)
