"""The log's file: what is written is found, what is tampered with is named, and the oldest goes in whole blocks."""

from collections.abc import Iterator
from hashlib import sha256
import json
from pathlib import Path
import stat

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.dropcam_privacy.audit.chain import Fault, Head, Wrong, follows
from custom_components.dropcam_privacy.audit.entries import Book, Entry, Event
from custom_components.dropcam_privacy.audit.file import DAYS, LogFile
from custom_components.dropcam_privacy.audit.reading import Filter, Found, Place, check, export, page, prove
from custom_components.dropcam_privacy.audit.tables import NAME, LogFailed, row_id
from custom_components.dropcam_privacy.audit.writing import BLOCK
from custom_components.dropcam_privacy.policy.model import AccountId

from .making import ACCOUNT, DAY, NOW, entries, entry, full_disk, tamper, wrong

OTHER = AccountId("other")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the file is."""
    return tmp_path / NAME


@pytest.fixture
def file(path: Path) -> Iterator[LogFile]:
    """Open a file."""
    opened = LogFile(path)
    yield opened
    opened.close()


def numbers(found: list[Found]) -> list[int]:
    """Return which rows were found."""
    return [row.said["number"] for row in found]


def test_what_is_written_is_found(file: LogFile, path: Path) -> None:
    """The newest first; a chain begins with a row that says so; the file is for us alone."""
    file.append(entries(3))
    *rows, begun = page(file.engine, ACCOUNT)
    assert numbers(rows) == [2, 1, 0]
    assert begun.facet.event == Event.BEGUN
    assert begun.said == {"why": "new"}
    assert [row.number for row in rows] == [4, 3, 2]
    assert wrong(file) == [None]
    assert {stat.S_IMODE(part.stat().st_mode) for part in path.parent.iterdir()} == {0o600}


def test_accounts_and_books_are_apart(file: LogFile) -> None:
    """Nobody finds another account's rows; refusals are found with the rest."""
    file.append([*entries(2), entry(7, Event.REFUSED), *entries(3, account=OTHER)])
    assert {row.said["number"] for row in page(file.engine, ACCOUNT) if "number" in row.said} == {0, 1, 7}
    assert [checked.book for checked in check(file.engine, ACCOUNT)] == [Book.KEPT, Book.REFUSED]
    assert page(file.engine, AccountId("nobody")) == []
    assert check(file.engine, AccountId("nobody")) == []


ROW = st.builds(
    entry,
    st.integers(0, 10**6),
    st.sampled_from([Event.RECEIVED, Event.REFUSED, Event.PRIVACY_ON]),
    at=st.integers(NOW, NOW + 20),
    camera=st.sampled_from("abc"),
    person=st.sampled_from(["p", "q", None]),
    account=st.sampled_from([ACCOUNT, OTHER]),
)
WANTED = st.builds(
    Filter,
    events=st.none() | st.lists(st.sampled_from([Event.RECEIVED, Event.REFUSED]), max_size=2),
    camera=st.none() | st.sampled_from("abd"),
    person=st.none() | st.sampled_from("pr"),
    since=st.none() | st.integers(NOW, NOW + 20),
    until=st.none() | st.integers(NOW, NOW + 20),
)


def is_wanted(row: Entry, wanted: Filter) -> bool:
    """Return whether a row is wanted: the slow way."""
    return (
        row.account == ACCOUNT
        and (wanted.events is None or row.event in wanted.events)
        and wanted.camera in (None, row.camera)
        and wanted.person in (None, row.person)
        and (wanted.since is None or row.at >= wanted.since)
        and (wanted.until is None or row.at < wanted.until)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(ROW, max_size=60), WANTED, st.integers(1, 7))
def test_pages(tmp_path_factory: pytest.TempPathFactory, rows: list[Entry], wanted: Filter, most: int) -> None:
    """Page after page, each row that is wanted is there once, the newest first, by whatever it is looked for."""
    file = LogFile(tmp_path_factory.mktemp("log") / NAME)
    file.append(rows)
    found: list[Found] = []
    before: Place | None = None
    while part := page(file.engine, ACCOUNT, wanted, before, most):
        assert len(part) <= most
        found += part
        before = part[-1].place
    assert [row.place for row in found] == sorted((row.place for row in found), reverse=True)
    expected = sorted((row.at, row.said["number"]) for row in rows if is_wanted(row, wanted))
    assert sorted((row.place.at, row.said["number"]) for row in found if "number" in row.said) == expected
    assert wrong(file) == [None] * len({row.book for row in rows if row.account == ACCOUNT})
    file.close()


