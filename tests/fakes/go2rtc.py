"""go2rtc as far as Home Assistant asks it, on a real socket: it dials its sources as the real one does.

async with FakeGo2rtc() as go2rtc:
    go2rtc.url, go2rtc.streams           # names, with their sources
    peer = go2rtc.peers[-1]              # one for each offer
    peer.received, peer.statuses         # what its source sent, and how each dial was answered
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

import aiohttp
from aiohttp import web

RETRY_SECONDS = 0.1
ANSWER = "v=0\r\n"


@dataclass(eq=False)
class FakePeer:
    """What came of an offer. It stays connected, whatever becomes of the signalling, as real ones do."""

    name: str
    source: str
    received: bytearray = field(default_factory=bytearray)
    statuses: list[int] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    closed: bool = False
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    """The first dial has brought something, or failed."""


class FakeGo2rtc:
    """One server."""

    def __init__(self) -> None:
        """Describe it."""
        self.url = ""
        self.streams: dict[str, list[str]] = {}
        self.peers: list[FakePeer] = []
        self.watched: set[str] = set()
        """The names that somebody receives without having offered here."""
        self.error: str | None = None
        """What it says to the next offers."""
        self.broken = False
        """Whether it fails to list and to forget names."""
        self.slow = asyncio.Event()
        """Cleared, it takes its time to take a name."""
        self.slow.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        """Listen."""
        app = web.Application()
        app.router.add_get("/api", self._info)
        app.router.add_get("/api/schemes", self._schemes)
        app.router.add_get("/api/preload", self._preload)
        app.router.add_get("/api/streams", self._list)
        app.router.add_put("/api/streams", self._add)
        app.router.add_delete("/api/streams", self._delete)
        app.router.add_get("/api/ws", self._ws)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site.port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        """End, with all peers."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._runner is not None:
            await self._runner.cleanup()

    async def _info(self, request: web.Request) -> web.Response:
        return web.json_response({"version": "1.9.14", "config_path": "", "host": "", "rtsp": {"listen": ":8554"}})

    async def _schemes(self, request: web.Request) -> web.Response:
        return web.json_response(["ffmpeg", "http", "https", "rtsp"])

    async def _preload(self, request: web.Request) -> web.Response:
        return web.json_response({})

    async def _list(self, request: web.Request) -> web.Response:
        if self.broken:
            return web.Response(status=500)
        if (asked := request.query.get("src")) is not None:
            if asked not in self.streams:
                return web.Response(status=404)
            consumers = [{"format_name": "webrtc/json"}] if asked in self.watched else []
            return web.json_response({"producers": [], "consumers": consumers})
        return web.json_response(
            {name: {"producers": [{"url": source} for source in sources]} for name, sources in self.streams.items()}
        )

    async def _add(self, request: web.Request) -> web.Response:
        await self.slow.wait()
        self.streams[request.query["name"]] = request.query.getall("src")
        return web.Response()

    async def _delete(self, request: web.Request) -> web.Response:
        self.streams.pop(request.query["src"], None)
        return web.Response(status=400)  # as the real one does without a file for its configuration

    async def _ws(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        name = request.query["src"]
        source = self.streams[name][0]
        if source.startswith("ffmpeg:"):  # asks for another stream here, or for an address
            source = source.removeprefix("ffmpeg:").partition("#")[0]
            source = self.streams.get(source, [source])[0]
        peer = FakePeer(name, source)
        self.peers.append(peer)
        async for message in socket:
            data: dict[str, Any] = message.json()
            if data["type"] == "webrtc/candidate":
                peer.candidates.append(data["value"])
            elif self.error is not None:
                await socket.send_json({"type": "error", "value": self.error})
            else:
                await self._answer(socket, peer)
        peer.closed = True
        return socket

    async def _answer(self, socket: web.WebSocketResponse, peer: FakePeer) -> None:
        task = asyncio.create_task(self._play(peer))
        self._tasks.add(task)
        async with asyncio.timeout(10):
            await peer.begun.wait()
        if not peer.received:
            await socket.send_json({"type": "error", "value": f'webrtc/offer: streams: Get "{peer.source}": EOF'})
        else:
            await socket.send_json({"type": "webrtc", "value": {"type": "answer", "sdp": ANSWER}})

    async def _play(self, peer: FakePeer) -> None:
        """Dial the source, and dial again whenever it breaks off."""
        async with aiohttp.ClientSession() as session:
            while True:
                with suppress(aiohttp.ClientError, ConnectionError):
                    async with session.get(peer.source) as response:
                        peer.statuses.append(response.status)
                        if response.status == 200:
                            async for part in response.content.iter_any():
                                peer.received += part
                                peer.begun.set()
                peer.begun.set()
                await asyncio.sleep(RETRY_SECONDS)
