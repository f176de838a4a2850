"""What is lowered and who was let in, kept so that a kill or a power cut never gives anybody more.

The laws of this file:
- A change counts (`records`) only once it is durable; until then, and if it fails, nothing has changed.
- What is missing, unreadable or written by a newer version grants nothing.
- What a newer version wrote is never overwritten, what is damaged is put aside before it is.

Home Assistant's own storage helper swallows a full disk and writes nothing while it stops, so this is a writer of
our own. It knows nothing of Home Assistant but the folder that it is given.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass, field
from enum import StrEnum
import errno
import hashlib
import json
import logging
import os
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .exceptions import NotDurable
from .policy.model import AccountId, Allow, CameraId, UserId

_LOGGER = logging.getLogger(__name__)

_NAME = "dropcam_privacy.rights"
_VERSION = 2
_READABLE = (1, _VERSION)  # the first one knew neither `answering` nor `assistants`


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRecord:
    """What was granted for one camera. The defaults grant nothing; a removed camera leaves a tombstone."""

    on: bool = False
    lowered: bool = False
    viewers: frozenset[UserId] = frozenset()
    allow: frozenset[Allow] = frozenset()
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """Who owns an account, and what they granted for its cameras.

    `answering` are the last owners, where somebody else removed them: nobody owns anything then, but they may answer.
    """

    owners: frozenset[UserId] = frozenset()
    answering: frozenset[UserId] = frozenset()
    assistants: bool = False
    cameras: Mapping[CameraId, CameraRecord] = field(default_factory=dict)
    removed: bool = False

    def __post_init__(self) -> None:
        """Freeze the cameras too: what is durable cannot be changed in place."""
        object.__setattr__(self, "cameras", MappingProxyType(dict(self.cameras)))


type Records = Mapping[AccountId, AccountRecord]


class StoreState(StrEnum):
    """What was found in the folder."""

    FRESH = "fresh"  # no file, nor a trace of one
    READY = "ready"
    DAMAGED = "damaged"  # unreadable, truncated, altered, or gone with a trace left behind
    NEWER = "newer"  # written by a newer version, which may mean more by it than we understand


class RightsStore:
    """The durable rights of all accounts.

    `records` is what was last made durable and `state` what it was read from; both change only here.
    """

    def __init__(self, folder: Path) -> None:
        """Keep the rights in `folder`, which exists."""
        self.state = StoreState.DAMAGED
        self.records: Records = MappingProxyType({})
        self._folder = folder
        self._file = folder / _NAME
        self._new = folder / f"{_NAME}.new"
        self._damaged = folder / f"{_NAME}.damaged"
        self._loaded = False
        self._in_doubt = False  # the file may differ from `records`
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
            self.state, self.records = await _in_thread(self._read)
            self._loaded = True
            self._in_doubt = False

    async def _async_write(self, change: Callable[[Records], Records]) -> None:
        """Write one change, after those before it."""
        async with self._lock:
            if not self._loaded or self.state is StoreState.NEWER:
                raise NotDurable
            records = MappingProxyType(dict(change(self.records)))
            # After a failure the file may hold what was refused then: writing "nothing new" puts that right.
            if records == self.records and not self._in_doubt:
                return
            try:
                await _in_thread(self._replace, _encode(records), _encode(self.records))
            except (OSError, RuntimeError) as err:  # RuntimeError: the loop's executor has been shut down
                _LOGGER.warning("The privacy store cannot be written: %s", err)
                raise NotDurable from err
            self.records = records
            self.state = StoreState.READY

    def _read(self) -> tuple[StoreState, Records]:
        """Read the file, and clear away what a crash left of the next one."""
        try:
            raw = self._file.read_bytes()
        except FileNotFoundError:
            traces = os.path.lexists(self._new) or os.path.lexists(self._damaged)
            return (StoreState.DAMAGED if traces else StoreState.FRESH), MappingProxyType({})
        except OSError:
            return StoreState.DAMAGED, MappingProxyType({})
        with suppress(OSError):
            self._new.unlink()
        return _decode(raw)

    def _replace(self, raw: bytes, before: bytes) -> None:
        """Put `raw` in the file's place and make that durable, or else put back what was there `before`."""
        if self.state is StoreState.DAMAGED:
            with suppress(FileNotFoundError):
                self._file.replace(self._damaged)
        # Opened first, so that after the replacement only the sync itself can fail.
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._stage(raw)
            self._in_doubt = True
            self._new.replace(self._file)
            os.fsync(folder)
            self._in_doubt = False
        except OSError:
            with suppress(OSError):
                if self._in_doubt:
                    self._put_back(before, folder)
            with suppress(OSError):
                self._new.unlink()
            raise
        finally:
            os.close(folder)

    def _put_back(self, before: bytes, folder: int) -> None:
        """Undo a replacement that was not made durable: who was told "no" must not find a "yes" after a restart."""
        if self.state is StoreState.READY:
            self._stage(before)
            self._new.replace(self._file)
        else:  # there was no file
            self._file.unlink(missing_ok=True)
        os.fsync(folder)
        self._in_doubt = False

    def _stage(self, raw: bytes) -> None:
        """Write the temporary file durably, and see that it can be read."""
        self._new.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(self._new, flags, 0o600)
        try:
            rest = memoryview(raw)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
            if os.pread(file, len(raw) + 1, 0) != raw:
                raise OSError(errno.EIO, "what was written cannot be read back", str(self._new))
        finally:
            os.close(file)


