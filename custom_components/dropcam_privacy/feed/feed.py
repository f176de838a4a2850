"""One camera's pictures, read once for everybody who may watch it.

What comes by which way, and what is made of what, `reading.py` says. Stills are shared by all who ask at a time; of the
frames only the newest counts; the stream is joined at key frames.

Nothing runs while nobody consumes, and no connection is opened twice.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
import time
from typing import TYPE_CHECKING, Final

from homeassistant.core import HomeAssistant

from ..policy.model import AccountId, CameraId
from .address import Access, AddressSource, Shown, Source
from .channels import Frames, Transport
from .chunk import Chunk
from .client import STILL_TIMEOUT, AccountClient, CameraClient
from .errors import CannotConnect, FeedError, FeedTimeout
from .flight import SingleFlight
from .frame import FRESH, MAX_AGE, Frame
from .gate import Gate, Look
from .health import Health
from .reading import Reading
from .upstream import Publish

if TYPE_CHECKING:
    from .readers import Readers

TRIES: Final = 3
TRY_SECONDS: Final = 3.0
TRY_AGAIN: Final = 0.3
"""A camera that has answered well is asked three times, or for three seconds, before it is said to fail."""


class Feed:
    """Reads one camera."""

    def __init__(
        self,
        hass: HomeAssistant,
        *,
        account: AccountId,
        camera: CameraId,
        source: Source,
        client: AccountClient,
        on_state: Callable[[], None],
        on_auth_failed: Callable[[], None],
        name: Callable[[], str],
        look: Look | None = None,
        opened: bool = True,
    ) -> None:
        """Be ready; nothing is opened before somebody consumes, and nothing passes that `look` does not let through.

        It begins as closed unless it is `opened`.
        """
        self._hass = hass
        self._account = account
        self._camera = camera
        self._source = source
        self._client = client
        self._gate = Gate(look)
        self._health = Health(
            on_state, on_auth_failed, name, lambda: self._frames.delivering or self._transport.delivering
        )
        self._opened = opened
        self._changing = 0  # how many changes of the source are under way
        self._clients: dict[Access, CameraClient] = {}
        self._read: Reading | None = None
        self._still: Frame | None = None
        self._answers_well = False  # whether the last who asked for a still got one
        # What is read from the camera itself, and not made of something else that is read.
        self._direct: set[str] = set()
        self._flight = SingleFlight(self._fetch)
        self._frames = Frames(
            self._run_frames,
            lambda: self._answered("frames"),
            lambda error: self._failed("frames", error),
        )
        self._transport = Transport(
            self._run_transport,
            lambda: self._answered("stream"),
            lambda error: self._failed("stream", error),
        )

    @property
    def available(self) -> bool:
        """Whether the camera answered when it was last asked."""
        return self._health.available

    @property
    def shown(self) -> Shown:
        """How the camera is best shown, as far as that is known."""
        return self._source.shown

    @property
    def upstreams(self) -> int:
        """How many connections to the camera are in use."""
        return sum(client.connections for client in self._clients.values())

    async def async_still(self, since: float = 0.0) -> Frame:
        """Return a picture of this moment, not from before `since`; raises FeedError."""
        return await self._picture(FRESH, since)

    async def frames(self) -> AsyncGenerator[Frame]:
        """Yield pictures as they come, the newest to those who are slow; raises FeedError."""
        self._check_open()
        subscription = self._frames.subscribe()
        try:
            while True:
                frame = await subscription.get()
                if time.monotonic() - frame.received <= MAX_AGE:
                    yield frame
        finally:
            subscription.close()

    async def transport_stream(self, since: float = 0.0) -> AsyncGenerator[bytes]:
        """Yield an MPEG transport stream that begins with a key frame, not from before `since`; raises FeedError."""
        self._check_open()
        subscription = self._transport.subscribe()
        try:
            begun = False
            while True:
                chunk = await subscription.get()
                if begun:
                    yield chunk.data
                elif chunk.random_access and chunk.received >= since:
                    begun = True
                    yield chunk.head + chunk.data
        finally:
            subscription.close()

    def open(self) -> None:
        """Let the camera be watched again."""
        self._opened = True

    async def async_close(self) -> None:
        """Close every connection to the camera, and end all who consume it."""
        self._opened = False
        await self._async_disconnect()

    async def async_update_source(self, source: Source) -> None:
        """Read from somewhere else from now on; who consumes begins anew."""
        # At once: of two changes the later one counts, however long the earlier takes.
        self._source = source
        self._changing += 1
        try:
            await self._async_disconnect()
            self._direct.clear()
            self._health.forget()
        finally:
            self._changing -= 1

    async def _async_disconnect(self) -> None:
        self._still = None
        clients, self._clients = self._clients, {}
        self._read = None
        await asyncio.gather(self._transport.async_close(), self._frames.async_close(), self._flight.async_close())
        for client in clients.values():
            await client.async_close()
        self._still = None

    def _answered(self, what: str) -> None:
        if what in self._direct:
            self._health.answered(what)

    def _reads(self, what: str, *, directly: bool) -> None:
        """Note how something is read: of what is made of something else, it is said there whether it fails."""
        if directly:
            self._direct.add(what)
        elif what in self._direct:
            self._direct.discard(what)
            self._health.answered(what)

    def _failed(self, what: str, error: FeedError) -> None:
        if what in self._direct and self._opened and not self._changing:
            self._health.failed(what, error)

    def _check_open(self) -> None:
        if not self._opened or self._changing:
            raise CannotConnect("the camera is closed")

    def _make(self, jpeg: bytes, received: float) -> Frame:
        return Frame(self._account, self._camera, received, jpeg)

    def _since_key(self) -> list[Chunk]:
        return self._transport.since_key

    async def _reading(self) -> Reading:
        """Return what reads the camera, loaded when it is needed for the first time."""
        self._check_open()
        while self._read is None:
            source = self._source
            access = source.access if isinstance(source, AddressSource) else Access()
            readers = await self._hass.async_add_executor_job(
                load_readers, self._at(access), self._make, self._since_key
            )
            self._check_open()
            if self._read is None and source is self._source:
                self._read = Reading(
                    source,
                    readers,
                    at=self._at,
                    frames=self._frames,
                    transport=self._transport,
                    picture=self._picture,
                    reads=self._reads,
                    gate=self._gate,
                )
        return self._read

    def _at(self, access: Access) -> CameraClient:
        """Return the connections that get in by `access`: an original's addresses have their own."""
        if access not in self._clients:
            self._clients[access] = self._client.camera(access)
        return self._clients[access]

    async def _picture(self, fresh: float, since: float = 0.0) -> Frame:
        """Return a picture from `since` on, the last one if it is no older than `fresh`; raises FeedError."""
        give_up = time.monotonic() + STILL_TIMEOUT
        while True:
            self._check_open()
            frame = self._still
            if frame is None or time.monotonic() - frame.received > fresh or frame.received < since:
                frame = await self._flight.join()
            self._check_open()
            if time.monotonic() - frame.received <= MAX_AGE and frame.received >= since:
                return frame
            if time.monotonic() > give_up:
                raise FeedTimeout("the pictures come too late")

    async def _fetch(self) -> Frame:
        """Get one picture, for everybody who waits for one now."""
        try:
            async with asyncio.timeout(STILL_TIMEOUT):
                self._still = await self._fetch_patiently()
        except TimeoutError:
            error = FeedTimeout("the camera is too slow")
            self._still_failed(error)
            raise error from None
        except FeedError as err:
            self._still_failed(err)
            raise
        self._answers_well = True
        self._answered("still")
        return self._still

    def _still_failed(self, error: FeedError) -> None:
        self._answers_well = False
        self._failed("still", error)

    async def _fetch_patiently(self) -> Frame:
        """Leave one bad answer among good ones out."""
        give_up = time.monotonic() + TRY_SECONDS
        for _ in range(TRIES - 1 if self._answers_well else 0):
            try:
                return await self._fetch_still()
            except FeedError as err:
                if not err.odd or time.monotonic() > give_up:
                    raise
            await asyncio.sleep(TRY_AGAIN)
        return await self._fetch_still()

    async def _fetch_still(self) -> Frame:
        return await (await self._reading()).still()

    async def _run_frames(self, publish: Publish[Frame]) -> None:
        await (await self._reading()).run_frames(publish)

    async def _run_transport(self, publish: Publish[Chunk]) -> None:
        await (await self._reading()).run_transport(publish)


def load_readers(
    http: CameraClient,
    make: Callable[[bytes, float], Frame],
    since_key: Callable[[], list[Chunk]] = list,
) -> Readers:
    """Load what is heavy, in the executor."""
    from .readers import Readers  # noqa: PLC0415 - see the module's docstring

    return Readers(http, make, since_key)
