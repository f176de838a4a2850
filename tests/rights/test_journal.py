"""The journal of takes and gifts, held against a slower model that counts how often each right was taken."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hypothesis import given, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule

from custom_components.dropcam_privacy.policy.model import AccountId, CameraId
from custom_components.dropcam_privacy.rights.journal import Gift, Journal, Write
from custom_components.dropcam_privacy.rights.records import Grant, Record, Right

ACCOUNT, CAMERA = AccountId("account"), CameraId("camera")
ALL = (
    Right(Grant.OWNER, ACCOUNT, "anna"),
    Right(Grant.ASSISTANTS, ACCOUNT),
    Right(Grant.ADDRESS, ACCOUNT, "https://home.example"),
    Right(Grant.VIEWER, CAMERA, "ben"),
    Right(Grant.ALLOW, CAMERA, "ai"),
    Right(Grant.LOWERED, CAMERA),
    Right(Grant.ON, CAMERA),
)
EVERYTHING = frozenset(ALL) - {Right(Grant.ALLOW, CAMERA, "ai")}
rights = st.frozensets(st.sampled_from(ALL), max_size=4)


class Cuts:
    """What was taken and not given since: each right with how often it was taken, and nothing ever forgotten."""

    def __init__(self) -> None:
        """Have nothing taken."""
        self._cut: set[Right] = set()
        self._taken: Counter[Right] = Counter()

    def take(self, rights: Iterable[Right]) -> None:
        """Take rights."""
        for right in rights:
            self._cut.add(right)
            self._taken[right] += 1

    def begin(self, rights: Iterable[Right]) -> Mapping[Right, int]:
        """Begin to give rights."""
        return {right: self._taken[right] for right in rights}

    def still(self, given: Mapping[Right, int]) -> frozenset[Right]:
        """Return what nobody took since it began to be given."""
        return frozenset(right for right, times in given.items() if self._taken[right] == times)

    def settle(self, given: Mapping[Right, int]) -> None:
        """Note what was given, now that it is durable."""
        self._cut -= self.still(given)

    def of(self, rights: frozenset[Right], given: Mapping[Right, int]) -> frozenset[Right]:
        """Take from rights what is cut, and put in what is being given."""
        still = self.still(given)
        return rights - (self._cut - still) | still

    def left(self, rights: frozenset[Right]) -> frozenset[Right]:
        """Take from rights what is cut."""
        return rights - self._cut


@dataclass(eq=False)
class Begun:
    """A change that is to be written: in the journal's words, and in the model's."""

    gift: Gift
    given: Mapping[Right, int]


@dataclass
class Writing:
    """The write that is under way: there is one at a time."""

    begun: Begun
    write: Write
    journal: frozenset[Right]
    model: frozenset[Right]


def folded(rights: frozenset[Right], write: Write) -> frozenset[Right]:
    """Return what a write makes of rights."""
    return Journal.fold({ACCOUNT: Record(rights=rights, cameras={CAMERA: {}})}, write)[ACCOUNT].rights


def in_force(journal: Journal, rights: frozenset[Right]) -> frozenset[Right]:
    """Return what is left of rights now."""
    return journal.in_force(Record(rights=rights, cameras={CAMERA: {}})).rights


class Machine(RuleBasedStateMachine):
    """Takes, gifts and writes in any order; a write takes its time, and may fail."""

    begun = Bundle("begun")

    def __init__(self) -> None:
        """Begin with everything granted."""
        super().__init__()
        self.journal, self.cuts = Journal(), Cuts()
        self.stored = {"journal": EVERYTHING, "model": EVERYTHING}
        self.writing: Writing | None = None

    @rule(target=begun, taken=rights)
    def take(self, taken: frozenset[Right]) -> Begun:
        """Take, and have it written later."""
        self.journal.take(taken)
        self.cuts.take(taken)
        return Begun(self.journal.give(()), {})

    @rule(target=begun, given=rights)
    def give(self, given: frozenset[Right]) -> Begun:
        """Begin to give."""
        return Begun(self.journal.give(given), self.cuts.begin(given))

    @rule(target=begun, taken=rights, given=rights)
    def change(self, taken: frozenset[Right], given: frozenset[Right]) -> Begun:
        """Take and give in one go, as a change of an entry does."""
        self.journal.take(taken)
        self.cuts.take(taken)
        return Begun(self.journal.give(given), self.cuts.begin(given))

    @rule(target=begun, change=consumes(begun))
    def write(self, change: Begun) -> object:
        """Begin to write a change, if nothing else is being written; else it waits on."""
        if self.writing is not None:
            return change
        write = self.journal.begin(change.gift)
        self.writing = Writing(
            change,
            write,
            folded(self.stored["journal"], write),
            self.cuts.of(self.stored["model"], change.given),
        )
        return multiple()

    @rule()
    def written(self) -> None:
        """It is durable."""
        if self.writing is not None:
            self.stored = {"journal": self.writing.journal, "model": self.writing.model}
            self.journal.written(self.writing.write)
            self.cuts.settle(self.writing.begun.given)
            self.writing = None

    @rule()
    def failed(self) -> None:
        """It is not: nothing was given, and what was taken stays away."""
        if self.writing is not None:
            self.journal.drop(self.writing.begun.gift)
            self.writing = None

    @invariant()
    def agree(self) -> None:
        """The same is in force, and the same would be written."""
        assert self.stored["journal"] == self.stored["model"]
        assert in_force(self.journal, self.stored["journal"]) == self.cuts.left(self.stored["model"])


TestJournal = Machine.TestCase


@given(rights, rights)
def test_taking_is_at_once(before: frozenset[Right], taken: frozenset[Right]) -> None:
    """What is taken is in force from that moment on, whatever is being given, and whatever becomes of the write."""
    journal = Journal()
    gift = journal.give(before)
    write = journal.begin(gift)
    journal.take(taken)
    assert not in_force(journal, EVERYTHING) & taken
    journal.written(write)
    assert not in_force(journal, EVERYTHING) & taken
    assert not gift.rights & taken
    assert not journal.giving


@given(st.lists(st.tuples(rights, rights, st.booleans()), max_size=8))
def test_nothing_is_left(changes: list[tuple[frozenset[Right], frozenset[Right], bool]]) -> None:
    """A gift that ended is forgotten, whether it was written or failed; a take stays until it is written."""
    journal, taken = Journal(), set[Right]()
    for take, give, succeeds in changes:
        journal.take(take)
        taken |= take
        write = journal.begin(journal.give(give))
        if succeeds:
            journal.written(write)
            taken.clear()
        else:
            journal.drop(write.gift)
    assert journal.giving == frozenset()
    assert journal.taken == taken
