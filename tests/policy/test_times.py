"""Times of viewers: held against a walk over the clock on the wall, minute by minute."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings, strategies as st
import pytest

from custom_components.dropcam_privacy.policy.times import Times

ZONES = ("Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC", "America/Havana")
# Days around which their clocks change, or, in Samoa, a day is missing.
DAYS = (
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2026, 3, 8),
    date(2026, 11, 1),
    date(2026, 4, 5),
    date(2026, 10, 4),
    date(2011, 12, 30),
    date(2026, 6, 12),
)
MINUTE = timedelta(minutes=1)
minutes = st.integers(0, 1439)
some_times = st.builds(
    lambda zone, weekdays, start, length, until: Times(
        zone, weekdays, start, (start + length - 1) % 1440 + 1 if (start + length) % 1440 != start else 1440, until
    ),
    st.sampled_from(ZONES),
    st.frozensets(st.integers(0, 6), min_size=1),
    minutes,
    st.integers(1, 1439),
    st.none() | st.sampled_from(DAYS),
)


def walk(times: Times, first: datetime, last: datetime) -> dict[datetime, bool]:
    """Say of each minute whether the times hold, as somebody does who looks at the clock on the wall."""
    zone = ZoneInfo(times.zone)
    found: dict[datetime, bool] = {}
    # What begins on each day, once: from the first moment in which the clock shows it to the first that shows its end.
    begun, ended = set[date](), set[date]()
    at = first - timedelta(days=3)
    while at < last:
        wall = at.astimezone(zone).replace(tzinfo=None)
        for back in range(-1, 4):
            day = wall.date() - timedelta(back)
            midnight = datetime.combine(day, datetime.min.time())
            end = midnight + MINUTE * (times.end if times.end > times.start else times.end + 1440)
            if wall >= midnight + MINUTE * times.start:
                begun.add(day)
            over = times.until is not None and wall.date() > times.until
            if wall >= end or over:
                ended.add(day)
        if at >= first:
            found[at] = any(day.weekday() in times.weekdays for day in begun - ended)
        at += MINUTE
    return found


@settings(max_examples=60, deadline=None)
@given(some_times, st.sampled_from(DAYS), st.integers(-1, 1))
def test_agrees_with_a_walk(times: Times, day: date, off: int) -> None:
    """Each minute of a day around a change of the clock, and the next change seen from each."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=off)
    walked = walk(times, first, first + timedelta(days=1))
    for at, holds in walked.items():
        assert times.open_at(at.timestamp()) is holds, at
        assert times.open_at(at.timestamp() + 59.5) is holds, at
    moments = list(walked)
    for before, after in pairwise(moments):
        change = times.next_change(before.timestamp())
        if walked[before] is walked[after]:
            assert change is None or change > after.timestamp()
        else:
            assert change == after.timestamp()


@settings(deadline=None)
@given(some_times)
def test_one_form(times: Times) -> None:
    """What is written is read again, and what is said can be entered."""
    assert Times.read(str(times)) == times
    assert Times.of(times.words(), "UTC") == times
    with pytest.raises(ValueError, match=r".*"):
        Times.read(f"{times} ")


@settings(deadline=None)
@given(some_times, some_times, st.sampled_from(DAYS), st.integers(0, 2880))
def test_who_covers_gives_as_much(times: Times, other: Times, day: date, minute: int) -> None:
    """At every moment; and everybody covers themselves."""
    assert times.covers(times)
    at = (datetime(day.year, day.month, day.day, tzinfo=UTC) + MINUTE * minute).timestamp()
    if times.covers(other) and other.open_at(at):
        assert times.open_at(at)


@settings(deadline=None)
@given(some_times, st.sampled_from(DAYS), st.integers(0, 2880))
def test_over_is_never_again(times: Times, day: date, minute: int) -> None:
    """The last day over, nothing opens."""
    at = (datetime(day.year, day.month, day.day, tzinfo=UTC) + MINUTE * minute).timestamp()
    if times.over(at):
        assert not times.open_at(at)
        assert times.next_change(at) is None


def local(zone: str, *when: int, fold: int = 0) -> float:
    """Return a moment by the clock on the wall."""
    return datetime(*when, fold=fold, tzinfo=ZoneInfo(zone)).timestamp()  # type: ignore[misc,arg-type]


def test_the_babysitter() -> None:
    """Fridays 18 to 24, until June."""
    times = Times.of(
        {"weekdays": [4], "from": "18:00", "to": "24:00", "until": "2027-05-31"}, zone := "Europe/Amsterdam"
    )
    assert str(times) == "4 18:00-24:00 2027-05-31 Europe/Amsterdam"
    assert not times.open_at(local(zone, 2026, 11, 27, 17, 59))
    assert times.open_at(local(zone, 2026, 11, 27, 18))
    assert times.next_change(local(zone, 2026, 11, 27, 18)) == local(zone, 2026, 11, 28)
    assert not times.open_at(local(zone, 2026, 11, 28))
    assert times.open_at(local(zone, 2027, 5, 28, 18))
    assert not times.open_at(local(zone, 2027, 6, 4, 18))


def test_twice_and_never() -> None:
    """The hour that comes twice opens once, the one that is skipped not at all."""
    zone = "Europe/Amsterdam"
    night = Times(zone, start=150, end=160)
    assert night.open_at(local(zone, 2026, 10, 25, 2, 35))
    assert not night.open_at(local(zone, 2026, 10, 25, 2, 35, fold=1))
    day = local(zone, 2026, 3, 29)
    assert not any(night.open_at(day + second) for second in range(0, 86_400, 30))
    island = Times("Pacific/Apia", frozenset({4}))
    day = local("Pacific/Apia", 2011, 12, 29)
    assert not any(island.open_at(day + second) for second in range(0, 2 * 86_400, 60))


@pytest.mark.parametrize(
    "words",
    [
        {"from": "18:00", "to": "18:00"},
        {"from": "24:00"},
        {"from": "00:00", "to": "00:00"},
        {"to": "24:01"},
        {"to": "25:00"},
        {"from": "8:00"},
        {"weekdays": []},
        {"weekdays": [7]},
        {"weekdays": "4"},
        {"until": "2027-02-30"},
        {"until": "9999-12-31"},
        {"until": 2027},
        {"zone": "Mars/Base"},
        {"zone": "../secret"},
        {"zone": "Europe"},
    ],
)
def test_nonsense(words: dict[str, object]) -> None:
    """What says nothing, or cannot be, is refused."""
    with pytest.raises(ValueError, match=r".*"):
        Times.of(words, "UTC")


def test_always_has_no_change() -> None:
    """What does not limit never changes; over midnight, one window follows the other."""
    assert Times("UTC").next_change(0) is None
    assert Times("UTC").words() == {"zone": "UTC"}
    assert Times("UTC", start=60, end=0) == Times("UTC", start=60, end=1440)
    over = Times("UTC", frozenset({0}), 1380, 60)
    assert over.open_at(datetime(2026, 11, 24, 0, 59, tzinfo=UTC).timestamp())
    assert not over.open_at(datetime(2026, 11, 23, 0, 59, tzinfo=UTC).timestamp())
