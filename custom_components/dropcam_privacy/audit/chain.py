"""The chain of a log's rows: how each follows from the one before, what is wrong with one that does not, and proofs.

What is hashed is told apart by a word in front, so that no bytes of one kind can pass for another.

    content  SHA-256 of a row's canonical bytes
    hash     SHA-256 of the hash of the row before, the row's number and its content

Whoever knows the hash of one row can check any log that goes on from there by its contents alone, 32 bytes a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

_CONTENT = b"dropcam_privacy log content 1\0"
_HASH = b"dropcam_privacy log row 1\0"
_BEGINNING = b"dropcam_privacy log beginning 1\0"
HASH_BYTES = 32


class Head(NamedTuple):
    """A place in a chain: the number of a row, 0 before the first, and its hash, which fixes all that is before it."""

    number: int
    hash: bytes


class Fault(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"  # its hash does not follow from its bytes and the row before
    MISSING = "missing"  # another row stands in its place, or none
    CUT = "cut"  # the log ends here, and went on
    ANCHOR = "anchor"  # the log begins here, and no row says that what was before was pruned


@dataclass(frozen=True, slots=True)
class Wrong:
    """The first row that is wrong."""

    number: int
    fault: Fault


def beginning(account: str, book: str, key: bytes) -> Head:
    """Return where a chain begins: it is another for every account, and for every `key` (random bytes)."""
    said = b"\0".join((account.encode(), book.encode(), key))
    return Head(0, sha256(_BEGINNING + said).digest())


def content_of(row: bytes) -> bytes:
    """Return the content of a row's canonical bytes."""
    return sha256(_CONTENT + row).digest()


def after(head: Head, content: bytes) -> Head:
    """Return where a chain is after one more row."""
    number = head.number + 1
    return Head(number, sha256(_HASH + head.hash + number.to_bytes(8) + content).digest())


class Check:
    """Goes through a chain row by row, from an anchor on, and stops at the first that is wrong.

    The anchor is taken for true; the log has to pass the `known` heads after it.
    """

    def __init__(self, anchor: Head, *known: Head) -> None:
        """Begin after the row of `anchor`."""
        self.head = anchor
        self.wrong: Wrong | None = None
        self._known = {head.number: head.hash for head in known if head.number >= anchor.number}
        self._reaches = max(self._known, default=0)
        if self._known.get(anchor.number, anchor.hash) != anchor.hash:
            self.wrong = Wrong(anchor.number, Fault.CHANGED)

    def row(self, number: int, row: bytes, claimed: bytes) -> bool:
        """Check the next row's number, canonical bytes and hash; return whether all is well so far."""
        if self.wrong is not None:
            return False
        following = after(self.head, content_of(row))
        if number != following.number:
            self.wrong = Wrong(following.number, Fault.MISSING)
        elif claimed != following.hash or self._known.get(number, claimed) != claimed:
            self.wrong = Wrong(number, Fault.CHANGED)
        self.head = following
        return self.wrong is None

    def end(self) -> Wrong | None:
        """Return the first row that is wrong, when all were checked."""
        if self.wrong is None and self.head.number < self._reaches:
            self.wrong = Wrong(self.head.number + 1, Fault.CUT)
        return self.wrong


def follows(remembered: Head, contents: Iterable[bytes], head: Head) -> bool:
    """Return whether `contents`, of the rows after a remembered one, prove that `head` goes on from there."""
    for content in contents:
        if len(content) != HASH_BYTES:
            return False
        remembered = after(remembered, content)
    return remembered == head
