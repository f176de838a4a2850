"""What MJPEG costs the server: a guarded camera's viewers against those of stock `mjpeg`, on the same simulated camera.

The camera and the viewers are processes of their own, so that the processor's time of the server is Home Assistant's
alone. Stock opens a connection to the camera for each viewer and passes its bytes on; a guarded camera is read once.
The two take turns; each viewer's pictures are counted, for what is cheap because it delivers less is not cheap.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
import json
import os
from statistics import median
import sys
from typing import Any, NamedTuple, override
from urllib.parse import urlsplit

from benchmarks.stage import PASSWORD, USERNAME, ReadyCamera, Stage
from tests.e2e.guarded import guard_address
from tests.e2e.stock import add_mjpeg
from tests.fakes.cameras import FakeCamera

CROWDS = (1, 10, 50)
SECONDS = 10.0
SETTLE_SECONDS = 2  # Home Assistant writes that somebody watches, and the feed begins
PATIENCE = 30
MOST_ROUNDS = 3  # each takes a minute and a half
_START = b"\xff\xd8\xff"  # of a JPEG; nowhere else in it


class Window(NamedTuple):
    """Some seconds with a number of viewers."""

    cpu: float  # seconds of processor time a minute
    pictures: float  # a second, to each viewer
    slowest: float  # the same to the one who got fewest
    upstreams: int  # connections to the camera


class Process:
    """A part of this benchmark in a process of its own: answers each question with what it counted."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Use `process`."""
        self._process = process

    async def ask(self) -> Any:
        """Have it count."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"\n")
        async with asyncio.timeout(PATIENCE):
            if not (line := await self._process.stdout.readline()):
                raise RuntimeError("a process of the benchmark ended")
        return json.loads(line)

    async def until(self, condition: Callable[[Any], bool]) -> None:
        """Ask until an answer is as it should be."""
        for _ in range(PATIENCE * 10):
            if condition(await self.ask()):
                return
            await asyncio.sleep(0.1)
        raise TimeoutError("the benchmark waits in vain")


@asynccontextmanager
async def process(*arguments: str, **env: str) -> AsyncIterator[Process]:
    """Start a part of this benchmark; it ends when it is asked no more."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.mjpeg", *arguments),
        env={**os.environ, **env},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Process(child)
    finally:
        assert child.stdin
        child.stdin.close()
        await child.wait()


async def _answer(count: Callable[[], object]) -> None:
    """Answer each line with what is counted, to the last."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.readline():
        sys.stdout.write(json.dumps(count()) + "\n")
        sys.stdout.flush()


async def _camera() -> None:
    """Be the camera: answers with its port, and how many read it."""
    async with ReadyCamera("red", username=USERNAME, password=PASSWORD) as camera:
        await _answer(lambda: (camera.port, camera.open["mjpeg"]))


class Viewer(asyncio.Protocol):
    """One who reads MJPEG and counts pictures, at next to no cost."""

    def __init__(self, request: bytes) -> None:
        """Ask for it once connected."""
        self._request = request
        self._end = b""
        self.pictures = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask."""
        assert isinstance(transport, asyncio.Transport)
        transport.write(self._request)

    @override
    def data_received(self, data: bytes) -> None:
        """Count, across the borders of what comes together."""
        self.pictures += data.count(_START) + (self._end + data[:2]).count(_START)
        self._end = data[-2:]


async def _viewers(url: str, path: str, crowd: int) -> None:
    """Be the viewers: answers with the pictures that each has received."""
    host = urlsplit(url)
    assert host.hostname
    assert host.port
    lines = (f"GET {path} HTTP/1.1", f"Host: {host.netloc}", f"Authorization: Bearer {os.environ['BEARER']}", "", "")
    request = "\r\n".join(lines).encode()
    loop = asyncio.get_running_loop()
    address = (host.hostname, host.port)
    viewers = [(await loop.create_connection(lambda: Viewer(request), *address))[1] for _ in range(crowd)]
    await _answer(lambda: [viewer.pictures for viewer in viewers])


async def watch(stage: Stage, camera: Process, entity_id: str, crowd: int) -> Window:
    """Let a crowd watch, when nobody reads the camera any more."""
    await camera.until(lambda answer: answer[1] == 0)
    arguments = ("viewers", stage.server.url, f"/api/camera_proxy_stream/{entity_id}", str(crowd))
    async with process(*arguments, BEARER=stage.owner.access_token) as viewers:
        await viewers.until(all)
        await asyncio.sleep(SETTLE_SECONDS)
        loop = asyncio.get_running_loop()
        before, cpu, begun = await viewers.ask(), stage.server.cpu_seconds(), loop.time()
        await asyncio.sleep(SECONDS)
        after, cpu, seconds = await viewers.ask(), stage.server.cpu_seconds() - cpu, loop.time() - begun
        rates = [(now - then) / seconds for now, then in zip(after, before, strict=True)]
        return Window(cpu / seconds * 60, sum(rates) / crowd, min(rates), (await camera.ask())[1])


type Rounds = Sequence[tuple[Window, Window]]
"""Stock's and ours, one after the other."""


async def measure(stage: Stage, rounds: int) -> dict[int, Rounds]:
    """Let stock and ours take turns, with crowds of each size."""
    async with process("camera") as camera:
        port, _ = await camera.ask()
        description = FakeCamera("red", username=USERNAME, password=PASSWORD, port=port)
        stock = await add_mjpeg(stage.admin, description, PASSWORD, "mjpeg_live")
        ours = await guard_address(
            stage.admin,
            stage.watched.account,
            "Ours MJPEG",
            mjpeg_url=description.mjpeg_url,
            username=USERNAME,
            password=PASSWORD,
        )
        return {
            crowd: [
                (await watch(stage, camera, stock, crowd), await watch(stage, camera, ours.entity_id, crowd))
                for _ in range(min(rounds, MOST_ROUNDS))
            ]
            for crowd in CROWDS
        }


def table(results: dict[int, Rounds]) -> str:
    """Show the medians, and the worst of what a viewer received."""
    lines = ["MJPEG, viewers                 | CPU s/min | pictures/s | slowest | upstreams | ours / it"]
    for crowd, rounds in results.items():
        ratio = median(ours.cpu / stock.cpu for stock, ours in rounds)
        for name, windows, part in zip(("mjpeg", "ours"), zip(*rounds, strict=True), (ratio, 1.0), strict=True):
            lines.append(
                f"{f'{crowd} by {name}':<30} | {median(each.cpu for each in windows):9.2f}"
                f" | {median(each.pictures for each in windows):10.2f} | {min(each.slowest for each in windows):7.2f}"
                f" | {max(each.upstreams for each in windows):9} | {part:9.2f}"
            )
    return "\n".join(lines)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["camera"]:
            asyncio.run(_camera())
        case ["viewers", url, path, crowd]:
            asyncio.run(_viewers(url, path, int(crowd)))
