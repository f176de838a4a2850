"""HLS under a lease: what the five views give, to whom, and until when."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
import re
import time
from typing import Any

from homeassistant.components.stream.const import ATTR_STREAMS, DOMAIN as STREAM
from homeassistant.components.stream.core import StreamOutput
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy import gatekeeper as gatekeeper_module
from custom_components.dropcam_privacy.delivery.stream import LEASE_SECONDS
from custom_components.dropcam_privacy.feed import upstream
from custom_components.dropcam_privacy.feed.channels import Transport
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.leases import Lease
from custom_components.dropcam_privacy.policy.model import CameraId, Channel
from tests.fakes.cameras import Mode
from tests.fakes.video import FPS, SECONDS
from tests.household.home import CAMERA, NURSERY, Household, Person, household, live_of
from tests.household.player import Player, numbers, watch
from tests.waiting import until

FORBIDDEN = 403
NOBODYS = "5f" * 32


@pytest.fixture
async def home(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Household]:
    """Set up a household with one camera, and end what runs before its fake does."""
    async with household(hass, hass_client_no_auth, hass_ws_client, "stream") as home:
        yield home


def lease_of(home: Household, player: Player) -> Lease:
    """Find the lease that a player's link is good under."""
    lease = home.hass.data[GATEKEEPER].find(player.token)
    assert lease is not None
    return lease


async def test_plays(home: Household) -> None:
    """The owner and, without privacy, a viewer are given the video; all of it is for nobody to keep."""
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    master, playlist = await anna.text("master_playlist.m3u8"), await anna.text("playlist.m3u8")
    assert 'CODECS="avc1.' in master
    assert "#EXT-X-MEDIA-SEQUENCE:0" not in playlist  # the frontend's player takes 0 for none
    part = re.findall(r'URI="\./(segment/\d+\.\d+\.m4s)"', playlist)[0]
    segment = re.findall(r"^\./(segment/\d+\.m4s)$", playlist, re.MULTILINE)[0]
    for name in ("master_playlist.m3u8", "playlist.m3u8", "init.mp4", part, segment):
        response = await anna.get(name)
        assert response.headers["Cache-Control"] == "no-store, private"
        assert "Access-Control-Allow-Origin" not in response.headers
    await home.lower()
    assert await (await watch(home.ben)).video() == {"red"}
    assert home.fake.peak["stream"] == 1


async def test_playlist_waits_for_what_it_was_asked_for(home: Household) -> None:
    """A reload that names a segment is answered when that one is there, by its number in the playlist."""
    anna = await watch(home.anna)
    await anna.text("master_playlist.m3u8")
    await anna.text("playlist.m3u8")
    worker = live_of(home.camera).worker
    assert worker
    track = worker.outputs()["hls"]
    asked = track.last_sequence + 2  # the next one's number, as players count
    answer = await anna.text(f"playlist.m3u8?_HLS_msn={asked}&_HLS_part=0")
    assert f"segment/{asked - 1}.0.m4s" in answer
    assert await anna.status(f"playlist.m3u8?_HLS_msn={asked + 10}&_HLS_part=0") == 400
    assert await anna.status("playlist.m3u8?_HLS_msn=nonsense") == 400


async def _segments(track: StreamOutput, count: int) -> None:
    """Wait for so many more."""
    wanted = track.last_sequence + count
    await until(lambda: track.last_sequence >= wanted)


async def test_a_break_costs_what_it_lasts(home: Household) -> None:
    """The worker plays on when the camera is back; made anew, it would wait 10, 20 and 30 seconds first."""
    anna = await watch(home.anna)
    await anna.text("playlist.m3u8")
    worker = live_of(home.camera).worker
    assert worker
    track = worker.outputs()["hls"]
    for breaks in range(1, 3):
        home.fake.mode = Mode.ERROR
        await until(lambda: home.fake.open["stream"] == 0)
        home.fake.mode = Mode.OK
        begun = time.monotonic()
        await _segments(track, 2)
        assert time.monotonic() - begun < 8
        assert home.fake.served["stream"] == 1 + breaks
    assert await anna.video() == {"red"}
    assert worker.get_diagnostics()["start_worker"] == 1


