"""A store that is put back grants nothing until an owner has confirmed it; an honest one is never doubted."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
import errno
import os
from pathlib import Path
import shutil
import tempfile
from typing import Any
from unittest.mock import patch

from hypothesis import example, given, settings, strategies as st
import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.policy.model import AccountId, Allowance, CameraId
from custom_components.dropcam_privacy.rights import store as module
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
from tests.household.sealing import sealed

NAME, WITNESS = "dropcam_privacy.rights", "dropcam_privacy.generation"
ACCOUNT, CAM, GONE = AccountId("account"), CameraId("cam"), CameraId("gone")
OWNS = owner_rights(ACCOUNT, ["owner"])
ASSISTANTS = Right(Grant.ASSISTANTS, ACCOUNT)
IS_ON, IS_LOWERED = Right(Grant.ON, CAM), Right(Grant.LOWERED, CAM)
CALLS = ("mkdir", "open", "write", "fsync", "pread", "replace", "unlink")


def numbered(number: int) -> Records:
    """Make records that grant something, and tell their number."""
    rights = OWNS | {ASSISTANTS, IS_ON, IS_LOWERED} | sharing_rights(CAM, [str(number)], Allowance)
    return {ACCOUNT: Record(rights=rights, cameras={CAM: {}}, traces=frozenset({GONE}))}


def to(records: Records) -> Callable[[Records], Records]:
    """Make a change to these records, whatever was there."""
    return lambda _: records


def assert_closed(records: Records) -> None:
    """Nobody is let in by records that were put back; owners are asked."""
    for account in records.values():
        assert account.restored
        assert account.rights == OWNS | {ASSISTANTS}
        assert account.waiting == {IS_ON}
        assert (account.cameras, account.traces) == ({CAM: {}}, {GONE})


@dataclass
class Disk:
    """The configuration folder."""

    folder: Path

    @property
    def file(self) -> Path:
        """The store's file."""
        return self.folder / NAME

    @property
    def witness(self) -> Path:
        """The file beside it."""
        return self.folder / "beside" / WITNESS

    async def opened(self) -> RightsStore:
        """Open the store as after a restart."""
        store = RightsStore(self.folder, self.folder / "beside")
        await store.async_load()
        return store


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """Make an empty folder."""
    return Disk(tmp_path)


async def written(disk: Disk, *numbers: int) -> list[bytes]:
    """Write numbers, and return the file after each."""
    store = await disk.opened()
    files = []
    for number in numbers:
        await store.async_write(to(numbered(number)))
        files.append(disk.file.read_bytes())
    return files


@pytest.mark.parametrize("which", [0, 1])
async def test_an_older_one_is_found(disk: Disk, which: int) -> None:
    """Also the one immediately before the last; and it stays found, and closed, over further starts."""
    files = await written(disk, 1, 2, 3)
    disk.file.write_bytes(files[which])
    store = await disk.opened()
    assert store.state is StoreState.RESTORED
    assert_closed(store.records)
    again = await disk.opened()
    assert again.state is StoreState.READY
    assert_closed(again.records)


@pytest.mark.parametrize("what", ["missing", "empty", "garbage", "a folder", "newer", "not ours"])
async def test_without_a_witness_it_is_restored(disk: Disk, what: str) -> None:
    """A restored backup has none, and one that cannot be read vouches for nothing."""
    await written(disk, 1)
    disk.witness.unlink()
    raw = {"empty": b"", "garbage": b"{", "newer": sealed({}, 2), "not ours": sealed([], 1)}.get(what)
    if raw is not None:
        disk.witness.write_bytes(raw)
    elif what == "a folder":
        disk.witness.mkdir()
    store = await disk.opened()
    assert store.state is StoreState.RESTORED
    assert_closed(store.records)
    if what == "a folder":  # nothing can be written beside: it is the same at the next start
        with pytest.raises(NotDurable):
            await store.async_write(to(numbered(2)))
        disk.witness.rmdir()
        assert (await disk.opened()).state is StoreState.RESTORED
    assert_closed((await disk.opened()).records)


async def test_the_folder_of_the_witness_is_gone(disk: Disk) -> None:
    """Whoever clears caches while we run loses nothing, if something is written after that."""
    store = await disk.opened()
    await store.async_write(to(numbered(1)))
    shutil.rmtree(disk.witness.parent)
    await store.async_write(to(numbered(2)))
    again = await disk.opened()
    assert (again.state, again.records) == (StoreState.READY, numbered(2))


async def test_another_history_is_found(disk: Disk) -> None:
    """Put back, gone on with, and put back again what was there before: the same numbers, but another history."""
    files = await written(disk, 1, 2)
    other = disk.folder / "other"
    other.mkdir()
    (branch,) = (await written(Disk(other), 1, 9))[1:]
    disk.file.write_bytes(branch)
    assert (await disk.opened()).state is StoreState.RESTORED
    disk.file.write_bytes(files[1])
    assert (await disk.opened()).state is StoreState.RESTORED
    store = await disk.opened()
    assert store.state is StoreState.READY
    assert_closed(store.records)


