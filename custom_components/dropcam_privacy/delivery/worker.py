"""Home Assistant's stream worker on a camera's feed, which runs only while somebody watches.

The stock `Stream` reads the relay and cuts segments; it is not listed where Home Assistant looks streams up, and its
own access token is never made, so that the stock HLS views cannot reach it.
"""

import asyncio
from time import monotonic

from homeassistant.components.camera import DynamicStreamSettings, get_dynamic_camera_stream_settings
from homeassistant.components.stream import HLS_PROVIDER, Stream
from homeassistant.components.stream.core import StreamSettings
from homeassistant.core import HomeAssistant

from ..feed.errors import CannotConnect
from ..feed.relay import RelayRoute
from ..ha_internals.pauses import restart_within
from ..runtime import CameraRuntime

# Measured in the stock live card: the first picture of a cold camera comes after a quarter of the time that stock
# settings take, and playback stays closer to the camera, without stalls.
PART_SECONDS = 0.5
# Segments end at key frames. The frontend's player begins when the first is complete: it is as short as a playlist
# can say, which is in whole seconds. Longer ones after it let a player that falls behind go on.
FIRST_SEGMENT_SECONDS = 0.9
SEGMENT_SECONDS = 1.9
# The relay's stream is known to be MPEG-TS that begins with a key frame: there is little to probe. What is probed is
# kept ("nobuffer" would drop it, and the picture would have to wait for the next key frame).
_PYAV_OPTIONS = {"probesize": "65536", "analyzeduration": "100000", "fpsprobesize": "0"}
# So long the worker pauses after the camera was away for longer than the relay waits; the feed has pauses of its own.
RESTART_SECONDS = 2
# Live video that is older than this is not live.
SILENCE_SECONDS = 9


class Worker:
    """An HLS worker, which runs only while somebody watches, and whose pictures are not from before `since`."""

    def __init__(self, hass: HomeAssistant, camera: CameraRuntime, since: float) -> None:
        """Have none yet."""
        self.since = since
        self._hass = hass
        self._camera = camera
        self._worker: Stream | None = None
        self._route: RelayRoute | None = None
        self._lock = asyncio.Lock()

    async def async_running(self) -> Stream:
        """Return the running worker, for a caller that holds a lease. Raises FeedError."""
        async with self._lock:
            if self._worker is None:
                self._worker = await self._async_begin()
            worker = self._worker
            self._forget_silence()
            begins = HLS_PROVIDER not in worker.outputs()
            track = worker.add_provider(HLS_PROVIDER)
            if begins:
                track.stream_settings.min_segment_duration = FIRST_SEGMENT_SECONDS
            await worker.start()
            if self._worker is not worker:
                await async_end(worker)
                raise CannotConnect("the camera was closed")
            return worker

    async def _async_begin(self) -> Stream:
        route = self._route = self._camera.route(since=self.since)
        route.sending = lambda _: self._forget_silence()
        if route.permits():
            worker = await async_stream(self._hass, self._camera, route)
            if self._route is route:
                return worker
        # Off or gone, before this was asked for or since.
        route.revoke()
        raise CannotConnect("the camera is closed")

    @property
    def worker(self) -> Stream | None:
        """Return the worker, if there is one."""
        return self._worker

    def _forget_silence(self) -> None:
        """Forget what was before the camera fell silent: it is not shown in place of what is missing."""
        if (
            self._worker is not None
            and self._route is not None
            and monotonic() - self._route.last_sent > SILENCE_SECONDS
        ):
            for output in self._worker.outputs().values():
                output.get_segments().clear()

    async def async_stop(self) -> None:
        """Cut the worker's source at once, and end it."""
        worker, route = self._worker, self._route
        self._worker = self._route = None
        if route is not None:
            route.revoke()
        if worker is not None:
            await async_end(worker)


async def async_end(worker: Stream) -> None:
    """End a worker, and all that waits for its segments: `stop` alone forgets them, with their timers running."""
    outputs = worker.outputs()
    await worker.stop()
    for output in outputs.values():
        output.cleanup()


def has_begun(worker: Stream) -> bool:
    """Return whether a worker has made a segment."""
    return any(output.last_segment is not None for output in worker.outputs().values())


async def async_stream(hass: HomeAssistant, camera: CameraRuntime, route: RelayRoute) -> Stream:
    """Make a worker on a relay route. Home Assistant's preference to preload a stream is ignored."""
    stock = await get_dynamic_camera_stream_settings(hass, camera.entity_id)
    worker = Stream(
        hass,
        route.url,
        pyav_options=dict(_PYAV_OPTIONS),
        stream_settings=StreamSettings(
            ll_hls=True,
            min_segment_duration=SEGMENT_SECONDS,
            part_target_duration=PART_SECONDS,
            hls_advance_part_limit=6,
            hls_part_timeout=2 * PART_SECONDS,
        ),
        dynamic_stream_settings=DynamicStreamSettings(preload_stream=False, orientation=stock.orientation),
        stream_label=camera.entity_id,
    )
    restart_within(worker, RESTART_SECONDS)
    return worker
