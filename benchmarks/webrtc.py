"""WebRTC by a real go2rtc, ours against `generic`: the first picture, the processors' time, and the last picture.

    GO2RTC=… .venv/ha/bin/python -m benchmarks.webrtc [rounds]

Both cameras show the same video. "First" is from sending the offer to the first decoded picture, of a camera that
nobody reads. The processors' time is Home Assistant's, go2rtc's and its ffmpegs'. Peers only count what comes.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
import sys
import tempfile
import time

from tests.e2e.go2rtc import HERE, MISSING, Go2rtc
from tests.e2e.guarded import Guarded, add_account, guard_address
from tests.e2e.peers import Peer
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.stock import add_generic
from tests.fakes.cameras import FakeCamera

PASSWORD = "pw-camera-bench-41"
CROWD = 10
WATCH_SECONDS = 15
AFTER_SECONDS = 5  # in which go2rtc asks several times for what was cut
IDLE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Stage:
    """What is compared, and who looks."""

    server: Server
    go2rtc: Go2rtc
    owner: Person
    viewer: Person
    cameras: dict[str, tuple[FakeCamera, str]]
    ours: Guarded


@dataclass(frozen=True, slots=True)
class Result:
    """Of one camera: seconds to the first picture, and processors' seconds for a minute, by the number of peers."""

    name: str
    first: Sequence[float]
    cpu: dict[int, float]


@dataclass(frozen=True, slots=True)
class Cut:
    """Privacy was raised on a crowd: milliseconds that the action took, and from its return to the last packet."""

    action: float
    last: float
    later: int  # packets that came more than 250 ms after it


@asynccontextmanager
async def stage(directory: Path) -> AsyncIterator[Stage]:
    """Start everything, and end it."""
    async with AsyncExitStack() as stack:
        go2rtc = await stack.enter_async_context(Go2rtc(directory / "go2rtc"))
        first, second = [
            await stack.enter_async_context(FakeCamera("red", username="camera", password=PASSWORD)) for _ in range(2)
        ]
        server = Server(directory / "home", extra=go2rtc.yaml)
        stack.push_async_callback(server.close)
        await server.start()
        admin = await server.onboard("admin", "Admin", "pw-admin-bench")
        owner, viewer = [
            await server.create_user(admin, name, name.capitalize(), f"pw-{name}-bench", "users")
            for name in ("owner", "viewer")
        ]
        await server.until_running()
        await first.warm_up()
        stock = await add_generic(admin, first, PASSWORD, "stock")
        ours = await guard_address(
            admin,
            await add_account(admin, owner),
            "Ours",
            viewers=[viewer],
            stream_source=second.stream_url,
            username="camera",
            password=PASSWORD,
        )
        cameras = {"generic": (first, stock), "ours": (second, ours.entity_id)}
        yield Stage(server, go2rtc, owner, viewer, cameras, ours)


async def _peers(person: Person, entity_id: str, count: int) -> list[Peer]:
    peers = [await Peer.connect(person, entity_id) for _ in range(count)]
    for peer in peers:
        await peer.until_playing(60)
    return peers


async def _leave(peers: Sequence[Peer], camera: FakeCamera) -> None:
    for peer in peers:
        await peer.close()
        await peer.close_session()
    await camera.until(lambda: camera.open["stream"] == 0, IDLE_SECONDS)


async def _cpu(scene: Stage, entity_id: str, camera: FakeCamera, count: int) -> float:
    peers = await _peers(scene.owner, entity_id, count)
    before, begun = scene.server.cpu_seconds() + scene.go2rtc.cpu_seconds(), time.monotonic()
    await asyncio.sleep(WATCH_SECONDS)
    spent = scene.server.cpu_seconds() + scene.go2rtc.cpu_seconds() - before
    per_minute = 60 * spent / (time.monotonic() - begun)
    await _leave(peers, camera)
    return per_minute


async def _cut(scene: Stage) -> Cut:
    camera, entity_id = scene.cameras["ours"]
    await scene.owner.call_service("switch.turn_off", scene.ours.privacy)
    peers = await _peers(scene.viewer, entity_id, CROWD)
    sent = time.monotonic()
    await scene.owner.call_service("switch.turn_on", scene.ours.privacy)
    returned = time.monotonic()
    await scene.owner.call_service("switch.turn_off", scene.ours.privacy)
    await asyncio.sleep(AFTER_SECONDS)
    late = [after for peer in peers for after in peer.late(returned)]
    await _leave(peers, camera)
    return Cut(1000 * (returned - sent), 1000 * max(late, default=0), sum(after > 0.25 for after in late))


async def measure(scene: Stage, rounds: int) -> tuple[list[Result], list[Cut]]:
    """Measure in turn."""
    first: dict[str, list[float]] = {name: [] for name in scene.cameras}
    for _ in range(rounds):
        for name, (camera, entity_id) in scene.cameras.items():
            peers = await _peers(scene.owner, entity_id, 1)
            first[name].append(peers[0].first - peers[0].begun)
            await _leave(peers, camera)
    cpu = {
        name: {count: await _cpu(scene, entity_id, camera, count) for count in (1, CROWD)}
        for name, (camera, entity_id) in scene.cameras.items()
    }
    return [Result(name, first[name], cpu[name]) for name in scene.cameras], [await _cut(scene) for _ in range(rounds)]


def table(measured: tuple[list[Result], list[Cut]]) -> str:
    """Show the medians, ours in proportion to `generic`, and the worst of what came after."""
    results, cuts = measured
    lines = [f"WebRTC                         | first s | CPU s/min, 1 | CPU s/min, {CROWD}"]
    lines += [
        f"{result.name:<30} | {median(result.first):7.2f} | {result.cpu[1]:12.2f} | {result.cpu[CROWD]:13.2f}"
        for result in results
    ]
    stock, ours = results
    lines += [
        f"{'ratio':<30} | {median(ours.first) / median(stock.first):7.2f} |"
        f" {ours.cpu[1] / stock.cpu[1]:12.2f} | {ours.cpu[CROWD] / stock.cpu[CROWD]:13.2f}",
        "",
        f"privacy on, {CROWD} WebRTC peers",
        f"{'the action':<30} | {median(cut.action for cut in cuts):8.1f} ms",
        f"{'last packet after the return':<30} | {max(cut.last for cut in cuts):8.1f} ms",
        f"{'packets later than 250 ms':<30} | {sum(cut.later for cut in cuts):8}",
    ]
    return "\n".join(lines)


async def run(rounds: int) -> str:
    """Measure on a server of its own: with a go2rtc, live cards do not use HLS."""
    if not HERE:
        return MISSING
    with tempfile.TemporaryDirectory() as directory:
        async with stage(Path(directory)) as scene:
            return table(await measure(scene, rounds))


if __name__ == "__main__":
    print(asyncio.run(run(int(sys.argv[1]) if len(sys.argv) > 1 else 3)))
