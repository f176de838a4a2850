"""The stock live card in Chromium: time to the first picture, and what follows, ours against `generic`.

    .venv/ha/bin/python -m benchmarks.live_card [rounds]

Both show the same video by HLS, from a simulated HTTP camera with a password. The frontend is cached, as in a browser
that has been there before. "Cold" is a camera that nobody watches; "warm" one that was just being watched. The time is
counted from asking for the page to the first decoded picture, page load included. "Behind" is how long ago the
camera sent what is on the screen.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
import sys
import tempfile

from tests.e2e.browser import Browser, Window, save_dashboard
from tests.e2e.guarded import add_account, guard_address
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.stock import add_generic
from tests.fakes.cameras import FakeCamera
from tests.fakes.video import FPS

PASSWORD = "pw-camera-bench-41"
LOOP_SECONDS = 16  # longer than anybody is behind, so that the number in a picture tells how far
PLAY_SECONDS = 20
IDLE_SECONDS = 60  # within which nobody reads a camera any more that nobody watches


@dataclass(frozen=True, slots=True)
class Subject:
    """A camera on a dashboard of its own."""

    name: str
    camera: FakeCamera
    path: str


@dataclass(frozen=True, slots=True)
class Play:
    """One visit to the page. Times in seconds; the later ones only where it was watched on."""

    first: float
    behind: float | None = None
    stalls: int = 0
    buffered: float | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """All visits for one camera."""

    name: str
    cold: Sequence[Play]
    warm: Sequence[Play]


async def play(window: Window, subject: Subject, seconds: float = 0) -> Play:
    """Open the page, wait for the first picture, and watch on for `seconds`."""
    await window.open(subject.path)
    first = (await window.until_playing(60)).first
    assert first is not None
    if not seconds:
        return Play(first)
    behind, buffered = [], []
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while loop.time() < deadline:
        await window.page.wait_for_timeout(500)
        if (read := await window.number()) is not None:
            at, number = read
            behind.append((at - number / FPS) % LOOP_SECONDS)
        buffered += [playback.buffered for playback in await window.playback()]
    (playback,) = await window.playback()
    # The first seconds are the player's to find its place.
    settled = behind[len(behind) // 2 :]
    return Play(first, median(settled), playback.stalls, median(buffered))


async def until_cold(subject: Subject) -> None:
    """Wait until nobody reads the camera."""
    await subject.camera.until(lambda: subject.camera.open["stream"] == 0, IDLE_SECONDS)


@asynccontextmanager
async def stage(directory: Path) -> AsyncIterator[tuple[Person, list[Subject]]]:
    """Set up a server with two cameras of the same video: `generic`, and ours for its owner."""
    server = Server(directory)
    async with _camera() as first, _camera() as second:
        try:
            await server.start()
            admin = await server.onboard("admin", "Admin", "pw-admin-bench")
            owner = await server.create_user(admin, "owner", "Owner", "pw-owner-bench", "users")
            await server.until_running()
            stock = await add_generic(admin, first, PASSWORD, "stock")
            account = await add_account(admin, owner)
            ours = await guard_address(
                admin,
                account,
                "Ours",
                still_image_url=second.still_url,
                stream_source=second.stream_url,
                username="camera",
                password=PASSWORD,
            )
            subjects = [
                Subject(name, camera, await save_dashboard(admin, f"live-{name}", [live_card(entity_id)]))
                for name, camera, entity_id in (("generic", first, stock), ("ours", second, ours.entity_id))
            ]
            yield owner, subjects
        finally:
            await server.close()


def _camera() -> FakeCamera:
    return FakeCamera("red", seconds=LOOP_SECONDS, username="camera", password=PASSWORD)


def live_card(entity_id: str) -> dict[str, object]:
    """Configure the stock live card."""
    return {"type": "picture-entity", "entity": entity_id, "camera_view": "live"}


async def measure(owner: Person, subjects: Sequence[Subject], rounds: int = 3) -> list[Result]:
    """Visit the pages in turn, cold and warm."""
    cold: dict[str, list[Play]] = {subject.name: [] for subject in subjects}
    warm: dict[str, list[Play]] = {subject.name: [] for subject in subjects}
    async with Browser() as browser, browser.window(owner) as window:
        for subject in subjects:  # fills the browser's cache
            await play(window, subject)
            await window.leave()
        for turn in range(rounds):
            for subject in subjects:
                await until_cold(subject)
                # One long look each is enough.
                cold[subject.name].append(await play(window, subject, PLAY_SECONDS if turn == 0 else 0))
                await window.leave()
                warm[subject.name].append(await play(window, subject))
                await window.leave()
    return [Result(subject.name, cold[subject.name], warm[subject.name]) for subject in subjects]


def table(results: Sequence[Result]) -> str:
    """Show the medians, and ours in proportion to the first."""
    lines = ["first picture in the live card |  cold s |  warm s | behind s | buffer s | stalls"]
    for result in results:
        long = next(visit for visit in result.cold if visit.behind is not None)
        lines.append(
            f"{result.name:<30} | {_first(result.cold):7.2f} | {_first(result.warm):7.2f} |"
            f" {long.behind:8.2f} | {long.buffered:8.2f} | {sum(visit.stalls for visit in result.cold):6}"
        )
    stock, ours = results
    lines.append(
        f"{'ratio':<30} | {_first(ours.cold) / _first(stock.cold):7.2f} |"
        f" {_first(ours.warm) / _first(stock.warm):7.2f} |"
    )
    return "\n".join(lines)


def _first(plays: Sequence[Play]) -> float:
    return median(visit.first for visit in plays)


async def main(rounds: int) -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory() as directory:
        async with stage(Path(directory)) as (owner, subjects):
            print(table(await measure(owner, subjects, rounds)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3))
