"""WebRTC under a lease, with Home Assistant's own go2rtc provider and a go2rtc that dials what it is given."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
import time
from typing import Any, Self, override

from homeassistant.components.camera import (
    Camera,
    CameraWebRTCProvider,
    WebRTCMessage,
    WebRTCSendMessage,
    async_register_webrtc_provider,
    get_camera_from_entity_id,
)
from homeassistant.components.camera.const import StreamType
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from webrtc_models import RTCIceCandidateInit

from custom_components.dropcam_privacy.delivery import go2rtc as go2rtc_module
from custom_components.dropcam_privacy.delivery.webrtc import PROGRAM_SECONDS
from custom_components.dropcam_privacy.exceptions import Refused
from custom_components.dropcam_privacy.feed.channels import Transport
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.fakes.cameras import Mode, whose_video
from tests.fakes.go2rtc import ANSWER, FakeGo2rtc, FakePeer
from tests.household.home import CAMERA, Household, Person, household
from tests.waiting import until

CANDIDATE = {"candidate": "candidate:1 1 udp 1 192.0.2.1 9 typ host", "sdpMid": "0"}
OURS = "dropcam_privacy_"
ABROAD = "/api/dropcam_privacy/ts"


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Give each test a configuration folder of its own: our store writes real files."""
    return hass_tmp_config_dir


@dataclass
class World:
    """A household with a go2rtc."""

    home: Household
    go2rtc: FakeGo2rtc

    @property
    def hass(self) -> HomeAssistant:
        """Return Home Assistant."""
        return self.home.hass

    @property
    def camera(self) -> Camera:
        """Return the guarded camera, as other code finds it."""
        return get_camera_from_entity_id(self.hass, CAMERA)

    @property
    def names(self) -> set[str]:
        """Return what names go2rtc has."""
        return set(self.go2rtc.streams)

    @property
    def leases(self) -> int:
        """Count the leases for WebRTC; nobody else watches."""
        return len(self.hass.data[GATEKEEPER].leases)

    async def until_nothing_is_left(self) -> None:
        """Wait until no name of ours is in go2rtc, and no lease."""
        await until(lambda: not self.names and not self.leases, 5)


@asynccontextmanager
async def a_world(hass: HomeAssistant, http: ClientSessionGenerator, ws: WebSocketGenerator) -> AsyncIterator[World]:
    """Set everything up."""
    async with FakeGo2rtc() as go2rtc, household(hass, http, ws, "stream") as home:
        assert await async_setup_component(hass, "go2rtc", {"go2rtc": {"url": go2rtc.url}})
        await hass.async_block_till_done()
        world = World(home, go2rtc)
        # Home Assistant asks its cameras for their providers in its own time.
        await until(lambda: StreamType.WEB_RTC in world.camera.camera_capabilities.frontend_stream_types)
        yield world


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[World]:
    """Set up a household whose go2rtc runs on the same machine."""
    async with a_world(hass, hass_client_no_auth, hass_ws_client) as world:
        yield world


class Card:
    """A live card: a websocket, and the session that it opened."""

    def __init__(self, person: Person, socket: Any) -> None:
        """Belong to a person."""
        self.person = person
        self.socket = socket
        self.id = 0
        self.session_id = ""
        self.answer = ""
        self.error = ""

    @classmethod
    async def offer(cls, person: Person, *, wait: bool = True) -> Self:
        """Offer; `wait` until there is an answer or an error."""
        card = cls(person, await person._ws(person.token))
        await card.socket.send_json_auto_id({"type": "camera/webrtc/offer", "entity_id": CAMERA, "offer": "v=0\r\n"})
        while wait and not (card.answer or card.error):
            await card.follow()
        return card

    async def follow(self) -> None:
        """Take in what is said next."""
        message = await self.socket.receive_json()
        if message["type"] == "result":
            self.id = message["id"]
        elif message["type"] == "event":
            event = message["event"]
            self.session_id = event.get("session_id", self.session_id)
            self.answer = event.get("answer", self.answer)
            self.error = event.get("message", self.error)

    async def until_error(self) -> str:
        """Wait until it is told why it was cut."""
        async with asyncio.timeout(5):
            while not self.error:
                await self.follow()
        return self.error

    async def close(self) -> None:
        """Close the session as cards do."""
        await self.socket.send_json_auto_id({"type": "unsubscribe_events", "subscription": self.id})
        await self.socket.receive_json()


async def candidate(person: Person, session_id: str) -> str | None:
    """Send a candidate for a session; return the key of the error."""
    answer = await person.ask(
        type="camera/webrtc/candidate", entity_id=CAMERA, session_id=session_id, candidate=CANDIDATE
    )
    return None if answer["success"] else answer["error"]["translation_key"]