async def test_a_camera_that_is_away_for_longer(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for the stock worker's growing pauses when it is back."""
    monkeypatch.setattr(Transport, "silence", 0.5)
    anna = await watch(home.anna)
    await anna.text("playlist.m3u8")
    worker = live_of(home.camera).worker
    assert worker
    track = worker.outputs()["hls"]
    for _ in range(2):
        home.fake.mode = Mode.ERROR
        await until(lambda: not worker.available)
        home.fake.mode = Mode.OK
        begun = time.monotonic()
        await _segments(track, 2)
        assert time.monotonic() - begun < 9
    assert await anna.video() == {"red"}


@pytest.mark.parametrize(
    "token",
    [NOBODYS, NOBODYS.upper(), "None", "0", "%00", "a" * 5000],
    ids=["unknown", "upper", "none", "0", "nul", "long"],
)
async def test_tokens_of_nobody(home: Household, token: str) -> None:
    """Whatever is in the place of the token: 403, which does not count as a wrong login."""
    await watch(home.anna)
    for name in ("master_playlist.m3u8", "playlist.m3u8", "init.mp4", "segment/0.m4s", "segment/0.0.m4s"):
        response = await home.anna.get(f"/api/hls/dropcam/{token}/{name}")
        assert response.status == FORBIDDEN


async def test_leases_for_something_else(home: Household) -> None:
    """The token of a camera that is not there, and one for another channel, open nothing."""
    gatekeeper = home.hass.data[GATEKEEPER]
    anna = await watch(home.anna)
    principal = lease_of(home, anna).principal
    for camera, channel in ((NURSERY, Channel.SNAPSHOT), (CameraId("elsewhere"), Channel.LIVE)):
        token = bytes([7, channel is Channel.LIVE]) * 16
        gatekeeper.leases.open(principal, channel, camera, now=time.monotonic(), lifetime=60, token=token)
        response = await home.anna.get(f"/api/hls/dropcam/{token.hex()}/init.mp4", headers={})
        assert response.status == FORBIDDEN


async def test_strangers_get_no_link(home: Household) -> None:
    """Neither others nor administrators, nor a viewer while it is private."""
    for person in (home.ben, home.carl, home.root):
        answer = await person.ask(type="camera/stream", entity_id=CAMERA)
        assert not answer["success"]
        assert "hls" not in str(answer)
    assert home.fake.requests == []


async def test_expires_unless_used(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link is good for half a minute after each use, however long that goes on."""
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    passed = 0.0
    monkeypatch.setattr(gatekeeper_module, "monotonic", lambda: time.monotonic() + passed)
    for _ in range(4):
        passed += LEASE_SECONDS - 5
        assert await anna.status() == 200
    passed += LEASE_SECONDS + 1
    assert await anna.status() == FORBIDDEN
    assert await anna.status() == FORBIDDEN


async def test_ends_with_privacy(home: Household) -> None:
    """When privacy is on, a viewer's link is dead for good; the owner's is not."""
    await home.lower()
    anna, ben = await watch(home.anna), await watch(home.ben)
    assert await ben.video() == await anna.video() == {"red"}
    await home.raise_privacy()
    assert (await ben.status(), await anna.status()) == (FORBIDDEN, 200)
    await home.lower()
    assert await ben.status() == FORBIDDEN


async def test_ends_with_the_login(home: Household) -> None:
    """A link dies with the login that it was given to, and with no other of the same person."""
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    lease = lease_of(home, anna)
    await until(lambda: not lease._cuts)  # all is answered
    home.hass.auth.async_remove_refresh_token(home.anna.login)
    assert lease.ended
    assert await anna.status() == FORBIDDEN


async def test_ends_with_the_camera(home: Household) -> None:
    """When the camera is off, its owner's link is dead, too, and nothing reads the camera."""
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert home.camera.feed.upstreams == 0
    assert await anna.status() == FORBIDDEN
    await until(lambda: home.fake.open["stream"] == 0)


class Waiting:
    """Holds everybody who waits for a part or a segment, until they are let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hold from now on."""
        self.count = 0
        self.go = asyncio.Event()
        for name in ("recv", "part_recv"):
            monkeypatch.setattr(StreamOutput, name, self._hold)

    async def _hold(self, *_: Any, **__: Any) -> bool:
        self.count += 1
        await self.go.wait()
        return True


@pytest.mark.parametrize("what", ["reload", "part", "segment", "first playlist"])
async def test_ends_while_waiting(home: Household, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    """A request that waits for the next picture when privacy goes on is cut, and gets not one byte of it."""
    await home.lower()
    ben = await watch(home.ben)
    assert await ben.video() == {"red"}
    worker = live_of(home.camera).worker
    assert worker
    home.fake.mode = Mode.HANG
    waiting = Waiting(monkeypatch)
    track = worker.outputs()["hls"]
    last = track.last_sequence
    if what == "first playlist":
        track.cleanup()  # as if the worker had just begun
    name = {
        "reload": f"playlist.m3u8?_HLS_msn={last + 2}&_HLS_part=0",
        "part": f"segment/{last + 1}.0.m4s",
        "segment": f"segment/{last + 1}.m4s",
        "first playlist": "playlist.m3u8",
    }[what]
    request = asyncio.create_task(ben.status(name))
    await until(lambda: waiting.count)
    await home.raise_privacy()
    assert await asyncio.wait_for(request, 5) == 0
    waiting.go.set()


async def test_stock_views_never_serve_it(home: Household) -> None:
    """Home Assistant's own views do not know our stream: it has no token of its own, and is in no list."""
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    worker = live_of(home.camera).worker
    assert worker
    assert worker.access_token is None
    assert worker not in home.hass.data[STREAM][ATTR_STREAMS]
    for token in (anna.token, NOBODYS, ""):
        for name in ("master_playlist.m3u8", "playlist.m3u8", "init.mp4", "segment/0.m4s", "segment/0.0.m4s"):
            assert (await home.anna.get(f"/api/hls/{token}/{name}")).status in (FORBIDDEN, 404)


async def test_stops_when_nobody_watches(home: Household, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a minute after the last request the worker has ended, and the camera is left alone; then it starts anew."""
    monkeypatch.setattr(upstream, "LINGER", 0.1)
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}
    assert home.camera.feed.upstreams == 1
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=31))
    await until(lambda: home.camera.feed.upstreams == 0 and home.fake.open["stream"] == 0, 20)
    assert await (await watch(home.anna)).video() == {"red"}


# Recordings.


async def record(home: Household, person: Person, file: Path, duration: int) -> str | None:
    """Record, as the action does."""
    return await person.call("camera.record", CAMERA, filename=str(file), duration=duration, lookback=5)


async def test_records(home: Household, tmp_path: Path) -> None:
    """The owner records to a file, and no more of the past than the key frame that it begins with."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    await home.lower()
    anna = await watch(home.anna)
    assert await anna.video() == {"red"}  # there is a past to look back to
    begun = int(time.time() * FPS)
    assert await record(home, home.anna, tmp_path / "film.mp4", 2) is None
    shown = numbers(tmp_path / "film.mp4")
    assert len(shown) >= FPS
    behind = (begun - shown[0]) % (FPS * SECONDS)
    # One of them may be on its way for a while: what the camera sent half a second before counts as now.
    assert behind <= FPS + FPS // 2 or behind > FPS * SECONDS // 2
    assert live_of(home.camera).worker is not None
    await until(lambda: home.fake.open["stream"] == 1)


async def test_a_recording_ends_with_privacy(home: Household, tmp_path: Path) -> None:
    """What was recorded until then is kept, and nothing after."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    await home.lower()
    film = tmp_path / "film.mp4"
    recording = asyncio.create_task(record(home, home.anna, film, 60))
    await until(lambda: home.state("binary_sensor.nursery_being_watched") == "on", 20)
    await home.raise_privacy()
    raised = int(time.time() * FPS)
    assert await asyncio.wait_for(recording, 20) == "privacy_on"
    await until(film.exists)
    shown = await home.hass.async_add_executor_job(numbers, film)
    assert shown
    assert (raised - shown[-1]) % (FPS * SECONDS) <= 2 * FPS
    assert len(shown) < 30 * FPS


async def test_nobody_else_records(home: Household, tmp_path: Path) -> None:
    """Viewers may watch, not keep; and while it is private, the owner records nothing either."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    assert await record(home, home.anna, tmp_path / "film.mp4", 1) == "privacy_on"
    await home.lower()
    for person in (home.ben, home.carl, home.root):
        assert await record(home, person, tmp_path / "film.mp4", 1) is not None
    assert list(tmp_path.glob("**/*.mp4")) == []
    assert home.fake.requests == []
