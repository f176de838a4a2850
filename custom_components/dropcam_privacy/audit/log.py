"""Writes down what the gatekeeper does, every lease and every refusal, and has it share only while that is written.

Nothing of it waits: rows are gathered here, handed to the writer twice a second, and written in its thread.
"""

import asyncio
from collections.abc import Hashable
from contextlib import suppress
from functools import partial
import logging
from pathlib import Path
from time import monotonic, time

from homeassistant.auth import EVENT_USER_ADDED, EVENT_USER_UPDATED
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import Event as HassEvent, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..entrances.running import running_address
from ..gatekeeper import Gatekeeper
from ..isolation import nobody
from ..issues import Issue, report, settle
from ..news import Ending
from ..policy.leases import Lease
from ..policy.model import AccountId, CameraId, Channel, Principal, Reason
from ..rights.author import author
from ..rights.in_force import Rights
from .changes import Standing, changes
from .entries import Entry, Event
from .file import LogFile
from .tables import NAME
from .tally import Asked, Denied, Received, Tally, Who
from .writer import Writer, starting

_LOGGER = logging.getLogger(__name__)
LOG: HassKey[Log] = HassKey("dropcam_privacy_log")
# What happens is with the writer by then, which takes as long: a kill loses a second at most.
_TICK_SECONDS = 0.4
# How often is noted how much has been received by what still runs.
_NOTE_SECONDS = 10.0
# How long a start waits for the disk. Until something is written, only owners see their cameras.
_START_SECONDS = 10.0


