"""One HTTP request for a picture, and the lease that it is answered under."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from .. import shields
from ..callers.principal import channel_of, of_request
from ..exceptions import PictureRefused, TooMuch
from ..feed.errors import Asleep, FeedError
from ..feed.feed import Feed
from ..feed.frame import Frame
from ..gatekeeper import GATEKEEPER, Gatekeeper
from ..pace import DEAR, async_turn
from ..policy.decide import owns
from ..policy.leases import Lease
from ..policy.model import CameraId, Channel, Principal, Reason, RefreshTokenId
from ..shields import NO_STORE
from ..transports import drop, unsent

# How often a slow client is looked after, when all has been written.
_ARRIVES_SECONDS = 0.25
# How long a small body may take.
_BODY_SECONDS = 10


class Visit(NamedTuple):
    """A request that was let in, for as long as its own task runs."""

    request: web.Request
    lease: Lease
    gatekeeper: Gatekeeper

    def require(self, frame: Frame | None = None) -> None:
        """Let the next byte leave, and a frame only if it is of this lease's camera; else raise HTTPForbidden."""
        if not self.gatekeeper.permits(self.lease):
            raise shields.private()
        if frame is not None and not belongs(frame, self.lease, self.gatekeeper):
            raise shields.private()

    def sees(self, frame: Frame) -> bool:
        """Return whether a frame is not from before this lease's holder was let in."""
        return sees(frame, self.lease, self.gatekeeper)

    def delivered(self, size: int) -> None:
        """Note that picture (bytes) was sent."""
        self.gatekeeper.delivered(self.lease, size)


def belongs(frame: Frame, lease: Lease, gatekeeper: Gatekeeper) -> bool:
    """Return whether a frame is of the camera and the account that a lease is for."""
    policy = gatekeeper.policy(lease.camera)
    return policy is not None and frame.camera == lease.camera and frame.account == policy.account


def sees(frame: Frame, lease: Lease, gatekeeper: Gatekeeper) -> bool:
    """Return whether a frame is not from before the holder of a lease was let in."""
    return frame.received >= gatekeeper.since_of(lease.principal, lease.channel, lease.camera)


async def async_still(feed: Feed, lease: Lease, gatekeeper: Gatekeeper) -> Frame:
    """Return a picture of this moment for the holder of a lease; others may be let in meanwhile. Raises FeedError."""
    while True:
        since = gatekeeper.since_of(lease.principal, lease.channel, lease.camera)
        frame = await feed.async_still(since)
        if lease.ended or sees(frame, lease, gatekeeper):
            return frame


@callback
def admit(hass: HomeAssistant, request: web.Request, camera: CameraId, channel: Channel) -> Visit:
    """Let the request whose task is running in, by its user or by the token of a live lease.

    The connection is bound to the lease. Raises HTTPForbidden, never an error that counts as a wrong login; towards
    those who may look while it is on, HTTPServiceUnavailable for a camera that is off.
    """
    gatekeeper = hass.data[GATEKEEPER]
    borrowed = KEY_HASS_USER not in request
    if borrowed:
        if (lease := gatekeeper.find(request.query.get("token"), camera)) is None or lease.channel is not Channel.LIVE:
            raise shields.private()
    else:
        try:
            asker = of_request(hass, request)
            lease = gatekeeper.open(asker, channel_of(asker, channel), camera)
        except PictureRefused as err:
            raise _no_picture(err) from err

    bind(hass, request, lease, _nothing if borrowed else lambda: gatekeeper.close(lease))
    return Visit(request, lease, gatekeeper)


@callback
def admit_program(
    hass: HomeAssistant, request: web.Request, camera: CameraId, principal: Principal, channel: Channel
) -> Visit:
    """Let a program pass a picture on to a request that is not for this camera. Raises HTTPForbidden, as above."""
    gatekeeper = hass.data[GATEKEEPER]
    try:
        lease = gatekeeper.open(principal, channel, camera)
    except PictureRefused as err:
        raise _no_picture(err) from err
    bind(hass, request, lease, lambda: gatekeeper.close(lease))
    return Visit(request, lease, gatekeeper)


def _nothing() -> None:
    """Do nothing: the lease belongs to somebody else."""


@callback
def bind(hass: HomeAssistant, request: web.Request, lease: Lease, over: Callable[[], None] = _nothing) -> None:
    """Abort the connection of the running request in the moment that a lease ends, with all that is unsent in it.

    It is bound until the request's own task is done, and the answer has reached the other side; then `over` is
    called. Raises HTTPForbidden outside of a task.
    """
    if (task := asyncio.current_task()) is None:
        raise refused()

    def on_its_way() -> bool:
        return not task.done() or unsent(request.transport) > 0

    def cut() -> None:
        # What has arrived cannot be called back, and the connection may carry another request by now: the very logout
        # that ends this lease.
        if on_its_way():
            drop(request.transport)

    forget = lease.on_end(cut)

    @callback
    def done(_: object) -> None:
        if not lease.ended and on_its_way():
            async_call_later(hass, _ARRIVES_SECONDS, HassJob(done, cancel_on_shutdown=True))
            return
        forget()
        over()

    task.add_done_callback(done)


async def async_wait(
    hass: HomeAssistant, request: web.Request, login: RefreshTokenId | None, turns: int = DEAR
) -> None:
    """Wait for the turn of whoever sends a request: a login, or a machine without one. Raises HTTPTooManyRequests."""
    try:
        await async_turn(hass, login or request.remote, turns)
    except TooMuch as err:
        raise web.HTTPTooManyRequests(headers=NO_STORE) from err


async def async_body(request: web.Request, most: int) -> bytes:
    """Read a body that says before how long it is, and is not longer than `most` bytes.

    The connection of a client that sends more, or nothing, is closed: its body is neither kept nor waited for. Raises
    an HTTPException.
    """
    try:
        if request.content_length is None or request.content_length > most:
            raise web.HTTPRequestEntityTooLarge(most, request.content_length or 0, headers=NO_STORE)
        async with asyncio.timeout(_BODY_SECONDS):
            return await request.read()
    except (web.HTTPRequestEntityTooLarge, TimeoutError) as err:
        if (task := asyncio.current_task()) is not None and (transport := request.transport) is not None:
            # When it has been answered.
            task.add_done_callback(lambda _: transport.close())
        raise err if isinstance(err, web.HTTPException) else web.HTTPRequestTimeout(headers=NO_STORE) from err


def refused() -> web.HTTPForbidden:
    """Make the answer for whoever asks for something else than a picture and may not have it: always the same."""
    return web.HTTPForbidden(headers=NO_STORE)


def _no_picture(err: PictureRefused) -> web.HTTPException:
    """Make the answer for whoever may not look now; only those who may otherwise are told that it is off, or held."""
    match err.reason:
        case Reason.CAMERA_OFF:
            return shields.off()
        case Reason.HELD:
            return shields.held()
    return shields.private()


def unavailable(err: FeedError, visit: Visit | None = None) -> web.HTTPServiceUnavailable:
    """Make the answer for a camera that gives no picture. When the last one came tells habits: it is for owners."""
    answer = shields.asleep(_last(err, visit)) if isinstance(err, Asleep) else shields.unreachable()
    answer.__cause__ = err
    return answer


def _last(err: Asleep, visit: Visit | None) -> str | None:
    if err.last is None or visit is None:
        return None
    lease = visit.lease
    if not owns(lease.principal, lease.channel, visit.gatekeeper.policy(lease.camera)):
        return None
    return f"{dt_util.as_local(dt_util.utc_from_timestamp(err.last)):%Y-%m-%d %H:%M}"
