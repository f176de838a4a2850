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
FAMILIAR: Final = 8.0
"""From this score on it is the scene beyond doubt, and adds nothing to what is known of it."""
PART_SHOWN: Final = 7.0
"""From this score of a third on it is the scene, with somebody in front: a third has less to tell homes apart by."""
_SHIFT = 2  # cells: what wind, heat and a slammed door move
_NEAR = [(down, right) for down in range(-_SHIFT, _SHIFT + 1) for right in range(-_SHIFT, _SHIFT + 1)]
_COARSE = [(down, right) for down in (-_SHIFT, 0, _SHIFT) for right in (-_SHIFT, 0, _SHIFT)]
_BESIDE = [(down, right) for down in (-1, 0, 1) for right in (-1, 0, 1)]
_FAR = [(0, 20), (0, 40), (0, 60), (22, 10), (22, 40), (11, 50)]
_EVEN = 0.03  # likenesses that differ by less do not differ

_ALL: Final = slice(None)
_PARTS: Final = [_ALL, *(slice(end - COLUMNS // 3, end) for end in (COLUMNS // 3, 2 * COLUMNS // 3, COLUMNS))]
WHOLE: Final = 0
THIRDS: Final = range(1, len(_PARTS))

type Vectors = NDArray[np.float32]
"""Unit vectors along the last axis."""


class Score(NamedTuple):
    """How well a picture shows a scene: all of it, and the third of it that shows it best."""

    whole: float
    third: float


NOTHING: Final = Score(-np.inf, -np.inf)


class Looks:
    """Several fingerprints of one scene, made ready to be compared with."""

    def __init__(self, looks: Sequence[Fingerprint]) -> None:
        """Take any number of looks."""
        fields = [_cropped([look.signed for look in looks]), _cropped([look.doubled for look in looks])]
        self._parts = [[_vectors(field[..., part])[:, None] for field in fields] for part in _PARTS] if looks else []
        # What was shown last is likely to be shown now.
        self._likely = 0

    def scores(self, live: Fingerprint, part: int = WHOLE) -> NDArray[np.float32]:
        """Return the score of a picture against each look: of the whole, or of one of THIRDS."""
        return self._scores(_variants(live), part)

    def score(self, live: Fingerprint) -> Score:
        """Return the best scores of a picture against any look; thirds are tried only where the whole is in doubt.

        A look that shows the scene beyond doubt is enough.
        """
        if not self._parts:
            return NOTHING
        variants = _variants(live)
        likely = slice(self._likely, self._likely + 1)
        if (whole := float(self._scores(variants, WHOLE, likely)[0])) >= FAMILIAR:
            return Score(whole, whole)
        scores = self._scores(variants, WHOLE)
        self._likely, whole = int(scores.argmax()), float(scores.max())
        if whole >= SHOWN:
            return Score(whole, whole)
        return Score(whole, max(float(self._scores(variants, third).max()) for third in THIRDS))

    def _scores(self, variants: list[Field], part: int, which: slice = _ALL) -> NDArray[np.float32]:
        signed, doubled = (
            _standing_out(looks[which], _vectors(field[..., _PARTS[part]]))
            for looks, field in zip(self._parts[part], variants, strict=True)
        )
        return signed + doubled


def _standing_out(looks: Vectors, variants: Vectors) -> NDArray[np.float32]:
    """Return how far the first variant, the picture itself, stands out from the others, for each look."""
    # One product after the other: a matrix product would wait for threads of its own, which a busy machine has none of.
    likeness = np.maximum.reduceat(np.vecdot(looks, variants), _STARTS, axis=1)
    itself, against = likeness[:, 0], likeness[:, 1:]
    z: NDArray[np.float32] = (itself - against.mean(1)) / (against.std(1) + _EVEN)
    return z


def _variants(live: Fingerprint) -> list[Field]:
    """Return the picture itself and nine that are wrong, each with all the shifts that are tried, of both fields."""
    return [_variants_of(live.signed, doubled=False), _variants_of(live.doubled, doubled=True)]


def _variants_of(live: Field, *, doubled: bool) -> Field:
    # What mirroring does to a direction is its own: across, the angle a becomes π - a, doubled -2a.
    across = np.conj(live) if doubled else -np.conj(live)
    turned = live if doubled else -live
    wrong = [across[:, ::-1], np.conj(live)[::-1], turned[::-1, ::-1]]
    shifts = [(live, _NEAR), *((each, _COARSE) for each in wrong)]
    shifts += [(live, [(far[0] + down, far[1] + right) for down, right in _BESIDE]) for far in _FAR]
    variants = np.empty((_COUNT, ROWS - 2 * LEFT_OUT, COLUMNS), np.complex64)
    place = 0
    for field, each in shifts:
        # Rolled by slices of a field that goes on at its edges.
        wide = np.concatenate([field, field], 1)
        wide = np.concatenate([wide, wide], 0)
        for down, right in each:
            top, left = (LEFT_OUT - down) % ROWS, -right % COLUMNS
            variants[place] = wide[top : top + ROWS - 2 * LEFT_OUT, left : left + COLUMNS]
            place += 1
    return variants


_SIZES = [len(_NEAR), *[len(_COARSE)] * 3, *[len(_BESIDE)] * len(_FAR)]
_STARTS = np.concatenate([[0], np.cumsum(_SIZES)[:-1]])
_COUNT = sum(_SIZES)


def _cropped(fields: Sequence[Field]) -> Field:
    """Put fields one behind the other, without what is left out of them."""
    return np.reshape(fields, (-1, ROWS, COLUMNS))[:, LEFT_OUT:-LEFT_OUT].astype(np.complex64)


def _vectors(cells: Field) -> Vectors:
    """Make unit vectors of fields."""
    numbers = np.ascontiguousarray(cells).reshape(len(cells), -1).view(np.float32)
    size = np.sqrt(np.vecdot(numbers, numbers))[:, None]
    units: Vectors = numbers / np.maximum(size, np.float32(1e-9))
    return units
