"""What already carries the picture ends when the lock comes."""

import asyncio
from types import SimpleNamespace
from typing import Any

import aiohttp
from aiohttp import web
from homeassistant.components.camera import async_get_mjpeg_stream, async_register_webrtc_provider
from homeassistant.components.go2rtc.util import get_camera_identifier
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.setup import async_setup_component
import pytest

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.originals import Originals, OriginalState
from tests.e2e.person import Person
from tests.e2e.roads import follow_hls
from tests.fakes.cameras import FakeCamera
from tests.fakes.go2rtc import FakeGo2rtc
from tests.fakes.pictures import seen
from tests.originals.conftest import CAMERA, Stock, Wrap
from tests.originals.providers import Provider
from tests.waiting import until


class Watcher:
    """Somebody who reads an endless answer, and notes what came."""

    def __init__(self, person: Person, path: str) -> None:
        """Watch a path."""
        self.received = 0
        self.ended = False
        self._person, self._path = person, path
        self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        headers = {"Authorization": f"Bearer {self._person.access_token}"}
        try:
            async with self._person.session.get(self._person.url + self._path, headers=headers) as response:
                async for chunk in response.content.iter_any():
                    self.received += len(chunk)
        except aiohttp.ClientError:
            pass
        self.ended = True

    async def close(self) -> None:
        """Stop watching."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@pytest.mark.parametrize(("stock", "query"), [("generic", ""), ("generic", "?interval=0.5"), ("mjpeg", "")])
async def test_running_mjpeg(
    generic: Stock, mjpeg: Stock, originals: Originals, wrap: Wrap, person: Person, stock: str, query: str
) -> None:
    """A running MJPEG answer is cut when the lock returns, whoever writes it."""
    original = {"generic": generic, "mjpeg": mjpeg}[stock]
    watcher = Watcher(person, f"/api/camera_proxy_stream/{original.entity_id}{query}")
    await until(lambda: watcher.received > 100_000)
    wrap(original)
    await originals.async_follow()
    await until(lambda: watcher.ended)
    await watcher.close()


class Forwarder(HomeAssistantView):
    """Another integration's view, which hands its request on."""

    url = "/api/forward/{entity_id}"
    name = "api:forward"

    async def get(self, request: web.Request, entity_id: str) -> web.StreamResponse:
        """Answer with a camera's MJPEG."""
        response = await async_get_mjpeg_stream(request.app[KEY_HASS], request, entity_id)
        assert response is not None
        return response


@pytest.fixture
async def forwarder(hass: HomeAssistant, parts: None) -> None:
    """Register the view, before the server starts."""
    hass.http.register_view(Forwarder())


