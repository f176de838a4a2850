"""Stills through Home Assistant's own view, as many as it gives: ours against a constant picture and stock cameras.

The cameras take turns in short rounds, and what counts is the median of each round's ratio: a machine that is busy
with something else slows the neighbours of a round by as much. The processor's time that the server spends on a still
is least disturbed by others, and is what limits it. Many logins ask in turn, as one is given so many stills a second.
"""

import asyncio
from collections.abc import Mapping, Sequence
import json
import os
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.e2e.server import Server

WRK = Path(__file__).parent / "stills.lua"
CONNECTIONS = 8  # a dashboard of as many still cards


class Round(NamedTuple):
    """One camera for a few seconds."""

    rate: float  # stills per second
    p99: float  # ms that all but 1 % of them took at most
    cpu: float  # µs that the server worked on one


async def load(server: Server, logins: Sequence[str], entity_id: str, seconds: int) -> Round:
    """Ask for stills without a pause, by the access tokens of `logins` in turn; fail if one of them does not come."""
    before = server.cpu_seconds()
    process = await asyncio.create_subprocess_exec(
        "wrk",
        *("--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s", "--script", WRK),
        f"{server.url}/api/camera_proxy/{entity_id}",
        env={**os.environ, "BEARERS": " ".join(logins)},  # not an argument, which everybody on a machine can read
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"wrk ended with {process.returncode}")
    result = json.loads(output.splitlines()[-1])
    if result["errors"]:
        raise RuntimeError(f"{entity_id}: {result['errors']} of {result['requests']} stills did not come")
    cpu = (server.cpu_seconds() - before) / result["requests"] * 1e6
    return Round(result["requests"] / result["seconds"], result["p99"], cpu)


async def measure(
    server: Server, logins: Sequence[str], cameras: Mapping[str, str], rounds: int, seconds: int = 3
) -> dict[str, Sequence[Round]]:
    """Let the cameras (name: entity id) take turns."""
    names = list(cameras)
    results: dict[str, list[Round]] = {name: [] for name in names}
    for name in names:
        await load(server, logins, cameras[name], 1)
    for turn in range(rounds):
        # Another one is first each time: nobody always comes after the slowest.
        for place in range(len(names)):
            name = names[(turn + place) % len(names)]
            results[name].append(await load(server, logins, cameras[name], seconds))
    return dict(results)


def ratios(results: Mapping[str, Sequence[Round]], ours: str, other: str) -> tuple[float, float]:
    """Return how many times as many stills one gives, round by round; and how many as the processor's time has it."""
    pairs = list(zip(results[ours], results[other], strict=True))
    by_clock = median(mine.rate / theirs.rate for mine, theirs in pairs)
    return by_clock, median(theirs.cpu / mine.cpu for mine, theirs in pairs)


def table(results: Mapping[str, Sequence[Round]]) -> str:
    """Show the medians, and ours in proportion to each."""
    lines = ["stills, /api/camera_proxy      |    per s |   p99 ms |   CPU µs | ours / it | by CPU"]
    for name, rounds in results.items():
        rate, p99, cpu = (median(column) for column in zip(*rounds, strict=True))
        by_clock, by_cpu = ratios(results, "ours", name)
        lines.append(f"{name:<30} | {rate:8.0f} | {p99:8.1f} | {cpu:8.0f} | {by_clock:9.2f} | {by_cpu:6.2f}")
    return "\n".join(lines)
