"""The roads by which somebody in the household may try to get at a camera's picture.

A road is a coroutine: a person walks it towards a camera entity, and tells everything that was received. What it
holds is read by `seen` of tests/fakes: the colours in the bytes tell whose pictures they were.
"""

import asyncio
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable
import contextlib
import io
import logging
import re
import secrets
from urllib.parse import urljoin

import aiohttp
import av

from tests.fakes.pictures import seen

from .person import Person, RefusedError

type Answers = list[bytes | str]
type Road = Callable[[Person, str], Awaitable[Answers]]
ROADS: dict[str, Road] = {}
_LOGGER = logging.getLogger(__name__)
MJPEG_BYTES = 250_000  # holds several pictures
HLS_SECONDS = 25
OFFER_SECONDS = 5
PLAYER = "media_player.nosy_player"
_PLAYER_IN_USE = asyncio.Lock()


def road(function: Road) -> Road:
    """Add a road under its name."""
    ROADS[function.__name__] = function
    return function


async def walk(name: str, person: Person, entity_id: str) -> set[str]:
    """Walk a road, and tell whose pictures were received; to be refused on the way is to receive nothing."""
    try:
        answers = await asyncio.wait_for(ROADS[name](person, entity_id), 120)
    except (RefusedError, aiohttp.ClientError, TimeoutError) as err:
        _LOGGER.info("%s on %s towards %s: %r", person.name, name, entity_id, err)
        return set()
    return await asyncio.to_thread(seen, *answers)


# Pieces of roads.


async def follow_hls(person: Person, path: str) -> Answers:
    """Follow a master playlist to its media, as a player does: without any login."""
    answers: Answers = []
    base = path if path.startswith("http") else person.url + path

    async def get(address: str) -> bytes:
        answer = await person.get(address, bearer=False, seconds=HLS_SECONDS)
        return answer.body if answer.status == 200 else b""

    master = (await get(base)).decode(errors="replace")
    playlist = next((line for line in master.splitlines() if line and not line.startswith("#")), None)
    if playlist is None:
        return [master]
    media = urljoin(base, playlist)
    text = ""
    pieces: list[str] = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(HLS_SECONDS):
            while not pieces:
                text = (await get(media)).decode(errors="replace")
                segments = [line for line in text.splitlines() if line and not line.startswith("#")]
                parts = re.findall(r'EXT-X-PART:[^\n]*?URI="([^"]+)"', text)
                pieces = segments[-1:] + parts[-2:]
                if not text:
                    break
                await asyncio.sleep(0.2)
    answers += [master, text]
    if pieces:
        init = re.search(r'EXT-X-MAP:URI="([^"]+)"', text)
        head = await get(urljoin(media, init[1])) if init else b""
        answers += [head + await get(urljoin(media, piece)) for piece in pieces]
    return answers


def play(address: str) -> bytes:
    """Read two seconds of an address as a program does, and give them as MPEG-TS."""
    sink = io.BytesIO()
    try:
        with (
            av.open(address, "r", timeout=5, options={"rw_timeout": "5000000"}) as source,
            av.open(sink, "w", format="mpegts") as copy,
        ):
            video = source.streams.video[0]
            out = copy.add_stream_from_template(video)
            for count, packet in enumerate(source.demux(video)):
                if packet.dts is None or count > 30:
                    break
                packet.stream = out
                copy.mux(packet)
    except av.FFmpegError, IndexError, OSError:
        pass
    return sink.getvalue()


async def follow(person: Person, address: str) -> Answers:
    """Follow an address that was given away, whatever it is."""
    if "/api/hls/" in address or address.split("?")[0].endswith(".m3u8"):
        return [address, *await follow_hls(person, address)]
    if address.startswith((person.url, "/")):
        return [address, (await person.get(address, bearer=False, most=MJPEG_BYTES)).body]
    return [address, await asyncio.to_thread(play, address)]


async def _attribute(person: Person, entity_id: str, name: str) -> str | None:
    state = await person.state(entity_id)
    return state["attributes"].get(name) if state else None


# Stills.


@road
async def still_bearer(person: Person, entity_id: str) -> Answers:
    """GET with a login."""
    return [(await person.get(f"/api/camera_proxy/{entity_id}")).body]


@road
async def still_signed(person: Person, entity_id: str) -> Answers:
    """GET a signed path, as cards do."""
    path = await person.sign(f"/api/camera_proxy/{entity_id}")
    return [(await person.get(path, bearer=False)).body]


@road
async def still_signed_for_long(person: Person, entity_id: str) -> Answers:
    """GET a path signed for a day, as programs do."""
    path = await person.sign(f"/api/camera_proxy/{entity_id}", 86_400)
    return [(await person.get(path, bearer=False)).body]


@road
async def still_state_token(person: Person, entity_id: str) -> Answers:
    """GET with the token that the state shows to everybody."""
    token = await _attribute(person, entity_id, "access_token")
    return [(await person.get(f"/api/camera_proxy/{entity_id}?token={token}", bearer=False)).body]


@road
async def still_entity_picture(person: Person, entity_id: str) -> Answers:
    """GET the picture that the state points to."""
    picture = await _attribute(person, entity_id, "entity_picture")
    return [(await person.get(picture, bearer=False)).body] if picture else []


@road
async def still_no_token(person: Person, entity_id: str) -> Answers:
    """GET without anything, with an empty token, and with the word None."""
    path = f"/api/camera_proxy/{entity_id}"
    return [(await person.get(path + query, bearer=False)).body for query in ("", "?token=", "?token=None")]


# MJPEG.


@road
async def mjpeg_bearer(person: Person, entity_id: str) -> Answers:
    """GET with a login, also as a series of stills."""
    path = f"/api/camera_proxy_stream/{entity_id}"
    return [(await person.get(path + query, most=MJPEG_BYTES)).body for query in ("", "?interval=0.5")]


