"""Who watches a camera: counted for the people filmed, without a name; and named for its owners, while they watch."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
import secrets
from time import monotonic, time

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from .gatekeeper import GATEKEEPER
from .news import Access, News, Who
from .policy.leases import Lease
from .policy.model import CameraId, Channel, Principal, Role

# A dashboard fetches a still every ten seconds; its watcher must not seem to come and go.
LINGER_SECONDS = 30
_RECEIVED = frozenset({Access.GRANTED, Access.DELIVERED})
# Over these pictures come as long as somebody watches; what comes over the others may have been asked for one by one.
_LASTING = frozenset({Channel.LIVE, Channel.CAST})


@dataclass(slots=True)
class Watcher:
    """Somebody who receives pictures over one channel: `last` is when the last one left, `since` when the first (ms).

    The id names them to owners, cannot be guessed, and dies with them. It is `over` when nothing comes any more, but
    they are counted for a while.
    """

    principal: Principal
    channel: Channel
    role: Role
    last: float
    who: Who
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    since: int = field(default_factory=lambda: round(time() * 1000))
    over: bool = False


class Audience:
    """Who received a picture of one camera in the last half minute; whoever has several logins counts as one."""

    def __init__(self, hass: HomeAssistant, camera: CameraId, changed: Callable[[], None]) -> None:
        """Begin with nobody; `changed` is called when there are others."""
        self._hass = hass
        self._camera = camera
        self._changed = changed
        self._watchers: dict[tuple[Principal, Channel], Watcher] = {}
        self._cancel: Callable[[], None] | None = None
        self._gatekeeper = hass.data[GATEKEEPER]
        self._stops = (
            self._gatekeeper.watch(camera, self._watched),
            self._gatekeeper.watch_ends(camera, self._ended),
        )

    def __len__(self) -> int:
        """Count them."""
        return len({who.user or who for who, _ in self._watchers})

    @property
    def guests(self) -> int:
        """Count those who are no owners: viewers, and programs that were let in."""
        return len({who.user or who for (who, _), it in self._watchers.items() if it.role is not Role.OWNER})

    def __iter__(self) -> Iterator[Principal]:
        """Go through them, one login of each, to tell of what kind they are."""
        return iter({who.user or who: who for who, _ in self._watchers}.values())

    def watching(self) -> list[Watcher]:
        """List those who receive pictures now: live, or still after still, as long as they may."""
        return [it for it in self._watchers.values() if not it.over and self._may(it)]

    def _may(self, it: Watcher) -> bool:
        # What is live ends in the moment in which it may not be any more.
        return it.channel in _LASTING or self._gatekeeper.decide(it.principal, it.channel, self._camera).allowed

    @callback
    def _watched(self, news: News) -> None:
        """Note whoever received a picture just now."""
        if news.access not in _RECEIVED:
            return
        key = news.principal, news.channel
        known = self._watchers.get(key)
        if known is not None and known.role is news.role and not known.over:
            known.last = monotonic()
            return
        who = next((self._gatekeeper.clerk.asker(lease) for lease in self._leases(*key)), None)
        who = who or Who(news.principal.kind.value, news.principal.user)
        self._watchers[key] = Watcher(news.principal, news.channel, news.role, monotonic(), who)
        if self._cancel is None:
            self._cancel = async_call_later(self._hass, LINGER_SECONDS, self._forget)
        self._changed()

    @callback
    def _ended(self, lease: Lease) -> None:
        """Note that somebody watches no more, if that was all they had."""
        known = self._watchers.get((lease.principal, lease.channel))
        if known is None or known.over or lease.channel not in _LASTING:
            return
        if not any(other.shown_to is not None for other in self._leases(lease.principal, lease.channel)):
            known.over = True
            self._changed()

    def _leases(self, principal: Principal, channel: Channel) -> list[Lease]:
        """List what somebody has open."""
        leases = self._gatekeeper.leases.of_camera(self._camera)
        return [lease for lease in leases if lease.principal == principal and lease.channel is channel]

    @callback
    def stop(self) -> None:
        """Stop counting."""
        for stop in self._stops:
            stop()
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    @callback
    def _forget(self, _: object) -> None:
        self._cancel = None
        now = monotonic()
        stay = {key: it for key, it in self._watchers.items() if now - it.last < LINGER_SECONDS or self._held(it)}
        gone, self._watchers = len(stay) < len(self._watchers), stay
        if stay:
            wait = min(LINGER_SECONDS - (now - it.last) for it in stay.values())
            self._cancel = async_call_later(self._hass, wait if wait > 0 else LINGER_SECONDS, self._forget)
        if gone:
            self._changed()

    def _held(self, it: Watcher) -> bool:
        """Return whether somebody still waits at an open connection for a camera that gives nothing just now."""
        leases = [] if it.over or it.channel not in _LASTING else self._leases(it.principal, it.channel)
        return any(lease.shown_to is not None and lease.lifetime is None for lease in leases)
