"""Asks every picture whose it is, when it was made, and whether whoever received it could have had a right to it."""

import asyncio
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
import io
import re
import time
from typing import TextIO

import av
import numpy as np

from tests.attack.model import Model, Use
from tests.fakes.pictures import number, number_in, owner_of, whose
from tests.fakes.video import FPS

JPEG = re.compile(rb"\xff\xd8\xff.*?\xff\xd9", re.DOTALL)
KEY_FRAME_SECONDS = 2.0
"""How much older than a right its first picture may be: a video begins with a key frame, and the clock is rough."""
LAST_EVENTS = 60
MOST_TOLD = 5


class Kind(StrEnum):
    """What may be wrong."""

    STRANGER = "stranger"  # a picture went to somebody who could have had no right to it
    ORIGINAL = "original"  # a locked original gave a picture
    WOUND_BACK = "wound-back"  # somebody was let in, and saw what had been before
    NOT_IN_ORDER = "not-in-order"  # Home Assistant ended by itself, or its log holds a secret


FIRST_STILL = 1 << 16
"""Where the numbers of stills and MJPEG begin: what the integration decodes from video bears its place in the loop."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, or a piece of video: whose it is, and when its first and last picture were made, if that is known."""

    color: str
    first: float | None = None
    last: float | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: who, with which login, for what, by which road, and when."""

    user: str
    login: str
    road: str
    target: str
    use: Use
    begun: float
    original: bool = False


class History:
    """What happened, in order: the last of it in memory, all of it in a file."""

    def __init__(self, file: TextIO, start: float) -> None:
        """Begin with nothing."""
        self._file = file
        self._start = start
        self.last: deque[str] = deque(maxlen=LAST_EVENTS)
        self.counts: Counter[str] = Counter()

    def add(self, line: str, at: float | None = None) -> None:
        """Note an event."""
        moment = (time.monotonic() if at is None else at) - self._start
        self.last.append(f"{moment:9.3f} {line}")
        self._file.write(f"{self.last[-1]}\n")
        self._file.flush()


@dataclass
class Oracle:
    """Holds what came out against what was acknowledged."""

    model: Model
    history: History
    made: Mapping[str, Mapping[int, float]]
    """When each camera made each picture, by the number in it; of stills and MJPEG."""
    video_seconds: int
    without_video: frozenset[str] = frozenset()
    """Cameras that give pictures only."""
    tolerated: frozenset[Kind] = frozenset()
    violations: list[str] = field(default_factory=list)
    broken: asyncio.Event = field(default_factory=asyncio.Event)

    def violation(self, kind: Kind, what: str) -> None:
        """Note that a law was broken."""
        self.history.counts[f"violation {kind}"] += 1
        if len(self.violations) == MOST_TOLD:
            return  # what comes while the run ends is more of the same
        self.history.add(f"!!! {kind}: {what}")
        if kind not in self.tolerated:
            self.violations.append(f"{kind}: {what}")
            self.broken.set()

    def judge(self, asked: Asked, received: Iterable[Seen], at: float) -> int:
        """Judge what a request has received until a moment; return how many pictures it was."""
        count = 0
        for seen in received:
            count += 1
            self._judge(asked, seen, at)
        return count

    def _judge(self, asked: Asked, seen: Seen, at: float) -> None:
        since = max(asked.begun, asked.begun if seen.last is None else seen.last)
        what = (
            f"{asked.user} ({asked.login}) received {seen.color} from {asked.target} by {asked.road}"
            f" (asked {at - asked.begun:.3f} s ago, made {_ago(seen.first, at)} to {_ago(seen.last, at)} s ago)"
        )
        if asked.original:
            self.violation(Kind.ORIGINAL, what)
        elif not self.model.may(asked.login, asked.user, seen.color, asked.use, min(since, at), at):
            reasons = self.model.reasons(asked.login, asked.user, seen.color, min(since, at), at)
            self.violation(Kind.STRANGER, f"{what}; {'; '.join(reasons) or 'no camera shows that'}")
        elif seen.first is not None and not self.model.was_due(
            asked.user, seen.color, asked.use, seen.first, min(seen.first + KEY_FRAME_SECONDS, at)
        ):
            self.violation(Kind.WOUND_BACK, what)

    # What is in the bytes.

    def stills(self, body: bytes, at: float) -> list[Seen]:
        """Read the pictures in a body of any kind that came at a moment."""
        found = []
        for picture in JPEG.findall(body):
            color, count = _read(picture)
            if color:
                moment = self._moment(color, count, at)
                found.append(Seen(color, moment, moment))
        return found

    def video(self, body: bytes, at: float) -> list[Seen]:
        """Read a piece of video that came at a moment. It takes a while: call it in a thread."""
        frames = _frames(body)
        found = []
        for color in {color for color, _ in frames if color}:
            # A number may be misread; the pictures of a piece follow one another.
            moments = [self.when(color, count, at) for name, count in frames if name == color]
            known = [moment for moment in moments if moment is not None]
            in_order = len(known) > 1 and known == sorted(known)
            found.append(Seen(color, known[0], known[-1]) if in_order else Seen(color))
        return found

    def when(self, color: str, count: int | None, at: float) -> float | None:
        """Return when a picture of a video that came at a moment was made, if that can be told."""
        # What has no video of its own is encoded from its numbered pictures.
        return self._moment(color, count, at)

    def _moment(self, color: str, count: int | None, at: float) -> float | None:
        """Return when a picture was made by its number; one below `FIRST_STILL` is a place in the loop of a video."""
        if count is None:
            return None
        if count >= FIRST_STILL:
            return self.made.get(color, {}).get(count)
        return None if color in self.without_video or count >= self.video_seconds * FPS else self._due(count, at)

    def _due(self, place: int, at: float) -> float:
        """Return when the frame at a place of the loop was last due, before a moment: see fakes/video.py."""
        wall = time.time() - time.monotonic()
        period = self.video_seconds * FPS
        now = int((at + wall) * FPS)
        return (now - (now - place) % period) / FPS - wall

    def read(self, body: bytes, at: float) -> list[Seen]:
        """Read whatever an answer holds."""
        return self.stills(body, at) or (self.video(body, at) if len(body) > 1000 else [])


def _ago(moment: float | None, at: float) -> str:
    return "?" if moment is None else f"{at - moment:.3f}"


@lru_cache(maxsize=2048)
def _read(picture: bytes) -> tuple[str | None, int | None]:
    """Read the owner and the number of a picture; many receive the same one."""
    return whose(picture), number(picture)


def _frames(body: bytes) -> list[tuple[str | None, int | None]]:
    frames: list[tuple[str | None, int | None]] = []
    try:
        with av.open(io.BytesIO(body), "r") as container:
            for frame in container.decode(video=0):
                pixels = np.asarray(frame.to_ndarray(format="rgb24", width=640, height=360), dtype=np.uint8)
                frames.append((owner_of(pixels), number_in(pixels)))
    except av.FFmpegError, IndexError, ValueError:
        pass  # cut off, or no video: what was decoded before counts
    return frames
