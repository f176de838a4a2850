"""One connection to a camera, however many consume it, and none when nobody does."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
import math
from typing import Final

from ..isolation import nobody, start_as_nobody
from .errors import CannotConnect, FeedError, FeedTimeout, unexpected

LINGER: Final = 4.0
"""A page that is reloaded finds the connection still open."""

PATIENCE: Final = 9.0
"""Home Assistant gives up after ten seconds, with an error of its own; ours is clearer."""

TRIES: Final = 3
"""So often in a row a camera may refuse those who have watched before they are told."""

RETRY_FIRST: Final = 0.5
RETRY_LAST: Final = 8.0
"""Below `PATIENCE`: whoever comes, sees at least one attempt."""

_CLOSE_WAIT: Final = 1.0
# A limit is not moved on for every item.
_SLACK: Final = 0.5

MAX_LAG: Final = 5.0
"""A consumer that is further behind sees the past, and is dropped."""

type Publish[T] = Callable[[T], None]
type Run[T] = Callable[[Publish[T]], Awaitable[None]]


class Subscription[T]:
    """One consumer's end of an upstream."""

    def __init__(self, upstream: Upstream[T], keep: int | None, *, keeps: bool = True) -> None:
        """Keep the newest `keep` items, or all of them, if they are taken in time."""
        self.keeps = keeps
        """Whether the connection lasts as long as this."""
        self._upstream = upstream
        self._items: deque[tuple[float, T]] = deque(maxlen=keep)
        self._wake = asyncio.Event()
        self._error: FeedError | None = None
        self.fed = False
        """Whether it has received anything."""

    def put(self, item: T, now: float) -> None:
        """Give the consumer an item."""
        if self._error is not None:
            return
        if self._items and self._items.maxlen != 1 and now - self._items[0][0] > MAX_LAG:
            self.fail(FeedTimeout("the receiver is too slow"))
            return
        self.fed = True
        self._items.append((now, item))
        self._wake.set()

    def fail(self, error: FeedError) -> None:
        """Let the consumer have an error, and nothing that is still on its way to it."""
        self._items.clear()
        self._error = self._error or error
        self._wake.set()

    @property
    def waiting(self) -> int:
        """How many items have not been taken yet."""
        return len(self._items)

    async def get(self) -> T:
        """Return the next item; raises FeedError."""
        item = await self.poll(self._upstream.longest(self.fed) + self._upstream.pause)
        if item is None:
            raise FeedTimeout("the camera sends nothing")
        return item

    async def poll(self, patience: float) -> T | None:
        """Return the next item, or None when there is none within so many seconds."""
        try:
            async with asyncio.timeout(patience):
                while self._error is None and not self._items:
                    self._wake.clear()
                    await self._wake.wait()
        except TimeoutError:
            return None
        if self._error is not None:
            raise self._error.again()
        return self._items.popleft()[1]

    def close(self, linger: float | None = None) -> None:
        """Stop consuming; the connection outlives its last consumer by `linger` seconds."""
        self._upstream.release(self, self._upstream.linger if linger is None else linger)


