"""The pipe between the event loop and a thread."""

import asyncio

from custom_components.dropcam_privacy.feed import pipe as pipe_module
from custom_components.dropcam_privacy.feed.pipe import Pipe
from tests.waiting import until


async def test_bytes_come_out_in_order_and_end() -> None:
    """In whatever pieces they are asked for."""
    pipe = Pipe()
    await pipe.write(b"hello ")
    await pipe.write(b"world")
    pipe.finish()

    def read() -> bytes:
        return b"".join(iter(lambda: pipe.read(4), b""))

    assert await asyncio.to_thread(read) == b"hello world"


async def test_read_again_until_committed() -> None:
    """A second, more thorough look begins at the beginning."""
    pipe = Pipe()
    await pipe.write(b"hello world")
    assert pipe.read(3) + pipe.read(2) == b"hello"
    pipe.rewind()
    assert pipe.read(9) + pipe.read(9) == b"hello"
    pipe.commit()
    pipe.rewind()
    assert pipe.read(99) == b" world"


async def test_a_thread_that_waits_is_let_go() -> None:
    """Closing ends a blocked read, and drops what was not read."""
    pipe = Pipe()
    reading = asyncio.create_task(asyncio.to_thread(pipe.read, 10))
    await asyncio.sleep(0)
    pipe.close()
    assert await reading == b""
    await pipe.write(b"late")
    pipe.close()
    assert pipe.read(10) == b""


async def test_a_slow_thread_slows_the_camera_down() -> None:
    """Writing waits for room; and does not when the pipe is closed."""
    size = pipe_module.MAX_WAITING
    pipe = Pipe()
    writing = asyncio.create_task(pipe.write(bytes(size + 1)))
    await asyncio.sleep(0)
    assert not writing.done()
    await asyncio.to_thread(pipe.read, 2)
    await until(writing.done)
    blocked = asyncio.create_task(pipe.write(bytes(10)))
    await asyncio.sleep(0)
    pipe.close()
    await blocked
