"""The model of what was acknowledged, attacked with forged histories."""

from collections.abc import Mapping

import pytest

from tests.attack.model import LINGERS, UNWRITTEN, Fact, Model, Outcome, Use, Value

START: Mapping[Fact, Value] = {
    ("on", "nursery"): True,
    ("shows", "nursery"): "red",
    ("on", "shed"): True,
    ("shows", "shed"): "blue",
    ("lowered", "shed"): True,
    ("enabled", "a"): True,
    ("enabled", "b"): True,
    ("owns", "anna", "a"): True,
    ("owns", "ben", "b"): True,
    ("views", "vera", "nursery"): True,
    **{("active", name): True for name in ("anna", "ben", "vera", "flat")},
    **{("alive", f"{name}#1"): True for name in ("anna", "ben", "vera", "flat")},
}
PRIVATE: Mapping[Fact, Value] = {("lowered", "nursery"): False}
SHARED: Mapping[Fact, Value] = {("lowered", "nursery"): True}


@pytest.fixture
def model() -> Model:
    """Two accounts with a camera each; the first is private, and has a viewer."""
    return Model({"nursery": "a", "shed": "b"}, START)


def may(model: Model, user: str, since: float, until: float, color: str = "red", use: Use = Use.VIEW) -> bool:
    """Ask for somebody's first login."""
    return model.may(f"{user}#1", user, color, use, since, until)


def done(model: Model, facts: Mapping[Fact, Value], begun: float, ended: float, **how: float) -> None:
    """Change something with success."""
    model.begin(facts, begun, **how).end(Outcome.DONE, ended)


def test_at_the_start(model: Model) -> None:
    """Owners see their own, also while it is private; nobody else sees anything."""
    assert may(model, "anna", 1, 2)
    assert not any(may(model, user, 1, 2) for user in ("ben", "vera", "flat"))
    assert not any(may(model, user, 1, 2, "blue") for user in ("anna", "vera", "flat"))
    assert not any(may(model, user, 1, 2, "green") for user in ("anna", "ben", "vera", "flat"))


@pytest.mark.parametrize(("use", "private", "lowered"), [(Use.VIEW, 1, 1), (Use.FILE, 0, 1), (Use.NOTHING, 0, 0)])
def test_what_it_is_for(model: Model, use: Use, private: bool, lowered: bool) -> None:
    """To hand a picture over is refused while it is private, and some roads are open to nobody."""
    assert may(model, "anna", 1, 2, use=use) == private
    done(model, SHARED, 3, 4)
    assert may(model, "anna", 5, 6, use=use) == lowered
    assert may(model, "vera", 5, 6, use=use) == (use is Use.VIEW)


def test_an_acknowledged_raising_holds(model: Model) -> None:
    """From the answer on nothing is right, until a lowering is sent."""
    done(model, SHARED, 1, 2)
    raising = model.begin(PRIVATE, 3)
    assert may(model, "vera", 3.5, 3.6)
    raising.end(Outcome.DONE, 4)
    assert may(model, "vera", 3.9, 5), "a moment of the request was before"
    assert may(model, "vera", 3.9, 3.95), "what is asked afterwards is told the same of that moment"
    assert not may(model, "vera", 4, 5)
    assert not may(model, "vera", 4, 1000)
    lowering = model.begin(SHARED, 1001)
    assert not may(model, "vera", 999, 1000.9)
    assert may(model, "vera", 999, 1001)
    lowering.end(Outcome.REFUSED, 1002)
    assert not may(model, "vera", 999, 1003), "a refused one never was"


@pytest.mark.parametrize("raising_first", [True, False])
def test_two_at_a_time_end_either_way(model: Model, raising_first: bool) -> None:
    """Which of two changes that overlap came last cannot be known; the next one settles it."""
    first, second = (PRIVATE, SHARED) if raising_first else (SHARED, PRIVATE)
    one = model.begin(first, 1)
    other = model.begin(second, 2)
    one.end(Outcome.DONE, 3)
    other.end(Outcome.DONE, 4)
    assert may(model, "vera", 5, 6)
    done(model, PRIVATE, 7, 8)
    assert not may(model, "vera", 8, 9)


def test_no_answer(model: Model) -> None:
    """A lost answer leaves both; a raising that overlaps with what may linger settles nothing, a later one does."""
    model.begin(SHARED, 1).end(Outcome.UNKNOWN, 2)
    assert may(model, "vera", 3, 4)
    done(model, PRIVATE, 3, 4)
    assert may(model, "vera", 5, 6)
    done(model, PRIVATE, 2 + LINGERS, 3 + LINGERS)
    assert not may(model, "vera", 3 + LINGERS, 20)


