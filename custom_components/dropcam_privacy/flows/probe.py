"""Really reads what was entered, before it is accepted."""

import asyncio
from collections.abc import Awaitable, Mapping
from typing import Any

from homeassistant.const import CONF_PASSWORD
from homeassistant.core import HomeAssistant

from ..const import CONF_MJPEG_URL, CONF_STILL_IMAGE_URL, CONF_STREAM_SOURCE
from ..feed.client import AccountClient
from ..feed.errors import FeedError, InvalidAuth
from ..feed.source import AddressSource, async_probe_mjpeg, async_probe_still, async_probe_stream


async def async_probe(hass: HomeAssistant, data: Mapping[str, Any]) -> dict[str, str]:
    """Read each address of a camera's `data` at once; return what failed, field by field."""
    source = AddressSource.from_data(data)
    client = AccountClient(hass)
    probes: dict[str, Awaitable[str | None]] = {}
    if source.still_url:
        probes[CONF_STILL_IMAGE_URL] = _async_error(async_probe_still(client, source))
    if source.mjpeg_url:
        probes[CONF_MJPEG_URL] = _async_error(async_probe_mjpeg(client, source))
    if source.stream_url:
        probes[CONF_STREAM_SOURCE] = _async_error(async_probe_stream(hass, source))
    try:
        results = await asyncio.gather(*probes.values())
    finally:
        await client.async_close()
    found = {field: error for field, error in zip(probes, results, strict=True) if error}
    # User and password are the same for all addresses: what refuses them says so at the password.
    errors = {field: error for field, error in found.items() if error != InvalidAuth.key}
    return errors if errors == found else {CONF_PASSWORD: InvalidAuth.key, **errors}


async def _async_error(probe: Awaitable[object]) -> str | None:
    try:
        await probe
    except FeedError as err:
        return err.key
    return None
