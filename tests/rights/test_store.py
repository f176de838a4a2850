"""The durable store: whatever happens to it, nobody has more than was last acknowledged."""

import asyncio
from collections.abc import Callable, Iterator
import contextlib
import contextvars
from dataclasses import replace
import errno
import itertools
import json
import os
from pathlib import Path
import subprocess
import sys
import threading
from typing import Any, cast

from hypothesis import given, strategies as st
import pytest

from custom_components.dropcam_privacy.exceptions import NotDurable
from custom_components.dropcam_privacy.policy.model import AccountId, Allowance, CameraId, UserId
from custom_components.dropcam_privacy.rights import durable, store as module
from custom_components.dropcam_privacy.rights.codec import StoreState
from custom_components.dropcam_privacy.rights.generation import Generation
from custom_components.dropcam_privacy.rights.records import (
    Grant,
    Record,
    Records,
    Right,
    address_rights,
    owner_rights,
    sharing_rights,
    source_rights,
    whats,
)
from custom_components.dropcam_privacy.rights.store import RightsStore
from tests.household.sealing import sealed

ROOT = Path(__file__).parents[2]
NAME = "dropcam_privacy.rights"
BESIDE, WITNESS = "beside", "dropcam_privacy.generation"
A, CAM = AccountId("a"), CameraId("cam")
OWNS = owner_rights(A, ["alice"])
IS_ON, IS_LOWERED = Right(Grant.ON, CAM), Right(Grant.LOWERED, CAM)
SHARES = {IS_ON, IS_LOWERED} | sharing_rights(CAM, ["bob"], ["ai"])

LOWERED: Records = {
    A: Record(rights=OWNS | SHARES, cameras={CAM: {}}, traces=frozenset({CameraId("gone")})),
    AccountId("gone é"): Record(removed=True),
}
GENERATION = Generation(7, "this", "that")
DAMAGE: tuple[StoreState, Records, Generation | None] = (StoreState.DAMAGED, {}, None)
RAISED: Records = {A: Record(rights=OWNS | {IS_ON}, cameras={CAM: {}})}


def to(records: Records) -> Callable[[Records], Records]:
    """Make a change to these records, whatever was there."""
    return lambda _: records


def owned(number: int) -> Callable[[Records], Records]:
    """Make a change that adds an account to those that are there."""
    account = AccountId(str(number))
    return lambda records: {**records, account: Record(rights=owner_rights(account, ["alice"]))}


async def opened(folder: Path) -> RightsStore:
    """Open a store as after a restart."""
    store = RightsStore(folder, folder / BESIDE)
    await store.async_load()
    return store


def names(folder: Path) -> list[str]:
    """List the files of a store's folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def camera(**changes: Any) -> dict[str, Any]:
    """Make a file's data with one camera."""
    words = {"on": True, "lowered": True, "viewers": ["bob"], "allow": ["ai"], "removed": False} | changes
    return account(cameras={"cam": words})


def account(**changes: Any) -> dict[str, Any]:
    """Make a file's data with one account."""
    words = {"owners": ["alice"], "answering": [], "assistants": False, "removed": False, "cameras": {}}
    return {"accounts": {"a": words | changes}}


