"""Looks into H.264 as far as is needed to join it, without decoding: pure bytes in, and out."""

from collections.abc import Iterable, Iterator
import re
from typing import Final

START: Final = b"\x00\x00\x00\x01"
_START: Final = re.compile(rb"\x00\x00\x01")
_KIND: Final = 0x1F
_SLICE, _KEY_SLICE, _SEQUENCE, _PICTURE = 1, 5, 7, 8
# A slice begins with the number of its first block: for the first slice of a picture that is 0, written as one set bit.
_FIRST_SLICE: Final = 0x80


def kinds(data: bytes) -> Iterator[tuple[int, int]]:
    """List the units of a picture up to its first slice: the kind of each, and where it begins."""
    for start in _START.finditer(data):
        at = start.end()
        if at >= len(data):
            return
        kind = data[at] & _KIND
        yield kind, at
        if kind in {_SLICE, _KEY_SLICE}:
            return


class KeyFrames:
    """Tells key frames from others, and completes those that come without what a decoder needs first."""

    def __init__(self, known: Iterable[bytes] = ()) -> None:
        """Know parameter sets that were told apart from the video."""
        self._sets: dict[int, bytes] = {}
        self.learn(known)

    @property
    def looks(self) -> tuple[bytes, ...]:
        """What a decoder is told before a key frame: where it is another, players cannot go on."""
        return tuple(self._sets[kind] for kind in sorted(self._sets))

    def learn(self, sets: Iterable[bytes]) -> None:
        """Remember parameter sets, which have no start code."""
        for unit in sets:
            if (kind := unit[0] & _KIND) in {_SEQUENCE, _PICTURE}:
                self._sets[kind] = unit

    def complete(self, data: bytes) -> bytes | None:
        """Return a key frame with its parameter sets before it; None for any other picture, or a piece of one."""
        units = list(kinds(data))
        if not units or units[-1][0] != _KEY_SLICE:
            return None
        first = units[-1][1] + 1
        if first >= len(data) or not data[first] & _FIRST_SLICE:
            return None  # its beginning was lost
        present = {kind for kind, _ in units}
        self.learn(_unit(data, at) for kind, at in units if kind in {_SEQUENCE, _PICTURE})
        if not present.union(self._sets) >= {_SEQUENCE, _PICTURE}:
            return None  # nobody could decode it
        lacking = [self._sets[kind] for kind in (_SEQUENCE, _PICTURE) if kind not in present]
        return b"".join(START + unit for unit in lacking) + data


def _unit(data: bytes, at: int) -> bytes:
    """Return the unit that begins there, without the zeros before the next one's start code."""
    following = _START.search(data, at)
    return data[at:] if following is None else data[at : following.start()].rstrip(b"\x00")
