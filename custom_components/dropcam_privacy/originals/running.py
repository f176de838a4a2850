"""Ends what already carries the picture of a camera that has just been locked."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, web
from homeassistant.core import HomeAssistant, callback
from yarl import URL

from ..transports import drop
from .locked_class import LockedCamera, disable_stream, listed_streams

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

_LOGGER = logging.getLogger(__name__)
_ASKED_FOR = 5  # seconds in which the original or go2rtc has to answer us


@callback
def end_requests(*carriers: object) -> None:
    """Abort the answers that are being written by one of `carriers`: a camera, a stream.

    A running MJPEG answer holds the camera's own methods, wherever it was asked for (another integration's camera
    may pass it on), so it is found by what its task is doing.
    """
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        held = list(_held_by(task))
        if not any(value is carrier for value in held for carrier in carriers):
            continue
        for request in held:
            if isinstance(request, web.BaseRequest):
                drop(request.transport)


def _held_by(task: asyncio.Task[Any]) -> Iterator[object]:
    """Yield what the coroutines of a waiting task hold, from the one that it was started for to the innermost."""
    step: Any = task.get_coro()
    while step is not None:
        frame = getattr(step, "cr_frame", None)
        if frame is not None:
            yield from frame.f_locals.values()
        step = getattr(step, "cr_await", None)


@callback
def end_streams_named(hass: HomeAssistant, entity_id: str) -> None:
    """End every stream of a camera, also those of its instances before this one: their links would start them again."""
    _disable([stream for stream in listed_streams(hass) if stream._stream_label == entity_id])  # noqa: SLF001 - nothing public tells whose a stream is


async def async_end_streams_from(hass: HomeAssistant, locked: LockedCamera) -> None:
    """End every stream that shows what a camera shows, by whatever name."""
    source: str | None = None
    with suppress(Exception):  # another integration's code: whatever it raises, it then has no stream to name
        async with asyncio.timeout(_ASKED_FOR):
            source = await locked.view.stream_source()
    if source:
        _disable([stream for stream in listed_streams(hass) if stream.source == source])


def _disable(streams: list[Any]) -> None:
    for stream in streams:
        disable_stream(stream)
    end_requests(*streams)


async def async_end_webrtc(hass: HomeAssistant, camera: Camera) -> bool:
    """Take a camera away from its WebRTC provider; tell whether somebody may still be connected to it."""
    provider = camera._webrtc_provider  # noqa: SLF001 - its public name cannot be set
    camera._webrtc_provider = None  # noqa: SLF001
    if hasattr(camera, "_invalidate_camera_capabilities_cache"):  # until 2026.10
        camera._invalidate_camera_capabilities_cache()  # noqa: SLF001
    if provider is None:
        return camera._supports_native_async_webrtc  # noqa: SLF001 - its public name counts the provider, too
    try:
        async with asyncio.timeout(_ASKED_FOR):
            await provider.async_unregister_camera(camera)
            await _async_forget_in_go2rtc(hass, camera)
    except Exception as err:  # noqa: BLE001 - another integration's code, and the lock goes on without it
        _LOGGER.warning("%s could not be taken from its WebRTC provider: %s", camera.entity_id, type(err).__name__)
    return True


async def _async_forget_in_go2rtc(hass: HomeAssistant, camera: Camera) -> None:
    """Remove the camera's name from go2rtc, by which anybody on this machine can have its stream."""
    if (go2rtc := hass.data.get("go2rtc")) is None:
        return
    from homeassistant.components.go2rtc.util import get_camera_identifier  # noqa: PLC0415 - loads the camera component

    url = URL(go2rtc.url) / "api/streams" % {"src": get_camera_identifier(camera)}
    with suppress(ClientError):
        async with go2rtc.session.delete(url):
            pass


async def async_end_preload(hass: HomeAssistant, camera: Camera) -> bool:
    """Stop keeping the camera's stream ready; tell whether that was asked for."""
    from homeassistant.components.camera.const import DATA_CAMERA_PREFS  # noqa: PLC0415 - loads the camera component

    prefs = hass.data[DATA_CAMERA_PREFS]
    if not (await prefs.get_dynamic_stream_settings(camera.entity_id)).preload_stream:
        return False
    await prefs.async_update(camera.entity_id, preload_stream=False)
    return True


async def async_restore_preload(hass: HomeAssistant, entity_id: str) -> None:
    """Have the camera's stream kept ready again."""
    from homeassistant.components.camera.const import DATA_CAMERA_PREFS  # noqa: PLC0415 - loads the camera component

    await hass.data[DATA_CAMERA_PREFS].async_update(entity_id, preload_stream=True)
