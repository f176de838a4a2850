"""Whatever one login asks of us, however often: somebody else's raising of privacy waits for it 50 ms at most."""

import asyncio
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from pathlib import Path
from statistics import median
import sys
import time

import pytest

from tests.fakes.cameras import FakeCamera

from .conftest import Household
from .guarded import Guarded, add_account, guard_address

FLOOD = Path(__file__).with_name("flood.py")
CONNECTIONS = 40
RAISINGS = 15
MOST = 0.050
# What is asked, and by whom: a viewer, who gets it, and a flatmate, who does not.
KINDS = [
    *(
        (kind, who)
        for kind in ("lease", "large", "still", "scaled", "mjpeg", "sign", "stream")
        for who in ("viewer", "reader")
    ),
    ("hls", "reader"),
    ("relay", "reader"),
]


@pytest.fixture(scope="module")
async def attic(house: Household) -> AsyncIterator[Guarded]:
    """A camera that is shared with a viewer."""
    async with FakeCamera("orange") as cam:
        account = await add_account(house["admin"], house["owner"], house["other"])
        yield await guard_address(
            house["admin"],
            account,
            "Attic",
            viewers=[house["viewer"]],
            still_image_url=cam.still_url,
            mjpeg_url=cam.mjpeg_url,
        )
        await house["admin"].delete(f"/api/config/config_entries/entry/{account}")


@asynccontextmanager
async def flooded(house: Household, who: str, camera: Guarded, kind: str) -> AsyncIterator[list[int]]:
    """Flood the server for as long as the block runs; how many answers came a second is in the list afterwards."""
    what = {
        "url": house.server.url,
        "token": house[who].access_token,
        "kind": kind,
        "entity_id": camera.entity_id,
        "connections": CONNECTIONS,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, FLOOD, json.dumps(what), stdin=PIPE, stdout=PIPE, cwd=FLOOD.parents[2]
    )
    assert process.stdin is not None
    assert process.stdout is not None
    rate: list[int] = []
    try:
        async with asyncio.timeout(30):
            assert await process.stdout.readline() == b"begun\n"
        yield rate
        process.stdin.close()
        async with asyncio.timeout(30):
            rate.append(int(await process.stdout.readline()))
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def raisings(house: Household, camera: Guarded) -> list[float]:
    """Raise privacy again and again, and tell how long each took, in seconds."""
    took = []
    for _ in range(RAISINGS):
        await house["owner"].call_service("switch.turn_off", camera.privacy)
        await asyncio.sleep(0.05)
        begin = time.perf_counter()
        await house["admin"].call_service("switch.turn_on", camera.privacy)
        took.append(time.perf_counter() - begin)
    await house["owner"].call_service("switch.turn_off", camera.privacy)
    return sorted(took)


@pytest.mark.parametrize(("kind", "who"), KINDS, ids=lambda value: value)
async def test_raising_is_not_held_up(house: Household, attic: Guarded, kind: str, who: str) -> None:
    """Held against how long it takes when only our process is there, and asks for nothing."""
    async with flooded(house, who, attic, "nothing"):
        quiet = await raisings(house, attic)
    async with flooded(house, who, attic, kind) as rate:
        loud = await raisings(house, attic)
    delay = median(loud) - median(quiet)
    print(  # noqa: T201 - the figures
        f"{kind} by {who}: {rate[0]}/s; raising {1000 * median(quiet):.0f} ms, then {1000 * median(loud):.0f} ms"
        f" (slowest {1000 * quiet[-1]:.0f}, then {1000 * loud[-1]:.0f})"
    )
    assert delay <= MOST
