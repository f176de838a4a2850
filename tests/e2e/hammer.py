"""Asks for cameras' pictures without a pause, through starts of Home Assistant."""

import asyncio
from collections import Counter
import contextlib
from itertools import cycle
import secrets
from typing import Any

import aiohttp

from tests.fakes.pictures import seen

from .conftest import Household
from .person import Person, RefusedError
from .roads import follow_hls

SETTLED_SECONDS = 4  # asked on after Home Assistant says that it runs


KINDS = ("still", "mjpeg", "stream", "snapshot")


class Hammer:
    """Asks for cameras' pictures on several roads, without a pause, through starts."""

    def __init__(self, person: Person, *entity_ids: str) -> None:
        """Describe it."""
        self.asked: Counter[str] = Counter()
        self.received: Counter[str] = Counter()
        self._person, self._entity_ids = person, cycle(entity_ids)
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin."""
        for kind in KINDS:
            self._tasks += [asyncio.create_task(self._ask_on(kind)) for _ in range(2)]

    async def stop(self) -> None:
        """End."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _ask_on(self, kind: str) -> None:
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                try:
                    answers = await getattr(self, f"_{kind}")(next(self._entity_ids))
                except RefusedError:
                    answers = []
                self.asked[kind] += 1
                if answers and await asyncio.to_thread(seen, *answers):
                    self.received[kind] += 1
            await asyncio.sleep(0.005)

    async def _still(self, entity_id: str) -> list[Any]:
        return [(await self._person.get(f"/api/camera_proxy/{entity_id}", seconds=5)).body]

    async def _mjpeg(self, entity_id: str) -> list[Any]:
        path = f"/api/camera_proxy_stream/{entity_id}"
        return [(await self._person.get(path, most=60_000, seconds=5)).body]

    async def _stream(self, entity_id: str) -> list[Any]:
        answer = await self._person.ws("camera/stream", entity_id=entity_id, format="hls")
        return await follow_hls(self._person, answer["url"])

    async def _snapshot(self, entity_id: str) -> list[Any]:
        file = self._person.pictures / f"{secrets.token_hex(8)}.jpg"
        await self._person.call_service("camera.snapshot", entity_id, rest=True, filename=str(file))
        return [file.read_bytes()] if file.exists() else []


async def hammered_start(house: Household, *entity_ids: str) -> Hammer:
    """Restart the server under the hammer."""
    hammer = Hammer(house["other"], *entity_ids)
    await house.server.stop()
    hammer.start()
    try:
        await house.server.start()
        await asyncio.sleep(SETTLED_SECONDS)
    finally:
        await hammer.stop()
    return hammer
