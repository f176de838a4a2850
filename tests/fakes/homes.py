"""Homes drawn from a seed: rooms, corridors, yards, doors and shelves, by day, lamp and infrared, in fog and rain.

Each thing has a colour and, of its own, a brightness in infrared: at night dark things can be the bright ones.

With `painted(red=1, blue=2)` the fake cameras of these colours show homes: in shades of the colour, so that it can
still be told whose a picture is.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from tests.fakes.pictures import COLORS, Pixels, numbered, painters
from tests.fakes.video import loop

WIDTH: Final = 640
HEIGHT: Final = 360
_MOMENTS: Final = 4

type Light01 = NDArray[np.float32]
type Points = list[tuple[float, float]]


def tinted(seed: int, light: Light) -> Callable[[str, int], Pixels]:
    """Return what paints a home in the shades of a camera's colour, with its number in the top row."""
    places = [np.asarray(home(seed).picture(light, moment).convert("L"), np.float32) for moment in range(_MOMENTS)]
    # What is too dark to be seen is a plain colour.
    shades = [place / place.mean() if light is not Light.DARK else np.ones_like(place) for place in places]

    def painted_home(color: str, count: int) -> Pixels:
        tone = np.array(COLORS[color], np.float32) * shades[count % _MOMENTS][..., None]
        return numbered(np.clip(tone, 0, 255).astype(np.uint8), count)

    return painted_home


@contextmanager
def painted(**homes: tuple[int, Light]) -> Iterator[None]:
    """Have the cameras of these colours show homes."""
    painters.update({color: tinted(*home) for color, home in homes.items()})
    loop.cache_clear()
    try:
        yield
    finally:
        for color in homes:
            del painters[color]
        loop.cache_clear()


class Light(StrEnum):
    """By what a scene is lit, and what is in the way."""

    DAY = "day"
    DUSK = "dusk"
    LAMP = "lamp"
    INFRARED = "infrared"
    FOG = "fog"
    RAIN = "rain"
    DARK = "dark"


@dataclass(frozen=True, slots=True, eq=False)
class Home:
    """What is in front of one camera: red, green, blue and infrared brightness, 0 to 255, of each pixel."""

    surface: Light01

    def picture(self, light: Light, moment: int, *, people: int = 0, label: str = "") -> Image.Image:
        """Draw it as a camera sends it at a moment: with noise, people, and a name and a clock on it."""
        rng = np.random.default_rng([moment, people, sorted(Light).index(light)])
        surface: Light01 = self.surface
        for _ in range(people):
            surface = _with_person(surface, rng)
        pixels = _lit(surface, light, rng)
        noise = rng.normal(0, rng.uniform(1.5, 5), pixels.shape[:2])[..., None]
        image = Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))
        if label:
            draw = ImageDraw.Draw(image)
            draw.text((8, 6), label, fill="white", font_size=20)
            draw.text(
                (WIDTH - 230, HEIGHT - 28),
                f"2026-11-{moment % 28 + 1:02} {moment % 24:02}:41:07",
                fill="white",
                font_size=20,
            )
        return image