class Log:
    """The log of all accounts."""

    def __init__(self, hass: HomeAssistant, gatekeeper: Gatekeeper, rights: Rights) -> None:
        """Write nothing yet."""
        self._hass = hass
        self._rights = rights
        self._gatekeeper = gatekeeper
        self._rows: list[Entry] = []
        self._tally = Tally()
        self._open: dict[Lease, tuple[Asked, int]] = {}
        self._timer: asyncio.TimerHandle | None = None
        self._fresh = False  # something runs that has not been noted
        self._noted = 0.0
        self._tried = asyncio.Event()
        self._logged: bool | None = None
        self._names: dict[str, str | None] = {}
        self._standing: dict[AccountId, Standing] = {}

    async def async_start(self, accounts: list[AccountId]) -> None:
        """Begin to write, the rows of a start first, and return when they are written or it is known that they are not.

        From here on the gatekeeper shares with others than owners while all is written.
        """
        path = Path(self._hass.config.path(NAME))
        self.writer = Writer(path, now_ms, partial(_first_rows, accounts), self._written)
        self._gatekeeper.clerk = self
        self._rights.clerk = self.changed
        await self._async_learn_names()
        for event in (EVENT_USER_ADDED, EVENT_USER_UPDATED):
            self._hass.bus.async_listen(event, self._async_learn_names)
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, self._async_stop)
        with suppress(TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                await self._tried.wait()
        self._look()

    # What the gatekeeper tells. Nothing here raises or waits.

    @callback
    def opened(self, lease: Lease) -> None:
        """Note a lease."""
        asked = self._tally.asked(_key(lease)) or self._asked(lease.principal, lease.channel, lease.camera)
        if asked is None:
            return
        self._open[lease] = asked, now_ms()
        self._fresh = True
        self._tick_soon()

    @callback
    def ended(self, lease: Lease, ending: Ending) -> None:
        """Note the end of one: a row, unless it was for one picture; these are added up."""
        if (known := self._open.pop(lease, None)) is None:
            return
        now = monotonic()
        received = _received(lease, *known, lease.used if ending is Ending.EXPIRED else now, ending.value)
        if lease.digest is None and lease.lifetime is None and lease.pictures <= 1:
            self._tally.received(_key(lease), received, now)
        else:
            self._rows.append(received.entry())
        self._fresh = True
        self._tick_soon()

    @callback
    def refused(self, principal: Principal, channel: Channel, camera: CameraId, reason: Reason) -> None:
        """Note a refusal: those of one person are added up."""
        key = camera, channel, principal.user or principal.kind
        asked = self._tally.refused_before(key) or self._asked(principal, channel, camera)
        if asked is None:
            return
        at = now_ms()
        self._tally.refused(key, Denied(asked, at, at, reason.value), monotonic())
        self._fresh = True
        self._tick_soon()

    def _asked(self, principal: Principal, channel: Channel, camera: CameraId) -> Asked | None:
        """Return who asks for what: None of a camera that no account has."""
        policy = self._gatekeeper.policy(camera)
        return None if policy is None else Asked(policy.account, camera, channel, self.who(principal))

    # What the rights tell.

    @callback
    def changed(self, entry: ConfigEntry) -> None:
        """Note what has changed in an account, in the task of whoever changes it."""
        account = AccountId(entry.entry_id)
        by, before = author(), self._standing.get(account)
        user = by.user if by.principal is None else by.principal.user
        now = Standing(self._rights.rights(entry), self._rights.pending(entry))
        if before is not None and user in self._rights.owners(entry):
            # What an owner gives waits for nobody, but for a moment it may look so: record and entry change in turn.
            now = now.less(before)
        self._standing[account] = now
        if before is None or before == now:
            return
        them = Who("unknown" if by.user is None else "named", by.user, self._names.get(by.user or ""))
        if by.principal is not None:
            them = self.who(by.principal)
        for change in changes(account, before, now):
            said = {**them.said(), **change.said}
            if change.user is not None:
                said |= {"whose": change.user, "whose_name": self._names.get(change.user)}
            self._rows.append(
                Entry(
                    account=account, event=change.event, at=now_ms(), camera=change.camera, person=them.user, said=said
                )
            )
        self._tick_soon()

    async def _async_learn_names(self, _: object = None) -> None:
        self._names = {user.id: user.name for user in await self._hass.auth.async_get_users()}

    def who(self, principal: Principal) -> Who:
        """Return who a principal is now, by what they would like to be called, and from where they ask."""
        login, user = principal.login, principal.user
        token = None if login is None else self._hass.auth.async_get_refresh_token(login)
        client = address = None
        if token is not None:
            client, address = token.client_name or token.client_id, token.last_used_ip
        name = None if user is None else self._names.get(user)
        return Who(principal.kind.value, user, name, client, running_address() or address)

    # The writer.

    @callback
    def _tick_soon(self) -> None:
        if self._timer is None:
            self._timer = self._hass.loop.call_later(_TICK_SECONDS, self._tick, context=nobody())

    @callback
    def _tick(self) -> None:
        """Hand over what happened, and look after it until nothing is left to be looked after."""
        self._timer = None
        now = monotonic()
        self._rows += self._tally.take(now)
        rows, self._rows = self._rows, []
        self.writer.put(rows)
        if self._fresh or (self._open and now - self._noted >= _NOTE_SECONDS):
            self._fresh, self._noted = False, now
            self.writer.note(self._running())
        self._look()
        if self._open or self._tally or not self.writer.idle:
            self._tick_soon()

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

    def _running(self) -> list[Entry]:
        now = monotonic()
        leases = [_received(lease, *known, now, "open").entry() for lease, known in self._open.items()]
        return [*leases, *self._tally.open()]

    def _written(self) -> None:
        """Follow the writer, from its thread."""
        with suppress(RuntimeError):  # Home Assistant's loop has ended
            self._hass.loop.call_soon_threadsafe(self._followed)

    @callback
    def _followed(self) -> None:
        self._tried.set()
        self._look()

    async def _async_stop(self, _: HassEvent) -> None:
        """Write what is left, and that this was a stop. Whoever still receives something is cut with the server."""
        self._gatekeeper.clerk = self._rights.clerk = None
        if self._timer is not None:
            self._timer.cancel()
        now = monotonic()
        rows = [*self._rows, *self._tally.take()]
        rows += [_received(lease, *known, now, "stopped").entry() for lease, known in self._open.items()]
        accounts = {entry.entry_id for entry in self._hass.config_entries.async_entries(DOMAIN)} | {*self.writer.heads}
        rows += [Entry(account=AccountId(it), event=Event.STOPPED, at=now_ms()) for it in sorted(accounts)]
        self.writer.put(rows)
        self.writer.note([])
        await self._hass.async_add_executor_job(self.writer.close)


def now_ms() -> int:
    """Return the time in milliseconds since 1970, UTC."""
    return round(time() * 1000)


def _first_rows(accounts: list[AccountId], file: LogFile) -> list[Entry]:
    return starting(file, accounts, {}, now_ms())


def _key(lease: Lease) -> Hashable:
    return lease.camera, lease.channel, lease.principal


def _received(lease: Lease, asked: Asked, opened: int, now: float, ended: str) -> Received:
    """Return what was received by a lease until now; the clock may have jumped since it was opened."""
    return Received(
        asked,
        opened,
        opened + round((now - lease.opened) * 1000),
        None if lease.first is None else opened + round((lease.first - lease.opened) * 1000),
        ended,
        pictures=lease.pictures,
        bytes=lease.bytes,
    )
