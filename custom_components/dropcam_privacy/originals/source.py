"""The way in for our feed: the picture of another integration's entity, locked or not."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import TYPE_CHECKING, Any

from homeassistant.const import CONF_VERIFY_SSL

from ..feed.address import Shown, StreamOptions
from ..feed.errors import CannotConnect, FeedError, FeedTimeout, NotAnImage, TurnedOff
from ..ha_internals.members import negotiates_itself
from ..isolation import start_as_nobody
from .native import NativeOriginal

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

_STILL_SECONDS = 9
_ADDRESS_SECONDS = 10  # as long as Home Assistant gives it
_TRANSPORTS = ("tcp", "udp")


class OriginalSource:
    """Pictures of an original, by whatever instance stands for it now."""

    def __init__(
        self,
        find: Callable[[], Camera | None],
        tell_off: Callable[[str, bool], None],
        require_webrtc: Callable[[str], Awaitable[None]],
    ) -> None:
        """Read from what `find` returns: the instance, or our view of it where it is locked.

        `tell_off` is told its entity id, and whether its own integration has it off; `require_webrtc` provides what
        one needs that speaks only WebRTC, or raises CannotConnect.
        """
        self._find = find
        self._tell_off = tell_off
        self._require_webrtc = require_webrtc
        self._off = False
        # What was found out when it was last asked: whether it speaks only WebRTC, and whether it has MJPEG.
        self._native: bool | None = None
        self._mjpeg = False

    async def async_still(self) -> bytes:
        """Return a picture; that it is no old one is for whoever asks to see.

        Raises:
            NotAnImage: The original has no stills of its own; they are made from its stream.
            FeedError: It gives none now.
        """
        camera = self._camera()
        if camera.use_stream_for_stills:
            raise NotAnImage("the original makes its stills from its stream")
        image = await _ask(camera.async_camera_image(), _STILL_SECONDS)
        if not isinstance(image, bytes) or not image:
            raise NotAnImage("the original gives no picture")
        return image

    @property
    def shown(self) -> Shown:
        """How it is best shown: one that speaks only WebRTC is asleep most of the time."""
        camera = self._find()
        if camera is None:
            return Shown.STILL
        if negotiates_itself(camera) if self._native is None else self._native:
            return Shown.ON_TAP
        return Shown.LIVE if self._mjpeg or _streams(camera) else Shown.STILL

    @property
    def interval(self) -> float:
        """How many seconds there are between two of its stills, as far as it says; raises FeedError."""
        return self._camera().frame_interval

    async def async_stream_url(self) -> str | None:
        """Return the address of the original's stream, if it has one; raises FeedError."""
        camera = self._camera()
        url = await _ask(camera.stream_source(), _ADDRESS_SECONDS)
        return None if not url or _is_mjpeg(camera, str(url)) else str(url)

    async def async_mjpeg_url(self) -> str | None:
        """Return the address of the original's MJPEG, if it has that instead of a stream; raises FeedError."""
        camera = self._camera()
        if _streams(camera):
            return None
        url = await _ask(camera.stream_source(), _ADDRESS_SECONDS)
        self._mjpeg = bool(url) and _is_mjpeg(camera, str(url))
        return str(url) if self._mjpeg else None

    @property
    def stream_options(self) -> StreamOptions:
        """How its integration opens its stream, as far as we follow it; raises FeedError."""
        from homeassistant.components.stream.const import (  # noqa: PLC0415 - loads the stream component
            CONF_RTSP_TRANSPORT,
            CONF_USE_WALLCLOCK_AS_TIMESTAMPS,
        )

        options = self._camera().stream_options
        transport = options.get(CONF_RTSP_TRANSPORT)
        return StreamOptions(
            transport=str(transport) if transport in _TRANSPORTS else None,
            by_arrival=bool(options.get(CONF_USE_WALLCLOCK_AS_TIMESTAMPS)),
            # As Home Assistant does: most cameras have made their certificate themselves.
            verify_ssl=options.get(CONF_VERIFY_SSL) is True,
        )

    async def async_native(self) -> NativeOriginal | None:
        """Return the way to the original if WebRTC is all that it speaks; raises FeedError."""
        camera = self._camera()
        self._native = negotiates_itself(camera) and not await self._has_stream()
        if not self._native:
            return None
        await self._require_webrtc(camera.entity_id)
        return NativeOriginal(self._camera())

    async def _has_stream(self) -> bool:
        try:
            return await self.async_stream_url() is not None
        except FeedError:
            return True  # it has one, and does not say now where

    def _camera(self) -> Camera:
        camera = self._find()
        if camera is None or not camera.available:
            raise CannotConnect("the original is not there")
        off, before = not camera.is_on, self._off
        self._off = off
        if off is not before:
            self._tell_off(camera.entity_id, off)
        if off:
            raise TurnedOff("its own integration has the original off")
        return camera


def _streams(camera: Camera) -> bool:
    from homeassistant.components.camera import CameraEntityFeature  # noqa: PLC0415 - loads the camera component

    return CameraEntityFeature.STREAM in camera.supported_features


def _is_mjpeg(camera: Camera, url: str) -> bool:
    """Whether this is what `mjpeg`, and the integrations upon it, give for a stream while they say they have none."""
    return not _streams(camera) and url.startswith(("http://", "https://"))


async def _ask[T](coro: Coroutine[Any, Any, T], seconds: float) -> T:
    """Run an integration's code in a task of nobody's: what it starts inherits no identity of ours."""
    task = start_as_nobody(coro)
    try:
        async with asyncio.timeout(seconds):
            return await task
    except TimeoutError:
        raise FeedTimeout("the original does not answer") from None
    except Exception:  # noqa: BLE001 - another integration's code; its message may name an address
        raise CannotConnect("the original gives no picture") from None
