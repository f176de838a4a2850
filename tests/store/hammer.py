"""Mistreat a store, and print what became of it as JSON.

    python -m tests.store.hammer {killed,stepped,first,full,read_only} FOLDER

Forked children do the writing. Each is a process without threads when it forks: asyncio.run ends its own.
"""

import asyncio
from collections.abc import Callable, Coroutine
import errno
from functools import partial
import itertools
import json
import os
from pathlib import Path
import random
import resource
import select
import signal
import sys
import time
from typing import Any

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.policy.model import AccountId, Allowance, CameraId
from custom_components.dropcam_privacy.rights.codec import StoreState
from custom_components.dropcam_privacy.rights.records import (
    Grant,
    Record,
    Records,
    Right,
    owner_rights,
    sharing_rights,
    whats,
)
from custom_components.dropcam_privacy.rights.store import RightsStore

ACCOUNT = AccountId("account")
ROUNDS = 60
DEADLINE = 20.0
NOBODY = 65534


def numbered(number: int) -> Records:
    """Make records that tell their number everywhere: a mixture of two would show."""
    cameras = [CameraId(f"camera {index}") for index in range(20)]
    rights = owner_rights(ACCOUNT, [str(number)])
    for camera in cameras:
        rights |= sharing_rights(camera, [f"viewer {number}"], Allowance if number % 3 == 0 else ())
        rights |= {Right(Grant.ON, camera)} | ({Right(Grant.LOWERED, camera)} if number % 2 == 0 else set())
    return {ACCOUNT: Record(rights=rights, cameras={camera: {} for camera in cameras})}


def to(number: int) -> Callable[[Records], Records]:
    """Make a change to the records of a number."""
    return lambda _: numbered(number)


def number_of(records: Records) -> int:
    """Tell the number of records, 0 for none; fails for a mixture."""
    if not records:
        return 0
    (owner,) = whats(records[ACCOUNT].rights, Grant.OWNER, ACCOUNT)
    if records != numbered(int(owner)):
        raise AssertionError(records)
    return int(owner)


def load(folder: Path) -> tuple[StoreState, int]:
    """Load a store as after a restart."""

    async def run() -> tuple[StoreState, int]:
        store = RightsStore(folder, folder / "beside")
        await store.async_load()
        return store.state, number_of(store.records)

    return asyncio.run(run())


async def write(folder: Path, numbers: range, acknowledge: Callable[[int], object]) -> None:
    """Load a store and write numbers into it, saying so after each."""
    store = RightsStore(folder, folder / "beside")
    await store.async_load()
    for number in numbers:
        await store.async_write(to(number))
        acknowledge(number)