class _Canvas:
    """Draws the same shapes in all four brightnesses."""

    def __init__(self, rng: Generator) -> None:
        self.rng = rng
        self._colour = Image.new("RGB", (WIDTH, HEIGHT), self._any())
        self._infrared = Image.new("L", (WIDTH, HEIGHT), int(rng.integers(60, 220)))

    def _any(self) -> tuple[int, int, int]:
        base = self.rng.integers(25, 235)
        red, green, blue = (int(np.clip(base + self.rng.normal(0, 30), 0, 255)) for _ in range(3))
        return red, green, blue

    def shape(self, kind: str, points: Any, **more: Any) -> None:
        """Draw a shape of a new material; what Pillow calls it, and where."""
        colour = self._any()
        for image, fill in ((self._colour, colour), (self._infrared, self._infrared_of(colour))):
            getattr(ImageDraw.Draw(image), kind)(points, fill=fill, **more)

    def _infrared_of(self, colour: tuple[int, int, int]) -> int:
        """Dyes and leaves look otherwise in infrared; walls and wood alike."""
        alike = self.rng.random() < 0.6
        return (
            int(np.clip(np.mean(colour) + self.rng.normal(0, 20), 0, 255)) if alike else int(self.rng.integers(15, 245))
        )

    def surface(self) -> Light01:
        """Return what was drawn, with the grain of its materials."""
        blur = ImageFilter.GaussianBlur(self.rng.uniform(0.4, 1.2))
        colour = np.asarray(self._colour.filter(blur), np.float32)
        infrared = np.asarray(self._infrared.filter(blur), np.float32)[..., None]
        scale = int(self.rng.integers(2, 6))
        grain = self.rng.normal(0, 1, (HEIGHT // scale + 1, WIDTH // scale + 1)).astype(np.float32)
        grain = np.asarray(Image.fromarray(grain).resize((WIDTH, HEIGHT), Image.Resampling.BILINEAR))
        together: Light01 = np.concatenate([colour, infrared], 2) + self.rng.uniform(2, 8) * grain[..., None]
        return together


def home(seed: int) -> Home:
    """Draw a home."""
    rng = np.random.default_rng([seed, 7])
    canvas = _Canvas(rng)
    kinds: tuple[Callable[[_Canvas], None], ...] = (_room, _corner, _corridor, _yard, _door, _shelves)
    kinds[int(rng.integers(len(kinds)))](canvas)
    _things(canvas, int(rng.integers(6, 20)))
    return Home(canvas.surface())


def _room(canvas: _Canvas) -> None:
    """A back wall, two side walls, floor and ceiling."""
    rng = canvas.rng
    left, right = rng.uniform(40, 260), rng.uniform(380, 600)
    top, bottom = rng.uniform(20, 130), rng.uniform(180, 300)
    canvas.shape("polygon", [(0, HEIGHT), (WIDTH, HEIGHT), (right, bottom), (left, bottom)])
    canvas.shape("polygon", [(0, 0), (WIDTH, 0), (right, top), (left, top)])
    canvas.shape("polygon", [(0, 0), (left, top), (left, bottom), (0, HEIGHT)])
    canvas.shape("polygon", [(WIDTH, 0), (right, top), (right, bottom), (WIDTH, HEIGHT)])
    for _ in range(int(rng.integers(0, 12))):
        canvas.shape("line", [(rng.uniform(left, right), bottom), (rng.uniform(-300, WIDTH + 300), HEIGHT)], width=2)


def _corner(canvas: _Canvas) -> None:
    """Two walls that meet, seen from above, as from a shelf."""
    rng = canvas.rng
    edge, foot = rng.uniform(120, 520), rng.uniform(120, 280)
    left, right = rng.uniform(foot, HEIGHT), rng.uniform(foot, HEIGHT)
    canvas.shape("polygon", [(0, 0), (edge, 0), (edge, foot), (0, left)])
    canvas.shape("polygon", [(WIDTH, 0), (edge, 0), (edge, foot), (WIDTH, right)])
    canvas.shape("polygon", [(0, left), (edge, foot), (WIDTH, right), (WIDTH, HEIGHT), (0, HEIGHT)])


def _corridor(canvas: _Canvas) -> None:
    """Frames within frames, doors at both sides."""
    rng = canvas.rng
    x, y = rng.uniform(220, 420), rng.uniform(110, 220)
    for part in np.geomspace(1, rng.uniform(0.1, 0.25), int(rng.integers(4, 9))):
        canvas.shape("rectangle", (x * (1 - part), y * (1 - part), x + (WIDTH - x) * part, y + (HEIGHT - y) * part))


def _yard(canvas: _Canvas) -> None:
    """A sky, a ground, a fence or a hedge, and trees."""
    rng = canvas.rng
    horizon = rng.uniform(70, 200)
    canvas.shape("rectangle", (0, 0, WIDTH, horizon))
    canvas.shape("rectangle", (0, horizon, WIDTH, HEIGHT))
    step, high = rng.uniform(8, 60), rng.uniform(20, 90)
    for x in map(float, np.arange(rng.uniform(0, 20), WIDTH, step)):
        canvas.shape("rectangle", (x, horizon - high / 2, x + step * rng.uniform(0.3, 0.9), horizon + high / 2))
    for _ in range(int(rng.integers(1, 6))):
        x, wide = float(rng.uniform(0, WIDTH)), float(rng.uniform(30, 120))
        canvas.shape("rectangle", (x - 6, horizon - 20, x + 6, horizon + rng.uniform(30, 140)))
        for _ in range(12):
            at_x, at_y = x + float(rng.normal(0, wide / 2)), horizon - float(rng.uniform(0, 90))
            size = float(rng.uniform(6, 30))
            canvas.shape("ellipse", (at_x - size, at_y - size, at_x + size, at_y + size))


def _door(canvas: _Canvas) -> None:
    """What a doorbell sees: a path between two posts, and houses across the street."""
    rng = canvas.rng
    horizon = rng.uniform(100, 200)
    canvas.shape("rectangle", (0, 0, WIDTH, horizon))
    x = -20.0
    while x < WIDTH:
        wide = float(rng.uniform(60, 180))
        canvas.shape("rectangle", (x, rng.uniform(20, horizon - 20), x + wide, horizon))
        x += wide
    canvas.shape("rectangle", (0, horizon, WIDTH, HEIGHT))
    at, near = rng.uniform(200, 440), rng.uniform(150, 400)
    canvas.shape("polygon", [(at - 20, horizon), (at + 20, horizon), (at + near, HEIGHT), (at - near, HEIGHT)])
    for post in (rng.uniform(0, 140), rng.uniform(500, WIDTH)):
        canvas.shape("rectangle", (post, 0, post + rng.uniform(15, 50), HEIGHT))


def _shelves(canvas: _Canvas) -> None:
    """A wall of boards with things on them."""
    rng = canvas.rng
    for y in np.arange(rng.uniform(10, 60), HEIGHT, rng.uniform(50, 110)):
        canvas.shape("rectangle", (0, y, WIDTH, y + rng.uniform(4, 12)))
        x = float(rng.uniform(0, 60))
        while x < WIDTH:
            wide = float(rng.uniform(6, 60))
            canvas.shape("rectangle", (x, y - rng.uniform(15, 48), x + wide, y))
            x += wide + (float(rng.uniform(10, 120)) if rng.random() < 0.2 else 1)


def _things(canvas: _Canvas, many: int) -> None:
    """Furniture, windows, plants, lamps: boxes, rounds and many-sided things, some with lines on them."""
    rng = canvas.rng
    for _ in range(many):
        x, y, wide, high = rng.uniform(-20, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(15, 170), rng.uniform(12, 140)
        kind = rng.choice(["rectangle", "ellipse", "polygon"], p=[0.55, 0.2, 0.25])
        if kind == "polygon":
            around = np.sort(rng.uniform(0, 2 * np.pi, int(rng.integers(3, 8))))
            points: Points = [(x + wide / 2 * np.cos(a), y + high / 2 * np.sin(a)) for a in around]
            canvas.shape("polygon", points)
            continue
        canvas.shape(str(kind), (x, y, x + wide, y + high))
        for part in np.linspace(0, 1, int(rng.integers(0, 6)) + 2)[1:-1]:
            canvas.shape("line", [(x, y + high * part), (x + wide, y + high * part)], width=int(rng.integers(1, 4)))


def _with_person(surface: Light01, rng: Generator) -> Light01:
    """Put somebody in front of a surface."""
    mask, coat = Image.new("L", (WIDTH, HEIGHT), 0), rng.uniform(20, 230, 4)
    draw = ImageDraw.Draw(mask)
    x, feet, high = rng.uniform(60, WIDTH - 60), rng.uniform(220, HEIGHT + 60), rng.uniform(90, 260)
    draw.rounded_rectangle(
        (x - high * 0.14, feet - high * 0.85, x + high * 0.14, feet - high * 0.4), high * 0.05, fill=255
    )
    draw.rectangle((x - high * 0.09, feet - high * 0.45, x + high * 0.09, feet), fill=255)
    draw.ellipse((x - high * 0.07, feet - high, x + high * 0.07, feet - high * 0.84), fill=255)
    there = (np.asarray(mask) > 0)[..., None]
    folds = rng.normal(0, 12, (HEIGHT, WIDTH, 1))
    found: Light01 = np.where(there, coat + folds, surface).astype(np.float32)
    return found


def _lit(surface: Light01, light: Light, rng: Generator) -> Light01:
    """Light a surface; the result is red, green and blue."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    colour = surface[..., :3]
    match light:
        case Light.DAY:
            slope = 1 + rng.uniform(-0.25, 0.25) * (x / WIDTH - 0.5)
            return _pixels(colour * (rng.uniform(0.75, 1.15) * slope)[..., None])
        case Light.DUSK:
            return _pixels(20 + colour * rng.uniform(0.3, 0.5) * np.array([1.05, 0.95, 0.9]))
        case Light.LAMP:
            far = ((x - rng.uniform(0, WIDTH)) ** 2 + (y - rng.uniform(0, HEIGHT * 0.6)) ** 2) / (2 * 190.0**2)
            return _pixels(colour * (0.3 + 1.2 * np.exp(-far))[..., None] * np.array([1.1, 1.0, 0.8]))
        case Light.INFRARED:
            far = ((x - WIDTH / 2) / (WIDTH / 2)) ** 2 + ((y - HEIGHT / 2) / (HEIGHT / 2)) ** 2
            return _pixels(np.repeat((surface[..., 3] * (0.3 + np.exp(-1.2 * far)))[..., None], 3, 2))
        case Light.FOG:
            thick = rng.uniform(0.5, 0.7)
            return _pixels(colour * (1 - thick) + 200 * thick)
        case Light.RAIN:
            return _rained_on(colour * np.float32(0.8), rng)
        case Light.DARK:
            return _pixels(colour * 0.02)


def _pixels(values: Any) -> Light01:
    return np.asarray(values, np.float32)


def _rained_on(colour: Light01, rng: Generator) -> Light01:
    """Draw streaks of rain."""
    streaks = Image.new("L", (WIDTH, HEIGHT), 0)
    draw = ImageDraw.Draw(streaks)
    slant = rng.uniform(-8, 8)
    for _ in range(int(rng.integers(150, 400))):
        x, y, long = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(8, 30)
        draw.line([(x, y), (x + slant, y + long)], fill=int(rng.integers(40, 130)), width=1)
    rained: Light01 = colour + np.asarray(streaks, np.float32)[..., None]
    return rained
