"""What it costs to look whether a camera shows its own scene: by key frame, still and MJPEG picture, and in between.

Processor time of the thread that looks, so that other work on the machine counts less. In a process of its own.
"""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from statistics import median
import sys
from time import monotonic, perf_counter, thread_time
from typing import NamedTuple

import numpy as np
from PIL import Image

from custom_components.dropcam_privacy.feed.chunk import Chunk, Codec
from custom_components.dropcam_privacy.feed.frame import Frame
from custom_components.dropcam_privacy.feed.gate import Gate
from custom_components.dropcam_privacy.policy.model import AccountId, CameraId
from custom_components.dropcam_privacy.scene.fingerprint import Grey, fingerprint, grey_of
from custom_components.dropcam_privacy.scene.score import Looks
from custom_components.dropcam_privacy.scenes.sight import _grey, examine
from tests.fakes import video
from tests.fakes.homes import Light, home, painted

TIMES, PASSED = 60, 20_000
LOOKS = (1, 24)
SIZE = (1920, 1080)
MJPEG_SIZE = (640, 360)
COLUMNS = "| what | decoding | own, 1 look | own, 24 looks | foreign, 24 looks |\n|---|---|---|---|---|"


class Result(NamedTuple):
    """One kind of picture; medians, and the worst in brackets, in ms."""

    what: str
    decoding: str
    own: str
    own_many: str
    foreign: str


async def measure() -> str:
    """Measure all, in a process of their own: no server's threads share it."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.scene"), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[1]
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError("looking could not be measured")
    return output.decode()


def _time(work: Callable[[], object]) -> str:
    took = []
    for _ in range(TIMES):
        began = thread_time()
        work()
        took.append((thread_time() - began) * 1000)
    return f"{median(took):.1f} ({max(took):.1f})"


def _pictures() -> Iterator[tuple[str, Frame | Chunk]]:
    """Make one picture of each kind of home 1, in shades of red."""
    with painted(red=(1, Light.DAY)):
        video.WIDTH, video.HEIGHT = SIZE
        key = next(frame for frame in video.loop("red", seconds=1) if frame.key)
    yield "key frame, H.264, 1080p", Chunk(b"", True, 0.0, b"", Codec("h264", None), key.data, True)
    for what, size in (("still, JPEG, 1080p", SIZE), ("MJPEG picture, 640x360", MJPEG_SIZE)):
        file = BytesIO()
        home(1).picture(Light.DAY, 3).resize(size, Image.Resampling.BICUBIC).save(file, "JPEG", quality=85)
        yield what, Frame(AccountId("anna"), CameraId("yard"), 0.0, file.getvalue())


def _compare(grey: Grey, known: Looks) -> None:
    known.score(fingerprint(grey))


def main() -> None:
    """Measure, and print the tables."""
    looks = [fingerprint(grey_of(home(1).picture(Light.DAY, moment))) for moment in range(max(LOOKS))]
    others = [fingerprint(grey_of(home(2).picture(Light.DAY, moment))) for moment in range(max(LOOKS))]
    one, many, foreign = Looks(looks[:1]), Looks(looks), Looks(others)
    rows = []
    for what, item in _pictures():
        live = fingerprint(_grey(item))
        assert one.score(live).whole > foreign.score(live).whole
        examine(item, many)
        grey = _grey(item)
        compared = [_time(partial(_compare, grey, known)) for known in (one, many, foreign)]
        rows.append(Result(what, _time(partial(_grey, item)), *compared))
    print("\n".join([COLUMNS, *(f"| {' | '.join(row)} |" for row in rows)]))
    print(f"\nIn between, without and with a look: {asyncio.run(_between())}")


class _Pass:
    on = True

    async def __call__(self, item: Frame | Chunk, *, passed: bool) -> bool:
        return True


async def _between() -> str:
    """Measure what passes without being looked at, in µs each."""
    frame = Frame(AccountId("anna"), CameraId("yard"), 0.0, _jpeg())
    told = []
    for what in ("MJPEG picture", "piece of a stream"):
        took = []
        for look in (None, _Pass()):
            gate = Gate(look)
            with gate.frames(lambda _: None) as frames, gate.chunks(lambda _: None) as chunks:
                frames(frame)
                chunks(_chunk(key=True))
                await asyncio.sleep(0.05)
                piece = _chunk(key=False)
                began = perf_counter()
                for _ in range(PASSED):
                    frames(frame) if what == "MJPEG picture" else chunks(piece)
                took.append((perf_counter() - began) / PASSED * 1e6)
        told.append(f"{what} {took[0]:.2f}, {took[1]:.2f} µs")
    return "; ".join(told)


def _chunk(*, key: bool) -> Chunk:
    return Chunk(b"ts", key, monotonic(), b"", Codec("h264", None), b"video", key)


def _jpeg() -> bytes:
    file = BytesIO()
    Image.fromarray(np.zeros((360, 640, 3), np.uint8)).save(file, "JPEG")
    return file.getvalue()


def table(measured: str) -> str:
    """Head the tables."""
    return f"### Is it my camera?\n\nms of processor, median (worst of {TIMES})\n\n{measured}"


if __name__ == "__main__":
    main()