def test_a_restart_ends_what_lingers(model: Model) -> None:
    """What the process had not done when it was killed, it does not do any more."""
    model.begin(SHARED, 1).end(Outcome.UNKNOWN, 2)
    model.restart(2.5, killed=True)
    assert may(model, "vera", 3, 4)
    done(model, PRIVATE, 3, 4)
    assert not may(model, "vera", 4, 5)


def test_acknowledged_is_durable(model: Model) -> None:
    """A kill brings nothing back that was taken with success."""
    done(model, SHARED, 1, 2)
    done(model, PRIVATE, 3, 4)
    model.restart(4, killed=True)
    assert not may(model, "vera", 4, 100)


def test_cut_but_not_written(model: Model) -> None:
    """What could not be written down is in force until a restart; what was to be given is not."""
    model.begin(SHARED, 1).end(Outcome.CUT, 2)
    assert not may(model, "vera", 1, 3)
    done(model, SHARED, 3, 4)
    model.begin(PRIVATE, 5).end(Outcome.CUT, 6)
    assert not may(model, "vera", 6, 7)
    model.restart(8, killed=False)
    assert not may(model, "vera", 6, 7.9)
    assert may(model, "vera", 8, 9)


def test_cut_and_then_written(model: Model) -> None:
    """A raising that succeeds after one that could not be written down is durable like any other."""
    done(model, SHARED, 1, 2)
    model.begin(PRIVATE, 3).end(Outcome.CUT, 4)
    done(model, PRIVATE, 5, 6)
    model.restart(7, killed=True)
    assert not may(model, "vera", 6, 100)


@pytest.mark.parametrize(("killed", "doubtful", "later"), [(1, 0, 1), (1, 0, 60), (0, 0, 1), (0, 1, 60), (1, 1, 60)])
def test_what_home_assistant_writes_late(model: Model, killed: bool, doubtful: bool, later: float) -> None:
    """A user whom it had deactivated may be back, if it was killed too early or the disk was full."""
    model.begin({("active", "anna"): False}, 1, unwritten=UNWRITTEN).end(Outcome.DONE, 2, doubtful=doubtful)
    assert not may(model, "anna", 2, 3)
    model.restart(2 + later, killed=killed)
    assert may(model, "anna", 3 + later, 4 + later) == (doubtful or (killed and later < UNWRITTEN))


def test_all_at_one_moment(model: Model) -> None:
    """Facts that were possible one after the other, but never together, are no right."""
    done(model, SHARED, 1, 2)
    done(model, {("views", "vera", "nursery"): False}, 3, 4)
    done(model, PRIVATE, 5, 6)
    done(model, {("views", "vera", "nursery"): True}, 7, 8)
    assert may(model, "vera", 3.5, 9)
    assert not may(model, "vera", 4, 9)


@pytest.mark.parametrize(
    "taken",
    [
        ("on", "nursery"),
        ("enabled", "a"),
        ("owns", "anna", "a"),
        ("active", "anna"),
        ("alive", "anna#1"),
    ],
)
def test_whatever_is_taken(model: Model, taken: Fact) -> None:
    """Each of them alone ends the right."""
    done(model, {taken: False}, 1, 2)
    assert may(model, "anna", 1, 2)
    assert not may(model, "anna", 2, 3)


def test_another_source(model: Model) -> None:
    """Whose picture a camera shows is a fact like others."""
    done(model, {("shows", "nursery"): "blue"}, 1, 2)
    assert not may(model, "anna", 2, 3)
    assert may(model, "anna", 2, 3, "blue")
    model.restart(3, killed=True)
    assert may(model, "anna", 4, 5, "blue")


def test_whoever_logs_in_later(model: Model) -> None:
    """What was due to a user does not depend on the login."""
    done(model, {("alive", "anna#1"): False}, 1, 2)
    assert not may(model, "anna", 2, 3)
    assert model.was_due("anna", "red", Use.VIEW, 2, 3)
    assert not model.was_due("vera", "red", Use.VIEW, 2, 3)


def test_a_long_history_is_short(model: Model) -> None:
    """What nobody can ask for any more is forgotten."""
    for turn in range(1000):
        done(model, SHARED if turn % 2 else PRIVATE, turn, turn + 0.5)
    assert len(model.register(("lowered", "nursery")).writes) < 200
    assert may(model, "vera", 1000, 1001)
