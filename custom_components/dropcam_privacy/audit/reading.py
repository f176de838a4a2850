"""What is read from the log, by any thread and as it stands at one moment: pages, checks, proofs and exports."""

from collections.abc import Collection, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select
from sqlalchemy.sql.elements import ColumnElement

from ..policy.model import AccountId
from .chain import Check, Fault, Head, Wrong, content_of
from .entries import Book, Event, Facet, canonical, row_bytes
from .tables import CHAINS, ERRORS, FACETS, ROWS, failed, number_of, row_id

_OF_FACET = ROWS.alias()
_PRUNED = Facet(Event.PRUNED).bytes
_AT_ONCE = 1000
MOST_PROVED = 50_000
"""How many rows one proof goes over; who remembers an older head asks again from where it ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which rows are wanted: None is all. Times are in milliseconds since 1970, UTC."""

    events: Collection[Event] | None = None
    camera: str | None = None
    person: str | None = None
    since: int | None = None
    until: int | None = None


EVERYTHING = Filter()


class Place(NamedTuple):
    """Where a page ends; the next goes on from there."""

    at: int
    id: int


class Found(NamedTuple):
    """A row as it is read: its number is one in its book."""

    place: Place
    number: int
    facet: Facet
    said: Mapping[str, Any]


class Checked(NamedTuple):
    """What a check of one chain has found: where it begins and ends, and the first row that is wrong."""

    book: Book
    anchor: Head
    head: Head
    wrong: Wrong | None


class Proof(NamedTuple):
    """The contents of the rows after a remembered one, where they lead, and where the log is."""

    contents: list[bytes]
    reaches: Head
    head: Head


class Stored(NamedTuple):
    """A chain as it is stored."""

    id: int
    book: Book
    anchor: Head
    head: Head


class _Raw(NamedTuple):
    """A row as it is stored, with its canonical bytes."""

    number: int
    row: bytes
    hash: bytes
    facet: bytes = b""
    said: bytes = b""


@contextmanager
def reading(engine: Engine) -> Generator[Connection]:
    """Read what stands there at one moment. Raises LogFailed."""
    try:
        with engine.begin() as connection:
            yield connection
    except ERRORS as err:
        raise failed(err) from err


def chains_of(connection: Connection, account: AccountId) -> list[Stored]:
    """Return the chains of an account."""
    return [
        Stored(row.id, Book(row.book), Head(row.anchor, row.anchor_hash), Head(row.head, row.head_hash))
        for row in connection.execute(select(CHAINS).where(CHAINS.c.account == account).order_by(CHAINS.c.id))
    ]


def page(
    engine: Engine, account: AccountId, wanted: Filter = EVERYTHING, before: Place | None = None, most: int = 50
) -> list[Found]:
    """Return an account's newest rows `before` a place. Raises LogFailed.

    However many rows there are, it is a look into the index for each facet, and for the newest of these one more.
    """
    times = tuple(_times(wanted, before))
    newest_first = (_OF_FACET.c.at.desc(), _OF_FACET.c.id.desc())
    within = select(_OF_FACET).where(_OF_FACET.c.facet == FACETS.c.id, *times).order_by(*newest_first)
    newest = within.with_only_columns(_OF_FACET.c.at).limit(1).correlate(FACETS).scalar_subquery()
    first = within.with_only_columns(_OF_FACET.c.id).limit(most).correlate(FACETS).scalar_subquery()
    with reading(engine) as connection:
        facets = {
            row.id: (row.newest, Facet(row.event, row.camera, row.person))
            for row in connection.execute(select(FACETS, newest.label("newest")).where(*facets_of(account, wanted)))
            if row.newest is not None
        }
        # A row of this page is of one of those facets whose newest rows are the newest.
        enough = sorted((at for at, _ in facets.values()), reverse=True)[most - 1 : most]
        near = [facet for facet, (at, _) in facets.items() if not enough or at >= enough[0]]
        rows = connection.execute(
            select(ROWS)
            .select_from(FACETS.join(ROWS, ROWS.c.id.in_(first)))
            .where(FACETS.c.id.in_(near))
            .order_by(ROWS.c.at.desc(), ROWS.c.id.desc())
            .limit(most)
        )
        return [Found(Place(row.at, row.id), number_of(row.id), facets[row.facet][1], _said(row.said)) for row in rows]


def _said(said: bytes) -> Mapping[str, Any]:
    """Read what a row says: nothing, if somebody has made nonsense of it."""
    try:
        read = json.loads(said)
    except ValueError, TypeError:
        return {}
    return read if isinstance(read, dict) else {}


