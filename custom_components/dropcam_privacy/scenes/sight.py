"""What one picture shows: as a fingerprint, coarsely as a mosaic, or as a small picture for its owner.

It is blocking work, for the executor.
"""

from io import BytesIO
from typing import Final

from av.video.frame import VideoFrame
import numpy as np
from PIL import Image

from ..feed.chunk import Chunk
from ..feed.decode import Decoder
from ..feed.errors import NoVideo
from ..feed.frame import Frame
from ..scene.fingerprint import HEIGHT, WIDTH, Fingerprint, Grey, fingerprint, grey_of_jpeg
from ..scene.score import NOTHING, Looks, Score
from ..scene.watch import Seen, see

MOSAIC: Final = (16, 9)
"""So many cells across and down: who asks about a stranger's home is not shown it."""
_WIDEST: Final = (640, 640)


def examine(item: Frame | Chunk, looks: Looks | None) -> tuple[Fingerprint, Seen, Score]:
    """Look at a picture; without looks to compare it with, it is just another. Raises what its decoder raises."""
    live = fingerprint(_grey(item))
    return (live, Seen.OTHER, NOTHING) if looks is None else (live, *see(looks, live))


def mosaic(item: Frame | Chunk) -> list[str]:
    """Return the colours of a picture's cells as #rrggbb, row by row."""
    cells = _image(item).convert("RGB").resize(MOSAIC, Image.Resampling.BOX).tobytes()
    return [f"#{cells[at : at + 3].hex()}" for at in range(0, len(cells), 3)]


def small(item: Frame | Chunk) -> bytes:
    """Return a picture as a JPEG that is no larger than a page shows it."""
    image = _image(item).convert("RGB")
    image.thumbnail(_WIDEST)
    with BytesIO() as file:
        image.save(file, "JPEG", quality=80)
        return file.getvalue()


def _grey(item: Frame | Chunk) -> Grey:
    if isinstance(item, Frame):
        return grey_of_jpeg(item.jpeg)
    return _decoded(item).reformat(WIDTH, HEIGHT, "gray", interpolation="AREA").to_ndarray().astype(np.uint8)


def _image(item: Frame | Chunk) -> Image.Image:
    if isinstance(item, Frame):
        return Image.open(BytesIO(item.jpeg))
    return Image.fromarray(_decoded(item).to_ndarray(format="rgb24"))


def _decoded(chunk: Chunk) -> VideoFrame:
    """Decode one key frame. Raises NoVideo or an error of libav's."""
    decoder = Decoder(chunk.codec)
    for picture, _ in (*decoder.feed(chunk), *decoder.flush()):
        return picture
    raise NoVideo("the key frame cannot be decoded")
