"""WebRTC with a real go2rtc and real peers: whoever may not see any more gets no further packet, for good.

Peers stay connected after their session has ended, as somebody would who wants to go on watching.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
import time

import pytest

from tests.fakes.cameras import FakeCamera, Mode
from tests.waiting import until

from .browser import Browser, save_dashboard
from .go2rtc import HERE, MISSING, Go2rtc
from .guarded import Guarded, add_account, guard_address
from .peers import Peer
from .person import Person, RefusedError
from .server import Server
from .stock import add_generic

pytestmark = pytest.mark.skipif(not HERE, reason=MISSING)
PASSWORD = "pw-camera-webrtc-31"
IN_FLIGHT = 0.25  # seconds that what was sent before may take
UNHINDERED = 0.15  # seconds between two pictures, unless the machine is too busy to pass them on
AGAIN = 4  # seconds in which go2rtc asks for its source several times
VIEWERS = ("viewer", "closing", "vanishing", "leaving", "disabled", "deleted")


@dataclass
class Scene:
    """A server with a go2rtc beside it, and who lives there."""

    server: Server
    go2rtc: Go2rtc
    people: dict[str, Person]
    hall: Guarded  # the owner's, and viewers may see it
    yard: Guarded
    attic: Guarded
    shed: Guarded  # somebody else's
    blue: FakeCamera
    stock: str  # another integration's, of the same picture

    def __getitem__(self, name: str) -> Person:
        """Find a person."""
        return self.people[name]

    async def share(self, camera: Guarded) -> None:
        """End privacy."""
        await self["owner"].call_service("switch.turn_off", camera.privacy)


@pytest.fixture(scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Start everything."""
    directory = tmp_path_factory.mktemp("webrtc")
    async with AsyncExitStack() as stack:
        go2rtc = await stack.enter_async_context(Go2rtc(directory / "go2rtc"))
        red, blue = [
            await stack.enter_async_context(FakeCamera(color, username="camera", password=PASSWORD))
            for color in ("red", "blue")
        ]
        server = Server(directory / "home", extra=go2rtc.yaml)
        stack.push_async_callback(server.close)
        await server.start()
        admin = await server.onboard("admin", "Admin", "pw-admin-31")
        people = {"admin": admin}
        for name in ("owner", "other", *VIEWERS):
            people[name] = await server.create_user(admin, name, name.capitalize(), f"pw-{name}-31", "users")
        await server.until_running()
        await asyncio.gather(red.warm_up(), blue.warm_up())
        account, others = await add_account(admin, people["owner"]), await add_account(admin, people["other"])

        async def guard(name: str, camera: FakeCamera = red, account: str = account) -> Guarded:
            return await guard_address(
                admin,
                account,
                name,
                viewers=[people[viewer] for viewer in VIEWERS] if camera is red else (),
                stream_source=camera.stream_url,
                username="camera",
                password=PASSWORD,
            )

        yield Scene(
            server,
            go2rtc,
            people,
            await guard("Hall"),
            await guard("Yard"),
            await guard("Attic"),
            await guard("Shed", blue, others),
            blue,
            await add_generic(admin, blue, PASSWORD, "stock"),
        )
        server.assert_no_secrets(PASSWORD, "?auth=")


@pytest.fixture
async def peers() -> AsyncIterator[AsyncExitStack]:
    """Let peers go at the end."""
    async with AsyncExitStack() as stack:
        yield stack


async def watch(peers: AsyncExitStack, person: Person, camera: Guarded) -> Peer:
    """Connect, and wait for the picture."""
    peer = await Peer.connect(person, camera.entity_id)
    peers.push_async_callback(peer.close)
    await peer.until_playing()
    return peer


async def test_who_is_not_let_in(scene: Scene) -> None:
    """Whoever is refused reads why, as far as it is their business, and leaves no trace in go2rtc."""
    for name in ("viewer", "other", "admin"):
        with pytest.raises(RefusedError, match="This camera is private"):
            await Peer.connect(scene[name], scene.hall.entity_id)
    assert await scene.go2rtc.names() == set()