def fork(work: Callable[[Callable[[int], object]], object]) -> tuple[int, int]:
    """Run work in a child, with a function that acknowledges a number; return its pid and the pipe's end."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return pid, reader
    os.close(reader)
    try:
        work(lambda number: os.write(writer, b"%d\n" % number))
    finally:
        os._exit(0)  # never into the parent's code


def run(work: Callable[..., Coroutine[Any, Any, None]], *args: object) -> None:
    """Run asynchronous work."""
    asyncio.run(work(*args))


def acknowledged(pid: int, reader: int, default: int) -> int:
    """Wait for the end of a child and return the last number that it acknowledged."""
    with os.fdopen(reader) as lines:
        numbers = [int(line) for line in lines]
    os.waitpid(pid, 0)
    return numbers[-1] if numbers else default


def killed(folder: Path) -> dict[str, Any]:
    """Kill a writing process at random moments."""
    dice = random.Random(7)
    rounds, last = [], 0
    for _ in range(ROUNDS):
        pid, reader = fork(partial(run, write, folder, range(last + 1, last + 10_000)))
        ready, _, _ = select.select([reader], [], [], DEADLINE)
        time.sleep(dice.uniform(0, 0.01))  # the moment is what varies here: nothing is waited for
        os.kill(pid, signal.SIGKILL)
        said = acknowledged(pid, reader, last)
        state, found = load(folder)
        rounds.append({"wrote": bool(ready), "said": said, "found": found, "state": state})
        last = found
    return {"rounds": rounds}


def deadly(fatal: int, spared: int) -> None:
    """Kill this process before its system call number `fatal`; writing, in the middle of it.

    What is not longer than `spared` bytes is an acknowledgement, not the store's.
    """
    steps = itertools.count(1)

    def stand_before(name: str) -> None:
        real = getattr(os, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            ours = name != "write" or len(args[1]) > spared
            if ours and next(steps) == fatal:
                if name == "write":
                    real(args[0], args[1][: len(args[1]) // 2])
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*args, **kwargs)

        setattr(os, name, call)

    for name in ("mkdir", "open", "write", "fsync", "pread", "replace", "unlink"):
        stand_before(name)


async def write_deadly(folder: Path, number: int, fatal: int, acknowledge: Callable[[int], object]) -> None:
    """Write one number, dying on the way."""
    store = RightsStore(folder, folder / "beside")
    await store.async_load()
    deadly(fatal, spared=10)
    await store.async_write(to(number))
    acknowledge(number)


def stepped(folder: Path) -> dict[str, Any]:
    """Die before each system call of a write in turn, until one survives."""
    rounds: list[dict[str, Any]] = []
    asyncio.run(write(folder, range(1, 2), lambda _: None))
    for fatal in itertools.count(1):
        before = load(folder)[1]
        pid, reader = fork(partial(run, write_deadly, folder, before + 1, fatal))
        said = acknowledged(pid, reader, before)
        state, found = load(folder)
        rounds.append({"before": before, "said": said, "found": found, "state": state})
        if said > before:
            break
    return {"rounds": rounds}


def first(folder: Path) -> dict[str, Any]:
    """Die before each system call of the first write of all in turn, until one survives."""
    rounds: list[dict[str, Any]] = []
    for fatal in itertools.count(1):
        this = folder / str(fatal)
        this.mkdir()
        pid, reader = fork(partial(run, write_deadly, this, 1, fatal))
        said = acknowledged(pid, reader, 0)
        state, found = load(this)
        rounds.append({"said": said, "found": found, "state": state})
        if said:
            return {"rounds": rounds}
    raise AssertionError


def outcome(folder: Path, store: RightsStore, number: int) -> dict[str, Any]:
    """Try a write that cannot be done, and tell what is there before and after a restart."""

    async def attempt() -> str | None:
        try:
            await store.async_write(to(number))
        except NotDurable as err:
            cause = err.__cause__
            return errno.errorcode[cause.errno or 0] if isinstance(cause, OSError) else repr(cause)
        return None

    error = asyncio.run(attempt())
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    return {"error": error, "memory": number_of(store.records), "disk": load(folder), "files": names}


def loaded(folder: Path) -> RightsStore:
    """Write number 1 and return the store."""
    store = RightsStore(folder, folder / "beside")

    async def run() -> None:
        await store.async_load()
        await store.async_write(to(1))

    asyncio.run(run())
    return store


def full(folder: Path) -> dict[str, Any]:
    """Let the system refuse more than a few bytes, in the middle of a write."""
    store = loaded(folder)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, resource.RLIM_INFINITY))
    refused = outcome(folder, store, 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    return {"refused": [refused], "then": outcome(folder, store, 3)}


def read_only(folder: Path) -> dict[str, Any]:
    """Take away the permission to write in each of the folders; root has to become somebody whom that stops."""
    os.chdir(folder)
    here = Path()
    load(here)  # nobody may read what Python has not loaded yet
    if os.geteuid() == 0:
        os.chown(here, NOBODY, NOBODY)
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    store = loaded(here)
    refused = []
    for closed in (here, here / "beside"):
        closed.chmod(0o500)
        refused.append(outcome(here, store, 2))
        closed.chmod(0o700)
    return {"refused": refused, "then": outcome(here, store, 3)}


if __name__ == "__main__":
    programs = {program.__name__: program for program in (killed, stepped, first, full, read_only)}
    print(json.dumps(programs[sys.argv[1]](Path(sys.argv[2]))))  # noqa: T201 - how a program answers
