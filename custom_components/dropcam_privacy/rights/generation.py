"""What tells an older store that is put back from the one that was last acknowledged.

Every write of the store makes a new generation. It is written into the store's file, together with the one that was
acknowledged before it, and then into another file that backups leave out: the witness. Only then is the write
acknowledged. So the witness vouches for the generation that was acknowledged last, and for one that was written
after it when the process was killed: for no older one, and, as each has a random id, for none of another history.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
import os
from pathlib import Path
import secrets
from typing import Any, Self

from .durable import DurableFile, seal, sync_folder, unseal

_NAME = "dropcam_privacy.generation"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the store among all that there were."""

    number: int
    id: str
    after: str = ""  # the id of the one that was acknowledged before it

    @classmethod
    def read(cls, raw: Any) -> Self:
        """Read what `words` wrote. Raises KeyError or TypeError."""
        number, own, after = raw["number"], raw["id"], raw["after"]
        if type(number) is not int or not isinstance(own, str) or not isinstance(after, str):
            raise TypeError
        return cls(number, own, after)

    def words(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        return {"number": self.number, "id": self.id, "after": self.after}


class WitnessedFile:
    """A file whose every generation leaves a witness beside it.

    A witness of the number 0 says that no generation has been acknowledged yet: the file has none, or is not there.
    """

    def __init__(self, path: Path, beside: Path) -> None:
        """Keep the file at `path`, and its witness in a folder `beside` it, which is made if it is not there."""
        self._file = DurableFile(path)
        self._witness = DurableFile(beside / _NAME)
        self._no_witness = True
        self._last: Generation | None = None  # what the witness says; None if it cannot be read

    @property
    def in_doubt(self) -> bool:
        """Return whether the disk may hold something else than was acknowledged."""
        return self._file.in_doubt or self._witness.in_doubt

    @property
    def leftover(self) -> bool:
        """Return whether a crash left something of a write to the file."""
        return os.path.lexists(self._file.new)

    def read(self) -> bytes | None:
        """Read the file, None if there is none, and the witness. Raises OSError."""
        self._no_witness, self._last = self._read_witness()
        return self._file.read()

    def _read_witness(self) -> tuple[bool, Generation | None]:
        try:
            if (raw := self._witness.read()) is None:
                return True, None
            version, data = unseal(raw)
            return False, Generation.read(data) if version == _VERSION else None
        except OSError, ValueError, TypeError, KeyError:
            return False, None  # it vouches for nothing

    def vouched(self, found: Generation | None) -> bool:
        """Return whether what was read, None if it has no generation, is what was acknowledged last."""
        if self._no_witness:
            return found is None
        if self._last is None:
            return False
        if found is None:
            return self._last.number == 0
        return self._last.id in (found.id, found.after)

    def settled(self, found: Generation | None) -> bool:
        """Return whether what was read is what was acknowledged last, not only what follows it or has no generation."""
        return found is not None and self._last is not None and found.id == self._last.id

    def put_aside(self, aside: Path) -> None:
        """Move the file out of the way."""
        self._file.put_aside(aside)

    def replace(self, encode: Callable[[Generation], bytes], known: int) -> Generation:
        """Write the file as a new generation above the `known` number, and acknowledge it. Raises OSError.

        Then both are what they were. If the disk refuses even that, the witness is the one that stays: all is
        private at the next start.
        """
        try:
            generation = self._next(known)
            raw, witness = encode(generation), _encode(generation)
            self._file.replace(raw)
            self._replace_witness(witness)
        except OSError:
            # The witness first: in its old place it vouches for the file before and after.
            for undo in (self._witness.undo, self._file.undo):
                with suppress(OSError):
                    undo()
            raise
        self._file.keep(raw)
        self._witness.keep(witness)
        self._no_witness, self._last = False, generation
        return generation

    def _next(self, known: int) -> Generation:
        """Begin a generation. If there is no witness it is made first, or a kill would make what follows doubted."""
        if (last := self._last) is None:
            last = Generation(known, secrets.token_hex(16))
            self._replace_witness(_encode(last))
            self._witness.keep(_encode(last))
            self._no_witness, self._last = False, last
        return Generation(max(known, last.number) + 1, secrets.token_hex(16), last.id)

    def _replace_witness(self, raw: bytes) -> None:
        folder = self._witness.path.parent
        if not folder.is_dir():  # whoever clears caches removes it
            folder.mkdir()
            sync_folder(folder.parent)
        self._witness.replace(raw)


def _encode(generation: Generation) -> bytes:
    return seal(_VERSION, generation.words())