def cut(data: dict[str, Any], *path: str) -> dict[str, Any]:
    """Leave one key out."""
    *way, last = path
    inner = data
    for key in way:
        inner = inner[key]
    del inner[last]
    return data


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Record the system calls that touch the disk."""
    heard: list[str] = []
    for name in ("open", "write", "fsync", "pread", "replace", "unlink"):
        _wrap(monkeypatch, name, heard.append)
    yield heard
    monkeypatch.undo()


def _wrap(monkeypatch: pytest.MonkeyPatch, name: str, before: Callable[[str], object]) -> None:
    """Do something before a system call."""
    real = getattr(os, name)

    def call(*args: Any, **kwargs: Any) -> Any:
        before(name)
        return real(*args, **kwargs)

    monkeypatch.setattr(os, name, call)


class Failing:
    """Fails a system call from its `first` use on, `times` times."""

    def __init__(
        self, patch: pytest.MonkeyPatch, name: str, error: int = errno.ENOSPC, *, first: int = 1, times: int = 99
    ) -> None:
        """Stand before the call."""
        self.used = 0
        self._error, self._fatal = error, range(first, first + times)
        _wrap(patch, name, self)

    def __call__(self, name: str) -> None:
        """Fail if it is time."""
        self.used += 1
        if self.used in self._fatal:
            raise OSError(self._error, os.strerror(self._error))


# What is found.


async def test_fresh_then_ready(tmp_path: Path) -> None:
    """An empty folder is fresh; what is written is there after a restart, for nobody else on the system to read."""
    store = await opened(tmp_path)
    assert (store.state, dict(store.records)) == (StoreState.FRESH, {})
    await store.async_write(to(LOWERED))
    assert (store.state, store.records) == (StoreState.READY, LOWERED)
    again = await opened(tmp_path)
    assert (again.state, again.records) == (StoreState.READY, LOWERED)
    assert names(tmp_path) == [NAME]
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


DAMAGED = {
    "empty": b"",
    "null": b"null",
    "a list": b"[]\n",
    "a number": b"1",
    "html": b"<html>\n",
    "zeros after a power cut": bytes(400),
    "deep": b"[" * 100_000,
    "a long number": b"9" * 10_000,
    "not ascii": sealed(camera()).replace(b"alice", "älice".encode()),
    "utf-16": sealed(camera()).decode().encode("utf-16"),
    "no checksum": json.dumps({"version": 1, "data": camera()}).encode(),
    "wrong checksum": sealed(camera()).replace(b"bob", b"eve"),
    "other spacing": json.dumps(json.loads(sealed(camera()))).encode(),
    "something after it": sealed(camera()) + b" ",
    "twice": sealed(camera()) * 2,
    "a key twice": sealed(camera()).replace(b'{"data"', b'{"data":{},"data"'),
    "version 0": sealed(camera(), 0),
    "version true": sealed(camera(), True),
    "version 1.0": sealed(camera(), 1.0),
    "version 3 as text": sealed(camera(), "3"),
    "assistants is text": sealed(account(assistants="true")),
    "answering is text": sealed(account(answering="alice")),
    "no version": sealed(camera(), None),
    "newer with a wrong checksum": sealed(camera(), 4).replace(b"bob", b"eve"),
    "no generation": sealed(camera(), 3),
    "a generation is a number": sealed(camera() | {"generation": 1}, 3),
    "a generation without a number": sealed(camera() | {"generation": {"id": "x", "after": ""}}, 3),
    "a generation's number is text": sealed(camera() | {"generation": {"id": "x", "after": "", "number": "1"}}, 3),
    "a generation's id is a number": sealed(camera() | {"generation": {"id": 1, "after": "", "number": 1}}, 3),
    "restored is text": sealed(account(restored="false")),
    "was on is a number": sealed(camera(was_on=1)),
    "data is no mapping": sealed([]),
    "no accounts": sealed({}),
    "accounts are no mapping": sealed({"accounts": ["a"]}),
    "an account is no mapping": sealed({"accounts": {"a": None}}),
    "no owners": sealed(cut(camera(), "accounts", "a", "owners")),
    "no cameras": sealed(cut(camera(), "accounts", "a", "cameras")),
    "no tombstone": sealed(cut(camera(), "accounts", "a", "cameras", "cam", "removed")),
    "lowered is text": sealed(camera(lowered="false")),
    "lowered is a number": sealed(camera(lowered=1)),
    "viewers is text": sealed(camera(viewers="bob")),
    "viewers is null": sealed(camera(viewers=None)),
    "a viewer is a number": sealed(camera(viewers=[1])),
    "lowerers is text": sealed(camera(lowerers="0:leaving")),
    "a lowerer is a number": sealed(camera(lowerers=[1])),
    "an allowance is a list": sealed(camera(allow=[["ai"]])),
}


@pytest.mark.parametrize("raw", DAMAGED.values(), ids=DAMAGED.keys())
async def test_damaged_grants_nothing_and_is_put_aside(tmp_path: Path, raw: bytes) -> None:
    """Damage is private; the next write keeps the damaged file and works."""
    (tmp_path / NAME).write_bytes(raw)
    store = await opened(tmp_path)
    assert (store.state, dict(store.records)) == (StoreState.DAMAGED, {})
    assert (tmp_path / NAME).read_bytes() == raw
    await store.async_write(to(RAISED))
    assert store.state is StoreState.READY
    assert (tmp_path / f"{NAME}.damaged").read_bytes() == raw
    again = await opened(tmp_path)
    assert (again.state, again.records) == (StoreState.READY, RAISED)


async def test_sealed_by_the_book_is_ready(tmp_path: Path) -> None:
    """The table above fails for what it says, not for how it is written."""
    (tmp_path / NAME).write_bytes(sealed(camera()))
    store = await opened(tmp_path)
    assert store.state is StoreState.READY
    assert store.records[A] == Record(rights=OWNS | SHARES, cameras={CAM: {}}, sourceless=frozenset({CAM}))


async def test_the_first_version_is_read(tmp_path: Path) -> None:
    """It knew nothing of assistants, nor of last owners: they have nothing. What is written next is of this version."""
    words = {"on": True, "lowered": True, "viewers": ["bob"], "allow": ["ai", "assistants"], "removed": False}
    data = {"accounts": {"a": {"owners": ["alice"], "removed": False, "cameras": {"cam": words}}}}
    (tmp_path / NAME).write_bytes(sealed(data, 1))
    store = await opened(tmp_path)
    assert store.state is StoreState.READY
    record = store.records[A]
    shares = {IS_ON, IS_LOWERED} | sharing_rights(CAM, ["bob"], ["ai", "assistants"])
    assert (record.rights, record.answering) == (OWNS | shares, frozenset())
    assert json.loads((tmp_path / NAME).read_bytes())["version"] == 3
    more = replace(record.more(A, {Right(Grant.ASSISTANTS, A)}), answering=frozenset({UserId("bob")}))
    await store.async_write(to({A: more}))
    again = (await opened(tmp_path)).records[A]
    assert again == more
    assert Right(Grant.ASSISTANTS, A) in again.rights


async def test_the_second_version_is_read(tmp_path: Path) -> None:
    """It knew nothing of addresses: no owner has seen one."""
    (tmp_path / NAME).write_bytes(sealed(camera(), 2))
    store = await opened(tmp_path)
    assert not whats(store.records[A].rights, Grant.ADDRESS, A)
    seen = "http://192.168.1.2:8123"
    await store.async_write(lambda records: {A: records[A].more(A, address_rights(A, [seen]))})
    assert whats((await opened(tmp_path)).records[A].rights, Grant.ADDRESS, A) == {seen}


async def test_the_second_version_knew_no_sources(tmp_path: Path) -> None:
    """What it wrote says so; what this one should have written and did not is nothing."""
    (tmp_path / NAME).write_bytes(sealed(camera(), 2))
    store = await opened(tmp_path)
    assert store.records[A].sourceless == {CAM}
    await store.async_write(lambda records: {A: records[A].more(A, source_rights({CAM: "digest"}))})
    record = (await opened(tmp_path)).records[A]
    assert (record.sourceless, whats(record.rights, Grant.SOURCE, CAM)) == (frozenset(), {"digest"})
    (tmp_path / NAME).write_bytes(sealed(camera() | {"generation": GENERATION.words()}, 3))
    record = (await opened(tmp_path)).records[A]
    assert not record.sourceless | whats(record.rights, Grant.SOURCE, CAM)


async def test_the_second_version_let_all_automations_end_privacy(tmp_path: Path) -> None:
    """It knew no automations by name: none may end privacy."""
    (tmp_path / NAME).write_bytes(sealed(camera(allow=["automations_lower"]), 2))
    store = await opened(tmp_path)
    record = store.records[A]
    assert whats(record.rights, Grant.ALLOW, CAM) == {Allowance.AUTOMATIONS_LOWER}
    assert not whats(record.rights, Grant.LOWERER, CAM)
    chosen = record.more(A, sharing_rights(CAM, (), (), ["0:leaving"]))
    await store.async_write(to({A: chosen}))
    assert (await opened(tmp_path)).records[A] == chosen
    assert whats(chosen.rights, Grant.LOWERER, CAM) == {"0:leaving"}


async def test_times_are_beside_the_viewers(tmp_path: Path) -> None:
    """So that a version that does not know of them lets nobody in by them; of nonsense nothing is granted."""
    store = await opened(tmp_path)
    record = Record(
        rights=OWNS | sharing_rights(CAM, ["bob"], (), (), {"eve": "4 18:00-24:00 - UTC"}), cameras={CAM: {}}
    )
    await store.async_write(to({A: replace(record, mark=5)}))
    words = json.loads((tmp_path / NAME).read_bytes())["data"]["accounts"]["a"]
    assert words["cameras"]["cam"]["viewers"] == ["bob"]
    assert words["cameras"]["cam"]["times"] == {"eve": "4 18:00-24:00 - UTC"}
    assert (await opened(tmp_path)).records[A].mark == 5
    for times in (["eve"], {"eve": 1}, "eve"):
        (tmp_path / NAME).write_bytes(sealed(camera(times=times)))
        assert (await opened(tmp_path)).state is StoreState.DAMAGED


async def test_unknown_words_grant_nothing(tmp_path: Path) -> None:
    """An allowance or a key that a later version added is nothing to us."""
    (tmp_path / NAME).write_bytes(sealed(camera(allow=["ai", "everybody"], guests=["eve"]) | {"shares": {"x": 1}}))
    store = await opened(tmp_path)
    assert store.state is StoreState.READY
    assert store.records[A] == Record(rights=OWNS | SHARES, cameras={CAM: {}}, sourceless=frozenset({CAM}))


async def test_what_was_removed_grants_nothing(tmp_path: Path) -> None:
    """Whatever a file says of it beside that."""
    for data, record in (
        (camera(removed=True), Record(rights=OWNS, traces=frozenset({CAM}))),
        ({"accounts": {"a": camera()["accounts"]["a"] | {"removed": True}}}, Record(removed=True)),
    ):
        (tmp_path / NAME).write_bytes(sealed(data))
        assert (await opened(tmp_path)).records == {A: record}


@pytest.mark.parametrize("data", [camera(), [], None, {"rights": 1.5}])
async def test_newer_is_never_overwritten(tmp_path: Path, data: object) -> None:
    """What a newer version wrote grants nothing, and stays as it is."""
    raw = sealed(data, 4)
    (tmp_path / NAME).write_bytes(raw)
    store = await opened(tmp_path)
    assert (store.state, dict(store.records)) == (StoreState.NEWER, {})
    with pytest.raises(NotDurable):
        await store.async_write(to(RAISED))
    with pytest.raises(NotDurable):
        await store.async_write(to({}))
    assert (store.state, dict(store.records)) == (StoreState.NEWER, {})
    assert (names(tmp_path), (tmp_path / NAME).read_bytes()) == ([NAME], raw)


async def test_a_folder_in_its_place_is_damage(tmp_path: Path) -> None:
    """What cannot be read as a file is put aside as well."""
    (tmp_path / NAME).mkdir()
    store = await opened(tmp_path)
    assert store.state is StoreState.DAMAGED
    await store.async_write(to(RAISED))
    assert (await opened(tmp_path)).records == RAISED


async def test_unreadable_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the disk is no reason to let anybody in."""
    await (await opened(tmp_path)).async_write(to(LOWERED))

    def broken(path: Path) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(path))

    monkeypatch.setattr(Path, "read_bytes", broken)
    store = await opened(tmp_path)
    assert (store.state, dict(store.records)) == (StoreState.DAMAGED, {})


