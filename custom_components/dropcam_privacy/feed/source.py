"""Where a camera's pictures come from, and whether something comes from there.

The probes are for the config flow: they really read, within 10 s (streams: 30 s), and raise FeedError.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import HomeAssistant

from ..isolation import start_as_nobody
from ..policy.model import AccountId, CameraId
from .address import Access, AddressSource, EntitySource, Source, StreamOptions
from .client import AccountClient
from .errors import CannotConnect, FeedTimeout
from .feed import load_readers
from .frame import Frame
from .upstream import Publish

if TYPE_CHECKING:
    from .readers import Readers

__all__ = [
    "Access",
    "AddressSource",
    "EntitySource",
    "Moved",
    "Source",
    "async_probe_mjpeg",
    "async_probe_still",
    "async_probe_stream",
]

type Moved = str | None
"""Where the camera sends us for good instead, on the same host."""

PROBE_TIMEOUT: Final = 10.0
STREAM_TIMEOUT: Final = 30.0
"""Cameras behind bridges wake up first, and some send key frames seldom."""

_CLOSE_WAIT: Final = 1.0


async def async_probe_still(client: AccountClient, source: AddressSource) -> Moved:
    """Decode one picture of the still address."""
    probe, address = _Probe(client, source), source.still_url or ""
    async with probe as readers:
        await readers.still_at(address)
    return probe.moved(address)


async def async_probe_mjpeg(client: AccountClient, source: AddressSource) -> Moved:
    """Decode one picture of the MJPEG address."""
    probe, address = _Probe(client, source), source.mjpeg_url or ""
    async with probe as readers:
        await _first(lambda publish: readers.mjpeg(address, probe.http, publish), PROBE_TIMEOUT)
    return probe.moved(address)


async def async_probe_stream(hass: HomeAssistant, source: AddressSource) -> Moved:
    """See the first key frame of the stream address."""
    client = AccountClient(hass)
    probe, address = _Probe(client, source), source.stream_url or ""
    try:
        async with probe as readers:
            await _first(lambda publish: readers.stream(address, probe.http, StreamOptions(), publish), STREAM_TIMEOUT)
    finally:
        await client.async_close()
    return probe.moved(address)


class _Probe:
    """Connections to a camera that nobody has accepted yet."""

    def __init__(self, client: AccountClient, source: AddressSource) -> None:
        self.http = client.camera(source.access)

    def moved(self, address: str) -> Moved:
        """Return where an address that was read has gone."""
        return self.http.moved.get(address)

    async def __aenter__(self) -> Readers:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(None, load_readers, self.http, _of_nobody)

    async def __aexit__(self, *_: object) -> None:
        await self.http.async_close()


def _of_nobody(jpeg: bytes, received: float) -> Frame:
    return Frame(AccountId(""), CameraId(""), received, jpeg)


async def _first(run: Callable[[Publish[Any]], Coroutine[Any, Any, None]], seconds: float) -> None:
    """Run until something is published; raises FeedError."""
    came = asyncio.Event()
    reading = start_as_nobody(run(lambda _: came.set()))
    coming = start_as_nobody(came.wait())
    try:
        await asyncio.wait((reading, coming), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if came.is_set():
            return
        if not reading.done():
            raise FeedTimeout("the camera is too slow")
        reading.result()
        raise CannotConnect("the camera ended the connection")
    finally:
        for task in (reading, coming):
            task.cancel()
        # A thread that reads from a camera that is silent ends by its own timeout.
        await asyncio.wait((reading, coming), timeout=_CLOSE_WAIT)
