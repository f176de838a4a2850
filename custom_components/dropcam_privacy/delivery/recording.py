"""What an action gets in the place of a camera's stream, which it may hand to a player or record to a file."""

import asyncio
from typing import override

from homeassistant.core import HomeAssistant

from ..exceptions import CameraUnavailable, PictureRefused
from ..gatekeeper import GATEKEEPER
from ..policy.model import Channel, Principal
from ..runtime import CameraRuntime
from .stream import LiveFacade, SharedStream
from .worker import async_end, async_stream, has_begun

# How long a camera may take until its first segment.
_BEGIN_SECONDS = 15
# How long the last segment of a recording may take to be written out.
_FINISH_SECONDS = 10


class ServiceFacade(LiveFacade):
    """A stream for one call of an action, which may hand it to a player or record it to a file."""

    def __init__(self, hass: HomeAssistant, camera: CameraRuntime, shared: SharedStream, principal: Principal) -> None:
        """Stand in for the camera's stream towards one call."""
        super().__init__(hass, camera, shared, principal, Channel.CAST)

    @override
    async def async_record(self, video_path: str, duration: int = 30, lookback: int = 5) -> None:
        """Record until `duration` (s) is over or the lease ends; what was recorded before is kept.

        The recording has a worker of its own, so that it never reaches back before its lease. Raises PictureRefused.
        """
        gatekeeper = self._hass.data[GATEKEEPER]
        with gatekeeper.leased(self._principal, Channel.FILE, self._camera.id) as lease:
            route = self._camera.route(lambda: gatekeeper.permits(lease), self._shared.since)
            ended = asyncio.Event()
            worker = await async_stream(self._hass, self._camera, route)

            def sending(size: int) -> None:
                if has_begun(worker):
                    gatekeeper.delivered(lease, size)

            route.sending = sending

            def cut() -> None:
                route.revoke()
                ended.set()

            lease.on_end(cut)
            recording = asyncio.ensure_future(worker.async_record(video_path, duration=duration, lookback=0))
            ending = asyncio.ensure_future(ended.wait())
            try:
                await asyncio.wait({recording, ending}, timeout=_BEGIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if not (recording.done() or ended.is_set() or has_begun(worker)):
                    # Without a first segment, Home Assistant's recorder would wait for ever.
                    raise CameraUnavailable
                await asyncio.wait({recording, ending}, return_when=asyncio.FIRST_COMPLETED)
                refused = ended.is_set()
                if refused:
                    await async_end(worker)
                async with asyncio.timeout(_FINISH_SECONDS):
                    await recording
            except TimeoutError as err:
                raise CameraUnavailable from err
            finally:
                ending.cancel()
                recording.cancel()
                await async_end(worker)
        if refused:
            decision = gatekeeper.decide(self._principal, Channel.FILE, self._camera.id)
            raise PictureRefused if decision.allowed else PictureRefused(decision.told)
