"""Rights one by one, as they are taken and given: what a record holds, what an entry says, and the difference."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
import hashlib
import json
import secrets
from typing import NamedTuple, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from ..const import (
    CONF_ALLOW,
    CONF_LOCK_ORIGINAL,
    CONF_LOWERERS,
    CONF_ORIGINAL,
    CONF_ORIGINAL_ENTITY_ID,
    CONF_OWNERS,
    CONF_TAKE_OVER,
    CONF_VIEWERS,
    SUBENTRY_CAMERA,
)
from ..policy.model import AccountId, Allow, CameraId, Lowerer, UserId
from .sources import digest, offered
from .store import AccountRecord, CameraRecord, Records


class Grant(StrEnum):
    """What a right lets do."""

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


# Passwords are part of sources, and the name of changes leaves the machine.
_KEY = secrets.token_bytes(32)
# What a subentry says about an original.
_TREATED = (CONF_LOCK_ORIGINAL, CONF_TAKE_OVER, CONF_ORIGINAL, CONF_ORIGINAL_ENTITY_ID)
SHARED = frozenset({Grant.VIEWER, Grant.ALLOW, Grant.LOWERER})


def cameras_of(entry: ConfigEntry) -> dict[CameraId, ConfigSubentry]:
    """Return the cameras of an account."""
    return {
        CameraId(subentry.subentry_id): subentry
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_CAMERA
    }


def owners_of(entry: ConfigEntry) -> frozenset[UserId]:
    """Return the owners that an entry names."""
    return frozenset(entry.data.get(CONF_OWNERS, ()))


def viewers_of(subentry: ConfigSubentry) -> frozenset[UserId]:
    """Return the viewers that a camera's subentry names."""
    return frozenset(subentry.data.get(CONF_VIEWERS, ()))


def allowed_by(subentry: ConfigSubentry) -> frozenset[Allow]:
    """Return what a camera's subentry allows; a word that is not known allows nothing."""
    return frozenset(Allow(word) for word in subentry.data.get(CONF_ALLOW, ()) if word in Allow)


def lowerers_of(subentry: ConfigSubentry) -> frozenset[Lowerer]:
    """Return the automations that a camera's subentry lets end privacy, as they were when they were chosen."""
    return frozenset(subentry.data.get(CONF_LOWERERS, ()))


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


@dataclass(frozen=True, slots=True)
class Entered:
    """What an entry says about owners, viewers, allowances and sources at one moment."""

    account: AccountId
    cameras: frozenset[CameraId]
    rights: frozenset[Right]
    # The source of each camera, and the one that an owner would accept.
    sources: Mapping[CameraId, str]
    offered: Mapping[CameraId, str]
    # How the original of each camera is treated.
    treated: Mapping[CameraId, tuple[object, ...]]

    @classmethod
    def of(cls, entry: ConfigEntry) -> Self:
        """Read an entry."""
        account, cameras = AccountId(entry.entry_id), cameras_of(entry)
        rights = owner_rights(account, owners_of(entry))
        for camera, subentry in cameras.items():
            rights |= sharing_rights(camera, viewers_of(subentry), allowed_by(subentry), lowerers_of(subentry))
        sources = {camera: digest(camera, subentry.data) for camera, subentry in cameras.items()}
        proposed = {camera: digest(camera, offered(subentry)) for camera, subentry in cameras.items()}
        rights |= source_rights(sources) | source_rights(proposed)
        treated = {camera: tuple(map(subentry.data.get, _TREATED)) for camera, subentry in cameras.items()}
        return cls(account, frozenset(cameras), rights, sources, proposed, treated)

    @property
    def proposed(self) -> frozenset[Right]:
        """List what it takes for the sources that stand beside those of the cameras."""
        return source_rights(self.offered) - source_rights(self.sources)

    def new_camera(self, camera: CameraId, *, by_owner: bool) -> CameraRecord:
        """Make the record of a camera that has just come: on, private, and shared as entered if an owner entered it.

        Its source is as it was entered, by whomever.
        """
        if not by_owner:
            return CameraRecord(on=True, source=self.sources[camera])
        return CameraRecord(
            on=True,
            source=self.sources[camera],
            viewers=users(self.rights, Grant.VIEWER, camera),
            allow=allowances(self.rights, camera),
            lowerers=lowerers(self.rights, camera),
        )


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


