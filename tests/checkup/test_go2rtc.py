"""A go2rtc that answers without a password, asked on real sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientSession, web
import pytest
from yarl import URL

from custom_components.dropcam_privacy.checkup.finding import Finding, Kind, Severity
from custom_components.dropcam_privacy.checkup.go2rtc import Place, _worst, async_ask

HOST = "127.0.0.1"


@asynccontextmanager
async def api(answer: Callable[[], web.Response]) -> AsyncIterator[URL]:
    """Serve /api."""

    async def handle(_: web.Request) -> web.Response:
        return answer()

    app = web.Application()
    app.router.add_get("/api", handle)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, HOST, 0)
        await site.start()
        yield URL(f"http://{HOST}:{runner.addresses[0][1]}")
    finally:
        await runner.cleanup()


@asynccontextmanager
async def rtsp(options: int, describe: int) -> AsyncIterator[int]:
    """Serve RTSP, by these codes."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        method = (await reader.readline()).split()[0]
        code = options if method == b"OPTIONS" else describe
        writer.write(f"RTSP/1.0 {code} Said\r\nCSeq: 1\r\n\r\n".encode())
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def ask(*apis: URL) -> list[Finding]:
    """Ask these."""
    async with ClientSession() as session:
        found = await async_ask(session, [HOST], list(apis))
    return [it for it in found if not it.values["address"].endswith(":8554")]  # whatever else runs on this machine


def go2rtc(port: int) -> web.Response:
    """Answer as go2rtc does."""
    return web.json_response({"config_path": "/x", "version": "1.9.13", "rtsp": {"listen": f":{port}"}})


async def test_open() -> None:
    """Both are named, by their addresses."""
    async with rtsp(200, 404) as port, api(lambda: go2rtc(port)) as url:
        assert [(it.kind, it.severity, it.values) for it in await ask(url)] == [
            (Kind.GO2RTC_API_OPEN, Severity.MODERATE, {"address": f"{HOST}:{url.port}"}),
            (Kind.GO2RTC_RTSP_OPEN, Severity.MODERATE, {"address": f"{HOST}:{port}"}),
        ]


@pytest.mark.parametrize(("options", "describe"), [(401, 401), (200, 401), (200, 200), (454, 404)])
async def test_rtsp_with_a_password(options: int, describe: int) -> None:
    """A server that wants one, or knows a stream that it cannot know, is none of this."""
    async with rtsp(options, describe) as port, api(lambda: go2rtc(port)) as url:
        assert [it.kind for it in await ask(url)] == [Kind.GO2RTC_API_OPEN]


@pytest.mark.parametrize(
    "answer",
    [
        lambda: web.Response(status=401),
        lambda: web.Response(text="hello"),
        lambda: web.json_response({"version": "1"}),
        lambda: web.json_response([]),
        lambda: web.Response(body=b"[" * 100_000),
        lambda: web.Response(status=302, headers={"Location": "http://example.invalid/api"}),
    ],
)
async def test_api_of_something_else(answer: Callable[[], web.Response]) -> None:
    """What wants a password, says something else or leads elsewhere is not named."""
    async with api(answer) as url:
        assert await ask(url) == []


async def test_nothing_answers() -> None:
    """That is as it should be."""
    async with api(lambda: go2rtc(1)) as url:
        pass
    assert await ask(url) == []


def test_the_worst_is_told() -> None:
    """What only this machine reaches is not worth a word where others reach the same."""
    near, far, other = Place(HOST, 1984), Place("192.0.2.2", 1984), Place(HOST, 8554)
    assert _worst([near, far, other]) == [far, other]
    assert [place.is_near for place in (near, far, Place("localhost", 1), Place("::1", 1), Place("nas", 1))] == [
        True,
        False,
        True,
        True,
        False,
    ]
    assert str(Place("::1", 1984)) == "[::1]:1984"
