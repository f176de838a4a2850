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
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from enum import StrEnum
import logging
import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ..exceptions import NotDurable
from ..policy.model import AccountId, Allow, CameraId, Lowerer, UserId
from .durable import seal, unseal
from .generation import Generation, WitnessedFile

_LOGGER = logging.getLogger(__name__)

_NAME = "dropcam_privacy.rights"
_VERSION = 3
# The first one knew neither `answering` nor `assistants`, the second neither `addresses`, `lowerers` nor `source`.
_READABLE = (1, 2, _VERSION)
_GENERATIONS = _SOURCES = 3  # the first version that has them


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRecord:
    """What was granted for one camera. The defaults grant nothing; a removed camera leaves a tombstone.

    `was_on` says that it was on in a store that was put back, where it is off until an owner has confirmed that.
    `known_as` is by what its owners know it, in the words of `known_names`.
    `source` is the digest of the source that was accepted: of no other is anything shown. None is of an older version,
    which had none.
    """

    on: bool = False
    was_on: bool = False
    lowered: bool = False
    viewers: frozenset[UserId] = frozenset()
    allow: frozenset[Allow] = frozenset()
    lowerers: frozenset[Lowerer] = frozenset()
    known_as: Mapping[str, str] = field(default_factory=dict)
    source: str | None = ""
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """Who owns an account, and what they granted for its cameras.

    `answering` are the last owners, where somebody else removed them: nobody owns anything then, but they may answer.
    `addresses` are those of Home Assistant that owners have seen: players are sent to no other.
    `restored` says that the record was put back, and that no owner has confirmed that yet.
    """

    owners: frozenset[UserId] = frozenset()
    answering: frozenset[UserId] = frozenset()
    assistants: bool = False
    addresses: frozenset[str] = frozenset()
    restored: bool = False
    cameras: Mapping[CameraId, CameraRecord] = field(default_factory=dict)
    removed: bool = False

    def __post_init__(self) -> None:
        """Freeze the cameras too: what is durable cannot be changed in place."""
        object.__setattr__(self, "cameras", MappingProxyType(dict(self.cameras)))


type Records = Mapping[AccountId, AccountRecord]
_NOTHING: Records = MappingProxyType({})


class StoreState(StrEnum):
    """What was found in the folder."""

    FRESH = "fresh"  # no file, nor a trace of one
    READY = "ready"
    RESTORED = "restored"  # another one than was last acknowledged
    DAMAGED = "damaged"  # unreadable, truncated, altered, or gone with a trace left behind
    NEWER = "newer"  # written by a newer version, which may mean more by it than we understand


class RightsStore:
    """The durable rights of all accounts.

    `records` is what was last made durable and `state` what it was read from; both change only here.
    """

    def __init__(self, folder: Path, beside: Path) -> None:
        """Keep the rights in `folder`, which exists, and their witness in a folder that backups leave out."""
        self.state = StoreState.DAMAGED
        self.records: Records = _NOTHING
        self._file = WitnessedFile(folder / _NAME, beside)
        self._damaged = folder / f"{_NAME}.damaged"
        self._generation: Generation | None = None
        self._loaded = False
        self._owed = False  # what was read must be written anew before it can be relied on
        self._lock = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def loaded(self) -> bool:
        """Tell whether the file was read, whatever was found."""
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
        task = asyncio.get_running_loop().create_task(work, context=Context())
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
            return StoreState.DAMAGED, _NOTHING, None
        if raw is None:
            traces = self._file.leftover or os.path.lexists(self._damaged) or not self._file.vouched(None)
            return (StoreState.DAMAGED if traces else StoreState.FRESH), _NOTHING, None
        state, records, generation = _decode(raw)
        if state is StoreState.READY and not self._file.vouched(generation):
            return StoreState.RESTORED, _put_back(records), generation
        return state, records, generation

    def _replace(self, records: Records) -> None:
        """Make records durable, or leave what was there before."""
        if self.state is StoreState.DAMAGED:
            self._file.put_aside(self._damaged)
        self._generation = self._file.replace(lambda generation: _encode(records, generation), self._known())

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


