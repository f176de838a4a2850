"""Home Assistant's stream worker on a camera's feed, and what callers get in its place.

The stock `Stream` reads the relay and cuts segments; it is not listed where Home Assistant looks streams up, and its
own access token is never made, so that the stock HLS views cannot reach it. Callers of `async_create_stream` get a
facade of their own, which can do only what they were let in for.
"""

import asyncio
from time import monotonic
from typing import TYPE_CHECKING, override

from homeassistant.components.camera import DynamicStreamSettings, get_dynamic_camera_stream_settings
from homeassistant.components.stream import HLS_PROVIDER, Stream
from homeassistant.components.stream.core import StreamOutput, StreamSettings
from homeassistant.core import HomeAssistant, callback

from ..addresses import require_seen
from ..callers.programs import in_their_words
from ..exceptions import CameraUnavailable, Refused
from ..feed.errors import CannotConnect, FeedError
from ..feed.relay import RelayRoute
from ..gatekeeper import GATEKEEPER
from ..policy.decide import owns
from ..policy.model import AccountId, Channel, Principal

if TYPE_CHECKING:
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
# A player asks for the playlist or a part at least every few seconds.
LEASE_SECONDS = 30
# Live video that is older than this is not live.
SILENCE_SECONDS = 9
# How long a camera may take until its first segment.
_BEGIN_SECONDS = 15
# How long the last segment of a recording may take to be written out.
_FINISH_SECONDS = 10
PATH = "/api/hls/dropcam"


class SharedStream:
    """The HLS workers of a camera: one for its owners, and one for whom they let in, whose memory begins later.

    Live video can be wound back. Who is let in must not see what was before.
    """

    def __init__(self, hass: HomeAssistant, camera: CameraRuntime) -> None:
        """Have no worker yet."""
        self._hass = hass
        self._camera = camera
        self._gatekeeper = gatekeeper = hass.data[GATEKEEPER]
        self._owners, self._guests = (
            _Worker(hass, camera, gatekeeper.since(camera.id, owners=owners)) for owners in (True, False)
        )

    @callback
    def async_decided(self) -> None:
        """Follow another policy: forget what those who may watch from now on may not see."""
        for worker, owners in ((self._owners, True), (self._guests, False)):
            since = self._gatekeeper.since(self._camera.id, owners=owners)
            if since != worker.since:
                worker.since = since
                self._hass.async_create_task(worker.async_stop(), "dropcam_privacy stop live")

    @property
    def since(self) -> float:
        """Since when others than owners may watch, by `time.monotonic()`."""
        return self._guests.since

    @property
    def worker(self) -> Stream | None:
        """Return a worker, if there is one."""
        return self._owners.worker or self._guests.worker

    async def async_worker(self, principal: Principal, channel: Channel) -> Stream:
        """Return the running worker for somebody who holds a lease. Raises FeedError.

        What leaves the account, by an owner's hand too, does not reach back to before others were let in.
        """
        own = owns(principal, channel, self._gatekeeper.policy(self._camera.id))
        return await (self._owners if own else self._guests).async_worker()

    async def async_stop(self) -> None:
        """Cut the workers' source at once, and end them."""
        await asyncio.gather(self._owners.async_stop(), self._guests.async_stop())


class _Worker:
    """An HLS worker, which runs only while somebody watches, and whose pictures are not from before `since`."""

    def __init__(self, hass: HomeAssistant, camera: CameraRuntime, since: float) -> None:
        """Have none yet."""
        self.since = since
        self._hass = hass
        self._camera = camera
        self._worker: Stream | None = None
        self._route: RelayRoute | None = None
        self._lock = asyncio.Lock()

    async def async_worker(self) -> Stream:
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
                await _async_end(worker)
                raise CannotConnect("the camera was closed")
            return worker

    async def _async_begin(self) -> Stream:
        route = self._route = self._camera.route(self._forget_silence, self.since)
        if route.permits():
            worker = await _async_stream(self._hass, self._camera, route)
            if self._route is route:
                return worker
        # Off or gone, before this was asked for or since.
        route.revoke()
        raise CannotConnect("the camera is closed")

    @property
    def worker(self) -> Stream | None:
        """Return the worker, if there is one."""
        return self._worker

    def _forget_silence(self) -> bool:
        """Forget what was before the camera fell silent: it is not shown in place of what is missing. Never forbids."""
        if (
            self._worker is not None
            and self._route is not None
            and monotonic() - self._route.last_sent > SILENCE_SECONDS
        ):
            for output in self._worker.outputs().values():
                output.get_segments().clear()
        return True

    async def async_stop(self) -> None:
        """Cut the worker's source at once, and end it."""
        worker, route = self._worker, self._route
        self._worker = self._route = None
        if route is not None:
            route.revoke()
        if worker is not None:
            await _async_end(worker)


