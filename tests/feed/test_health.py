"""When a camera is taken to refuse its login: not for one refusal, and not while it is accepted elsewhere."""

import pytest

from custom_components.dropcam_privacy.feed import health as health_module
from custom_components.dropcam_privacy.feed.errors import CannotConnect, FeedError, InvalidAuth
from custom_components.dropcam_privacy.feed.health import DOUBT, RECENT, Health
from custom_components.dropcam_privacy.feed.source import AddressSource
from tests.fakes.cameras import FakeCamera, Mode
from tests.feed.conftest import Feeds
from tests.feed.watching import some_frames

LATER, LONG_AFTER = DOUBT, RECENT
OK = None
NO = InvalidAuth("refused")
AWAY = CannotConnect("away")


class Watched:
    """A camera's health, with a clock that a test moves on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Begin at noon."""
        self.now = 1000.0
        self.asked = 0
        self.running = False
        monkeypatch.setattr(health_module.time, "monotonic", lambda: self.now)
        self.health = Health(lambda: None, self._ask, lambda: "Yard", lambda: self.running)

    def _ask(self) -> None:
        self.asked += 1

    def note(self, seconds: float, address: str, error: FeedError | None) -> None:
        """Let so many seconds pass, and an address answer or fail."""
        self.now += seconds
        if error is None:
            self.health.answered(address)
        else:
            self.health.failed(address, error)


@pytest.mark.parametrize(
    ("course", "asked"),
    [
        ([(0, "still", NO)], 0),
        ([(0, "still", NO), (0.5, "still", NO)], 0),
        ([(0, "still", NO), (LATER, "still", NO)], 1),
        ([(0, "still", NO), (0.5, "still", NO), (LATER, "still", NO), (LATER, "still", NO)], 1),
        ([(0, "still", NO), (LATER, "still", OK), (LATER, "still", NO)], 0),
        ([(0, "still", NO), (LATER, "still", AWAY), (LATER, "still", NO)], 1),
        ([(0, "still", OK), (0, "still", NO), (LATER, "still", NO)], 1),
        # Another address of the same camera has just accepted it, or had long ago, or refuses it now.
        ([(0, "frames", OK), (0, "still", NO), (LATER, "still", NO)], 0),
        ([(0, "still", NO), (1, "frames", OK), (LATER, "still", NO)], 0),
        ([(0, "frames", OK), (LONG_AFTER, "still", NO), (LATER, "still", NO)], 1),
        ([(0, "frames", OK), (0, "still", NO), (LATER, "frames", NO), (LATER, "still", NO)], 1),
        # What was asked is asked again after it was answered, and not before.
        ([(0, "still", NO), (LATER, "still", NO), (9, "still", OK), (LATER, "still", NO), (LATER, "still", NO)], 2),
    ],
)
def test_a_login_in_doubt(
    monkeypatch: pytest.MonkeyPatch, course: list[tuple[float, str, FeedError | None]], asked: int
) -> None:
    """A password is asked for when it was refused twice with a pause, and nothing speaks for it."""
    watched = Watched(monkeypatch)
    for seconds, address, error in course:
        watched.note(seconds, address, error)
    assert watched.asked == asked


def test_a_login_that_pictures_come_by(monkeypatch: pytest.MonkeyPatch) -> None:
    """What has run for hours was answered hours ago, and still speaks for the login."""
    watched = Watched(monkeypatch)
    watched.running = True
    for _ in range(3):
        watched.note(LONG_AFTER, "still", NO)
    assert watched.asked == 0
    watched.running = False
    watched.note(LATER, "still", NO)
    assert watched.asked == 1


def test_another_login_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was refused before says nothing of it."""
    watched = Watched(monkeypatch)
    watched.note(0, "still", NO)
    watched.health.forget()
    watched.note(LATER, "still", NO)
    assert watched.asked == 0


async def test_a_refusal_among_good_answers(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that is in a mood: the next picture comes, and nobody is asked, as MJPEG is accepted as well."""
    monkeypatch.setattr(health_module, "DOUBT", 0.0)
    async with FakeCamera("red", username="anna", password="a") as camera:
        watched = feeds.watch(AddressSource(camera.still_url, camera.mjpeg_url, username="anna", password="a"))
        assert len(await some_frames(watched.feed, 1)) == 1
        await watched.feed._frames.async_close()
        for refusals in (1, 3):
            for _ in range(refusals):
                watched.feed._still = None
                camera.mode = Mode.UNAUTHORIZED
                with pytest.raises(InvalidAuth):
                    await watched.feed.async_still()
            camera.mode = Mode.OK
            await watched.feed.async_still()
        assert watched.auth_failures == 0