# Tampering with the file.

SIX = row_id(1, 6)


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (f"UPDATE rows SET at = at + 1 WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"UPDATE rows SET said = CAST('{{\"number\":5}}' AS BLOB) WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"UPDATE rows SET facet = 1 WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"UPDATE rows SET facet = 99 WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"UPDATE rows SET hash = zeroblob(32) WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"DELETE FROM rows WHERE id = {SIX}", Wrong(6, Fault.MISSING)),
        (f"DELETE FROM rows WHERE id >= {SIX}", Wrong(6, Fault.CUT)),
        (f"DELETE FROM rows WHERE id < {SIX}", Wrong(1, Fault.MISSING)),
        ("UPDATE facets SET person = 'somebody' WHERE person = 'user'", Wrong(2, Fault.CHANGED)),
        ("UPDATE facets SET event = 'refused' WHERE event = 'received'", Wrong(2, Fault.CHANGED)),
        ("DELETE FROM facets WHERE event = 'received'", Wrong(2, Fault.CHANGED)),
        ("UPDATE chains SET head = head + 1", Wrong(12, Fault.CUT)),
        ("UPDATE chains SET head_hash = zeroblob(32)", Wrong(11, Fault.CHANGED)),
        (f"INSERT INTO rows SELECT {row_id(1, 12)}, at, facet, said, hash FROM rows WHERE id = {SIX}",
         Wrong(12, Fault.CHANGED)),
        ("UPDATE chains SET anchor_hash = zeroblob(32)", Wrong(1, Fault.CHANGED)),
        (f"UPDATE chains SET anchor = 5, anchor_hash = (SELECT hash FROM rows WHERE id = {SIX - 1})",
         Wrong(6, Fault.MISSING)),
        (f"UPDATE rows SET at = 'x' WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        (f"UPDATE rows SET hash = 'x' WHERE id = {SIX}", Wrong(6, Fault.CHANGED)),
        ("UPDATE chains SET book = 'kept'", None),
    ],
)  # fmt: skip
def test_tampered(file: LogFile, path: Path, statement: str, expected: Wrong | None) -> None:
    """Whatever is changed in the file is named; a change of nothing is not."""
    file.append(entries(10))
    tamper(path, statement)
    assert wrong(file) == [expected]
    assert len([*export(file.engine, ACCOUNT)]) > 1


@pytest.mark.parametrize("part", ["at", "facet", "said", "hash"])
def test_swapped(file: LogFile, path: Path, part: str) -> None:
    """Rows that change places in any respect are named."""
    file.append([entry(number, Event.RECEIVED if number % 2 else Event.PRIVACY_ON) for number in range(10)])
    rows = f"rows WHERE id = {SIX}", f"rows WHERE id = {SIX + 1}"
    tamper(
        path,
        f"CREATE TEMP TABLE one AS SELECT {part} AS it FROM {rows[0]}",
        f"UPDATE rows SET {part} = (SELECT {part} FROM {rows[1]}) WHERE id = {SIX}",
        f"UPDATE rows SET {part} = (SELECT it FROM one) WHERE id = {SIX + 1}",
    )
    assert wrong(file) == [Wrong(6, Fault.CHANGED)]


