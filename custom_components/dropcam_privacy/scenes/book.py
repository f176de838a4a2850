"""What is known of the cameras' scenes, kept beside the rights and written like them: a file for each camera.

What cannot be read is held until an owner has answered. A file holds fingerprints, and never a picture.
"""

import asyncio
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
import logging
from pathlib import Path
import re
from typing import Any, Self

from ..exceptions import NotDurable
from ..isolation import start_as_nobody
from ..policy.model import CameraId
from ..rights.durable import DurableFile, seal, sync_folder, unseal
from ..scene.fingerprint import Fingerprint
from ..scene.memory import Memory
from ..scene.watch import Verdict

_LOGGER = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9]{1,64}")
_VERSION = 1


class Wish(StrEnum):
    """What is wanted of a camera's pictures. The values are in the files."""

    NEW = "new"  # no owner has answered
    BEGINS = "begins"  # to be checked as soon as pictures agree
    CHECKED = "checked"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one camera's scene, and wanted of its pictures."""

    wish: Wish = Wish.NEW
    memory: Memory = field(default_factory=Memory)

    def to_bytes(self) -> bytes:
        """Write it; a candidate is forgotten with a restart."""
        memory = self.memory
        return seal(
            _VERSION,
            {
                "wish": self.wish.value,
                "looks": [b64encode(look.to_bytes()).decode() for look in memory.looks],
                "since": round(memory.since),
                "held": None if memory.held is None else memory.held.value,
                "held_since": round(memory.held_since),
                "disowned": memory.disowned,
            },
        )

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Read what was written; what was not is held."""
        try:
            version, data = unseal(raw)
            if version != _VERSION:
                return cls.lost()
            return cls(Wish(data["wish"]), _memory(data))
        except ValueError, KeyError, TypeError:
            return cls.lost()

    @classmethod
    def lost(cls) -> Self:
        """Know nothing of a scene that was checked: everything is held."""
        return cls(Wish.CHECKED, Memory(held=Verdict.HELD))


def _memory(data: Mapping[str, Any]) -> Memory:
    return Memory(
        looks=tuple(Fingerprint.from_bytes(b64decode(look, validate=True)) for look in data["looks"]),
        since=float(data["since"]),
        held=None if data["held"] is None else Verdict(data["held"]),
        held_since=float(data["held_since"]),
        disowned=bool(data["disowned"]),
    )


class Book:
    """The files of all cameras."""

    def __init__(self, folder: Path) -> None:
        """Keep them in a folder of their own, which is made."""
        self._folder = folder
        self._files: dict[CameraId, DurableFile] = {}
        self._locks: dict[CameraId, asyncio.Lock] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def read(self) -> dict[CameraId, Known] | None:
        """Read what is there, None if it cannot be told what there is; blocking."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            names = [path.name for path in self._folder.iterdir()]
        except OSError as err:
            _LOGGER.error("What is known of the cameras' scenes cannot be read: %s", err)
            return None
        return {CameraId(name): self._read(CameraId(name)) for name in names if _NAME.fullmatch(name)}

    def _read(self, camera: CameraId) -> Known:
        try:
            raw = self._file(camera).read()
        except OSError:
            raw = b""
        return Known.lost() if raw is None else Known.from_bytes(raw)

    async def async_write(
        self, camera: CameraId, known: Callable[[], Known | None], then: Callable[[], None] = lambda: None
    ) -> None:
        """Return when what is known by then is durable, or, if that is None, the file is gone. Raises NotDurable.

        `then` is called when it is, before anything else is written of the camera. It is done to its end even if the
        caller is cancelled.
        """
        task = start_as_nobody(self._async_write(camera, known, then))
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        await asyncio.wait({task})
        task.result()

    async def async_written(self) -> None:
        """Wait until nothing is being written."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # it has been logged

    async def _async_write(self, camera: CameraId, known: Callable[[], Known | None], then: Callable[[], None]) -> None:
        async with self._locks.setdefault(camera, asyncio.Lock()):
            try:
                await asyncio.get_running_loop().run_in_executor(None, self._write, camera, known())
            except (OSError, RuntimeError) as err:  # RuntimeError: the loop's executor has been shut down
                _LOGGER.warning("What is known of a camera's scene cannot be written: %s", err)
                raise NotDurable from err
            then()

    def _write(self, camera: CameraId, known: Known | None) -> None:
        file = self._file(camera)
        if known is None:
            file.path.unlink(missing_ok=True)
            sync_folder(self._folder)
            return
        raw = known.to_bytes()
        try:
            file.replace(raw)
        except OSError:
            file.undo()
            raise
        file.keep(raw)

    def _file(self, camera: CameraId) -> DurableFile:
        if not _NAME.fullmatch(camera):
            raise OSError(f"no name of a file: {camera!r}")
        return self._files.setdefault(camera, DurableFile(self._folder / camera))
