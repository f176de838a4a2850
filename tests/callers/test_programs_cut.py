"""What was handed to programs ends like everything else: at once, on every road, and for good."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
import contextlib
from dataclasses import replace
from pathlib import Path
import time
from typing import Any, override
from unittest.mock import AsyncMock, patch

from aiohttp import ClientError
from homeassistant.components import camera as stock
from homeassistant.components.camera import DATA_COMPONENT, Camera, DynamicStreamSettings
from homeassistant.components.camera.const import DATA_CAMERA_PREFS
from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.fakes.cameras import Mode, whose_video
from tests.fakes.video import FPS, SECONDS
from tests.household.home import CAMERA, Household, household
from tests.household.player import Player, numbers
from tests.household.programs import Passing, first_picture, homekit_camera, video_in
from tests.waiting import until

type Taking = Callable[[Household], Awaitable[object]]


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household that lets programs have the picture, without privacy."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home:
        await home.lower()
        hass.http.register_view(Passing())
        yield home


async def _raise(home: Household) -> None:
    await home.raise_privacy()


async def _turn_off(home: Household) -> None:
    assert await home.anna.call("camera.turn_off", CAMERA) is None


async def _forbid(home: Household) -> None:
    await home.share(allow=[word for word in Allowance if word is not Allowance.INTEGRATIONS])


async def _lose(home: Household) -> None:
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, owners=frozenset()))


async def _remove(home: Household) -> None:
    await home.hass.config_entries.async_remove(home.entry.entry_id)


TAKING: list[Taking] = [_raise, _turn_off, _forbid, _lose, _remove]


async def address(home: Household) -> str:
    """Ask for the address of the stream."""
    url = await stock.async_get_stream_source(home.hass, CAMERA)
    assert url is not None
    return url


@pytest.mark.parametrize("take", TAKING)
async def test_all_of_it_ends(home: Household, take: Taking) -> None:
    """An address that is read, one that is not yet, HLS, and MJPEG that is passed on."""
    session = async_get_clientsession(home.hass)
    read, unread = await address(home), await address(home)
    reading = await session.get(read)
    assert await video_in(reading.content) == {"red"}
    hls = Player(home.carl, await stock.async_request_stream(home.hass, CAMERA, "hls"))
    assert await hls.video() == {"red"}
    passed = await home.carl.get("/api/passing", headers={})
    assert await first_picture(passed) == {"red"}
    # Nothing more comes by which the next look at the lease would be due.
    home.fake.mode = Mode.HANG
    await take(home)
    assert not home.hass.data[GATEKEEPER].leases.all()
    for response in (reading, passed):
        with pytest.raises(ClientError):
            await asyncio.wait_for(response.read(), 5)
    assert await hls.status() == 403
    for url in (read, unread):
        async with session.get(url) as again:
            assert again.status == 403


async def test_an_address_is_dead_for_good(home: Household) -> None:
    """When privacy ends again, what was handed out before opens nothing: only what is handed out from then on."""
    url = await address(home)
    await home.raise_privacy()
    await home.lower()
    session = async_get_clientsession(home.hass)
    async with session.get(url) as response:
        assert response.status == 403
    assert await address(home) != url


async def test_an_address_is_for_one(home: Household) -> None:
    """A second one who opens the same address meanwhile gets nothing; each has an address of their own."""
    session, url = async_get_clientsession(home.hass), await address(home)
    async with session.get(url) as first:
        await first.content.readexactly(1000)
        async with session.get(url) as second:
            assert second.status == 409
        async with session.get(await address(home)) as other:
            assert await video_in(other.content) == {"red"}
    assert home.fake.peak["stream"] == 1


async def test_ffmpeg(home: Household, tmp_path: Path) -> None:
    """A real one reads what other integrations read, and ends when privacy is raised."""
    film = tmp_path / "film.ts"
    process = await asyncio.create_subprocess_exec(
        *("ffmpeg", "-loglevel", "error", "-analyzeduration", "100000", "-i", await address(home)),
        *("-c", "copy", "-flush_packets", "1", str(film)),
    )
    try:
        await until(lambda: film.exists() and film.stat().st_size > 50_000, 30)
        await home.raise_privacy()
        raised = int(time.time() * FPS)
        async with asyncio.timeout(20):
            await process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    assert await home.hass.async_add_executor_job(lambda: whose_video(film.read_bytes())) == {"red"}
    shown = await home.hass.async_add_executor_job(numbers, film)
    assert (raised - shown[-1]) % (FPS * SECONDS) <= 2 * FPS  # none is from after
    await until(lambda: home.fake.open["stream"] == 0)


async def test_homekit(home: Household) -> None:
    """HomeKit's own accessory plays the camera with a real ffmpeg, until privacy is raised; then it has no source."""
    assert await async_setup_component(home.hass, "ffmpeg", {})
    accessory = homekit_camera(home.hass, video_codec="libx264", support_audio=False)
    session: dict[str, Any] = {"id": "session", "stream_idx": 0}
    accessory.sessions["session"] = session
    config = {
        **dict.fromkeys(("v_port", "a_port"), 9),
        **dict.fromkeys(("v_srtp_key", "a_srtp_key"), "d" * 40),
        **dict.fromkeys(("v_ssrc", "a_ssrc", "fps", "a_sample_rate"), 10),
        **dict.fromkeys(("v_max_bitrate", "a_max_bitrate"), 300),
        **dict.fromkeys(("width", "height"), 360),
        "address": "127.0.0.1",
        "v_profile_id": b"\x00",
    }
    try:
        assert await accessory.start_stream(session, config)
        await until(lambda: home.state("sensor.nursery_viewers") == "1")
        ffmpeg = session["stream"].process
        assert ffmpeg.returncode is None
        await home.raise_privacy()
        await until(lambda: home.fake.open["stream"] == 0)
        await until(lambda: ffmpeg.returncode is not None, 20)
    finally:
        await accessory.stop_stream(session)
    assert await accessory._async_get_stream_source() == "dropcam:"


