"""One transaction on the log: rows are added to their chains, and the oldest go."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
import secrets

from sqlalchemy import Connection, delete, func, insert, select, update
from sqlalchemy.dialects import sqlite

from ..policy.model import AccountId
from .chain import Head, after, beginning, content_of
from .entries import Book, Entry, Event, Facet, Said, canonical, row_bytes
from .tables import CHAINS, FACETS, KEPT, ROWS, RUNNING, row_id

BLOCK = 512
"""How many rows are pruned at once."""
# What a row takes beside what it says: its hash, its time, and its places in table and index.
_ROW_BYTES = 100


@dataclass(frozen=True, slots=True)
class Chain:
    """Where one chain stands: after its anchor come its rows, and the last one is its head."""

    id: int
    account: AccountId
    book: Book
    anchor: Head
    head: Head
    bytes: int = 0

    @property
    def block(self) -> tuple[int, int] | None:
        """Return the ids of the first and the last row of its oldest block, None while it has not two."""
        first, last = self.anchor.number + 1, self.anchor.number + BLOCK
        return None if last + BLOCK > self.head.number else (row_id(self.id, first), row_id(self.id, last))


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a log's chains and facets: both are few."""

    chains: dict[tuple[AccountId, Book], Chain] = field(default_factory=dict)
    facets: dict[tuple[int, Facet], tuple[int, bytes]] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: Connection) -> State:
        """Read it."""
        chains = [
            Chain(
                row.id,
                AccountId(row.account),
                Book(row.book),
                Head(row.anchor, row.anchor_hash),
                Head(row.head, row.head_hash),
                row.bytes,
            )
            for row in connection.execute(select(CHAINS))
        ]
        facets = [
            (row.id, row.chain, Facet(row.event, row.camera, row.person)) for row in connection.execute(select(FACETS))
        ]
        return cls(
            {(chain.account, chain.book): chain for chain in chains},
            {(chain, facet): (number, facet.bytes) for number, chain, facet in facets},
        )

    def copy(self) -> State:
        """Return one that can go its own way."""
        return State(dict(self.chains), dict(self.facets))

    def largest(self, most: Mapping[Book, int]) -> Chain | None:
        """Return the chain that has most in a book of which there is more than `most` (bytes)."""
        for book, limit in most.items():
            chains = [chain for chain in self.chains.values() if chain.book is book]
            if sum(chain.bytes for chain in chains) > limit:
                return max(chains, key=lambda chain: chain.bytes)
        return None