async def test_mjpeg_through_somebody_else(
    forwarder: None, generic: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """An answer of another integration's view is cut, too."""
    watcher = Watcher(person, f"/api/forward/{generic.entity_id}")
    await until(lambda: watcher.received > 100_000)
    wrap(generic)
    await originals.async_follow()
    await until(lambda: watcher.ended)
    await watcher.close()


async def test_other_cameras_go_on(
    generic: Stock, mjpeg: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """Only the original's own answers are cut."""
    watcher = Watcher(person, f"/api/camera_proxy_stream/{mjpeg.entity_id}")
    await until(lambda: watcher.received > 100_000)
    wrap(generic)
    await originals.async_follow()
    before = watcher.received
    await until(lambda: watcher.received > before + 100_000)
    assert not watcher.ended
    await watcher.close()


async def test_old_hls_links_are_dead(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person, red: FakeCamera
) -> None:
    """A link that played before plays no more, nor does one of an instance before a reload; nobody can revive it."""
    streams: list[Any] = hass.data["stream"]["streams"]
    links = []
    for _ in range(2):
        links.append((await person.ws("camera/stream", entity_id=generic.entity_id, format="hls"))["url"])
        assert seen(*await follow_hls(person, links[-1])) == {"red"}
        await generic.reload()
    held = list(streams)
    assert len(held) == 2
    wrap(generic)
    await originals.async_follow()
    await hass.async_block_till_done()
    assert streams == []
    for link in links:
        assert (await person.get(link)).status == 404
    await red.until(lambda: red.open["stream"] == 0)
    for stream in held:
        with pytest.raises(HomeAssistantError):
            stream.add_provider("hls")
        with pytest.raises(HomeAssistantError):
            stream.endpoint_url("hls")


async def test_stream_that_is_being_made(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """A stream whose making began before the lock is of no use to whoever asked for it."""
    entity = generic.entity
    began, go_on = asyncio.Event(), asyncio.Event()

    async def slow_source() -> str:
        began.set()
        await go_on.wait()
        return "http://127.0.0.1:1/"

    vars(entity)["stream_source"] = slow_source
    making = asyncio.create_task(entity.async_create_stream())
    await began.wait()
    del vars(entity)["stream_source"]
    wrap(generic)
    await originals.async_follow()
    go_on.set()
    with pytest.raises(HomeAssistantError):
        (await making).add_provider("hls")
    assert hass.data["stream"]["streams"] == []


async def test_recording_ends(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, person: Person, red: FakeCamera
) -> None:
    """A recording ends when the lock comes, and its file holds what came until then."""
    recording = asyncio.create_task(
        person.call_service(
            "camera.record", generic.entity_id, filename=str(person.pictures / "r.mp4"), duration=60, lookback=0
        )
    )
    await red.until(lambda: red.open["stream"] == 1)
    wrap(generic)
    await originals.async_follow()
    await red.until(lambda: red.open["stream"] == 0)
    await asyncio.wait_for(recording, 10)


async def test_webrtc(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """Its provider forgets it, and never hears of its address again; people are told that a peer may go on."""
    provider = Provider()
    async_register_webrtc_provider(hass, provider)
    await hass.async_block_till_done()
    wrap(generic)
    await originals.async_follow()
    assert provider.forgotten == [generic.entity_id]
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"webrtc_peer_restart_{generic.entity_id}")
    assert issue is not None
    assert generic.entity.webrtc_provider is None
    provider.sources.clear()
    await generic.entity.async_refresh_providers()
    remove = async_register_webrtc_provider(hass, Provider())
    await generic.reload()
    remove()
    await hass.async_block_till_done()
    assert provider.sources == []
    assert generic.entity.webrtc_provider is None
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert generic.entity.webrtc_provider is provider
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"webrtc_peer_restart_{generic.entity_id}") is None


@pytest.mark.parametrize("state", ["unknown", "idle", "watched", "broken"])
async def test_webrtc_by_go2rtc(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, state: str
) -> None:
    """It tells whether somebody watches: only then, or if it does not say, people are told."""
    async with FakeGo2rtc() as go2rtc:
        assert await async_setup_component(hass, "go2rtc", {"go2rtc": {"url": go2rtc.url}})
        await hass.async_block_till_done()
        await until(lambda: generic.entity.webrtc_provider is not None)
        name = get_camera_identifier(generic.entity)
        if state != "unknown":
            go2rtc.streams[name] = ["rtsp://camera/"]
        if state == "watched":
            go2rtc.watched.add(name)
        go2rtc.broken = state == "broken"
        wrap(generic)
        await originals.async_follow()
        assert generic.entity.webrtc_provider is None
        told = ir.async_get(hass).async_get_issue(DOMAIN, f"webrtc_peer_restart_{generic.entity_id}")
        assert (told is not None) is (state in ("watched", "broken"))


async def test_preloaded_stream(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, red: FakeCamera
) -> None:
    """A stream that is kept ready is not, while the lock holds."""
    prefs: Any = hass.data["camera_prefs"]
    await prefs.async_update(generic.entity_id, preload_stream=True)
    stream = await generic.entity.async_create_stream()
    stream.add_provider("hls")
    await stream.start()
    await red.until(lambda: red.open["stream"] == 1)
    wrap(generic)
    await originals.async_follow()
    await red.until(lambda: red.open["stream"] == 0)
    assert not (await prefs.get_dynamic_stream_settings(generic.entity_id)).preload_stream
    # An administrator may ask for it again; then Home Assistant's start must not stumble over the refusal.
    await prefs.async_update(generic.entity_id, preload_stream=True)
    await generic.reload()
    assert not (await prefs.get_dynamic_stream_settings(generic.entity_id)).preload_stream
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert (await prefs.get_dynamic_stream_settings(generic.entity_id)).preload_stream


async def test_go2rtc_forgets_the_name(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, caplog: pytest.LogCaptureFixture
) -> None:
    """The name by which go2rtc hands the stream to anybody on this machine is removed; its failures stop nothing."""
    asked: list[str] = []

    async def delete(request: web.Request) -> web.Response:
        asked.append(request.query["src"])
        return web.Response()

    app = web.Application()
    app.router.add_delete("/api/streams", delete)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async_register_webrtc_provider(hass, Provider())
    await hass.async_block_till_done()
    async with aiohttp.ClientSession() as session:
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        hass.data["go2rtc"] = SimpleNamespace(url=url, session=session)
        wrap(generic)
        await originals.async_follow()
        assert asked == [f"generic_{generic.entry.entry_id}"]
        await originals.async_camera_removed(CAMERA, by_owner=True)
        await runner.cleanup()
        await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert "Traceback" not in caplog.text


async def test_provider_that_fails(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, caplog: pytest.LogCaptureFixture
) -> None:
    """A provider's error does not keep the lock from being complete."""
    provider = Provider()
    async_register_webrtc_provider(hass, provider)
    await hass.async_block_till_done()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Provider, "async_unregister_camera", lambda *_: asyncio.wait_for(asyncio.sleep(9), 0))
        wrap(generic)
        await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert "could not be taken from its WebRTC provider: TimeoutError" in caplog.text
