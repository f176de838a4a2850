"""How rights change: accounts come and go, entries are changed, and owners answer.

The effective rights are the smaller of what the store and the config entry grant, less what was just cut. The entry
says what was entered, the store what owners accepted: whoever is not an owner can only take away, and what they
enter beyond it waits for an owner. What is taken away is cut first and then made durable; what is given is made
durable first. So after a kill, a power cut or a damaged store nobody has more than was last acknowledged.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..config import cameras_of, owners_of
from ..gatekeeper import Gatekeeper
from ..people import account_unique_id
from ..policy.model import AccountId, CameraId, UserId
from .author import Author, acting, author
from .changes import Changes, Rename, pending
from .entered import Entered
from .records import Grant, Record, Records, Right, address_rights, covers, owner_rights, users, viewers
from .store import RightsStore
from .switches import Switches
from .updates import Update, configured, moved

RIGHTS: HassKey[Rights] = HassKey("dropcam_privacy_rights")


class Rights(Switches):
    """The rights of all accounts: in memory, on disk, and in the gatekeeper."""

    def __init__(self, hass: HomeAssistant, store: RightsStore, gatekeeper: Gatekeeper) -> None:
        """Start with nothing granted."""
        super().__init__(hass, store, gatekeeper)
        # What accounts said when they were made, until that is recorded; it is what their maker may decide.
        self._made: dict[AccountId, Entered] = {}
        self._makers: dict[AccountId, Author] = {}
        self._lost: set[AccountId] = set()

    # Accounts come and go.

    @callback
    def see(self, entry: ConfigEntry) -> None:
        """Note what an entry says that was there before."""
        self._entered[AccountId(entry.entry_id)] = Entered.of(entry)

    @callback
    def made(self, entry: ConfigEntry, maker: UserId | None = None) -> None:
        """Note what an entry says that is being made: who makes an account names its owners."""
        self.see(entry)
        account = AccountId(entry.entry_id)
        self._makers[account] = Author(user=maker)
        if account not in self._store.records:
            self._made[account] = self._entered[account]

    @callback
    def unsee(self, entry: ConfigEntry) -> None:
        """Forget an entry that is gone."""
        account = AccountId(entry.entry_id)
        self._entered.pop(account, None)
        self._made.pop(account, None)

    async def async_add(self, entry: ConfigEntry, *, seen_before: bool) -> bool:
        """Take an account in when it is loaded; return whether its rights had to be doubted.

        `seen_before` says that the account was loaded before, so that a missing record is a lost one: then its
        cameras are off, private, and nobody is let in. The entry is written later than the store, and can be older:
        what it grants beyond the record waits for an owner. Raises NotDurable; then only what was recorded holds.
        """
        account = AccountId(entry.entry_id)
        lost = seen_before and account not in self._store.records and account not in self._made
        if lost:
            self._lost.add(account)
        self._entries[account] = entry
        maker = self._makers.pop(account, None)
        with acting(author() if maker is None else maker):
            update = self.cut(entry, starts=True)
            await self._async_follow(update, starts=True)
        return lost or bool(update.last_owners)

    @callback
    def drop(self, entry: ConfigEntry) -> None:
        """Stop an account: none of its cameras shows anything until it is added again."""
        self._entries.pop(AccountId(entry.entry_id), None)
        self._terms.follow(AccountId(entry.entry_id), ())
        self._gatekeeper.set_policy(gone=cameras_of(entry))

    async def async_forget(self, entry: ConfigEntry) -> None:
        """Remove an account for good. It leaves a trace, in case its entry comes back after a crash."""
        self.drop(entry)
        account = AccountId(entry.entry_id)
        await self._store.async_write(lambda records: {**records, account: Record(removed=True)})

    # Owners, viewers and allowances.

    def pending(self, entry: ConfigEntry) -> Changes:
        """Return what waits for an owner's answer."""
        entered = Entered.of(entry)
        if entered.account not in self._store.records:
            return Changes()
        return replace(
            pending(entered, self._record(entered.account)),
            renamed=frozenset().union(*map(self.called.renamed, cameras_of(entry))),
        )

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
        # At a start the entry is compared with the record, later with what it said just before.
        before = known.rights if known is not None else self._granted(now.account)
        owners, accepted = self.owners(entry), self._granted(now.account)
        # A proposal that is taken back may be what an owner is accepting just now.
        proposed = frozenset[Right]() if known is None else known.proposed
        stays, taken, narrowed = _other_times(now, before, accepted)
        self._journal.take((before - now.rights - proposed - stays) | taken)
        added = now.rights - before | moved(known, now) if by_owner else frozenset[Right]()
        stay = self.owners(entry)
        if new_owners := stay | users(added, Grant.OWNER, now.account) != owners:
            self._void(now, before)
        cameras = known.cameras if known is not None else now.cameras
        come, gone = now.cameras - cameras, cameras - now.cameras
        self._apply(entry, gone=gone, anew=now.cameras if new_owners else ())
        treated = {} if known is None else known.treated
        # Where nobody but an owner can have had the new source recorded before it was put there, they accepted it.
        theirs = now.cameras if by_owner else {CameraId(move.where) for move in moved(known, now) & accepted}
        return Update(
            entry,
            now,
            gift=self._journal.give(added | narrowed),
            last_owners=owners if stay != owners and not by_owner else frozenset(),
            answered=new_owners and by_owner,
            come=come,
            new=now.new(come, by_owner=by_owner),
            gone=gone,
            treated=frozenset(camera for camera in theirs if treated.get(camera) not in (None, now.treated[camera])),
        )

    @callback
    def answer(
        self,
        entry: ConfigEntry,
        given: frozenset[Right],
        renamed: Iterable[Rename] = (),
        part: Changes | None = None,
    ) -> Update:
        """Begin to give what an owner accepted, and to know cameras by other names; without a part, it was all."""
        if not users(given, Grant.OWNER, entry.entry_id) <= self.owners(entry):
            entered = Entered.of(entry)
            self._void(entered, entered.rights)
            self._apply(entry, anew=entered.cameras)
        known: dict[CameraId, dict[str, str]] = {}
        for rename in renamed:
            known.setdefault(rename.camera, {})[rename.what] = rename.now
        return Update(entry, gift=self._journal.give(given), answered=part is None, part=part or Changes(), known=known)

    @callback
    def refuse(self, changes: Changes) -> None:
        """Take what an owner rejects, also where another is accepting it just now."""
        self._journal.take(changes.added)
        self._apply_to(changes.added)

    @callback
    def share(
        self, entry: ConfigEntry, camera: CameraId, grants: Collection[Grant], wanted: frozenset[Right]
    ) -> Update:
        """Take what an owner does not want to share any more, and begin to give what they want."""
        stands = self.granted(entry) | Entered.of(entry).rights
        here = {right for right in stands if right.where == camera and right.grant in grants}
        # Whose times become longer goes on meanwhile.
        longer = {right for right in here for other in wanted if right.grant is Grant.VIEWER and covers(other, right)}
        self._journal.take(here - wanted - longer)
        self._apply(entry)
        return Update(entry, gift=self._journal.give(wanted))

    async def async_follow(self, update: Update) -> None:
        """Make a change durable, and then give what it gives. Raises NotDurable; then nothing is given."""
        await self._async_follow(update)

    async def _async_follow(self, update: Update, *, starts: bool = False) -> None:
        account = AccountId(update.entry.entry_id)
        if update.last_owners and not await self._async_any_present(self.owners(update.entry)):
            self._last[account] = self._last.get(account, frozenset()) | update.last_owners
        last = self._last.get(account)

        def enter(records: Records) -> Records:
            known = records.get(account)
            if update.entered is None or (known is not None and known.removed):
                return records
            return {**records, account: self._entered_record(update, update.entered, known, starts=starts)}

        def answer(records: Records) -> Records:
            known = records.get(account)
            if not (update.answered or update.part) or known is None or known.removed:
                return records
            part = update.part
            known = known.confirmed() if update.answered else known.answered(part.removed, restored=part.restored)
            return {**records, account: known.knowing(update.known)}

        try:
            await self._async_write(update.gift, before=enter, after=answer)
            self._lost.discard(account)
            if self._last.get(account) is last:
                self._last.pop(account, None)
        finally:
            # What could not be recorded when it was made belongs to nobody.
            self._made.pop(account, None)
            self._apply(update.entry)

    def _entered_record(self, update: Update, entered: Entered, known: Record | None, *, starts: bool) -> Record:
        """Record an account that was just made, or what an entry says that is new in one that is recorded."""
        if known is not None:
            return known.with_cameras(entered.cameras, update.new, traces=not starts)
        account = entered.account
        cameras: dict[CameraId, Mapping[str, str]] = {camera: {} for camera in entered.cameras}
        if (made := self._made.get(account)) is not None:
            named_by_maker = {right for right in made.rights if right.grant is Grant.OWNER}
            new = made.new(made.cameras & entered.cameras, by_owner=True)
            seen = address_rights(account, configured(self._hass))
            return Record(rights=new.union(named_by_maker, seen, {Right(Grant.ASSISTANTS, account)}), cameras=cameras)
        # What waited for an owner is in the entry, too: only whom its unique id names have been accepted.
        owners = owners_of(update.entry)
        named = owners if update.entry.unique_id == account_unique_id(owners) else frozenset[UserId]()
        if account in self._lost:
            return Record(rights=owner_rights(account, named), cameras=cameras)
        # Never recorded: nobody's, until whom its maker named have answered.
        return Record(answering=named, cameras=cameras)

    async def _async_any_present(self, owners: Collection[UserId]) -> bool:
        found = [await self._hass.auth.async_get_user(owner) for owner in owners]
        return any(user is not None and user.is_active for user in found)

    # Names.

    async def async_know(self, entry: ConfigEntry, names: Mapping[CameraId, Mapping[str, str]]) -> None:
        """Note the names by which owners know cameras. Raises NotDurable; then they know them as before."""
        account = AccountId(entry.entry_id)

        def know(records: Records) -> Records:
            return {**records, account: records[account].knowing(names)} if account in records else records

        await self._async_write(after=know)
        self.tell(entry)


def _other_times(
    now: Entered, before: frozenset[Right], accepted: frozenset[Right]
) -> tuple[frozenset[Right], frozenset[Right], frozenset[Right]]:
    """Return what stays of what viewers had `before`, what they lose, and what they have left of what was `accepted`.

    Times that are shorter for certain hold at once, and longer ones are a proposal, by which nothing changes. With any
    others nothing is left but what an owner accepts.
    """
    stays, taken, narrowed = set[Right](), set[Right](), set[Right]()
    for camera in now.cameras:
        said, was, had = (viewers(rights, camera) for rights in (now.rights, before, accepted))
        stays |= {right for viewer, right in was.items() if viewer in said and covers(said[viewer], right)}
        for viewer in was.keys() & had.keys():
            right, other = had[viewer], said.get(viewer)
            if other == was[viewer] or (other is not None and covers(other, right)):
                continue
            taken.add(right)
            if other is not None and covers(right, other):
                narrowed.add(other)
    return frozenset(stays), frozenset(taken), frozenset(narrowed)