async def watch(world: World, person: Person) -> tuple[Card, FakePeer]:
    """Watch, until a picture has come."""
    card = await Card.offer(person)
    assert card.answer == ANSWER, card.error
    peer = world.go2rtc.peers[-1]
    return card, peer


async def kinds_of_streams(world: World) -> set[str]:
    """Ask what a card may use, and check that nobody is offered to speak through the camera."""
    answer = await world.home.anna.ask(type="camera/capabilities", entity_id=CAMERA)
    assert not answer["result"].get("two_way_audio")
    return set(answer["result"]["frontend_stream_types"])


async def assert_over(world: World, peer: FakePeer) -> None:
    """Check that a peer whose source was cut just now gets nothing more, however often its source is dialled."""
    received, dialled = len(peer.received), len(peer.statuses)
    await until(lambda: len(peer.statuses) >= dialled + 3)
    assert set(peer.statuses[dialled:]) == {403}
    assert len(peer.received) == received
    assert peer.name not in world.names
    assert peer.closed


async def test_the_picture_and_its_end(world: World) -> None:
    """The owner's card is answered; when it closes, the peer that stays gets nothing more, and no name is left."""
    assert await kinds_of_streams(world) == {"hls", "web_rtc"}
    card, peer = await watch(world, world.home.anna)
    await until(lambda: len(peer.received) > 200_000)
    assert await asyncio.to_thread(whose_video, bytes(peer.received)) == {"red"}
    assert peer.source.startswith("http://127.0.0.1:")
    assert ABROAD not in peer.source
    assert world.names == {peer.name}
    assert peer.name.startswith(OURS)
    assert card.session_id not in peer.name
    await card.close()
    await world.until_nothing_is_left()
    await assert_over(world, peer)
    assert not card.error, "who closes it needs no reason"


async def test_whoever_is_refused_reads_why(world: World) -> None:
    """And go2rtc never hears of them."""
    for person, told in (
        (world.home.ben, "This camera is private"),
        (world.home.carl, "This camera is private"),
        (world.home.root, "This camera is private"),
    ):
        card = await Card.offer(person)
        assert told in card.error
        assert not card.answer
    assert not world.go2rtc.peers
    assert not world.leases


async def test_privacy_cuts_for_good(world: World) -> None:
    """A viewer's peer ends with the action, and gets no picture when privacy is off again; the owner's goes on."""
    await world.home.lower()
    anna, annas = await watch(world, world.home.anna)
    ben, bens = await watch(world, world.home.ben)
    assert annas.name != bens.name
    assert annas.source != bens.source
    await world.home.raise_privacy()
    received = len(bens.received)
    assert "This camera is private" in await ben.until_error()
    await until(lambda: world.names == {annas.name})
    await world.home.lower()
    await assert_over(world, bens)
    assert len(bens.received) - received < 300_000, "only what had left before"
    before = len(annas.received)
    await until(lambda: len(annas.received) > before + 100_000)
    assert annas.statuses == [200], "never interrupted"
    assert not anna.error
    again, _ = await watch(world, world.home.ben)
    assert not again.error


async def test_a_turned_picture(world: World) -> None:
    """No ffmpeg is made to look at the address for seconds; one cut cuts all there is, and leaves no name."""
    turned = await world.home.root.ask(type="camera/update_prefs", entity_id=CAMERA, orientation=3)
    assert turned["success"]
    await world.home.lower()
    card, peer = await watch(world, world.home.ben)
    unturned = f"{peer.name}_unturned"
    assert world.go2rtc.streams[unturned] == [peer.source]
    assert world.go2rtc.streams[peer.name][0] == f"ffmpeg:{unturned}#video=h264#audio=copy#rotate=180"
    _, annas = await watch(world, world.home.anna)
    await world.home.raise_privacy()
    assert "This camera is private" in await card.until_error()
    await until(lambda: unturned not in world.names)
    await assert_over(world, peer)
    assert world.names == {annas.name, f"{annas.name}_unturned"}
    assert annas.statuses == [200]


async def test_it_is_cut_and_not_only_refused(world: World) -> None:
    """A connection on which nothing comes at the moment is cut just as well."""
    _, peer = await watch(world, world.home.anna)
    world.home.fake.mode = Mode.HANG
    assert await world.home.anna.call("camera.turn_off", CAMERA) is None
    await until(lambda: 403 in peer.statuses, 2)


async def test_a_websocket_that_is_gone(world: World) -> None:
    """A card that vanishes leaves nothing behind."""
    card, peer = await watch(world, world.home.anna)
    await card.socket.close()
    await world.until_nothing_is_left()
    await assert_over(world, peer)


