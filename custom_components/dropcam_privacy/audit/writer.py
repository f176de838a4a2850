"""The one thread that writes the log, in batches, and how it is getting on.

What is put here is on the disk within a second, or waits for the disk; whoever asks is told for how long. It is kept
until it is written: what is too much even for that is counted, and the log says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
import logging
import math
from pathlib import Path
from threading import Condition, Thread
from time import monotonic

from sqlalchemy import Engine

from ..isolation import nobody
from ..policy.model import AccountId
from .chain import Head
from .entries import Book, Entry, Event, Said
from .file import LogFile
from .tables import LogDamaged, LogFailed

_LOGGER = logging.getLogger(__name__)
# What happens together is written together, and within the second.
_GATHER_SECONDS = 0.5
_RETRY_SECONDS = 1.0
_PRUNE_SECONDS = 3600.0
_CLOSE_SECONDS = 20.0
MOST_WAITING = 20_000
# Refusals displace nothing: of those fewer wait.
MOST_REFUSALS_WAITING = 5_000
FAILING_SECONDS = 10.0
STALLED_SECONDS = 60.0

type Opened = Callable[[LogFile], Sequence[Entry]]
"""What is written first of all, when the file is open."""


class Writer:
    """Writes the log at `path`. All methods are for the event loop, and none of them waits but `close`."""

    def __init__(self, path: Path, clock: Callable[[], int], opened: Opened, written: Callable[[], None]) -> None:
        """Begin to write; `clock` gives milliseconds since 1970, `written` is called in the thread after each try."""
        self._path = path
        self._clock = clock
        self._opened: Opened | None = opened
        self._written = written
        self._file: LogFile | None = None
        self._aside = False
        self._condition = Condition()
        self._waiting: list[Entry] = []
        self._books = Counter[Book]()
        self._running: Sequence[Entry] | None = None
        self._keep: dict[AccountId, int] = {}
        self._lost = Counter[AccountId]()
        self._closing = False
        self._since = math.inf  # when the oldest of what waits came
        self._failing = math.inf  # since when nothing could be written
        self._ever = False
        self._pruned = -math.inf
        self.heads: Mapping[AccountId, Head] = {}
        self._thread = Thread(target=nobody().run, args=(self._run,), name="dropcam log", daemon=True)
        self._thread.start()

    # From the event loop.

    def put(self, entries: Iterable[Entry]) -> None:
        """Have rows written."""
        with self._condition:
            for entry in entries:
                refused = entry.book is Book.REFUSED
                if self._books[entry.book] >= (MOST_REFUSALS_WAITING if refused else MOST_WAITING):
                    self._lost[entry.account] += 1
                    continue
                self._books[entry.book] += 1
                self._since = min(self._since, monotonic())
                self._waiting.append(entry)
            self._condition.notify()

    def note(self, running: Sequence[Entry]) -> None:
        """Have noted what is running, for the row of the next start if there will be a kill."""
        with self._condition:
            self._running = running
            self._since = min(self._since, monotonic())
            self._condition.notify()

    def keep(self, account: AccountId, days: int) -> None:
        """Have the rows of an account kept for so many days."""
        with self._condition:
            self._keep[account] = days
            self._condition.notify()

    def keeping(self, account: AccountId) -> int | None:
        """Return for how many days an account's rows will be kept, while that is not written yet."""
        with self._condition:
            return self._keep.get(account)

    def writes(self) -> bool:
        """Return whether what is put here is written: it was, and neither fails nor waits for too long."""
        now = monotonic()
        return self._ever and now - self._failing < FAILING_SECONDS and now - self._since < STALLED_SECONDS

    @property
    def idle(self) -> bool:
        """Return whether everything is written."""
        return self._since == math.inf and self._failing == math.inf

    @property
    def engine(self) -> Engine | None:
        """Return by what the log is read, None while it cannot be opened."""
        file = self._file
        return None if file is None else file.engine

    def close(self) -> None:
        """Write what waits, and end. This waits for the disk, so it is for another thread."""
        with self._condition:
            self._closing = True
            self._condition.notify()
        self._thread.join(_CLOSE_SECONDS)

    # In the thread.

    def _run(self) -> None:
        while True:
            with self._condition:
                self._condition.wait_for(self._has_work, self._pruned + _PRUNE_SECONDS - monotonic())
                self._condition.wait_for(lambda: self._closing, _GATHER_SECONDS if self._ever else 0)
                closing = self._closing
            well = self._write()
            self._written()
            if closing:
                break
            if not well:
                with self._condition:
                    self._condition.wait_for(lambda: self._closing, _RETRY_SECONDS)
        self._close_file()

    def _has_work(self) -> bool:
        return bool(
            self._waiting or self._keep or self._running is not None or self._closing or self._opened is not None
        )

    def _write(self) -> bool:
        """Write what waits, and return whether that went well; if not, it goes on waiting."""
        with self._condition:
            entries, self._waiting, self._books = self._waiting, [], Counter()
            lost, self._lost = self._lost, Counter()
            running, keep = self._running, dict(self._keep)
            begun = monotonic()
        try:
            self._append([*entries, *self._gaps(lost)], running)
        except LogFailed as err:
            self._failed(err, begun)
            with self._condition:
                self._waiting[:0] = entries
                self._books.update(entry.book for entry in entries)
                self._lost.update(lost)
            return False
        with self._condition:
            if self._running is running:
                self._running = None
            # What came meanwhile came after this began.
            self._since = begun if self._waiting or self._running is not None else math.inf
        try:
            self._tidy(keep)
        except LogFailed as err:
            self._failed(err, begun)
            return False
        with self._condition:
            self._keep = {account: days for account, days in self._keep.items() if keep.get(account) != days}
            self._failing = math.inf
            self._ever = True
        return True

    def _append(self, entries: Sequence[Entry], running: Sequence[Entry] | None) -> None:
        """Open the file if need be, and add rows. Raises LogFailed; then none is added."""
        if (file := self._file) is None:
            file = self._file = LogFile(self._path, aside=self._aside)
            self._aside = False
        if self._opened is not None:
            entries = [*self._opened(file), *entries]
        file.append(entries, running)
        self._opened = None
        self.heads = file.heads

    def _tidy(self, keep: Mapping[AccountId, int]) -> None:
        """Prune. Raises LogFailed."""
        if (file := self._file) is None:
            return
        for account, days in keep.items():
            file.keep(account, days)
        file.prune_large(self._clock())
        if monotonic() - self._pruned >= _PRUNE_SECONDS:
            file.prune_old(self._clock())
            self._pruned = monotonic()
        self.heads = file.heads

    def _failed(self, err: LogFailed, begun: float) -> None:
        if self._failing == math.inf:
            _LOGGER.warning("The log cannot be written: %s", err)
        self._failing = min(self._failing, begun)
        self._aside = isinstance(err, LogDamaged)
        self._close_file()

    def _close_file(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _gaps(self, lost: Mapping[AccountId, int]) -> list[Entry]:
        """Say of accounts how much of theirs was too much to be kept."""
        at = self._clock()
        return [
            Entry(account=account, event=Event.GAP, at=at, said={"lost": number}) for account, number in lost.items()
        ]


def starting(file: LogFile, accounts: Iterable[AccountId], known: Mapping[AccountId, Head], at: int) -> list[Entry]:
    """Return the first rows of a start: what ran when the last one ended, if nothing else ended it, and what is amiss.

    `known` are the heads that were noted elsewhere: a log that does not contain them is not the one that it was.
    """
    rows = [replace(entry, said={**entry.said, "ended": "killed"}) for entry in file.left_running]
    for account in sorted({*accounts, *file.heads}):
        head = known.get(account)
        if head is not None and not file.contains(account, head):
            found = file.heads.get(account)
            said: dict[str, Said] = {"expected": head.number, "found": 0 if found is None else found.number}
            rows.append(Entry(account=account, event=Event.DIFFERS, at=at, said=said))
        last = file.last(account)
        after = "nothing" if last is None else "stop" if last.event == Event.STOPPED else "kill"
        said = {"after": after, "last": None if last is None else last.at}
        rows.append(Entry(account=account, event=Event.STARTED, at=at, said=said))
    return rows
