"""Only what was recognised twice, or what an owner has said to be theirs, is ever learnt."""

from hypothesis import HealthCheck, given, settings, strategies as st
import pytest

from custom_components.dropcam_privacy.scene.fingerprint import Fingerprint, fingerprint, grey_of
from custom_components.dropcam_privacy.scene.memory import APART, MOST, SETTLING, Memory, agree
from custom_components.dropcam_privacy.scene.score import SHOWN, Looks
from custom_components.dropcam_privacy.scene.watch import Verdict
from tests.fakes.homes import Light, home


def seen(of: int, light: Light, moment: int = 1, people: int = 0) -> Fingerprint:
    """Take the fingerprint of a home."""
    return fingerprint(grey_of(home(of).picture(light, moment, people=people)))


def own(now: float = 0.0) -> Memory:
    """Know home 1 by day."""
    return Memory().accepted([seen(1, Light.DAY), seen(1, Light.DAY, 2)], now, moved=False)


def test_learns_when_it_is_recognised_again() -> None:
    """Not from one picture, and not from two of one moment."""
    memory = own()
    dusk = seen(1, Light.INFRARED)
    once = memory.met(dusk, 5.0, 100.0)
    assert once.looks == memory.looks
    assert once.met(dusk, 5.0, 100.0 + APART / 2).looks == memory.looks
    twice = once.met(dusk, 5.0, 100.0 + APART)
    assert len(twice.looks) == len(memory.looks) + 1
    assert twice.candidate is None


@pytest.mark.parametrize("score", [SHOWN - 0.01, 8.0, 20.0, float("-inf")])
def test_learns_nothing_else(score: float) -> None:
    """What was not recognised, and what is known already."""
    memory = own()
    assert memory.met(seen(2, Light.DAY), score, 100.0) == memory


def test_learns_nothing_while_it_is_held() -> None:
    """Whatever comes."""
    for held in (Memory(own().looks, held=Verdict.HELD), Memory(own().looks, disowned=True)):
        assert held.met(seen(1, Light.LAMP), 5.0, 0.0) == held


def test_two_that_differ_teach_nothing() -> None:
    """The second one begins anew."""
    memory = own().met(seen(1, Light.INFRARED), 5.0, 0.0)
    assert memory.met(seen(3, Light.DAY), 5.0, APART).looks == memory.looks


def test_owners_answers() -> None:
    """In another light: beside what is known. Moved: instead of it."""
    memory = Memory(own().looks, held=Verdict.HELD)
    night = [seen(1, Light.INFRARED), seen(1, Light.INFRARED, 2)]
    beside = memory.accepted(night, 50.0, moved=False)
    assert len(beside.looks) == 4
    assert not beside.held
    assert Looks(beside.looks).score(seen(1, Light.DAY, 3)).whole >= SHOWN
    moved = memory.accepted(night, 50.0, moved=True)
    assert len(moved.looks) == 2
    assert moved.since == 50.0


def test_settles() -> None:
    """For a week; a clock that is set back does not make it new."""
    memory = own(1000.0)
    assert memory.settling(1000.0 + SETTLING / 2)
    assert not memory.settling(1000.0 + SETTLING)
    assert not memory.settling(999.0)


def test_pictures_agree() -> None:
    """Of one fixed scene; one alone agrees with nothing."""
    assert agree([seen(1, Light.DAY), seen(1, Light.DAY, 2), seen(1, Light.DAY, 3, people=1)])
    assert not agree([seen(1, Light.DAY)])
    assert not agree([seen(1, Light.DAY), seen(2, Light.DAY)])
    assert not agree([seen(1, Light.DARK), seen(1, Light.DARK, 2)])


def test_never_too_many() -> None:
    """The first stays; what others say as well goes."""
    first, night = seen(1, Light.DAY), seen(1, Light.INFRARED)
    rain = seen(1, Light.RAIN)
    memory = Memory().accepted([first, night, *[rain] * (MOST + 1)], 0.0, moved=False)
    assert len(memory.looks) == MOST
    assert memory.looks[:2] == (first, night)


CROWD = [seen(number, light) for number in (1, 2, 3) for light in (Light.DAY, Light.INFRARED)]
OWN = own()


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(range(6)), st.floats(-100, 200)), max_size=8))
def test_no_foreign_look_is_ever_learnt(steps: list[tuple[int, float]]) -> None:
    """Whatever a camera shows, in whatever order: what it learns by itself is its own home."""
    memory, now = OWN, 0.0
    for which, later in steps:
        now += later
        live = CROWD[which]
        memory = memory.met(live, Looks(memory.looks).score(live).whole, now)
    for look in memory.looks[2:]:
        assert any(look is CROWD[mine] for mine in (0, 1))
