"""Rights one by one, and the records that hold them: what is in a record, and records with more or less in them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ..policy.model import AccountId, Allow, CameraId, Lowerer, UserId


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
    """One right: in an account or at a camera; `what` is a user, an allowance, an address, a lowerer or a source."""

    grant: Grant
    where: AccountId | CameraId
    what: str = ""


SHARED = frozenset({Grant.VIEWER, Grant.ALLOW, Grant.LOWERER})


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraRecord:
    """What was granted for one camera. The defaults grant nothing; a removed camera leaves a tombstone.

    `was_on` says that it was on in a store that was put back, where it is off until an owner has confirmed that.
    `known_as` holds the names by which its owners know it, by the keys of `known_names`.
    `source` is the digest of the source that was accepted: of no other is anything shown. None is of an older version,
    which had none.
    """

    on: bool = False
    was_on: bool = False
    lowered: bool = False
    viewers: frozenset[UserId] = frozenset()
    allow: frozenset[Allow] = frozenset()
    lowerers: frozenset[Lowerer] = frozenset()
    known_as: Mapping[str, str] = field(default_factory=dict)
    source: str | None = ""
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRecord:
    """Who owns an account, and what they granted for its cameras.

    `answering` are the last owners, where somebody else removed them: nobody owns anything then, but they may answer.
    `addresses` are those of Home Assistant that owners have seen: players are sent to no other.
    `restored` says that the record was put back, and that no owner has confirmed that yet.
    """

    owners: frozenset[UserId] = frozenset()
    answering: frozenset[UserId] = frozenset()
    assistants: bool = False
    addresses: frozenset[str] = frozenset()
    restored: bool = False
    cameras: Mapping[CameraId, CameraRecord] = field(default_factory=dict)
    removed: bool = False

    def __post_init__(self) -> None:
        """Freeze the cameras too: what is durable cannot be changed in place."""
        object.__setattr__(self, "cameras", MappingProxyType(dict(self.cameras)))


type Records = Mapping[AccountId, AccountRecord]
NOTHING_RECORDED: Records = MappingProxyType({})

NOTHING = CameraRecord()
"""What is granted at a camera that was recorded for nobody."""


def sharing_rights(
    camera: CameraId, viewers: Iterable[str], allow: Iterable[str], lowerers: Iterable[str] = ()
) -> frozenset[Right]:
    """List the rights in what a camera shares."""
    shared = {Grant.VIEWER: viewers, Grant.ALLOW: allow, Grant.LOWERER: lowerers}
    return frozenset(Right(grant, camera, what) for grant, whats in shared.items() for what in whats)


def owner_rights(account: AccountId, owners: Iterable[str]) -> frozenset[Right]:
    """List the rights of an account's owners."""
    return frozenset(Right(Grant.OWNER, account, owner) for owner in owners)


def source_rights(sources: Mapping[CameraId, str]) -> frozenset[Right]:
    """List what it takes for cameras to be read at their sources."""
    return frozenset(Right(Grant.SOURCE, camera, source) for camera, source in sources.items())


def recorded(account: AccountId, record: AccountRecord) -> frozenset[Right]:
    """List what a record says about owners, viewers, allowances and sources."""
    if record.removed:
        return frozenset()
    rights = owner_rights(account, record.owners)
    for camera, kept in record.cameras.items():
        if not kept.removed:
            rights |= sharing_rights(camera, kept.viewers, kept.allow, kept.lowerers)
            rights |= source_rights({camera: kept.source} if kept.source else {})
    return rights


def users(rights: Collection[Right], grant: Grant, where: str) -> frozenset[UserId]:
    """Pick the users who have a right somewhere."""
    return frozenset(UserId(right.what) for right in rights if right.grant is grant and right.where == where)


def addresses(rights: Collection[Right], account: str) -> frozenset[str]:
    """Pick the addresses of Home Assistant that an account's players may be sent to."""
    return frozenset(right.what for right in rights if right.grant is Grant.ADDRESS and right.where == account)


def allowances(rights: Collection[Right], camera: CameraId) -> frozenset[Allow]:
    """Pick what is allowed at a camera."""
    return frozenset(Allow(right.what) for right in rights if right.grant is Grant.ALLOW and right.where == camera)


