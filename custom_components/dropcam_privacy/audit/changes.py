"""What changed between two states of an account's rights, as rows of the log: pure.

They never say where a camera is or how it is let in: that its source is another one is all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..policy.model import CameraId, UserId
from ..rights.changes import Changes
from ..rights.records import Grant, Right
from .entries import Event, Said

_SWITCHED = {
    (Grant.LOWERED, True): Event.PRIVACY_OFF,
    (Grant.LOWERED, False): Event.PRIVACY_ON,
    (Grant.ON, True): Event.TURNED_ON,
    (Grant.ON, False): Event.TURNED_OFF,
}
_PEOPLES = frozenset({Grant.OWNER, Grant.VIEWER})


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds in an account, and what waits for its owners."""

    rights: frozenset[Right] = frozenset()
    waits: Changes = field(default_factory=Changes)

    def less(self, before: Standing) -> Standing:
        """Leave out what has begun to wait since `before`."""
        waits = replace(
            self.waits,
            added=self.waits.added & before.waits.added,
            removed=self.waits.removed & before.waits.removed,
            renamed=self.waits.renamed & before.waits.renamed,
        )
        return replace(self, waits=waits)


class Change(NamedTuple):
    """One line: `user` is whose right it is, where it is somebody's."""

    event: Event
    camera: CameraId | None
    user: UserId | None
    said: dict[str, Said]


def changes(account: str, before: Standing, now: Standing) -> Iterator[Change]:
    """Go through what changed: what was taken first."""
    given, taken = now.rights - before.rights, before.rights - now.rights
    replaced = {right.where for right in given if right.grant is Grant.SOURCE}
    for right in sorted(taken):
        # A source in whose place another is put is one change.
        if right.grant is not Grant.SOURCE or right.where not in replaced:
            yield _change(account, right, given=False)
    for right in sorted(given):
        yield _change(account, right, given=True)
    for right in sorted(now.waits.added - before.waits.added - now.rights):
        yield _change(account, right, event=Event.PROPOSED)
    for right in sorted(before.waits.added - now.waits.added - now.rights):
        yield _change(account, right, event=Event.WITHDRAWN)
    for user in sorted(now.waits.removed - before.waits.removed):
        yield Change(Event.PROPOSED, None, user, {"grant": Grant.OWNER.value, "without": True})
    for rename in sorted(now.waits.renamed - before.waits.renamed):
        yield Change(Event.PROPOSED, rename.camera, None, {"grant": "name", "was": rename.was, "now": rename.now})
    for rename in sorted(before.waits.renamed - now.waits.renamed):
        yield Change(Event.WITHDRAWN, rename.camera, None, {"grant": "name", "was": rename.was, "now": rename.now})
    if now.waits.restored != before.waits.restored:
        event = Event.PROPOSED if now.waits.restored else Event.WITHDRAWN
        yield Change(event, None, None, {"grant": "restored"})


def _change(account: str, right: Right, *, given: bool = False, event: Event | None = None) -> Change:
    camera = None if right.where == account else CameraId(right.where)
    if event is None and (switched := _SWITCHED.get((right.grant, given))) is not None:
        return Change(switched, camera, None, {})
    said: dict[str, Said] = {"grant": right.grant.value}
    if right.grant is Grant.ALLOW:
        said["what"] = right.what
    user = UserId(right.what) if right.grant in _PEOPLES else None
    return Change(event or (Event.GIVEN if given else Event.TAKEN), camera, user, said)
