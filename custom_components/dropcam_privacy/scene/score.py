"""How sure it is that a picture shows a scene: its likeness, set against that of pictures that are like it but wrong.

Two rooms are alike in that both have a floor, walls and things that stand upright. So a picture is also compared after
it was mirrored, turned and shifted far: these have the same edges in the wrong places. How far the likeness of the
picture itself stands out from theirs is the score; it needs no threshold for each camera.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .fingerprint import COLUMNS, LEFT_OUT, ROWS, Field, Fingerprint

SHOWN: Final = 4.5
"""From this score on a picture shows the scene: about one foreign home in ten thousand reaches it."""
PART_SHOWN: Final = 7.0
"""From this score of a third on it is the scene, with somebody in front: a third has less to tell homes apart by."""
_SHIFT = 2  # cells: what wind, heat and a slammed door move
_NEAR = [(down, right) for down in range(-_SHIFT, _SHIFT + 1) for right in range(-_SHIFT, _SHIFT + 1)]
_COARSE = [(down, right) for down in (-_SHIFT, 0, _SHIFT) for right in (-_SHIFT, 0, _SHIFT)]
_BESIDE = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
_FAR = [(0, 20), (0, 40), (0, 60), (22, 10), (22, 40), (11, 50)]
_EVEN = 0.03  # likenesses that differ by less do not differ

_ALL = slice(None)
THIRDS = [slice(end - COLUMNS // 3, end) for end in (COLUMNS // 3, 2 * COLUMNS // 3, COLUMNS)]

type Vectors = NDArray[np.float32]
"""Unit vectors, one in each row."""


class Score(NamedTuple):
    """How well a picture shows a scene: all of it, and the third of it that shows it best."""

    whole: float
    third: float


NOTHING: Final = Score(-np.inf, -np.inf)


class Looks:
    """Several fingerprints of one scene, made ready to be compared with."""

    def __init__(self, looks: Sequence[Fingerprint]) -> None:
        """Take any number of looks."""
        self._signed = _cropped([look.signed for look in looks])
        self._doubled = _cropped([look.doubled for look in looks])

    def scores(self, live: Fingerprint, part: slice = _ALL) -> NDArray[np.float32]:
        """Return the score of a picture against each look, by some of its columns."""
        fields = (
            (self._signed, _variants(live.signed, doubled=False)),
            (self._doubled, _variants(live.doubled, doubled=True)),
        )
        signed, doubled = (
            _scores(looks[..., part], [each[..., part] for each in variants]) for looks, variants in fields
        )
        return signed + doubled

    def score(self, live: Fingerprint) -> Score:
        """Return the best scores of a picture against any look; thirds are tried only where the whole is in doubt."""
        if not len(self._signed):
            return NOTHING
        whole = float(self.scores(live).max())
        third = whole if whole >= SHOWN else max(float(self.scores(live, part).max()) for part in THIRDS)
        return Score(whole, third)


def _scores(looks: Field, variants: list[Field]) -> NDArray[np.float32]:
    """Return how far the first variant, the picture itself, stands out from the others, for each look."""
    # One product after the other: a matrix product would wait for threads of its own, which a busy machine has none of.
    likeness = np.vecdot(_vectors(looks)[:, None], np.concatenate([_vectors(variant) for variant in variants]))
    ends = np.cumsum([len(variant) for variant in variants])[:-1]
    itself, *wrong = (part.max(1) for part in np.split(likeness, ends, axis=1))
    against = np.stack(wrong)
    z: NDArray[np.float32] = (itself - against.mean(0)) / (against.std(0) + _EVEN)
    return z


def _variants(live: Field, *, doubled: bool) -> list[Field]:
    """Return the picture itself and nine that are wrong, each with all the shifts that are tried."""
    # What mirroring does to a direction is its own: across, the angle a becomes π - a, doubled -2a.
    across = np.conj(live) if doubled else -np.conj(live)
    turned = live if doubled else -live
    wrong = [across[:, ::-1], np.conj(live)[::-1], turned[::-1, ::-1]]
    far = [np.roll(live, by, (0, 1)) for by in _FAR]
    return [
        _shifted(live, _NEAR),
        *(_shifted(each, _COARSE) for each in wrong),
        *(_shifted(each, _BESIDE) for each in far),
    ]


def _shifted(field: Field, shifts: list[tuple[int, int]]) -> Field:
    return _cropped([np.roll(field, by, (0, 1)) for by in shifts])


def _cropped(fields: Sequence[Field]) -> Field:
    """Put fields one behind the other, without what is left out of them."""
    return np.reshape(fields, (-1, ROWS, COLUMNS))[:, LEFT_OUT:-LEFT_OUT].astype(np.complex64)


def _vectors(cells: Field) -> Vectors:
    """Make unit vectors of fields."""
    numbers = np.ascontiguousarray(cells).reshape(len(cells), -1).view(np.float32)
    units: Vectors = numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), np.float32(1e-9))
    return units