class LiveFacade:
    """A stream for one caller who may watch: every URL it gives is a lease of theirs."""

    available = True

    def __init__(
        self,
        hass: HomeAssistant,
        camera: CameraRuntime,
        shared: SharedStream,
        principal: Principal,
        channel: Channel = Channel.LIVE,
        *,
        handed_on: bool = True,
    ) -> None:
        """Stand in for the camera's stream towards one caller; `channel` is by which the picture leaves.

        `handed_on` says that the caller hands the address to a player, in whose state everybody can read it.
        """
        self._hass = hass
        self._camera = camera
        self._shared = shared
        self._principal = principal
        self._channel = channel
        self._handed_on = handed_on
        self._worker: Stream | None = None

    def add_provider(self, fmt: str, timeout: int | None = None) -> StreamOutput | None:
        """Accept HLS, which is all there is."""
        if fmt != HLS_PROVIDER:
            raise Refused
        return None

    async def start(self) -> None:
        """Start the camera's worker. Raises CameraUnavailable, or what the assistant that asks has for it."""
        with in_their_words():
            try:
                self._worker = await self._shared.async_worker(self._principal, self._channel)
            except FeedError as err:
                raise CameraUnavailable from err

    def endpoint_url(self, fmt: str) -> str:
        """Lease, and return the path of the master playlist under that lease. Raises Refused or AddressUnseen."""
        if fmt != HLS_PROVIDER or self._worker is None:
            raise Refused
        with in_their_words():
            if self._handed_on:
                require_seen(self._hass, AccountId(self._camera.account.entry.entry_id))
            token, lease = self._hass.data[GATEKEEPER].issue(
                self._principal, self._channel, self._camera.id, lifetime=LEASE_SECONDS
            )
        lease.handed_on = self._handed_on
        return f"{PATH}/{token}/master_playlist.m3u8"

    async def async_record(self, video_path: str, duration: int = 30, lookback: int = 5) -> None:
        """Refuse: who was let in to watch was not let in to record."""
        raise Refused

    async def async_get_image(
        self, width: int | None = None, height: int | None = None, wait_for_next_keyframe: bool = False
    ) -> bytes | None:
        """Refuse: stills have a road of their own."""
        raise Refused


class ServiceFacade(LiveFacade):
    """A stream for one call of an action, which may hand it to a player or record it to a file."""

    def __init__(self, hass: HomeAssistant, camera: CameraRuntime, shared: SharedStream, principal: Principal) -> None:
        """Stand in for the camera's stream towards one call."""
        super().__init__(hass, camera, shared, principal, Channel.CAST)

    @override
    async def async_record(self, video_path: str, duration: int = 30, lookback: int = 5) -> None:
        """Record until `duration` (s) is over or the lease ends; what was recorded before is kept.

        The recording has a worker of its own, so that it never reaches back before its lease. Raises Refused.
        """
        gatekeeper = self._hass.data[GATEKEEPER]
        with gatekeeper.leased(self._principal, Channel.FILE, self._camera.id) as lease:

            def permits() -> bool:
                if not gatekeeper.permits(lease):
                    return False
                if _has_begun(worker):
                    gatekeeper.delivered(lease)
                return True

            route = self._camera.route(permits, self._shared.since)
            ended = asyncio.Event()
            worker = await _async_stream(self._hass, self._camera, route)

            def cut() -> None:
                route.revoke()
                ended.set()

            lease.on_end(cut)
            recording = asyncio.ensure_future(worker.async_record(video_path, duration=duration, lookback=0))
            ending = asyncio.ensure_future(ended.wait())
            try:
                await asyncio.wait({recording, ending}, timeout=_BEGIN_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if not (recording.done() or ended.is_set() or _has_begun(worker)):
                    # Without a first segment, Home Assistant's recorder would wait for ever.
                    raise CameraUnavailable
                await asyncio.wait({recording, ending}, return_when=asyncio.FIRST_COMPLETED)
                refused = ended.is_set()
                if refused:
                    await _async_end(worker)
                async with asyncio.timeout(_FINISH_SECONDS):
                    await recording
            except TimeoutError as err:
                raise CameraUnavailable from err
            finally:
                ending.cancel()
                recording.cancel()
                await _async_end(worker)
        if refused:
            decision = gatekeeper.decide(self._principal, Channel.FILE, self._camera.id)
            raise Refused if decision.allowed else Refused(decision.told)


async def _async_end(worker: Stream) -> None:
    """End a worker, and all that waits for its segments: `stop` alone forgets them, with their timers running."""
    outputs = worker.outputs()
    await worker.stop()
    for output in outputs.values():
        output.cleanup()


def _has_begun(worker: Stream) -> bool:
    return any(output.last_segment is not None for output in worker.outputs().values())


async def _async_stream(hass: HomeAssistant, camera: CameraRuntime, route: RelayRoute) -> Stream:
    """Make a worker on a relay route. Home Assistant's preference to preload a stream is not heard."""
    stock = await get_dynamic_camera_stream_settings(hass, camera.entity_id)
    return Stream(
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
