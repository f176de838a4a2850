"""Files that are replaced as a whole and durably, and sealed so that damage shows."""

from contextlib import suppress
import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any


class DurableFile:
    """A file that is replaced as a whole: synced, read back, and its folder synced after that.

    What it holds after `replace` counts from `keep` on; until then `undo` puts back what was kept before.
    """

    def __init__(self, path: Path) -> None:
        """Stand for the file at `path`, whose folder is there."""
        self.path = path
        self.new = path.with_name(f"{path.name}.new")
        self.in_doubt = False  # it may differ from what was kept
        self._kept: bytes | None = None

    def read(self) -> bytes | None:
        """Read what is there, None if there is no file, and clear away what a crash left of the next one."""
        self._kept, self.in_doubt = None, False
        try:
            self._kept = self.path.read_bytes()
        except FileNotFoundError:
            return None
        with suppress(OSError):
            self.new.unlink()
        return self._kept

    def put_aside(self, aside: Path) -> None:
        """Move what is there out of the way."""
        with suppress(FileNotFoundError):
            self.path.replace(aside)
        self._kept = None

    def replace(self, raw: bytes) -> None:
        """Put `raw` in the file's place, durably."""
        # Opened first, so that after the replacement only the sync itself can fail.
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            self._stage(raw)
            self.in_doubt = True
            self.new.replace(self.path)
            os.fsync(folder)
        except OSError:
            with suppress(OSError):
                self.new.unlink()
            raise
        finally:
            os.close(folder)

    def keep(self, raw: bytes) -> None:
        """Make the new content count."""
        self._kept, self.in_doubt = raw, False

    def undo(self) -> None:
        """Put back what was kept: who was told "no" must not find a "yes" after a restart."""
        if not self.in_doubt:
            return
        if self._kept is not None:
            self.replace(self._kept)
        else:
            self.path.unlink(missing_ok=True)
            sync_folder(self.path.parent)
        self.in_doubt = False

    def _stage(self, raw: bytes) -> None:
        """Write the temporary file durably, and see that it can be read."""
        self.new.unlink(missing_ok=True)
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        file = os.open(self.new, flags, 0o600)
        try:
            rest = memoryview(raw)
            while rest:
                rest = rest[os.write(file, rest) :]
            os.fsync(file)
            if os.pread(file, len(raw) + 1, 0) != raw:
                raise OSError(errno.EIO, "what was written cannot be read back", str(self.new))
        finally:
            os.close(file)


def sync_folder(path: Path) -> None:
    """Make durable which files a folder has."""
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def seal(version: int, data: Any) -> bytes:
    """Wrap data with a checksum. Every version does it in this way, so that damage is told from what is newer."""
    digest = hashlib.sha256(_canonical({"version": version, "data": data})).hexdigest()
    return _canonical({"version": version, "data": data, "sha256": digest}) + b"\n"


def unseal(raw: bytes) -> tuple[int, Any]:
    """Read the version and the data of what was sealed. Raises ValueError for what is not exactly what was written."""
    try:
        envelope = json.loads(raw.decode("ascii"))
        version, data = envelope["version"], envelope["data"]
        if type(version) is int and raw == seal(version, data):
            return version, data
    except ValueError, TypeError, KeyError, AttributeError, RecursionError:
        pass
    raise ValueError("it is damaged")


def _canonical(value: Any) -> bytes:
    """Write JSON in its canonical form."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
