"""What the gatekeeper tells: every lease and every refusal becomes a row, or a part of one."""

from collections.abc import Callable, Hashable
from time import monotonic, time
from typing import override

from homeassistant.core import callback

from ..gatekeeper import Gatekeeper
from ..news import Clerk, Ending, Who
from ..policy.leases import Lease
from ..policy.model import CameraId, Channel, Principal, Reason
from .askers import Askers
from .entries import Entry
from .tally import Asked, Denied, Received, Tally


class LeaseClerk(Clerk):
    """Notes leases and refusals. It is called while pictures leave: nothing here waits."""

    def __init__(self, gatekeeper: Gatekeeper, askers: Askers, noted: Callable[[], None]) -> None:
        """Have nothing noted; `noted` is called whenever there is something more."""
        self._gatekeeper = gatekeeper
        self._askers = askers
        self._noted = noted
        self._tally = Tally()
        self._open: dict[Lease, tuple[Asked, int]] = {}
        self._rows: list[Entry] = []

    def __bool__(self) -> bool:
        """Return whether anything is open, or waits to be written."""
        return bool(self._open or self._rows or self._tally)

    @override
    @callback
    def opened(self, lease: Lease) -> None:
        """Note a lease."""
        asked = self._tally.asked(_key(lease)) or self._asked(lease.principal, lease.channel, lease.camera)
        if asked is not None:
            self._open[lease] = asked, now_ms()
            self._noted()

    @override
    def asker(self, lease: Lease) -> Who:
        """Return who asked for a lease that is open."""
        known = self._open.get(lease)
        return super().asker(lease) if known is None else known[0].who

    @override
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
        self._noted()

    @override
    @callback
    def refused(self, principal: Principal, channel: Channel, camera: CameraId, reason: Reason) -> None:
        """Note a refusal: those of one person are added up."""
        key = camera, channel, principal.user or principal.kind
        asked = self._tally.refused_before(key) or self._asked(principal, channel, camera)
        if asked is not None:
            at = now_ms()
            self._tally.refused(key, Denied(asked, at, at, reason.value), monotonic())
            self._noted()

    def _asked(self, principal: Principal, channel: Channel, camera: CameraId) -> Asked | None:
        """Return who asks for what: None of a camera that no account has."""
        policy = self._gatekeeper.policy(camera)
        return None if policy is None else Asked(policy.account, camera, channel, self._askers.who(principal))

    @callback
    def take(self, now: float) -> list[Entry]:
        """Take out the rows that are due."""
        rows, self._rows = [*self._rows, *self._tally.take(now)], []
        return rows

    @callback
    def running(self) -> list[Entry]:
        """Return what goes on, as it would be written now."""
        return [*self._still_open("open"), *self._tally.open()]

    @callback
    def stop(self) -> list[Entry]:
        """Take everything out, also what goes on."""
        return [*self.take(float("inf")), *self._still_open("stopped")]

    def _still_open(self, ended: str) -> list[Entry]:
        now = monotonic()
        return [_received(lease, *known, now, ended).entry() for lease, known in self._open.items()]


def now_ms() -> int:
    """Return the time in milliseconds since 1970, UTC."""
    return round(time() * 1000)


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