@pytest.mark.parametrize("trace", [".new", ".damaged"])
async def test_missing_with_a_trace_is_damage(tmp_path: Path, trace: str) -> None:
    """A store that was there and is gone is not a fresh one, however often one looks."""
    (tmp_path / f"{NAME}{trace}").write_bytes(sealed(camera()))
    assert (await opened(tmp_path)).state is StoreState.DAMAGED
    store = await opened(tmp_path)
    assert (store.state, dict(store.records)) == (StoreState.DAMAGED, {})
    await store.async_write(to(RAISED))
    assert (await opened(tmp_path)).records == RAISED
    assert not (tmp_path / f"{NAME}.new").exists()


@pytest.mark.parametrize("left", [b"", sealed(camera())])
async def test_leftover_of_a_crash_is_ignored_and_removed(tmp_path: Path, left: bytes) -> None:
    """What was not acknowledged does not count, even when it is whole."""
    await (await opened(tmp_path)).async_write(to(RAISED))
    (tmp_path / f"{NAME}.new").write_bytes(left)
    assert (await opened(tmp_path)).records == RAISED
    assert names(tmp_path) == [NAME]


async def test_leftover_that_cannot_be_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that has become read-only can still be read."""
    await (await opened(tmp_path)).async_write(to(RAISED))
    (tmp_path / f"{NAME}.new").write_bytes(b"")
    Failing(monkeypatch, "unlink", errno.EROFS)
    assert (await opened(tmp_path)).records == RAISED


# What is written is what is read, to the last bit.

ids = st.text(max_size=8)
some = st.lists(ids, max_size=3)
timed = st.dictionaries(
    ids, st.sampled_from(["4 18:00-24:00 - UTC", "05 22:00-06:00 2027-05-31 Asia/Jakarta"]), max_size=2
)


@st.composite
def accounts(draw: st.DrawFn, account: AccountId) -> Record:
    """Make the record of an account, with cameras that only it has."""
    if draw(st.booleans()):
        return Record(removed=True)
    names = draw(st.sets(ids.map(lambda name: CameraId(f"{account}.{name}")), max_size=5))
    cameras = [camera for camera in names if draw(st.booleans())]
    rights = owner_rights(account, draw(some)) | address_rights(account, draw(some))
    for camera in cameras:
        rights |= sharing_rights(camera, draw(some), draw(st.sets(st.sampled_from(Allowance))), draw(some), draw(timed))
        rights |= source_rights(draw(st.sampled_from([{}, {camera: "digest"}])))
    unsaid = [camera for camera in cameras if not whats(rights, Grant.SOURCE, camera)]
    switches = [Right(grant, camera) for grant in (Grant.ON, Grant.LOWERED) for camera in cameras]
    switched = st.sets(st.sampled_from([Right(Grant.ASSISTANTS, account), *switches]))
    waiting = frozenset(right for right in switches if right.grant is Grant.ON and draw(st.booleans()))
    return Record(
        rights=rights | draw(switched),
        cameras={camera: draw(st.dictionaries(ids, ids, max_size=2)) for camera in cameras},
        traces=frozenset(names.difference(cameras)),
        sourceless=frozenset(camera for camera in unsaid if draw(st.booleans())),
        answering=frozenset(map(UserId, draw(some))),
        restored=draw(st.booleans()),
        waiting=waiting,
        mark=draw(st.none() | st.integers(0, 2**40)),
    )


every = st.sets(ids.map(AccountId), max_size=3).flatmap(
    lambda them: st.fixed_dictionaries({account: accounts(account) for account in them})
)


@given(records=every)
def test_round_trip(records: Records) -> None:
    """Records survive, and the same records are the same bytes."""
    raw = module.encode(records, GENERATION)
    assert module.decode(raw) == (StoreState.READY, records, GENERATION)
    assert module.encode(module.decode(raw)[1], GENERATION) == raw


def test_the_file_stays_as_it_is() -> None:
    """Whatever records are in memory: what was written is read, and written as it was, to the last byte."""
    removed = {"on": False, "was_on": False, "lowered": False, "viewers": [], "allow": [], "lowerers": []}
    whole = {
        "on": True,
        "was_on": True,
        "lowered": True,
        "viewers": ["ben", "bob"],
        "allow": ["ai", "automations_lower"],
        "lowerers": ["0:leaving"],
        "known_as": {"entity_id": "camera.nursery", "title": "Nursery"},
        "source": "digest",
        "removed": False,
    }
    cameras = {
        "cam": whole,
        "gone": {**removed, "known_as": {}, "source": "", "removed": True},
        "of an older version": {**whole, "on": False, "source": None},
    }
    owned = {"owners": ["alice", "bob"], "answering": ["eve"], "assistants": True, "restored": True, "removed": False}
    nobodys = {"owners": [], "answering": [], "assistants": False, "restored": False, "removed": True}
    accounts = {
        "a": {**owned, "addresses": ["http://192.168.1.2:8123"], "cameras": cameras},
        "gone": {**nobodys, "addresses": [], "cameras": {}},
    }
    raw = sealed({"accounts": accounts, "generation": GENERATION.words()}, 3)
    assert module.encode(module.decode(raw)[1], GENERATION) == raw


def test_an_end_is_recorded_beside() -> None:
    """So that a version that does not know of it takes the camera for private."""
    timed = Right(Grant.LOWERED, CAM, "1800000000")
    records = {AccountId("a"): Record(rights=frozenset({timed}), cameras={CAM: {}})}
    raw = module.encode(records, GENERATION)
    assert module.decode(raw)[1] == records
    account = durable.unseal(raw)[1]["accounts"]["a"]
    words = account["cameras"][CAM]
    assert (words["lowered"], words["lowered_until"]) == (False, "1800000000")
    for end in (1800000000, None, True, "-5", "nan", "²", " 5", "1e99"):
        words["lowered_until"] = end
        assert module.decode(sealed({"accounts": {"a": account}, "generation": GENERATION.words()}, 3)) == DAMAGE, end


def test_surrogates_survive() -> None:
    """JSON can hold what UTF-8 cannot."""
    records = {AccountId("\ud800"): Record()}
    assert module.decode(module.encode(records, GENERATION)) == (StoreState.READY, records, GENERATION)


def test_every_truncation_is_damage() -> None:
    """Half a file grants nothing."""
    raw = module.encode(LOWERED, GENERATION)
    for length in range(len(raw)):
        assert module.decode(raw[:length]) == DAMAGE, length


def test_every_bit_flip_is_damage() -> None:
    """Not one bit can be turned unseen, be it the version's or the case of an escape."""
    raw = module.encode(LOWERED, GENERATION)
    for index in range(len(raw)):
        for bit in range(8):
            flipped = raw[:index] + bytes([raw[index] ^ 1 << bit]) + raw[index + 1 :]
            assert module.decode(flipped) == DAMAGE, (index, bit)