class Upstream[T]:
    """Runs while somebody consumes it, and reconnects, with growing pauses, as long as they do."""

    keep: int | None = None
    """How many items wait for a consumer: all, or only the newest."""
    patience = PATIENCE
    """How long nothing may come before that is an error."""
    linger = LINGER
    floor = 0.0
    """Seconds that pass at least between two connections, however they end."""
    silence: float | None = None
    """The same after something has come, if that is another time."""

    def __init__(self, run: Run[T], answered: Callable[[], None], failed: Callable[[FeedError], None]) -> None:
        """`run` connects once, publishes what it reads, and ends by an error."""
        self._run = run
        self._answered = answered
        self._failed = failed
        self._subscriptions: set[Subscription[T]] = set()
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._pause = 0.0
        self._not_before = 0.0
        self._begun = -math.inf
        self._delivered = False
        self._failures = 0  # connections in a row that delivered nothing
        # Ends a run in which nothing comes any more; none while nothing runs.
        self._limit: asyncio.Timeout | None = None

    @property
    def delivering(self) -> bool:
        """Whether it is connected, and something has come by this connection."""
        return self._limit is not None and self._delivered

    def subscribe(self, *, keep: int | None = None) -> Subscription[T]:
        """Begin to consume, and connect if nobody did before; `keep` says how many items wait, if fewer than usual."""
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        subscription = Subscription(self, keep or self.keep)
        self._subscriptions.add(subscription)
        self.greet(subscription)
        task = self._task
        if task is None or task.done() or task.cancelling():
            # Whoever came first has no part in what follows.
            self._task = start_as_nobody(self._keep_running())
        return subscription

    def overhear(self, *, keep: int | None = None) -> Subscription[T] | None:
        """Begin to consume what runs for others, which it does not prolong; None where nothing runs."""
        if self._task is None or self._task.done() or self._task.cancelling():
            return None
        subscription = Subscription(self, keep or self.keep, keeps=False)
        self._subscriptions.add(subscription)
        self.greet(subscription)
        return subscription

    @property
    def pause(self) -> float:
        """How many seconds are left until it connects, where it does not yet."""
        if self._limit is not None:
            return 0.0
        return max(0.0, max(self._not_before, self._begun + self.floor) - asyncio.get_running_loop().time())

    @property
    def _kept(self) -> bool:
        return any(subscription.keeps for subscription in self._subscriptions)

    def release(self, subscription: Subscription[T], linger: float) -> None:
        """Take a consumer away, and disconnect some seconds after the last one."""
        if subscription not in self._subscriptions:
            return
        self._subscriptions.discard(subscription)
        if subscription.keeps and not self._kept and self._idle is None:
            if linger and self._limit is not None and not self._delivered:
                # A camera that is slow to begin is had by who comes next: stills wait less long than that.
                linger = max(linger, self.patience)
            self._idle = asyncio.get_running_loop().call_later(linger, self._stop, context=nobody())

    def publish(self, item: T) -> None:
        """Give an item to everybody; what comes late, from a run that is being ended, to nobody."""
        if self._limit is None or self._limit.expired():
            return
        now = asyncio.get_running_loop().time()
        end = now + self.longest(begun=True)
        if (when := self._limit.when()) is None or not end - _SLACK <= when <= end:
            self._limit.reschedule(end)
        if not self._delivered:
            self._delivered = True
            self._answered()
        self.remember(item)
        for subscription in self._subscriptions:
            subscription.put(item, now)

    def longest(self, begun: bool) -> float:
        """Return how long nothing may come, before or after something has begun to."""
        return self.silence if begun and self.silence is not None else self.patience

    def remember(self, item: T) -> None:
        """Keep what new consumers will need to begin with."""

    def greet(self, subscription: Subscription[T]) -> None:
        """Give a new consumer what it needs to begin with."""

    def ended(self) -> None:
        """Forget what belonged to a connection that is no more."""

    def survives(self, subscription: Subscription[T]) -> bool:
        """Whether a consumer can go on with what a new connection brings."""
        return subscription.fed

    async def async_close(self) -> None:
        """End the connection, and every consumer with an error."""
        for subscription in tuple(self._subscriptions):
            subscription.fail(CannotConnect("the camera was closed"))
        self._subscriptions.clear()
        self._stop()
        self._pause = self._not_before = 0.0
        self._failures = 0
        if self._task is not None and not self._task.done():
            # A thread that reads from a camera that is silent ends by its own timeout.
            await asyncio.wait((self._task,), timeout=_CLOSE_WAIT)

    def _stop(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
        if self._task is not None:
            self._task.cancel()
        self._limit = None
        self.ended()
        for subscription in tuple(self._subscriptions):
            subscription.fail(CannotConnect("the camera was closed"))

    async def _keep_running(self) -> None:
        """Connect again and again; never twice at a time, even while an older connection is still ending."""
        loop = asyncio.get_running_loop()
        async with self._turn:
            while self._kept:
                await asyncio.sleep(self.pause)
                self._begun = loop.time()
                self._delivered = False
                error = await self._run_once()
                self._limit = None
                self._lost(error, loop.time())

    async def _run_once(self) -> FeedError:
        """Connect, read to the end, and return what ended it."""
        try:
            async with asyncio.timeout(self.patience) as self._limit:
                await self._run(self.publish)
            return CannotConnect("the camera ended the connection")
        except FeedError as err:
            return err
        except TimeoutError:
            return FeedTimeout("the camera sends nothing")
        except Exception as err:  # noqa: BLE001 - see unexpected()
            return unexpected(err)

    def _lost(self, error: FeedError, now: float) -> None:
        """Tell those who cannot wait for the next attempt, and say when that will be."""
        self.ended()
        if self._delivered:
            # It worked: cameras end connections now and then, and take them again at once.
            self._pause = RETRY_FIRST
            self._failures = 0
            passing = False
        else:
            self._pause = min(max(self._pause * 2, RETRY_FIRST), RETRY_LAST)
            self._failures += 1
            passing = error.odd and self._failures < TRIES and any(map(self.survives, self._subscriptions))
            if not passing:
                self._failed(error)
        self._not_before = now + self._pause
        for subscription in tuple(self._subscriptions):
            if not self.survives(subscription) or (error.final and not passing):
                subscription.fail(error)
                self.release(subscription, LINGER)