class Writing:
    """A transaction that is under way; what it makes of the `state` counts when it has ended well."""

    def __init__(self, connection: Connection, state: State, begun_for: str) -> None:
        """Begin; a chain that begins says what it has `begun_for`."""
        self.state = state.copy()
        self._connection = connection
        self._begun_for = begun_for
        self._rows: list[dict[str, object]] = []
        self._changed: set[tuple[AccountId, Book]] = set()

    def add(self, entry: Entry) -> None:
        """Add a row to its chain, which begins with one that says why."""
        key = entry.account, entry.book
        if key not in self.state.chains:
            self._begin(entry)
        chain = self.state.chains[key]
        facet, facet_bytes = self._facet(chain.id, entry.facet)
        said = canonical(dict(entry.said))
        head = after(chain.head, content_of(row_bytes(entry.at, facet_bytes, said)))
        self._rows.append(
            {"id": row_id(chain.id, head.number), "at": entry.at, "facet": facet, "said": said, "hash": head.hash}
        )
        self._put(replace(chain, head=head, bytes=chain.bytes + len(said) + _ROW_BYTES))

    def _begin(self, entry: Entry) -> None:
        key = secrets.token_bytes(16)
        head = beginning(entry.account, entry.book, key)
        made = {"account": entry.account, "book": entry.book.value, "key": key, "bytes": 0}
        made |= {"anchor": 0, "anchor_hash": head.hash, "head": 0, "head_hash": head.hash}
        number = self._connection.execute(insert(CHAINS).values(made).returning(CHAINS.c.id)).scalar_one()
        self._put(Chain(number, entry.account, entry.book, head, head))
        if entry.event is not Event.BEGUN:
            said = {"why": self._begun_for}
            self.add(Entry(account=entry.account, event=Event.BEGUN, at=entry.at, said=said, book=entry.book))

    def _facet(self, chain: int, facet: Facet) -> tuple[int, bytes]:
        if (known := self.state.facets.get((chain, facet))) is None:
            made = {"chain": chain, "event": facet.event, "camera": facet.camera, "person": facet.person}
            number = self._connection.execute(insert(FACETS).values(made).returning(FACETS.c.id)).scalar_one()
            known = self.state.facets[chain, facet] = number, facet.bytes
        return known

    def _put(self, chain: Chain) -> None:
        self.state.chains[chain.account, chain.book] = chain
        self._changed.add((chain.account, chain.book))

    def flush(self) -> None:
        """Write the rows that were added, and where their chains are now."""
        if self._rows:
            self._connection.execute(insert(ROWS), self._rows)
            self._rows = []
        for key in self._changed:
            chain = self.state.chains[key]
            now = {"anchor": chain.anchor.number, "anchor_hash": chain.anchor.hash, "bytes": chain.bytes}
            now |= {"head": chain.head.number, "head_hash": chain.head.hash}
            self._connection.execute(update(CHAINS).where(CHAINS.c.id == chain.id).values(now))
        self._changed = set()

    # What is running.

    def note(self, running: Iterable[Entry]) -> None:
        """Note what is running, in the place of what was."""
        self._connection.execute(delete(RUNNING))
        if entries := [{"entry": canonical(entry.words())} for entry in running]:
            self._connection.execute(insert(RUNNING), entries)

    # Pruning.

    def keep(self, account: AccountId, days: int) -> None:
        """Keep the rows of an account for so many days."""
        values = {"account": account, "days": days}
        self._connection.execute(
            sqlite.insert(KEPT).values(values).on_conflict_do_update(index_elements=["account"], set_={"days": days})
        )

    def days(self) -> dict[AccountId, int]:
        """Return how many days the rows of accounts are kept, where somebody has chosen."""
        return {AccountId(row.account): row.days for row in self._connection.execute(select(KEPT))}

    def newest_of_block(self, chain: Chain) -> int | None:
        """Return when the newest row of a chain's oldest block was written; None if it has not two blocks."""
        if chain.block is None:
            return None
        within = ROWS.c.id.between(*chain.block)
        newest: int | None = self._connection.execute(select(func.max(ROWS.c.at)).where(within)).scalar_one()
        return newest

    def prune(self, chain: Chain, at: int, why: str) -> bool:
        """Remove a chain's oldest block, and have a row say so; return whether there was one."""
        self.flush()
        if (block := chain.block) is None:
            return False
        within = ROWS.c.id.between(*block)
        size = func.coalesce(func.sum(func.length(ROWS.c.said) + _ROW_BYTES), 0)
        gone = self._connection.execute(select(size).where(within)).scalar_one()
        last = self._connection.execute(select(ROWS.c.hash).where(ROWS.c.id == block[1])).scalar()
        number = chain.anchor.number + BLOCK
        # A row that is not there any more was somebody's doing: the check has told, and what follows still can be.
        anchor = Head(number, bytes(32) if last is None else last)
        said: dict[str, Said] = {"from": number - BLOCK + 1, "to": number, "hash": anchor.hash.hex(), "why": why}
        self._connection.execute(delete(ROWS).where(within))
        self._put(replace(chain, anchor=anchor, bytes=chain.bytes - gone))
        self.add(Entry(account=chain.account, event=Event.PRUNED, at=at, said=said, book=chain.book))
        self.flush()
        return True
