"""One HTTP request for a picture, and the lease that it is answered under."""

import asyncio
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from weakref import ReferenceType, ref

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.core import HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..exceptions import Refused
from ..feed.errors import FeedError
from ..feed.frame import Frame
from ..gatekeeper import GATEKEEPER, Gatekeeper
from ..policy.leases import Lease
from ..policy.model import CameraId, Channel
from ..principal import of_request
from ..transports import drop, unsent

NO_STORE = {"Cache-Control": "no-store, private"}
# How often it is looked which answers have arrived. Until then a lease is kept, but cuts nothing else.
_ARRIVES_SECONDS = 0.25


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

    The connection is bound to the lease. Raises HTTPForbidden, never an error that counts as a wrong login.
    """
    gatekeeper = hass.data[GATEKEEPER]
    borrowed = KEY_HASS_USER not in request
    if borrowed:
        if (lease := gatekeeper.find(request.query.get("token"), camera)) is None or lease.channel is not Channel.LIVE:
            raise web.HTTPForbidden
    else:
        try:
            lease = gatekeeper.open(of_request(hass, request), channel, camera)
        except Refused as err:
            raise web.HTTPForbidden from err

    bind(hass, request, lease, own=not borrowed)
    return Visit(request, lease, gatekeeper)


@dataclass(eq=False, slots=True)
class Answer:
    """An answer that is given under a lease, until it has reached the other side."""

    task: ReferenceType[asyncio.Task[object]]  # weak: a task that is over holds on to all of its request
    transport: asyncio.BaseTransport | None
    lease: Lease
    own: bool  # the lease is for this answer alone
    forget: Callable[[], None] | None = None

    def arrived(self) -> bool:
        """Tell whether all of it has reached the other side: the connection may serve another request by now."""
        task = self.task()
        return (task is None or task.done()) and not unsent(self.transport)

    def cut(self) -> None:
        """Abort the connection, with all that is unsent in it."""
        if not self.arrived():
            drop(self.transport)


class Answers:
    """All answers under leases. They are looked after together: a timer or a callback for each would cost more."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Begin with none."""
        self._hass = hass
        self._answers: list[Answer] = []

    @callback
    def add(self, answer: Answer) -> None:
        """Look after an answer."""
        answer.forget = answer.lease.on_end(answer.cut)
        if not self._answers:
            self._look_later()
        self._answers.append(answer)

    def _look_later(self) -> None:
        # In an empty context: a timer would go on in the name of the request that it was started from.
        Context().run(async_call_later, self._hass, _ARRIVES_SECONDS, HassJob(self._look, cancel_on_shutdown=True))

    @callback
    def _look(self, _: datetime) -> None:
        under_way = []
        for answer in self._answers:
            if not answer.lease.ended and not answer.arrived():
                under_way.append(answer)
                continue
            if answer.forget is not None:
                answer.forget()
            if answer.own:
                self._hass.data[GATEKEEPER].close(answer.lease)
        self._answers = under_way
        if under_way:
            self._look_later()


_ANSWERS: HassKey[Answers] = HassKey("dropcam_privacy_answers")


@callback
def bind(hass: HomeAssistant, request: web.Request, lease: Lease, *, own: bool = False) -> None:
    """Abort the connection of the running request in the moment that a lease ends, with all that is unsent in it.

    It is bound until the answer has reached the other side. Then a lease that is the request's own is closed. Raises
    HTTPForbidden outside of a task.
    """
    if (task := asyncio.current_task()) is None:
        raise web.HTTPForbidden
    if (answers := hass.data.get(_ANSWERS)) is None:
        answers = hass.data[_ANSWERS] = Answers(hass)
    answers.add(Answer(ref(task), request.transport, lease, own))


def unavailable(err: FeedError) -> web.HTTPServiceUnavailable:
    """Make the answer for a camera that gives no picture; why is nobody's business here."""
    answer = web.HTTPServiceUnavailable(headers=NO_STORE)
    answer.__cause__ = err
    return answer
