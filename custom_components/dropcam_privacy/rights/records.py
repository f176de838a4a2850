"""Rights one by one, and the records that hold them: what is recorded, and records with more or less in them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ..policy.model import AccountId, Allowance, CameraId, Lowerer, UserId
from ..policy.times import Times


class Grant(StrEnum):
    """What a right permits."""

    OWNER = "owner"
    VIEWER = "viewer"
    ALLOW = "allow"
    LOWERER = "lowerer"
    LOWERED = "lowered"
    ON = "on"
    ASSISTANTS = "assistants"
    ADDRESS = "address"
    SOURCE = "source"


class Right(NamedTuple):
    """One right: in an account or at a camera.

    `what` is a user, with a viewer's times as `viewer_right` writes them, an allowance, an address, a lowerer, a
    source, or when it ends.
    """

    grant: Grant
    where: AccountId | CameraId
    what: str = ""


SHARED = frozenset({Grant.VIEWER, Grant.ALLOW, Grant.LOWERER})
ENTERED = SHARED | {Grant.OWNER, Grant.SOURCE}
"""What a config entry speaks of, too."""
# A camera has one of each.
_ONE = frozenset({Grant.SOURCE, Grant.LOWERED})
# Of a record that was put back: neither of the last two grants anything where nothing is allowed.
_PUT_BACK = frozenset({Grant.OWNER, Grant.SOURCE, Grant.ASSISTANTS, Grant.ADDRESS})


type LogHead = tuple[int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What was granted in an account. The defaults grant nothing.

    `cameras` are those that rights are recorded for, each with what its owners know it by, in the words of
    `known_names`; `traces` are what removed ones leave.
    `sourceless` are cameras of an older version, which recorded no sources. Of no other source than the one that was
    accepted is anything shown.
    `answering` are the last owners, where somebody else removed them: nobody owns anything then, but they may answer.
    `restored` says that the record was put back, and that no owner has confirmed that yet; `waiting` are the cameras'
    rights to be on that it granted.
    `head` is the newest row of its log that was known when this was written, by number and hash (hex): a log without it
    is not the one that it was.
    `mark` is the latest time, in seconds since 1970, that was seen where viewers have times: it is no earlier.
    """

    rights: frozenset[Right] = frozenset()
    cameras: Mapping[CameraId, Mapping[str, str]] = field(default_factory=dict)
    traces: frozenset[CameraId] = frozenset()
    sourceless: frozenset[CameraId] = frozenset()
    answering: frozenset[UserId] = frozenset()
    restored: bool = False
    waiting: frozenset[Right] = frozenset()
    removed: bool = False
    head: LogHead | None = None
    mark: int | None = None

    def __post_init__(self) -> None:
        """Freeze the cameras too: what is durable cannot be changed in place."""
        object.__setattr__(self, "cameras", MappingProxyType(dict(self.cameras)))

    def less(self, rights: Collection[Right]) -> Record:
        """Take rights out."""
        return replace(self, rights=self.rights.difference(rights), waiting=self.waiting.difference(rights))

    def more(self, account: AccountId, rights: Iterable[Right]) -> Record:
        """Put rights in. What was removed stays removed, and of what a camera has one it has the new one."""
        given = [right for right in rights if not self.removed and right.where in (account, *self.cameras)]
        ones = {one: right for right in given if (one := _one_of(right)) is not None}
        stays = {right for right in self.rights if _one_of(right) not in ones}
        others = {right for right in given if _one_of(right) is None}
        return replace(
            self,
            rights=frozenset({*stays, *others, *ones.values()}),
            sourceless=self.sourceless.difference(
                camera for camera in self.sourceless if (Grant.SOURCE, camera, "") in ones
            ),
        )

    def with_cameras(self, cameras: Collection[CameraId], new: Iterable[Right], *, traces: bool) -> Record:
        """Record that there are these cameras, with `new` rights where one has come, and that others were removed.

        A camera that was removed leaves a trace, so that it stays removed if a crash brings its entry back. Without
        `traces`, those go whose cameras are not there.
        """
        gone = self.cameras.keys() - cameras
        left = (self.traces | gone) if traces else self.traces.intersection(cameras)
        come = frozenset(cameras) - self.cameras.keys() - left
        stays = {right for right in self.rights if right.where not in gone}
        return replace(
            self,
            rights=frozenset(stays.union(right for right in new if right.where in come)),
            cameras={camera: self.cameras.get(camera, {}) for camera in cameras if camera not in left},
            traces=left,
            sourceless=self.sourceless - gone,
            waiting=frozenset(right for right in self.waiting if right.where not in gone),
        )

    def adopting(self, standing: Mapping[CameraId, str]) -> Record:
        """Take the sources that stood there for accepted, where an older version recorded none."""
        found = {camera: standing[camera] for camera in self.sourceless if camera in standing}
        return replace(self, rights=self.rights | source_rights(found), sourceless=self.sourceless.difference(found))

    def knowing(self, names: Mapping[CameraId, Mapping[str, str]]) -> Record:
        """Note by what owners know cameras."""
        known = {camera: {**was, **names.get(camera, {})} for camera, was in self.cameras.items()}
        return replace(self, cameras=known)

    def confirmed(self) -> Record:
        """Note that an owner has answered what waited."""
        return replace(self, answering=frozenset(), restored=False, waiting=frozenset())

    def answered(self, removed: Collection[UserId], *, restored: bool) -> Record:
        """Note that an owner has answered some of what waited; the rest waits on."""
        left = self.answering.difference(removed)
        return replace(
            self, answering=left, restored=self.restored and not restored, waiting=self.waiting - self.rights
        )

    def put_back(self) -> Record:
        """Note that it was put back: but for owners, and what grants nothing by itself, its rights are gone."""
        return replace(
            self,
            rights=frozenset(right for right in self.rights if right.grant in _PUT_BACK),
            sourceless=frozenset(),
            restored=not self.removed,
            waiting=self.waiting.union(right for right in self.rights if right.grant is Grant.ON),
        )


