"""Another integration in the same process, which wants the picture by every helper that there is, in every way."""

import asyncio
from collections.abc import Awaitable, Callable
import contextvars
from dataclasses import dataclass, field
from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from aiohttp import web
from homeassistant.components import camera as stock, media_source
from homeassistant.components.api import APIDomainServicesView
from homeassistant.components.camera import DATA_COMPONENT, Camera
from homeassistant.components.http import KEY_HASS_USER, HomeAssistantView
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later, async_track_time_interval
from homeassistant.helpers.http import current_request
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.household.home import CAMERA, SWITCH
from tests.waiting import until

type Way = Callable[[Nosy], Awaitable[object]]


@dataclass
class Nosy:
    """Whoever asks, and what they got."""

    hass: HomeAssistant
    got: list[object] = field(default_factory=list)
    tries: int = 0
    open: list[asyncio.Server] = field(default_factory=list)

    @property
    def entity(self) -> Camera:
        """Get at the entity itself."""
        entity = self.hass.data[DATA_COMPONENT].get_entity(CAMERA)
        assert entity is not None
        return entity

    @property
    def file(self) -> Path:
        """Say where pictures are saved."""
        return Path(self.hass.config.path("nosy.jpg"))

    async def take(self) -> None:
        """Try everything, and keep what it got."""
        self.hass.config.allowlist_external_dirs = {self.hass.config.config_dir}
        assert await async_setup_component(self.hass, "media_source", {})
        roads: list[Callable[[], Awaitable[object]]] = [
            lambda: stock.async_get_image(self.hass, CAMERA),
            lambda: self.entity.async_camera_image(),
            lambda: stock.async_request_stream(self.hass, CAMERA, "hls"),
            lambda: self.entity.async_create_stream(),
            lambda: self.entity.stream_source(),
            lambda: stock.async_get_mjpeg_stream(self.hass, self._request(), CAMERA),
            lambda: self.entity.handle_async_still_stream(self._request(), 1),
            lambda: self._service("camera", "snapshot", filename=str(self.file)),
            lambda: self._service("camera", "record", filename=str(self.file.with_suffix(".mp4"))),
            lambda: self._service("camera", "turn_off"),
            lambda: self._service("switch", "turn_off", entity_id=SWITCH),
            lambda: media_source.async_resolve_media(self.hass, f"media-source://camera/{CAMERA}", None),
            self._view_of_services,
        ]
        for road in roads:
            try:
                result = await road()
            except (HomeAssistantError, web.HTTPException) as err:
                result = err
            self.got.append(result)
        self.tries += 1

    async def _service(self, domain: str, service: str, **data: Any) -> str:
        await self.hass.services.async_call(domain, service, {"entity_id": CAMERA, **data}, blocking=True)
        return f"{service} was done"

    async def _view_of_services(self) -> object:
        """Have Home Assistant's own view call a service, by the request of whoever is at hand."""
        request = self._request()
        request._read_bytes = json.dumps({"entity_id": CAMERA, "filename": str(self.file)}).encode()
        response = await APIDomainServicesView().post(request, "camera", "snapshot")
        return None if response.status >= 400 else response

    @staticmethod
    def _request() -> web.Request:
        request = current_request.get()
        if request is None:
            raise HomeAssistantError
        return request

    def check(self) -> None:
        """See that it came to ask, and got nothing."""
        assert self.tries
        assert not self.file.exists()
        for server in self.open:
            server.close()
        for result in self.got:
            assert result in (None, "dropcam:") or isinstance(result, HomeAssistantError | web.HTTPException), result


async def at_once(nosy: Nosy) -> None:
    """Ask in the request's own task."""
    await nosy.take()


async def in_a_task(nosy: Nosy) -> None:
    """Ask in a task, which inherits the context."""
    await nosy.hass.async_create_task(nosy.take(), eager_start=False)


async def in_an_eager_task(nosy: Nosy) -> None:
    """Ask in a task that begins inside the request's own frames."""
    await nosy.hass.async_create_task(nosy.take(), eager_start=True)


async def awaited_by_name(nosy: Nosy) -> None:
    """Ask in a task that is called like Home Assistant's own command."""
    await nosy.hass.async_create_background_task(nosy.take(), "websocket_api.async:ws_camera_stream", eager_start=True)


async def in_a_timer(nosy: Nosy) -> None:
    """Ask later, from a timer that was set up here."""

    async def later(_: object) -> None:
        await nosy.take()

    async_call_later(nosy.hass, 1, later)
    async_track_time_interval(nosy.hass, later, timedelta(seconds=2), cancel_on_shutdown=True)


async def in_a_listener(nosy: Nosy) -> None:
    """Ask when the state of the camera changes, from a listener that was set up here."""

    async def changed(_: object) -> None:
        await nosy.take()

    nosy.hass.bus.async_listen_once(EVENT_STATE_CHANGED, changed)
    nosy.hass.states.async_set("light.any", "on")


async def in_a_thread(nosy: Nosy) -> None:
    """Ask from a thread that was given the context."""
    await asyncio.to_thread(lambda: asyncio.run_coroutine_threadsafe(nosy.take(), nosy.hass.loop).result())


async def in_a_server(nosy: Nosy) -> None:
    """Ask when something connects to a socket that was opened here."""

    async def connected(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await nosy.take()
        writer.close()

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    nosy.open.append(server)
    host, port = server.sockets[0].getsockname()
    # Whoever connects has nothing to do with the camera.
    caller = asyncio.create_task(asyncio.open_connection(host, port), context=contextvars.Context())
    reader, writer = await caller
    await reader.read()
    writer.close()


WAYS: list[Way] = [
    in_a_server,
    at_once,
    in_a_task,
    in_an_eager_task,
    awaited_by_name,
    in_a_timer,
    in_a_listener,
    in_a_thread,
]


class NosyView(HomeAssistantView):
    """A view of another integration, which the owner is made to open."""

    url = "/api/nosy/{entity_id}"
    name = "api:nosy"

    def __init__(self, nosy: Nosy, way: Way) -> None:
        """Ask in a way."""
        self._nosy = nosy
        self._way = way

    async def get(self, request: web.Request, entity_id: str) -> web.Response:
        """Answer when it has asked."""
        assert request[KEY_HASS_USER].name == "Anna"
        await self._way(self._nosy)
        return web.Response(text="thanks")


async def finish(hass: HomeAssistant, nosy: Nosy) -> None:
    """Let what was started come to its end."""
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(seconds=3))
    await hass.async_block_till_done()
    await until(lambda: nosy.tries)
    nosy.check()
