"""Whatever is done to a log's rows, the first that is wrong is named; and nothing is, if nothing was done."""

from hashlib import sha256
import json
from pathlib import Path

from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.audit.chain import (
    Check,
    Fault,
    Head,
    Wrong,
    after,
    beginning,
    content_of,
    follows,
)

type Row = tuple[int, bytes, bytes]
"""Number, canonical bytes, hash."""

ROWS = st.lists(st.binary(max_size=40), min_size=1, max_size=30)
BEGIN = beginning("account", "kept", b"key")


def written(bodies: list[bytes], begin: Head = BEGIN) -> tuple[list[Row], Head]:
    """Write a chain."""
    rows, head = [], begin
    for body in bodies:
        head = after(head, content_of(body))
        rows.append((head.number, body, head.hash))
    return rows, head


def checked(rows: list[Row], *known: Head, anchor: Head = BEGIN) -> Wrong | None:
    """Check a chain that is known to reach some heads."""
    check = Check(anchor, *known)
    for row in rows:
        if not check.row(*row):
            break
    return check.end()


def test_known_answer() -> None:
    """The hashes are what they are for good: computed here by hand, as any checker would."""
    begin = sha256(b"dropcam_privacy log beginning 1\0account\0kept\0key").digest()
    content = sha256(b'dropcam_privacy log content 1\0[1,["started",null,null],{}]').digest()
    row = sha256(b"dropcam_privacy log row 1\0" + begin + (1).to_bytes(8) + content).digest()
    rows, head = written([b'[1,["started",null,null],{}]'])
    assert Head(0, begin) == BEGIN
    assert head == Head(1, row)
    assert rows[0][2] == row


@given(ROWS)
def test_untouched(bodies: list[bytes]) -> None:
    """A log that nobody touched is whole."""
    rows, head = written(bodies)
    assert checked(rows, head) is None


@given(ROWS, st.data())
def test_changed(bodies: list[bytes], data: st.DataObject) -> None:
    """A row with other bytes is named, also with a hash that fits it; then it is the next, or the head."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    body = data.draw(st.binary(max_size=40).filter(lambda other: other != rows[at][1]))
    number, _, old = rows[at]
    assert checked([*rows[:at], (number, body, old), *rows[at + 1 :]], head) == Wrong(number, Fault.CHANGED)
    before = Head(number - 1, rows[at - 1][2] if at else BEGIN.hash)
    rehashed = after(before, content_of(body)).hash
    named = checked([*rows[:at], (number, body, rehashed), *rows[at + 1 :]], head)
    assert named == Wrong(min(number + 1, head.number), Fault.CHANGED)


@given(ROWS, st.data())
def test_dropped(bodies: list[bytes], data: st.DataObject) -> None:
    """A row that is missing is named, the last one by the head."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    fault = Fault.CUT if at == len(rows) - 1 else Fault.MISSING
    assert checked([*rows[:at], *rows[at + 1 :]], head) == Wrong(at + 1, fault)
    closed_up = [(number - (number > at), body, hashed) for number, body, hashed in [*rows[:at], *rows[at + 1 :]]]
    assert (wrong := checked(closed_up, head)) is not None
    assert wrong.number == at + 1


@given(st.lists(st.binary(max_size=40), min_size=2, max_size=30, unique=True), st.data())
def test_swapped(bodies: list[bytes], data: st.DataObject) -> None:
    """Two rows that changed places are named, whether their hashes went with them or not."""
    rows, head = written(bodies)
    one, other = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1), min_size=2, max_size=2)))
    swapped = list(rows)
    swapped[one] = (one + 1, rows[other][1], rows[one][2])
    swapped[other] = (other + 1, rows[one][1], rows[other][2])
    assert checked(swapped, head) == Wrong(one + 1, Fault.CHANGED)
    swapped[one], swapped[other] = (one + 1, *rows[other][1:]), (other + 1, *rows[one][1:])
    assert checked(swapped, head) == Wrong(one + 1, Fault.CHANGED)