def test_rewritten_or_restored(file: LogFile, path: Path, tmp_path: Path) -> None:
    """A log that is whole by itself but not the one that it was is named by a head that somebody remembers."""
    file.append(entries(5))
    remembered = file.head(ACCOUNT)
    assert remembered is not None
    other = LogFile(tmp_path / "other.db")
    other.append([entry(number, camera="another") for number in range(9)])
    assert wrong(other) == [None]
    assert check(other.engine, ACCOUNT, {Book.KEPT: remembered})[0].wrong == Wrong(6, Fault.CHANGED)
    assert (proof := prove(other.engine, ACCOUNT, remembered)) is not None
    assert not follows(remembered, proof.contents, proof.reaches)
    assert not other.contains(ACCOUNT, remembered)
    other.close()
    file.append(entries(4))
    assert check(file.engine, ACCOUNT, {Book.KEPT: remembered})[0].wrong is None
    assert (proof := prove(file.engine, ACCOUNT, remembered)) is not None
    assert follows(remembered, proof.contents, proof.reaches)
    assert proof.reaches == proof.head == file.head(ACCOUNT)
    assert file.contains(ACCOUNT, remembered)
    # An old copy ends before it.
    old = LogFile(tmp_path / "old.db")
    old.append(entries(1))
    assert prove(old.engine, ACCOUNT, remembered) is None
    assert not old.contains(ACCOUNT, remembered)
    old.close()


def test_what_is_exported_can_be_checked_alone(file: LogFile) -> None:
    """With nothing but the lines and SHA-256, as docs/security.md says it."""
    file.append([*entries(4), entry(9, Event.REFUSED)])
    seen = 0
    hashed, number = b"", 0
    for line in export(file.engine, ACCOUNT):
        read = json.loads(line)
        if "anchor" in read:
            hashed, number = bytes.fromhex(read["hash"]), read["anchor"]
            continue
        number += 1
        assert read["number"] == number
        row = json.dumps(read["row"], sort_keys=True, separators=(",", ":")).encode()
        content = sha256(b"dropcam_privacy log content 1\0" + row).digest()
        hashed = sha256(b"dropcam_privacy log row 1\0" + hashed + number.to_bytes(8) + content).digest()
        assert read["hash"] == hashed.hex()
        seen += 1
    assert seen == 7  # and two beginnings


# Pruning.


def test_pruned_by_age(file: LogFile) -> None:
    """Old blocks go one at a time, a row says so, and what stays is whole; another account is kept longer."""
    file.append([*entries(3 * BLOCK), *entries(3 * BLOCK, account=OTHER)])
    file.keep(OTHER, DAYS + 10)
    late = NOW + (DAYS + 1) * DAY
    file.prune_old(late)
    kept, other = check(file.engine, ACCOUNT)[0], check(file.engine, OTHER)[0]
    assert (kept.anchor.number, kept.wrong) == (BLOCK, None)
    assert (other.anchor.number, other.wrong) == (0, None)
    newest = page(file.engine, ACCOUNT, most=1)[0]
    assert newest.facet.event == Event.PRUNED
    assert newest.said == {"from": 1, "to": BLOCK, "hash": kept.anchor.hash.hex(), "why": "age"}
    file.prune_old(NOW)
    assert check(file.engine, ACCOUNT)[0].anchor.number == BLOCK
    file.prune_old(late)
    assert check(file.engine, ACCOUNT)[0].anchor.number == 2 * BLOCK
    file.prune_old(late)  # the newest stay
    assert check(file.engine, ACCOUNT)[0].anchor.number == 2 * BLOCK
    assert wrong(file) == [None]


def test_a_head_that_was_pruned(file: LogFile) -> None:
    """Who remembers what was pruned is told that it cannot be proved; the anchor itself can."""
    file.append(entries(10))
    remembered = file.head(ACCOUNT)
    file.append(entries(3 * BLOCK))
    assert remembered is not None
    file.prune_old(NOW + (DAYS + 1) * DAY)
    assert prove(file.engine, ACCOUNT, remembered) is None
    assert file.contains(ACCOUNT, remembered)
    anchor = check(file.engine, ACCOUNT)[0].anchor
    assert (proof := prove(file.engine, ACCOUNT, anchor)) is not None
    assert follows(anchor, proof.contents, proof.head)


def test_an_anchor_that_nobody_vouches_for(file: LogFile, path: Path) -> None:
    """Who takes the row away that tells of the pruning, or prunes themselves, is named."""
    file.append(entries(3 * BLOCK))
    file.prune_old(NOW + (DAYS + 1) * DAY)
    beyond = row_id(1, BLOCK + 10)
    tamper(
        path,
        f"UPDATE chains SET anchor = {BLOCK + 10}, anchor_hash = (SELECT hash FROM rows WHERE id = {beyond})",
        f"DELETE FROM rows WHERE id <= {beyond}",
    )
    assert wrong(file) == [Wrong(BLOCK + 11, Fault.ANCHOR)]


