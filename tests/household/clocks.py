"""The clock that viewers' times are told by, which can be set."""

from datetime import UTC, datetime
import time

import pytest

from custom_components.dropcam_privacy import hours

FRIDAY = datetime(2026, 11, 27, 18, tzinfo=UTC).timestamp()
HOUR = 3600.0


class Clock:
    """The wall clock, which can be set."""

    def __init__(self) -> None:
        """Show Friday, 18 o'clock."""
        self.began = time.monotonic()
        self.off = 0.0

    def __call__(self) -> float:
        """Tell the time."""
        return FRIDAY + time.monotonic() - self.began + self.off


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock that times are told by."""
    clock = Clock()
    fake = type("Time", (), {"time": staticmethod(clock), "monotonic": staticmethod(time.monotonic)})
    monkeypatch.setattr(hours, "time", fake)
    return clock
