"""One HTTP request for a picture, and the lease that it is answered under."""

import asyncio
from typing import NamedTuple

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HomeAssistant, callback

from ..exceptions import Refused
from ..feed.errors import FeedError
from ..feed.frame import Frame
from ..gatekeeper import GATEKEEPER, Gatekeeper
from ..policy.leases import Lease
from ..policy.model import CameraId, Channel
from ..principal import of_request

NO_STORE = {"Cache-Control": "no-store, private"}


class Visit(NamedTuple):
    """A request that was let in, for as long as its own task runs."""

    request: web.Request
    lease: Lease
    gatekeeper: Gatekeeper

    def require(self, frame: Frame | None = None) -> None:
        """Let the next byte leave, and a frame only if it is of this lease's camera; else raise HTTPForbidden."""
        if not self.gatekeeper.permits(self.lease):
            raise web.HTTPForbidden
        if frame is not None and not belongs(frame, self.lease, self.gatekeeper):
            raise web.HTTPForbidden

    def delivered(self) -> None:
        """Note that picture was sent."""
        self.gatekeeper.delivered(self.lease)


def belongs(frame: Frame, lease: Lease, gatekeeper: Gatekeeper) -> bool:
    """Tell whether a frame is of the camera and the account that a lease is for."""
    policy = gatekeeper.policy(lease.camera)
    return policy is not None and frame.camera == lease.camera and frame.account == policy.account


@callback
def admit(hass: HomeAssistant, request: web.Request, camera: CameraId, channel: Channel) -> Visit:
    """Let the request whose task is running in, by its user or by the token of a live lease.

    When the lease ends, the connection is aborted in the same moment, so that nothing more is written to it. It is
    bound until the request's own task is done, that is, until aiohttp has sent the answer. Raises HTTPForbidden,
    never an error that counts as a wrong login.
    """
    gatekeeper = hass.data[GATEKEEPER]
    task = asyncio.current_task()
    if task is None:
        raise web.HTTPForbidden
    borrowed = KEY_HASS_USER not in request
    if borrowed:
        if (lease := gatekeeper.find(request.query.get("token"), camera)) is None or lease.channel is not Channel.LIVE:
            raise web.HTTPForbidden
    else:
        try:
            lease = gatekeeper.open(of_request(hass, request), channel, camera)
        except Refused as err:
            raise web.HTTPForbidden from err

    forget = lease.on_end(lambda: abort(request))

    def done(_: object) -> None:
        forget()
        if not borrowed:
            gatekeeper.close(lease)

    task.add_done_callback(done)
    return Visit(request, lease, gatekeeper)


@callback
def abort(request: web.Request) -> None:
    """Drop a connection with all that is still unsent in it."""
    if request.transport is not None:
        request.transport.abort()


def unavailable(err: FeedError) -> web.HTTPServiceUnavailable:
    """Make the answer for a camera that gives no picture; why is nobody's business here."""
    answer = web.HTTPServiceUnavailable(headers=NO_STORE)
    answer.__cause__ = err
    return answer