def test_refusals_displace_nothing(tmp_path: Path) -> None:
    """However many there are, only refusals give way, and only as many as it takes; the file does not grow."""
    file = LogFile(tmp_path / NAME, {Book.KEPT: 10**9, Book.REFUSED: 200_000})
    file.append(entries(BLOCK))
    sizes = []
    for _ in range(12):
        file.append(entries(BLOCK, Event.REFUSED))
        file.prune_large(NOW)
        sizes.append((tmp_path / NAME).stat().st_size)
    kept, refused = check(file.engine, ACCOUNT)
    assert (kept.anchor.number, kept.head.number) == (0, BLOCK + 1)
    assert refused.anchor.number > 0
    assert refused.wrong is None
    newest = page(file.engine, ACCOUNT, Filter(events=[Event.PRUNED]), most=1)[0]
    assert newest.said["why"] == "size"
    assert sizes[-1] < 1.2 * sizes[5]
    file.close()


def test_who_has_most_gives_way(tmp_path: Path) -> None:
    """One account's rows do not displace another's."""
    file = LogFile(tmp_path / NAME, {Book.KEPT: 400_000})
    file.append([*entries(2 * BLOCK, account=OTHER), *entries(6 * BLOCK)])
    file.prune_large(NOW)
    assert check(file.engine, OTHER)[0].anchor.number == 0
    assert check(file.engine, ACCOUNT)[0].anchor.number > 0
    file.close()


# A bad disk.


def test_damaged(path: Path) -> None:
    """What is not a log any more is put aside, and begun anew with a row that says so."""
    file = LogFile(path)
    file.append(entries(1000))
    file.close()
    path.write_bytes(b"nonsense" + path.read_bytes()[8:])
    file = LogFile(path)
    file.append(entries(1))
    assert page(file.engine, ACCOUNT)[-1].said == {"why": "damaged"}
    assert wrong(file) == [None]
    assert (path.parent / f"{NAME}.damaged").read_bytes().startswith(b"nonsense")
    file.close()


def test_gone(file: LogFile, path: Path) -> None:
    """A file that was taken away is not written any more: what goes there is lost."""
    file.append(entries(1))
    path.unlink()
    with pytest.raises(LogFailed):
        file.append(entries(1))


def test_full(file: LogFile) -> None:
    """On a full disk nothing of a batch is written, and all of it later; the chain goes on."""
    file.append(entries(1))
    with full_disk(200_000), pytest.raises(LogFailed) as raised:
        file.append(entries(20_000))
    assert "/" not in str(raised.value)
    assert len(page(file.engine, ACCOUNT)) == 2
    file.append(entries(20_000))
    assert file.head(ACCOUNT) is not None
    assert check(file.engine, ACCOUNT)[0].head.number == 20_002
    assert wrong(file) == [None]


def test_what_was_running_is_there_after_a_kill(path: Path) -> None:
    """Noted in the same transaction, and replaced by what is noted next."""
    file = LogFile(path)
    file.append(entries(1), running=[entry(5), entry(6)])
    file.append([], running=[entry(7)])
    file.append(entries(1))
    file.close()
    file = LogFile(path)
    assert file.left_running == [entry(7)]
    assert file.heads == {ACCOUNT: file.head(ACCOUNT)}
    assert isinstance(file.head(ACCOUNT), Head)
    file.close()


def test_nothing_of_it_is_in_home_assistants_log(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever turns debug logs on reads neither what is written nor what is read."""
    with caplog.at_level("DEBUG", logger="sqlalchemy.engine"):
        file = LogFile(path)
        file.append([entry(camera="some camera", person="somebody")], running=[entry(person="somebody")])
        page(file.engine, ACCOUNT)
        wrong(file)
        with pytest.raises(LogFailed), full_disk(1):
            file.append([entry(person="somebody else")])
        file.close()
    assert "somebody" not in caplog.text
    assert "some camera" not in caplog.text
