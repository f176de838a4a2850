"""Ends what already carries the picture of a camera that has just been locked."""

import asyncio
from contextlib import suppress
from http import HTTPStatus
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError, ClientResponseError, web
from homeassistant.core import HomeAssistant, callback
from yarl import URL

from ..ha_internals.frames import values_held_by
from ..ha_internals.members import (
    STREAM,
    WEBRTC_OF_A_CAMERA,
    go2rtc_of,
    go2rtc_provider_class,
    label_of,
    listed_streams,
    negotiates_itself,
    take_webrtc_provider,
    webrtc_provider_of,
)
from ..ha_internals.watch import async_tell_changed
from ..transports import drop
from .locked_class import LockedCamera, disable_stream

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
        held = list(values_held_by(task))
        if not any(value is carrier for value in held for carrier in carriers):
            continue
        for request in held:
            if isinstance(request, web.BaseRequest):
                drop(request.transport)


@callback
def end_streams_named(hass: HomeAssistant, entity_id: str) -> None:
    """End every stream of a camera, also those of its instances before this one: their links would start them again."""
    _disable([stream for stream in _listed(hass) if label_of(stream) == entity_id])


async def async_end_streams_from(hass: HomeAssistant, locked: LockedCamera) -> None:
    """End every stream that shows what a camera shows, by whatever name."""
    source: str | None = None
    with suppress(Exception):  # another integration's code: whatever it raises, it then has no stream to name
        async with asyncio.timeout(_ASKED_FOR):
            source = await locked.view.stream_source()
    if source:
        _disable([stream for stream in _listed(hass) if stream.source == source])


def _listed(hass: HomeAssistant) -> list[Any]:
    """Return the streams that run; where Home Assistant lists them elsewhere, people are told: it must be restarted."""
    if STREAM.missing or (streams := listed_streams(hass)) is None:
        async_tell_changed(hass, STREAM.component)
        return []
    return streams


def _disable(streams: list[Any]) -> None:
    for stream in streams:
        disable_stream(stream)
    end_requests(*streams)


async def async_end_webrtc(hass: HomeAssistant, camera: Camera) -> bool:
    """Take a camera away from its WebRTC provider; return whether somebody is, or may be, still connected to it.

    Only go2rtc tells who is; of other providers, and of cameras that negotiate themselves, it cannot be told.
    """
    if WEBRTC_OF_A_CAMERA.missing:
        return True
    provider = webrtc_provider_of(camera)
    take_webrtc_provider(camera)
    if provider is None:
        return negotiates_itself(camera)
    try:
        async with asyncio.timeout(_ASKED_FOR):
            watched = await _async_watched_in_go2rtc(hass, camera)
            await provider.async_unregister_camera(camera)
            await _async_forget_in_go2rtc(hass, camera)
            return watched or type(provider) is not go2rtc_provider_class()
    except Exception as err:  # noqa: BLE001 - another integration's code, and the lock goes on without it
        _LOGGER.warning("%s could not be taken from its WebRTC provider: %s", camera.entity_id, type(err).__name__)
    return True


async def _async_watched_in_go2rtc(hass: HomeAssistant, camera: Camera) -> bool:
    """Return whether go2rtc sends a camera's stream to somebody, or does not say."""
    if (go2rtc := go2rtc_of(hass)) is None:
        return False
    url, session = go2rtc
    try:
        async with session.get(_in_go2rtc(url, camera), raise_for_status=True) as response:
            return bool((await response.json())["consumers"])
    except ClientResponseError as err:
        return err.status != HTTPStatus.NOT_FOUND
    except ClientError, ValueError, KeyError:
        return True


async def _async_forget_in_go2rtc(hass: HomeAssistant, camera: Camera) -> None:
    """Remove the camera's name from go2rtc, by which anybody on this machine can have its stream."""
    if (go2rtc := go2rtc_of(hass)) is None:
        return
    url, session = go2rtc
    with suppress(ClientError):
        async with session.delete(_in_go2rtc(url, camera)):
            pass


def _in_go2rtc(url: str, camera: Camera) -> URL:
    from homeassistant.components.go2rtc.util import get_camera_identifier  # noqa: PLC0415 - loads the camera component

    return URL(url) / "api/streams" % {"src": get_camera_identifier(camera)}


async def async_end_preload(hass: HomeAssistant, camera: Camera) -> bool:
    """Stop keeping the camera's stream ready; return whether that was asked for."""
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
