"""What is written down, and its canonical bytes, which everybody who checks a log makes alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
import json
from typing import Any, Self

from ..policy.model import AccountId, CameraId, UserId

type Said = str | int | bool | None | Sequence[str]
"""What a row says in one respect. No floats: they have more than one way to be written."""


class Event(StrEnum):
    """What happened. The values are in the file for good."""

    RECEIVED = "received"  # a lease that is over, or pictures that were asked for one by one
    REFUSED = "refused"

    PRIVACY_ON = "privacy_on"
    PRIVACY_OFF = "privacy_off"
    TURNED_ON = "turned_on"
    TURNED_OFF = "turned_off"
    GIVEN = "given"  # any other right
    TAKEN = "taken"
    PROPOSED = "proposed"  # it waits for an owner
    WITHDRAWN = "withdrawn"  # it waits no more, and was not given

    PUT_OUT = "put_out"  # an owner ended what somebody was receiving

    LOCKED = "locked"  # the original of a camera
    RELEASED = "released"
    LOGIN_REFUSED = "login_refused"  # a camera does not take its username and password any more
    LOGIN_ENTERED = "login_entered"  # somebody entered what it takes
    SCENE_SET_UP = "scene_set_up"  # from now on a camera's pictures have to show its scene
    SCENE_OFF = "scene_off"  # they have not
    SCENE_HELD = "scene_held"  # they show something else
    SCENE_BACK = "scene_back"  # and their own again
    SCENE_ANSWERED = "scene_answered"  # an owner said whether they are theirs
    SCENE_ANYWAY = "scene_anyway"  # owners are shown what is held, for a while
    KEEPING = "keeping"  # for how long, from now on

    STARTED = "started"
    STOPPED = "stopped"
    GAP = "gap"  # what came between may be missing
    PRUNED = "pruned"
    BEGUN = "begun"  # there is no log before this
    DIFFERS = "differs"  # it is not what it was: cut, rewritten or put back


class Book(StrEnum):
    """The chains of one account."""

    KEPT = "kept"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One row before it has its place: `at` is in milliseconds since 1970, UTC; `person` is a user's id."""

    account: AccountId
    event: Event
    at: int
    camera: CameraId | None = None
    person: UserId | None = None
    said: Mapping[str, Said] = field(default_factory=dict)
    book: Book = Book.KEPT

    @property
    def facet(self) -> Facet:
        """Return by what it can be found."""
        return Facet(self.event, self.camera, self.person)

    def words(self) -> dict[str, Any]:
        """Return it as data for JSON."""
        return {
            "account": self.account,
            "event": self.event.value,
            "at": self.at,
            "camera": self.camera,
            "person": self.person,
            "said": dict(self.said),
            "book": self.book.value,
        }

    @classmethod
    def of(cls, words: Mapping[str, Any]) -> Self:
        """Read what `words` wrote. Raises KeyError or ValueError."""
        return cls(**{**words, "event": Event(words["event"]), "book": Book(words["book"])})


@dataclass(frozen=True, slots=True)
class Facet:
    """By what rows are found: there are few of them, so each is written once."""

    event: str
    camera: str | None = None
    person: str | None = None

    @property
    def bytes(self) -> bytes:
        """Return its canonical bytes."""
        return canonical([self.event, self.camera, self.person])


def canonical(value: Any) -> bytes:
    """Write JSON in its canonical form."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")


def row_bytes(at: int, facet: bytes, said: bytes) -> bytes:
    """Return the canonical bytes of a row, which are JSON: `[at, [event, camera, person], said]`."""
    return b"[%d,%b,%b]" % (at, facet, said)