def test_records_cannot_be_changed_in_place() -> None:
    """A change that forgets to copy fails, instead of counting without being durable."""
    cameras = {CAM: {"title": "Nursery"}}
    account = Record(cameras=cameras)
    cameras[CAM] = {}
    assert account.cameras[CAM] == {"title": "Nursery"}
    with pytest.raises(TypeError):
        account.cameras[CAM] = {}  # type: ignore[index]  # what the test is about


# How it is written.


async def test_order_of_a_write(tmp_path: Path, calls: list[str]) -> None:
    """Whole and durable first, then in its place, then the folder; the folder's errors are known before."""
    store = await opened(tmp_path)
    calls.clear()
    await store.async_write(to(LOWERED))
    whole = ["open", "open", "write", "fsync", "pread", "replace", "fsync"]
    folder = ["open", "fsync"]  # the first write makes the witness's folder, too
    assert [call for call in calls if call != "unlink"] == folder + whole * 3
    calls.clear()
    await store.async_write(to(RAISED))
    assert [call for call in calls if call != "unlink"] == whole * 2


async def test_no_change_writes_nothing(tmp_path: Path, calls: list[str]) -> None:
    """What is durable already is not written again."""
    store = await opened(tmp_path)
    await store.async_write(lambda records: records)
    assert (store.state, list(tmp_path.iterdir())) == (StoreState.FRESH, [])
    await store.async_write(to(LOWERED))
    calls.clear()
    await store.async_write(lambda records: {**records})
    assert not calls


