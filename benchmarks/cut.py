"""Privacy is switched on while fifty watch by MJPEG and fifty by HLS: how quickly, and what still comes."""

import asyncio
from collections.abc import Sequence
import re
from statistics import median
import time
from typing import NamedTuple
from urllib.parse import urljoin

from benchmarks.stage import Stage
from benchmarks.wire import Commands, Wire, get, held_by_kernel
from tests.waiting import until

VIEWERS = 50
WATCH_SECONDS = 6
QUIET_ROUNDS = 15
LISTEN_SECONDS = 3  # for what might come after the return


class Cut(NamedTuple):
    """One time that privacy was switched on."""

    action: float  # ms
    upstreams: int  # the most connections that the camera had at once
    megabytes: float  # that the viewers received before, per second
    open: int  # connections with a picture under way when the action was called
    last: float  # ms from the return to the last byte that a client read
    late: int  # bytes that were read after the return
    written: int  # bytes of them that the system did not hold already at the return
    answers: int  # pictures or playlists that anybody was given who asked again


class Result(NamedTuple):
    """All times."""

    quiet: float  # ms that the action takes when nobody watches
    cuts: Sequence[Cut]


class Player:
    """A viewer by HLS, who asks for every part as it comes, each time on a new connection."""

    def __init__(self, url: str, master: str) -> None:
        """`master` is the path of the master playlist."""
        self._url = url
        self._master = master
        self.wires: list[Wire] = []
        self.playlist = ""
        self.parts = 0

    async def _get(self, path: str) -> bytes:
        wire = await get(self._url, path)
        self.wires.append(wire)
        await wire.closed.wait()
        if wire.status != 200:
            raise ConnectionError(f"{path}: {wire.status}")
        return wire.body

    async def play(self) -> None:
        """Play until it ends."""
        master = (await self._get(self._master)).decode()
        media = urljoin(self._master, next(line for line in master.splitlines() if line and line[0] != "#"))
        self.playlist = media
        seen: set[str] = set()
        ask = media
        while True:
            text = (await self._get(ask)).decode()
            parts = re.findall(r'EXT-X-PART:[^\n]*?URI="([^"]+)"', text)
            new = [part for part in parts if part not in seen]
            for part in new if seen else new[-2:]:
                await self._get(urljoin(media, part))
                self.parts += 1
            seen.update(parts)
            if coming := re.search(r'PRELOAD-HINT:TYPE=PART,URI="[^"]*?(\d+)\.(\d+)\.m4s"', text):
                ask = f"{media}?_HLS_msn={coming[1]}&_HLS_part={coming[2]}"
            else:
                await asyncio.sleep(0.2)


async def cut(stage: Stage, owner: Commands) -> Cut:
    """Lower privacy, let everybody watch, and raise it."""
    camera, watched, server = stage.watched_camera, stage.watched, stage.server
    await owner.call("switch.turn_off", watched.privacy)
    camera.peak.clear()
    streams = [
        await get(server.url, f"/api/camera_proxy_stream/{watched.entity_id}", stage.viewer.access_token)
        for _ in range(VIEWERS)
    ]
    players = []
    for _ in range(VIEWERS):
        started = await stage.screen.ws("camera/stream", entity_id=watched.entity_id, format="hls")
        players.append(Player(server.url, started["url"]))
    playing = [asyncio.create_task(player.play()) for player in players]
    try:
        await until(lambda: all(len(wire.received) > 100_000 for wire in streams), 60)
        await until(lambda: all(player.parts > 2 for player in players), 60)
        begun, before = time.monotonic(), _received(streams, players)
        await asyncio.sleep(WATCH_SECONDS)
        rate = (_received(streams, players) - before) / (time.monotonic() - begun) / 1e6
        upstreams = sum(camera.open.values())
        sent, returned, held, wires = await _switch(stage, owner, streams, players)
        await asyncio.sleep(LISTEN_SECONDS)
        await asyncio.wait(playing, timeout=60)
    finally:
        for task in playing:
            task.cancel()
        await asyncio.gather(*playing, return_exceptions=True)
        for wire in streams:
            wire.close()
    again = [await get(server.url, player.playlist) for player in players]
    again += [
        await get(server.url, f"/api/camera_proxy_stream/{watched.entity_id}", stage.viewer.access_token)
        for _ in range(3)
    ]
    await asyncio.gather(*(wire.closed.wait() for wire in again))
    again += [wire for player in players for wire in player.wires if wire.begun > returned]
    # Who is refused is told so, also after the return: that is no picture.
    wires = {wire for wire in wires if wire.status == 200}
    reads = [when for wire in wires for when, _ in wire.arrivals if when > returned]
    return Cut(
        action=(returned - sent) * 1000,
        upstreams=max(upstreams, sum(camera.peak.values())),
        megabytes=rate,
        open=len(wires),
        last=(max(reads, default=returned) - returned) * 1000,
        late=sum(wire.after(returned) for wire in wires),
        written=sum(max(0, wire.after(returned) - held[wire.port]) for wire in wires),
        answers=sum(wire.status == 200 for wire in again),
    )


async def _switch(
    stage: Stage, owner: Commands, streams: Sequence[Wire], players: Sequence[Player]
) -> tuple[float, float, dict[int, int], set[Wire]]:
    """Raise privacy; tell when, and what the system held for the connections that were open then."""
    open_before = {
        wire
        for wire in (*streams, *(wire for player in players for wire in player.wires[-1:]))
        if not wire.closed.is_set()
    }
    sent, returned = await owner.call("switch.turn_on", stage.watched.privacy)
    # Some end, and others begin, while the action runs.
    wires = open_before | {
        wire
        for player in players
        for wire in player.wires
        if not wire.closed.is_set() or (wire.arrivals and wire.arrivals[-1][0] > sent)
    }
    return sent, returned, held_by_kernel(wire.port for wire in wires), wires


def _received(streams: Sequence[Wire], players: Sequence[Player]) -> int:
    return sum(len(wire.received) for wire in (*streams, *(wire for player in players for wire in player.wires)))


async def measure(stage: Stage, rounds: int) -> Result:
    """Do it again and again; before that, with nobody there."""
    owner = await Commands.open(stage.server.url, stage.owner.access_token)
    try:
        quiet = []
        for _ in range(QUIET_ROUNDS):
            await owner.call("switch.turn_off", stage.watched.privacy)
            sent, returned = await owner.call("switch.turn_on", stage.watched.privacy)
            quiet.append((returned - sent) * 1000)
        return Result(median(quiet), [await cut(stage, owner) for _ in range(rounds)])
    finally:
        owner.close()


def table(result: Result) -> str:
    """Show the medians of times, and the worst of everything else."""
    cuts = result.cuts
    worst = Cut(*(max(column) for column in zip(*cuts, strict=True)))
    rows = {
        "the action, nobody watching": f"{result.quiet:8.1f} ms",
        "the action": f"{median(each.action for each in cuts):8.1f} ms",
        "the action, slowest": f"{worst.action:8.1f} ms",
        "connections to the camera": f"{worst.upstreams:8}",
        "received before": f"{median(each.megabytes for each in cuts):8.1f} MB/s",
        "answers under way": f"{worst.open:8}",
        "last byte read after return": f"{worst.last:8.1f} ms",
        "read after the return": f"{worst.late:8} bytes",
        "written after the return": f"{worst.written:8} bytes",
        "answers to who asked again": f"{worst.answers:8}",
    }
    title = f"privacy on, {VIEWERS} MJPEG + {VIEWERS} HLS"
    return "\n".join([title, *(f"{name:<30} | {value}" for name, value in rows.items())])
