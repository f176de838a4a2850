"""What is in force for every camera, and how that changes.

The effective rights are the smaller of what the store and the config entry grant, less what was just cut. The entry
says what was entered, the store what owners accepted: whoever is not an owner can only take away, and what they
enter beyond it waits for an owner. What is taken away is cut first and then made durable; what is given is made
durable first. So after a kill, a power cut or a damaged store nobody has more than was last acknowledged.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..exceptions import NotDurable, Renamed, SourceWaits
from ..gatekeeper import Gatekeeper
from ..listeners import tell
from ..people import account_unique_id
from ..policy.decide import TAKING
from ..policy.model import AccountId, Allow, CameraId, CameraPolicy, Control, Principal, UserId
from .called import Called
from .grants import (
    SHARED,
    Changes,
    Cuts,
    Entered,
    Given,
    Grant,
    Rename,
    Right,
    adopted,
    allowed_by,
    cameras_of,
    confirmed,
    knowing,
    lowerers_of,
    owners_of,
    pending,
    places,
    recorded,
    users,
    viewers_of,
)
from .sources import digest
from .store import AccountRecord, Records, RightsStore
from .updates import NOTHING, Update, configured, moved, recorded_cameras

RIGHTS: HassKey[Rights] = HassKey("dropcam_privacy_rights")
_NOBODY = AccountRecord()


class Rights:
    """The rights of all accounts: in memory, on disk, and in the gatekeeper."""

    def __init__(self, hass: HomeAssistant, store: RightsStore, gatekeeper: Gatekeeper) -> None:
        """Start with nothing granted."""
        self._hass = hass
        self._store = store
        self._gatekeeper = gatekeeper
        self._entries: dict[AccountId, ConfigEntry] = {}
        self._entered: dict[AccountId, Entered] = {}
        # What accounts said when they were made, until that is recorded; it is what their maker may decide.
        self._made: dict[AccountId, Entered] = {}
        self._lost: set[AccountId] = set()
        self._followers: list[Callable[[ConfigEntry], None]] = []
        self._cuts = Cuts()
        # The last owners of accounts that somebody else left without one, until that is durable.
        self._last: dict[AccountId, frozenset[UserId]] = {}
        self.called = Called(lambda: store.records)
        # The sources that stood there when a store without any was read.
        self._standing: Mapping[CameraId, str] = {}

    @property
    def loaded(self) -> bool:
        """Tell whether the store was read: until then nobody is known to own anything."""
        return self._store.loaded

    async def async_load(self) -> None:
        """Read the store. What an older version wrote says nothing of sources: those that stand there are adopted."""
        await self._store.async_load()
        self._standing = {camera: source for said in self._entered.values() for camera, source in said.sources.items()}
        with suppress(NotDurable):  # then the next change writes it
            await self._store.async_write(lambda records: self._changed(records, {}))

    def follow(self, follower: Callable[[ConfigEntry], None]) -> None:
        """Have `follower` called for an account whenever its rights, or what waits for its owners, may be others."""
        self._followers.append(follower)

    # Accounts come and go.

    @callback
    def see(self, entry: ConfigEntry) -> None:
        """Note what an entry says that was there before."""
        self._entered[AccountId(entry.entry_id)] = Entered.of(entry)

    @callback
    def made(self, entry: ConfigEntry) -> None:
        """Note what an entry says that is being made: who makes an account names its owners."""
        self.see(entry)
        account = AccountId(entry.entry_id)
        if account not in self._store.records:
            self._made[account] = self._entered[account]

    @callback
    def unsee(self, entry: ConfigEntry) -> None:
        """Forget an entry that is gone."""
        account = AccountId(entry.entry_id)
        self._entered.pop(account, None)
        self._made.pop(account, None)

    async def async_add(self, entry: ConfigEntry, *, seen_before: bool) -> bool:
        """Take an account in when it is loaded; tell whether its rights had to be doubted.

        `seen_before` says that the account was loaded before, so that a missing record is a lost one: then its
        cameras are off, private, and nobody is let in. The entry is written later than the store, and can be older:
        what it grants beyond the record waits for an owner. Raises NotDurable; then only what was recorded holds.
        """
        account = AccountId(entry.entry_id)
        lost = seen_before and account not in self._store.records and account not in self._made
        if lost:
            self._lost.add(account)
        self._entries[account] = entry
        update = self.cut(entry, starts=True)
        await self._async_follow(update, starts=True)
        return lost or bool(update.last_owners)

    @callback
    def drop(self, entry: ConfigEntry) -> None:
        """Stop an account: none of its cameras shows anything until it is added again."""
        self._entries.pop(AccountId(entry.entry_id), None)
        self._gatekeeper.set_policy(gone=cameras_of(entry))

    async def async_forget(self, entry: ConfigEntry) -> None:
        """Remove an account for good. It leaves a trace, in case its entry comes back after a crash."""
        self.drop(entry)
        account = AccountId(entry.entry_id)
        await self._store.async_write(lambda records: {**records, account: AccountRecord(removed=True)})

    # Owners, viewers and allowances.

    def owners(self, entry: ConfigEntry) -> frozenset[UserId]:
        """Return the owners that were accepted, which a change of the entry that is under way is not yet."""
        return self._record(AccountId(entry.entry_id)).owners

    def granted(self, entry: ConfigEntry) -> frozenset[Right]:
        """Return what was accepted, and is not cut."""
        return self._granted(AccountId(entry.entry_id))

    def pending(self, entry: ConfigEntry) -> Changes:
        """Return what waits for an owner's answer."""
        entered = Entered.of(entry)
        if entered.account not in self._store.records:
            return Changes()
        return replace(
            pending(entered, self._record(entered.account)),
            renamed=frozenset().union(*map(self.called.renamed, cameras_of(entry))),
        )

    def restored(self, entry: ConfigEntry) -> bool:
        """Tell whether an account's record was put back, and no owner has confirmed that yet."""
        return self._record(AccountId(entry.entry_id)).restored

    async def async_answering(self, entry: ConfigEntry) -> frozenset[UserId]:
        """Return who may answer what waits: the owners, or the last ones if somebody else left none."""
        owners = self.owners(entry) & owners_of(entry)
        if await self._async_any_present(owners):
            return owners
        return owners | self._record(AccountId(entry.entry_id)).answering

    @callback
    def cut(self, entry: ConfigEntry, *, by_owner: bool = False, starts: bool = False) -> Update:
        """Take away at once what a change of the entry takes away. New owners begin anew, with private cameras.

        What this very change adds is given by what follows, if an owner entered it.
        """
        now = Entered.of(entry)
        known = None if starts else self._entered.get(now.account)
        self._entered[now.account] = now
        if known == now:
            return Update(entry, changes=False)
        # At a start the entry is held against the record, later against what it said just before.
        before = known.rights if known is not None else self._granted(now.account)
        owners, accepted = self.owners(entry), self._granted(now.account)
        # A proposal that is taken back may be what an owner is accepting just now.
        proposed = frozenset[Right]() if known is None else known.proposed
        self._cuts.take(before - now.rights - proposed)
        added = now.rights - before | moved(known, now) if by_owner else frozenset[Right]()
        stay = self.owners(entry)
        if new_owners := stay | users(added, Grant.OWNER, now.account) != owners:
            self._void(now, before)
        cameras = known.cameras if known is not None else now.cameras
        gone = cameras - now.cameras
        self._apply(entry, gone=gone, anew=now.cameras if new_owners else ())
        treated = {} if known is None else known.treated
        # Where nobody but an owner can have had the new source recorded before it was put there, they accepted it.
        theirs = now.cameras if by_owner else {CameraId(move.where) for move in moved(known, now) & accepted}
        return Update(
            entry,
            now,
            given=self._cuts.begin(added),
            last_owners=owners if stay != owners and not by_owner else frozenset(),
            answered=new_owners and by_owner,
            new={camera: now.new_camera(camera, by_owner=by_owner) for camera in now.cameras - cameras},
            gone=gone,
            treated=frozenset(camera for camera in theirs if treated.get(camera) not in (None, now.treated[camera])),
        )

    @callback
    def answer(
        self,
        entry: ConfigEntry,
        given: frozenset[Right],
        renamed: Iterable[Rename] = (),
    ) -> Update:
        """Begin to give what an owner accepted, and to know cameras by other names."""
        if not users(given, Grant.OWNER, entry.entry_id) <= self.owners(entry):
            entered = Entered.of(entry)
            self._void(entered, entered.rights)
            self._apply(entry, anew=entered.cameras)
        known: dict[CameraId, dict[str, str]] = {}
        for rename in renamed:
            known.setdefault(rename.camera, {})[rename.what] = rename.now
        return Update(entry, given=self._cuts.begin(given), answered=True, known=known)

    @callback
    def refuse(self, changes: Changes) -> None:
        """Take what an owner rejects, also where another is accepting it just now."""
        self._cuts.take(changes.added)
        self._apply_to(changes.added)

    @callback
    def share(
        self, entry: ConfigEntry, camera: CameraId, grants: Collection[Grant], wanted: frozenset[Right]
    ) -> Update:
        """Take what an owner does not want to share any more, and begin to give what they want."""
        stands = self.granted(entry) | Entered.of(entry).rights
        self._cuts.take({right for right in stands if right.where == camera and right.grant in grants} - wanted)
        self._apply(entry)
        return Update(entry, given=self._cuts.begin(wanted))

    async def async_follow(self, update: Update) -> None:
        """Make a change durable, and then give what it gives. Raises NotDurable; then nothing is given."""
        await self._async_follow(update)

    async def _async_follow(self, update: Update, *, starts: bool = False) -> None:
        account = AccountId(update.entry.entry_id)
        if update.last_owners and not await self._async_any_present(self.owners(update.entry)):
            self._last[account] = self._last.get(account, frozenset()) | update.last_owners
        last = self._last.get(account)

        def follow(records: Records) -> Records:
            known = records.get(account)
            if known is not None and known.removed:
                return records
            if update.entered is not None:
                record = self._entered_record(update, update.entered, known, starts=starts)
                records = {**records, account: record}
            changed = self._changed(records, update.given)
            if not update.answered:
                return changed
            return {**changed, account: knowing(confirmed(changed[account]), update.known)}

        try:
            await self._store.async_write(follow)
            self._cuts.settle(update.given)
            self._lost.discard(account)
            if self._last.get(account) is last:
                self._last.pop(account, None)
        finally:
            # What could not be recorded when it was made belongs to nobody.
            self._made.pop(account, None)
            self._apply(update.entry)

    def _changed(self, records: Records, given: Given) -> Records:
        """Return what a write makes of records, whatever it is for: also what was cut and could not be written."""
        records = {account: adopted(record, self._standing) for account, record in records.items()}
        records = self._cuts.of(records, given)
        return {
            account: replace(record, answering=record.answering | self._last.get(account, frozenset()))
            for account, record in records.items()
        }

    def _entered_record(
        self, update: Update, entered: Entered, known: AccountRecord | None, *, starts: bool
    ) -> AccountRecord:
        """Record an account that was just made, or what an entry says that is new in one that is recorded."""
        if known is not None:
            return replace(known, cameras=recorded_cameras(known, entered, update.new, starts=starts))
        if (made := self._made.get(entered.account)) is not None:
            owners = users(made.rights, Grant.OWNER, made.account)
            cameras = {camera: made.new_camera(camera, by_owner=True) for camera in made.cameras & entered.cameras}
            return AccountRecord(
                owners=owners,
                assistants=True,
                addresses=configured(self._hass),
                cameras={**dict.fromkeys(entered.cameras, NOTHING), **cameras},
            )
        # What waited for an owner is in the entry, too: only whom its unique id names have been accepted.
        owners = owners_of(update.entry)
        named = owners if update.entry.unique_id == account_unique_id(owners) else frozenset[UserId]()
        cameras = dict.fromkeys(entered.cameras, NOTHING)
        if entered.account in self._lost:
            return AccountRecord(owners=named, cameras=cameras)
        # Never recorded: nobody's, until whom its maker named have answered.
        return AccountRecord(answering=named, cameras=cameras)

    async def _async_any_present(self, owners: Collection[UserId]) -> bool:
        found = [await self._hass.auth.async_get_user(owner) for owner in owners]
        return any(user is not None and user.is_active for user in found)

    # Names.

    async def async_know(self, entry: ConfigEntry, names: Mapping[CameraId, Mapping[str, str]]) -> None:
        """Note by what owners know cameras. Raises NotDurable; then they know them as before."""
        account = AccountId(entry.entry_id)

        def know(records: Records) -> Records:
            records = self._changed(records, {})
            return {**records, account: knowing(records[account], names)} if account in records else records

        await self._store.async_write(know)
        self.tell(entry)

    @callback
    def tell(self, entry: ConfigEntry) -> None:
        """Tell who follows that an account's rights, or what waits for its owners, may be others."""
        tell(self._followers, entry)

    # Privacy, cameras on and off, and assistants.

    def policy(self, camera: CameraId) -> CameraPolicy | None:
        """Return what is granted for a camera, which holds as soon as its account is loaded."""
        if (policy := self._gatekeeper.policy(camera)) is not None:
            return policy
        entries = self._hass.config_entries.async_entries(DOMAIN)
        return next((it for entry in entries for it in self._policies(entry) if it.camera == camera), None)

    def control(self, principal: Principal, control: Control, camera: CameraId) -> None:
        """Let a control be used, also of a camera that is not loaded just now. Raises Refused.

        Raises Renamed where it gives, and the camera is called otherwise than its owners know.
        """
        self._gatekeeper.control(principal, control, self.policy(camera))
        if control not in TAKING and self.called.renamed(camera):
            raise Renamed(self.called.known_as(camera).get("title", ""))

    def owns_any(self, user: UserId) -> bool:
        """Return whether somebody owns an account."""
        return any(user in self.owners(entry) for entry in self._hass.config_entries.async_entries(DOMAIN))

    def private(self, camera: CameraId) -> bool:
        """Tell whether a camera is private."""
        policy = self._gatekeeper.policy(camera)
        return policy is None or policy.private

    def on(self, camera: CameraId) -> bool:
        """Tell whether a camera is on."""
        policy = self._gatekeeper.policy(camera)
        return policy is not None and policy.on

    def source_waits(self, camera: CameraId) -> bool:
        """Tell whether the source that stands in a camera's entry is one that no owner has accepted."""
        for account, entered in self._entered.items():
            kept = self._record(account).cameras.get(camera)
            if kept is not None and not kept.removed and camera in entered.sources:
                return kept.source != entered.sources[camera]
        return False

    def assistants(self, account: AccountId) -> bool:
        """Tell whether assistants may use an account's cameras, where owners allow that for the camera."""
        return self._record(account).assistants

    async def async_raise_privacy(self, cameras: Iterable[CameraId]) -> None:
        """Make cameras private: at once, and then durably. Raises NotDurable; they are private all the same."""
        await self._async_take({Right(Grant.LOWERED, camera) for camera in cameras})

    async def async_lower_privacy(self, cameras: Iterable[CameraId]) -> None:
        """End the privacy of cameras: durably, and then in force. Raises NotDurable; then nothing changed."""
        await self._async_give({Right(Grant.LOWERED, camera) for camera in cameras})

    async def async_turn_off(self, cameras: Iterable[CameraId]) -> None:
        """Turn cameras off: at once, and then durably. Raises NotDurable; they are off all the same."""
        await self._async_take({Right(Grant.ON, camera) for camera in cameras})

    async def async_turn_on(self, cameras: Iterable[CameraId]) -> None:
        """Turn cameras on: durably, and then in force. Raises NotDurable or SourceWaits; then nothing changed."""
        cameras = list(cameras)
        if any(map(self.source_waits, cameras)):
            raise SourceWaits
        await self._async_give({Right(Grant.ON, camera) for camera in cameras})

    async def async_stop_assistants(self, account: AccountId) -> None:
        """Cut assistants off: at once, and then durably. Raises NotDurable; they are cut off all the same."""
        await self._async_take({Right(Grant.ASSISTANTS, account)})

    async def async_let_assistants(self, account: AccountId) -> None:
        """Let assistants use cameras that allow it: durably, and then in force. Raises NotDurable."""
        await self._async_give({Right(Grant.ASSISTANTS, account)})

    def unseen(self, account: AccountId) -> frozenset[str]:
        """Return the addresses of Home Assistant that no owner of an account has seen."""
        return configured(self._hass) - self._record(account).addresses

    async def async_accept_addresses(self, account: AccountId, accepted: Iterable[str]) -> None:
        """Let players be sent to addresses that an owner has seen: durably, and then in force. Raises NotDurable."""
        await self._async_give({Right(Grant.ADDRESS, account, address) for address in accepted})

    async def _async_take(self, rights: Collection[Right]) -> None:
        self._cuts.take(rights)
        self._apply_to(rights)
        await self._store.async_write(lambda records: self._changed(records, {}))

    async def _async_give(self, rights: Collection[Right]) -> None:
        given = self._cuts.begin(rights)

        def give(records: Records) -> Records:
            if not {right.where for right in rights} <= places(records):
                # What could not be entered when it came, or was removed: success would be a lie.
                raise NotDurable
            return self._changed(records, given)

        await self._store.async_write(give)
        self._cuts.settle(given)
        self._apply_to(rights)

    def _void(self, entered: Entered, before: frozenset[Right]) -> None:
        """Begin anew with other owners: cameras are private, and nobody is let in."""
        known = self._granted(entered.account) | self._cuts.begun | before | entered.rights
        self._cuts.take(right for right in known if right.grant in SHARED and right.where in entered.cameras)
        self._cuts.take(Right(Grant.LOWERED, camera) for camera in entered.cameras)

    # In force.

    def _record(self, account: AccountId) -> AccountRecord:
        record = adopted(self._store.records.get(account, _NOBODY), self._standing)
        record = self._cuts.of_one(account, record)
        return replace(record, answering=record.answering | self._last.get(account, frozenset()))

    def _granted(self, account: AccountId) -> frozenset[Right]:
        return recorded(account, self._record(account))

    @callback
    def _apply_to(self, rights: Collection[Right]) -> None:
        where = {right.where for right in rights}
        entries = [
            entry for account, entry in self._entries.items() if account in where or where & cameras_of(entry).keys()
        ]
        self._apply(*entries)

    @callback
    def _apply(self, *entries: ConfigEntry, gone: Iterable[CameraId] = (), anew: Iterable[CameraId] = ()) -> None:
        """Put in force what holds, at all cameras at once."""
        # A change may end after its account was unloaded.
        loaded = [entry for entry in entries if entry.entry_id in self._entries]
        policies = [policy for entry in loaded for policy in self._policies(entry)]
        self._gatekeeper.set_policy(*policies, gone=gone, anew=anew)
        for entry in entries:
            tell(self._followers, entry)

    def _policies(self, entry: ConfigEntry) -> Iterator[CameraPolicy]:
        account = AccountId(entry.entry_id)
        record = self._record(account)
        owners = frozenset() if record.removed else record.owners & owners_of(entry)
        kept_from = frozenset() if record.assistants else frozenset({Allow.ASSISTANTS})
        for camera, subentry in cameras_of(entry).items():
            granted = record.cameras.get(camera, NOTHING)
            if granted.removed:
                granted = NOTHING
            yield CameraPolicy(
                account=account,
                camera=camera,
                owners=owners,
                viewers=granted.viewers & viewers_of(subentry),
                allow=(granted.allow & allowed_by(subentry)) - kept_from,
                lowerers=granted.lowerers & lowerers_of(subentry),
                private=not granted.lowered,
                on=granted.on and granted.source == digest(camera, subentry.data),
            )
