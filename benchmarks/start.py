"""What two hundred cameras cost a start and the memory: guarded ones against as many of stock `generic`.

One camera of each is added through its dialog; then its entry, or its subentry, is copied in the stopped server's
configuration, and the server is started with one and with all. Nobody watches. The time counts from the start of the
process until the last camera has a state.
"""

import asyncio
from collections.abc import Callable
import json
from pathlib import Path
from statistics import median
import time
from typing import Any, NamedTuple

from benchmarks.stage import PASSWORD, USERNAME, ReadyCamera
from tests.e2e.guarded import add_account, guard_address
from tests.e2e.person import Person
from tests.e2e.server import Server
from tests.e2e.stock import add_generic

CAMERAS = 200
PATIENCE = 120
SETTLE_SECONDS = 10.0

type Entries = list[dict[str, Any]]


class Start(NamedTuple):
    """One start with so many cameras."""

    seconds: float  # until the last camera has a state
    memory: float  # bytes, when it has settled


class Kind(NamedTuple):
    """A kind of camera: a server with one of them, and its configuration with many."""

    server: Server
    one: str
    many: str


def _copies_of_entry(entries: Entries) -> None:
    stock = next(entry for entry in entries if entry["domain"] == "generic")
    entries.extend({**stock, "entry_id": f"{number:026}", "title": f"Copy {number}"} for number in range(CAMERAS - 1))


def _copies_of_subentry(entries: Entries) -> None:
    subentries = next(entry for entry in entries if entry["domain"] == "dropcam_privacy")["subentries"]
    ours = subentries[0]
    subentries.extend(
        {**ours, "subentry_id": f"{number:026}", "title": f"Copy {number}"} for number in range(CAMERAS - 1)
    )


async def _prepare(server: Server, camera: ReadyCamera, *, stock: bool) -> Kind:
    await server.start()
    admin = await server.onboard("admin", "Admin", "pw-admin-bench")
    if stock:
        await add_generic(admin, camera, PASSWORD, "one")
    else:
        account = await add_account(admin, admin)
        await guard_address(
            admin,
            account,
            "One",
            still_image_url=camera.still_url,
            stream_source=camera.stream_url,
            username=USERNAME,
            password=PASSWORD,
        )
    await server.stop()
    file = _file(server)
    one = file.read_text()
    stored = json.loads(one)
    copy: Callable[[Entries], None] = _copies_of_entry if stock else _copies_of_subentry
    copy(stored["data"]["entries"])
    return Kind(server, one, json.dumps(stored))


def _file(server: Server) -> Path:
    return server.directory / ".storage" / "core.config_entries"


async def _cameras(person: Person) -> int:
    try:
        answer = await person.get("/api/states")
    except OSError:
        return 0
    return sum(state["entity_id"].startswith("camera.") for state in answer.json()) if answer.status == 200 else 0


async def _start(kind: Kind, *, many: bool) -> Start:
    server = kind.server
    _file(server).write_text(kind.many if many else kind.one)
    begun = time.monotonic()
    await server.start(wait=False)
    try:
        async with asyncio.timeout(PATIENCE):
            while True:
                if await server.answers() and await _cameras(server.people[0]) >= (CAMERAS if many else 1):
                    break
                await asyncio.sleep(0.1)
        seconds = time.monotonic() - begun
        await server.until_running()
        await asyncio.sleep(SETTLE_SECONDS)
        return Start(seconds, server.memory())
    finally:
        await server.stop()


async def run(directory: Path, rounds: int) -> str:
    """Let stock and ours take turns; return the medians, and what a camera more costs."""
    async with ReadyCamera("red", username=USERNAME, password=PASSWORD) as camera:
        kinds = {}
        for name in ("generic", "ours"):
            server = Server(directory / name)
            kinds[name] = await _prepare(server, camera, stock=name == "generic")
        starts: dict[tuple[str, bool], list[Start]] = {(name, many): [] for name in kinds for many in (False, True)}
        try:
            for _ in range(rounds):
                for (name, many), made in starts.items():
                    made.append(await _start(kinds[name], many=many))
        finally:
            for kind in kinds.values():
                await kind.server.close()
    lines = [f"start, {CAMERAS} cameras              | until the last, s |  with one, s | kB for each more"]
    seconds = {}
    for name in kinds:
        with_one, with_all = starts[name, False], starts[name, True]
        seconds[name] = median(start.seconds for start in with_all)
        alone = median(start.seconds for start in with_one)
        more = median(start.memory for start in with_all) - median(start.memory for start in with_one)
        each = more / (CAMERAS - 1) / 1000
        lines.append(f"{name:<30} | {seconds[name]:17.2f} | {alone:12.2f} | {each:16.1f}")
    lines.append(f"{'ratio':<30} | {seconds['ours'] / seconds['generic']:17.2f} |")
    return "\n".join(lines)
