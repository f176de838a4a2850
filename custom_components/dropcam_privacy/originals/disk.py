"""Has what we changed in the entity registry on the disk at once, and looks whether it is there.

By itself Home Assistant writes it ten seconds later, and says nothing when that fails. It writes a new file, syncs it,
puts it in the old one's place and syncs the folder, so a power cut finds the one or the other.
"""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from json import loads
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.core import CoreState, HassJob, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from ..ha_internals.members import async_save
from ..issues import Issue, report_original, settle

_LOGGER = logging.getLogger(__name__)
_AGAIN_SECONDS: Final = 60

type _Stored = tuple[str | None, Any]
"""What an entity is disabled by, and what we noted at it."""


class Disk:
    """Writes the entity registry, for several changes at a time."""

    def __init__(self, hass: HomeAssistant, start: Callable[[Coroutine[Any, Any, None]], object]) -> None:
        """Have nothing to write; `start` runs work on its own."""
        self._hass = hass
        self._start = start
        self._waiting: set[str] = set()
        self._writing = False
        self._lock = asyncio.Lock()

    @callback
    def write_soon(self, *keys: str) -> None:
        """Begin to write what is new about entities, which are named by their registry ids."""
        self._waiting.update(keys)
        if self._waiting and not self._writing:
            self._writing = True
            self._start(self._async_write_waiting())

    async def _async_write_waiting(self) -> None:
        try:
            while self._waiting:
                keys, self._waiting = self._waiting, set()
                await self.async_write(*keys)
        finally:
            self._writing = False

    async def async_write(self, *keys: str) -> None:
        """Write it before this returns; if that fails, tell people and try again later."""
        if self._hass.state is CoreState.stopping:
            return  # it is written with the rest, at the very end
        registry = er.async_get(self._hass)
        # One after the other: what one writes, another would take for a write of its own that failed.
        async with self._lock:
            changed = [entry for key in keys if (entry := registry.entities.get_entry(key)) is not None]
            failed = await self._async_failed({entry.id: _now(entry) for entry in changed})
        for entry in changed:
            if entry.id in failed:
                report_original(self._hass, Issue.ORIGINAL_NOT_ON_DISK, entry.entity_id)
            else:
                settle(self._hass, entry.entity_id, Issue.ORIGINAL_NOT_ON_DISK)
        if failed:
            _LOGGER.error("The entity registry could not be written: originals are locked only while this runs")

            @callback
            def again(_: object) -> None:
                self.write_soon(*failed)

            async_call_later(self._hass, _AGAIN_SECONDS, HassJob(again, cancel_on_shutdown=True))

    async def _async_failed(self, wanted: dict[str, _Stored]) -> Collection[str]:
        """Write, and return the ids of those of which the disk says something else."""
        registry = er.async_get(self._hass)
        try:
            path = await async_save(registry)
            stored = await self._hass.async_add_executor_job(_read, path, wanted.keys())
        except Exception as err:  # noqa: BLE001 - private parts of Home Assistant may change
            _LOGGER.warning("The entity registry could not be looked at after writing it: %s", type(err).__name__)
            return wanted.keys()
        # What was changed again meanwhile is written again.
        return [key for key, state in wanted.items() if stored.get(key) not in (state, self._state(key))]

    def _state(self, key: str) -> _Stored | None:
        entry = er.async_get(self._hass).entities.get_entry(key)
        return None if entry is None else _now(entry)


def _now(entry: er.RegistryEntry) -> _Stored:
    return entry.disabled_by, entry.options.get(DOMAIN)


def _read(path: Path, keys: Collection[str]) -> dict[str, _Stored]:
    entities = loads(path.read_bytes())["data"]["entities"]
    return {each["id"]: (each["disabled_by"], each["options"].get(DOMAIN)) for each in entities if each["id"] in keys}
