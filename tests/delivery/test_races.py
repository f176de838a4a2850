"""Races on the way out, in one process with those who run them: each came first once, in the wrong order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
import inspect
from pathlib import Path
import time
from typing import Any

from aiohttp import ClientError
from aiohttp.test_utils import TestClient
from homeassistant.auth.models import User
from homeassistant.components.camera import DATA_COMPONENT as CAMERA_COMPONENT
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_CALL_SERVICE
from homeassistant.core import Context, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.delivery import hls as hls_module, http as http_module, worker as worker_module
from custom_components.dropcam_privacy.feed.errors import CannotConnect
from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.guarded_camera import GuardedCamera
from custom_components.dropcam_privacy.policy.model import CameraId, Channel, Kind, Principal, UserId
from custom_components.dropcam_privacy.rights.in_force import RIGHTS
from custom_components.dropcam_privacy.runtime import CAMERAS, RELAY, CameraRuntime
from tests.fakes.cameras import FakeCamera, Mode, whose, whose_video
from tests.household.flows import account, add_user, address_camera
from tests.household.home import live_of
from tests.waiting import until

DOOR = CameraId("door")
ENTITY = "camera.door"
SWITCH = "switch.door_privacy"


@dataclass
class Home:
    """A loaded account with one camera, and the logins of its owner and of a viewer."""

    hass: HomeAssistant
    fake: FakeCamera
    entry: ConfigEntry
    owner: User
    viewer: User
    tokens: dict[str, str]
    client: Callable[[str], Any]
    ws: Callable[[str], Any]

    @property
    def camera(self) -> CameraRuntime:
        """What runs."""
        return self.hass.data[CAMERAS][DOOR]

    @property
    def entity(self) -> GuardedCamera:
        """The camera entity."""
        entity = self.hass.data[CAMERA_COMPONENT].get_entity(ENTITY)
        assert isinstance(entity, GuardedCamera)
        return entity

    async def call(self, action: str, entity_id: str | list[str], *, who: str = "owner", **data: Any) -> None:
        """Call an action by somebody's own websocket; raise what it answers."""
        domain, service = action.split(".")
        socket = await self.ws(who)
        await socket.send_json_auto_id(
            {
                "type": "call_service",
                "domain": domain,
                "service": service,
                "target": {"entity_id": entity_id},
                "service_data": data,
            }
        )
        answer = await socket.receive_json()
        await socket.close()
        if not answer["success"]:
            raise HomeAssistantError(answer["error"]["message"])


@pytest.fixture
async def fake() -> AsyncIterator[FakeCamera]:
    """Run a camera."""
    async with FakeCamera("red") as camera:
        yield camera


@pytest.fixture
async def home(
    hass: HomeAssistant,
    fake: FakeCamera,
    hass_client: ClientSessionGenerator,
    hass_ws_client: WebSocketGenerator,
) -> Home:
    """Set up everything."""
    for component in ("homeassistant", "http", "websocket_api", "camera", "stream", "api"):
        assert await async_setup_component(hass, component, {})
    people = {name: await add_user(hass, name.capitalize()) for name in ("owner", "viewer")}
    tokens = {}
    for name, user in people.items():
        login = await hass.auth.async_create_refresh_token(user, "http://127.0.0.1/")
        tokens[name] = hass.auth.async_create_access_token(login)
    camera = address_camera(
        "door",
        still_image_url=fake.still_url,
        mjpeg_url=fake.mjpeg_url,
        stream_source=fake.stream_url,
        viewers=[people["viewer"].id],
    )
    entry = account(hass, people["owner"], cameras=(camera,))
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    async def client(who: str) -> TestClient[Any, Any]:
        made: TestClient[Any, Any] = await hass_client(tokens[who])
        return made

    async def ws(who: str) -> Any:
        return await hass_ws_client(hass, tokens[who])

    return Home(hass, fake, entry, people["owner"], people["viewer"], tokens, client, ws)


# Code in the same process that passes somebody's context on.


