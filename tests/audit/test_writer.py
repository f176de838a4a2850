"""The writer: what is put there is on the disk within the second, or whoever asks is told that it is not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
import json
import os
from pathlib import Path
import random
import sqlite3
import subprocess
import sys
from threading import Event as Flag
from time import monotonic
from unittest.mock import patch

import pytest

from custom_components.dropcam_privacy.audit import writer as module
from custom_components.dropcam_privacy.audit.chain import Head
from custom_components.dropcam_privacy.audit.entries import Event
from custom_components.dropcam_privacy.audit.file import LogFile
from custom_components.dropcam_privacy.audit.reading import check, page
from custom_components.dropcam_privacy.audit.tables import NAME
from custom_components.dropcam_privacy.audit.writer import Writer, starting
from custom_components.dropcam_privacy.policy.model import AccountId

from .making import ACCOUNT, NOW, entries, entry, full_disk, wrong

type Open = Callable[[], tuple[Writer, Flag]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the log is."""
    return tmp_path / NAME


@pytest.fixture
def opening(path: Path) -> Iterator[Open]:
    """Make writers, which end with the test."""
    made: list[Writer] = []

    def make() -> tuple[Writer, Flag]:
        written = Flag()
        made.append(Writer(path, lambda: NOW, lambda file: starting(file, [ACCOUNT], {}, NOW), written.set))
        return made[-1], written

    with patch.object(module, "_GATHER_SECONDS", 0.01), patch.object(module, "_RETRY_SECONDS", 0.02):
        yield make
        for writer in made:
            writer.close()


def wait(written: Flag, condition: Callable[[], object]) -> None:
    """Wait until the writer has done something that makes `condition` true."""
    deadline = monotonic() + 10
    while not condition():
        assert written.wait(deadline - monotonic()), "not in time"
        written.clear()


def said(path: Path, what: str = "number") -> list[object]:
    """Return what the rows of the file say."""
    file = LogFile(path)
    found = [row.said.get(what) for row in page(file.engine, ACCOUNT, most=100_000)]
    assert wrong(file) == [None]
    file.close()
    return [value for value in found if value is not None]


def test_what_is_put_is_written(opening: Open, path: Path) -> None:
    """In the order in which it came, after the row of the start; all that waits is written when it ends."""
    writer, written = opening()
    assert not writer.writes()
    wait(written, writer.writes)
    writer.put(entries(3))
    wait(written, lambda: writer.idle)
    assert writer.heads[ACCOUNT].number == 5
    assert writer.engine is not None
    writer.put([entry(3)])
    writer.close()
    assert said(path) == [3, 2, 1, 0]
    assert said(path, "after") == ["nothing"]


