"""What changed between two states of an account's rights, as rows of the log: pure.

They never say where a camera is or how it is let in: that its source is another one is all.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..policy.model import CameraId, UserId
from ..rights.changes import Changes, Rename
from ..rights.records import Grant, Right, viewer_of
from .entries import Event, Said

_SWITCHED_ON = {Grant.LOWERED: Event.PRIVACY_OFF, Grant.ON: Event.TURNED_ON}
_SWITCHED_OFF = {Grant.LOWERED: Event.PRIVACY_ON, Grant.ON: Event.TURNED_OFF}
_SWITCHED = {*_SWITCHED_ON.values(), *_SWITCHED_OFF.values()}
_ONE = frozenset({Grant.SOURCE, Grant.LOWERED})


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds in an account, what waits for its owners, and of which of its `cameras` the originals are locked."""

    rights: frozenset[Right] = frozenset()
    waits: Changes = field(default_factory=Changes)
    cameras: frozenset[CameraId] = frozenset()
    locks: frozenset[CameraId] = frozenset()

    def by_owner(self, before: Standing) -> Standing:
        """Leave out what has begun to wait since `before`.

        What an owner gives waits for nobody, but for a moment it may look so: record and entry change in turn.
        """
        waits = replace(
            self.waits,
            added=self.waits.added & before.waits.added,
            removed=self.waits.removed & before.waits.removed,
            renamed=self.waits.renamed & before.waits.renamed,
        )
        return replace(self, waits=waits)

    def by_somebody_else(self, before: Standing) -> Standing:
        """Leave out what somebody else than an owner cannot do: locks that they take out of an entry stand."""
        return replace(self, locks=self.locks | (before.locks & self.cameras))


class Change(NamedTuple):
    """One line: `user` is whose right it is, where it is somebody's."""

    event: Event
    camera: CameraId | None
    user: UserId | None
    said: dict[str, Said]


def changes(account: str, before: Standing, now: Standing) -> Iterator[Change]:
    """Go through what changed: what was taken first."""
    yield from _rights(account, before.rights, now.rights)
    for camera in sorted(now.locks - before.locks):
        yield Change(Event.LOCKED, camera, None, {})
    for camera in sorted(before.locks - now.locks):
        # With the camera, only an owner releases it: else its original is left disabled.
        yield Change(Event.RELEASED, camera, None, {"camera_removed": camera not in now.cameras})
    for right in sorted(now.waits.added - before.waits.added - now.rights):
        yield _change(account, right, Event.PROPOSED)
    for right in sorted(before.waits.added - now.waits.added - now.rights):
        yield _change(account, right, Event.WITHDRAWN)
    for user in sorted(now.waits.removed - before.waits.removed):
        yield Change(Event.PROPOSED, None, user, {"grant": Grant.OWNER.value, "without": True})
    yield from _renames(Event.PROPOSED, now.waits.renamed - before.waits.renamed)
    yield from _renames(Event.WITHDRAWN, before.waits.renamed - now.waits.renamed)
    if now.waits.restored != before.waits.restored:
        event = Event.PROPOSED if now.waits.restored else Event.WITHDRAWN
        yield Change(event, None, None, {"grant": "restored"})


def _rights(account: str, before: frozenset[Right], now: frozenset[Right]) -> Iterator[Change]:
    given = sorted(now - before)
    ones = {(right.grant, right.where) for right in given if right.grant in _ONE}
    for right in sorted(before - now):
        # What is put in the place of another is one change.
        if (right.grant, right.where) not in ones:
            yield _change(account, right, _SWITCHED_OFF.get(right.grant, Event.TAKEN))
    for right in given:
        yield _change(account, right, _SWITCHED_ON.get(right.grant, Event.GIVEN))


def _renames(event: Event, renames: Iterable[Rename]) -> Iterator[Change]:
    for rename in sorted(renames):
        yield Change(event, rename.camera, None, {"grant": "name", "was": rename.was, "now": rename.now})


def _change(account: str, right: Right, event: Event) -> Change:
    camera = None if right.where == account else CameraId(right.where)
    said: dict[str, Said] = {} if event in _SWITCHED else {"grant": right.grant.value}
    if right.grant is Grant.ALLOW:
        said["what"] = right.what
    if right.grant is Grant.LOWERED and right.what:
        said["until"] = int(right.what) * 1000  # ms, as all times of the log
    if right.grant is Grant.VIEWER:
        viewer, times = viewer_of(right)
        return Change(event, camera, viewer, said if times is None else {**said, "times": str(times)})
    return Change(event, camera, UserId(right.what) if right.grant is Grant.OWNER else None, said)
