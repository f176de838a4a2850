"""What is known of a camera's scene, and how that grows: by what was recognised, and by what owners say is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .fingerprint import Fingerprint
from .score import FAMILIAR, SHOWN, Looks
from .watch import BLANK, Verdict

MOST: Final = 24
APART: Final = 60.0
"""Nothing is learnt from one picture alone: so many seconds later it has to look like that again."""
SETTLING: Final = 7 * 24 * 3600.0
"""For so long after it was set up a camera has not seen all of its days and nights: owners are asked, and may look."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was recognised, and looks otherwise than all that is known. `at` is in Unix seconds."""

    look: Fingerprint
    at: float


@dataclass(frozen=True, slots=True)
class Memory:
    """The looks of one camera. `since` is when an owner said that it is theirs; `held` outlives a start, with its time.

    `disowned` says that an owner said that what it shows is not theirs: it is not even asked any more. Times are in
    Unix seconds.
    """

    looks: tuple[Fingerprint, ...] = ()
    since: float = 0.0
    held: Verdict | None = None
    held_since: float = 0.0
    disowned: bool = False
    candidate: Candidate | None = None

    def settling(self, now: float) -> bool:
        """Return whether it is new; a clock that is set back makes nothing new."""
        return 0 <= now - self.since < SETTLING

    def met(self, live: Fingerprint, score: float, now: float) -> Memory:
        """Learn from a picture that was recognised with a score. What is held learns nothing."""
        if self.held or self.disowned or not SHOWN <= score < FAMILIAR:
            return self
        waiting = self.candidate
        if waiting is None or not alike(waiting.look, live):
            return replace(self, candidate=Candidate(live, now))
        if 0 <= now - waiting.at < APART:
            return self
        return replace(self, looks=_with(self.looks, [live]), candidate=None)

    def accepted(self, shown: Sequence[Fingerprint], now: float, *, moved: bool) -> Memory:
        """Take what an owner says to be theirs: beside what is known, or, where it was `moved`, instead of that."""
        if moved or not self.looks:
            return Memory(looks=_with((), shown), since=now)
        return Memory(looks=_with(self.looks, shown), since=self.since)


def agree(shown: Sequence[Fingerprint]) -> bool:
    """Return whether several pictures show one scene: a camera that turns, or has nothing to see, does not."""
    return len(shown) > 1 and all(alike(shown[0], other) for other in shown[1:])


def alike(one: Fingerprint, other: Fingerprint) -> bool:
    """Return whether two pictures show one scene, beyond doubt. What has no structure is like nothing."""
    return min(one.structure, other.structure) >= BLANK and Looks([one]).score(other).whole >= FAMILIAR


def _with(looks: tuple[Fingerprint, ...], more: Sequence[Fingerprint]) -> tuple[Fingerprint, ...]:
    """Add looks. Where there are too many, that one goes that the others say as well; never the first."""
    known = [*looks, *more]
    while len(known) > MOST:
        likeness = np.array([Looks(known).scores(look) for look in known])
        np.fill_diagonal(likeness, -np.inf)
        likeness[0] = -np.inf
        del known[int(likeness.max(1).argmax())]
    return tuple(known)
