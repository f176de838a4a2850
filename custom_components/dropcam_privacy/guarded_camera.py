"""The guarded camera: every road of Home Assistant's camera entity leads to the gatekeeper from here.

This module holds overrides only. A picture is refused unless the caller is known, and may have it.
"""

from collections import deque
from typing import Any, cast, override

from aiohttp import web
from homeassistant.components.camera import Camera, CameraEntityFeature
from homeassistant.components.stream import Stream
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.setup import async_setup_component

from .actions.controls import async_turn_off, async_turn_on
from .callers.principal import async_of_service, camera_request, channel_of, of_command, service_scope
from .callers.programs import async_asking_program, in_their_words
from .const import SHIELD_URL
from .delivery.caching import async_forbid_caching
from .delivery.go2rtc import GO2RTC, async_setup_go2rtc
from .delivery.hls import async_register_views
from .delivery.http import Visit, admit, admit_program, async_still, async_wait, belongs, unavailable
from .delivery.mjpeg import Crowd, send_mjpeg, send_stills
from .delivery.program import program_address
from .delivery.recording import ServiceFacade
from .delivery.stream import LiveFacade, SharedStream
from .delivery.webrtc import WebRtc
from .entity import CameraEntity
from .entrances.running import checked_login
from .exceptions import CameraAsleep, CameraUnavailable, PictureRefused, Refused
from .feed.errors import Asleep, FeedError
from .gatekeeper import GATEKEEPER, Gatekeeper
from .ha_internals.watch import async_tell_broken
from .originals import ORIGINALS
from .pace import async_turn
from .policy.model import CameraId, Channel, Control, Principal
from .runtime import CameraRuntime, DropcamConfigEntry

# Nobody can open this: neither Home Assistant's stream worker, nor go2rtc, nor ffmpeg.
_NO_SOURCE = "dropcam:"


