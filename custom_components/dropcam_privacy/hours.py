"""What time it is for viewers whose right has times: by a clock that may be set, and by one that never goes back.

Both have to agree that somebody may look. The second is the latest that the first one ever showed in an account, and
goes on from there with what really goes by, so whoever sets the clock back opens nothing and gains no time. The record
keeps it.
"""

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
import time

from .isolation import nobody
from .policy.model import AccountId, CameraId, CameraPolicy, UserId
from .signals import Signal

# A clock that is set is noticed after so many seconds, where nobody asks before.
_LOOK_SECONDS = 15.0
# A timer may be early by what it rounds.
_SOON = 0.01


@dataclass(frozen=True, slots=True)
class _Mark:
    """The latest time that was seen, and when, by `time.monotonic()`."""

    wall: float
    seen: float

    @property
    def now(self) -> float:
        return self.wall + time.monotonic() - self.seen


class Hours:
    """Follows who may look at this time, and says when that changes."""

    def __init__(self, changed: Callable[[Collection[CameraId]], None]) -> None:
        """`changed` is called with cameras at which somebody may look from now on, or may not any more."""
        self._changed = changed
        self._marks: dict[AccountId, _Mark] = {}
        self._policies: dict[CameraId, CameraPolicy] = {}
        # Whose time has begun, as far as was asked, and as far as was told.
        self._open: dict[CameraId, frozenset[UserId]] = {}
        self._told: dict[CameraId, frozenset[UserId]] = {}
        self.told = Signal[Collection[CameraId]]()
        self._timer: asyncio.TimerHandle | None = None

    # The time.

    def now(self, account: AccountId) -> tuple[float, float]:
        """Return what time it is for an account: by the clock, and by the one that never goes back."""
        wall, seen = time.time(), time.monotonic()
        mark = self._marks.get(account)
        if mark is None or wall >= mark.now:
            self._marks[account] = mark = _Mark(wall, seen)
        return wall, mark.now

    def latest(self, account: AccountId) -> int | None:
        """Return the latest time that counts for an account; None where none of its viewers has times."""
        if all(policy.account != account for policy in self._policies.values()):
            return None
        return int(self.now(account)[1])

    def remember(self, marks: Mapping[AccountId, float]) -> None:
        """Go on from what was recorded: it is not earlier than that."""
        for account, wall in marks.items():
            if wall > self.now(account)[1]:
                self._marks[account] = _Mark(wall, time.monotonic())

    def believe(self, account: AccountId) -> None:
        """Take the clock for right: an owner has set times by it."""
        self._marks.pop(account, None)

    # Who may look.

    def follow(self, policies: Iterable[CameraPolicy], gone: Iterable[CameraId]) -> None:
        """Follow these policies in the place of those that their cameras had, and none of what is `gone`."""
        for policy in policies:
            self._policies.pop(policy.camera, None)
            if policy.times:
                self._policies[policy.camera] = policy
                self._open.setdefault(policy.camera, frozenset())
                self._told[policy.camera] = self._opened(policy)
        for camera in gone:
            self._policies.pop(camera, None)
        for camera in self._open.keys() - self._policies.keys():
            del self._open[camera], self._told[camera]
        self._wait()

    def begins(self, policy: CameraPolicy) -> bool:
        """Return whether somebody's time at a camera has begun since that was asked last."""
        before = self._open.get(policy.camera, frozenset())
        self._open[policy.camera] = opened = self._opened(policy)
        return bool(opened - before)

    def until(self, camera: CameraId, viewer: UserId) -> float | None:
        """Return when a viewer who may look now may not any more by their times; None if they stay."""
        policy = self._policies.get(camera)
        if policy is None or (times := policy.times.get(viewer)) is None:
            return None
        wall, latest = self.now(policy.account)
        ends = [(at, now) for now in (wall, latest) if (at := times.next_change(now)) is not None]
        return min((wall + at - now for at, now in ends), default=None)

    def _opened(self, policy: CameraPolicy) -> frozenset[UserId]:
        now = self.now(policy.account)
        return frozenset(viewer for viewer in policy.times if policy.looks(viewer, now))

    def _look(self) -> None:
        """See what has changed, tell of it, and wait for the next change."""
        now = {camera: self._opened(policy) for camera, policy in self._policies.items()}
        changed = [camera for camera, opened in now.items() if opened != self._told[camera]]
        self._told = now
        self._wait()
        if changed:
            self._changed(changed)
            self.told.send(changed)

    def _wait(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if not self._policies:
            return
        waits = [
            at - now
            for policy in self._policies.values()
            for times in policy.times.values()
            for now in self.now(policy.account)
            if (at := times.next_change(now)) is not None
        ]
        wait = max(_SOON, min((_LOOK_SECONDS, *waits)))
        self._timer = asyncio.get_running_loop().call_later(wait, self._look, context=nobody())
