"""What is in force for every camera, and how that changes.

The effective rights are the smaller of what the store and the config entry grant, less what was just cut. What is
taken away is cut first and then made durable; what is given is made durable first. So after a kill, a power cut or
a damaged store nobody has more than was last acknowledged.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import CONF_ALLOW, CONF_OWNERS, CONF_VIEWERS, SUBENTRY_CAMERA
from .exceptions import NotDurable
from .gatekeeper import Gatekeeper
from .policy.model import AccountId, Allow, CameraId, CameraPolicy, UserId
from .store import AccountRecord, CameraRecord, Records, RightsStore

RIGHTS: HassKey[Rights] = HassKey("dropcam_privacy_rights")
_NOTHING = CameraRecord()


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


class Rights:
    """The rights of all accounts: in memory, on disk, and in the gatekeeper."""

    def __init__(self, hass: HomeAssistant, store: RightsStore, gatekeeper: Gatekeeper) -> None:
        """Start with nothing granted."""
        self._hass = hass
        self._store = store
        self._gatekeeper = gatekeeper
        self._entries: dict[AccountId, ConfigEntry] = {}
        # How often each right was taken: what is being given meanwhile must not win.
        self._taken: dict[CameraId, int] = {}
        self._cut_private: set[CameraId] = set()
        self._cut_off: set[CameraId] = set()

    # Accounts come and go.

    async def async_add(self, entry: ConfigEntry, *, seen_before: bool) -> bool:
        """Take an account in when it is loaded; tell whether its rights had to be doubted.

        `seen_before` says that the account was loaded before, so that a missing record is a lost one: then its
        cameras are off, private, and nobody is let in. The entry is written later than the store, and can be older:
        what it grants beyond the record is taken out of it. Raises NotDurable; then only what was recorded holds.
        """
        account = AccountId(entry.entry_id)
        record = self._store.records.get(account)
        doubted = record is None and seen_before
        if record is not None:
            doubted = self._narrow(entry, record)
        elif doubted:
            lost = AccountRecord(owners=owners_of(entry), cameras=dict.fromkeys(cameras_of(entry), _NOTHING))
            self._narrow(entry, lost)
        self._entries[account] = entry
        try:
            await self._store.async_write(
                lambda records: _enter(records, account, entry, lost=record is None and doubted)
            )
        finally:
            self._apply(entry)
        return doubted

    @callback
    def _narrow(self, entry: ConfigEntry, record: AccountRecord) -> bool:
        """Take out of an entry what its record does not grant; tell whether owners were among it."""
        for camera, subentry in cameras_of(entry).items():
            if (granted := record.cameras.get(camera)) is None:
                continue
            viewers, allow = viewers_of(subentry), allowed_by(subentry)
            if not (viewers <= granted.viewers and allow <= granted.allow):
                data = {
                    **subentry.data,
                    CONF_VIEWERS: sorted(viewers & granted.viewers),
                    CONF_ALLOW: sorted(allow & granted.allow),
                }
                self._hass.config_entries.async_update_subentry(entry, subentry, data=data)
        owners = owners_of(entry)
        if owners == record.owners:
            return False
        self._hass.config_entries.async_update_entry(
            entry, data={**entry.data, CONF_OWNERS: sorted(owners & record.owners)}
        )
        return True

    @callback
    def drop(self, entry: ConfigEntry) -> None:
        """Stop an account: none of its cameras shows anything until it is added again."""
        self._entries.pop(AccountId(entry.entry_id), None)
        for camera in cameras_of(entry):
            self._gatekeeper.remove(camera)

    async def async_forget(self, entry: ConfigEntry) -> None:
        """Remove an account for good. It leaves a trace, in case its entry comes back after a crash."""
        self.drop(entry)
        account = AccountId(entry.entry_id)
        await self._store.async_write(lambda records: {**records, account: AccountRecord(cameras={}, removed=True)})

    @callback
    def cut(self, entry: ConfigEntry, gone: Iterable[CameraId]) -> None:
        """Take away at once what a change of the entry takes away. New owners begin anew, with private cameras."""
        for camera in gone:
            self._gatekeeper.remove(camera)
        record = self._store.records.get(AccountId(entry.entry_id))
        if record is not None and record.owners != owners_of(entry):
            cameras = cameras_of(entry).keys()
            self._count_taken(cameras)
            self._cut_private |= cameras
            for camera in cameras:
                self._gatekeeper.end_all_of(camera)
        self._apply(entry)

    def owners(self, entry: ConfigEntry) -> frozenset[UserId]:
        """Return the owners that are recorded, which a change of the entry that is under way is not yet."""
        record = self._store.records.get(AccountId(entry.entry_id))
        return record.owners if record is not None else frozenset()

    def widens(self, entry: ConfigEntry) -> bool:
        """Tell whether an entry says more than is recorded about who owns or sees a camera that stood before."""
        record = self._store.records.get(AccountId(entry.entry_id), AccountRecord(cameras={}))
        return not owners_of(entry) <= record.owners or any(
            not (viewers_of(subentry) <= known.viewers and allowed_by(subentry) <= known.allow)
            for camera, subentry in cameras_of(entry).items()
            if (known := record.cameras.get(camera)) is not None
        )

    async def async_follow(self, entry: ConfigEntry) -> None:
        """Make a change of the entry durable, and then give what it gives. Raises NotDurable; then nothing is given."""
        account = AccountId(entry.entry_id)
        await self._store.async_write(lambda records: self._less_cuts(_follow(records, account, entry)))
        self._apply(entry)

    # Privacy, and cameras on and off.

    def private(self, camera: CameraId) -> bool:
        """Tell whether a camera is private."""
        policy = self._gatekeeper.policy(camera)
        return policy is None or policy.private

    def on(self, camera: CameraId) -> bool:
        """Tell whether a camera is on."""
        policy = self._gatekeeper.policy(camera)
        return policy is not None and policy.on

    async def async_raise_privacy(self, cameras: Iterable[CameraId]) -> None:
        """Make cameras private: at once, and then durably. Raises NotDurable; they are private all the same."""
        await self._async_take(frozenset(cameras), self._cut_private)

    async def async_lower_privacy(self, cameras: Iterable[CameraId]) -> None:
        """End the privacy of cameras: durably, and then in force. Raises NotDurable; then nothing changed."""
        await self._async_give(frozenset(cameras), self._cut_private, lambda record: replace(record, lowered=True))

    async def async_turn_off(self, camera: CameraId) -> None:
        """Turn a camera off: at once, and then durably. Raises NotDurable; it is off all the same."""
        await self._async_take(frozenset({camera}), self._cut_off)

    async def async_turn_on(self, camera: CameraId) -> None:
        """Turn a camera on: durably, and then in force. Raises NotDurable; then nothing changed."""
        await self._async_give(frozenset({camera}), self._cut_off, lambda record: replace(record, on=True))

    async def _async_take(self, cameras: frozenset[CameraId], cut: set[CameraId]) -> None:
        self._count_taken(cameras)
        cut |= cameras
        self._apply_cameras(cameras)
        await self._store.async_write(self._less_cuts)

    async def _async_give(
        self, cameras: frozenset[CameraId], cut: set[CameraId], change: Callable[[CameraRecord], CameraRecord]
    ) -> None:
        before = {camera: self._taken.get(camera, 0) for camera in cameras}

        def given() -> frozenset[CameraId]:
            return frozenset(camera for camera in cameras if self._taken.get(camera, 0) == before[camera])

        def give(records: Records) -> Records:
            if not cameras <= _recorded(records):
                # What could not be entered when it came, or was removed: success would be a lie.
                raise NotDurable
            return _with(self._less_cuts(records), given(), change)

        await self._store.async_write(give)
        cut -= given()
        self._apply_cameras(cameras)

    def _less_cuts(self, records: Records) -> Records:
        """Take what was cut out of records: also what was cut while it could not be written."""
        records = _with(records, self._cut_private, lambda record: replace(record, lowered=False))
        return _with(records, self._cut_off, lambda record: replace(record, on=False))

    def _count_taken(self, cameras: Iterable[CameraId]) -> None:
        for camera in cameras:
            self._taken[camera] = self._taken.get(camera, 0) + 1

    # In force.

    @callback
    def _apply_cameras(self, cameras: frozenset[CameraId]) -> None:
        policies = (self._gatekeeper.policy(camera) for camera in cameras)
        for account in {policy.account for policy in policies if policy is not None}:
            if (entry := self._entries.get(account)) is not None:
                self._apply(entry)

    @callback
    def _apply(self, entry: ConfigEntry) -> None:
        account = AccountId(entry.entry_id)
        if account not in self._entries:
            return  # a change that ends after its account was unloaded
        record = self._store.records.get(account, AccountRecord(cameras={}))
        owners = frozenset() if record.removed else record.owners & owners_of(entry)
        for camera, subentry in cameras_of(entry).items():
            granted = record.cameras.get(camera, _NOTHING)
            if granted.removed:
                granted = _NOTHING
            self._gatekeeper.set_policy(
                CameraPolicy(
                    account=account,
                    camera=camera,
                    owners=owners,
                    viewers=granted.viewers & viewers_of(subentry),
                    allow=granted.allow & allowed_by(subentry),
                    private=not granted.lowered or camera in self._cut_private,
                    on=granted.on and camera not in self._cut_off,
                )
            )


def _enter(records: Records, account: AccountId, entry: ConfigEntry, *, lost: bool) -> Records:
    """Record an account and its cameras, as far as they are new."""
    known = records.get(account)
    if known is not None and known.removed:
        return records
    kept = known.cameras if known else {}
    # The trace of a camera that was removed has done its work once the entry lacks it, too.
    cameras = {
        camera: kept.get(camera) or (_NOTHING if lost else _new_camera(subentry))
        for camera, subentry in cameras_of(entry).items()
    }
    return {**records, account: AccountRecord(owners=owners_of(entry), cameras=cameras)}


def _new_camera(subentry: ConfigSubentry) -> CameraRecord:
    return CameraRecord(on=True, viewers=viewers_of(subentry), allow=allowed_by(subentry))


def _follow(records: Records, account: AccountId, entry: ConfigEntry) -> Records:
    """Record what an entry says now. New owners begin anew: private, and nobody let in."""
    known = records.get(account, AccountRecord(cameras={}))
    if known.removed:
        return records
    owners = owners_of(entry)
    cameras: dict[CameraId, CameraRecord] = {
        camera: replace(_NOTHING, removed=True) for camera in known.cameras if camera not in cameras_of(entry)
    }
    for camera, subentry in cameras_of(entry).items():
        before = known.cameras.get(camera)
        if before is None:
            cameras[camera] = _new_camera(subentry)
        elif before.removed:
            # Its entry came back after a crash; what was removed stays removed.
            cameras[camera] = before
        else:
            lowered = before.lowered and owners == known.owners
            cameras[camera] = replace(before, lowered=lowered, viewers=viewers_of(subentry), allow=allowed_by(subentry))
    return {**records, account: AccountRecord(owners=owners, cameras=cameras)}


def _recorded(records: Records) -> frozenset[CameraId]:
    cameras = (item for account in records.values() for item in account.cameras.items())
    return frozenset(camera for camera, kept in cameras if not kept.removed)


def _with(records: Records, cameras: Collection[CameraId], change: Callable[[CameraRecord], CameraRecord]) -> Records:
    changed: dict[AccountId, AccountRecord] = {}
    for account, record in records.items():
        mine: Mapping[CameraId, CameraRecord] = {
            camera: change(kept) if camera in cameras and not kept.removed else kept
            for camera, kept in record.cameras.items()
        }
        changed[account] = replace(record, cameras=mine)
    return changed
