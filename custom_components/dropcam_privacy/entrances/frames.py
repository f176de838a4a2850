"""The frames of the running task, which prove by which of Home Assistant's own functions it was reached."""

import asyncio
from collections.abc import Iterator
import inspect
import sys
from types import CodeType, FrameType


def root_frame(code: CodeType) -> FrameType | None:
    """Return the frame that the running task was started with, if it runs `code`."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    coroutine = task.get_coro() if task is not None else None
    if not inspect.iscoroutine(coroutine) or coroutine.cr_code is not code:
        return None
    return coroutine.cr_frame


def own_frames() -> Iterator[FrameType]:
    """Go through the frames of the running task, outwards and not beyond it: what started it does not ask."""
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return
    coroutine = task.get_coro() if task is not None else None
    root = coroutine.cr_frame if inspect.iscoroutine(coroutine) else None
    frame: FrameType | None = sys._getframe(1) if root is not None else None  # noqa: SLF001 - the frames are the proof
    while frame is not None:
        yield frame
        frame = None if frame is root else frame.f_back


def held(module: str, name: str) -> object | None:
    """Return what a module of Home Assistant holds under a name."""
    if not module.startswith(("homeassistant.components.", "homeassistant.helpers.")):
        return None
    found: object | None = sys.modules.get(module)
    for part in name.split("."):
        found = getattr(found, part, None)
    return found


def wrapped(function: object | None) -> Iterator[object]:
    """Go through a function and what it wraps, to the innermost."""
    while callable(function):
        yield function
        function = getattr(function, "__wrapped__", None)


def code_of(module: str, name: str) -> CodeType | None:
    """Return the code of a function of Home Assistant's, without what wraps it; None if that is not loaded."""
    *_, innermost = None, *wrapped(held(module, name))
    return getattr(innermost, "__code__", None)
