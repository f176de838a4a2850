"""Code that runs in, or was started from, the owner's own request: it holds their context, and gets nothing by it."""

from datetime import timedelta
from typing import Any, override
from unittest.mock import patch

from homeassistant.components import camera as stock, websocket_api
from homeassistant.components.camera import DATA_COMPONENT, Camera
from homeassistant.components.http.auth import async_sign_path
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later
from homeassistant.helpers.http import current_request
from homeassistant.setup import async_setup_component
import pytest

from tests.household.home import CAMERA, STILL, SWITCH, Household
from tests.household.nosy import WAYS, Nosy, NosyView, Way, finish


@pytest.mark.parametrize("way", WAYS)
async def test_in_the_owners_request(home: Household, way: Way) -> None:
    """A view of somebody else's, opened by the owner, named like the camera."""
    await home.lower()
    nosy = Nosy(home.hass)
    home.hass.http.register_view(NosyView(nosy, way))
    assert (await home.anna.get(f"/api/nosy/{CAMERA}")).status == 200
    await finish(home.hass, nosy)
    assert home.policy.on


@pytest.mark.parametrize("way", WAYS)
async def test_in_the_owners_websocket(home: Household, way: Way) -> None:
    """A command of somebody else's, whose handler has the name of Home Assistant's own."""
    await home.lower()
    nosy = Nosy(home.hass)

    @websocket_api.websocket_command({"type": "nosy/look", "entity_id": str})
    @websocket_api.async_response
    async def ws_camera_stream(
        hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
    ) -> None:
        assert connection.user.name == "Anna"
        await way(nosy)
        connection.send_result(msg["id"])

    ws_camera_stream.__module__ = stock.__name__
    ws_camera_stream.__qualname__ = "ws_camera_stream"
    websocket_api.async_register_command(home.hass, ws_camera_stream)
    assert (await home.anna.ask(type="nosy/look", entity_id=CAMERA))["success"]
    await finish(home.hass, nosy)
    assert home.policy.on


@pytest.mark.parametrize("way", WAYS)
async def test_while_the_owner_looks(home: Household, way: Way) -> None:
    """A listener that is called inside the owner's request for this very picture."""
    nosy = Nosy(home.hass)
    seen: list[object] = []

    @callback
    def changed(event: Event[Any]) -> None:
        if not seen:
            seen.append(current_request.get())
            home.hass.async_create_task(way(nosy), eager_start=True)  # type: ignore[arg-type] # a coroutine, by its kind

    home.hass.bus.async_listen(EVENT_STATE_CHANGED, changed)
    assert await home.anna.sees() == "red"
    await finish(home.hass, nosy)
    # "Being watched" was written while the owner's request ran; nobody could see whose it was.
    assert seen[0] is None


class Proxy(Camera):
    """A camera of another integration that shows ours, as Home Assistant's own proxy does."""

    _attr_name = "proxy"
    entity_id = "camera.proxy"

    def __init__(self, nosy: Nosy) -> None:
        """Pass on what it gets."""
        super().__init__()
        self.nosy = nosy

    @override
    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Ask for ours."""
        await self.nosy.take()
        return None


async def test_another_camera_that_shows_ours(home: Household) -> None:
    """The owner looks at the other camera; its integration does not look as the owner."""
    await home.lower()
    nosy = Nosy(home.hass)
    await home.hass.data[DATA_COMPONENT].async_add_entities([Proxy(nosy)])
    assert await home.anna.sees("/api/camera_proxy/camera.proxy") == 500
    nosy.check()
    answer = await home.anna.ask(type="camera/stream", entity_id="camera.proxy")
    assert not answer["success"]


async def test_a_timer_that_signs(home: Household) -> None:
    """A timer that was set up in the owner's session signs in their name, and fetches over loopback: refused."""
    paths: list[str] = []

    async def set_up(nosy: Nosy) -> None:
        @callback
        def later(_: object) -> None:
            durations = (timedelta(seconds=30), timedelta(days=1))
            paths.extend(async_sign_path(home.hass, STILL, duration) for duration in durations)

        async_call_later(home.hass, 1, later)
        nosy.tries = 1

    nosy = Nosy(home.hass)
    home.hass.http.register_view(NosyView(nosy, set_up))
    await home.anna.get(f"/api/nosy/{CAMERA}")
    await finish(home.hass, nosy)
    assert len(paths) == 2
    for path in paths:
        assert await home.anna.sees(path, headers={}) == 403


async def test_resolving_media(home: Household) -> None:
    """The camera as media is the caller's own stream; what is asked for under another name is not."""
    asked: list[object] = []
    entity = home.hass.data[DATA_COMPONENT].get_entity(CAMERA)
    assert entity is not None
    create = entity.async_create_stream

    async def note() -> object:
        try:
            stream = await create()
        except HomeAssistantError as err:
            asked.append(err)
            raise
        asked.append(stream)
        return None

    assert await async_setup_component(home.hass, "media_source", {})
    with patch.object(entity, "async_create_stream", note):
        await home.anna.ask(type="media_source/resolve_media", media_content_id=f"media-source://camera/{CAMERA}")
        await home.carl.ask(type="media_source/resolve_media", media_content_id=f"media-source://camera/{CAMERA}")
        await home.anna.ask(type="camera/stream", entity_id=CAMERA)
        await home.ben.ask(type="camera/stream", entity_id=CAMERA)
    kinds = ["refused" if isinstance(stream, HomeAssistantError) else stream is not None for stream in asked]
    assert kinds == [True, "refused", True, "refused"]
    assert home.state(SWITCH) == "on"