async def _in_thread[*Ts, T](function: Callable[[*Ts], T], *args: *Ts) -> T:
    """Run blocking work in a thread, to its end: cancelling could not stop the thread, only lose its result."""
    future = asyncio.get_running_loop().run_in_executor(None, function, *args)
    while not future.done():
        with suppress(asyncio.CancelledError):
            await asyncio.wait({future})
    return future.result()


def _encode(records: Records) -> bytes:
    """Write records as the bytes of a file."""
    accounts = {
        account_id: {
            "owners": sorted(account.owners),
            "answering": sorted(account.answering),
            "assistants": account.assistants,
            "removed": account.removed,
            "cameras": {
                camera_id: {
                    "on": camera.on,
                    "lowered": camera.lowered,
                    "viewers": sorted(camera.viewers),
                    "allow": sorted(camera.allow),
                    "removed": camera.removed,
                }
                for camera_id, camera in account.cameras.items()
            },
        }
        for account_id, account in records.items()
    }
    return _seal(_VERSION, {"accounts": accounts})


def _seal(version: int, data: Any) -> bytes:
    """Wrap data with a checksum. Every version does it in this way, so that damage is told from what is newer."""
    digest = hashlib.sha256(_canonical({"version": version, "data": data})).hexdigest()
    return _canonical({"version": version, "data": data, "sha256": digest}) + b"\n"


def _canonical(value: Any) -> bytes:
    """Write JSON in the one way that counts."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def _decode(raw: bytes) -> tuple[StoreState, Records]:
    """Read the bytes of a file. Anything that is not exactly what was written grants nothing."""
    nothing: Records = MappingProxyType({})
    try:
        envelope = json.loads(raw.decode("ascii"))
        version, data = envelope["version"], envelope["data"]
        if type(version) is not int or raw != _seal(version, data):
            return StoreState.DAMAGED, nothing
        if version > _VERSION:
            return StoreState.NEWER, nothing
        if version not in _READABLE:
            return StoreState.DAMAGED, nothing
        accounts = {AccountId(key): _account(value) for key, value in data["accounts"].items()}
    except ValueError, TypeError, KeyError, AttributeError, RecursionError:
        return StoreState.DAMAGED, nothing
    return StoreState.READY, MappingProxyType(accounts)


def _account(raw: Any) -> AccountRecord:
    """Read one account. What the first version did not write grants nothing."""
    return AccountRecord(
        owners=frozenset(map(UserId, _words(raw["owners"]))),
        answering=frozenset(map(UserId, _words(raw.get("answering", [])))),
        assistants=_flag(raw.get("assistants", False)),
        cameras={CameraId(key): _camera(value) for key, value in raw["cameras"].items()},
        removed=_flag(raw["removed"]),
    )


def _camera(raw: Any) -> CameraRecord:
    """Read one camera. An allowance that we do not know grants nothing."""
    return CameraRecord(
        on=_flag(raw["on"]),
        lowered=_flag(raw["lowered"]),
        viewers=frozenset(map(UserId, _words(raw["viewers"]))),
        allow=frozenset(Allow(word) for word in _words(raw["allow"]) if word in Allow),
        removed=_flag(raw["removed"]),
    )


def _flag(raw: Any) -> bool:
    """Read a yes or no; what is merely true, like "false", is neither."""
    if not isinstance(raw, bool):
        raise TypeError
    return raw


def _words(raw: Any) -> list[str]:
    """Read a list of words."""
    if not isinstance(raw, list) or not all(isinstance(word, str) for word in raw):
        raise TypeError
    return raw