def _put_back(records: Records) -> Records:
    """Take all rights but those of owners out of records that were put back."""
    return MappingProxyType(
        {
            account_id: AccountRecord(
                owners=account.owners,
                answering=account.answering,
                # Neither grants anything where nothing is allowed.
                assistants=account.assistants,
                addresses=account.addresses,
                restored=not account.removed,
                cameras={
                    camera_id: CameraRecord(
                        was_on=camera.on or camera.was_on,
                        known_as=camera.known_as,
                        source=camera.source or "",
                        removed=camera.removed,
                    )
                    for camera_id, camera in account.cameras.items()
                },
                removed=account.removed,
            )
            for account_id, account in records.items()
        }
    )


def _encode(records: Records, generation: Generation) -> bytes:
    """Write records as the bytes of a file."""
    accounts = {
        account_id: {
            "owners": sorted(account.owners),
            "answering": sorted(account.answering),
            "assistants": account.assistants,
            "addresses": sorted(account.addresses),
            "restored": account.restored,
            "removed": account.removed,
            "cameras": {
                camera_id: {
                    "on": camera.on,
                    "was_on": camera.was_on,
                    "lowered": camera.lowered,
                    "viewers": sorted(camera.viewers),
                    "allow": sorted(camera.allow),
                    "lowerers": sorted(camera.lowerers),
                    "known_as": dict(sorted(camera.known_as.items())),
                    "source": camera.source,
                    "removed": camera.removed,
                }
                for camera_id, camera in account.cameras.items()
            },
        }
        for account_id, account in records.items()
    }
    return seal(_VERSION, {"accounts": accounts, "generation": generation.words()})


def _decode(raw: bytes) -> tuple[StoreState, Records, Generation | None]:
    """Read the bytes of a file. Anything that is not exactly what was written grants nothing."""
    try:
        version, data = unseal(raw)
        if version > _VERSION:
            return StoreState.NEWER, _NOTHING, None
        if version not in _READABLE:
            return StoreState.DAMAGED, _NOTHING, None
        # The versions before knew no sources: which are accepted is not for this module to say.
        source = None if version < _SOURCES else ""
        accounts = {AccountId(key): _account(value, source) for key, value in data["accounts"].items()}
        generation = Generation.read(data["generation"]) if version >= _GENERATIONS else None
    except ValueError, TypeError, KeyError, AttributeError:
        return StoreState.DAMAGED, _NOTHING, None
    return StoreState.READY, MappingProxyType(accounts), generation


def _account(raw: Any, source: str | None) -> AccountRecord:
    """Read one account. What the first version did not write grants nothing."""
    return AccountRecord(
        owners=frozenset(map(UserId, _words(raw["owners"]))),
        answering=frozenset(map(UserId, _words(raw.get("answering", [])))),
        assistants=_flag(raw.get("assistants", False)),
        addresses=frozenset(_words(raw.get("addresses", []))),
        restored=_flag(raw.get("restored", False)),
        cameras={CameraId(key): _camera(value, source) for key, value in raw["cameras"].items()},
        removed=_flag(raw["removed"]),
    )


def _camera(raw: Any, source: str | None) -> CameraRecord:
    """Read one camera. An allowance that we do not know grants nothing, nor does what was not written."""
    return CameraRecord(
        on=_flag(raw["on"]),
        was_on=_flag(raw.get("was_on", False)),
        lowered=_flag(raw["lowered"]),
        viewers=frozenset(map(UserId, _words(raw["viewers"]))),
        allow=frozenset(Allow(word) for word in _words(raw["allow"]) if word in Allow),
        lowerers=frozenset(map(Lowerer, _words(raw.get("lowerers", [])))),
        known_as=_names(raw.get("known_as", {})),
        source=_word(raw.get("source", source)),
        removed=_flag(raw["removed"]),
    )


def _flag(raw: Any) -> bool:
    """Read a yes or no; what is merely true, like "false", is neither."""
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _word(raw: Any) -> str | None:
    """Read a word, which may be missing."""
    if raw is not None and not isinstance(raw, str):
        raise TypeError
    return raw


def _names(raw: Any) -> Mapping[str, str]:
    """Read words that name others."""
    if not isinstance(raw, dict):
        raise TypeError
    return dict(zip(_words([*raw]), _words([*raw.values()]), strict=True))


def _words(raw: Any) -> list[str]:
    """Read a list of words."""
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        raise TypeError
    return raw
