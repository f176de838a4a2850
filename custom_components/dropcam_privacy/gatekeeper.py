"""The one object that decides, issues leases and ends them. Everything that carries a picture asks it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable
from contextlib import contextmanager
from datetime import timedelta
import logging
import math
import secrets
from time import monotonic

from homeassistant.auth import EVENT_USER_REMOVED, EVENT_USER_UPDATED
from homeassistant.auth.models import User
from homeassistant.core import Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.util.hass_dict import HassKey

from .exceptions import PictureRefused, Refused
from .hours import Hours
from .isolation import run_as_nobody
from .logins import live_user, user_of
from .news import Access, Clerk, Ending, News, Watched
from .policy.decide import begins_anew, decide, decide_control, owns
from .policy.leases import Lease, LeaseBook
from .policy.model import (
    UNKNOWN,
    CameraId,
    CameraPolicy,
    Channel,
    Control,
    Decision,
    Held,
    Kind,
    Principal,
    Reason,
    RefreshTokenId,
    UserId,
)
from .policy.put_out import PUT_OUT_SECONDS, PutOut
from .policy.tokens import TOKEN_BYTES
from .signals import Signal

_LOGGER = logging.getLogger(__name__)
GATEKEEPER: HassKey[Gatekeeper] = HassKey("dropcam_privacy_gatekeeper")
# Expired leases are refused at once wherever they are used; this only forgets them.
_SWEEP = timedelta(seconds=15)
# Whoever watches over a camera hears this often that a delivery goes on, not of each picture.
_GOES_ON_SECONDS = 1.0


class Gatekeeper:
    """Live policy and leases of all cameras."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Start with no cameras: everything is refused."""
        self._hass = hass
        self._policies: dict[CameraId, CameraPolicy] = {}
        # Since when owners (True) and others (False) have been let in as they are now.
        self._since: dict[tuple[CameraId, bool], float] = {}
        self._news: defaultdict[CameraId, Signal[News]] = defaultdict(Signal)
        self._decided: defaultdict[CameraId, Signal[()]] = defaultdict(Signal)
        self._over: defaultdict[CameraId, Signal[Lease]] = defaultdict(Signal)
        self._put_out = PutOut()
        self._held: dict[CameraId, Held] = {}
        self._logins: dict[RefreshTokenId, Callable[[], None]] = {}
        self._met: dict[UserId, User] = {}
        self._logged = False
        self.hours = Hours(self._hours_changed)
        self.clerk = Clerk()
        self.leases = LeaseBook()

    @callback
    def async_listen(self) -> None:
        """Begin to follow users and time; this lasts as long as Home Assistant runs."""
        self._hass.bus.async_listen(EVENT_USER_REMOVED, self._user_changed)
        self._hass.bus.async_listen(EVENT_USER_UPDATED, self._user_changed)
        async_track_time_interval(self._hass, self._sweep, _SWEEP, cancel_on_shutdown=True)

    # What is in force.

    def policy(self, camera: CameraId) -> CameraPolicy | None:
        """Return what is granted for a camera."""
        return self._policies.get(camera)

    @callback
    def set_policy(self, *policies: CameraPolicy, gone: Iterable[CameraId] = (), anew: Iterable[CameraId] = ()) -> None:
        """Put policies in force, forget cameras that are `gone`, and end all leases of those that begin `anew`.

        What is not permitted any more has ended at every camera before anybody is told of the first.
        """
        changed = [policy for policy in policies if self._policies.get(policy.camera) != policy]
        for policy in changed:
            before = self._policies.get(policy.camera)
            for owners in (True, False) if before is None else begins_anew(before, policy):
                self._since[policy.camera, owners] = monotonic()
            self._policies[policy.camera] = policy
        gone = list(gone)
        self.hours.follow(changed, gone)
        for camera in gone:
            self._policies.pop(camera, None)
            for owners in (True, False):
                self._since.pop((camera, owners), None)
        ended = {lease for camera in (*gone, *anew) for lease in self.leases.of_camera(camera)}
        doubted = [lease for policy in changed for lease in self.leases.of_camera(policy.camera)]
        self._revoke([*ended, *(lease for lease in self._unpermitted(doubted) if lease not in ended)])
        for policy in changed:
            self._decided[policy.camera].send()

    @callback
    def set_logged(self, logged: bool) -> None:
        """Note whether what leaves is written down; if not, what leaves the owning accounts ends."""
        self._logged = logged
        for camera in self._policies:
            self._since[camera, False] = monotonic()
        self._revoke(self._unpermitted(self.leases.all()))
        for camera in list(self._policies):
            self._decided[camera].send()

    @property
    def logged(self) -> bool:
        """Whether what leaves is written down."""
        return self._logged

    @callback
    def set_held(self, camera: CameraId, held: Held) -> None:
        """Hold a camera's picture from some, or everybody; who gets it again gets nothing from before."""
        before = self._held.pop(camera, Held.NOBODY)
        if held is not Held.NOBODY:
            self._held[camera] = held
        if held is before:
            return
        for owners in (True, False) if Held.EVERYBODY in (before, held) else (False,):
            if (camera, owners) in self._since:
                self._since[camera, owners] = monotonic()
        self._revoke(self._unpermitted(self.leases.of_camera(camera)))
        self._decided[camera].send()

    def held(self, camera: CameraId) -> Held:
        """Return from whom a camera's picture is held."""
        return self._held.get(camera, Held.NOBODY)

    def since(self, camera: CameraId, *, owners: bool) -> float:
        """Return since when owners, or others, may look, by `time.monotonic()`: they get nothing from before.

        It is one moment for all others: they share what is kept of the past.
        """
        return self._since.get((camera, owners), math.inf)

    def since_of(self, principal: Principal, channel: Channel, camera: CameraId) -> float:
        """Return since when somebody may look over a channel."""
        return self.since(camera, owners=owns(principal, channel, self._policies.get(camera)))

    @callback
    def follow(self, camera: CameraId, follower: Callable[[], None]) -> Callable[[], None]:
        """Have `follower` called whenever another policy is in force; the result stops that."""
        return self._decided[camera].follow(follower)

    @callback
    def watch(self, camera: CameraId, watched: Watched) -> Callable[[], None]:
        """Have `watched` called with what becomes of the camera's picture; the result stops that.

        It is called while pictures leave and leases are cut, so it must be quick.
        """
        return self._news[camera].follow(watched)

    @callback
    def watch_ends(self, camera: CameraId, over: Callable[[Lease], None]) -> Callable[[], None]:
        """Have `over` called when a lease has ended under which pictures had left; the result stops that."""
        return self._over[camera].follow(over)

    # Decisions.

    def decide(self, principal: Principal, channel: Channel, camera: CameraId) -> Decision:
        """Decide on a picture, by what holds at this moment."""
        policy = self._policies.get(camera)
        now = self._now(principal, policy)
        held = self._held.get(camera, Held.NOBODY)
        decision = decide(self._living(principal), channel, policy, logged=self._logged, now=now, held=held)
        if decision.allowed and self.out_for(principal, camera) is not None:
            return Decision(False, Reason.ENDED, decision.role)
        return decision

    def _now(self, principal: Principal, policy: CameraPolicy | None) -> Collection[float]:
        """Return what time it is, for whom it matters."""
        if policy is None or principal.user not in policy.times:
            return ()
        if self.hours.begins(policy):
            self._since[policy.camera, False] = monotonic()  # before anybody gets anything
        return self.hours.now(policy.account)

    @callback
    def _hours_changed(self, cameras: Collection[CameraId]) -> None:
        """End what viewers had whose time is over, let nobody see what was before, and tell of it."""
        for policy in (self._policies[camera] for camera in cameras):
            if self.hours.begins(policy):
                self._since[policy.camera, False] = monotonic()
        self._revoke(self._unpermitted([lease for camera in cameras for lease in self.leases.of_camera(camera)]))
        for camera in cameras:
            self._decided[camera].send()

    def require(self, principal: Principal, channel: Channel, camera: CameraId) -> None:
        """Decide on what somebody asks for just now. Raises PictureRefused, and tells who watches over it."""
        decision = self.decide(principal, channel, camera)
        if not decision.allowed:
            self._tell(camera, News(Access.REFUSED, principal, channel, decision.role))
            self.clerk.refused(principal, channel, camera, decision.reason)
            raise PictureRefused(decision.told)

    def control(self, principal: Principal, control: Control, policy: CameraPolicy | None) -> None:
        """Let a control of a policy's camera be used, or raise Refused."""
        decision = decide_control(self._living(principal), control, policy)
        if not decision.allowed:
            raise Refused(decision.told)

    # Whom an owner puts out.

    @callback
    def put_out(self, principal: Principal, camera: CameraId) -> None:
        """End at once all that somebody receives of a camera, and give them nothing more of it for a minute."""
        self._put_out.put(principal, camera, now=monotonic())
        self._revoke(self._unpermitted(self.leases.of_camera(camera)))
        self._decided[camera].send()

        @callback
        def over(_: object) -> None:
            self._put_out.forget(now=monotonic())
            self._decided[camera].send()

        run_as_nobody(async_call_later, self._hass, PUT_OUT_SECONDS + 0.1, HassJob(over, cancel_on_shutdown=True))

    def out_for(self, principal: Principal, camera: CameraId) -> float | None:
        """Return for how many seconds somebody is still out, None if they are not."""
        now = monotonic()
        end = self._put_out.until(principal, camera, now=now)
        return None if end is None else end - now

    # Leases.

    @callback
    def open(self, principal: Principal, channel: Channel, camera: CameraId, *, lifetime: float | None = None) -> Lease:
        """Decide, and lease: until it is closed, or for `lifetime` seconds after each use. Raises PictureRefused."""
        self.require(principal, channel, camera)
        return self._enter(self.leases.open(principal, channel, camera, now=monotonic(), lifetime=lifetime))

    @callback
    def issue(self, principal: Principal, channel: Channel, camera: CameraId, *, lifetime: float) -> tuple[str, Lease]:
        """Decide, and lease to the bearer of a token (64 hex digits) for `lifetime` seconds after each use."""
        self.require(principal, channel, camera)
        token = secrets.token_bytes(TOKEN_BYTES)
        lease = self.leases.open(principal, channel, camera, now=monotonic(), lifetime=lifetime, token=token)
        return token.hex(), self._enter(lease)

    @callback
    def find(self, token: object, camera: CameraId | None = None) -> Lease | None:
        """Find the lease of a token, if it still permits: for `camera`, where one is named."""
        lease = self.leases.find(token, now=monotonic())
        if lease is None or (camera is not None and lease.camera != camera):
            return None
        return lease if self.permits(lease) else None

    @callback
    def permits(self, lease: Lease) -> bool:
        """Return whether a picture may leave under a lease now. What may not any more is ended."""
        if not LeaseBook.live(lease, now=monotonic()):
            return False
        if self.decide(lease.principal, lease.channel, lease.camera).allowed:
            return True
        self._revoke([lease])
        return False

    @callback
    def delivered(self, lease: Lease, size: int = 0) -> None:
        """Note that picture (bytes) left: its lease is renewed, and whoever watches over it is told now and then."""
        if lease.ended:
            return
        now = monotonic()
        LeaseBook.deliver(lease, size, now=now)
        access = Access.DELIVERED
        if lease.shown_to is None:
            access = Access.GRANTED
            lease.shown_to = self.decide(lease.principal, lease.channel, lease.camera).role
        elif now - lease.told < _GOES_ON_SECONDS:
            return
        lease.told = now
        self._tell(lease.camera, News(access, lease.principal, lease.channel, lease.shown_to))

    @callback
    def renew(self, lease: Lease) -> None:
        """Note that a lease was used, without a picture."""
        LeaseBook.renew(lease, now=monotonic())

    @callback
    def copied(self, lease: Lease) -> None:
        """End a lease whose address somebody else has opened, too, and tell who watches over the camera."""
        role = self.decide(lease.principal, lease.channel, lease.camera).role
        self._end([lease], Ending.COPIED)
        self._tell(lease.camera, News(Access.COPIED, lease.principal, lease.channel, role))

    @callback
    def close(self, lease: Lease) -> None:
        """End a lease that is over."""
        self._end([lease], Ending.CLOSED)

    @contextmanager
    def leased(self, principal: Principal, channel: Channel, camera: CameraId) -> Generator[Lease]:
        """Hold a lease for as long as the block runs. Raises PictureRefused."""
        lease = self.open(principal, channel, camera)
        try:
            yield lease
        finally:
            self.close(lease)

    @callback
    def meet(self, user: User) -> None:
        """Follow somebody whom an assistant named, without a login of theirs: what it was given ends with them."""
        self._met[UserId(user.id)] = user

    def _living(self, principal: Principal) -> Principal:
        """Return the principal, if the login that they came with still stands, or the person whom they named."""
        user, login = principal.user, principal.login
        if principal.kind is Kind.PERSON:
            living = user is not None and login is not None and live_user(self._hass, user, login) is not None
        elif login is not None:
            living = user_of(self._hass, login) is not None
        elif user is not None:
            living = user in self._met and self._met[user].is_active
        else:
            living = True
        return principal if living else UNKNOWN

    def _enter(self, lease: Lease) -> Lease:
        """Follow the login of a new lease: when it is revoked, the lease ends in the same moment.

        A holder of too many leases for the camera loses older ones; nobody else does.
        """
        self._end(self.leases.too_many(lease), Ending.DISPLACED)
        self.clerk.opened(lease)
        login = lease.principal.login
        if login is not None and login not in self._logins:

            @callback
            def revoked() -> None:
                self._logins.pop(login, None)
                self._revoke(self.leases.of_login(login))

            self._logins[login] = self._hass.auth.async_register_revoke_token_callback(login, revoked)
        return lease

    @callback
    def _user_changed(self, event: Event) -> None:
        if event.event_type == EVENT_USER_REMOVED:
            self._met.pop(event.data["user_id"], None)
        self._revoke(self._unpermitted(self.leases.all()))

    @callback
    def _sweep(self, _: object) -> None:
        self._end(self.leases.expired(now=monotonic()), Ending.EXPIRED)
        for login in [login for login in self._logins if not self.leases.of_login(login)]:
            self._logins.pop(login)()

    def _unpermitted(self, leases: list[Lease]) -> list[Lease]:
        return [it for it in leases if not self.decide(it.principal, it.channel, it.camera).allowed]

    def _revoke(self, leases: list[Lease]) -> None:
        """End leases that would have gone on. When all are cut, tell of those under which pictures had left."""
        now = monotonic()
        news = [
            (lease.camera, News(Access.REVOKED, lease.principal, lease.channel, lease.shown_to))
            for lease in leases
            if lease.shown_to is not None and LeaseBook.live(lease, now=now)
        ]
        self._end(leases, Ending.REVOKED)
        for camera, one in news:
            self._tell(camera, one)

    def _end(self, leases: list[Lease], ending: Ending) -> None:
        running = [lease for lease in leases if not lease.ended]
        for failure in self.leases.end(leases):
            _LOGGER.error("Could not end a delivery cleanly", exc_info=failure)
        for lease in running:
            self.clerk.ended(lease, ending)
            if lease.shown_to is not None:
                self._over[lease.camera].send(lease)

    def _tell(self, camera: CameraId, news: News) -> None:
        self._news[camera].send(news)
