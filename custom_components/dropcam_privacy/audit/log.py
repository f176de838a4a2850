"""The log of all accounts: gathers rows, hands them to the writer, and has others see pictures only while that works.

Nothing of it waits: what happens is handed over twice a second, and written in the writer's thread.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from functools import partial
import logging
from pathlib import Path
from time import monotonic

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event as HassEvent, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util.hass_dict import HassKey
from sqlalchemy import Engine

from ..const import DOMAIN
from ..exceptions import LogUnreadable, NotDurable
from ..gatekeeper import Gatekeeper
from ..isolation import nobody
from ..issues import Issue, report, settle
from ..news import Clerk, Who
from ..policy.model import AccountId, CameraId, Channel, Principal
from ..rights.author import Author
from ..rights.in_force import Rights
from ..rights.records import LogHead
from .askers import Askers
from .chain import Head
from .changed import RightsClerk
from .entries import Entry, Event, Said
from .file import LogFile
from .received import LeaseClerk, now_ms
from .tables import NAME
from .writer import Writer, starting

_LOGGER = logging.getLogger(__name__)
LOG: HassKey[Log] = HassKey("dropcam_privacy_log")
# What happens is with the writer by then, which takes as long: a kill loses a second at most.
_TICK_SECONDS = 0.4
# How often is noted how much has been received by what still runs.
_NOTE_SECONDS = 10.0
# How often the newest rows are noted beside the rights, where no change of these does it.
_HEAD_TIME = timedelta(hours=1)
# How long a start waits for the disk. Until something is written, only owners see their cameras.
_START_SECONDS = 10.0


class Log:
    """The log of all accounts."""

    def __init__(self, hass: HomeAssistant, gatekeeper: Gatekeeper, rights: Rights) -> None:
        """Write nothing yet."""
        self._hass = hass
        self._gatekeeper = gatekeeper
        self._rights = rights
        self._askers = Askers(hass)
        self.leases = LeaseClerk(gatekeeper, self._askers, self._noted)
        self._changes = RightsClerk(rights, self._askers, self._write)
        self._rows: list[Entry] = []
        self._timer: asyncio.TimerHandle | None = None
        self._fresh = False  # something runs that has not been noted
        self._last_note = 0.0
        self._tried = asyncio.Event()
        self._logged: bool | None = None

    async def async_start(self, accounts: list[AccountId]) -> None:
        """Begin to write, the rows of a start first, and return when they are written or it is known that they are not.

        From here on the gatekeeper shares with others than owners while all is written.
        """
        first = partial(_first_rows, accounts, self.known_heads())
        self.writer = Writer(Path(self._hass.config.path(NAME)), now_ms, first, self._written)
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, self.async_stop)
        self._gatekeeper.clerk = self.leases
        self._rights.clerk, self._rights.heads = self._changes.changed, self._heads
        async_track_time_interval(self._hass, self._async_note_heads, _HEAD_TIME, cancel_on_shutdown=True)
        await self._askers.async_listen()
        with suppress(TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                await self._tried.wait()
        self._look()

    async def async_stop(self, _: HassEvent | None = None) -> None:
        """Write what is left, and that this was a stop. Whoever still receives something is cut with the server."""
        self._gatekeeper.clerk, self._rights.clerk = Clerk(), None
        if self._timer is not None:
            self._timer.cancel()
        accounts = {entry.entry_id for entry in self._hass.config_entries.async_entries(DOMAIN)} | {*self.writer.heads}
        stops = [Entry(account=AccountId(it), event=Event.STOPPED, at=now_ms()) for it in sorted(accounts)]
        self.writer.put([*self._rows, *self.leases.stop(), *stops])
        self.writer.note([])
        await self._hass.async_add_executor_job(self.writer.close)
        await self._async_note_heads()

    @property
    def engine(self) -> Engine:
        """Return by what the log is read. Raises LogUnreadable."""
        if (engine := self.writer.engine) is None:
            raise LogUnreadable
        return engine

    @property
    def logged(self) -> bool:
        """Return whether what happens is written down."""
        return self.writer.writes()

    @callback
    def keep(self, account: AccountId, days: int, by: Principal) -> None:
        """Keep an account's rows for so many days from now on, and write who has said so."""
        self.note(account, Event.KEEPING, Author(by), days=days)
        self.writer.keep(account, days)

    @callback
    def put_out(self, account: AccountId, camera: CameraId, whom: Who, channel: Channel, by: Principal) -> None:
        """Write that an owner ended what somebody was receiving."""
        whose = {"whose": whom.user, "whose_kind": whom.kind, "whose_name": whom.name, "whose_client": whom.client}
        self.note(account, Event.PUT_OUT, Author(principal=by), camera, **whose, channel=channel.value)

    def note(
        self, account: AccountId, event: Event, by: Author | None = None, camera: CameraId | None = None, **what: Said
    ) -> None:
        """Write that something happened, and by whom, if it was by somebody."""
        them = None if by is None else self._askers.author(by)
        said = what if them is None else {**them.said(), **what}
        user = None if them is None else them.user
        self._write(Entry(account=account, event=event, at=now_ms(), camera=camera, person=user, said=said))

    # To the writer.

    @callback
    def _write(self, entry: Entry) -> None:
        self._rows.append(entry)
        self._tick_soon()

    @callback
    def _noted(self) -> None:
        self._fresh = True
        self._tick_soon()

    @callback
    def _tick_soon(self) -> None:
        if self._timer is None:
            self._timer = self._hass.loop.call_later(_TICK_SECONDS, self._tick, context=nobody())

    @callback
    def _tick(self) -> None:
        """Hand over what happened, and look after it until nothing is left to be looked after."""
        self._timer = None
        now = monotonic()
        rows, self._rows = [*self._rows, *self.leases.take(now)], []
        self.writer.put(rows)
        if self._fresh or (self.leases and now - self._last_note >= _NOTE_SECONDS):
            self._fresh, self._last_note = False, now
            self.writer.note(self.leases.running())
        self._look()
        if self.leases or not self.writer.idle:
            self._tick_soon()

    async def async_written(self, seconds: float) -> None:
        """Wait until what happened before this is in the file, but no longer than so many seconds."""
        if self._timer is not None:
            self._timer.cancel()
            self._tick()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                self._tried.clear()
                while not self.writer.idle:
                    await self._tried.wait()
                    self._tried.clear()

    # From the writer.

    def _written(self) -> None:
        """Follow the writer, from its thread."""
        with suppress(RuntimeError):  # Home Assistant's loop has ended
            self._hass.loop.call_soon_threadsafe(self._followed)

    @callback
    def _followed(self) -> None:
        self._tried.set()
        self._look()

    @callback
    def _look(self) -> None:
        """Have others than owners refused while the log is not written, and say so."""
        if (logged := self.writer.writes()) == self._logged:
            return
        self._logged = logged
        self._gatekeeper.set_logged(logged)
        if logged:
            settle(self._hass, DOMAIN, Issue.LOG_FAILING)
        else:
            _LOGGER.error("The log cannot be written; cameras are shared with nobody until it can")
            report(self._hass, Issue.LOG_FAILING, DOMAIN)

    # The newest rows, beside the rights.

    def _heads(self) -> dict[AccountId, LogHead]:
        return {account: (head.number, head.hash.hex()) for account, head in self.writer.heads.items()}

    async def _async_note_heads(self, _: object = None) -> None:
        with suppress(NotDurable):  # the next time will do
            await self._rights.async_note_heads()

    def known_heads(self) -> dict[AccountId, Head]:
        """Return where the logs were when that was noted last; what is no hash is one that no log has."""
        known = self._rights.noted_heads()
        return {account: Head(number, _bytes(digest)) for account, (number, digest) in known.items()}


def _bytes(digest: str) -> bytes:
    try:
        return bytes.fromhex(digest)
    except ValueError:
        return b""


def _first_rows(accounts: list[AccountId], known: Mapping[AccountId, Head], file: LogFile) -> list[Entry]:
    return starting(file, accounts, known, now_ms())
