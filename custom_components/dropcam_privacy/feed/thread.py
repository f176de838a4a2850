"""Runs libav's blocking calls in a thread of their own, ended with the task that started it."""

import asyncio
from collections.abc import Callable
import contextlib
from functools import partial
import threading

import av
from av.error import ExitError, TimeoutError as AVTimeoutError

from ..isolation import run_as_nobody
from .errors import CannotConnect, FeedError, FeedTimeout, InvalidAuth, NoVideo, unexpected

type Deliver[T] = Callable[[T], None]


class Stopped(threading.Event):
    """Set when nobody wants what the thread reads any more."""


async def async_in_thread[T](
    work: Callable[[Deliver[T], Stopped], None],
    publish: Deliver[T],
    unblock: Callable[[], None] | None = None,
) -> None:
    """Run `work` and publish in the event loop what it delivers; raises FeedError.

    When this is cancelled, nothing more is published, `unblock` is called, and it returns
    only when the thread has ended: so there is never a second one beside it.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[FeedError | None] = loop.create_future()
    stopped = Stopped()

    def arrived(item: T) -> None:
        if not stopped.is_set():
            publish(item)

    def deliver(item: T) -> None:
        loop.call_soon_threadsafe(arrived, item)

    def finished(error: FeedError | None) -> None:
        if not done.done():
            done.set_result(error)

    def body() -> None:
        error = _failure(work, deliver, stopped)
        with contextlib.suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(finished, error)

    # What is read here is nobody's request.
    thread = threading.Thread(target=run_as_nobody, args=(body,), name="dropcam camera", daemon=True)
    thread.start()
    try:
        await asyncio.shield(done)
    finally:
        stopped.set()
        if unblock is not None:
            unblock()
        if not done.done():
            await asyncio.wait((done,))
        thread.join()
    if (error := done.result()) is not None:
        raise error


def _failure[T](work: Callable[[Deliver[T], Stopped], None], deliver: Deliver[T], stopped: Stopped) -> FeedError | None:
    """Do the work, and say by what it ended."""
    try:
        work(deliver, stopped)
    except FeedError as err:
        return err
    except av.FFmpegError as err:
        return feed_error(err)
    except Exception as err:  # noqa: BLE001 - see unexpected()
        return unexpected(err)
    return None


async def async_to_end[**P, T](job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do `job` in the executor, and do not return before it has ended, even when cancelled."""
    future = asyncio.get_running_loop().run_in_executor(None, partial(job, *args, **kwargs))
    try:
        return await asyncio.shield(future)
    except asyncio.CancelledError:
        await asyncio.wait((future,))
        raise


def feed_error(error: av.FFmpegError) -> FeedError:
    """Say what happened, without the address that libav's message contains."""
    if isinstance(error, av.HTTPUnauthorizedError):
        return InvalidAuth("the camera refuses the login")
    if isinstance(error, AVTimeoutError | ExitError):
        return FeedTimeout("the camera is too slow")
    if isinstance(error, av.InvalidDataError):
        return NoVideo("the camera sends no video")
    return CannotConnect("the camera cannot be reached")