def lowerers(rights: Collection[Right], camera: CameraId) -> frozenset[Lowerer]:
    """Pick the automations that may end privacy at a camera."""
    return frozenset(Lowerer(right.what) for right in rights if right.grant is Grant.LOWERER and right.where == camera)


def source_at(rights: Collection[Right], camera: CameraId) -> str | None:
    """Pick the source of a camera."""
    return next((right.what for right in rights if right.grant is Grant.SOURCE and right.where == camera), None)


def adopted(record: AccountRecord, standing: Mapping[CameraId, str]) -> AccountRecord:
    """Take the sources that stood there for accepted, where an older version recorded none."""
    cameras = {
        camera: replace(kept, source=standing.get(camera)) if kept.source is None else kept
        for camera, kept in record.cameras.items()
    }
    return replace(record, cameras=cameras)


def places(records: Records) -> frozenset[str]:
    """List the accounts and cameras that rights can be recorded for."""
    accounts = {account: record for account, record in records.items() if not record.removed}
    cameras = (item for record in accounts.values() for item in record.cameras.items())
    return frozenset(accounts) | {camera for camera, kept in cameras if not kept.removed}


def less(records: Records, rights: Collection[Right]) -> Records:
    """Take rights out of records."""
    return {account: record_less(account, record, rights) for account, record in records.items()}


def record_less(account: AccountId, record: AccountRecord, rights: Collection[Right]) -> AccountRecord:
    """Take rights out of one record."""
    return replace(
        record,
        owners=record.owners - users(rights, Grant.OWNER, account),
        assistants=record.assistants and Right(Grant.ASSISTANTS, account) not in rights,
        addresses=record.addresses - addresses(rights, account),
        cameras={
            camera: replace(
                kept,
                on=kept.on and Right(Grant.ON, camera) not in rights,
                was_on=kept.was_on and Right(Grant.ON, camera) not in rights,
                lowered=kept.lowered and Right(Grant.LOWERED, camera) not in rights,
                viewers=kept.viewers - users(rights, Grant.VIEWER, camera),
                allow=kept.allow - allowances(rights, camera),
                lowerers=kept.lowerers - lowerers(rights, camera),
                source="" if Right(Grant.SOURCE, camera, kept.source or "") in rights else kept.source,
            )
            for camera, kept in record.cameras.items()
        },
    )


def more(records: Records, rights: Collection[Right]) -> Records:
    """Put rights into records. What was removed stays removed."""
    return {
        account: record if record.removed else _record_more(account, record, rights)
        for account, record in records.items()
    }


def _record_more(account: AccountId, record: AccountRecord, rights: Collection[Right]) -> AccountRecord:
    return replace(
        record,
        owners=record.owners | users(rights, Grant.OWNER, account),
        assistants=record.assistants or Right(Grant.ASSISTANTS, account) in rights,
        addresses=record.addresses | addresses(rights, account),
        cameras={
            camera: kept
            if kept.removed
            else replace(
                kept,
                on=kept.on or Right(Grant.ON, camera) in rights,
                lowered=kept.lowered or Right(Grant.LOWERED, camera) in rights,
                viewers=kept.viewers | users(rights, Grant.VIEWER, camera),
                allow=kept.allow | allowances(rights, camera),
                lowerers=kept.lowerers | lowerers(rights, camera),
                source=source_at(rights, camera) or kept.source,
            )
            for camera, kept in record.cameras.items()
        },
    )


def knowing(record: AccountRecord, names: Mapping[CameraId, Mapping[str, str]]) -> AccountRecord:
    """Note the names by which owners know cameras."""
    known = {
        camera: replace(record.cameras[camera], known_as={**record.cameras[camera].known_as, **more})
        for camera, more in names.items()
        if camera in record.cameras
    }
    return replace(record, cameras={**record.cameras, **known})


def confirmed(record: AccountRecord) -> AccountRecord:
    """Note that an owner has answered what waited."""
    cameras = {camera: replace(kept, was_on=False) for camera, kept in record.cameras.items()}
    return replace(record, answering=frozenset(), restored=False, cameras=cameras)
