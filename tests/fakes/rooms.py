"""Drawn rooms for the demo, in the colour of their owner by which it can be told whose they are; something moves."""

from collections.abc import Callable
from functools import cache
from math import cos, pi, sin

import numpy as np
from PIL import Image, ImageDraw

from tests.fakes.pictures import COLORS, Pixels

PERIOD = 60  # pictures until something moving is where it was: a video's loop of four seconds has no seam
_SIZE = (640, 360)
type Draw = ImageDraw.ImageDraw


def room(color: str, count: int) -> Pixels:
    """Draw a room at a moment, 640x360; all of it together has its owner's colour."""
    grey = Image.fromarray(_still(color).copy())
    _MOVING[color](ImageDraw.Draw(grey), 2 * pi * (count % PERIOD) / PERIOD)
    return _tones(color)[np.asarray(grey)]


@cache
def _tones(color: str) -> Pixels:
    """Return the colours of 256 greys: from a third of the owner's to nearly white, with the room's mean at theirs."""
    grey, tone = np.linspace(0, 1, 256)[:, None], np.array(COLORS[color], dtype=np.float32)
    tones = np.where(grey < 0.5, tone * (0.35 + 1.3 * grey), tone + (250 - tone) * (grey - 0.5))
    for _ in range(3):
        tones = np.clip(tones + tone - tones[_still(color)].mean(axis=(0, 1)), 0, 255)
    return tones.astype(np.uint8)


@cache
def _still(color: str) -> Pixels:
    image = Image.new("L", _SIZE, 140)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 640, 360), fill=95)
    for x in range(-80, 720, 60):
        draw.line((x, 360, 320 + (x - 320) // 2, 250), fill=80)
    draw.rectangle((0, 244, 640, 250), fill=170)
    _STILL[color](draw)
    return np.asarray(image, dtype=np.uint8)


def _window(draw: Draw, x: int, y: int, width: int = 120, height: int = 100) -> None:
    draw.rectangle((x - 6, y - 6, x + width + 6, y + height + 6), fill=190)
    draw.rectangle((x, y, x + width, y + height), fill=235)
    draw.line((x + width // 2, y, x + width // 2, y + height), fill=190, width=5)
    draw.line((x, y + height // 2, x + width, y + height // 2), fill=190, width=5)


def _nursery(draw: Draw) -> None:
    _window(draw, 60, 70)
    draw.rectangle((330, 180, 560, 300), outline=215, width=6)
    for x in range(350, 560, 22):
        draw.line((x, 180, x, 300), fill=215, width=4)
    draw.rounded_rectangle((340, 250, 550, 290), 12, fill=200)
    draw.ellipse((360, 228, 400, 262), fill=225)
    draw.ellipse((70, 270, 150, 320), fill=60)
    draw.ellipse((90, 240, 130, 280), fill=70)


def _mobile(draw: Draw, angle: float) -> None:
    draw.line((445, 60, 445, 100), fill=60, width=3)
    for place in range(3):
        turn = angle + place * 2 * pi / 3
        x = 445 + 70 * sin(turn)
        draw.line((445, 100, x, 112), fill=60, width=2)
        size = 12 + 4 * cos(turn)
        draw.line((x, 112, x, 135), fill=60, width=1)
        draw.ellipse((x - size, 135, x + size, 135 + 2 * size), fill=230 if place else 50)


def _porch(draw: Draw) -> None:
    draw.rectangle((220, 70, 340, 250), fill=70)
    draw.rectangle((238, 90, 322, 160), fill=110)
    draw.ellipse((320, 175, 332, 187), fill=220)
    draw.polygon([(180, 250), (380, 250), (410, 280), (150, 280)], fill=120)
    draw.polygon([(150, 280), (410, 280), (450, 320), (110, 320)], fill=105)
    draw.rectangle((360, 100, 376, 130), fill=235)
    draw.rectangle((470, 130, 490, 250), fill=80)
    draw.ellipse((420, 60, 550, 190), fill=100)


def _cat(draw: Draw, angle: float) -> None:
    x, y = 320 + 260 * sin(angle), 312 + 3 * sin(8 * angle)
    way = 1 if cos(angle) > 0 else -1
    draw.ellipse((x - 34, y - 16, x + 34, y + 14), fill=35)
    draw.ellipse((x + way * 28 - 14, y - 34, x + way * 28 + 14, y - 8), fill=35)
    for ear in (-8, 8):
        head = x + way * 28 + ear
        draw.polygon([(head - 6, y - 28), (head + 6, y - 28), (head, y - 44)], fill=35)
    draw.line((x - way * 30, y, x - way * 56, y - 26 + 8 * sin(4 * angle)), fill=35, width=6)


def _workshop(draw: Draw) -> None:
    draw.rectangle((60, 210, 580, 230), fill=60)
    for x in (80, 540):
        draw.rectangle((x, 230, x + 20, 330), fill=60)
    for place, length in enumerate((60, 80, 45, 70, 55)):
        x = 110 + 60 * place
        draw.line((x, 70, x, 70 + length), fill=50, width=8)
        draw.rectangle((x - 12, 60, x + 12, 78), fill=210)
    draw.rectangle((420, 160, 520, 210), fill=205)
    draw.rectangle((120, 180, 200, 210), fill=110)


def _lamp(draw: Draw, angle: float) -> None:
    swing = 0.5 * sin(angle)
    x, y = 320 + 120 * sin(swing), 120 * cos(swing)
    draw.polygon([(x, y), (x - 130 + 60 * swing, 210), (x + 130 + 60 * swing, 210)], fill=175)
    draw.line((320, 0, x, y), fill=40, width=3)
    draw.polygon([(x - 10, y - 16), (x + 10, y - 16), (x + 26, y + 8), (x - 26, y + 8)], fill=40)
    draw.ellipse((x - 10, y, x + 10, y + 18), fill=250)


def _attic(draw: Draw) -> None:
    draw.polygon([(0, 0), (250, 0), (0, 220)], fill=70)
    draw.polygon([(640, 0), (390, 0), (640, 220)], fill=70)
    for x in (40, 110, 180):
        draw.line((x, 0, 0, 220 * x // 250), fill=50, width=6)
        draw.line((640 - x, 0, 640, 220 * x // 250), fill=50, width=6)
    draw.ellipse((285, 60, 355, 130), fill=235, outline=190, width=6)
    for x, y, size in ((90, 240, 90), (170, 270, 70), (440, 250, 100), (420, 200, 55)):
        draw.rectangle((x, y, x + size, y + size * 3 // 4), fill=185, outline=60, width=3)
        draw.line((x, y + 12, x + size, y + 12), fill=120, width=3)


def _ball(draw: Draw, angle: float) -> None:
    x, y = 320 + 90 * sin(angle), 320 - 110 * abs(sin(2 * angle))
    draw.ellipse((x - 26, 322, x + 26, 332), fill=70)
    draw.ellipse((x - 24, y - 40, x + 24, y + 8), fill=245)
    draw.arc((x - 24, y - 40, x + 24, y + 8), 20, 160, fill=120, width=4)


_STILL: dict[str, Callable[[Draw], None]] = {
    "red": _nursery,
    "orange": _porch,
    "blue": _workshop,
    "green": _attic,
}
_MOVING: dict[str, Callable[[Draw, float], None]] = {"red": _mobile, "orange": _cat, "blue": _lamp, "green": _ball}