async def test_every_end_is_the_end(scene: Scene, peers: AsyncExitStack) -> None:
    """Each way in which somebody stops being allowed cuts their peer alone, at once and for ever."""
    await scene.share(scene.hall)
    await scene.share(scene.yard)
    admin, owner, viewer = scene["admin"], scene["owner"], scene["viewer"]
    owners, others = await watch(peers, owner, scene.hall), await watch(peers, scene["other"], scene.shed)
    all_viewers = await asyncio.gather(*(watch(peers, scene[name], scene.hall) for name in VIEWERS))
    viewers = dict(zip(VIEWERS, all_viewers, strict=True))
    yards = await asyncio.gather(*(watch(peers, who, scene.yard) for who in (owner, viewer)))
    attic = await watch(peers, owner, scene.attic)
    assert {peer.whose() for peer in (owners, attic, *viewers.values(), *yards)} == {"red"}
    assert others.whose() == "blue"
    begun = time.monotonic()
    closing, deleted = viewers["closing"], viewers["deleted"]
    ends: list[tuple[list[Peer], Callable[[], Awaitable[object]]]] = [
        ([closing], closing.close_session),
        ([viewers["vanishing"]], scene["vanishing"].hang_up),
        ([viewers["leaving"]], scene["leaving"].logout),
        (
            [viewers["disabled"]],
            lambda: admin.ws("config/auth/update", user_id=scene["disabled"].id, is_active=False),
        ),
        ([deleted], lambda: admin.ws("config/auth/delete", user_id=deleted.person.id)),
        (list(yards), lambda: owner.call_service("camera.turn_off", scene.yard.entity_id)),
        (
            [attic],
            lambda: admin.ws(
                "config_entries/subentries/delete", entry_id=scene.attic.account, subentry_id=scene.attic.subentry
            ),
        ),
        ([viewers["viewer"]], lambda: scene["other"].call_service("switch.turn_on", scene.hall.privacy)),
    ]
    ended: list[tuple[Peer, float]] = []
    for cut, end in ends:
        seen = {peer: len(peer.arrivals) for peer in (*cut, owners)}
        await asyncio.sleep(0.3)  # as long as everybody still watches
        assert all(len(peer.arrivals) > before for peer, before in seen.items()), "they watched until then"
        await end()
        ended += [(peer, time.monotonic()) for peer in cut]
    # Whatever is given back is not given to those who were cut.
    await scene.share(scene.hall)
    await owner.call_service("camera.turn_on", scene.yard.entity_id)
    await admin.ws("config/auth/update", user_id=scene["disabled"].id, is_active=True)
    await asyncio.sleep(AGAIN)
    in_flight = IN_FLIGHT + max(0, max(peer.longest_gap(begun) for peer in (owners, others)) - UNHINDERED)
    late = {f"{peer.person.name} {peer.entity_id}": peer.late(returned + in_flight) for peer, returned in ended}
    assert not any(late.values()), late
    assert all(peer.connected for peer, _ in ended), "they would have got more, had there been more"
    for peer in (owners, others):
        assert peer.longest_gap(begun) < 1, "somebody else's end is not felt"
    assert "This camera is private" in viewers["viewer"].error
    assert "This camera is off" in yards[0].error
    assert not owners.error
    await scene.go2rtc.until_names(2)
    again = await watch(peers, viewer, scene.hall)
    assert again.whose() == "red", "a new session is a new lease"


