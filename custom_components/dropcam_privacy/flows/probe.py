"""Really reads what was entered, before it is accepted."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from homeassistant.const import CONF_PASSWORD, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant

from ..const import CONF_MJPEG_URL, CONF_STILL_IMAGE_URL, CONF_STREAM_SOURCE
from ..feed.client import AccountClient
from ..feed.errors import CannotConnect, CertificateRefused, FeedError, InvalidAuth
from ..feed.source import AddressSource, Moved, async_probe_mjpeg, async_probe_still, async_probe_stream

# What is the same for all addresses is said once, where it is entered.
_FIELDS: Final[Mapping[str, str]] = {InvalidAuth.key: CONF_PASSWORD, CertificateRefused.key: CONF_VERIFY_SSL}
# So many seconds a camera is given to notice that we have gone.
_PAUSE: Final = 1.0


@dataclass(slots=True)
class Probed:
    """What was found, field by field."""

    errors: dict[str, str] = field(default_factory=dict)
    """The word for what failed."""
    moved: dict[str, str] = field(default_factory=dict)
    """Where the camera sends us for good, on the same host."""


async def async_probe(hass: HomeAssistant, data: Mapping[str, Any]) -> Probed:
    """Read each address of a camera's `data`, one after another: some cameras take one client at a time."""
    source = AddressSource.from_data(data)
    client = AccountClient(hass)
    probes: dict[str, Callable[[], Awaitable[Moved]]] = {}
    if source.still_url:
        probes[CONF_STILL_IMAGE_URL] = partial(async_probe_still, client, source)
    if source.mjpeg_url:
        probes[CONF_MJPEG_URL] = partial(async_probe_mjpeg, client, source)
    if source.stream_url:
        probes[CONF_STREAM_SOURCE] = partial(async_probe_stream, hass, source)
    found, worked = Probed(), False
    try:
        for address, probe in probes.items():
            try:
                moved = await (_async_again(probe) if worked else probe())
            except FeedError as err:
                found.errors[_FIELDS.get(err.key, address)] = err.key
                continue
            worked = True
            if moved is not None:
                found.moved[address] = moved
    finally:
        await client.async_close()
    return found


async def _async_again(probe: Callable[[], Awaitable[Moved]]) -> Moved:
    """Probe, and once more where the camera may have been busy with the address before."""
    try:
        return await probe()
    except CannotConnect:
        await asyncio.sleep(_PAUSE)
        return await probe()
