"""Stills through Home Assistant's own view, as many as it gives: ours against a constant picture and stock cameras.

The cameras take turns in short rounds, and what counts is the median of each round's ratio: a machine that is busy
with something else slows the neighbours of a round by as much.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
import json
import os
from pathlib import Path
from statistics import median

from tests.e2e.person import Person

WRK = Path(__file__).parent / "stills.lua"
CONNECTIONS = 8  # a dashboard of as many still cards


@dataclass(frozen=True, slots=True)
class Round:
    """One camera for a few seconds: stills per second, and the time (ms) that all but 1 % of the requests took."""

    rate: float
    p99: float


async def load(person: Person, entity_id: str, seconds: int) -> Round:
    """Ask for stills without a pause; fail if one of them does not come."""
    process = await asyncio.create_subprocess_exec(
        "wrk",
        *("--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--script", WRK),
        f"{person.url}/api/camera_proxy/{entity_id}",
        env={**os.environ, "BEARER": person.access_token},  # not an argument, which everybody on a machine can read
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"wrk ended with {process.returncode}")
    result = json.loads(output.splitlines()[-1])
    if result["errors"]:
        raise RuntimeError(f"{entity_id}: {result['errors']} of {result['requests']} stills did not come")
    return Round(result["requests"] / result["seconds"], result["p99"])


async def measure(
    person: Person, cameras: Mapping[str, str], rounds: int, seconds: int = 3
) -> dict[str, Sequence[Round]]:
    """Let the cameras (name: entity id) take turns."""
    names = list(cameras)
    results: dict[str, list[Round]] = {name: [] for name in names}
    for name in names:
        await load(person, cameras[name], 1)
    for turn in range(rounds):
        # Another one is first each time: nobody always comes after the slowest.
        for place in range(len(names)):
            name = names[(turn + place) % len(names)]
            results[name].append(await load(person, cameras[name], seconds))
    return dict(results)


def ratio(results: Mapping[str, Sequence[Round]], ours: str, other: str) -> float:
    """Tell how many times as many stills one gives, round by round."""
    pairs = zip(results[ours], results[other], strict=True)
    return median(mine.rate / theirs.rate for mine, theirs in pairs)


def table(results: Mapping[str, Sequence[Round]]) -> str:
    """Show the medians, and ours in proportion to each."""
    lines = ["stills, /api/camera_proxy        |    per s |   p99 ms | ours / it"]
    for name, rounds in results.items():
        rate, p99 = median(each.rate for each in rounds), median(each.p99 for each in rounds)
        lines.append(f"{name:<32} | {rate:8.0f} | {p99:8.1f} | {ratio(results, 'ours', name):9.2f}")
    return "\n".join(lines)
