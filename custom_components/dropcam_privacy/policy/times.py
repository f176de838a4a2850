"""When a viewer may look: weekdays, hours and a last day, in the time zone that is stored with them.

A window begins in the first moment in which the clock on the wall shows its beginning or more, and ends in the first
one in which it shows its end or more. So what the clock skips opens nothing, and what it shows twice opens nothing
twice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
import re
from typing import Self
from zoneinfo import ZoneInfo

_DAY = 24 * 60
_WEEK = frozenset(range(7))
_LAST_YEAR = 9000  # beyond it the calendar ends
# In so many days each weekday comes, even where a zone leaves a day out.
_AHEAD = 15
_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)")
_TEXT = re.compile(r"([0-6]{1,7}) (\d\d:\d\d)-(\d\d:\d\d) (-|\d{4}-\d\d-\d\d) (\S+)")


@dataclass(frozen=True, slots=True)
class Times:
    """Windows of time: on each of these weekdays (0 is Monday), from and to minutes of the day, until the last day.

    An end before the beginning is the next day's; whatever began, the end of the last day ends it.
    """

    zone: str
    weekdays: frozenset[int] = _WEEK
    start: int = 0
    end: int = _DAY
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse what says nothing. Raises ValueError."""
        if self.end == 0 and self.start:
            object.__setattr__(self, "end", _DAY)
        if not self.weekdays or not self.weekdays <= _WEEK:
            raise ValueError("weekdays")
        if not (0 <= self.start < _DAY and 0 < self.end <= _DAY) or self.start == self.end:
            raise ValueError("from and to")
        if self.until is not None and self.until.year > _LAST_YEAR:
            raise ValueError("until")
        _zone(self.zone)

    @classmethod
    def of(cls, words: Mapping[str, object], zone: str) -> Self:
        """Read what somebody enters: what is left out does not limit. Raises ValueError."""
        weekdays, until = words.get("weekdays"), words.get("until")
        # True is a number to Python, and would be written down as a word that nobody can read again.
        if weekdays is not None and not (isinstance(weekdays, list) and all(type(day) is int for day in weekdays)):
            raise ValueError("weekdays")
        if until is not None and not isinstance(until, str):
            raise ValueError("until")
        zone = str(words.get("zone") or zone)
        return cls(
            zone,
            _WEEK if weekdays is None else frozenset(weekdays),
            _minutes(words.get("from"), 0),
            _minutes(words.get("to"), _DAY),
            None if until is None else date.fromisoformat(until),
        )

    @classmethod
    def read(cls, text: str) -> Self:
        """Read what `str` writes, and nothing else. Raises ValueError."""
        if (found := _TEXT.fullmatch(text)) is None:
            raise ValueError(text)
        days, start, end, until, zone = found.groups()
        read = cls.of(
            {"weekdays": [*map(int, days)], "from": start, "to": end, "until": None if until == "-" else until}, zone
        )
        if str(read) != text:
            raise ValueError(text)
        return read

    def __str__(self) -> str:
        """Write them in the one form that they have."""
        days = "".join(map(str, sorted(self.weekdays)))
        return f"{days} {_clock(self.start)}-{_clock(self.end)} {self.until or '-'} {self.zone}"

    def words(self) -> dict[str, list[int] | str]:
        """Say them as they are entered: what does not limit is left out."""
        said: dict[str, list[int] | str] = {"zone": self.zone}
        if self.weekdays != _WEEK:
            said["weekdays"] = sorted(self.weekdays)
        if (self.start, self.end) != (0, _DAY):
            said |= {"from": _clock(self.start), "to": _clock(self.end)}
        if self.until is not None:
            said["until"] = self.until.isoformat()
        return said

    def covers(self, other: Times) -> bool:
        """Return whether whenever others hold these do, too; for certain, or they do not."""
        return (
            self.zone == other.zone
            and self.weekdays >= other.weekdays
            and self.start <= other.start
            and self.close >= other.close
            and (self.until is None or (other.until is not None and other.until <= self.until))
        )

    @property
    def close(self) -> int:
        """When they end, in minutes since the midnight before they begin."""
        return self.end if self.end > self.start else self.end + _DAY

    def open_at(self, now: float) -> bool:
        """Return whether they hold at a moment, in seconds since 1970."""
        # A clock that is set back around midnight shows a day before its beginning once more.
        day = _local(self.zone, now).date()
        return any(begin <= now < end for begin, end in map(self._window, _days(day, -1, 2)))

    def over(self, now: float) -> bool:
        """Return whether they hold never again."""
        return self.until is not None and now >= _first(self.zone, self.until + timedelta(1), 0)

    def next_change(self, now: float) -> float | None:
        """Return when they begin or cease to hold next, None if they never do."""
        opened = self.open_at(now)
        moments = [moment for day in _days(_local(self.zone, now).date(), -1, _AHEAD) for moment in self._window(day)]
        if self.until is not None:
            moments.append(_first(self.zone, self.until + timedelta(1), 0))
        return next((at for at in sorted(moments) if at > now and self.open_at(at) is not opened), None)

    def _window(self, day: date) -> tuple[float, float]:
        """Return when the window of a day begins and ends; the same, if it has none."""
        return _window(self, day)


@lru_cache(maxsize=4096)
def _window(times: Times, day: date) -> tuple[float, float]:
    begin = _first(times.zone, day, times.start)
    if day.weekday() not in times.weekdays:
        return begin, begin
    end = _first(times.zone, day, times.close)
    if times.until is not None:
        end = min(end, _first(times.zone, times.until + timedelta(1), 0))
    return begin, max(begin, end)


def _days(day: date, first: int, end: int) -> Iterator[date]:
    return (day + timedelta(days) for days in range(first, end))


def _first(zone: str, day: date, minutes: int) -> float:
    """Return the first moment in which the clock on the wall shows a time of a day or more."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    first, second = (wall.replace(tzinfo=_zone(zone), fold=fold).timestamp() for fold in (0, 1))
    if first <= second:
        return first
    # The clock skips it: it shows less at `second`, and more at `first`.
    before, after = int(second), int(first)
    while after - before > 1:
        middle = (before + after) // 2
        if _local(zone, middle).replace(tzinfo=None) < wall:
            before = middle
        else:
            after = middle
    return float(after)


def _local(zone: str, now: float) -> datetime:
    return datetime.fromtimestamp(now, _zone(zone))


@lru_cache(maxsize=256)
def _zone(zone: str) -> ZoneInfo:
    try:
        return ZoneInfo(zone)
    except (LookupError, OSError) as err:
        raise ValueError("zone") from err


def _minutes(said: object, default: int) -> int:
    if said is None:
        return default
    found = _CLOCK.fullmatch(said) if isinstance(said, str) else None
    if found is None or (minutes := int(found[1]) * 60 + int(found[2])) > _DAY:
        raise ValueError("from and to")
    return minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
