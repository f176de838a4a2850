"""Who may see what, as far as can be known from outside: pure, told of every change when it is sent and answered.

Between the sending of a change and its answer, both what was and what is to be are possible. An answered change holds
from its answer on; a refused one never was; one whose answer was lost may be in force from its sending on, or not.
A moment is a number of seconds, given by the caller.

    model = Model({"nursery": "anna's"}, {...})
    change = model.begin({("lowered", "nursery"): False}, at=1.0)    # privacy is raised
    change.end(Outcome.DONE, at=1.2)
    model.may("vera#1", "vera", "red", Use.VIEW, 1.3, 1.4)           # not in this span of time
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import inf

type Fact = tuple[str, ...]
"""What may change.

("lowered", camera), ("on", camera), ("shows", camera): whose picture it shows, ("views", user, camera),
("owns", user, account), ("enabled", account), ("active", user), ("alive", login)
"""
type Value = bool | str

LINGERS = 5.0
"""For how long a change whose answer was lost may still come into force, unless the process was ended."""
UNWRITTEN = 15.0
"""For how long Home Assistant may not have written down what it answered: logins and users."""
FLOW = 2.0
"""For how long what a flow takes away may not be durable: Home Assistant answers the flow, not its consequence."""

ASKED = 120.0
"""How long ago the moments lie, at most, that anybody asks for."""


class Outcome(StrEnum):
    """What became of a change."""

    PENDING = "pending"
    DONE = "done"  # answered with success
    REFUSED = "refused"  # answered: nothing was changed
    CUT = "cut"  # answered: in force, but could not be written down, and may be lost at a restart
    UNKNOWN = "unknown"  # no answer, or one that says neither


class Use(StrEnum):
    """What a picture is asked for, which tells who may have it."""

    VIEW = "view"  # to look at: owners, and viewers while privacy is lowered
    FILE = "file"  # to be handed over: owners, while privacy is lowered
    NOTHING = "nothing"  # by a road that is open to nobody


@dataclass(slots=True)
class Write:
    """A value that was wanted, from when on, and what was answered when."""

    value: Value
    begun: float
    ended: float = inf
    outcome: Outcome = Outcome.PENDING
    before: frozenset[Value] = frozenset()
    unwritten: float = 0
    doubtful: bool = False


class Register:
    """One fact, and every value that it may have had."""

    def __init__(self, value: Value) -> None:
        """Begin with a value that is certain."""
        self.writes = [Write(value, -inf, -inf, Outcome.DONE)]

    def possible(self, at: float) -> frozenset[Value]:
        """Return what it may have been at a moment."""
        return frozenset(write.value for write in self.writes if self._stands(write, at))

    def _stands(self, write: Write, at: float) -> bool:
        return write.begun <= at and not self._is_over(write, at)

    def _is_over(self, write: Write, at: float) -> bool:
        return write.outcome is Outcome.REFUSED or any(
            later.outcome in (Outcome.DONE, Outcome.CUT) and write.ended <= later.begun and later.ended <= at
            for later in self.writes
            if later is not write
        )

    def begin(self, value: Value, at: float, *, unwritten: float) -> Write:
        """Note that a value is wanted."""
        write = Write(value, at, before=self.possible(at), unwritten=unwritten)
        self.writes = [known for known in self.writes if not self._is_over(known, at - ASKED)]
        self.writes.append(write)
        return write

    def restart(self, at: float, *, killed: bool) -> None:
        """Note that the process ended: what was not written down may be what it was before."""
        for write in list(self.writes):
            if write.outcome is Outcome.UNKNOWN:
                write.ended = min(write.ended, at)
            lost = write.unwritten and (write.doubtful or (killed and at - write.ended < write.unwritten))
            if self._is_over(write, at):
                continue
            if write.outcome is Outcome.CUT or (lost and write.outcome is Outcome.DONE):
                self.writes += [Write(value, at, at, Outcome.UNKNOWN) for value in write.before]


@dataclass(slots=True)
class Change:
    """Several facts that change by one request."""

    writes: list[Write]

    def end(self, outcome: Outcome, at: float, *, doubtful: bool = False) -> None:
        """Note the answer; `doubtful` says that the disk was full meanwhile.

        What takes away is cut even where it cannot be written down, and what gives is then not given.
        """
        for write in self.writes:
            write.outcome = outcome
            write.ended = at + LINGERS if outcome is Outcome.UNKNOWN else at
            write.doubtful = doubtful
            if outcome is Outcome.CUT and write.value is not False:
                write.outcome = Outcome.REFUSED


@dataclass
class Model:
    """All facts. `cameras` tells each camera's account."""

    cameras: Mapping[str, str]
    facts: Mapping[Fact, Value]
    registers: dict[Fact, Register] = field(init=False)

    def __post_init__(self) -> None:
        """Begin with what is certain; what is not told is false."""
        self.registers = {fact: Register(value) for fact, value in self.facts.items()}

    def register(self, fact: Fact) -> Register:
        """Return the register of a fact."""
        return self.registers.setdefault(fact, Register(False))

    def begin(self, facts: Mapping[Fact, Value], at: float, *, unwritten: float = 0) -> Change:
        """Note that a change is sent; `unwritten` seconds later it is surely written down."""
        return Change([self.register(fact).begin(value, at, unwritten=unwritten) for fact, value in facts.items()])

    def restart(self, at: float, *, killed: bool) -> None:
        """Note that the process ended."""
        for register in self.registers.values():
            register.restart(at, killed=killed)

    def is_possible(self, fact: Fact, value: Value, at: float) -> bool:
        """Return whether a fact may have been so at a moment."""
        return value in self.register(fact).possible(at)

    def may(self, login: str, user: str, color: str, use: Use, since: float, until: float) -> bool:
        """Return whether somebody may have had a right to a picture at any moment of a span of time."""
        who: list[Fact] = [("alive", login), ("active", user)]
        return any(self._may(camera, who, user, color, use, (since, until)) for camera in self.cameras)

    def reasons(self, login: str, user: str, color: str, since: float, until: float) -> list[str]:
        """Return what stood against a picture, camera by camera; what could have been another way is left out."""
        found = []
        for camera, account in self.cameras.items():
            facts: dict[Fact, Value] = {("alive", login): True, ("active", user): True, ("enabled", account): True}
            facts |= {("on", camera): True, ("lowered", camera): True, ("shows", camera): color}
            facts |= {("owns", user, account): True, ("views", user, camera): True}
            if self._all_at_once({("shows", camera): color}, since, until):
                against = [
                    " ".join(fact)
                    for fact, value in facts.items()
                    if not self._all_at_once({fact: value}, since, until)
                ]
                found.append(f"{camera}: not {', not '.join(against) or 'at the same moment'}")
        return found

    def was_due(self, user: str, color: str, use: Use, since: float, until: float) -> bool:
        """Tell the same of a user, whichever login they had or have."""
        return any(self._may(camera, [], user, color, use, (since, until)) for camera in self.cameras)

    def _may(self, camera: str, who: list[Fact], user: str, color: str, use: Use, span: tuple[float, float]) -> bool:
        account = self.cameras[camera]
        common: dict[Fact, Value] = dict.fromkeys(who, True)
        common |= {("enabled", account): True, ("on", camera): True, ("shows", camera): color}
        owns, views, lowered = ("owns", user, account), ("views", user, camera), ("lowered", camera)
        ways: dict[Use, list[list[Fact]]] = {
            Use.VIEW: [[owns], [views, lowered]],
            Use.FILE: [[owns, lowered]],
            Use.NOTHING: [],
        }
        wanted = [common | dict.fromkeys(way, True) for way in ways[use]]
        return any(self._all_at_once(facts, *span) for facts in wanted)

    def _all_at_once(self, facts: Mapping[Fact, Value], since: float, until: float) -> bool:
        """Return whether all may have been so at one moment: more becomes possible only when a change is sent."""
        return any(
            all(self.is_possible(fact, value, at) for fact, value in facts.items())
            for at in self._moments(facts, since, until)
        )

    def _moments(self, facts: Iterable[Fact], since: float, until: float) -> list[float]:
        begun = {write.begun for fact in facts for write in self.register(fact).writes}
        return [since, *sorted(moment for moment in begun if since < moment <= until)]
