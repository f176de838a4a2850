"""Waiting for a condition, with a deadline, instead of sleeping and hoping."""

import asyncio
from collections.abc import Callable


async def until(condition: Callable[[], object], deadline: float = 10) -> None:
    """Wait until `condition` is true; fail after `deadline` seconds."""
    try:
        async with asyncio.timeout(deadline):
            while not condition():  # noqa: ASYNC110 - conditions of all kinds, most without an event
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"not so within {deadline} s") from None


async def until_through(name: str) -> None:
    """Wait until no task runs any more whose coroutine has `name` in its own."""
    await until(lambda: not any(name in getattr(it.get_coro(), "__qualname__", "") for it in asyncio.all_tasks()))
