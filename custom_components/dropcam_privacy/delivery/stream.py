"""The live stream of a camera, and what callers of `async_create_stream` get in its place.

Each caller gets a facade of their own, which can do only what they were let in for.
"""

import asyncio
from weakref import WeakValueDictionary

from homeassistant.components.stream import HLS_PROVIDER, Stream
from homeassistant.components.stream.core import StreamOutput
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ..addresses import require_seen
from ..callers.programs import in_their_words
from ..exceptions import CameraUnavailable, PictureRefused
from ..feed.errors import FeedError
from ..gatekeeper import GATEKEEPER
from ..policy.decide import owns
from ..policy.model import AccountId, CameraId, Channel, Principal
from ..runtime import CameraRuntime
from .worker import Worker

# A player asks for the playlist or a part at least every few seconds.
LEASE_SECONDS = 30
PATH = "/api/hls/dropcam"

_LIVE: HassKey[WeakValueDictionary[CameraId, SharedStream]] = HassKey("dropcam_privacy_live")


def live_stream(hass: HomeAssistant, camera: CameraId) -> SharedStream | None:
    """Return the live stream of a camera, while its platform is set up."""
    return hass.data[_LIVE].get(camera) if _LIVE in hass.data else None


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
            Worker(hass, camera, gatekeeper.since(camera.id, owners=owners)) for owners in (True, False)
        )
        hass.data.setdefault(_LIVE, WeakValueDictionary())[camera.id] = self
        camera.reads(self)

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
        return await (self._owners if own else self._guests).async_running()

    async def async_stop(self) -> None:
        """Cut the workers' source at once, and end them."""
        await asyncio.gather(self._owners.async_stop(), self._guests.async_stop())


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
            raise PictureRefused
        return None

    async def start(self) -> None:
        """Start the camera's worker. Raises CameraUnavailable, or what the assistant that asks has for it."""
        with in_their_words():
            try:
                self._worker = await self._shared.async_worker(self._principal, self._channel)
            except FeedError as err:
                raise CameraUnavailable from err

    def endpoint_url(self, fmt: str) -> str:
        """Lease, and return the path of that lease's master playlist. Raises PictureRefused or AddressUnseen."""
        if fmt != HLS_PROVIDER or self._worker is None:
            raise PictureRefused
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
        raise PictureRefused

    async def async_get_image(
        self, width: int | None = None, height: int | None = None, wait_for_next_keyframe: bool = False
    ) -> bytes | None:
        """Refuse: stills have a road of their own."""
        raise PictureRefused
