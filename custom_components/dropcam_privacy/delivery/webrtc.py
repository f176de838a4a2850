"""WebRTC under a lease, negotiated by Home Assistant's go2rtc.

go2rtc never drops a peer: not when its session is closed, nor when the camera or the user is deleted. What can be cut
is the source. So each session has a stream name and a relay address of its own, which die with its lease; towards
go2rtc's provider a stand-in takes the camera's place.
"""

import asyncio
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
import logging
import re
import secrets
from types import SimpleNamespace
from typing import cast, override

from homeassistant.components.camera import (
    Camera,
    CameraWebRTCProvider,
    WebRTCAnswer,
    WebRTCError,
    WebRTCMessage,
    WebRTCSendMessage,
    get_dynamic_camera_stream_settings,
)
from homeassistant.components.camera.webrtc import WebRTCClientConfiguration
from homeassistant.components.stream import Orientation
from homeassistant.core import HassJob, callback
from homeassistant.helpers.event import async_call_later
from webrtc_models import RTCIceCandidateInit

from ..callers.principal import channel_of, of_command
from ..callers.programs import async_asking_program
from ..const import DOMAIN
from ..exceptions import CameraUnavailable, PictureRefused
from ..gatekeeper import GATEKEEPER
from ..isolation import run_as_nobody
from ..pace import async_turn
from ..policy.leases import Lease
from ..policy.model import AccountId, Channel, Principal
from ..runtime import CameraRuntime
from .go2rtc import GO2RTC
from .program import leased_route
from .stream import SharedStream

_LOGGER = logging.getLogger(__name__)
# A session that no websocket holds open ends by itself. It is the longest that Alexa asks for.
PROGRAM_SECONDS = 3600
_NEGOTIATION_SECONDS = 10
_FAILED = "webrtc_offer_failed"  # Home Assistant's word
# go2rtc names the address that it could not open.
_ADDRESS = re.compile(r"\S*://\S*")


@dataclass(eq=False, slots=True)
class _Session:
    """One negotiation, and the peer that came of it. go2rtc's provider knows it by `id` alone, which nobody is told."""

    lease: Lease
    stock: CameraWebRTCProvider
    name: str
    send: WebRTCSendMessage
    id: str = field(default_factory=partial(secrets.token_hex, 16))
    answered: bool = False
    offered: asyncio.Event = field(default_factory=asyncio.Event)


class _StandIn:
    """What go2rtc's provider asks a camera for."""

    def __init__(self, camera: Camera, name: str, address: str) -> None:
        """Stand in for a camera, under a stream name of its own."""
        self.entity_id = camera.entity_id
        self.unique_id = name
        self.platform = SimpleNamespace(platform_name=DOMAIN)
        self._camera = camera
        self._address = address

    def async_get_webrtc_client_configuration(self) -> WebRTCClientConfiguration:
        """Return the camera's."""
        return self._camera.async_get_webrtc_client_configuration()

    async def stream_source(self) -> str:
        """Return the relay's address for this session."""
        return self._address