type Records = Mapping[AccountId, Record]
NOTHING_RECORDED: Records = MappingProxyType({})


def viewer_right(camera: CameraId, viewer: str, times: Times | str | None = None) -> Right:
    """Return the right of a viewer to look: always, or at times."""
    return Right(Grant.VIEWER, camera, f"{viewer} {times}" if times else viewer)


@lru_cache(maxsize=1024)
def viewer_of(right: Right) -> tuple[UserId, Times | None]:
    """Return whose right to look it is, and at which times; of times that cannot be read it is nobody's."""
    viewer, *words = right.what.rsplit(" ", 4)
    try:
        return UserId(viewer), Times.read(" ".join(words))
    except ValueError:
        return UserId(right.what), None


def viewers(rights: Iterable[Right], camera: str) -> dict[UserId, Right]:
    """Pick the rights to look at a camera, by whose they are."""
    return {viewer_of(it)[0]: it for it in rights if it.grant is Grant.VIEWER and it.where == camera}


def covers(right: Right, other: Right) -> bool:
    """Return whether a right to look, of the same viewer, gives all that another one gives."""
    (viewer, times), (same, others) = viewer_of(right), viewer_of(other)
    return viewer == same and (times is None or (others is not None and times.covers(others)))


def smaller(right: Right | None, other: Right | None) -> Right | None:
    """Return which of two rights to look, of the same viewer, gives no more than the other; None if neither does."""
    if right is None or other is None:
        return None
    return other if covers(right, other) else right if covers(other, right) else None


def _one_of(right: Right) -> tuple[Grant, str, str] | None:
    """Return of what a camera has one: another such right is put in its place."""
    if right.grant in _ONE:
        return right.grant, right.where, ""
    return (right.grant, right.where, viewer_of(right)[0]) if right.grant is Grant.VIEWER else None


def sharing_rights(
    camera: CameraId,
    viewers: Iterable[str],
    allow: Iterable[str],
    lowerers: Iterable[str] = (),
    times: Mapping[str, str] = MappingProxyType({}),
) -> frozenset[Right]:
    """List the rights in what a camera shares; who is in `times` may look at those times alone."""
    always = {viewer for viewer in viewers if viewer not in times}
    shared = {
        Grant.VIEWER: [*always, *(viewer_right(camera, who, when).what for who, when in times.items())],
        Grant.ALLOW: allow,
        Grant.LOWERER: lowerers,
    }
    return frozenset(Right(grant, camera, what) for grant, whats in shared.items() for what in whats)


def owner_rights(account: AccountId, owners: Iterable[str]) -> frozenset[Right]:
    """List the rights of an account's owners."""
    return frozenset(Right(Grant.OWNER, account, owner) for owner in owners)


def address_rights(account: AccountId, addresses: Iterable[str]) -> frozenset[Right]:
    """List what it takes for an account's players to be sent to addresses of Home Assistant."""
    return frozenset(Right(Grant.ADDRESS, account, address) for address in addresses)


def source_rights(sources: Mapping[CameraId, str]) -> frozenset[Right]:
    """List what it takes for cameras to be read at their sources."""
    return frozenset(Right(Grant.SOURCE, camera, source) for camera, source in sources.items())


def whats(rights: Iterable[Right], grant: Grant, where: str) -> frozenset[str]:
    """Pick who or what has a right somewhere."""
    return frozenset(right.what for right in rights if right.grant is grant and right.where == where)


def users(rights: Iterable[Right], grant: Grant, where: str) -> frozenset[UserId]:
    """Pick the users who have a right somewhere."""
    if grant is Grant.VIEWER:
        return frozenset(viewers(rights, where))
    return frozenset(map(UserId, whats(rights, grant, where)))


def always_and_times(rights: Iterable[Right], camera: CameraId) -> tuple[list[str], dict[str, str]]:
    """Pick who may look at a camera always, and who at which times, as a subentry or a record writes them."""
    found = {viewer: viewer_of(right)[1] for viewer, right in viewers(rights, camera).items()}
    always: list[str] = sorted(viewer for viewer, times in found.items() if times is None)
    return always, {str(viewer): str(times) for viewer, times in sorted(found.items()) if times is not None}


def allowances(rights: Iterable[Right], camera: CameraId) -> frozenset[Allowance]:
    """Pick what is allowed at a camera."""
    return frozenset(map(Allowance, whats(rights, Grant.ALLOW, camera)))


def lowerers(rights: Iterable[Right], camera: CameraId) -> frozenset[Lowerer]:
    """Pick the automations that may end privacy at a camera."""
    return frozenset(map(Lowerer, whats(rights, Grant.LOWERER, camera)))
