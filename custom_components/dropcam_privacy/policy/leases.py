"""Leases: live permissions for one principal to receive one camera over one channel.

A lease holds no rights. It says who asked for what, so that the policy can be asked again at every use, and it
knows what to cut when it ends.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count

from .model import CameraId, Channel, Principal, RefreshTokenId, Role
from .tokens import TokenBook

MOST = 50
"""How many leases one login may hold for one camera: a wall of screens that reload, but no flood."""

type Cut = Callable[[], None]
_serial = count()


@dataclass(eq=False, slots=True)
class Lease:
    """One live permission. `lifetime` is in seconds, None while its holder keeps it open (a connection).

    `shown_to` is what its holder was to the camera when the first picture left under it, None before, and `told` when
    that was last told of; `pictures` and `bytes` count what left, since `first`: no rights, only for those who tell.
    What opens a lease that is handed on (to a player, by an address that others can read) is bound to the one who opens
    it first: its `reader`.
    """

    principal: Principal
    channel: Channel
    camera: CameraId
    lifetime: float | None
    expires: float | None
    digest: bytes | None = None
    used: float = 0.0
    handed_on: bool = False
    reader: str | None = None
    ended: bool = False
    shown_to: Role | None = None
    told: float = 0.0
    opened: float = 0.0
    first: float | None = None
    pictures: int = 0
    bytes: int = 0
    _cuts: dict[int, Cut] = field(default_factory=dict, repr=False)

    def on_end(self, cut: Cut) -> Cut:
        """Have `cut` called when the lease ends, at once if it has; the result takes that back."""
        if self.ended:
            cut()
            return lambda: None
        key = next(_serial)
        self._cuts[key] = cut

        def forget() -> None:
            self._cuts.pop(key, None)

        return forget

    def read_by(self, reader: str) -> bool:
        """Return whether a reader may go on: anyone, or, where the address was handed on, the first."""
        if self.handed_on and self.reader is None:
            self.reader = reader
        return not self.handed_on or self.reader == reader

    def end(self) -> list[Exception]:
        """Cut all that hangs on this lease, whatever fails on the way; the failures are returned."""
        self.ended = True
        failures: list[Exception] = []
        while self._cuts:
            _, cut = self._cuts.popitem()
            try:
                cut()
            except Exception as err:  # noqa: BLE001 - one cut that fails must not spare the next
                failures.append(err)
        return failures


class LeaseBook:
    """All live leases, found by token, camera or login. Times are seconds of any steady clock."""

    def __init__(self) -> None:
        """Begin with none."""
        self._tokens = TokenBook[Lease]()
        self._by_camera: dict[CameraId, set[Lease]] = {}
        self._by_login: dict[RefreshTokenId, set[Lease]] = {}
        self._by_holder: dict[tuple[CameraId, RefreshTokenId | Principal], set[Lease]] = {}

    def __len__(self) -> int:
        """Count the live leases."""
        return sum(map(len, self._by_camera.values()))

    def open(
        self,
        principal: Principal,
        channel: Channel,
        camera: CameraId,
        *,
        now: float,
        lifetime: float | None = None,
        token: bytes | None = None,
    ) -> Lease:
        """Enter a lease; with `token` (random bytes) it can be found again by that token's hex.

        Raises ValueError for a token that is too short or was entered before.
        """
        expires = None if lifetime is None else now + lifetime
        lease = Lease(principal, channel, camera, lifetime, expires, used=now, opened=now)
        if token is not None:
            lease.digest = self._tokens.enter(token, lease)
        self._by_camera.setdefault(camera, set()).add(lease)
        if principal.login is not None:
            self._by_login.setdefault(principal.login, set()).add(lease)
        self._by_holder.setdefault(_holder(lease), set()).add(lease)
        return lease

    def too_many(self, lease: Lease) -> list[Lease]:
        """List what one holder has beyond `MOST` since `lease` was opened: what they have not used for longest.

        A dashboard that reloads leaves leases behind, and it is the newest that somebody looks at.
        """
        held = self._by_holder.get(_holder(lease), set())
        if len(held) <= MOST:
            return []
        return sorted(held - {lease}, key=lambda other: other.used)[: len(held) - MOST]

    def find(self, token: object, *, now: float) -> Lease | None:
        """Find the live lease of a token in hex, as text; whatever else is given finds nothing."""
        lease = self._tokens.find(token)
        return lease if lease is not None and self.live(lease, now=now) else None

    @staticmethod
    def live(lease: Lease, *, now: float) -> bool:
        """Return whether a lease has neither ended nor expired."""
        return not lease.ended and (lease.expires is None or now < lease.expires)

    @staticmethod
    def deliver(lease: Lease, size: int, *, now: float) -> None:
        """Count a picture, or a piece of live video, of `size` bytes, which leaves under a live lease and renews it."""
        lease.pictures += 1
        lease.bytes += size
        lease.first = now if lease.first is None else lease.first
        LeaseBook.renew(lease, now=now)

    @staticmethod
    def renew(lease: Lease, *, now: float) -> None:
        """Start the lifetime of a live lease anew: it was used."""
        if not LeaseBook.live(lease, now=now):
            return
        lease.used = now
        if lease.lifetime is not None:
            lease.expires = now + lease.lifetime

    def of_camera(self, camera: CameraId) -> list[Lease]:
        """List the leases of one camera."""
        return list(self._by_camera.get(camera, ()))

    def of_login(self, login: RefreshTokenId) -> list[Lease]:
        """List the leases of one login."""
        return list(self._by_login.get(login, ()))

    def all(self) -> list[Lease]:
        """List all leases."""
        return [lease for leases in self._by_camera.values() for lease in leases]

    def expired(self, *, now: float) -> list[Lease]:
        """List the leases whose time is over."""
        return [lease for lease in self.all() if not self.live(lease, now=now)]

    def end(self, leases: Iterable[Lease]) -> list[Exception]:
        """End leases: none of them is found again, and all that hangs on them is cut."""
        leases = list(leases)
        for lease in leases:
            # All are marked before the first is cut: what a cut wakes up must find every one ended.
            lease.ended = True
            self._tokens.forget(lease.digest)
            _drop(self._by_camera, lease.camera, lease)
            if lease.principal.login is not None:
                _drop(self._by_login, lease.principal.login, lease)
            _drop(self._by_holder, _holder(lease), lease)
        return [failure for lease in leases for failure in lease.end()]


def _holder(lease: Lease) -> tuple[CameraId, RefreshTokenId | Principal]:
    """Return who has a lease, for which camera: a login, or a program without one."""
    return lease.camera, lease.principal.login or lease.principal


def _drop[K](index: dict[K, set[Lease]], key: K, lease: Lease) -> None:
    if (leases := index.get(key)) is not None:
        leases.discard(lease)
        if not leases:
            del index[key]
