"""When the pictures of a camera were taken: its own clock tells how far they are apart, ours when they came."""

import math
from typing import Final

RATE: Final = 90_000
"""Ticks in a second of video, by RTP as in a transport stream."""

_SLACK: Final = 0.0002
"""Seconds by which two clocks may part in a second: quartz is better than that."""
_LATEST: Final = 5.0
"""Seconds: what seems to be later has another clock."""


class Arrivals:
    """Turns a camera's times into ours. What was held up on its way, and then comes all at once, is known as old."""

    def __init__(self) -> None:
        """Know nothing of the camera's clock yet."""
        self._ticks = 0
        self._now = -math.inf
        # What to add to the camera's time: that of the picture that had the shortest way.
        self._offset = math.inf
        self._begun: float | None = None
        self._written = -1

    def received(self, ticks: int, now: float) -> float:
        """Return when a picture with this time of the camera's came at the earliest, never later than `now`."""
        taken = ticks / RATE
        leaning = self._offset + _SLACK * max(0.0, now - self._now)
        if not 0.0 <= (ticks - self._ticks) / RATE <= _LATEST or now - (taken + leaning) > _LATEST:
            leaning = math.inf  # the camera's clock was set, or this is the first picture
        self._offset = min(leaning, now - taken)
        self._ticks, self._now = ticks, now
        return taken + self._offset

    def written(self, received: float) -> int:
        """Return the time to write for a picture, in ticks since the first: they only grow, whatever its clock does."""
        if self._begun is None:
            self._begun = received
        self._written = max(self._written + 1, round((received - self._begun) * RATE))
        return self._written