async def test_what_a_start_put_in_force_is_acknowledged(disk: Disk) -> None:
    """Killed before it was acknowledged, a raising is in force after the start: what was before comes back no more."""
    (before,) = await written(disk, 1)
    witness = disk.witness.read_bytes()
    await written(disk, 2)
    disk.witness.write_bytes(witness)  # as if it had been killed between the two
    store = await disk.opened()
    assert (store.state, store.records) == (StoreState.READY, numbered(2))
    disk.file.write_bytes(before)
    assert (await disk.opened()).state is StoreState.RESTORED


async def test_an_update_is_honest_and_then_no_way_back(disk: Disk) -> None:
    """The version before had no witness; once it has one, what that version wrote is older."""
    words = {"on": True, "lowered": True, "viewers": ["ben"], "allow": [], "removed": False}
    data = {"accounts": {"account": {"owners": ["owner"], "removed": False, "cameras": {"cam": words}}}}
    for version in (1, 2):
        folder = disk.folder / str(version)
        folder.mkdir()
        this = Disk(folder)
        this.file.write_bytes(sealed(data, version))
        with patch.object(os, "replace", side_effect=OSError(errno.EROFS, os.strerror(errno.EROFS))):
            assert (await this.opened()).state is StoreState.READY
        store = await this.opened()
        assert store.state is StoreState.READY
        assert whats(store.records[ACCOUNT].rights, Grant.VIEWER, CAM) == {"ben"}
        assert (await this.opened()).state is StoreState.READY
        this.file.write_bytes(sealed(data, version))
        store = await this.opened()
        assert store.state is StoreState.RESTORED
        assert (store.records[ACCOUNT].rights, store.records[ACCOUNT].waiting) == (OWNS, {IS_ON})


async def test_a_store_that_is_gone_is_not_fresh(disk: Disk) -> None:
    """The witness remembers that there was one."""
    await written(disk, 1)
    disk.file.unlink()
    assert (await disk.opened()).state is StoreState.DAMAGED
    store = await disk.opened()
    await store.async_write(to(numbered(2)))
    assert (await disk.opened()).state is StoreState.READY


async def test_damage_leaves_no_gap_for_an_older_version(disk: Disk) -> None:
    """A witness that is made anew beside a damaged store does not vouch for one without a generation."""
    disk.file.write_bytes(b"{")
    store = await disk.opened()
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    with patch.object(module, "encode", side_effect=full), pytest.raises(NotDurable):
        await store.async_write(to(numbered(1)))
    assert disk.witness.exists()
    data = {"accounts": {"account": {"owners": ["owner"], "removed": False, "cameras": {}}}}
    disk.file.write_bytes(sealed(data, 2))
    assert (await disk.opened()).state is StoreState.RESTORED


async def test_a_removed_account_asks_nobody(disk: Disk) -> None:
    """What had been removed in the copy, too, has nobody who could confirm it."""
    store = await disk.opened()
    await store.async_write(to({ACCOUNT: Record(removed=True)}))
    disk.witness.unlink()
    store = await disk.opened()
    assert (store.state, store.records) == (StoreState.RESTORED, {ACCOUNT: Record(removed=True)})


async def test_put_back_on_a_full_disk(disk: Disk) -> None:
    """It stays closed in memory, and at every start, until it can be written; what an owner gives counts only then."""
    files = await written(disk, 1, 2)
    disk.file.write_bytes(files[0])
    store = None
    for _ in range(2):
        with patch.object(os, "write", side_effect=OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))):
            store = await disk.opened()
            assert store.state is StoreState.RESTORED
            assert_closed(store.records)
            with pytest.raises(NotDurable):
                await store.async_write(to(numbered(3)))
            assert_closed(store.records)
    assert store is not None
    await store.async_write(lambda records: records)  # nothing new, but it was owed
    again = await disk.opened()
    assert again.state is StoreState.READY
    assert_closed(again.records)


async def test_a_whole_machine_cannot_be_told(disk: Disk) -> None:
    """What README says: an older store together with its own witness is the past itself."""
    files = await written(disk, 1)
    witness = disk.witness.read_bytes()
    await written(disk, 2)
    disk.file.write_bytes(files[0])
    disk.witness.write_bytes(witness)
    assert (await disk.opened()).state is StoreState.READY


# Whatever happens in whatever order.


class Killed(BaseException):
    """The process is gone; nothing that follows in it happens."""


@contextmanager
def interrupted(error: BaseException | None, at: int) -> Iterator[None]:
    """Interrupt the system call number `at`: fail it once, or be killed before it and do nothing after."""
    if error is None:
        yield
        return
    count, gone = 0, False
    with pytest.MonkeyPatch.context() as patched:

        def stand_before(name: str) -> None:
            real = getattr(os, name)

            def call(*args: Any, **kwargs: Any) -> Any:
                nonlocal count, gone
                count += 1
                if gone or count == at:
                    gone = isinstance(error, Killed)
                    raise error
                return real(*args, **kwargs)

            patched.setattr(os, name, call)

        for name in CALLS:
            stand_before(name)
        yield


