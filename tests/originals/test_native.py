"""An original that speaks only WebRTC: its picture comes to who may see it, by every road, and to nobody else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from homeassistant.components.camera import (
    Camera,
    CameraEntityFeature,
    WebRTCAnswer,
    WebRTCCandidate,
    WebRTCClientConfiguration,
    WebRTCError,
    WebRTCMessage,
)
from homeassistant.components.camera.webrtc import WebRTCSession
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import issue_registry as ir
from homeassistant.requirements import RequirementsNotFound
from homeassistant.util import dt as dt_util, package as pkg_util
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator
from webrtc_models import RTCIceCandidateInit, RTCIceServer

from custom_components.dropcam_privacy.const import DOMAIN
from custom_components.dropcam_privacy.feed.errors import CannotConnect
from custom_components.dropcam_privacy.feed.native import Answer, Candidate, Ended, Said
from custom_components.dropcam_privacy.ha_internals.internal import Members
from custom_components.dropcam_privacy.originals import ORIGINALS, library, native
from custom_components.dropcam_privacy.originals.native import NativeOriginal
from custom_components.dropcam_privacy.policy.model import CameraId
from custom_components.dropcam_privacy.runtime import CAMERAS
from tests.fakes.webrtc_camera import Faults, WebRtcCamera
from tests.household.flows import as_subentry, entity_camera, own_session
from tests.household.home import Household, Person, household
from tests.household.player import Player
from tests.originals.conftest import Stock
from tests.originals.platforms import Provide, providing, start
from tests.waiting import until

__all__ = ["providing"]

PORCH = CameraId("porch")
CAMERA, STILL, MJPEG = "camera.porch", "/api/camera_proxy/camera.porch", "/api/camera_proxy_stream/camera.porch"
SVG = "{http://www.w3.org/2000/svg}"
OFFER = "v=0\r\n"


class Native(Camera):
    """Another integration's entity, as Nest's, Ring's and Matter's are."""

    _attr_name = "native"
    _attr_unique_id = "native"
    _attr_supported_features = CameraEntityFeature.STREAM

    def __init__(self, camera: WebRtcCamera) -> None:
        """Belong to a camera."""
        super().__init__()
        self._camera = camera
        self.closed: list[str] = []

    async def async_camera_image(self, width: int | None = None, height: int | None = None) -> bytes | None:
        """Return a placeholder."""
        return b"placeholder"

    async def async_handle_async_webrtc_offer(
        self, offer_sdp: str, session_id: str, send_message: Callable[[WebRTCMessage], None]
    ) -> None:
        """Carry an offer."""

        def hear(said: Said) -> None:
            match said:
                case Answer(sdp):
                    send_message(WebRTCAnswer(sdp))
                case Candidate() as it:
                    send_message(WebRTCCandidate(RTCIceCandidateInit(it.text, sdp_m_line_index=it.line)))
                case _:
                    send_message(WebRTCError("ended", "https://camera.invalid/?token=s3cr3t"))

        await self._camera.async_answer(session_id, offer_sdp, hear)

    async def async_on_webrtc_candidate(self, session_id: str, candidate: RTCIceCandidateInit) -> None:
        """Take no addresses: those of the offer are enough."""
        raise HomeAssistantError("unknown session")

    @callback
    def close_webrtc_session(self, session_id: str) -> None:
        """Close a session."""
        self.closed.append(session_id)
        self.hass.async_create_task(self._camera.async_close(session_id))

    @callback
    def _async_get_webrtc_client_configuration(self) -> WebRTCClientConfiguration:
        return WebRTCClientConfiguration(data_channel="dataSendChannel")


@dataclass
class Porch:
    """The household, with a camera at the porch that speaks only WebRTC, and that only Anna owns."""

    home: Household
    far: WebRtcCamera
    stock: Stock

    async def watch(self, person: Person) -> Player | None:
        """Ask for live video, as the frontend does."""
        answer = await person.ask(type="camera/stream", entity_id=CAMERA)
        return Player(person, answer["result"]["url"]) if answer["success"] else None


@pytest.fixture
async def porch(
    hass: HomeAssistant,
    hass_client_no_auth: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
    provide: Provide,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> AsyncIterator[Porch]:
    """Guard it, and lock it unless a test says otherwise."""
    monkeypatch.setattr("aioice.ice.get_host_addresses", lambda **_: ["127.0.0.1"])
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream") as home,
        WebRtcCamera("blue", Faults(strict=True, google=True, trickles="late")) as far,
    ):
        stock: Stock = await provide(lambda: Native(far))
        await start(stock)
        with own_session(home.anna.user):
            lock = getattr(request, "param", True)
            camera = entity_camera(PORCH, stock.registered.id, stock.entity_id, lock_original=lock)
            hass.config_entries.async_add_subentry(home.entry, as_subentry(camera))
            await hass.async_block_till_done()
        yield Porch(home, far, stock)
        await hass.data[CAMERAS][PORCH].feed.async_close()


async def shield(person: Person) -> tuple[int, list[str]]:
    """Ask for a still where there is none; return the status, and what the shield says."""
    response = await person.get(STILL)
    drawing = ET.fromstring(await response.read())
    return response.status, [it.text or "" for it in drawing.iter(f"{SVG}text")]


async def test_who_sees_it(porch: Porch) -> None:
    """Its owner sees it live, and stills while it is watched; nobody else does, neither here nor at the original."""
    home, far = porch.home, porch.far
    assert await shield(home.anna) == (503, ["Asleep"])
    for person in (home.ben, home.carl, home.root):
        assert await shield(person) == (403, ["Private"])
        assert await porch.watch(person) is None
    assert not far.offers
    player = await porch.watch(home.anna)
    assert player
    assert await player.video() == {"blue"}
    assert await home.anna.sees(STILL) == "blue"
    for person in (home.ben, home.carl, home.root):
        assert await shield(person) == (403, ["Private"])
        assert await porch.watch(person) is None
        assert (await person.get(MJPEG)).status == 403
    for person in home.everybody:
        assert (await person.get(f"/api/camera_proxy/{porch.stock.entity_id}")).status == 403
        answer = await person.ask(type="camera/webrtc/offer", entity_id=porch.stock.entity_id, offer=OFFER)
        assert "v=0" not in str(answer)
    assert len(far.offers) == 1


@pytest.mark.parametrize("porch", [False], indirect=True, ids=["open"])
async def test_an_original_that_stays_open(porch: Porch) -> None:
    """It is read in the same way, whoever else calls it."""
    player = await porch.watch(porch.home.anna)
    assert player
    assert await player.video() == {"blue"}
    assert await porch.home.anna.sees(STILL) == "blue"
    assert await porch.home.carl.sees(STILL) == 403


@pytest.mark.parametrize("stream", ["rtsp://192.0.2.7/live", HomeAssistantError("rtsp://192.0.2.7/live")])
async def test_an_original_that_has_a_stream(
    porch: Porch, monkeypatch: pytest.MonkeyPatch, stream: str | Exception
) -> None:
    """It is not called, whether it says where that is or not."""
    source = porch.home.hass.data[ORIGINALS].source(PORCH)
    assert await source.async_native() is not None

    async def stream_source(_: Any) -> str:
        if isinstance(stream, Exception):
            raise stream
        return stream

    monkeypatch.setattr(Native, "stream_source", stream_source)
    assert await source.async_native() is None


async def test_off_closes_it(porch: Porch, tmp_path: Path) -> None:
    """At once, by whom it is turned off; then it sleeps, and only its owner is told since when."""
    home, far = porch.home, porch.far
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    player = await porch.watch(home.anna)
    assert player
    assert await player.video() == {"blue"}
    assert await home.anna.call("camera.turn_off", CAMERA) is None
    assert far.open == 0
    assert await shield(home.anna) == (503, ["Off"])
    assert await home.anna.call("camera.turn_on", CAMERA) is None
    status, words = await shield(home.anna)
    assert (status, words[0]) == (503, "Asleep")
    assert words[1].startswith(f"Last picture {dt_util.now():%Y-%m-%d}")
    with own_session(home.anna.user):
        await home.anna.call("dropcam_privacy.set_sharing", CAMERA, viewers=[home.ben.user.id])
    assert await home.anna.call("switch.turn_off", "switch.porch_privacy") is None
    assert await shield(home.ben) == (503, ["Asleep"])
    assert await home.anna.call("camera.snapshot", CAMERA, filename=f"{tmp_path}/porch.jpg") == "camera_asleep"
    assert len(far.offers) == 1


async def test_nobodys_offer_is_carried_by_the_entity(porch: Porch) -> None:
    """Whoever holds the instance, or what our feed reads through, negotiates nothing."""
    entity = porch.stock.entity
    with pytest.raises(HomeAssistantError):
        await entity.async_handle_async_webrtc_offer(OFFER, "1", lambda _: None)
    assert not porch.far.offers


async def test_the_library_cannot_be_installed(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """People are told; the lock stands, and the camera shows nothing, until it can be."""
    hass, home = porch.home.hass, porch.home

    async def fail(*_: Any, **__: Any) -> None:
        raise RequirementsNotFound(DOMAIN, [library.REQUIREMENT])

    def issue() -> ir.IssueEntry | None:
        return ir.async_get(hass).async_get_issue(DOMAIN, f"webrtc_not_installed_{porch.stock.entity_id}")

    assert issue() is None
    monkeypatch.setattr(library, "async_process_requirements", fail)
    monkeypatch.setattr(hass.config, "skip_pip", False)
    assert await shield(home.anna) == (503, ["Not reachable"])
    told = issue()
    assert told is not None
    assert told.translation_placeholders == {"entity_id": porch.stock.entity_id}
    assert (await home.carl.get(f"/api/camera_proxy/{porch.stock.entity_id}")).status == 403
    monkeypatch.undo()
    assert await shield(home.anna) == (503, ["Asleep"])
    assert issue() is None


async def test_the_library_is_missed_when_it_is_wrapped(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """People are told before anybody watches, and the original is there, locked."""

    def miss(_name: str) -> None:
        raise ModuleNotFoundError(name="aiortc")

    monkeypatch.setattr(library, "import_module", miss)
    await porch.stock.reload()
    issue = ir.async_get(porch.home.hass).async_get_issue
    await until(lambda: issue(DOMAIN, f"webrtc_not_installed_{porch.stock.entity_id}"))
    assert porch.stock.entity is not None
    assert (await porch.home.carl.get(f"/api/camera_proxy/{porch.stock.entity_id}")).status == 403


async def test_installed_when_it_is_wrapped(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not only when somebody watches, and nothing waits for it; for no other camera."""
    asked: list[list[str]] = []
    may_end = asyncio.Event()

    async def install(_hass: HomeAssistant, domain: str, requirements: list[str], is_built_in: bool) -> None:
        assert (domain, is_built_in) == (DOMAIN, False)
        asked.append(requirements)
        await may_end.wait()

    monkeypatch.setattr(library, "async_process_requirements", install)
    monkeypatch.setattr(porch.home.hass.config, "skip_pip", False)
    await porch.stock.reload()
    await until(lambda: asked)
    assert asked == [[library.REQUIREMENT]]
    may_end.set()


