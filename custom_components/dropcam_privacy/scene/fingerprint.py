"""The fingerprint of a scene: where its edges are and how they run, whatever the light.

The gradients of a small grey picture are divided by how strong they are around, so that a lamp counts no more than the
sun, and averaged to cells: once as they are, and once by their angle doubled, so that an edge counts alike from dark to
light and from light to dark, as things change places when night falls and the camera lights them itself (infrared).
"""

from collections.abc import Buffer
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image

type Grey = NDArray[np.uint8]
"""A grey picture: HEIGHT rows of WIDTH pixels."""
type Field = NDArray[np.complex64]
"""Gradients in ROWS of COLUMNS cells: their direction and, at most 1, their weight."""

WIDTH: Final = 160
HEIGHT: Final = 90
COLUMNS: Final = WIDTH // 2
ROWS: Final = HEIGHT // 2
BYTES: Final = 2 * 2 * ROWS * COLUMNS
LEFT_OUT: Final = ROWS // 9
"""So many rows of cells at the top and at the bottom are no scene: clocks and names stand there."""
_AROUND = 8  # pixels to each side, 17 together
_FLOOR = 6.0  # of 255: what is weaker is noise
_FULL = 127


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What one picture of a scene looks like: `structure` is the share of it that has edges at all, from 0 to 1."""

    signed: Field
    doubled: Field
    structure: float

    def to_bytes(self) -> bytes:
        """Write it: the real and the imaginary parts of both fields as signed bytes, row by row."""
        parts = [part for field in (self.signed, self.doubled) for part in (field.real, field.imag)]
        return np.rint(np.stack(parts) * _FULL).astype(np.int8).tobytes()

    @classmethod
    def from_bytes(cls, written: Buffer) -> Self:
        """Read what `to_bytes` wrote. Raises ValueError."""
        parts = np.frombuffer(written, np.int8).reshape(4, ROWS, COLUMNS).astype(np.float32) / _FULL
        signed, doubled = parts[0] + 1j * parts[1], parts[2] + 1j * parts[3]
        return cls(
            signed.astype(np.complex64),
            doubled.astype(np.complex64),
            float(np.mean(np.abs(signed[LEFT_OUT:-LEFT_OUT]) > 0)),
        )


def grey_of_jpeg(jpeg: Buffer) -> Grey:
    """Decode a JPEG no finer than is needed. Raises OSError or ValueError, as Pillow does, for what is none."""
    with Image.open(BytesIO(jpeg)) as image:
        image.draft("L", (2 * WIDTH, 2 * HEIGHT))
        return grey_of(image)


def grey_of(image: Image.Image) -> Grey:
    """Make an image of any size and shape grey and small."""
    return np.asarray(image.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.BOX))


def fingerprint(grey: Grey) -> Fingerprint:
    """Take the fingerprint of a picture."""
    light = grey.astype(np.float32)
    gradient = np.zeros(light.shape, np.complex64)
    gradient.real[1:-1, 1:-1] = light[1:-1, 2:] - light[1:-1, :-2]
    gradient.imag[1:-1, 1:-1] = light[2:, 1:-1] - light[:-2, 1:-1]
    size = np.abs(gradient)
    weight = 1 / (_mean_around(size) + size + _FLOOR)
    signed = gradient * weight
    doubled = gradient * signed / np.maximum(size, 1e-6)
    return Fingerprint(_cells(signed), _cells(doubled), float(np.mean(size[2 * LEFT_OUT : -2 * LEFT_OUT] > _FLOOR)))


def _mean_around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the mean of the square around each pixel; beyond the picture its edge goes on."""
    side = 2 * _AROUND + 1
    padded = np.pad(values, ((_AROUND + 1, _AROUND), (_AROUND + 1, _AROUND)), mode="edge")
    sums = padded.cumsum(0).cumsum(1)
    total = sums[side:, side:] - sums[:-side, side:] - sums[side:, :-side] + sums[:-side, :-side]
    mean: NDArray[np.float32] = total / side**2
    return mean


def _cells(pixels: NDArray[np.complex64]) -> Field:
    """Average each two by two pixels."""
    cells: Field = pixels.reshape(ROWS, 2, COLUMNS, 2).mean((1, 3)).astype(np.complex64)
    return cells
