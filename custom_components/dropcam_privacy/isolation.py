"""Runs and starts work as nobody.

Context variables name whose request is being handled, and everything that is started from there inherits them. This is
the only module that makes an empty context.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any


def nobody() -> Context:
    """Return a context that names nobody, for what takes one: a timer, a thread."""
    return Context()


def run_as_nobody[*Ts, T](function: Callable[[*Ts], T], *args: *Ts) -> T:
    """Call a function as nobody, and return what it returns."""
    return Context().run(function, *args)


def start_as_nobody[T](work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
    """Start work in a task of nobody's."""
    return asyncio.get_running_loop().create_task(work, context=Context())