async def test_a_stolen_session(scene: Scene, peers: AsyncExitStack) -> None:
    """Whoever learns the id of a session can do nothing with it, by no camera."""
    peer = await watch(peers, scene["owner"], scene.hall)
    for thief in ("other", "admin", "viewer"):
        with pytest.raises(RefusedError, match="This camera is private"):
            await peer.send_candidate(scene[thief])
    await peer.send_candidate(scene["owner"])
    # Home Assistant's own provider is shared by all cameras, but knows our sessions by other names.
    await peer.send_candidate(scene["other"], scene.stock)
    await peer.send_candidate(scene["other"], scene.shed.entity_id)
    before = len(peer.arrivals)
    await asyncio.sleep(0.3)
    assert len(peer.arrivals) > before


async def test_the_camera_comes_back(scene: Scene, peers: AsyncExitStack) -> None:
    """A camera that fails for a while freezes its owner's picture only for that while: the session goes on."""
    peer = await watch(peers, scene["other"], scene.shed)
    scene.blue.mode = Mode.OFFLINE
    await until(lambda: time.monotonic() - peer.arrivals[-1] > 1)
    scene.blue.mode = Mode.OK
    await until(lambda: time.monotonic() - peer.arrivals[-1] < 0.2)
    assert not peer.error


async def test_a_turned_picture(scene: Scene, peers: AsyncExitStack) -> None:
    """A picture is turned as Home Assistant was told, and its end is as much of an end."""
    camera = scene.shed.entity_id
    await scene["admin"].ws("camera/update_prefs", entity_id=camera, orientation=6)
    peer = await watch(peers, scene["other"], scene.shed)
    assert peer.whose() == "blue"
    assert peer.frame is not None
    assert peer.frame.width < peer.frame.height
    await scene["other"].call_service("camera.turn_off", camera)
    returned = time.monotonic()
    await scene["other"].call_service("camera.turn_on", camera)
    await asyncio.sleep(AGAIN)
    assert not peer.late(returned + 2 * IN_FLIGHT), "what is turned has further to go"
    assert peer.connected
    assert "is off" in peer.error
    await scene["admin"].ws("camera/update_prefs", entity_id=camera, orientation=1)


async def test_live_cards(scene: Scene) -> None:
    """The stock live card uses WebRTC; who is refused, or cut, reads why in place of the picture."""
    await scene.share(scene.hall)
    card = {"type": "picture-entity", "entity": scene.hall.entity_id, "camera_view": "live"}
    path = await save_dashboard(scene["admin"], "webrtc-hall", [card])
    async with Browser() as browser, browser.window(scene["viewer"]) as viewer, browser.window(scene["other"]) as other:
        await other.open(path)
        await viewer.open(path)
        video = await viewer.find("ha-web-rtc-player video")
        await viewer.until_whose(video, "red")
        alert = await other.find("ha-web-rtc-player ha-alert")
        assert "This camera is private" in await alert.inner_text()
        await scene["owner"].call_service("switch.turn_on", scene.hall.privacy)
        alert = await viewer.find("ha-web-rtc-player ha-alert", 5)
        assert "This camera is private" in await alert.inner_text()
        assert await viewer.colors() == set()


async def test_after_a_crash(scene: Scene, peers: AsyncExitStack) -> None:
    """What a crash left in go2rtc is removed at the next start, and nobody else's; go2rtc may be restarted, too."""
    foreign = {"porch", "dropcam_privacy_0123456789abcdef_another_home_assistant"}
    for name in foreign:
        await scene.go2rtc.add(name, "http://127.0.0.1:9/")
    await watch(peers, scene["owner"], scene.hall)
    await scene.server.kill()
    left = {name for name in await scene.go2rtc.names() - foreign if name.startswith("dropcam_privacy_")}
    assert left, "nobody was there to remove it"
    await scene.server.start()
    await scene.go2rtc.until_names(1)
    assert foreign <= await scene.go2rtc.names()
    before = await watch(peers, scene["owner"], scene.hall)
    await scene.go2rtc.stop()
    await scene.go2rtc.start()
    assert (await watch(peers, scene["owner"], scene.hall)).whose() == "red"
    await before.close_session()
    await scene.server.stop()
    assert await scene.go2rtc.names() == foreign, "whoever stops in order leaves nothing"