type Given = Mapping[Right, int]
"""What is being given, and how often each right had been taken when that began."""


class Cuts:
    """What was taken and not given since: taking is at once, and wins over what is being given meanwhile."""

    def __init__(self) -> None:
        """Start with nothing taken."""
        self._cut: set[Right] = set()
        self._taken: Counter[Right] = Counter()
        # Whatever was begun to be given: what is under way may be in no record yet.
        self.begun: set[Right] = set()

    def take(self, rights: Iterable[Right]) -> None:
        """Take rights."""
        for right in rights:
            self._cut.add(right)
            self._taken[right] += 1

    def begin(self, rights: Iterable[Right]) -> Given:
        """Begin to give rights."""
        given = {right: self._taken[right] for right in rights}
        self.begun.update(given)
        return given

    def still(self, given: Given) -> frozenset[Right]:
        """Return what nobody took since it began to be given."""
        return frozenset(right for right, times in given.items() if self._taken[right] == times)

    def settle(self, given: Given) -> None:
        """Note what was given, now that it is durable."""
        self._cut -= self.still(given)

    def of(self, records: Records, given: Given) -> Records:
        """Take from records what is cut, and put in what is being given."""
        still = self.still(given)
        return more(less(records, self._cut - still), still)

    def of_one(self, account: AccountId, record: AccountRecord) -> AccountRecord:
        """Take from one record what is cut."""
        return record_less(account, record, self._cut)


class Rename(NamedTuple):
    """One respect in which a camera is called otherwise than its owners know."""

    camera: CameraId
    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What was entered beyond what owners accepted, and who was removed that no owner is left.

    `restored` says that the record was put back, and that an owner is to confirm what it grants. `renamed` is what
    somebody else calls cameras.
    """

    added: frozenset[Right] = frozenset()
    removed: frozenset[UserId] = frozenset()
    restored: bool = False
    renamed: frozenset[Rename] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether there is anything to answer."""
        return bool(self.added or self.removed or self.restored or self.renamed)

    @property
    def id(self) -> str:
        """Name exactly these changes: who accepts them by this name accepts nothing else."""
        said = json.dumps([sorted(self.added), sorted(self.removed), self.restored, sorted(self.renamed)])
        return hashlib.blake2b(said.encode(), key=_KEY, digest_size=8).hexdigest()

    @property
    def cameras(self) -> list[CameraId]:
        """List the cameras that would be shared with more, turned on, read elsewhere, or known by other names."""
        grants = {*SHARED, Grant.ON, Grant.SOURCE}
        changed = {CameraId(right.where) for right in self.added if right.grant in grants}
        return sorted(changed.union(rename.camera for rename in self.renamed))


def pending(entered: Entered, record: AccountRecord) -> Changes:
    """Tell what of an entry waits for an owner. A camera that is not recorded yet is no change of one that stood."""
    if record.removed:
        return Changes()
    known = {entered.account, *(camera for camera, kept in record.cameras.items() if not kept.removed)}
    # Of what stands in the place of the accepted source and what is proposed instead, an owner accepts the latter.
    stands = source_rights(entered.sources) - source_rights(entered.offered)
    added = (entered.rights | waiting(record)) - recorded(entered.account, record) - stands
    return Changes(
        frozenset(right for right in added if right.where in known),
        record.answering - users(entered.rights, Grant.OWNER, entered.account),
        record.restored,
    )


def waiting(record: AccountRecord) -> frozenset[Right]:
    """List what a record that was put back granted beside what is entered: the cameras that were on."""
    return frozenset(Right(Grant.ON, camera) for camera, kept in record.cameras.items() if kept.was_on and not kept.on)


def knowing(record: AccountRecord, names: Mapping[CameraId, Mapping[str, str]]) -> AccountRecord:
    """Note by what owners know cameras."""
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