@road
async def mjpeg_signed(person: Person, entity_id: str) -> Answers:
    """GET a signed path."""
    path = await person.sign(f"/api/camera_proxy_stream/{entity_id}")
    return [(await person.get(path, bearer=False, most=MJPEG_BYTES)).body]


@road
async def mjpeg_state_token(person: Person, entity_id: str) -> Answers:
    """GET with the token that the state shows to everybody."""
    token = await _attribute(person, entity_id, "access_token")
    path = f"/api/camera_proxy_stream/{entity_id}?token={token}"
    return [(await person.get(path, bearer=False, most=MJPEG_BYTES)).body]


@road
async def mjpeg_no_token(person: Person, entity_id: str) -> Answers:
    """GET without anything, and with an empty token."""
    path = f"/api/camera_proxy_stream/{entity_id}"
    return [(await person.get(path + query, bearer=False, most=MJPEG_BYTES)).body for query in ("", "?token=")]


# Live.


@road
async def hls(person: Person, entity_id: str) -> Answers:
    """The live card's way."""
    answer = await person.ws("camera/stream", entity_id=entity_id, format="hls")
    return await follow_hls(person, answer["url"])


@road
async def media_source(person: Person, entity_id: str) -> Answers:
    """The media browser's way."""
    answer = await person.ws("media_source/resolve_media", media_content_id=f"media-source://camera/{entity_id}")
    return await follow(person, answer["url"])


@road
async def webrtc(person: Person, entity_id: str) -> Answers:
    """Offer a WebRTC connection: an answer is as good as a picture."""
    events = await person.subscribe("camera/webrtc/offer", entity_id=entity_id, offer=OFFER)
    answers: Answers = []
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(OFFER_SECONDS):
            while not answers:
                event = await events.get()
                if event["type"] == "answer":
                    answers.append(event["answer"])
    return answers


# Actions.


@road
async def snapshot(person: Person, entity_id: str) -> Answers:
    """Have a still written to a file."""
    file = person.pictures / f"{secrets.token_hex(8)}.jpg"
    await person.call_service("camera.snapshot", entity_id, filename=str(file))
    return [file.read_bytes()] if file.exists() else []


@road
async def snapshot_rest(person: Person, entity_id: str) -> Answers:
    """The same over REST."""
    file = person.pictures / f"{secrets.token_hex(8)}.jpg"
    await person.call_service("camera.snapshot", entity_id, rest=True, filename=str(file))
    return [file.read_bytes()] if file.exists() else []


@road
async def record(person: Person, entity_id: str) -> Answers:
    """Have a piece of video written to a file."""
    file = person.pictures / f"{secrets.token_hex(8)}.mp4"
    await person.call_service("camera.record", entity_id, filename=str(file), duration=3, lookback=0)
    return [file.read_bytes()] if file.exists() else []


@contextlib.asynccontextmanager
async def _player(person: Person) -> AsyncIterator[Answers]:
    """Have something played: what the player was newly told is followed."""
    answers: Answers = []
    async with _PLAYER_IN_USE:
        before = await _attribute(person, PLAYER, "count")
        yield answers
        after, played = await _attribute(person, PLAYER, "count"), await _attribute(person, PLAYER, "played")
    if played and after != before:
        answers += await follow(person, played)


@road
async def play_stream(person: Person, entity_id: str) -> Answers:
    """Send the stream to a player."""
    async with _player(person) as answers:
        await person.call_service("camera.play_stream", entity_id, media_player=PLAYER, format="hls")
    return answers


@road
async def play_media(person: Person, entity_id: str) -> Answers:
    """Send the camera to a player as media."""
    media = f"media-source://camera/{entity_id}"
    async with _player(person) as answers:
        await person.call_service("media_player.play_media", PLAYER, media_content_id=media, media_content_type="video")
    return answers


# Another integration.


async def neighbours_loot(person: Person, report: dict[str, dict[str, str]]) -> Answers:
    """Follow what a neighbour reports."""
    answers: Answers = []
    for got in report.values():
        if "data" in got:
            answers.append(b64decode(got["data"]))
        else:
            answers += await follow(person, got["text"])
    return answers


def _neighbour(place: str) -> None:
    async def ask(person: Person, entity_id: str) -> Answers:
        report = await person.ws("nosy_neighbour/ask", entity_id=entity_id, place=place)
        return await neighbours_loot(person, report)

    ROADS[f"neighbour_{place}"] = ask


for _place in ("command", "task", "timer", "background"):
    _neighbour(_place)


@road
async def neighbour_mjpeg(person: Person, entity_id: str) -> Answers:
    """A view of another integration that hands the request on."""
    path = f"/api/nosy_neighbour/mjpeg/{entity_id}"
    return [(await person.get(path, bearer=bearer, most=MJPEG_BYTES)).body for bearer in (True, False)]


OFFER = "\r\n".join(
    (
        "v=0",
        "o=- 4611731400430051336 2 IN IP4 127.0.0.1",
        "s=-",
        "t=0 0",
        "a=group:BUNDLE 0",
        "m=video 9 UDP/TLS/RTP/SAVPF 96",
        "c=IN IP4 0.0.0.0",
        "a=rtcp:9 IN IP4 0.0.0.0",
        "a=ice-ufrag:abcd",
        "a=ice-pwd:abcdefghijklmnopqrstuvwx",
        "a=fingerprint:sha-256 " + ":".join(["AB"] * 32),
        "a=setup:actpass",
        "a=mid:0",
        "a=recvonly",
        "a=rtcp-mux",
        "a=rtpmap:96 H264/90000",
        "a=fmtp:96 level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f",
        "",
    )
)
