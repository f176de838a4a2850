"""The frames of what runs, which prove by which of Home Assistant's own functions it was reached."""

import asyncio
from collections.abc import Iterator, Mapping
import inspect
import sys
from types import CoroutineType, FrameType
from typing import Any

from .internal import Function


def frames_below() -> Iterator[FrameType]:
    """Go through the frames that called the caller's, outwards, beyond the running task too."""
    frame: FrameType | None = sys._getframe(1)  # noqa: SLF001 - the frames are the proof
    while frame is not None:
        yield frame
        frame = frame.f_back


def own_frames() -> Iterator[FrameType]:
    """Go through the frames of the running task, outwards and not beyond it: what started it does not ask."""
    root = None if (coroutine := _own_coroutine()) is None else coroutine.cr_frame
    frame: FrameType | None = sys._getframe(1) if root is not None else None  # noqa: SLF001 - likewise
    while frame is not None:
        yield frame
        frame = None if frame is root else frame.f_back


def held_by_root(function: Function) -> Mapping[str, Any] | None:
    """Return the local variables of a function, if the running task was started for it."""
    coroutine = _own_coroutine()
    if coroutine is None or coroutine.cr_code is not function.code or coroutine.cr_frame is None:
        return None
    return function.held_by(coroutine.cr_frame)


def held_by_waiting(waits_in: Function, root: Function) -> Iterator[Mapping[str, Any]]:
    """Go through the calls of a function that other tasks wait in right after the `root` that they were started for."""
    for task in asyncio.all_tasks():
        coroutine = task.get_coro()
        if not inspect.iscoroutine(coroutine) or coroutine.cr_code is not root.code:
            continue
        inner = coroutine.cr_await
        frame = inner.cr_frame if inspect.iscoroutine(inner) else None
        if frame is not None and (held := waits_in.held_by(frame)) is not None:
            yield held


def starter_of(frame: FrameType | None) -> FrameType | None:
    """Return the coroutine that starts a task just now, from the frame that the task was started with."""
    while frame is not None and (frame := frame.f_back) is not None:
        if frame.f_code.co_flags & inspect.CO_COROUTINE:
            return frame
    return None


def values_held_by(task: asyncio.Task[Any]) -> Iterator[object]:
    """Yield what the coroutines of a waiting task hold, from the one that it was started for to the innermost."""
    step: Any = task.get_coro()
    while step is not None:
        frame = getattr(step, "cr_frame", None)
        if frame is not None:
            yield from frame.f_locals.values()
        step = getattr(step, "cr_await", None)


def is_in_module(frame: FrameType, packages: tuple[str, ...]) -> bool:
    """Return whether a frame is of the code of one of some packages, and of the very module that is loaded."""
    name = frame.f_globals.get("__name__", "")
    module = sys.modules.get(name)
    return ".".join(name.split(".")[:3]) in packages and module is not None and frame.f_globals is vars(module)


def runs_in(module: str) -> bool:
    """Return whether code of a module is among the frames below."""
    return any(frame.f_globals.get("__name__") == module for frame in frames_below())


def _own_coroutine() -> CoroutineType[Any, Any, Any] | None:
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return None
    coroutine = task.get_coro() if task is not None else None
    return coroutine if isinstance(coroutine, CoroutineType) else None
