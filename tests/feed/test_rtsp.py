"""RTSP, TLS and playlists: what libav opens by itself."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import logging
from pathlib import Path
import socket
import ssl
import string
import threading
import time
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from homeassistant.core import HomeAssistant
import pytest

from custom_components.dropcam_privacy.feed.address import Access, StreamOptions, split_access
from custom_components.dropcam_privacy.feed.errors import (
    CannotConnect,
    FeedError,
    FeedTimeout,
    InvalidAuth,
    NoKeyFrame,
    UnsupportedCodec,
)
from custom_components.dropcam_privacy.feed.opening import with_login
from custom_components.dropcam_privacy.feed.source import AddressSource, async_probe_stream
from tests.fakes.access import BASIC, Authentication, Login, user_of
from tests.fakes.cameras import FakeCamera, Mode, whose
from tests.fakes.video import FPS, HEIGHT, WIDTH, TransportStream, loop
from tests.feed.conftest import Feeds
from tests.feed.originals import Original
from tests.feed.rtsp_camera import ELD, LC, RtspCamera
from tests.feed.watching import codec_of, owners, some_frames, some_video
from tests.waiting import until

PASSWORD = "p:w@d/?# %é"


def _source(camera: RtspCamera, password: str = PASSWORD, *, verify_ssl: bool = True) -> AddressSource:
    return AddressSource(stream_url=camera.url, username="anna", password=password, verify_ssl=verify_ssl)


def _threads() -> int:
    return sum(thread.name.startswith("dropcam camera") for thread in threading.enumerate())


async def test_rtsp(feeds: Feeds) -> None:
    """With a password that needs care in an address; one connection for everybody; no thread is left."""
    async with RtspCamera("red", password=PASSWORD) as camera:
        feed = feeds(_source(camera))
        video, frames, still = await asyncio.gather(some_video(feed), some_frames(feed, 3), feed.async_still())
        assert await owners(video) == {"red"}
        assert {whose(frame.jpeg) for frame in (*frames, still)} == {"red"}
        assert sum(method == "PLAY" for method, _ in camera.requests) == 1
        assert feed.upstreams == camera.open == 1
        assert _threads() == 1
        await feed.async_close()
        assert _threads() == 0
        await until(lambda: camera.open == 0)


async def test_what_goes_wrong(feeds: Feeds, caplog: pytest.LogCaptureFixture) -> None:
    """Each has its word, and no word tells the address or the password."""
    caplog.set_level(logging.DEBUG)
    async with RtspCamera("red", password=PASSWORD) as camera:
        watched = feeds.watch(_source(camera, "wr0ngpassword"))
        with pytest.raises(InvalidAuth) as refused:
            await watched.feed.async_still()
        assert watched.auth_failures == 0, "once is not enough"
        port = camera.port
    with pytest.raises(CannotConnect) as gone:
        await feeds(
            AddressSource(stream_url=f"rtsp://127.0.0.1:{port}/l", username="u1u1", password="s3cr3t")
        ).async_still()
    for text in (caplog.text, str(refused.value), str(gone.value), repr(refused.value)):
        assert not any(secret in text for secret in ("wr0ngpassword", "s3cr3t", "u1u1", "rtsp://"))
    assert refused.value.__cause__ is None


async def test_a_silent_camera_holds_nothing_up(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing returns at once; the thread ends by its own timeout."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.opening.READ_TIMEOUT", 2.0)
    async with RtspCamera("red", password=PASSWORD) as camera:
        feed = feeds(_source(camera))
        video = feed.transport_stream()
        await anext(video)
        camera.silent = True
        begun = time.monotonic()
        await feed.async_close()
        assert time.monotonic() - begun < 1.5
        await until(lambda: _threads() == 0 and camera.open == 0, 4)


@pytest.mark.parametrize("method", ["DESCRIBE", "SETUP", "PLAY"])
@pytest.mark.parametrize("after_login", [False, True])
async def test_a_redirect_never_carries_the_login_away(feeds: Feeds, method: str, after_login: bool) -> None:
    """Libav follows some of them: without the login."""
    async with RtspCamera("red", password=PASSWORD) as camera, RtspCamera("blue", password=PASSWORD) as other:
        camera.redirect_to, camera.redirect_at, camera.redirect_after_login = other.url, method, after_login
        with pytest.raises(FeedError):
            await anext(feeds(_source(camera)).transport_stream())
        assert not any("Authorization" in headers for _, headers in other.requests)


def _certificate(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "camera.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


async def test_rtsps(feeds: Feeds, tmp_path: Path) -> None:
    """A certificate that nobody vouches for is refused, before the login is sent, unless that was allowed."""
    async with RtspCamera("red", password=PASSWORD, tls=await asyncio.to_thread(_certificate, tmp_path)) as camera:
        with pytest.raises(CannotConnect):
            await anext(feeds(_source(camera)).transport_stream())
        assert camera.requests == []
        assert await owners(await some_video(feeds(_source(camera, verify_ssl=False)))) == {"red"}


@pytest.mark.parametrize(
    "odd",
    [
        # SETUP over TCP is answered by 461: blakeblackshear/frigate#312.
        {"udp_only": True},
        {"sound": ELD},
        {"sound": LC},
        {"sound": "m=audio 0 RTP/AVP 97\r\na=rtpmap:97 WHAT/16000/1\r\na=control:track2\r\n"},
    ],
    ids=["udp only", "AAC-ELD", "AAC that is noise", "sound of an unknown kind"],
)
async def test_what_cameras_do(feeds: Feeds, odd: dict[str, Any]) -> None:
    """The picture comes, whatever is beside it or however it travels."""
    async with RtspCamera("red", password=PASSWORD) as camera:
        vars(camera).update(odd)
        assert await owners(await some_video(feeds(_source(camera)))) == {"red"}
        assert camera.peak == 1


async def test_a_camera_that_is_slow_to_begin(hass: HomeAssistant) -> None:
    """One behind a bridge wakes up before it answers; one that saves sends key frames seldom. The flow waits."""
    async with RtspCamera("red", password=PASSWORD) as camera:
        camera.describe_after, camera.key_frames_after = 8.5, 2.5
        await async_probe_stream(hass, _source(camera))
        assert camera.peak == 1


async def test_a_camera_that_never_answers(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is too slow, and is not said to have no video."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.opening.OPEN_TIMEOUT", 1.0)
    async with RtspCamera("red", password=PASSWORD) as camera:
        camera.describe_after = 60.0
        with pytest.raises(FeedTimeout):
            await async_probe_stream(hass, _source(camera))


async def test_a_still_of_a_camera_that_is_slow_to_begin(feeds: Feeds) -> None:
    """Whoever asks again has what was begun for who asked first."""
    async with RtspCamera("red", password=PASSWORD) as camera:
        camera.key_frames_after = 3.0
        feed = feeds(_source(camera))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("custom_components.dropcam_privacy.feed.feed.STILL_TIMEOUT", 0.8)
            patch.setattr("custom_components.dropcam_privacy.feed.upstream.LINGER", 0.1)
            with pytest.raises(FeedTimeout):
                await feed.async_still()
            await asyncio.sleep(0.5)
        assert whose((await feed.async_still()).jpeg) == "red"
        assert sum(method == "PLAY" for method, _ in camera.requests) == 1


async def test_no_key_frame(hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said that this is what is missing."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.stream.KEY_FRAME_TIMEOUT", 1.0)
    async with RtspCamera("red", password=PASSWORD) as camera:
        camera.key_frames_after = 60.0
        with pytest.raises(NoKeyFrame):
            await async_probe_stream(hass, _source(camera))


async def test_video_of_an_unknown_kind(hass: HomeAssistant) -> None:
    """Only what cannot be decoded is refused."""
    async with RtspCamera("red", password=PASSWORD) as camera:
        camera.codec = "WHAT"
        with pytest.raises(UnsupportedCodec):
            await async_probe_stream(hass, _source(camera))


@pytest.mark.parametrize("password", [string.punctuation + "0123456789abcdef", "é" * 48, " %?#/" * 8])
async def test_long_passwords(feeds: Feeds, password: str) -> None:
    """Of a login, libav takes 127 bytes at most: nothing is encoded that needs not be."""
    async with RtspCamera("red", password=password) as camera:
        assert await owners(await some_video(feeds(_source(camera, password)))) == {"red"}


async def test_a_login_that_is_too_long(feeds: Feeds) -> None:
    """It is not cut off and tried."""
    async with RtspCamera("red", password="a" * 128) as camera:
        with pytest.raises(InvalidAuth, match="too long"):
            await feeds(_source(camera, "a" * 128)).async_still()
        assert not camera.requests


@pytest.mark.parametrize("verify_ssl", [False, True])
async def test_an_originals_own_certificate(feeds: Feeds, tmp_path: Path, verify_ssl: bool) -> None:
    """It is accepted as Home Assistant does (UniFi Protect's is such), unless the original asks for a good one."""
    async with RtspCamera("red", password="pw", tls=await asyncio.to_thread(_certificate, tmp_path)) as camera:
        url = camera.url.replace("//", "//anna:pw@")
        feed = feeds(Original(stream=url, options=StreamOptions(verify_ssl=verify_ssl)))
        if verify_ssl:
            with pytest.raises(CannotConnect):
                await anext(feed.transport_stream())
            assert camera.requests == []
        else:
            assert await owners(await some_video(feed)) == {"red"}


@pytest.mark.parametrize(("transport", "udp"), [("udp", True), ("tcp", False), (None, False)])
async def test_an_originals_own_transport(feeds: Feeds, transport: str | None, udp: bool) -> None:
    """UDP alone is used where the original's integration says so: home-assistant/core#69746."""
    async with RtspCamera("red", password="pw") as camera:
        url = camera.url.replace("//", "//anna:pw@")
        feed = feeds(Original(stream=url, options=StreamOptions(transport, verify_ssl=False)))
        assert await owners(await some_video(feed)) == {"red"}
        assert [
            ("client_port" in headers["Transport"]) for method, headers in camera.requests if method == "SETUP"
        ] == [udp]


async def test_an_original_by_rtmp(feeds: Feeds) -> None:
    """Reolink's integration gives such addresses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    url = f"rtmp://127.0.0.1:{port}/live/stream"
    picture = f"color=red:size={WIDTH}x{HEIGHT}:rate={FPS}"
    server = await asyncio.create_subprocess_exec(
        *("ffmpeg", "-loglevel", "quiet", "-re", "-f", "lavfi", "-i", picture, "-c:v", "libx264", "-g", str(FPS)),
        *("-pix_fmt", "yuv420p", "-f", "flv", "-listen", "1", url),
        stdin=asyncio.subprocess.DEVNULL,
    )
    feed = feeds(Original(stream=url))
    video = b""
    try:
        give_up = time.monotonic() + 20
        while not video and time.monotonic() < give_up:
            # It takes a moment until it listens.
            with contextlib.suppress(CannotConnect):
                video = await some_video(feed)
        assert await asyncio.to_thread(codec_of, video) == "h264"
    finally:
        server.kill()
        await server.wait()


def test_logins_in_addresses() -> None:
    """They are put in whole, and taken out whole."""
    access = Access("an/n:a", PASSWORD)
    address = with_login("rtsp://10.0.0.1:554/a?b=@c", access)
    assert address == "rtsp://an%2Fn%3Aa:p:w@d%2F%3F%23%20%25é@10.0.0.1:554/a?b=@c"
    assert with_login("rtsp://old:one@10.0.0.1/a", access).endswith("25é@10.0.0.1/a")
    assert with_login("rtsp://10.0.0.1/a", Access()) == "rtsp://10.0.0.1/a"
    original = "rtsp://an%2Fna:p%3Aw%40d%2F%3F%23%20%25%C3%A9@10.0.0.1:554/a?b=@c"
    assert split_access(original) == ("rtsp://10.0.0.1:554/a?b=@c", Access("an/na", PASSWORD))
    assert split_access("http://10.0.0.1/a") == ("http://10.0.0.1/a", Access())
    assert "p:w" not in repr(access)


@pytest.mark.parametrize("authentication", ["basic", "digest"])
async def test_a_login_in_an_originals_address(feeds: Feeds, authentication: Authentication) -> None:
    """It is used where it belongs, of whatever kind it is, and nowhere else."""
    login: dict[str, Any] = {"username": "anna", "password": "p:w@d"}
    async with (
        FakeCamera("red", **login, authentication=authentication) as camera,
        FakeCamera("blue", **login, authentication=authentication) as other,
    ):
        url = camera.stream_url.replace("//", "//anna:p%3Aw%40d@")
        feed = feeds(Original(stream=url))
        assert await owners(await some_video(feed)) == {"red"}
        assert whose((await feed.async_still()).jpeg) == "red"
        assert camera.peak["stream"] == 1
        # Another port is the same host; another name is not.
        camera.mode, camera.redirect_to = Mode.REDIRECT, other.host.replace("127.0.0.1", "localhost")
        with pytest.raises(FeedError):
            await anext(feeds(Original(stream=url)).transport_stream())
        assert other.requests
        assert not any("Authorization" in request.headers for request in other.requests)


async def test_a_playlist(feeds: Feeds) -> None:
    """HLS is opened by libav, with the login."""
    frames = await asyncio.to_thread(loop, "red")
    stream = TransportStream(frames)
    stream._next -= 60
    segment = b"".join(stream.due())
    asked: list[str] = []

    async def serve(request: web.Request) -> web.Response:
        header = request.headers.get("Authorization", "")
        if user_of(header, request.path, {"anna": Login("p:w", "red")}, [BASIC], "") is None:
            return web.Response(status=401, headers={"WWW-Authenticate": BASIC})
        asked.append(request.path)
        if request.path.endswith(".ts"):
            return web.Response(body=segment)
        return web.Response(
            text="#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:1\n#EXTINF:4,\none.ts\n",
            content_type="application/vnd.apple.mpegurl",
        )

    app = web.Application()
    app.router.add_get("/{name}", serve)
    async with TestServer(app) as server:
        source = AddressSource(stream_url=str(server.make_url("/live.m3u8")), username="anna", password="p:w")
        feed = feeds(source)
        assert await owners(await anext(feed.transport_stream())) == {"red"}
        await feed.async_close()
        # It waits for the next playlist.
        await until(lambda: _threads() == 0)
    assert "/one.ts" in asked


async def test_never_two_connections_while_an_old_one_ends(feeds: Feeds, monkeypatch: pytest.MonkeyPatch) -> None:
    """However often a camera that has fallen silent is switched off and on."""
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.opening.READ_TIMEOUT", 3.0)
    monkeypatch.setattr("custom_components.dropcam_privacy.feed.upstream._CLOSE_WAIT", 0.1)
    async with RtspCamera("red", password=PASSWORD) as camera:
        feed = feeds(_source(camera))
        await anext(feed.transport_stream())
        camera.silent = True
        for _ in range(3):
            await feed.async_close()
            feed.open()
            waiting = asyncio.create_task(anext(feed.transport_stream()))
            await asyncio.sleep(0.1)
            assert camera.open == _threads() == 1
            waiting.cancel()
            await asyncio.wait((waiting,))
        camera.silent = False
        assert await owners(await some_video(feed)) == {"red"}
        assert camera.peak == 1
        await feed.async_close()
        await until(lambda: _threads() == 0)