def test_a_full_disk(opening: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told after ten seconds, what waits is kept and written by itself when there is room again."""
    writer, written = opening()
    wait(written, writer.writes)
    with full_disk(1):
        writer.put(entries(2))
        wait(written, lambda: writer._failing < monotonic())
        assert writer.writes()  # not yet
        monkeypatch.setattr(module, "FAILING_SECONDS", 0.0)
        assert not writer.writes()
        assert not writer.idle
    wait(written, writer.writes)
    writer.close()
    assert said(path) == [1, 0]


def test_a_disk_that_is_full_from_the_start(opening: Open, path: Path) -> None:
    """Nothing was ever written: nothing is shared."""
    with full_disk(1):
        writer, written = opening()
        wait(written, lambda: writer._failing < monotonic())
        assert not writer.writes()
        assert writer.engine is None
    wait(written, writer.writes)


def test_a_disk_that_stalls(opening: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody else holds the file: what waits is older than it may be, and it is told; then it goes on."""
    writer, written = opening()
    wait(written, writer.writes)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writer.put(entries(1))
    assert writer.writes()
    monkeypatch.setattr(module, "STALLED_SECONDS", 0.0)
    assert not writer.writes()
    other.rollback()
    other.close()
    wait(written, lambda: writer.idle)
    assert writer.writes()


def test_what_is_too_much_is_counted(opening: Open, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits is bounded; a row says how much was lost."""
    monkeypatch.setattr(module, "MOST_WAITING", 5)
    writer, written = opening()
    wait(written, writer.writes)
    with full_disk(1):
        for one in entries(9):
            writer.put([one])
        wait(written, lambda: writer._failing < monotonic())
    wait(written, lambda: writer.idle)
    writer.close()
    assert len(said(path)) + sum(said(path, "lost")) == 9  # type: ignore[arg-type]


def test_replaced_while_it_runs(opening: Open, path: Path) -> None:
    """What is no log is put aside, and begun anew with a row that says so; nothing that waits is lost."""
    writer, written = opening()
    wait(written, writer.writes)
    other = path.with_name("other")
    other.write_bytes(b"nonsense" * 1000)
    other.replace(path)
    writer.put(entries(3))
    wait(written, lambda: writer.idle)
    writer.close()
    assert said(path) == [2, 1, 0]
    assert said(path, "why") == ["damaged"]


def test_cut_while_it_runs(opening: Open, path: Path) -> None:
    """Nothing that waits is lost."""
    writer, written = opening()
    wait(written, writer.writes)
    os.truncate(path, 0)
    writer.put(entries(3))
    wait(written, lambda: writer.idle)
    writer.close()
    assert said(path) == [2, 1, 0]


def test_deleted_while_it_runs(opening: Open, path: Path) -> None:
    """It is begun anew: nothing is written to a file that nobody will see."""
    writer, written = opening()
    wait(written, writer.writes)
    path.unlink()
    writer.put(entries(1))
    wait(written, lambda: writer.idle)
    writer.close()
    assert said(path) == [0]


def test_killed_at_any_moment(path: Path) -> None:
    """The log is whole, has all that was acknowledged, and the next start names the gap and what was running."""
    seed = str(random.randrange(2**32))
    program = [sys.executable, "-m", "tests.audit.mistreat", str(path), seed]
    done = subprocess.run(program, capture_output=True, check=True, cwd=Path(__file__).parents[2])
    for killed in json.loads(done.stdout):
        assert killed["wrong"] == [], seed
        assert killed["missing"] == [], seed
        assert killed["after"] == "kill", seed
        assert len(killed["ran"]) == 1, seed
        # What is written and what runs are noted in one.
        assert killed["ran"][0] >= 10**6 + killed["acknowledged"], seed


def test_the_rows_of_a_start(path: Path) -> None:
    """After a stop nothing is missing; a log that is not the one whose head was noted elsewhere says so."""
    file = LogFile(path)
    assert [row.said for row in starting(file, [ACCOUNT], {}, NOW)] == [{"after": "nothing", "last": None}]
    file.append([*entries(3), entry(3, Event.STOPPED)])
    known = file.heads
    assert starting(file, [ACCOUNT], known, NOW)[0].said == {"after": "stop", "last": NOW + 3}
    for head in (Head(99, bytes(32)), Head(2, bytes(32))):
        differs, started = starting(file, [ACCOUNT], {ACCOUNT: head}, NOW)
        assert differs.event is Event.DIFFERS
        assert differs.said == {"expected": head.number, "found": known[ACCOUNT].number}
        assert started.event is Event.STARTED
    # Of an account that is not in the log at all, the first row says it as well.
    assert starting(file, [], {AccountId("new"): Head(5, bytes(32))}, NOW)[0].account == ACCOUNT
    assert starting(file, [AccountId("new")], {AccountId("new"): Head(5, bytes(32))}, NOW)[1].event is Event.DIFFERS
    file.close()


def test_a_clock_that_jumps(opening: Open, path: Path) -> None:
    """Rows keep their order, whatever the clock says."""
    writer, written = opening()
    wait(written, writer.writes)
    writer.put([replace(entry(number), at=at) for number, at in enumerate([NOW, 0, 4 * NOW, NOW + 1])])
    writer.close()
    file = LogFile(path)
    assert check(file.engine, ACCOUNT)[0].wrong is None
    assert check(file.engine, ACCOUNT)[0].head.number == 6
    file.close()
