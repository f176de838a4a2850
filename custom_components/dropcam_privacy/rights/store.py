"""What is lowered and who was let in, kept so that a kill or a power cut never gives anybody more.

The laws of this file:
- A change counts (`records`) only once it is durable; until then, and if it fails, nothing has changed.
- What is missing, unreadable or written by a newer version grants nothing.
- What a newer version wrote is never overwritten, what is damaged is put aside before it is.
- What is older than what was last acknowledged has been put back, by whomever: it grants nothing but to be answered.

Home Assistant's own storage helper swallows a full disk and writes nothing while it stops, so this is a writer of
our own. It knows nothing of Home Assistant but the folders that it is given.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
import logging
import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..exceptions import NotDurable
from ..isolation import start_as_nobody
from .codec import StoreState, decode, encode
from .generation import Generation, WitnessedFile
from .records import NOTHING_RECORDED, Records

_LOGGER = logging.getLogger(__name__)
_NAME = "dropcam_privacy.rights"


class RightsStore:
    """The durable rights of all accounts.

    `records` is what was last made durable and `state` what it was read from; both change only here.
    """

    def __init__(self, folder: Path, beside: Path) -> None:
        """Keep the rights in `folder`, which exists, and their witness in a folder that backups leave out."""
        self.state = StoreState.DAMAGED
        self.records: Records = NOTHING_RECORDED
        self._file = WitnessedFile(folder / _NAME, beside)
        self._damaged = folder / f"{_NAME}.damaged"
        self._generation: Generation | None = None
        self._loaded = False
        self._owed = False  # what was read must be written anew before it can be relied on
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def loaded(self) -> bool:
        """Return whether the file was read, whatever was found."""
        return self._loaded

    async def async_load(self) -> None:
        """Read what is there. Whatever goes wrong grants nothing."""
        await self._to_the_end(self._async_load())

    async def async_write(self, change: Callable[[Records], Records]) -> None:
        """Apply `change` to the newest records, and return when the result is durable.

        It is done to its end even if the caller is cancelled: half a write would leave memory and disk disagreeing.

        Raises:
            NotDurable: nothing has changed.
        """
        await self._to_the_end(self._async_write(change))

    async def _to_the_end(self, work: Coroutine[Any, Any, None]) -> None:
        """Do work in a task of its own, with nobody's identity, which goes on if the caller is cancelled."""
        task = start_as_nobody(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task})
        task.result()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Forget a task, and its error as well if nobody is left to hear it (it has been logged)."""
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()

    async def _async_load(self) -> None:
        """Read the file, after the writes before it."""
        async with self._lock:
            self.state, self.records, self._generation = await _in_thread(self._read)
            self._loaded = True
            if self.state is StoreState.RESTORED:
                _LOGGER.warning("An older privacy store was put back: what it grants waits for its owners")
            # What is in force from here on can be replaced by nothing older, whether it was acknowledged or not.
            in_force = self.state in (StoreState.RESTORED, StoreState.READY)
            self._owed = in_force and not self._file.settled(self._generation)
            if self._owed:
                with suppress(NotDurable):  # then the next change writes it, or it is the same at the next start
                    await self._async_replace(self.records)

    async def _async_write(self, change: Callable[[Records], Records]) -> None:
        """Write one change, after those before it."""
        async with self._lock:
            if not self._loaded or self.state is StoreState.NEWER:
                raise NotDurable
            records = MappingProxyType(dict(change(self.records)))
            # After a failure the file may hold what was refused then: writing "nothing new" puts that right.
            if records == self.records and not (self._owed or self._file.in_doubt):
                return
            await self._async_replace(records)
            self.records = records
            self.state = StoreState.READY

    async def _async_replace(self, records: Records) -> None:
        """Make records durable. Raises NotDurable; then what was there before is."""
        try:
            await _in_thread(self._replace, records)
        except (OSError, RuntimeError) as err:  # RuntimeError: the loop's executor has been shut down
            _LOGGER.warning("The privacy store cannot be written: %s", err)
            raise NotDurable from err
        self._owed = False

    def _read(self) -> tuple[StoreState, Records, Generation | None]:
        """Read the file, and ask the witness whether it is the one that was acknowledged last."""
        try:
            raw = self._file.read()
        except OSError:
            return StoreState.DAMAGED, NOTHING_RECORDED, None
        if raw is None:
            traces = self._file.leftover or os.path.lexists(self._damaged) or not self._file.vouched(None)
            return (StoreState.DAMAGED if traces else StoreState.FRESH), NOTHING_RECORDED, None
        state, records, generation = decode(raw)
        if state is StoreState.READY and not self._file.vouched(generation):
            closed = {account: record.put_back() for account, record in records.items()}
            return StoreState.RESTORED, MappingProxyType(closed), generation
        return state, records, generation

    def _replace(self, records: Records) -> None:
        """Make records durable, or leave what was there before."""
        if self.state is StoreState.DAMAGED:
            self._file.put_aside(self._damaged)
        self._generation = self._file.replace(lambda generation: encode(records, generation), self._known())

    def _known(self) -> int:
        """Return the number of the generation that is there: 0 where none has been acknowledged yet."""
        if self._generation is not None:
            return self._generation.number
        return 0 if self.state in (StoreState.FRESH, StoreState.READY) else 1


async def _in_thread[*Ts, T](function: Callable[[*Ts], T], *args: *Ts) -> T:
    """Run blocking work in a thread, to its end: cancelling could not stop the thread, only lose its result."""
    future = asyncio.get_running_loop().run_in_executor(None, function, *args)
    while not future.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({future})
    return future.result()
