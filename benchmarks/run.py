"""Everything in docs/performance.md, in one run against one server: `scripts/bench`.

`--rounds N` repeats each measurement; `--no-browser` leaves Chromium out.
"""

import argparse
import asyncio
import os
from pathlib import Path
import tempfile

from benchmarks import cut, decisions, live_card, mjpeg, scene as looking, start, stills, webrtc
from benchmarks.stage import stage
from tests.e2e.browser import save_dashboard


def say(text: str) -> None:
    """Show progress at once."""
    print(text, flush=True)


def load() -> str:
    """Return how busy the machine is; with other work on it, the ratios are what counts."""
    return f"{os.getloadavg()[0]:.1f} of {os.cpu_count()} processors busy"


async def main(rounds: int, *, browser: bool) -> None:
    """Measure, and print the table."""
    say(f"Before: {load()}")
    say("Decisions")
    tables = [decisions.table(await decisions.measure())]
    say("Looking whether it is the camera's own scene")
    tables.append(looking.table(await looking.measure()))
    with tempfile.TemporaryDirectory() as directory:
        say("Starting the server")
        async with stage(Path(directory)) as scene:
            say("Stills")
            measured = await stills.measure(scene.server, scene.logins, scene.stills, rounds)
            tables.insert(0, stills.table(measured))
            say("Privacy on while many watch")
            tables.append(cut.table(await cut.measure(scene, rounds)))
            say("MJPEG")
            tables.append(mjpeg.table(await mjpeg.measure(scene, rounds)))
            if browser:
                say("Live cards in Chromium")
                subjects = [
                    live_card.Subject(
                        name, camera, await save_dashboard(scene.admin, f"live-{name}", [live_card.live_card(entity)])
                    )
                    for name, (camera, entity) in scene.live.items()
                ]
                tables.append(live_card.table(await live_card.measure(scene.owner, subjects, rounds)))
        say("Starts with many cameras")
        tables.append(await start.run(Path(directory) / "starts", rounds))
    say("WebRTC")
    tables.append(await webrtc.run(rounds))
    say(f"After: {load()}\n")
    say("\n\n".join(tables))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-browser", dest="browser", action="store_false")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.rounds, browser=arguments.browser))
