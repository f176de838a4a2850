"""The file of the log, as its one writer sees it: rows are added, and the oldest are pruned in whole blocks."""

from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
import json
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from ..policy.model import AccountId
from .chain import Head
from .entries import Book, Entry
from .tables import ERRORS, ROWS, RUNNING, LogDamaged, LogFailed, failed, open_engine, put_aside, row_id
from .writing import State, Writing

DAYS = 90
"""How long rows are kept, where nobody has chosen."""
LEAST_DAYS, MOST_DAYS = 7, 3650
_DAY_MS = 86_400_000
MOST_BYTES: Mapping[Book, int] = MappingProxyType({Book.KEPT: 180_000_000, Book.REFUSED: 20_000_000})
"""How much all accounts together may have in a book; whoever has most of it gives way."""


class Last(NamedTuple):
    """The last row: what happened, and when (ms)."""

    event: str
    at: int


class LogFile:
    """The log, for one thread at a time. Every method raises LogFailed; then the file holds what it held."""

    def __init__(self, path: Path, most: Mapping[Book, int] = MOST_BYTES, *, aside: bool = False) -> None:
        """Open the file at `path`, or make it; what is damaged is put `aside`, also if it is known to be."""
        self._path = path
        self._most = most
        try:
            if aside:
                raise LogDamaged("while it was written")
            self._open("new")
        except LogDamaged:
            put_aside(path)
            self._open("damaged")

    def _open(self, begun_for: str) -> None:
        self._begun_for = begun_for
        self.engine = open_engine(self._path)
        try:
            self._connection = self.engine.connect()
            with self._connection.begin():
                self._state = State.read(self._connection)
                self.left_running = [
                    Entry.of(json.loads(entry))
                    for entry in self._connection.execute(select(RUNNING.c.entry).order_by(RUNNING.c.id)).scalars()
                ]
            self._file = self._path.stat()
        except ERRORS as err:
            raise failed(err) from err
        except (ValueError, KeyError, TypeError) as err:
            raise LogDamaged("unreadable") from err

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()
        self.engine.dispose()

    def head(self, account: AccountId, book: Book = Book.KEPT) -> Head | None:
        """Return where a chain is, None before it has begun."""
        chain = self._state.chains.get((account, book))
        return None if chain is None else chain.head

    def contains(self, account: AccountId, head: Head) -> bool:
        """Return whether a chain has passed a head, as far as what is left of it says."""
        chain = self._state.chains.get((account, Book.KEPT))
        if chain is None or head.number > chain.head.number:
            return False
        if head.number <= chain.anchor.number:
            return head.number < chain.anchor.number or head.hash == chain.anchor.hash
        row = self._row(row_id(chain.id, head.number))
        return row is not None and row.hash == head.hash

    def last(self, account: AccountId) -> Last | None:
        """Return the last row of what is kept of an account."""
        chain = self._state.chains.get((account, Book.KEPT))
        row = None if chain is None else self._row(row_id(chain.id, chain.head.number))
        facets = {number: facet for (_, facet), (number, _) in self._state.facets.items()}
        return None if row is None or row.facet not in facets else Last(facets[row.facet].event, row.at)

    def _row(self, number: int) -> Row[Any] | None:
        try:
            with self._connection.begin():
                return self._connection.execute(select(ROWS).where(ROWS.c.id == number)).one_or_none()
        except ERRORS as err:
            raise failed(err) from err

    @property
    def heads(self) -> dict[AccountId, Head]:
        """Return where the accounts' chains of what is kept are."""
        return {account: chain.head for (account, book), chain in self._state.chains.items() if book is Book.KEPT}

    def append(self, entries: Iterable[Entry], running: Iterable[Entry] | None = None) -> None:
        """Add rows, and note what is `running` in the place of what was, in one: all of it, or nothing."""
        with self._writing() as writing:
            for entry in entries:
                writing.add(entry)
            if running is not None:
                writing.note(running)

    def keep(self, account: AccountId, days: int) -> None:
        """Keep the rows of an account for so many days from now on."""
        with self._writing() as writing:
            writing.keep(account, days)

    def prune_old(self, at: int) -> None:
        """Prune a block of each chain that is older than it is kept, by a clock that says `at`.

        One at a time: a clock that runs ahead for an hour costs little.
        """
        with self._writing() as writing:
            days = writing.days()
            for chain in list(writing.state.chains.values()):
                newest = writing.newest_of_block(chain)
                if newest is not None and newest < at - days.get(chain.account, DAYS) * _DAY_MS:
                    writing.prune(chain, at, "age")

    def prune_large(self, at: int) -> None:
        """Prune blocks of the largest chains until all together are not too large."""
        if self._state.largest(self._most) is None:
            return
        with self._writing() as writing:
            while (chain := writing.state.largest(self._most)) is not None:
                if not writing.prune(chain, at, "size"):
                    break

    def _look(self) -> None:
        """See that the file is still there: what is written to one that was replaced or cut is lost."""
        before, self._file = self._file, self._path.stat()
        if self._file.st_ino != before.st_ino or self._file.st_size < before.st_size:
            raise LogFailed("gone")

    @contextmanager
    def _writing(self) -> Generator[Writing]:
        """Write in one transaction."""
        try:
            self._look()
            with self._connection.begin():
                writing = Writing(self._connection, self._state, self._begun_for)
                yield writing
                writing.flush()
        except ERRORS as err:
            raise failed(err) from err
        self._state = writing.state