async def test_between_decision_and_use(home: Household) -> None:
    """Privacy is raised while the camera takes its time: nothing comes of what was allowed before."""
    home.fake.mode = Mode.HANG
    entity = home.hass.data[DATA_COMPONENT].get_entity(CAMERA)
    assert entity is not None
    stream = await entity.async_create_stream()
    assert stream is not None
    stream.add_provider("hls")
    still = home.hass.async_create_task(stock.async_get_image(home.hass, CAMERA))
    passed = home.hass.async_create_task(home.carl.get("/api/passing", headers={}))
    url = await address(home)
    await until(lambda: home.fake.open["still"])
    await home.raise_privacy()
    home.fake.mode = Mode.OK
    with pytest.raises(HomeAssistantError):
        await still
    with contextlib.suppress(ClientError):
        assert (await passed).status == 403
    await stream.start()
    with pytest.raises(HomeAssistantError):
        stream.endpoint_url("hls")
    async with async_get_clientsession(home.hass).get(url) as response:
        assert response.status == 403


class Other(Camera):
    """Another integration's camera, which comes after ours."""

    _attr_name = "other"
    entity_id = "camera.other"
    asked = 0

    @override
    async def async_create_stream(self) -> None:
        """Count."""
        self.asked += 1


async def test_nothing_is_preloaded(home: Household) -> None:
    """Streams that Home Assistant starts in advance are for nobody; those of other cameras go on."""
    other = Other()
    await home.hass.data[DATA_COMPONENT].async_add_entities([other])
    settings = AsyncMock(return_value=DynamicStreamSettings(preload_stream=True))
    with patch.object(home.hass.data[DATA_CAMERA_PREFS], "get_dynamic_stream_settings", settings):
        home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
        await home.hass.async_block_till_done()
    assert [call.args for call in settings.await_args_list] == [(CAMERA,), (other.entity_id,)]
    assert other.asked == 1
    assert home.fake.requests == []
    assert not home.hass.data[GATEKEEPER].leases.all()
