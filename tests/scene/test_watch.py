"""What a camera shows is held when it is another home, and comes back only with the own one."""

from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.scene.fingerprint import fingerprint, grey_of
from custom_components.dropcam_privacy.scene.score import Looks
from custom_components.dropcam_privacy.scene.watch import DOUBT, Seen, Verdict, Watch, see
from tests.fakes.homes import Light, home

OWN, PART, OTHER, BLANK = Seen
SHOWN, WAITS, DARK, HELD = Verdict


def test_what_is_seen() -> None:
    """The own scene, another, or nothing to know it by."""
    looks = Looks([fingerprint(grey_of(home(1).picture(Light.DAY, 1)))])
    for of, light, seen in ((1, Light.LAMP, OWN), (2, Light.DAY, OTHER), (2, Light.DARK, BLANK)):
        assert see(looks, fingerprint(grey_of(home(of).picture(light, 2))))[0] is seen


@pytest.mark.parametrize(
    ("steps", "verdicts"),
    [
        ([(OWN, 0, False)], [SHOWN]),
        ([(OTHER, 0, False)], [WAITS]),
        ([(OTHER, 0, False), (OWN, 1, False)], [WAITS, SHOWN]),  # it broke on the way
        ([(OTHER, 0, True), (OTHER, DOUBT, True)], [WAITS, HELD]),
        ([(OTHER, 0, True), (BLANK, DOUBT, True)], [WAITS, DARK]),
        ([(OTHER, 0, True), (OTHER, DOUBT, True), (BLANK, 9, True)], [WAITS, HELD, HELD]),
        ([(BLANK, 0, True), (BLANK, DOUBT, True), (OTHER, 9, True)], [WAITS, DARK, HELD]),
        ([(OTHER, 0, True), (OTHER, DOUBT, True), (OWN, 9, True)], [WAITS, HELD, SHOWN]),
        ([(PART, 0, False)], [WAITS]),  # a third is not enough to begin with
        ([(PART, 0, True), (PART, 100, True)], [SHOWN, SHOWN]),  # somebody stays in front
        ([(OTHER, 0, True), (OTHER, DOUBT, True), (PART, 9, True)], [WAITS, HELD, HELD]),  # nor to come back with
    ],
)
def test_verdicts(steps: list[tuple[Seen, float, bool]], verdicts: list[Verdict]) -> None:
    """One picture after the other."""
    watch = Watch()
    assert [watch.note(seen, now, passed=passed) for seen, now, passed in steps] == verdicts


def test_held_before_a_start() -> None:
    """It still is, until the scene is back, or an owner says that it is theirs."""
    watch = Watch(Verdict.HELD)
    assert watch.note(PART, 0, passed=True) is HELD
    assert watch.note(OWN, 1, passed=False) is SHOWN
    watch = Watch(Verdict.HELD)
    watch.answered()
    assert watch.held is None
    assert not watch.doubts


@given(st.lists(st.tuples(st.sampled_from(Seen), st.floats(0, 10), st.booleans())))
def test_nothing_else_is_shown(steps: list[tuple[Seen, float, bool]]) -> None:
    """In no order is anything shown that is not the own scene, or a third of it on a connection that has passed."""
    watch, now = Watch(), 0.0
    for seen, later, passed in steps:
        now += later
        held = watch.held
        verdict = watch.note(seen, now, passed=passed)
        assert (verdict is SHOWN) == (seen is OWN or (seen is PART and passed and held is None))
        assert watch.held is (verdict if verdict in (HELD, DARK) else None)
