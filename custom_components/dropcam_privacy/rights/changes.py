"""What waits for an owner's answer: what was entered beyond the record, and what somebody else calls cameras."""

from collections.abc import Collection
from dataclasses import dataclass, replace
import hashlib
import json
import secrets
from typing import NamedTuple

from ..policy.model import CameraId, UserId
from .entered import Entered
from .records import SHARED, Grant, Record, Right, source_rights, users

# Passwords are part of sources, and the name of changes leaves the machine.
_KEY = secrets.token_bytes(32)


class Rename(NamedTuple):
    """One respect in which a camera is called otherwise than its owners know."""

    camera: CameraId
    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What was entered beyond what owners accepted, and the last owners, if they were removed.

    `restored` says that the record was put back, and that an owner is to confirm what it grants. `renamed` is what
    somebody else calls cameras.
    """

    added: frozenset[Right] = frozenset()
    removed: frozenset[UserId] = frozenset()
    restored: bool = False
    renamed: frozenset[Rename] = frozenset()

    def __bool__(self) -> bool:
        """Return whether there is anything to answer."""
        return bool(self.added or self.removed or self.restored or self.renamed)

    @property
    def id(self) -> str:
        """Name exactly these changes: who accepts them by this name accepts nothing else."""
        said = json.dumps([sorted(self.added), sorted(self.removed), self.restored, sorted(self.renamed)])
        return hashlib.blake2b(said.encode(), key=_KEY, digest_size=8).hexdigest()

    def each(self) -> list[Changes]:
        """List the things that wait, each by itself: by its id an owner accepts or rejects it alone."""
        return [
            *(Changes(added=frozenset({right})) for right in sorted(self.added)),
            *(Changes(removed=frozenset({user})) for user in sorted(self.removed)),
            *([Changes(restored=True)] if self.restored else ()),
            *(Changes(renamed=frozenset({rename})) for rename in sorted(self.renamed)),
        ]

    def plus(self, other: Changes) -> Changes:
        """Return both."""
        return Changes(
            self.added | other.added,
            self.removed | other.removed,
            self.restored or other.restored,
            self.renamed | other.renamed,
        )

    def without(self, rights: Collection[Right]) -> Changes:
        """Return the rest."""
        return replace(self, added=self.added.difference(rights))

    @property
    def cameras(self) -> list[CameraId]:
        """List the cameras that would be shared with more, turned on, read elsewhere, or known by other names."""
        grants = {*SHARED, Grant.ON, Grant.SOURCE}
        changed = {CameraId(right.where) for right in self.added if right.grant in grants}
        return sorted(changed.union(rename.camera for rename in self.renamed))


def pending(entered: Entered, record: Record) -> Changes:
    """Return what of an entry waits for an owner. A camera that is not recorded yet is no change of one that stood."""
    if record.removed:
        return Changes()
    # Of what stands in the place of the accepted source and what is proposed instead, an owner accepts the latter.
    stands = source_rights(entered.sources) - source_rights(entered.offered)
    added = (entered.rights | record.waiting) - record.rights - stands
    return Changes(
        frozenset(right for right in added if right.where in (entered.account, *record.cameras)),
        record.answering - users(entered.rights, Grant.OWNER, entered.account),
        record.restored,
    )