def facets_of(account: AccountId, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """Pick the facets of an account's rows that are wanted."""
    yield FACETS.c.chain.in_(select(CHAINS.c.id).where(CHAINS.c.account == account))
    if wanted.events is not None:
        yield FACETS.c.event.in_([event.value for event in wanted.events])
    if wanted.camera is not None:
        yield FACETS.c.camera == wanted.camera
    if wanted.person is not None:
        yield FACETS.c.person == wanted.person


def _times(wanted: Filter, before: Place | None) -> Iterator[ColumnElement[bool]]:
    at, number = _OF_FACET.c.at, _OF_FACET.c.id
    if wanted.since is not None:
        yield at >= wanted.since
    if wanted.until is not None:
        yield at < wanted.until
    if before is not None:
        yield at <= before.at
        yield (at < before.at) | (number < before.id)


def check(engine: Engine, account: AccountId, known: Mapping[Book, Head] | None = None) -> list[Checked]:
    """Check every row of an account, also against heads that are `known` from elsewhere. Raises LogFailed."""
    with reading(engine) as connection:
        facets = _facet_bytes(connection)
        return [
            _check(
                connection, chain, facets, [chain.head, *([known[chain.book]] if known and chain.book in known else ())]
            )
            for chain in chains_of(connection, account)
        ]


def _check(connection: Connection, chain: Stored, facets: Mapping[int, bytes], known: list[Head]) -> Checked:
    checking = Check(chain.anchor, *known)
    pruned = b""
    for row in _rows(connection, chain, facets):
        if row.facet == _PRUNED:
            pruned = row.said
        if not checking.row(row.number, row.row, row.hash):
            break
    wrong = checking.end()
    if wrong is None and chain.anchor.number and not _vouches(pruned, chain.anchor):
        wrong = Wrong(chain.anchor.number + 1, Fault.ANCHOR)
    return Checked(chain.book, chain.anchor, checking.head, wrong)


def _vouches(pruned: bytes, anchor: Head) -> bool:
    """Return whether the last row that tells of pruning tells of this anchor."""
    said = _said(pruned)
    return bool(said.get("to") == anchor.number and said.get("hash") == anchor.hash.hex())


def prove(engine: Engine, account: AccountId, remembered: Head, book: Book = Book.KEPT) -> Proof | None:
    """Return what proves that the log goes on from a head that somebody remembers, by `chain.follows`.

    None says that it cannot be proved: what they remember was pruned, or never was in this log. Raises LogFailed.
    """
    with reading(engine) as connection:
        chain = next((chain for chain in chains_of(connection, account) if chain.book is book), None)
        if chain is None or not chain.anchor.number <= remembered.number <= chain.head.number:
            return None
        facets = _facet_bytes(connection)
        last = min(chain.head.number, remembered.number + MOST_PROVED)
        contents, claimed = [], remembered.hash
        for row in _rows(connection, chain, facets, remembered.number, last):
            contents.append(content_of(row.row))
            claimed = row.hash
        return Proof(contents, Head(last, claimed), chain.head)


def export(engine: Engine, account: AccountId) -> Iterator[bytes]:
    """Yield an account's log as lines of JSON, from which anybody can check it. Raises LogFailed.

    Before each chain comes a line with its anchor; a row's line has the canonical bytes of the row as they are hashed.
    """
    with reading(engine) as connection:
        facets = _facet_bytes(connection)
        for chain in chains_of(connection, account):
            begins = {"account": account, "book": chain.book.value, "anchor": chain.anchor.number}
            yield canonical({**begins, "hash": chain.anchor.hash.hex()}) + b"\n"
            for row in _rows(connection, chain, facets):
                body = row.row or b"null"
                yield b'{"hash":"%b","number":%d,"row":%b}\n' % (row.hash.hex().encode(), row.number, body)


def _rows(
    connection: Connection, chain: Stored, facets: Mapping[int, bytes], after: int = 0, last: int | None = None
) -> Iterator[_Raw]:
    """Go through a chain's rows, whatever somebody has made of them: what cannot have been written has no bytes."""
    ids = (row_id(chain.id, after) + 1, row_id(chain.id + 1, 0) - 1 if last is None else row_id(chain.id, last))
    result = connection.exec_driver_sql(
        "SELECT id, at, facet, said, hash FROM rows WHERE id BETWEEN ? AND ? ORDER BY id", ids
    )
    for rows in result.partitions(_AT_ONCE):
        for number, at, facet, said, claimed in rows:
            what, hashed = facets.get(facet, b"null"), claimed if isinstance(claimed, bytes) else b""
            try:
                yield _Raw(number_of(number), row_bytes(at, what, said), hashed, what, said)
            except TypeError:  # SQLite takes any type anywhere
                yield _Raw(number_of(number), b"", hashed)


def _facet_bytes(connection: Connection) -> dict[int, bytes]:
    return {row.id: Facet(row.event, row.camera, row.person).bytes for row in connection.execute(select(FACETS))}