async def test_writing_before_reading_is_refused(tmp_path: Path) -> None:
    """A store that was not read yet may hold anything."""
    await (await opened(tmp_path)).async_write(to(LOWERED))
    store = RightsStore(tmp_path, tmp_path / BESIDE)
    assert (store.state, dict(store.records)) == (StoreState.DAMAGED, {})
    with pytest.raises(NotDurable):
        await store.async_write(to(RAISED))
    assert (await opened(tmp_path)).records == LOWERED


async def test_a_change_that_fails_changes_nothing(tmp_path: Path) -> None:
    """The error of a change is its caller's; nothing has happened, and in place nothing can."""
    store = await opened(tmp_path)
    await store.async_write(to(LOWERED))

    def in_place(records: Records) -> Records:
        records.clear()  # type: ignore[attr-defined]  # what the test is about
        return records

    with pytest.raises(AttributeError):
        await store.async_write(in_place)
    assert store.records == LOWERED
    await store.async_write(to(RAISED))
    assert (await opened(tmp_path)).records == RAISED


@pytest.mark.parametrize("before", [None, LOWERED], ids=["first", "second"])
@pytest.mark.parametrize("name", ["mkdir", "open", "write", "fsync", "pread", "replace", "unlink"])
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO, errno.EROFS, errno.EDQUOT])
async def test_a_failed_write_changes_nothing(tmp_path: Path, before: Records | None, name: str, error: int) -> None:
    """Wherever the disk fails, for either file: what was acknowledged is in memory and on it, and it can be mended."""
    for first in itertools.count(1):
        folder = tmp_path / str(first)
        folder.mkdir()
        store = await opened(folder)
        if before is not None:
            await store.async_write(to(before))
        state, records = store.state, store.records
        with pytest.MonkeyPatch.context() as patch:
            Failing(patch, name, error, first=first, times=1)
            if (cause := await failed(store, RAISED)) is None:
                break  # there is no such call any more
        assert cause.errno == error
        assert (store.state, store.records) == (state, records)
        again = await opened(folder)
        assert (again.state, again.records) == (state, records)
        await store.async_write(to(RAISED))
        assert (await opened(folder)).records == RAISED
        assert names(folder) == [NAME]
    least = {"mkdir": (1, 0), "replace": (3, 2), "fsync": (7, 4)}.get(name, (3, 2))[before is not None]
    assert first > least


