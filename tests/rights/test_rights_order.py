"""Rights under calls, answers of the disk and kills in any order."""

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings, strategies as st

from custom_components.dropcam_privacy.policy.model import UserId
from tests.household.rights import (
    ANNA,
    BEN,
    NURSERY,
    Disk,
    Said,
    World,
    a_disk,
    idle,
    sharing,
    started,
)

WORDS = (
    "raise",
    "lower",
    "off",
    "on",
    "let in",
    "let out",
    "proposed",
    "struck off",
    "works",
    "fails",
    "kill",
    "kill, old entry",
)


class Ledger:
    """What was begun and acknowledged, kept in the plainest way: a right holds by its last word."""

    def __init__(self) -> None:
        """Begin as a new camera: private, on, and Ben not let in."""
        self.clock = 0
        self.taken = {"private": 0, "off": -1, "out": 0}
        # Taken durably: no restart brings it back.
        self.durable = dict(self.taken)
        self.given = {"private": -1, "off": 0, "out": -1}

    def begin(self, right: str, *, take: bool, call: asyncio.Task[None]) -> None:
        """Note a call; a taken right is taken from now on."""
        self.clock += 1
        now = self.clock
        if take:
            self.taken[right] = now
        call.add_done_callback(lambda call: self._end(call, right, now, take=take))

    def _end(self, call: asyncio.Task[None], right: str, when: int, *, take: bool) -> None:
        if call.cancelled() or call.exception() is not None:
            return
        book = self.durable if take else self.given
        book[right] = max(book[right], when)

    def killed(self) -> None:
        """Forget what was only in memory."""
        self.taken = dict(self.durable)

    def may(self, right: str) -> bool:
        """Return whether somebody may have a right: it was acknowledged, and not taken since."""
        return self.given[right] > self.taken[right]


class Life:
    """A household that lives through kills, full disks and changes of mind."""

    def __init__(self, folder: Path, disk: Disk) -> None:
        """Have nothing loaded yet."""
        self.folder = folder
        self.disk = disk
        self.ledger = Ledger()
        self.world = World(folder)
        self.written = Said()  # the entry as Home Assistant last wrote it
        self.calls: set[asyncio.Task[None]] = set()

    async def load(self, entry: Said) -> None:
        """Start Home Assistant."""
        self.disk.waits = False
        self.world = await World(self.folder).load(entry, seen_before=bool(self.calls))
        self.written = self.world.said()
        self.disk.waits = True

    def begin(self, right: str, work: Coroutine[Any, Any, None], *, take: bool) -> asyncio.Task[None]:
        """Call something, which will wait for the disk."""
        call = started(work)
        self.calls.add(call)
        self.ledger.begin(right, take=take, call=call)
        return call

    async def live(self, word: str) -> None:
        """Do what a word says, and see that nobody has more than they may."""
        rights = self.world.rights
        match word:
            case "raise":
                self.begin("private", rights.async_raise_privacy([NURSERY]), take=True)
            case "lower":
                self.begin("private", rights.async_lower_privacy([NURSERY]), take=False)
            case "off":
                self.begin("off", rights.async_turn_off([NURSERY]), take=True)
            case "on":
                self.begin("off", rights.async_turn_on([NURSERY]), take=False)
            case "let in" | "proposed":
                self.share(BEN, by_owner=word == "let in")
            case "let out" | "struck off":
                self.share(by_owner=word == "let out")
            case "works" | "fails" if self.disk.pending:
                self.disk.pending.pop(0).set_result(word == "works")
            case "kill" | "kill, old entry":
                await self.kill(self.written if word == "kill, old entry" else self.world.said())
        await idle()
        self.check(word)

    def share(self, *viewers: UserId, by_owner: bool = True) -> None:
        """Change who may watch, as an owner or as somebody else; Home Assistant has not written that down yet."""
        self.written = self.world.said()
        entry = self.world.said(cameras={NURSERY: sharing(viewers)})
        work = self.world.change(entry, by_owner=by_owner)
        if viewers and (not by_owner or BEN in self.written.cameras[NURSERY]["viewers"]):
            # Whoever is no owner gives nothing, nor does an owner by what was entered before.
            self.calls.add(started(work))
        else:
            self.begin("out", work, take=not viewers)

    async def kill(self, entry: Said) -> None:
        """End without a word, and start with an entry."""
        for call in self.calls:
            call.cancel()
        while self.disk.pending:  # the next write may have waited behind the one that ends
            self.disk.pending.pop().cancel()
            await idle()
        self.ledger.killed()
        await self.load(entry)

    def check(self, word: str) -> None:
        """See that nobody has more than they may."""
        policy = self.world.policy()
        assert policy.private or self.ledger.may("private"), word
        assert not policy.on or self.ledger.may("off"), word
        assert BEN not in policy.viewers or self.ledger.may("out"), word
        assert self.world.gets(ANNA) is policy.on


async def live_through(folder: Path, words: list[str]) -> None:
    """Live through these words, in a folder of its own."""
    with a_disk() as disk:
        life = Life(folder, disk)
        await life.load(Said())
        for word in words:
            await life.live(word)
        while disk.pending:
            await disk.answer()
        await asyncio.gather(*life.calls, return_exceptions=True)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS), max_size=14))
def test_whatever_happens_nobody_has_more(words: list[str]) -> None:
    """A right is had only if it was acknowledged, and not taken since: durably, where a kill came between."""
    with TemporaryDirectory() as folder:
        asyncio.run(live_through(Path(folder), words))