def on_first_call(hass: HomeAssistant, domain: str, act: Callable[[Context], Any]) -> list[Any]:
    """Run `act` in a task of its own as soon as somebody calls a service of `domain`; its result is kept."""
    got: list[Any] = []

    @callback
    def called(event: Event[Any]) -> None:
        if event.data["domain"] != domain or got:
            return
        got.append(None)

        async def run() -> None:
            try:
                got.append(await act(event.context))
            except Exception as err:  # noqa: BLE001 - whatever it was refused by
                got.append(err)

        hass.async_create_task(run(), "nosy")

    hass.bus.async_listen(EVENT_CALL_SERVICE, called)
    return got


async def test_copied_snapshot_call(home: Home, tmp_path: Path) -> None:
    """Who copies an owner's snapshot call, context and all, saves no picture; the owner's own is saved."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    await home.call("switch.turn_off", SWITCH)
    copy, mine = tmp_path / "copy.jpg", tmp_path / "mine.jpg"

    async def again(context: Context) -> None:
        data = {"entity_id": ENTITY, "filename": str(copy)}
        await home.hass.services.async_call("camera", "snapshot", data, blocking=True, context=context)

    got = on_first_call(home.hass, "camera", again)
    await home.call("camera.snapshot", ENTITY, filename=str(mine))
    await home.hass.async_block_till_done()
    assert len(got) == 2
    assert not copy.exists()
    assert whose(mine.read_bytes()) == "red"


async def test_borrowed_context_on_the_entity(home: Home, tmp_path: Path) -> None:
    """Who runs a call on the entity itself with the context of the owner's call gets no picture."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    await home.call("switch.turn_off", SWITCH)

    async def borrow(context: Context) -> Any:
        async def ask() -> Any:
            home.entity.async_set_context(context)
            return await home.entity.async_camera_image()

        return await home.entity.async_request_call(ask())

    got = on_first_call(home.hass, "camera", borrow)
    mine = tmp_path / "mine.jpg"
    await home.call("camera.snapshot", ENTITY, filename=str(mine))
    await home.hass.async_block_till_done()
    assert isinstance(got[1], HomeAssistantError)
    assert whose(mine.read_bytes()) == "red"


async def test_copied_lowering(home: Home) -> None:
    """Who turns an owner's call for one thing into a call for another lowers nothing."""
    assert home.hass.states.is_state(SWITCH, "on")

    async def lower(context: Context) -> None:
        await home.hass.services.async_call("switch", "turn_off", {"entity_id": SWITCH}, blocking=True, context=context)

    got = on_first_call(home.hass, "switch", lower)
    await home.call("switch.turn_on", SWITCH)
    await home.hass.async_block_till_done()
    assert isinstance(got[1], HomeAssistantError)
    assert home.hass.states.is_state(SWITCH, "on")


async def test_a_call_for_several_is_the_owners(home: Home) -> None:
    """Home Assistant runs a call for several entities in a task each: it is the owner's own call all the same.

    They are told what to do, as nobody else is; and what takes away is done.
    """
    several = [SWITCH, "switch.owner_s_cameras_privacy"]
    with pytest.raises(HomeAssistantError, match="exactly one"):
        await home.call("switch.turn_off", several)
    assert home.hass.states.is_state(SWITCH, "on")
    await home.call("camera.turn_off", [ENTITY, "camera.other"])
    assert not home.hass.data[RIGHTS].on(home.camera.id)


# On and off.