async def failed(store: RightsStore, records: Records) -> OSError | None:
    """Write what cannot be written, and tell why; None if it could."""
    try:
        await store.async_write(to(records))
    except NotDurable as err:
        return cast("OSError", err.__cause__)
    return None


@pytest.mark.parametrize("before", [{}, RAISED], ids=["first", "second"])
async def test_what_could_not_be_undone_is_written_over(tmp_path: Path, before: Records) -> None:
    """A refused lowering stayed on the dying disk: raising writes, though memory was never lowered."""
    store = await opened(tmp_path)
    await store.async_write(to(before))
    with pytest.MonkeyPatch.context() as patch:
        Failing(patch, "fsync", errno.EIO, first=2)
        with pytest.raises(NotDurable):
            await store.async_write(to(LOWERED))
    assert store.records == before
    assert (await opened(tmp_path)).records in (LOWERED, before)
    await store.async_write(lambda records: records)
    assert (await opened(tmp_path)).records == before


async def test_what_reads_back_differently_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that says yes and keeps something else is not believed."""
    store = await opened(tmp_path)
    await store.async_write(to(RAISED))
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, bytes(data).replace(b"true", b"tru3")))
    with pytest.raises(NotDurable):
        await store.async_write(to(LOWERED))
    assert store.records == RAISED
    assert (await opened(tmp_path)).records == RAISED


async def test_short_writes_are_continued(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system may take less than it is given."""
    store = await opened(tmp_path)
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:7]))
    await store.async_write(to(LOWERED))
    assert (await opened(tmp_path)).records == LOWERED