async def test_it_ends_while_it_is_negotiated(world: World) -> None:
    """What is cut before go2rtc has the name is not begun, and leaves nothing."""
    await world.home.lower()
    world.go2rtc.slow.clear()
    cards = [await Card.offer(person, wait=False) for person in (world.home.ben, world.home.ben)]
    await until(lambda: world.leases == 2)
    await world.home.raise_privacy()
    world.go2rtc.slow.set()
    for card in cards:
        assert "This camera is private" in await card.until_error()
        assert not card.answer
    await world.until_nothing_is_left()
    assert not any(peer.received for peer in world.go2rtc.peers)


async def test_candidates(world: World) -> None:
    """They reach go2rtc from whoever has the session, also early; a thief is refused, and a late one not heard."""
    world.go2rtc.slow.clear()
    card = await Card.offer(world.home.anna, wait=False)
    while not card.session_id:
        await card.follow()
    early = asyncio.create_task(candidate(world.home.anna, card.session_id))
    for thief in (world.home.ben, world.home.carl, world.home.root):
        assert await candidate(thief, card.session_id) == "picture_refused"
    assert not early.done()
    world.go2rtc.slow.set()
    assert await early is None
    peer = world.go2rtc.peers[-1]
    await until(lambda: peer.candidates == [CANDIDATE["candidate"]])
    # Go2rtc's provider, which every other camera shares, does not know the session by this id.
    (provider,) = [it for it in world.hass.data["camera_webrtc_providers"] if it.domain == "go2rtc"]
    await provider.async_on_webrtc_candidate(card.session_id, RTCIceCandidateInit("candidate:x"))
    await card.close()
    assert await candidate(world.home.anna, card.session_id) is None
    assert len(peer.candidates) == 1