class WebRtc(CameraWebRTCProvider):
    """The provider of one guarded camera."""

    def __init__(self, camera: CameraRuntime, shared: SharedStream) -> None:
        """Have no sessions yet."""
        self._hass = camera.hass
        self._camera = camera
        self._shared = shared
        self._gatekeeper = camera.hass.data[GATEKEEPER]
        self._go2rtc = camera.hass.data[GO2RTC]
        self._sessions: dict[str, _Session] = {}
        self._endings: set[asyncio.Task[None]] = set()

    @property
    @override
    def domain(self) -> str:
        """Return the domain of this provider."""
        return DOMAIN

    @callback
    @override
    def async_is_supported(self, stream_source: str) -> bool:
        """Support nothing that a source could name: the guarded camera alone takes this."""
        return False

    @override
    async def async_register_camera(self, camera: Camera) -> None:
        """Begin with no names in go2rtc: those that are there were left by a crash. Nothing is preloaded."""
        await self._go2rtc.async_sweep()

    @override
    async def async_unregister_camera(self, camera: Camera) -> None:
        """End all sessions, and remove their names."""
        for session_id in list(self._sessions):
            self.async_close_session(session_id)
        await asyncio.gather(*self._endings)

    @override
    async def async_handle_async_webrtc_offer(
        self, camera: Camera, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        """Lease to whoever asks, and have go2rtc negotiate. Raises PictureRefused or CameraUnavailable."""
        principal, channel, by_websocket = await self._async_asking()
        await async_turn(self._hass, principal.login or principal)
        if (before := self._sessions.get(session_id)) is not None:
            # Some callers choose the session's id themselves.
            if before.lease.principal != principal:
                raise PictureRefused
            self.async_close_session(session_id)
        lease = self._gatekeeper.open(principal, channel, self._camera.id)
        if not by_websocket:

            @callback
            def close(_: object) -> None:
                self._gatekeeper.close(lease)

            lease.on_end(async_call_later(self._hass, PROGRAM_SECONDS, HassJob(close, cancel_on_shutdown=True)))
        try:
            await self._async_negotiate(camera, lease, offer_sdp, session_id, send_message)
        except BaseException:
            # Another one may have the id by now.
            if (mine := self._sessions.get(session_id)) is not None and mine.lease is lease:
                del self._sessions[session_id]
            self._gatekeeper.close(lease)
            raise

    async def _async_negotiate(
        self, camera: Camera, lease: Lease, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
    ) -> None:
        if (stock := self._go2rtc.provider) is None:
            raise CameraUnavailable
        session = _Session(lease, stock, self._go2rtc.new_name(), send_message)
        self._sessions[session_id] = session
        # What is entered later is cut earlier: the source first.
        lease.on_end(lambda: self._ended(session_id, session))
        route = leased_route(self._camera, self._shared, lease)
        try:
            address = self._go2rtc.address(route, AccountId(self._camera.account.entry.entry_id))
            settings = await get_dynamic_camera_stream_settings(self._hass, camera.entity_id)
            tell = partial(self._tell, session_id, session)
            # Whatever ends meanwhile waits for the lock, too, and then removes the name.
            async with self._go2rtc.lock:
                # Others wait for the lock: not for a go2rtc that hangs.
                with _its_own_errors():
                    async with asyncio.timeout(_NEGOTIATION_SECONDS):
                        if settings.orientation is not Orientation.NO_TRANSFORM:
                            address = await self._go2rtc.async_turnable(session.name, address)
                        stand_in = cast("Camera", _StandIn(camera, session.name, address))
                        await stock.async_handle_async_webrtc_offer(stand_in, offer_sdp, session.id, tell)
        finally:
            session.offered.set()
        if lease.ended:
            stock.async_close_session(session.id)

    @callback
    def _tell(self, session_id: str, session: _Session, message: WebRTCMessage) -> None:
        """Pass on what go2rtc says, but no address; a negotiation that fails is over."""
        if session.lease.ended:
            return
        if isinstance(message, WebRTCError):
            message = WebRTCError(message.code, _ADDRESS.sub("…", message.message))
            if not session.answered:
                self.async_close_session(session_id)
        session.answered |= isinstance(message, WebRTCAnswer)
        session.send(message)

    @override
    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        """Pass a candidate on, if it is from whoever has the session. Raises PictureRefused or CameraUnavailable."""
        principal, _, _ = await self._async_asking()
        if (session := self._sessions.get(session_id)) is None:
            return  # over already: candidates may come late
        if session.lease.principal != principal:
            raise PictureRefused
        # go2rtc's provider would drop what comes while it is being offered to.
        await session.offered.wait()
        if not self._gatekeeper.permits(session.lease):
            raise PictureRefused
        with _its_own_errors():
            await session.stock.async_on_webrtc_candidate(session.id, candidate)

    async def _async_asking(self) -> tuple[Principal, Channel, bool]:
        """Return who asks, by which channel, and whether a websocket ends what they open."""
        if (asking := of_command(self._hass, self._camera.entity_id)) is not None:
            return asking, channel_of(asking, Channel.LIVE), True
        return *await async_asking_program(self._hass), False

    @callback
    @override
    def async_close_session(self, session_id: str) -> None:
        """End a session: its peer gets nothing more."""
        if (session := self._sessions.pop(session_id, None)) is not None:
            self._gatekeeper.close(session.lease)

    @callback
    def _ended(self, session_id: str, session: _Session) -> None:
        """Follow the end of a lease, when all that was to be cut with it is cut."""
        revoked = self._sessions.get(session_id) is session
        if revoked:
            del self._sessions[session_id]
        # What is told and asked from there must not carry the identity of whoever ended this.
        ending: asyncio.Task[None] = run_as_nobody(
            partial(
                self._hass.async_create_task,
                self._async_end(session, revoked=revoked),
                "dropcam_privacy end WebRTC",
                eager_start=False,
            )
        )
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)

    async def _async_end(self, session: _Session, *, revoked: bool) -> None:
        if revoked:
            # A frozen picture would say nothing.
            lease = session.lease
            decision = self._gatekeeper.decide(lease.principal, lease.channel, lease.camera)
            told = PictureRefused() if decision.allowed else PictureRefused(decision.told)
            try:
                session.send(WebRTCError(_FAILED, str(told)))
            except Exception:
                # What is behind this is a program's own; what go2rtc holds of the session goes all the same.
                _LOGGER.exception("Who asked for a WebRTC session could not be told that it is over")
        session.stock.async_close_session(session.id)
        await self._go2rtc.async_release(session.name)


@contextmanager
def _its_own_errors() -> Generator[None]:
    """Replace an error of go2rtc's provider or client: its message holds names and addresses."""
    try:
        yield
    except Exception as err:
        raise CameraUnavailable from err