@given(ROWS, st.binary(max_size=40), st.data())
def test_inserted(bodies: list[bytes], body: bytes, data: st.DataObject) -> None:
    """A row that was put in is named, wherever."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows)))
    before = Head(at, rows[at - 1][2] if at else BEGIN.hash)
    new = after(before, content_of(body))
    moved = [(number + 1, other, hashed) for number, other, hashed in rows[at:]]
    wrong = checked([*rows[:at], (new.number, body, new.hash), *moved], head)
    if at == len(rows):
        # A log may go on after a head that is known; that it does not here, only its own head says.
        assert wrong is None
    else:
        same = body == bodies[at]
        assert wrong is not None
        assert wrong.number > at + same


@given(ROWS, st.data())
def test_cut(bodies: list[bytes], data: st.DataObject) -> None:
    """A log that ends before a head that is known is cut there; one that begins late has another anchor."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    assert checked(rows[:at], head) == Wrong(at + 1, Fault.CUT)
    assert (wrong := checked(rows[at:] if at else [], head)) is not None
    assert wrong.number == 1
    if at:
        anchor = Head(at, rows[at - 1][2])
        assert checked(rows[at:], head, anchor=anchor) is None


@given(ROWS, ROWS, st.data())
def test_restored_or_rewritten(bodies: list[bytes], others: list[bytes], data: st.DataObject) -> None:
    """An old log that went on otherwise is whole by itself; whoever remembers a head sees it."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows) - 1))
    rewritten, new = written([*bodies[:at], *others])
    assert checked(rewritten, new) is None
    contents = [content_of(body) for body in [*bodies[:at], *others]]
    if [*bodies[:at], *others][: len(bodies)] == bodies:
        assert follows(head, contents[head.number :], new)
    else:
        assert checked(rewritten, head) is not None
        assert not follows(head, contents[head.number :], new)


@given(ROWS, st.data())
def test_proof(bodies: list[bytes], data: st.DataObject) -> None:
    """From every head, the contents after it lead to the newest; with any other content they lead elsewhere."""
    rows, head = written(bodies)
    at = data.draw(st.integers(0, len(rows)))
    remembered = Head(at, rows[at - 1][2] if at else BEGIN.hash)
    contents = [content_of(body) for body in bodies[at:]]
    assert follows(remembered, contents, head)
    assert not follows(Head(at, bytes(32)), contents, head)
    for position in range(len(contents)):
        assert not follows(remembered, [*contents[:position], bytes(32), *contents[position + 1 :]], head)
        assert not follows(remembered, contents[:position], head)
    assert not follows(remembered, [*contents, b""], head)


@pytest.mark.parametrize(
    ("account", "book", "key"), [("other", "kept", b"key"), ("account", "refused", b"key"), ("account", "kept", b"yek")]
)
def test_chains_are_told_apart(account: str, book: str, key: bytes) -> None:
    """The rows of one account or book are no rows of another."""
    rows, _ = written([b"a"], beginning(account, book, key))
    assert checked(rows) == Wrong(1, Fault.CHANGED)


def test_what_the_page_is_tested_with() -> None:
    """The page checks proofs itself: its tests go by what is made here."""
    vectors = json.loads((Path(__file__).parents[2] / "panel/test/chain-vectors.json").read_text(encoding="utf-8"))
    head = beginning("account", "kept", bytes(16))
    heads, contents = [head], [content_of(b'[%d,["received",null,null],{}]' % at) for at in range(5)]
    for content in contents:
        heads.append(after(heads[-1], content))
    far, content = Head(2**33, bytes(range(32))), content_of(b"x")
    assert vectors == {
        "heads": [[head.number, head.hash.hex()] for head in heads],
        "contents": [content.hex() for content in contents],
        "big": [[far.number, far.hash.hex()], content.hex(), [2**33 + 1, after(far, content).hash.hex()]],
    }
