"""The oracle, fed with forged pictures: it must find whatever is wrong, and nothing else."""

import io
import time

import pytest

from tests.attack.model import Fact, Model, Outcome, Use, Value
from tests.attack.oracle import FIRST_STILL, KEY_FRAME_SECONDS, Asked, History, Kind, Oracle, Seen
from tests.fakes.pictures import jpeg
from tests.fakes.video import TransportStream, loop
from tests.waiting import until

VIDEO_SECONDS = 2
FACTS: dict[Fact, Value] = {
    ("on", "nursery"): True,
    ("shows", "nursery"): "red",
    ("lowered", "nursery"): True,
    ("enabled", "hers"): True,
    ("owns", "anna", "hers"): True,
    ("views", "vera", "nursery"): True,
    ("active", "anna"): True,
    ("active", "vera"): True,
    ("alive", "anna#1"): True,
    ("alive", "vera#1"): True,
}
FIRST, SECOND = FIRST_STILL + 7, FIRST_STILL + 8
MADE = {"red": {FIRST: 100.0, SECOND: 110.0}}
OLD, NEW = jpeg("red", FIRST), jpeg("red", SECOND)


@pytest.fixture
def oracle() -> Oracle:
    """A camera that is shared with a viewer."""
    model = Model({"nursery": "hers"}, FACTS)
    return Oracle(model, History(io.StringIO(), 0), MADE, VIDEO_SECONDS)


def ask(user: str, begun: float, *, use: Use = Use.VIEW, original: bool = False) -> Asked:
    """Ask for the nursery."""
    return Asked(user, f"{user}#1", "still", "camera.nursery", use, begun, original)


def found(oracle: Oracle) -> list[str]:
    """Return which kinds of violations were found."""
    return [violation.split(":")[0] for violation in oracle.violations]


def raise_privacy(oracle: Oracle, begun: float, ended: float) -> None:
    """Raise privacy with success."""
    oracle.model.begin({("lowered", "nursery"): False}, begun).end(Outcome.DONE, ended)


def test_what_is_right(oracle: Oracle) -> None:
    """Owners and viewers may receive, also in several parts."""
    body = b"--frame\r\n" + OLD + b"\r\n--frame\r\n" + NEW
    assert oracle.stills(body, 111) == [Seen("red", 100, 100), Seen("red", 110, 110)]
    for user in ("anna", "vera"):
        assert oracle.judge(ask(user, 99), oracle.stills(body, 111), 111) == 2
    assert found(oracle) == []
    assert not oracle.broken.is_set()


def test_a_stranger(oracle: Oracle) -> None:
    """Who has no right is found; so is a picture that nobody's camera shows."""
    oracle.judge(ask("flat", 99), oracle.stills(OLD, 101), 101)
    oracle.judge(ask("anna", 99), oracle.stills(jpeg("blue", 1), 101), 101)
    assert found(oracle) == [Kind.STRANGER] * 2
    assert "alive flat#1" in oracle.violations[0]
    assert "no camera shows that" in oracle.violations[1]
    assert oracle.broken.is_set()


@pytest.mark.parametrize(
    ("begun", "picture", "at", "wrong"),
    [
        (99, OLD, 111, False),  # on its way when it was raised
        (99, NEW, 111, True),  # made after it was raised, whenever it was asked for
        (106, OLD, 107, True),  # asked for after it was raised, whenever it was made
    ],
)
def test_a_raising_that_is_not_held(oracle: Oracle, begun: float, picture: bytes, at: float, wrong: bool) -> None:
    """What is made or asked for after the answer is found."""
    raise_privacy(oracle, 104, 105)
    oracle.judge(ask("vera", begun), oracle.stills(picture, at), at)
    assert found(oracle) == [Kind.STRANGER] * wrong
    oracle.judge(ask("anna", begun), oracle.stills(picture, at), at)
    assert found(oracle) == [Kind.STRANGER] * wrong


def test_an_export_while_it_is_private(oracle: Oracle) -> None:
    """An owner sees what is private, and hands nothing over."""
    raise_privacy(oracle, 90, 91)
    oracle.judge(ask("anna", 99, use=Use.FILE), oracle.stills(OLD, 101), 101)
    assert found(oracle) == [Kind.STRANGER]


def test_an_original(oracle: Oracle) -> None:
    """A locked original gives nothing, to its owner neither."""
    oracle.judge(ask("anna", 99, original=True), oracle.stills(OLD, 101), 101)
    assert found(oracle) == [Kind.ORIGINAL]


@pytest.mark.parametrize(("let_in", "wrong"), [(100 + KEY_FRAME_SECONDS + 1, True), (100 + KEY_FRAME_SECONDS, False)])
def test_wound_back(oracle: Oracle, let_in: float, wrong: bool) -> None:
    """Who is let in sees from then on, not what was before."""
    raise_privacy(oracle, 90, 91)
    oracle.model.begin({("lowered", "nursery"): True}, let_in).end(Outcome.DONE, let_in)
    oracle.judge(ask("vera", let_in + 1), oracle.stills(OLD, let_in + 2), let_in + 2)
    assert found(oracle) == [Kind.WOUND_BACK] * wrong


def test_what_is_tolerated(oracle: Oracle) -> None:
    """A kind that is known is counted, and no more."""
    oracle.tolerated = frozenset({Kind.STRANGER})
    oracle.judge(ask("flat", 99), oracle.stills(OLD, 101), 101)
    assert found(oracle) == []
    assert oracle.history.counts[f"violation {Kind.STRANGER}"] == 1


async def test_video(oracle: Oracle) -> None:
    """A piece of video tells whose it is, and when it was made."""
    video, pieces = TransportStream(loop("red", seconds=VIDEO_SECONDS)), list[bytes]()

    def enough() -> bool:
        pieces.extend(video.due())
        return len(pieces) > 5

    await until(enough)
    now = time.monotonic()
    (seen,) = oracle.read(b"".join(pieces), now)
    assert seen.color == "red"
    assert seen.first is not None
    assert seen.last is not None
    assert now - 0.5 < seen.last < now
    assert now - 2 < seen.first < seen.last
    assert oracle.read(b"<html>" * 1000, now) == []


def test_video_of_pictures(oracle: Oracle) -> None:
    """What is encoded from pictures carries their numbers."""
    oracle.without_video = frozenset({"red"})
    assert oracle.when("red", FIRST, 111) == 100
    assert oracle.when("red", SECOND + 1, 111) is None
    assert oracle.when("red", 7, 111) is None
    assert oracle.when("red", None, 111) is None


def test_stills_of_video(oracle: Oracle) -> None:
    """What is decoded from video carries its place in the loop, which was last due just now."""
    at = time.monotonic()
    (seen,) = oracle.stills(jpeg("red", 7), at)
    assert seen.first is not None
    assert at - VIDEO_SECONDS - 0.1 < seen.first <= at
