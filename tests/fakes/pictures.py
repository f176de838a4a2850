"""Pictures that tell whose they are: filled with one colour, with noise, and a number in the top row.

`whose(jpeg)` and `whose_video(ts_or_mp4)` read the colour back, `seen(anything)` whatever an answer holds, and
`number(jpeg)` the number: the count of the picture for stills and MJPEG, the place in the loop for video.
"""

from collections.abc import Callable
import io
import re

import av
import numpy as np
from PIL import Image, UnidentifiedImageError

COLORS = {
    "red": (190, 30, 30),
    "green": (30, 160, 40),
    "blue": (30, 50, 200),
    "yellow": (200, 190, 30),
    "magenta": (200, 40, 180),
    "cyan": (30, 180, 190),
    "orange": (220, 110, 20),
    "purple": (100, 30, 150),
}
NEAR = 45  # colours lie further apart than twice this, and codecs shift them by less
BITS = 32  # of the number: 24, and a check sum
STILL_NOISE, MOVING_NOISE = 30, 8
_BLOCK = re.compile(rb"\xff\xd8\xff.*?\xff\xd9", re.DOTALL)

type Pixels = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]


painters: dict[str, Callable[[str, int], Pixels]] = {}
"""By colour, what paints instead, 640x360: for people to look at."""


def paint(color: str, count: int, width: int = 640, height: int = 360) -> Pixels:
    """Fill a picture with the colour of its owner, noise, and a number."""
    if color in painters:
        return painters[color](color, count)
    grain = (height // 4, width // 4, 1)
    noise = np.random.default_rng(0).integers(-STILL_NOISE, STILL_NOISE + 1, grain, dtype=np.int16)
    noise += np.random.default_rng(count).integers(-MOVING_NOISE, MOVING_NOISE + 1, grain, dtype=np.int16)
    picture = np.array(COLORS[color], dtype=np.int16) + noise.repeat(4, axis=0).repeat(4, axis=1)
    return numbered(picture.clip(0, 255).astype(np.uint8), count)


def numbered(picture: Pixels, count: int) -> Pixels:
    """Write a number into the top row of a picture."""
    count %= 1 << 24
    coded = count << 8 | _check_sum(count)
    side = picture.shape[1] // BITS
    for place in range(BITS):
        picture[:side, place * side : (place + 1) * side] = 255 * (coded >> (BITS - 1 - place) & 1)
    return picture


def jpeg(color: str, count: int, width: int = 640, height: int = 360) -> bytes:
    """Paint a JPEG."""
    file = io.BytesIO()
    Image.fromarray(paint(color, count, width, height)).save(file, "JPEG", quality=80)
    return file.getvalue()


def whose(picture: bytes) -> str | None:
    """Return whose a JPEG or PNG is; None where it is nobody's picture or no picture at all."""
    pixels = pixels_of(picture)
    return None if pixels is None else owner_of(pixels)


def number(picture: bytes) -> int | None:
    """Read the number in a picture's top row."""
    pixels = pixels_of(picture)
    return None if pixels is None else number_in(pixels)


def number_in(pixels: Pixels) -> int | None:
    """Read the number in decoded pixels."""
    side = pixels.shape[1] / BITS
    coded = 0
    for place in range(BITS):
        coded = coded << 1 | int(pixels[int(side / 2), int((place + 0.5) * side)].mean() > 127)
    return coded >> 8 if coded & 0xFF == _check_sum(coded >> 8) else None


def whose_video(video: bytes) -> set[str]:
    """Return whose pictures a piece of MPEG-TS, or of fragmented MP4 with its init, holds."""
    found: set[str] = set()
    try:
        with av.open(io.BytesIO(video), "r") as container:
            for frame in container.decode(video=0):
                owner = owner_of(np.asarray(frame.to_ndarray(format="rgb24", width=128, height=72), dtype=np.uint8))
                if owner:
                    found.add(owner)
    except av.FFmpegError, IndexError, ValueError:
        pass  # cut off in the middle, or no video: what was decoded before counts
    return found


def seen(*answers: bytes | str) -> set[str]:
    """Return whose pictures there are in answers of any kind: pictures, multipart bodies, video; text holds none."""
    found: set[str] = set()
    for answer in answers:
        if isinstance(answer, str) or not answer:
            continue
        pictures = (
            [whose(answer)] if answer.startswith((b"\xff\xd8", b"\x89PNG")) else map(whose, _BLOCK.findall(answer))
        )
        names = {name for name in pictures if name}
        found |= names or whose_video(answer)
    return found


def _check_sum(count: int) -> int:
    return (count ^ count >> 8 ^ count >> 16 ^ 0xA5) & 0xFF


def pixels_of(picture: bytes) -> Pixels | None:
    """Decode a picture; None where it is none."""
    try:
        with Image.open(io.BytesIO(picture)) as image:
            return np.asarray(image.convert("RGB"))
    except UnidentifiedImageError, OSError, SyntaxError:
        return None


def owner_of(pixels: Pixels) -> str | None:
    """Return whose decoded pixels are."""
    below = pixels[pixels.shape[0] // 5 :]
    mean = below.reshape(-1, 3).mean(axis=0)
    name, color = min(COLORS.items(), key=lambda item: float(np.linalg.norm(mean - item[1])))
    return name if np.linalg.norm(mean - color) < NEAR else None
