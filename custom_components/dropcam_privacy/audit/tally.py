"""What becomes one row: a lease, or what goes on one by one: stills of a dashboard, questions that are refused.

Times are seconds of any steady clock (`now`), and milliseconds since 1970, UTC (`at`), which are only written down.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
import math
from typing import NamedTuple

from ..news import Who
from ..policy.model import AccountId, CameraId, Channel
from .entries import Book, Entry, Event, Said

# Who is refused goes on asking: that is one row a minute.
REFUSAL_SECONDS = 60
# A dashboard asks for a still every ten seconds. Who goes on without a pause is one row in ten minutes.
STILL_SECONDS = 600
STILL_PAUSE_SECONDS = 60


class Asked(NamedTuple):
    """Who asked for what."""

    account: AccountId
    camera: CameraId
    channel: Channel
    who: Who


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody received by one lease or more: `first` is when the first picture left, None if none did."""

    asked: Asked
    opened: int
    until: int
    first: int | None
    ended: str
    leases: int = 1
    pictures: int = 0
    bytes: int = 0

    def entry(self) -> Entry:
        """Return it as a row."""
        return _entry(
            Event.RECEIVED,
            self.asked,
            self.until,
            opened=self.opened,
            first=self.first,
            ended=self.ended,
            leases=self.leases,
            pictures=self.pictures,
            bytes=self.bytes,
            # A clock that is set back makes no negative time.
            seconds=max(0, (self.until - self.opened + 500) // 1000),
        )

    def plus(self, more: Received) -> Received:
        """Add what was received right after."""
        return replace(
            self,
            until=more.until,
            first=more.first if self.first is None else self.first,
            ended=more.ended,
            leases=self.leases + more.leases,
            pictures=self.pictures + more.pictures,
            bytes=self.bytes + more.bytes,
        )


@dataclass(frozen=True, slots=True)
class Denied:
    """How often somebody was refused, and why the last time."""

    asked: Asked
    since: int
    until: int
    reason: str
    times: int = 1

    def entry(self) -> Entry:
        """Return it as a row."""
        row = _entry(Event.REFUSED, self.asked, self.until, since=self.since, reason=self.reason, times=self.times)
        return replace(row, book=Book.REFUSED)

    def plus(self, more: Denied) -> Denied:
        """Add one more time."""
        return replace(self, until=more.until, reason=more.reason, times=self.times + more.times)


@dataclass(slots=True)
class _Fold[T: (Received, Denied)]:
    """Rows that are one, when it is due at the latest, and when something was added to it."""

    sum: T
    due: float
    last: float


class Tally:
    """Adds up what is one row, until that is due. What has the same key is one."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._stills: dict[Hashable, _Fold[Received]] = {}
        self._refusals: dict[Hashable, _Fold[Denied]] = {}

    def __bool__(self) -> bool:
        """Return whether anything will be due."""
        return bool(self._stills or self._refusals)

    def asked(self, key: Hashable) -> Asked | None:
        """Return who asked for the pictures of a key, while more of them are added."""
        fold = self._stills.get(key)
        return None if fold is None else fold.sum.asked

    def refused_before(self, key: Hashable) -> Asked | None:
        """Return who was refused, while more is added."""
        fold = self._refusals.get(key)
        return None if fold is None else fold.sum.asked

    def received(self, key: Hashable, one: Received, now: float) -> None:
        """Add a picture that was asked for alone."""
        _add(self._stills, key, one, now, STILL_SECONDS)

    def refused(self, key: Hashable, one: Denied, now: float) -> None:
        """Add a refusal."""
        _add(self._refusals, key, one, now, REFUSAL_SECONDS)

    def take(self, now: float = math.inf) -> list[Entry]:
        """Take out the rows that are due: all of them, where no time is given."""
        stills = _take(self._stills, lambda fold: now >= min(fold.due, fold.last + STILL_PAUSE_SECONDS))
        return [*stills, *_take(self._refusals, lambda fold: now >= fold.due)]

    def open(self) -> list[Entry]:
        """Return what is not due yet, as it would be written now."""
        return [
            *(fold.sum.entry() for fold in self._stills.values()),
            *(fold.sum.entry() for fold in self._refusals.values()),
        ]


def _add[T: (Received, Denied)](
    folds: dict[Hashable, _Fold[T]], key: Hashable, one: T, now: float, seconds: float
) -> None:
    if (fold := folds.get(key)) is None:
        folds[key] = _Fold(one, now + seconds, now)
    else:
        fold.sum, fold.last = fold.sum.plus(one), now


def _take[T: (Received, Denied)](folds: dict[Hashable, _Fold[T]], due: Callable[[_Fold[T]], bool]) -> list[Entry]:
    return [folds.pop(key).sum.entry() for key in [key for key, fold in folds.items() if due(fold)]]


def _entry(event: Event, asked: Asked, at: int, **said: Said) -> Entry:
    who = asked.who
    return Entry(
        account=asked.account,
        event=event,
        at=at,
        camera=asked.camera,
        person=who.user,
        said={**who.said(), "channel": asked.channel.value, **said},
    )
