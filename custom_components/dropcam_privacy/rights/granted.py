"""What is granted, and in force for every camera: the smaller of the store and the config entry, less what was cut."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import chain

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..config import CameraConfig, cameras_of, owners_of
from ..exceptions import NotDurable
from ..gatekeeper import Gatekeeper
from ..isolation import start_as_nobody
from ..policy.model import AccountId, Allowance, CameraId, CameraPolicy, UserId
from ..signals import Signal
from .called import Called
from .entered import Entered
from .journal import Gift, Journal, Write
from .records import (
    ENTERED,
    SHARED,
    Grant,
    LogHead,
    Record,
    Records,
    Right,
    allowances,
    lowerers,
    smaller,
    users,
    viewer_of,
    viewers,
)
from .sources import digest
from .store import RightsStore
from .terms import Terms, holds

_NOBODY = Record()


class Granted:
    """What is granted for all accounts: in memory, on disk, and in the gatekeeper."""

    def __init__(self, hass: HomeAssistant, store: RightsStore, gatekeeper: Gatekeeper) -> None:
        """Start with nothing granted."""
        self._hass = hass
        self._store = store
        self._gatekeeper = gatekeeper
        self._journal = Journal()
        self._entries: dict[AccountId, ConfigEntry] = {}
        self._entered: dict[AccountId, Entered] = {}
        self._changes = Signal[ConfigEntry]()
        self._terms = Terms(self._over)
        gatekeeper.hours.told.follow(self._hours_changed)
        # The last owners of accounts that somebody else left without one, until that is durable.
        self._last: dict[AccountId, frozenset[UserId]] = {}
        # The sources that stood there when a store without any was read.
        self._standing: Mapping[CameraId, str] = {}
        self.called = Called(lambda: store.records)
        # Told of every change, as `follow` is, but in the task that makes it: who does is known only there.
        self.clerk: Callable[[ConfigEntry], None] | None = None
        # Where the accounts' logs are now, which is written down with every change.
        self.heads: Callable[[], Mapping[AccountId, LogHead]] = dict

    @property
    def loaded(self) -> bool:
        """Return whether the store was read: until then nobody is known to own anything."""
        return self._store.loaded

    async def async_load(self) -> None:
        """Read the store. What an older version wrote says nothing of sources: those that stand there are adopted."""
        await self._store.async_load()
        self._standing = {camera: source for said in self._entered.values() for camera, source in said.sources.items()}
        marks = {account: it.mark for account, it in self._store.records.items() if it.mark is not None}
        self._gatekeeper.hours.remember(marks)
        with suppress(NotDurable):  # then the next change writes it
            await self._async_write()

    async def async_note_heads(self) -> None:
        """Write down where the logs are now. Raises NotDurable."""
        await self._async_write()

    def noted_heads(self) -> dict[AccountId, LogHead]:
        """Return where the accounts' logs were when that was written down last."""
        return {account: record.head for account, record in self._store.records.items() if record.head is not None}

    def follow(self, follower: Callable[[ConfigEntry], None]) -> None:
        """Have `follower` called for an account whenever its rights, or what waits for its owners, may be others."""
        self._changes.follow(follower)

    @callback
    def tell(self, entry: ConfigEntry) -> None:
        """Tell who follows that an account's rights, or what waits for its owners, may be others."""
        if self.clerk is not None:
            self.clerk(entry)
        self._changes.send(entry)

    def owners(self, entry: ConfigEntry) -> frozenset[UserId]:
        """Return the owners that were accepted, which a change of the entry that is under way is not yet."""
        account = AccountId(entry.entry_id)
        return users(self._record(account).rights, Grant.OWNER, account)

    def granted(self, entry: ConfigEntry) -> frozenset[Right]:
        """Return what of all that entries speak of was accepted, and is not cut."""
        return self._granted(AccountId(entry.entry_id))

    def rights(self, entry: ConfigEntry) -> frozenset[Right]:
        """Return everything that was accepted in an account, and is not cut."""
        return self._record(AccountId(entry.entry_id)).rights

    def restored(self, entry: ConfigEntry) -> bool:
        """Return whether an account's record was put back, and no owner has confirmed that yet."""
        return self._record(AccountId(entry.entry_id)).restored

    # Writing.

    async def _async_write(
        self,
        gift: Gift | None = None,
        *,
        before: Callable[[Records], Records] = lambda records: records,
        after: Callable[[Records], Records] = lambda records: records,
    ) -> None:
        """Make durable what is taken, and a gift; `before` and `after` change what else the records say.

        Whatever is written, the owners who were the last ones are noted, and sources of older versions adopted.
        Raises NotDurable; then nothing is given.
        """
        gift = gift or self._journal.give(())
        writes: list[Write] = []

        def change(records: Records) -> Records:
            writes.append(self._journal.begin(gift))
            records = {account: record.adopting(self._standing) for account, record in before(records).items()}
            records = self._journal.fold(records, writes[-1])
            for account, last in self._last.items():
                if account in records:
                    records = {
                        **records,
                        account: replace(records[account], answering=records[account].answering | last),
                    }
            return _noting(after(records), self.heads(), self._gatekeeper.hours.latest)

        try:
            await self._store.async_write(change)
        except NotDurable:
            self._journal.drop(gift)
            raise
        self._journal.written(writes[-1])

    async def _async_take(self, rights: Collection[Right]) -> None:
        self._journal.take(rights)
        self._apply_to(rights)
        await self._async_write()

    @callback
    def _over(self, right: Right) -> None:
        """End a right whose time is over."""

        async def take() -> None:
            with suppress(NotDurable):  # it is over all the same, also at a start: the record says when it ends
                await self._async_take({right})

        start_as_nobody(take())

    @callback
    def _hours_changed(self, _: Collection[CameraId]) -> None:
        """Note that some viewers' times have begun or ended: no clock that is set back begins them once more."""

        async def note() -> None:
            with suppress(NotDurable):  # the next change notes it
                await self._async_write()

        start_as_nobody(note())

    async def async_believe_clock(self, account: AccountId) -> None:
        """Take the clock for right: an owner has just set viewers' times by it."""
        self._gatekeeper.hours.believe(account)
        with suppress(NotDurable):  # it holds until a restart, and the next change notes it
            await self._async_write()

    async def _async_give(self, rights: Collection[Right]) -> None:
        def recorded_there(records: Records) -> Records:
            stand = {account: record.cameras for account, record in records.items() if not record.removed}
            if not {right.where for right in rights} <= {*stand, *chain.from_iterable(stand.values())}:
                # What could not be entered when it came, or was removed: success would be a lie.
                raise NotDurable
            return records

        await self._async_write(self._journal.give(rights), before=recorded_there)
        self._apply_to(rights)

    def _void(self, entered: Entered, before: frozenset[Right]) -> None:
        """Begin anew with other owners: cameras are private, and nobody is let in."""
        known = self._granted(entered.account) | self._journal.giving | before | entered.rights
        self._journal.take(right for right in known if right.grant in SHARED and right.where in entered.cameras)
        self._journal.take(self._lowerings(entered.cameras))

    def _lowerings(self, cameras: Collection[CameraId]) -> frozenset[Right]:
        """List the rights that cameras have not to be private, or may be given just now."""
        records = [record for record in self._store.records.values() if not record.cameras.keys().isdisjoint(cameras)]
        known = chain(self._journal.giving, *(record.rights for record in records))
        found = {right for right in known if right.grant is Grant.LOWERED and right.where in cameras}
        return frozenset(found.union(Right(Grant.LOWERED, camera) for camera in cameras))

    # In force.

    def _record(self, account: AccountId) -> Record:
        record = self._store.records.get(account, _NOBODY).adopting(self._standing)
        record = self._journal.in_force(record)
        return replace(record, answering=record.answering | self._last.get(account, frozenset()))

    def _granted(self, account: AccountId) -> frozenset[Right]:
        return frozenset(right for right in self._record(account).rights if right.grant in ENTERED)

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
        for entry in loaded:
            account = AccountId(entry.entry_id)
            self._terms.follow(account, self._record(account).rights)
        for entry in entries:
            self.tell(entry)

    def _policies(self, entry: ConfigEntry) -> Iterator[CameraPolicy]:
        account = AccountId(entry.entry_id)
        rights = self._record(account).rights
        owners = users(rights, Grant.OWNER, account) & owners_of(entry)
        kept_from = frozenset() if Right(Grant.ASSISTANTS, account) in rights else frozenset({Allowance.ASSISTANTS})
        at = defaultdict[str, set[Right]](set)
        for right in rights:
            at[right.where].add(right)
        entered = Entered.of(entry).rights
        for camera, subentry in cameras_of(entry).items():
            granted, config = at[camera], CameraConfig.of(subentry)
            said = viewers(entered, camera)
            let_in = [smaller(right, said.get(viewer)) for viewer, right in viewers(granted, camera).items()]
            looking = dict(viewer_of(right) for right in let_in if right is not None)
            source = Right(Grant.SOURCE, camera, digest(camera, subentry.data))
            yield CameraPolicy(
                account=account,
                camera=camera,
                owners=owners,
                viewers=frozenset(looking),
                times={viewer: times for viewer, times in looking.items() if times is not None},
                allow=(allowances(granted, camera) & config.allow) - kept_from,
                lowerers=lowerers(granted, camera) & config.lowerers,
                private=not any(right.grant is Grant.LOWERED and holds(right) for right in granted),
                on=granted.issuperset({Right(Grant.ON, camera), source}),
            )


def _noting(records: Records, heads: Mapping[AccountId, LogHead], latest: Callable[[AccountId], int | None]) -> Records:
    """Note beside the rights of each account where its log is, and the latest time that viewers' times were held to."""

    def noting(account: AccountId, record: Record) -> Record:
        if record.removed:
            return record
        seen = latest(account)
        mark = record.mark if seen is None else seen
        return replace(record, head=heads.get(account, record.head), mark=mark)

    return {account: noting(account, record) for account, record in records.items()}
