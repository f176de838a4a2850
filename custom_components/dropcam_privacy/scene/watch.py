"""What one camera shows: its own scene, or another; and what is held because of that.

Pure: what was seen, and when, goes in. Times are seconds of any steady clock.
"""

from enum import StrEnum
from typing import Final

from .fingerprint import Fingerprint
from .score import PART_SHOWN, SHOWN, Looks, Score

DOUBT: Final = 3.0
"""The best of so many seconds counts: one picture that broke on the way says nothing."""
BLANK: Final = 0.02
"""Where less of a picture has edges, there is nothing to know it by: a cap, fog, the dark."""


class Seen(StrEnum):
    """What a picture shows."""

    OWN = "own"
    PART = "part"  # the own scene, with somebody in front
    OTHER = "other"
    BLANK = "blank"  # it cannot be checked


class Verdict(StrEnum):
    """What becomes of a picture."""

    SHOWN = "shown"
    WAITS = "waits"  # it does not leave, but the next may
    BLANK = "blank"  # it cannot be checked: it is for owners only
    HELD = "held"


def see(looks: Looks, live: Fingerprint) -> tuple[Seen, Score]:
    """Look at a picture."""
    score = looks.score(live)
    if score.whole >= SHOWN:
        return Seen.OWN, score
    if live.structure < BLANK:
        return Seen.BLANK, score
    return (Seen.PART if score.third >= PART_SHOWN else Seen.OTHER), score


class Watch:
    """Follows what a camera shows. Only what shows the own scene ends a doubt, or gives back what is held."""

    def __init__(self, held: Verdict | None = None) -> None:
        """Begin with nothing seen: what was held before a start still is."""
        self._held = held
        self._since: float | None = None

    @property
    def held(self) -> Verdict | None:
        """As what everything is held: HELD, BLANK, or None."""
        return self._held

    @property
    def doubts(self) -> bool:
        """Whether what comes is in doubt, and not held yet."""
        return self._since is not None and self._held is None

    def note(self, seen: Seen, now: float, *, passed: bool) -> Verdict:
        """Note a picture, and return what becomes of it; `passed` says that its connection has shown the scene."""
        if seen is Seen.OWN or (seen is Seen.PART and passed and self._held is None):
            self._since = self._held = None
            return Verdict.SHOWN
        held = Verdict.BLANK if seen is Seen.BLANK else Verdict.HELD
        if self._held is not None:
            # What is held as another home stays so in the dark.
            self._held = self._held if self._held is Verdict.HELD else held
            return self._held
        if self._since is None:
            self._since = now
        if now - self._since < DOUBT:
            return Verdict.WAITS
        self._held = held
        return held

    def answered(self) -> None:
        """Begin anew: an owner has said that it is theirs."""
        self._since = self._held = None
