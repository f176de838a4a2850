"""The two things that a camera's consumers share: its pictures and its transport stream."""

import asyncio
from collections.abc import Callable
import time
from typing import Final, override

from .chunk import Chunk, Codec
from .errors import CannotConnect, FeedError
from .frame import FRESH, Frame
from .mjpeg import READ_TIMEOUT
from .upstream import LINGER, Run, Subscription, Upstream

MAX_JOIN_BYTES: Final = 32 * 1024 * 1024
"""A camera that sends no key frames must not fill the memory."""

GENTLE_FLOOR: Final = 15.0
"""Google counts: five connections a minute to one camera, and no more."""

GENTLE_LINGER: Final = 45.0
"""Whoever looks at one camera after the other, and comes back, does not wake it again."""


class Frames(Upstream[Frame]):
    """Pictures, of which only the newest counts."""

    keep = 1
    patience = READ_TIMEOUT
    newest: Frame | None = None

    def had_within(self, seconds: float) -> bool:
        """Return whether a picture came in the last seconds, by the connection that runs."""
        return self.newest is not None and time.monotonic() - self.newest.received <= seconds

    @override
    def remember(self, item: Frame) -> None:
        """Keep the newest for those who come now."""
        self.newest = item

    @override
    def greet(self, subscription: Subscription[Frame]) -> None:
        """Begin with the picture of this moment, if there is one."""
        if self.newest is not None and time.monotonic() - self.newest.received <= FRESH:
            subscription.put(self.newest, time.monotonic())

    @override
    def ended(self) -> None:
        """No old picture."""
        self.newest = None


class Transport(Upstream[Chunk]):
    """A transport stream, which begins for everybody at the last key frame."""

    # Some cameras wake up first, and some send a key frame only every twenty seconds.
    patience = 30.0
    silence = 15.0
    last: float | None = None
    """`time.monotonic()` when the last of it was received."""

    def __init__(self, run: Run[Chunk], answered: Callable[[], None], failed: Callable[[FeedError], None]) -> None:
        """Begin without anything to join at."""
        super().__init__(run, answered, failed)
        self.key_wanted = asyncio.Event()
        """Set when somebody joins, for a camera that sends key frames when it is asked."""
        self.since_key: list[Chunk] = []
        """Video from the last key frame on, for those who decode."""
        self._since_join: list[Chunk] = []
        self._size = 0
        self._codec: Codec | None = None

    def treat_gently(self, gently: bool) -> None:
        """Connect seldom, and stay, where connecting wakes a battery or is counted by a cloud."""
        self.floor, self.linger = (GENTLE_FLOOR, GENTLE_LINGER) if gently else (0.0, LINGER)

    @override
    def remember(self, item: Chunk) -> None:
        """Keep everything from the last key frame on."""
        self.last = item.received
        if item.codec is not self._codec:
            self._codec = item.codec
            self._end_players()
        self._size += len(item.data) + len(item.video or b"")
        if item.random_access:
            self._since_join = []
            self._size = sum(len(chunk.video or b"") for chunk in self.since_key)
        if item.key:
            self.since_key = []
        if self._size > MAX_JOIN_BYTES:
            self.ended()
        if item.random_access or self._since_join:
            self._since_join.append(item)
        if item.video is not None and (item.key or self.since_key):
            self.since_key.append(item)

    @override
    def greet(self, subscription: Subscription[Chunk]) -> None:
        """Begin at the last key frame."""
        self.key_wanted.set()
        now = asyncio.get_running_loop().time()
        for chunk in self._since_join:
            subscription.put(chunk, now)

    @override
    def ended(self) -> None:
        """Nobody can join what has ended."""
        self.since_key = []
        self._since_join = []
        self._size = 0

    def _end_players(self) -> None:
        """End those who play: what comes by the new connection does not go on from what they have."""
        for subscription in tuple(self._subscriptions):
            if subscription.fed:
                subscription.fail(CannotConnect("the camera sends another stream"))
                self.release(subscription, LINGER)
