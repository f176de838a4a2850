"""The own home is told from others: in any light, with somebody in it, and with the name that all cameras write."""

import numpy as np
from PIL import Image
import pytest

from custom_components.dropcam_privacy.scene.fingerprint import Fingerprint, fingerprint, grey_of
from custom_components.dropcam_privacy.scene.score import NOTHING, PART_SHOWN, SHOWN, THIRDS, Looks
from tests.fakes.homes import WIDTH, Home, Light, home

LIT = [Light.DAY, Light.LAMP, Light.INFRARED]
MOST = 0.0005
"""Of foreign homes, so many may pass."""


def seen(of: Home, light: Light, moment: int, *, people: int = 0, label: str = "") -> Fingerprint:
    """Take the fingerprint of a home as its camera shows it."""
    return fingerprint(grey_of(of.picture(light, moment, people=people, label=label)))


@pytest.fixture(scope="module")
def homes() -> list[Home]:
    """Draw a street."""
    return [home(seed) for seed in range(1000, 1070)]


@pytest.fixture(scope="module")
def known(homes: list[Home]) -> Looks:
    """Know each home of it by day, in their order."""
    return Looks([seen(each, Light.DAY, 1, label="NURSERY") for each in homes])


@pytest.mark.parametrize("light", [light for light in Light if light is not Light.DARK])
def test_own_in_any_light(homes: list[Home], light: Light) -> None:
    """Once a home was seen by day, by lamp and by infrared, it is known by these, at dusk, in fog and in rain."""
    for own in homes[:12]:
        looks = Looks([seen(own, by, 1) for by in LIT])
        assert looks.score(seen(own, light, 2, people=1, label="NURSERY")).whole >= SHOWN


def test_foreign(homes: list[Home], known: Looks) -> None:
    """Of 9,660 pairs of homes whose cameras write the same name at the same hour, hardly one passes."""
    scores = np.array(
        [
            known.scores(seen(each, light, 1, people=1, label="NURSERY"))
            for light in (Light.DAY, Light.LAMP)
            for each in homes
        ]
    )
    own = np.tile(np.eye(len(homes), dtype=bool), (2, 1))
    assert np.mean(scores[~own] >= SHOWN) <= MOST
    assert np.all(scores[own] >= SHOWN)


def test_a_visitor_in_front(homes: list[Home], known: Looks) -> None:
    """Whoever fills half of the view leaves a third by which a home is known; a foreign one has no such third."""
    thirds = []
    for number, each in enumerate(homes):
        pixels = np.array(each.picture(Light.DAY, number))
        begin = number * 4
        pixels[:, begin : begin + WIDTH // 2] = np.array(home(5000 + number).picture(Light.DAY, 3))[:, : WIDTH // 2]
        visited = fingerprint(grey_of(Image.fromarray(pixels)))
        thirds.append(np.max([known.scores(visited, part) for part in THIRDS], axis=0))
    own = np.eye(len(homes), dtype=bool)
    assert np.mean(np.array(thirds)[own] >= PART_SHOWN) >= 0.95
    assert np.mean(np.array(thirds)[~own] >= PART_SHOWN) <= MOST


def test_a_third_is_tried_in_doubt(homes: list[Home], known: Looks) -> None:
    """Where the whole is sure, it stands for its thirds."""
    sure = known.score(seen(homes[0], Light.DAY, 2))
    assert sure.whole == sure.third >= SHOWN
    foreign = known.score(seen(home(1), Light.DAY, 2))
    assert foreign.whole < SHOWN
    assert foreign.third != foreign.whole


@pytest.mark.parametrize("shift", [(0, 4), (-4, 0), (3, -3)])
def test_a_little_moved(homes: list[Home], shift: tuple[int, int]) -> None:
    """A camera that was touched, a fortieth of its width, still shows its scene."""
    for own in homes[:12]:
        grey = grey_of(own.picture(Light.DAY, 2))
        assert Looks([seen(own, Light.DAY, 1)]).score(fingerprint(np.roll(grey, shift, (0, 1)))).whole >= SHOWN


def test_mirrored(homes: list[Home]) -> None:
    """A home that is built the other way round is another one."""
    for own in homes[:12]:
        grey = grey_of(own.picture(Light.DAY, 2))
        assert Looks([seen(own, Light.DAY, 1)]).score(fingerprint(grey[:, ::-1].copy())).whole < SHOWN


def test_without_looks(homes: list[Home]) -> None:
    """Nothing is known, so nothing is shown."""
    assert Looks([]).score(seen(homes[0], Light.DAY, 1)) == NOTHING


def test_written_and_read(homes: list[Home]) -> None:
    """What is on the disk scores as what was seen."""
    for own in homes[:12]:
        look, live = seen(own, Light.DAY, 1), seen(own, Light.LAMP, 2)
        written = Fingerprint.from_bytes(look.to_bytes())
        assert Looks([written]).score(live).whole == pytest.approx(Looks([look]).score(live).whole, abs=0.1)
