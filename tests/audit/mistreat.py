"""Kill who writes a log, at any moment, and print what became of it: `python -m tests.audit.mistreat FILE SEED`.

Forked children do the writing: a process that begins anew would take long to load. The parent has no threads.
"""

import itertools
import json
import os
from pathlib import Path
import random
import select
import signal
import sys
from threading import Event as Flag
import time

from custom_components.dropcam_privacy.audit.file import LogFile
from custom_components.dropcam_privacy.audit.reading import page
from custom_components.dropcam_privacy.audit.writer import Writer, starting

from .making import ACCOUNT, NOW, entry, wrong

ROUNDS = 8


def write(path: Path, first: int, out: int) -> None:
    """Write row after row, each noted as running, too, and say which one is acknowledged: on the disk."""
    written = Flag()
    writer = Writer(path, lambda: NOW, lambda file: starting(file, [ACCOUNT], {}, NOW), written.set)
    for number in itertools.count(first):
        writer.put([entry(number)])
        writer.note([entry(10**6 + number)])
        while not writer.idle:
            written.wait(1)
            written.clear()
        os.write(out, f"{number}\n".encode())


def killed(path: Path, first: int, seconds: float) -> int:
    """Write, kill that after some seconds, and return the last number that was acknowledged, -1 if none was."""
    out, into = os.pipe()
    if (child := os.fork()) == 0:
        write(path, first, into)
        os._exit(1)
    os.close(into)
    select.select([out], [], [], 20)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(out) as acknowledged:
        return max(map(int, acknowledged.read().split()), default=-1)


def main() -> None:
    """Kill it some times, and look at the file each time."""
    path, moments = Path(sys.argv[1]), random.Random(sys.argv[2])
    rounds = []
    first = 0
    for _ in range(ROUNDS):
        acknowledged = killed(path, first, moments.random() * 1.2)
        file = LogFile(path)
        begin = starting(file, [ACCOUNT], {}, NOW)
        rows = page(file.engine, ACCOUNT, most=100_000)
        numbers = [row.said["number"] for row in rows if "number" in row.said]
        rounds.append(
            {
                "acknowledged": acknowledged,
                "newest": max(numbers, default=-1),
                "missing": sorted({*range(first, acknowledged + 1)}.difference(numbers)),
                "wrong": [str(it) for it in wrong(file) if it is not None],
                "after": begin[-1].said["after"],
                "ran": [row.said["number"] for row in begin[:-1] if row.said["ended"] == "killed"],
            }
        )
        first = 1 + max(numbers, default=-1)
        file.close()
    sys.stdout.write(json.dumps(rounds))


if __name__ == "__main__":
    main()