@pytest.mark.parametrize("urls", ["turn:192.0.2.1", ["turn:192.0.2.1", "stun:192.0.2.2"]])
async def test_the_servers_that_it_names(porch: Porch, monkeypatch: pytest.MonkeyPatch, urls: str | list[str]) -> None:
    """Those are used, and not those that Home Assistant has for browsers."""
    configuration = WebRTCClientConfiguration()
    configuration.configuration.ice_servers.append(RTCIceServer(urls, "user", "s3cr3t"))
    monkeypatch.setattr(Native, "_async_get_webrtc_client_configuration", lambda _: configuration)
    called = NativeOriginal(porch.stock.entity)
    assert [(server.urls, server.username, server.credential) for server in called.ice_servers] == [
        (("turn:192.0.2.1",) if isinstance(urls, str) else tuple(urls), "user", "s3cr3t")
    ]
    assert called.data_channel is None
    assert "s3cr3t" not in repr(called.ice_servers)


async def test_an_integration_that_fails(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it raises, and wherever, is an error of ours that names nothing."""

    def fail(*_: Any) -> Any:
        raise ValueError("https://camera.invalid/?token=s3cr3t")

    called = NativeOriginal(porch.stock.entity)
    for name in ("async_handle_async_webrtc_offer", "close_webrtc_session", "_async_get_webrtc_client_configuration"):
        monkeypatch.setattr(Native, name, fail)
    with pytest.raises(CannotConnect) as offered:
        await called.async_offer(OFFER, "1", lambda _: None)
    called.close("1")
    with pytest.raises(CannotConnect) as asked:
        NativeOriginal(porch.stock.entity)
    for caught in (offered, asked):
        assert "s3cr3t" not in repr(caught.value)
        assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (WebRTCSession("1"), []),
        (WebRTCAnswer("v=0"), [Answer("v=0")]),
        (WebRTCCandidate(RTCIceCandidateInit("candidate:1", sdp_mid="0")), [Candidate("candidate:1", "0", None)]),
        (WebRTCCandidate(RTCIceCandidateInit("", sdp_m_line_index=1)), [Candidate("", None, 1)]),
        (WebRTCError("ended", "https://camera.invalid/?token=s3cr3t"), [Ended()]),
    ],
)
async def test_what_it_says(
    porch: Porch, monkeypatch: pytest.MonkeyPatch, message: WebRTCMessage, said: list[Said]
) -> None:
    """Home Assistant's words for it are understood, and what does not concern us is left out."""

    async def say(_self: Any, _sdp: str, _session: str, send: Callable[[WebRTCMessage], None]) -> None:
        send(message)

    monkeypatch.setattr(Native, "async_handle_async_webrtc_offer", say)
    heard: list[Said] = []
    await NativeOriginal(porch.stock.entity).async_offer(OFFER, "1", heard.append)
    assert heard == said


async def test_another_home_assistant(porch: Porch, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it cannot be asked how it wants to be called, it is not called."""
    other = Members("homeassistant.components.camera", "Camera", "gone", needed_by="a test", without="nothing")
    monkeypatch.setattr(native, "CLIENT_CONFIGURATION", other)
    with pytest.raises(CannotConnect):
        NativeOriginal(porch.stock.entity)


def test_it_is_no_requirement_of_ours() -> None:
    """Where it cannot be installed, the locks stand all the same; the tests have the version that people get."""
    manifest = json.loads((Path(library.__file__).parents[1] / "manifest.json").read_text())
    assert manifest["requirements"] == ["numpy"]  # which Home Assistant has, whatever its version
    assert pkg_util.is_installed(library.REQUIREMENT)