async def test_off_and_on_at_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Turned on again while it is still being turned off, the camera is on, and gives pictures."""
    held = asyncio.Event()
    cut = home.camera.async_cut

    async def slowly() -> None:
        await held.wait()
        await cut()

    monkeypatch.setattr(home.camera, "async_cut", slowly)
    off = asyncio.create_task(home.call("camera.turn_off", ENTITY))
    await until(lambda: not home.hass.data[RIGHTS].on(home.camera.id))
    await home.call("camera.turn_on", ENTITY)
    held.set()
    await off
    assert home.hass.data[RIGHTS].on(home.camera.id)
    answer = await (await home.client("owner")).get(f"/api/camera_proxy/{ENTITY}")
    assert answer.status == 200


async def test_on_and_off_at_once(home: Home) -> None:
    """Turned off while it is still being turned on, it is off, and nothing reads the camera."""
    await home.call("camera.turn_off", ENTITY)
    await asyncio.gather(home.call("camera.turn_on", ENTITY), home.call("camera.turn_off", ENTITY))
    if not home.hass.data[RIGHTS].on(home.camera.id):
        with pytest.raises(Exception, match="closed"):
            await home.camera.feed.async_still()


async def test_stopped_while_starting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A camera that goes while its live stream is just being begun leaves no worker and no address behind."""
    entered, held = asyncio.Event(), asyncio.Event()
    make = worker_module.async_stream

    async def slowly(*args: Any) -> Any:
        entered.set()
        await held.wait()
        return await make(*args)

    monkeypatch.setattr(worker_module, "async_stream", slowly)
    camera, relay = home.camera, home.hass.data[RELAY]
    me = Principal(kind=Kind.PERSON, user=UserId(home.owner.id))
    starting = asyncio.create_task(live_of(camera).async_worker(me, Channel.LIVE))
    await entered.wait()
    off = asyncio.create_task(home.call("camera.turn_off", ENTITY))
    await until(lambda: live_of(camera)._owners._route is None)
    held.set()
    async with asyncio.timeout(5):
        await asyncio.wait({starting, off})
    await off
    starting.exception()
    assert live_of(camera).worker is None
    assert not list(relay._routes)

    # And it can begin again.
    monkeypatch.setattr(worker_module, "async_stream", make)
    await home.call("camera.turn_on", ENTITY)
    worker = await live_of(camera).async_worker(me, Channel.LIVE)
    await until(lambda: any(output.last_segment for output in worker.outputs().values()))
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    with pytest.raises(CannotConnect):
        await live_of(camera).async_worker(me, Channel.LIVE)
    assert not list(relay._routes)


async def test_recording_cut(home: Home, tmp_path: Path) -> None:
    """A recording that is cut ends at once, is refused, and keeps what was recorded until then."""
    home.hass.config.allowlist_external_dirs = {str(tmp_path)}
    await home.call("switch.turn_off", SWITCH)
    file = tmp_path / "record.mp4"
    recording = asyncio.create_task(
        home.call("camera.record", ENTITY, filename=str(file), duration=60, lookback=0),
    )
    await until(lambda: (tmp_path / "record.mp4.tmp").exists())
    async with asyncio.timeout(5):
        await home.call("switch.turn_on", SWITCH, who="viewer")
        with pytest.raises(HomeAssistantError, match="This camera is private"):
            await recording
    assert whose_video(file.read_bytes()) == {"red"}
    assert not (tmp_path / "record.mp4.tmp").exists()
    await until(lambda: home.camera.feed.upstreams == 0)


# What live video remembers.


async def playlist(home: Home, who: str) -> tuple[int, str]:
    """Open the live card; give the status of its playlist, and the playlist."""
    socket = await home.ws(who)
    await socket.send_json_auto_id({"type": "camera/stream", "entity_id": ENTITY, "format": "hls"})
    answer = await socket.receive_json()
    await socket.close()
    client = await home.client(who)
    master = await client.get(answer["result"]["url"])
    if master.status != 200:
        return master.status, ""
    media = await client.get(answer["result"]["url"].replace("master_playlist", "playlist"))
    return media.status, await media.text()