async def test_damaged_store_on_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure after the damaged file was put aside leaves damage, never a fresh store."""
    (tmp_path / NAME).write_bytes(b"{")
    store = await opened(tmp_path)
    with monkeypatch.context() as patch:
        Failing(patch, "write")
        with pytest.raises(NotDurable):
            await store.async_write(to(RAISED))
    assert (store.state, dict(store.records)) == (StoreState.DAMAGED, {})
    assert (await opened(tmp_path)).state is StoreState.DAMAGED
    await store.async_write(to(RAISED))
    assert (await opened(tmp_path)).records == RAISED
    assert (tmp_path / f"{NAME}.damaged").read_bytes() == b"{"


async def test_missing_folder(tmp_path: Path) -> None:
    """Without a folder nothing is there and nothing can be written."""
    store = await opened(tmp_path / "nowhere")
    assert store.state is StoreState.FRESH
    with pytest.raises(NotDurable):
        await store.async_write(to(RAISED))


async def test_no_thread_left_to_write_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the very end of Home Assistant the loop has no threads any more."""
    store = await opened(tmp_path)

    def closed(*_: object) -> None:
        raise RuntimeError("Executor shutdown has been called")

    monkeypatch.setattr(asyncio.get_running_loop(), "run_in_executor", closed)
    with pytest.raises(NotDurable):
        await store.async_write(to(RAISED))
    assert not store.records


# Many at once, and callers who leave.


class Gate:
    """Holds the writing thread at its first sync until it is opened."""

    def __init__(self, patch: pytest.MonkeyPatch, then: Callable[[], object] = lambda: None) -> None:
        """Stand before the sync."""
        self._reached, self._open, self._then = threading.Event(), threading.Event(), then
        _wrap(patch, "fsync", self._wait)

    def _wait(self, _: str) -> None:
        self._reached.set()
        assert self._open.wait(10)
        self._then()

    async def reached(self) -> None:
        """Wait until somebody writes."""
        assert await asyncio.to_thread(self._reached.wait, 10)

    def open(self) -> None:
        """Let them go on."""
        self._open.set()


async def settled(store: RightsStore) -> None:
    """Wait until nothing is being written: a write queues behind those before it."""
    await store.async_write(lambda records: records)


async def test_concurrent_writes_serialise(tmp_path: Path) -> None:
    """Each change is applied to what the one before made durable; none is lost."""
    store = await opened(tmp_path)
    seen: list[int] = []

    def change(number: int) -> Callable[[Records], Records]:
        def apply(records: Records) -> Records:
            seen.append(len(records))
            return owned(number)(records)

        return apply

    await asyncio.gather(*(store.async_write(change(number)) for number in range(30)))
    assert seen == list(range(30))
    assert (await opened(tmp_path)).records == store.records
    assert len(store.records) == 30


async def test_not_acknowledged_before_it_is_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the disk takes its time, nothing counts yet."""
    store = await opened(tmp_path)
    gate = Gate(monkeypatch)
    write = asyncio.create_task(store.async_write(to(LOWERED)))
    await gate.reached()
    assert not store.records
    assert not write.done()
    gate.open()
    await write
    assert store.records == LOWERED


async def test_cancelled_caller(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The write is done to its end, on disk and in memory; so is that of a caller who was still queueing."""
    store = await opened(tmp_path)
    gate = Gate(monkeypatch)
    writing = asyncio.create_task(store.async_write(owned(1)))
    await gate.reached()
    queueing = asyncio.create_task(store.async_write(owned(2)))
    await asyncio.sleep(0)
    for task in (writing, queueing):
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not store.records
    gate.open()
    await settled(store)
    assert set(store.records) == {"1", "2"}
    assert (await opened(tmp_path)).records == store.records


