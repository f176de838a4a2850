"""A flood of one kind of request by one login, in a process of its own: `python flood.py '<json>'` until it is ended.

It says "begun" when the first answers are there. It asks for as much as it can, and gives way to everybody else on the
machine: what is measured is what the server does for it, not what its own processor time costs.
"""

import asyncio
from contextlib import suppress
import json
import os
import sys
from typing import Any

import aiohttp

_BATCH = 200


class Flood:
    """What is asked, by whom."""

    def __init__(self, url: str, token: str, kind: str, entity_id: str, connections: int) -> None:
        """Be ready."""
        self.url = url
        self.token = token
        self.entity_id = entity_id
        self.ask = getattr(self, kind)
        self.connections = connections
        self.answers = 0
        self.begun = asyncio.Event()

    def answered(self) -> None:
        """Count an answer."""
        self.answers += 1
        if self.answers >= self.connections:
            self.begun.set()

    async def run(self) -> None:
        """Ask, over many connections at once, for ever."""
        connector = aiohttp.TCPConnector(limit=0)
        async with aiohttp.ClientSession(connector=connector, headers={"Authorization": f"Bearer {self.token}"}) as it:
            tasks = [asyncio.create_task(self._again(it)) for _ in range(self.connections)]
            await self.begun.wait()
            sys.stdout.write("begun\n")
            sys.stdout.flush()
            begin = asyncio.get_running_loop().time()
            before = self.answers
            reader = asyncio.StreamReader()
            await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
            await reader.read()
            rate = (self.answers - before) / (asyncio.get_running_loop().time() - begin)
            sys.stdout.write(f"{rate:.0f}\n")
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _again(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                await self.ask(session)
            except aiohttp.ClientError, ConnectionError, TimeoutError:
                self.answered()
                await asyncio.sleep(0.001)

    async def _get(self, session: aiohttp.ClientSession, path: str) -> None:
        async with session.get(self.url + path) as response:
            await response.read()
        self.answered()

    async def nothing(self, session: aiohttp.ClientSession) -> None:
        """Ask for nothing."""
        self.answered()
        await asyncio.sleep(1)

    async def still(self, session: aiohttp.ClientSession) -> None:
        """Look at stills."""
        await self._get(session, f"/api/camera_proxy/{self.entity_id}")

    async def scaled(self, session: aiohttp.ClientSession) -> None:
        """Look at stills that Home Assistant makes smaller."""
        await self._get(session, f"/api/camera_proxy/{self.entity_id}?width=160&height=90")

    async def mjpeg(self, session: aiohttp.ClientSession) -> None:
        """Begin to look at a row of pictures, and leave."""
        async with session.get(f"{self.url}/api/camera_proxy_stream/{self.entity_id}") as response:
            await response.content.readany()
        self.answered()

    async def hls(self, session: aiohttp.ClientSession) -> None:
        """Ask for playlists that are nobody's."""
        await self._get(session, f"/api/hls/dropcam/{'5f' * 32}/playlist.m3u8")

    async def relay(self, session: aiohttp.ClientSession) -> None:
        """Ask for a stream that is nobody's."""
        await self._get(session, f"/api/dropcam_privacy/ts?auth={'5f' * 32}")

    async def lease(self, session: aiohttp.ClientSession) -> None:
        """Ask for leases."""
        async with session.post(f"{self.url}/api/dropcam_privacy/lease", json={"entity_id": self.entity_id}) as answer:
            await answer.read()
        self.answered()

    async def large(self, session: aiohttp.ClientSession) -> None:
        """Ask for leases with as much as Home Assistant takes in."""
        body = b"[" * (16 << 20)
        headers = {"Content-Type": "application/json"}
        async with session.post(f"{self.url}/api/dropcam_privacy/lease", data=body, headers=headers) as answer:
            await answer.read()
        self.answered()

    async def _commands(self, session: aiohttp.ClientSession, **command: Any) -> None:
        async with session.ws_connect(f"{self.url}/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": self.token})
            assert (await socket.receive_json())["type"] == "auth_ok"
            number = 0
            while True:
                for _ in range(_BATCH):
                    number += 1
                    await socket.send_str(json.dumps({"id": number, **command}))
                for _ in range(_BATCH):
                    await socket.receive(timeout=30)
                    self.answered()

    async def sign(self, session: aiohttp.ClientSession) -> None:
        """Have paths signed."""
        await self._commands(session, type="auth/sign_path", path=f"/api/camera_proxy/{self.entity_id}", expires=60)

    async def stock_sign(self, session: aiohttp.ClientSession) -> None:
        """Have paths signed that are none of ours."""
        await self._commands(session, type="auth/sign_path", path="/api/camera_proxy/camera.stock", expires=60)

    async def stream(self, session: aiohttp.ClientSession) -> None:
        """Ask for live video."""
        await self._commands(session, type="camera/stream", entity_id=self.entity_id)

    async def states(self, session: aiohttp.ClientSession) -> None:
        """Ask Home Assistant for a state: nothing of ours, to compare with."""
        await self._get(session, f"/api/states/{self.entity_id}")


if __name__ == "__main__":
    os.nice(19)
    with suppress(KeyboardInterrupt):
        asyncio.run(Flood(**json.loads(sys.argv[1])).run())
