"""Gives packets times that only go on, whatever the camera's clock does."""

from fractions import Fraction
from typing import Any, Final

import av

TICKS: Final = 90_000
"""In a second of a transport stream."""

TIME_BASE: Final = Fraction(1, TICKS)
# What is further from where time should be is another clock, or the same one after it was set.
_BACK: Final = 1 * TICKS
_AHEAD: Final = 2 * TICKS


class Clock:
    """The time of one transport stream, through jumps of the camera's clock and new connections."""

    def __init__(self) -> None:
        """Begin with the times that the camera gives."""
        # What is added to the camera's times: newest first, and the one before, because sound and picture do not
        # jump in the same moment.
        self._shifts = [0]
        self._by_arrival = False
        self._origin: float | None = None
        # Where each kind of packets has got to, and when that was received.
        self._last: dict[str, tuple[int, float]] = {}

    def begin(self, *, by_arrival: bool) -> None:
        """Begin another connection, whose times have nothing to do with those before.

        `by_arrival` says that they mean nothing at all: a packet's time is when it came.
        """
        self._by_arrival = by_arrival
        if self._last:
            self._shifts = []

    def set(self, packet: av.Packet[Any], received: float) -> None:
        """Set a packet's times, in ticks."""
        kind = packet.stream.type
        base = packet.time_base or TIME_BASE
        decoded = packet.dts if packet.dts is not None else packet.pts
        shown = packet.pts if packet.pts is not None else decoded
        if self._by_arrival:
            self._origin = received if self._origin is None else self._origin
            raw: int | None = int((received - self._origin) * TICKS)
        else:
            raw = None if decoded is None else int(decoded * base * TICKS)
        time = self._time(kind, raw, received)
        if kind in self._last:
            time = max(time, self._last[kind][0] + 1)
        self._last[kind] = time, received
        wait = int((shown - decoded) * base * TICKS) if shown is not None and decoded is not None else 0
        length = int((packet.duration or 0) * base * TICKS)
        packet.time_base = TIME_BASE
        packet.dts, packet.pts, packet.duration = time, time + max(wait, 0), length

    def _time(self, kind: str, raw: int | None, received: float) -> int:
        """Return where a packet belongs that the camera puts at `raw`, if it says so."""
        if not self._last:
            return raw or 0
        before, then = self._last.get(kind) or max(self._last.values())
        expected = before + int((received - then) * TICKS)
        if raw is None:
            return expected
        for shift in self._shifts:
            if before - _BACK < raw + shift < expected + _AHEAD:
                return raw + shift
        self._shifts = [expected - raw, *self._shifts[:1]]
        return expected