async def test_nothing_from_before_an_outage(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the camera is away, whoever opens the live card gets an error, and no old video."""
    monkeypatch.setattr(worker_module, "SILENCE_SECONDS", 1)
    monkeypatch.setattr(hls_module, "_BEGIN_SECONDS", 0.5)
    monkeypatch.setattr(hls_module, "_KEY_FRAME_SECONDS", 0.5)
    camera = home.camera
    status, text = 0, ""
    async with asyncio.timeout(10):
        while status != 200:
            status, text = await playlist(home, "owner")
    assert "segment/" in text
    home.fake.mode = Mode.OFFLINE
    async with asyncio.timeout(10):
        while status == 200:
            status, text = await playlist(home, "owner")
    assert status == 503
    assert await playlist(home, "owner") == (503, "")
    await live_of(camera).async_stop()


async def test_nothing_from_before_it_was_shared(home: Home) -> None:
    """Who is let in joins at a key frame that came after that, and has a worker of their own."""
    camera = home.camera
    await playlist(home, "owner")
    owners = live_of(camera)._owners.worker
    begun = time.monotonic()
    await home.call("switch.turn_off", SWITCH)
    await playlist(home, "viewer")
    assert live_of(camera).since > begun
    assert live_of(camera)._guests.worker not in (None, owners)
    first = await anext(camera.feed.transport_stream(live_of(camera).since))
    assert first
    await home.call("switch.turn_on", SWITCH)
    assert live_of(camera)._guests.worker is None
    assert live_of(camera)._owners.worker is owners
    await live_of(camera).async_stop()


def source_of(task: asyncio.Task[Any]) -> str:
    """Return which file a task's coroutine is written in."""
    coroutine = task.get_coro()
    return coroutine.cr_code.co_filename if inspect.iscoroutine(coroutine) else ""


async def test_nothing_is_left_of_a_crowd(home: Home) -> None:
    """A camera that fails under two hundred who watch, and comes back: no lease, route or connection is left."""
    gatekeeper = home.hass.data[GATEKEEPER]
    await home.call("switch.turn_off", SWITCH)
    before = asyncio.all_tasks()
    clients = [await home.client(who) for who in ("owner", "viewer")]

    async def come(number: int) -> set[str | None]:
        client, found = clients[number % 2], set[str | None]()
        with suppress(ClientError, TimeoutError):
            if number % 3:
                async with client.get(f"/api/camera_proxy/{ENTITY}") as answer:
                    found.add(whose(await answer.read()) if answer.status == 200 else None)
            else:
                async with asyncio.timeout(1), client.get(f"/api/camera_proxy_stream/{ENTITY}") as answer:
                    await answer.read()
        return found

    home.fake.mode = Mode.HANG
    visits = [asyncio.create_task(come(number)) for number in range(200)]
    await until(lambda: len(gatekeeper.leases) > 90)  # each login has fifty at most
    home.fake.mode = Mode.OFFLINE
    await until(lambda: home.fake.open.total() == 0)
    home.fake.mode = Mode.OK
    visits += [asyncio.create_task(come(number)) for number in range(200)]
    assert set[str | None]().union(*await asyncio.gather(*visits)) <= {"red", None}
    await until(lambda: len(gatekeeper.leases) == 0)
    await until(lambda: home.camera.feed.upstreams == 0)
    await until(lambda: not [task for task in asyncio.all_tasks() - before if "dropcam_privacy" in source_of(task)])
    assert not list(home.hass.data[RELAY]._routes)


async def test_what_has_arrived_is_not_cut(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A still has arrived when its login is ended by the next request on the same connection: that is answered.

    The client's acknowledgement comes later than the end of the request's task; until then the connection is cut.
    """
    assert await async_setup_component(home.hass, "auth", {})
    on_its_way = True
    monkeypatch.setattr(http_module, "unsent", lambda _: int(on_its_way))
    client = await home.client("owner")

    (login,) = home.owner.refresh_tokens.values()
    async with client.get(f"/api/camera_proxy/{ENTITY}") as answer:
        assert whose(await answer.read()) == "red"
    on_its_way = False
    async with client.post("/auth/revoke", data={"token": login.token}) as answer:
        assert answer.status == HTTPStatus.OK
    async with client.get(f"/api/camera_proxy/{ENTITY}") as answer:
        assert answer.status == HTTPStatus.UNAUTHORIZED