async def async_add(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the cameras of an account."""
    await async_setup_component(hass, "stream", {})
    async_register_views(hass)
    async_forbid_caching(GuardedCamera)
    await async_setup_go2rtc(hass)

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities([GuardedCamera(camera, SharedStream(hass, camera))], config_subentry_id=camera.id)

    entry.runtime_data.on_camera(add)


def _webrtc(camera: CameraRuntime, shared: SharedStream) -> WebRtc | None:
    """Make the WebRTC provider of a camera; None where Home Assistant wants providers to be otherwise."""
    try:
        return WebRtc(camera, shared)
    except TypeError as err:
        async_tell_broken(camera.hass, err)
        return None


class LeaseTokens(deque[str]):
    """What stands where stock cameras keep their tokens: an empty one to show, and only live leases are accepted."""

    def __init__(self, gatekeeper: Gatekeeper, camera: CameraId) -> None:
        """Show the empty string, which is not accepted."""
        super().__init__([""], maxlen=1)
        self._gatekeeper = gatekeeper
        self._camera = camera

    @override
    def __contains__(self, token: object) -> bool:
        """Return whether a token is that of a live lease for this camera."""
        return self._gatekeeper.find(token, self._camera) is not None


class GuardedCamera(CameraEntity, Camera):
    """A camera whose picture goes to its owners, and to whom they let in."""

    _attr_name = None
    _attr_supported_features = CameraEntityFeature.STREAM | CameraEntityFeature.ON_OFF
    _attr_entity_picture = SHIELD_URL

    def __init__(self, camera: CameraRuntime, shared: SharedStream) -> None:
        """Guard one camera."""
        self._gatekeeper = camera.hass.data[GATEKEEPER]
        self._shared = shared
        self._crowd = Crowd(camera.feed)
        self._webrtc = _webrtc(camera, shared)
        super().__init__(camera, "camera")
        self.access_tokens = LeaseTokens(self._gatekeeper, camera.id)
        camera.entity = self

    @override
    async def async_added_to_hass(self) -> None:
        """Take the place of the original that this wraps, if it does: its area and labels, and maybe its entity id."""
        await super().async_added_to_hass()
        self.hass.data[ORIGINALS].guarded_added(self._camera.id, self.entity_id)

    @property
    @override
    def available(self) -> bool:
        """Stay available: services on unavailable entities are dropped as if they had succeeded."""
        return True

    @property
    @override
    def is_on(self) -> bool:
        """Be on, as far as Home Assistant asks, which it does before it is known who wants to look.

        Whoever asked would be told that the camera is off. What is off is refused later, as anything else is.
        """
        return True

    @property
    @override
    def extra_state_attributes(self) -> dict[str, Any]:
        """Tell that the camera is off, which Home Assistant's state of a camera cannot."""
        return {"on": self._camera.on}

    @property
    @override
    def use_stream_for_stills(self) -> bool:
        """Stills have their own road."""
        return False

    @callback
    @override
    def async_update_token(self) -> None:
        """Make no token: only leases are accepted."""

    # Stills.

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return a still to the view of this camera, or to its snapshot service.

        Raises HTTPForbidden or HTTPServiceUnavailable towards the view, PictureRefused or CameraUnavailable elsewhere.
        """
        if (scope := service_scope(self.entity_id)) is not None:
            caller = await async_of_service(self.hass, scope, "camera", {"snapshot"})
            return await self._async_hand_over(caller, Channel.FILE)
        if (request := camera_request(self.entity_id)) is None:
            return await self._async_hand_over(*await async_asking_program(self.hass))
        await self._async_wait(request)
        visit = admit(self.hass, request, self._camera.id, Channel.SNAPSHOT)
        try:
            frame = await async_still(self._camera.feed, visit.lease, self._gatekeeper)
        except FeedError as err:
            visit.require()
            raise unavailable(err, visit) from err
        visit.require(frame)
        visit.delivered(len(frame.jpeg))
        return frame.jpeg

    async def _async_hand_over(self, principal: Principal, channel: Channel) -> bytes:
        with self._gatekeeper.leased(principal, channel, self._camera.id) as lease:
            try:
                frame = await async_still(self._camera.feed, lease, self._gatekeeper)
            except FeedError as err:
                raise (CameraAsleep if isinstance(err, Asleep) else CameraUnavailable) from err
            if not self._gatekeeper.permits(lease) or not belongs(frame, lease, self._gatekeeper):
                raise PictureRefused
            self._gatekeeper.delivered(lease, len(frame.jpeg))
            return frame.jpeg

    # Live.

    @override
    async def handle_async_mjpeg_stream(self, request: web.Request) -> web.StreamResponse:
        """Send MJPEG to the view of this camera, or to what a program passes it on to."""
        return await send_mjpeg(await self._async_visit(request), self._crowd)

    @override
    async def handle_async_still_stream(self, request: web.Request, interval: float) -> web.StreamResponse:
        """Send a still every `interval` seconds, likewise."""
        return await send_stills(await self._async_visit(request), self._camera.feed, interval)

    async def _async_visit(self, request: web.Request) -> Visit:
        if camera_request(self.entity_id) is request:
            await self._async_wait(request)
            return admit(self.hass, request, self._camera.id, Channel.LIVE)
        return admit_program(self.hass, request, self._camera.id, *await async_asking_program(self.hass))

    async def _async_wait(self, request: web.Request) -> None:
        login = checked_login(request)
        await async_wait(self.hass, request, None if login is None else login.login)

    @override
    async def async_create_stream(self) -> Stream | None:
        """Return a stream for this caller alone, which can do only what they were let in for.

        Raises PictureRefused towards people, and assistants' own errors towards them; other programs are told that
        there is no stream.
        """
        facade: LiveFacade
        asking: Principal | None = None
        if (scope := service_scope(self.entity_id)) is not None:
            principal = await async_of_service(self.hass, scope, "camera", {"record", "play_stream"})
            facade, channel = ServiceFacade(self.hass, self._camera, self._shared, principal), Channel.FILE
        else:
            if (asking := of_command(self.hass, self.entity_id)) is not None:
                principal, channel = asking, channel_of(asking, Channel.LIVE)
                await async_turn(self.hass, principal.login)
            else:
                principal, channel = await async_asking_program(self.hass)
            # A person's own command is answered to them, and to nobody else.
            answered = asking is not None
            facade = LiveFacade(self.hass, self._camera, self._shared, principal, channel, handed_on=not answered)
        try:
            with in_their_words():
                self._gatekeeper.require(principal, channel, self._camera.id)
        except PictureRefused:
            if scope is None and asking is None:
                # Home Assistant preloads the streams of all cameras in one go: an error would end that for the rest.
                return None
            raise
        # Callers use no more of it than the facade has.
        return cast("Stream", facade)

    @override
    async def stream_source(self) -> str:
        """Return an address for a program that owners allow, and else one that nothing can open."""
        principal, channel = await async_asking_program(self.hass)
        try:
            return program_address(self._camera, self._shared, principal, channel)
        except PictureRefused:
            return _NO_SOURCE

    @override
    async def _async_get_supported_webrtc_provider[T](self, fn: object) -> T | None:
        """Return a provider of our own while there is go2rtc: a peer of any other cannot be cut off."""
        # Home Assistant's function that would choose one tells the type.
        return None if self.hass.data[GO2RTC].provider is None else cast("T | None", self._webrtc)

    # On and off.

    @override
    async def async_turn_off(self) -> None:
        """Show nobody anything, and close the connection to the camera. Raises Refused."""
        await self._async_require(Control.TURN_OFF, {"turn_off"}, [self._camera.id])
        await async_turn_off(self.hass, [self._camera.id])

    @override
    async def async_turn_on(self) -> None:
        """Show the picture again to whom it is due. Raises Refused."""
        await self._async_require(Control.TURN_ON, {"turn_on"}, [self._camera.id])
        await async_turn_on(self.hass, [self._camera.id])

    def turn_on(self) -> None:
        """Have no second way to switch on."""
        raise Refused

    def turn_off(self) -> None:
        """Have no second way to switch off."""
        raise Refused

    def camera_image(self, width: int | None = None, height: int | None = None) -> Any:
        """Have no second way to a still."""
        raise PictureRefused