async def test_cancelled_caller_of_a_failing_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody is left to hear the error: the log says it, and nothing else complains."""
    store = await opened(tmp_path)

    def fail() -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        gate = Gate(patch, fail)
        task = asyncio.create_task(store.async_write(owned(1)))
        await gate.reached()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        gate.open()
        await settled(store)
    assert not store.records
    assert [record.name for record in caplog.records if record.levelname != "DEBUG"] == [module.__name__]
    assert "No space left" in caplog.text


async def test_even_the_background_write_outlasts_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a loop ends it cancels every task: memory and disk agree all the same."""
    store = await opened(tmp_path)
    gate = Gate(monkeypatch)
    caller = asyncio.create_task(store.async_write(owned(1)))
    await gate.reached()
    for task in store._tasks:
        task.cancel()
    await asyncio.sleep(0)
    gate.open()
    await caller
    assert set(store.records) == {"1"}
    assert (await opened(tmp_path)).records == store.records


async def test_a_write_that_never_began_is_not_acknowledged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a loop ends while a write queues, its caller is not told that it was done."""
    store = await opened(tmp_path)
    gate = Gate(monkeypatch)
    writing = asyncio.create_task(store.async_write(owned(1)))
    await gate.reached()
    before = set(store._tasks)
    queueing = asyncio.create_task(store.async_write(owned(2)))
    await asyncio.sleep(0)
    (queued,) = store._tasks - before
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queueing
    gate.open()
    await writing
    assert set(store.records) == {"1"}


async def test_nobodys_identity_is_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the change nor the thread sees the caller's context."""
    variable = contextvars.ContextVar("who", default="nobody")
    variable.set("alice")
    seen: list[str] = []
    _wrap(monkeypatch, "fsync", lambda _: seen.append(variable.get()))

    def change(_: Records) -> Records:
        seen.append(variable.get())
        return LOWERED

    store = await opened(tmp_path)
    await store.async_write(change)
    assert set(seen) == {"nobody"}
    assert len(seen) > 3


# In processes of their own: the system itself kills, fills up and forbids.


def hammer(how: str, folder: Path) -> Any:
    """Run a program of tests/store/hammer.py."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.store.hammer", how, str(folder)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
        timeout=50,
    )
    return json.loads(done.stdout)


def test_killed_at_random_moments(tmp_path: Path) -> None:
    """After each kill: what was last acknowledged, or what was being written; whole."""
    rounds = hammer("killed", tmp_path)["rounds"]
    assert len(rounds) >= 50
    for this in rounds:
        assert this["found"] in (this["said"], this["said"] + 1)
        # Before anything was acknowledged, the trace of a write may be all there is.
        assert this["state"] == "ready" or (this["state"] in ("fresh", "damaged") and this["said"] == 0)
    assert sum(this["wrote"] for this in rounds) >= 25
    assert rounds[-1]["found"] >= 50


def test_killed_before_each_system_call(tmp_path: Path) -> None:
    """Dying at any step leaves the old or the new, and only after the replacement the new."""
    *died, last = hammer("stepped", tmp_path)["rounds"]
    assert len(died) == 16
    for this in died[:7]:
        assert (this["state"], this["said"], this["found"]) == ("ready", this["before"], this["before"])
    for this in died[7:]:  # it is in its place; its witness is being written
        assert (this["state"], this["said"], this["found"]) == ("ready", this["before"], this["before"] + 1)
    assert last["found"] == last["said"] == last["before"] + 1


def test_the_first_write_killed_before_each_system_call(tmp_path: Path) -> None:
    """Dying while the witness and then the store are first made leaves nothing, or the whole; never doubt."""
    *died, last = hammer("first", tmp_path)["rounds"]
    assert len(died) == 27
    for this in died:
        assert (this["said"], this["state"] == "ready") == (0, this["found"] == 1)
        assert this["state"] in ("fresh", "ready", "damaged")
    assert (last["said"], last["found"], last["state"]) == (1, 1, "ready")


@pytest.mark.parametrize(("how", "errors"), [("full", {"EFBIG"}), ("read_only", {"EACCES", "EPERM"})])
def test_refused_by_the_system(tmp_path: Path, how: str, errors: set[str]) -> None:
    """Without room or permission nothing changes and nothing is left behind; with it again, it works."""
    told = hammer(how, tmp_path)
    for refused in told["refused"]:
        assert refused.pop("error") in errors
        assert refused == {"memory": 1, "disk": ["ready", 1], "files": [NAME]}
    assert told["then"] == {"error": None, "memory": 3, "disk": ["ready", 3], "files": [NAME]}
    with contextlib.suppress(PermissionError):
        tmp_path.chmod(0o700)
