"""The body of an answer, read by a thread."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, ClientTimeout, web
import pytest

from custom_components.dropcam_privacy.feed.body_file import BodyFile


@asynccontextmanager
async def body(*parts: bytes, hangs: bool = False, breaks: bool = False) -> AsyncIterator[BodyFile]:
    """Have a real answer sent in these parts, which then ends, hangs or breaks off."""
    over = asyncio.Event()

    async def serve(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000000"} if hangs or breaks else {})
        await response.prepare(request)
        for part in parts:
            await response.write(part)
        if hangs:
            await over.wait()
        if breaks and request.transport is not None:
            request.transport.abort()
        return response

    app = web.Application()
    app.router.add_get("/", serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
    try:
        async with (
            ClientSession(timeout=ClientTimeout(sock_read=1)) as session,
            session.get(f"http://127.0.0.1:{port}/") as answer,
        ):
            yield BodyFile(answer.content)
    finally:
        over.set()
        await runner.cleanup()


def whole(file: BodyFile, count: int) -> bytes:
    """Read to the end, in pieces of `count` bytes."""
    return b"".join(iter(lambda: file.read(count), b""))


@pytest.mark.parametrize("count", [1, 4, 1000])
async def test_bytes_come_out_in_order_and_end(count: int) -> None:
    """In whatever pieces they are asked for."""
    async with body(b"hello ", b"world") as file:
        assert await asyncio.to_thread(whole, file, count) == b"hello world"
        assert file.error is None


async def test_read_again_until_committed() -> None:
    """A second, more thorough look begins at the beginning."""
    async with body(b"hello world") as file:
        first = await asyncio.to_thread(lambda: file.read(3) + file.read(2))
        assert first == b"hello"
        file.rewind()
        assert file.read(4) + file.read(9) == b"hello"
        file.rewind()
        file.commit()
        assert await asyncio.to_thread(whole, file, 7) == b"hello world"
        file.rewind()
        assert await asyncio.to_thread(file.read, 99) == b""


async def test_a_thread_that_waits_is_let_go() -> None:
    """Closing ends a blocked read at once, and nothing is read after that; nothing is left behind."""
    async with body(b"hello", hangs=True) as file:
        assert await asyncio.to_thread(file.read, 5) == b"hello"
        before = asyncio.all_tasks()
        reading = asyncio.create_task(asyncio.to_thread(file.read, 5))
        while len(asyncio.all_tasks() - before) < 2:  # noqa: ASYNC110 - until the thread's own read runs in the loop
            await asyncio.sleep(0.01)
        file.close()
        async with asyncio.timeout(0.5):  # a silent connection is given a second
            assert await reading == b""
        assert await asyncio.to_thread(file.read, 5) == b""
        await asyncio.sleep(0)
        assert asyncio.all_tasks() <= before
        assert file.error is None


@pytest.mark.parametrize(("how", "error"), [("breaks", ClientError), ("hangs", TimeoutError)])
async def test_what_breaks_the_connection(how: str, error: type[Exception]) -> None:
    """It arrives unchanged beside the file, which ends."""
    async with body(b"hello", **{how: True}) as file:
        assert await asyncio.to_thread(whole, file, 100) in (b"hello", b"")  # what has not left yet is lost
        assert isinstance(file.error, error)
        assert await asyncio.to_thread(file.read, 5) == b""
