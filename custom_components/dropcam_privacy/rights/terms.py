"""Rights that end by themselves: privacy that ends for an hour.

The end is a part of the right, as Unix time, so it is recorded with it: a start after the end begins private. While
Home Assistant runs, a right ends when so many seconds have gone by, whatever becomes of the clock meanwhile.
"""

import asyncio
from collections.abc import Callable, Collection
from datetime import timedelta
import time
from typing import Final

from ..isolation import nobody
from ..policy.model import AccountId, CameraId
from .records import Grant, Right

LONGEST: Final = timedelta(days=1)


def lowered_for(camera: CameraId, term: timedelta | None) -> Right:
    """Return the right not to be private: for a time, or until somebody makes the camera private."""
    return Right(Grant.LOWERED, camera, "" if term is None else str(round(time.time() + term.total_seconds())))


def end_of(right: Right) -> float | None:
    """Return when a right not to be private ends, as Unix time; None if by itself it does not."""
    return float(right.what) if right.grant is Grant.LOWERED and right.what else None


def holds(right: Right) -> bool:
    """Return whether the term of a right is not over.

    Nothing is given for longer than a day: an end that is further away says that the clock was set back.
    """
    end = end_of(right)
    return end is None or 0 < end - time.time() <= LONGEST.total_seconds()


class Terms:
    """Ends rights when their time is over."""

    def __init__(self, over: Callable[[Right], None]) -> None:
        """`over` is called when the time of a right is over, or was when it was first seen."""
        self._over = over
        self._running: dict[AccountId, dict[Right, Callable[[], None]]] = {}

    def follow(self, account: AccountId, rights: Collection[Right]) -> None:
        """Follow exactly these rights of an account from now on."""
        before = self._running.pop(account, {})
        ends = {right: end for right in rights if (end := end_of(right)) is not None}
        for right in before.keys() - ends.keys():
            before[right]()
        if ends:
            self._running[account] = {
                right: before[right] if right in before else self._end(right, end) for right, end in ends.items()
            }

    def _end(self, right: Right, end: float) -> Callable[[], None]:
        wait = end - time.time() if holds(right) else 0.0
        return asyncio.get_running_loop().call_later(wait, self._over, right, context=nobody()).cancel