async def test_a_camera_that_comes_back(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same address may be dialled again while the lease lives, and picks the picture up again."""
    monkeypatch.setattr(Transport, "silence", 1.0)
    world.home.fake.mode = Mode.OK
    _, peer = await watch(world, world.home.anna)
    world.home.fake.mode = Mode.OFFLINE
    await until(lambda: 503 in peer.statuses)
    received = len(peer.received)
    world.home.fake.mode = Mode.OK
    await until(lambda: len(peer.received) > received, 20)
    assert set(peer.statuses) == {200, 503}


async def test_go2rtc_comes_and_goes(world: World) -> None:
    """Without go2rtc there is HLS only, and nobody goes on by it."""
    (entry,) = world.hass.config_entries.async_entries("go2rtc")
    _, peer = await watch(world, world.home.anna)
    assert await world.hass.config_entries.async_unload(entry.entry_id)
    await world.until_nothing_is_left()
    await assert_over(world, peer)
    assert await kinds_of_streams(world) == {"hls"}
    answer = await world.home.anna.ask(type="camera/webrtc/offer", entity_id=CAMERA, offer="v=0\r\n")
    assert not answer["success"]
    world.go2rtc.streams = {
        f"{peer.name[:-32]}{'0' * 32}": ["http://left.by.a.crash/"],
        f"{OURS}{'0' * 16}_{'0' * 32}": ["http://another.home.assistant/"],
        "porch": ["rtsp://somebody.elses/"],
    }
    assert await world.hass.config_entries.async_setup(entry.entry_id)
    await until(lambda: len(world.names) == 2)
    assert peer.name[:-32] not in {name[:-32] for name in world.names}
    await watch(world, world.home.anna)


async def test_what_only_calls_itself_go2rtc(world: World) -> None:
    """Another integration that registers under that name gets no address of ours."""

    class Other(CameraWebRTCProvider):
        asked = 0

        @property
        @override
        def domain(self) -> str:
            return "go2rtc"

        @callback
        @override
        def async_is_supported(self, stream_source: str) -> bool:
            return True

        @override
        async def async_handle_async_webrtc_offer(
            self, camera: Camera, offer_sdp: str, session_id: str, send_message: WebRTCSendMessage
        ) -> None:
            self.asked += 1

        @override
        async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
            self.asked += 1

    other = Other()
    async_register_webrtc_provider(world.hass, other)
    await watch(world, world.home.anna)
    (entry,) = world.hass.config_entries.async_entries("go2rtc")
    await world.hass.config_entries.async_unload(entry.entry_id)
    await until(lambda: world.camera.webrtc_provider is None)
    assert not other.asked


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have go2rtc seem to run on another machine."""
    monkeypatch.setattr(go2rtc_module, "is_loopback", lambda _: False)


@pytest.mark.usefixtures("far_away")
async def test_on_another_machine(world: World) -> None:
    """Then go2rtc comes by Home Assistant's own server, which serves nothing but what was opened to it."""
    base = str(world.home.anna.http.make_url("/")).rstrip("/")
    await world.home.move(internal_url=base)
    _, peer = await watch(world, world.home.anna)
    await until(lambda: len(peer.received) > 200_000)
    assert await asyncio.to_thread(whose_video, bytes(peer.received)) == {"red"}
    assert peer.source.startswith(f"{base}{ABROAD}?auth=")
    token = peer.source.rpartition("=")[2]
    route = world.home.camera.route()
    ours = route.url.rpartition("=")[2]
    for query in ("", "?auth=", f"?auth={token[:-1]}", f"?auth={ours}", f"?token={token}"):
        answer = await world.home.anna.get(ABROAD + query, headers={})
        assert answer.status == 403
    assert (await world.home.anna.get(f"{ABROAD}?auth={token}", headers={})).status == 409, "one at a time"
    # And that is the end of it for both.
    assert (await world.home.anna.get(f"{ABROAD}?auth={token}", headers={})).status == 403
    route.revoke()
    await world.hass.config_entries.async_unload(world.home.entry.entry_id)
    await world.until_nothing_is_left()
    await assert_over(world, peer)


@pytest.mark.usefixtures("far_away")
async def test_no_address_for_another_machine(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """Where Home Assistant has no internal URL, it is said, and the cloud is not used for it."""
    world.hass.config.api = None
    await world.hass.config.async_update(internal_url=None, external_url="https://example.org")
    card = await Card.offer(world.home.anna)
    assert "does not answer" in card.error
    assert "no internal URL" in caplog.text
    await world.until_nothing_is_left()


async def test_errors_of_go2rtc(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """They are told without addresses, and end the session."""
    world.go2rtc.error = 'streams: Get "http://127.0.0.1:1/ts?auth=secret": EOF'
    card = await Card.offer(world.home.anna)
    assert card.error == "streams: Get … EOF"
    await world.until_nothing_is_left()
    world.go2rtc.error = None
    world.home.fake.mode = Mode.OFFLINE
    card = await Card.offer(world.home.anna)
    assert "://" not in card.error
    await world.until_nothing_is_left()
    world.home.fake.mode = Mode.OK
    world.go2rtc.broken = True
    card = await Card.offer(world.home.anna)
    assert card.error
    assert not world.leases
    assert "auth=" not in caplog.text


async def test_names_that_could_not_be_removed(world: World, caplog: pytest.LogCaptureFixture) -> None:
    """They are removed when go2rtc answers again, and no log tells them."""
    card, peer = await watch(world, world.home.anna)
    world.go2rtc.broken = True
    await card.close()
    await until(lambda: "Stream names are left in go2rtc" in caplog.text)
    assert world.names == {peer.name}
    assert peer.name not in "".join(record.getMessage() for record in caplog.records if "dropcam" in record.name)
    world.go2rtc.broken = False
    card, _ = await watch(world, world.home.anna)
    await card.close()
    await world.until_nothing_is_left()


async def test_nothing_is_left_at_the_end(world: World) -> None:
    """When Home Assistant stops, the names go with it."""
    await watch(world, world.home.anna)
    await world.hass.data[go2rtc_module.GO2RTC].async_stop(Event(EVENT_HOMEASSISTANT_STOP))
    assert not world.names


async def test_programs(world: World) -> None:
    """A program gets what owners allow programs, for an hour at most; nobody takes over its session."""
    said: list[WebRTCMessage] = []

    async def offer(session_id: str = "theirs") -> None:
        await asyncio.create_task(world.camera.async_handle_async_webrtc_offer("v=0\r\n", session_id, said.append))

    await world.home.lower()
    with pytest.raises(Refused):
        await offer()
    await world.home.share(allow=[Allowance.INTEGRATIONS])
    await offer()
    await until(lambda: world.go2rtc.peers and world.go2rtc.peers[-1].received)
    first = world.go2rtc.peers[-1]
    assert await candidate(world.home.anna, "theirs") == "picture_refused"
    await offer()
    await until(lambda: world.names == {world.go2rtc.peers[-1].name})
    await assert_over(world, first)
    card, annas = await watch(world, world.home.anna)
    with pytest.raises(Refused):
        await offer(card.session_id)
    assert annas.name in world.names
    await card.close()
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=PROGRAM_SECONDS + 1))
    await world.until_nothing_is_left()


async def test_preload_has_no_effect(world: World) -> None:
    """Whoever wants a guarded stream kept ready has their preference kept, and no stream: nobody asks the camera."""
    for loaded in (True, False, True):
        answer = await world.home.root.ask(type="camera/update_prefs", entity_id=CAMERA, preload_stream=loaded)
        assert answer["success"]
        await world.home.hass.async_block_till_done()
        assert not world.names
    assert world.home.fake.requests == []


async def test_to_begin_is_quick(world: World) -> None:
    """A picture leaves at once: what is running is joined at its last key frame."""
    await watch(world, world.home.anna)
    begun = time.monotonic()
    await watch(world, world.home.anna)
    assert time.monotonic() - begun < 1
    assert world.home.fake.peak["stream"] == 1