async def _here[*Ts, T](function: Callable[[*Ts], T], *args: *Ts) -> T:
    return function(*args)


@dataclass
class Model:
    """What may count at the next start: the file that was acknowledged last, and what was written after it."""

    disk: Disk
    may: set[bytes | None] = field(default_factory=lambda: {None})
    copies: list[bytes | None] = field(default_factory=list)
    touched: bool = False  # by somebody else, since the last run
    damaged: bool = False  # a first write was killed, and none has succeeded since
    store: RightsStore | None = None
    number: int = 0

    def file(self) -> bytes | None:
        """Read what is there."""
        return self.disk.file.read_bytes() if self.disk.file.exists() else None

    def killed(self, before: bytes | None) -> None:
        """Be dead; what was written until then may count."""
        self.store, self.touched = None, False
        if self.file() != before:
            self.may.add(self.file())

    async def start(self, error: BaseException | None, at: int) -> None:
        """Start, and see that what is found counts only if it may, and always if nobody touched it."""
        found = self.file()
        store = RightsStore(self.disk.folder, self.disk.witness.parent)
        try:
            with interrupted(error, at):
                await store.async_load()
        except Killed:
            touched = self.touched
            self.killed(found)
            self.touched = touched and self.file() == found
            return
        counts = store.state in (StoreState.FRESH, StoreState.READY)
        assert not counts or found in self.may
        # The trace of a first write that was killed is damage, as it has always been, until a write succeeds.
        self.damaged |= os.path.lexists(self.disk.folder / f"{NAME}.new")
        if found in self.may and not self.touched:
            assert counts or (found is None and self.damaged)
        if found is None:
            assert not store.records
        elif counts:
            assert store.records == module.decode(found)[1]
        else:
            assert store.state is StoreState.RESTORED
            assert_closed(store.records)
        self.store, self.touched = store, False
        if found is not None and not store._owed:
            self.may = {self.file()}

    async def write(self, error: BaseException | None, at: int) -> None:
        """Write the next number, as far as it gets."""
        if self.store is None:
            return
        before, records = self.file(), self.store.records
        self.number += 1
        try:
            with interrupted(error, at):
                await self.store.async_write(to(numbered(self.number)))
        except NotDurable:
            assert (self.file(), self.store.records) == (before, records)
        except Killed:
            self.killed(before)
        else:
            self.may, self.damaged = {self.file()}, False

    def copy(self) -> None:
        """Make a copy."""
        self.copies.append(self.file())

    def put_back(self, which: int, *, backup: bool) -> None:
        """Stop, and put a copy back, by hand or as Home Assistant restores a backup."""
        self.store = None
        if not self.copies:
            return
        self.disk.file.unlink(missing_ok=True)
        if (raw := self.copies[which % len(self.copies)]) is not None:
            self.disk.file.write_bytes(raw)
        self.touched = True
        if backup:
            shutil.rmtree(self.disk.witness.parent, ignore_errors=True)
            self.may = {None}


errors = st.sampled_from([None, None, "full", "killed"])
steps = st.one_of(
    st.tuples(st.just("write"), errors, st.integers(1, 26)),
    st.tuples(st.just("write"), st.none(), st.just(0)),
    st.tuples(st.just("start"), errors, st.integers(1, 26)),
    st.tuples(st.just("start"), st.none(), st.just(0)),
    st.tuples(st.just("copy"), st.none(), st.just(0)),
    st.tuples(st.sampled_from(["put_back", "restore"]), st.none(), st.integers(0, 9)),
)


@settings(max_examples=400, deadline=None)
@example([("write", "killed", 15), ("restore", None, 0), ("start", None, 0), ("write", "full", 14)])
@example([("write", "killed", 15), ("copy", None, 0), ("restore", None, 0), ("start", None, 0), ("write", "full", 14)])
@given(st.lists(steps, max_size=25))
def test_whatever_happens(todo: list[tuple[str, str | None, int]]) -> None:
    """Writes, full disks, kills and copies put back, in any order: doubted if and only if it is not the newest."""

    async def run(folder: Path) -> None:
        model = Model(Disk(folder))
        await model.start(None, 0)
        for what, how, at in todo:
            error: BaseException | None = None
            if how is not None:
                error = Killed() if how == "killed" else OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if what == "write":
                await model.write(error, at)
            elif what == "start":
                await model.start(error, at)
            elif what == "copy":
                model.copy()
            else:
                model.put_back(at, backup=what == "restore")
        await model.start(None, 0)

    with tempfile.TemporaryDirectory() as folder, patch.object(module, "_in_thread", _here):
        asyncio.run(run(Path(folder)))
