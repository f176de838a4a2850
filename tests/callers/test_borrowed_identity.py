"""Borrowed identities: what comes over an owner's connection, login, phone or call is not the owner asking."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
import functools
import json
from pathlib import Path
from typing import Any

from aiohttp import web
from homeassistant.components import camera as stock, conversation, webhook, websocket_api
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.intent import IntentResponse
from homeassistant.setup import async_setup_component
from homeassistant.util.aiohttp import MockRequest
import pytest

from tests.fakes.cameras import whose
from tests.household.home import CAMERA, STILL, SWITCH, Household
from tests.household.nosy import Nosy, NosyView, at_once
from tests.household.views import View
from tests.waiting import until

LOOK = "nosy/look"


# A cloud login.


async def test_a_cloud_login(home: Household) -> None:
    """A connection that a task inside her login request made serves whatever comes by it for ever after."""
    await home.lower()
    nosy = Nosy(home.hass)
    messages: asyncio.Queue[str] = asyncio.Queue()
    tasks: list[asyncio.Task[None]] = []

    async def connected() -> None:
        while await messages.get():
            # The cloud's client gives each message a task.
            tasks.append(asyncio.create_task(nosy.take()))

    async def login(_: web.Request) -> None:
        tasks.append(asyncio.create_task(connected()))

    home.hass.http.register_view(View("/api/cloud/login", login))
    assert (await home.anna.post("/api/cloud/login", {})).status == 200
    messages.put_nowait("Alexa, show the nursery")
    await until(lambda: nosy.tries)
    messages.put_nowait("")
    await asyncio.gather(*tasks)
    nosy.check()
    assert home.policy.on
    assert not home.policy.private


# A remote connection.


@dataclass
class Remote:
    """Home Assistant served over another socket, which was opened inside the owner's own websocket command."""

    home: Household
    host: str

    async def still(self, who: str, path: str = STILL) -> str | int:
        """Look at a still as somebody, by this socket."""
        headers = {"Authorization": f"Bearer {getattr(self.home, who).token}"} if who else {}
        async with self.home.anna.http.session.get(self.host + path, headers=headers) as answer:
            return whose(await answer.read()) or 0 if answer.status == 200 else answer.status


@pytest.fixture
async def remote(home: Household) -> AsyncIterator[Remote]:
    """Connect as the cloud's remote access does when it is switched on in a browser."""
    await home.lower()
    made: list[asyncio.Server] = []

    @websocket_api.websocket_command({"type": "cloud/remote/connect"})
    @websocket_api.async_response
    async def connect(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
        runner = home.anna.http.server.runner
        assert runner is not None
        assert runner.server is not None
        handlers = runner.server
        made.append(await hass.loop.create_server(handlers, "127.0.0.1", 0))
        connection.send_result(msg["id"])

    websocket_api.async_register_command(home.hass, connect)
    assert (await home.anna.ask(type="cloud/remote/connect"))["success"]
    host, port = made[0].sockets[0].getsockname()
    yield Remote(home, f"http://{host}:{port}")
    made[0].close()


async def test_a_remote_connection(remote: Remote) -> None:
    """Everybody is who their own request says, though the owner's connection is in the context of all."""
    stale: list[Any] = []

    async def look(request: web.Request) -> None:
        stale.append(websocket_api.current_connection.get())
        paths.append(async_sign_path(remote.home.hass, STILL, timedelta(seconds=30)))
        await nosy.take()

    paths: list[str] = []
    nosy = Nosy(remote.home.hass)
    remote.home.hass.http.register_view(View("/api/nosy/do", look))
    assert [await remote.still(who) for who in ("anna", "ben", "carl", "root")] == ["red", "red", 403, 403]
    assert await remote.still("") in (401, 403)
    headers = {"Authorization": f"Bearer {remote.home.carl.token}"}
    async with remote.home.anna.http.session.post(f"{remote.host}/api/nosy/do", headers=headers) as answer:
        assert answer.status == 200
    # So it is: what Carl's request has signed is signed by Anna.
    assert stale[0].user is remote.home.anna.user
    assert await remote.still("", paths[0]) == 403
    nosy.check()


# A phone.


@pytest.fixture
async def phone(home: Household) -> str:
    """Register Anna's phone, and give the id of its webhook."""
    for part in ("webhook", "mobile_app", "conversation"):
        assert await async_setup_component(home.hass, part, {})
    home.hass.config.allowlist_external_dirs = {home.hass.config.config_dir}
    words = ("app_id", "app_name", "app_version", "device_id", "device_name", "manufacturer", "model", "os_name")
    described = dict.fromkeys((*words, "os_version"), "phone") | {"supports_encryption": False}
    await home.lower()
    answer = await home.anna.post("/api/mobile_app/registrations", described)
    assert answer.status == 201
    return str((await answer.json())["webhook_id"])


SNAPSHOT = {"domain": "camera", "service": "snapshot"}


async def test_a_phones_webhook(home: Household, phone: str) -> None:
    """Whoever knows the webhook's id, over HTTP, a websocket or the cloud, gets nothing in the owner's name."""
    file = Path(home.hass.config.path("phone.jpg"))
    saves = {**SNAPSHOT, "service_data": {"entity_id": CAMERA, "filename": str(file)}}
    off = {"domain": "camera", "service": "turn_off", "service_data": {"entity_id": CAMERA}}
    messages = [
        {"type": "stream_camera", "data": {"camera_entity_id": CAMERA}},
        {"type": "call_service", "data": saves},
        {"type": "call_service", "data": off},
    ]
    bodies = []
    for message in messages:
        async with home.anna.http.session.post(
            home.anna.http.make_url(f"/api/webhook/{phone}"), json=message
        ) as answer:
            bodies.append(await answer.text())
        for person in (home.anna, home.carl):
            said = await person.ask(
                type="webhook/handle", webhook_id=phone, method="POST", body=json.dumps(message), headers={}, query=""
            )
            bodies.append(str(said["result"]))
        cloud = MockRequest(
            json.dumps(message).encode(), "cloud", method="POST", headers={"Content-Type": "application/json"}
        )
        bodies.append(str((await webhook.async_handle_webhook(home.hass, phone, cloud)).body))
    assert all("api/hls" not in body for body in bodies)
    assert any("mjpeg_path" in body for body in bodies)
    assert not file.exists()
    assert home.policy.on
    await home.raise_privacy()
    lowers = {"domain": "switch", "service": "turn_off", "service_data": {"entity_id": SWITCH}}
    url = home.anna.http.make_url(f"/api/webhook/{phone}")
    async with home.anna.http.session.post(url, json={"type": "call_service", "data": lowers}):
        assert home.policy.private


# Calls inside calls.


@pytest.fixture
async def files(home: Household, tmp_path: Path) -> Path:
    """Let pictures be saved somewhere, end privacy, and set up what calls."""
    folder = tmp_path / "files"
    folder.mkdir()
    home.hass.config.allowlist_external_dirs = {str(folder)}
    await home.lower()
    save = {
        "action": "camera.snapshot",
        "continue_on_error": True,
        "target": {"entity_id": CAMERA},
        "data": {"filename": str(folder / "automated.jpg")},
    }
    automation = {"alias": "save", "trigger": {"platform": "event", "event_type": "save"}, "action": save}
    outer = {"sequence": [{"action": "script.save"}]}
    for part, config in (("automation", automation), ("script", {"save": {"sequence": [save]}, "outer": outer})):
        assert await async_setup_component(home.hass, part, {part: config})
    return folder


async def test_automations_and_scripts(home: Household, files: Path) -> None:
    """Whoever starts them, they ask as automations, which nobody allowed; and once allowed, as nothing more."""
    starts: tuple[tuple[str, dict[str, Any]], ...] = (
        ("automation.trigger", {"entity_id": "automation.save"}),
        ("script.save", {}),
        ("script.outer", {}),
        ("script.turn_on", {"entity_id": "script.save"}),
    )
    for person in (home.anna, home.ben, home.carl, home.root):
        for service, target in starts:
            await person.call_with(service, target)
            await home.hass.async_block_till_done()
    home.hass.bus.async_fire("save")
    await home.hass.async_block_till_done()
    assert list(files.iterdir()) == []
    await home.share(allow=["automations"])
    # Once it is allowed, a script that somebody starts themselves still does nothing for whoever gets nothing.
    for person in (home.carl, home.root):
        for service, target in starts[1:]:
            await person.call_with(service, target)
            await home.hass.async_block_till_done()
    assert list(files.iterdir()) == []
    await home.ben.call_with("script.outer", {})
    await home.hass.async_block_till_done()
    assert [whose(file.read_bytes()) for file in files.iterdir()] == ["red"]


@pytest.mark.parametrize("how", ["websocket", "rest"])
async def test_a_call_inside_a_call(home: Household, files: Path, how: str) -> None:
    """Another integration's service, which the owner calls, calls ours with her context, at once and in a task."""
    nosy = Nosy(home.hass)
    results: list[object] = []

    async def again(context: Context, name: str) -> None:
        data = {"entity_id": CAMERA, "filename": str(files / name)}
        try:
            await home.hass.services.async_call("camera", "snapshot", data, blocking=True, context=context)
        except HomeAssistantError as err:
            results.append(err)

    async def look(call: ServiceCall) -> None:
        await again(call.context, "own.jpg")
        await home.hass.async_create_task(again(call.context, "task.jpg"), eager_start=True)
        await again(Context(user_id=call.context.user_id), "new.jpg")
        await again(Context(parent_id=call.context.id, user_id=call.context.user_id), "child.jpg")
        await nosy.take()
        home.hass.config.allowlist_external_dirs = {str(files)}

    home.hass.services.async_register("nosy", "look", look)
    if how == "rest":
        assert (await home.anna.post("/api/services/nosy/look", {})).status == 200
    else:
        assert await home.anna.call("nosy.look", "") is None
    nosy.check()
    assert len(results) == 4
    assert list(files.iterdir()) == []


async def test_an_agent_that_acts_for_her(home: Household, files: Path) -> None:
    """What a language model, or whoever speaks for it, calls in her name during her conversation is not her call."""
    assert await async_setup_component(home.hass, "conversation", {})
    nosy = Nosy(home.hass)
    said: list[str] = []

    class Agent(conversation.AbstractConversationAgent):
        @property
        def supported_languages(self) -> list[str]:
            return ["en"]

        async def async_process(self, user_input: conversation.ConversationInput) -> conversation.ConversationResult:
            said.append(user_input.text)
            data = {"entity_id": CAMERA, "filename": str(files / "agent.jpg")}
            with pytest.raises(HomeAssistantError):
                await home.hass.services.async_call(
                    "camera", "snapshot", data, blocking=True, context=user_input.context
                )
            await nosy.take()
            return conversation.ConversationResult(response=IntentResponse(language="en"), conversation_id=None)

    entry = home.entry
    conversation.async_set_agent(home.hass, entry, Agent())
    for how in ("websocket", "rest"):
        data = {"text": "save a picture of the nursery", "agent_id": entry.entry_id, "language": "en"}
        if how == "rest":
            await home.anna.post("/api/conversation/process", data)
        else:
            await home.anna.ask(type="conversation/process", **data)
    conversation.async_unset_agent(home.hass, entry)
    assert len(said) == 2
    nosy.check()
    assert list(files.iterdir()) == []


async def test_first_to_hear_of_her_call(home: Household, files: Path) -> None:
    """Who hears of her snapshot before we do, and repeats it with her context into their own file, saves nothing."""
    done: list[object] = []

    @callback
    def called(event: Event[Any]) -> None:
        if event.data["domain"] == "camera" and not done:
            done.append(None)
            data = {"entity_id": CAMERA, "filename": str(files / "theirs.jpg")}
            call = home.hass.services.async_call("camera", "snapshot", data, blocking=True, context=event.context)
            home.hass.async_create_task(_quietly(call), eager_start=True)

    listeners = home.hass.bus._listeners["call_service"]
    home.hass.bus.async_listen("call_service", called)
    listeners.insert(0, listeners.pop())
    assert await home.anna.call("camera.snapshot", CAMERA, filename=str(files / "hers.jpg")) is None
    await home.hass.async_block_till_done()
    assert done
    assert [file.name for file in files.iterdir()] == ["hers.jpg"]


async def _quietly(call: Any) -> None:
    with suppress(HomeAssistantError):
        await call


# Commands that pass for Home Assistant's.


class Equal:
    """Something that says it is whatever it is compared with, and has the name of Home Assistant's handler."""

    def __init__(self, nosy: Nosy) -> None:
        """Ask when called."""
        self._nosy = nosy
        functools.update_wrapper(self, stock.ws_camera_stream, updated=())
        del vars(self)["__wrapped__"]

    def __eq__(self, other: object) -> bool:
        """Be equal to everything."""
        return True

    def __hash__(self) -> int:
        """Be the same as everything."""
        return 0

    async def __call__(
        self, hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]
    ) -> None:
        """Ask."""
        await at_once(self._nosy)
        connection.send_result(msg["id"])


@pytest.mark.parametrize("disguise", ["wraps", "equal", "inner", "outer"])
async def test_a_handler_in_disguise(home: Household, disguise: str) -> None:
    """A foreign command, which the owner gives, wraps Home Assistant's, claims to equal it, or calls it."""
    await home.lower()
    nosy = Nosy(home.hass)
    sent: list[Any] = []
    inner: Any = vars(stock.ws_camera_stream)["__wrapped__"]
    while hasattr(inner, "__wrapped__"):
        inner = inner.__wrapped__

    async def look(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
        await at_once(nosy)
        if disguise in ("inner", "outer"):
            send = connection.send_result
            connection.send_result = lambda *args: sent.append(args)  # type: ignore[method-assign] # it listens in
            asked = {"id": msg["id"], "type": "camera/stream", "entity_id": CAMERA, "format": "hls"}
            if disguise == "inner":
                await inner(hass, connection, asked)
            connection.send_result = send  # type: ignore[method-assign] # as it was
        connection.send_result(msg["id"])

    handler: Any = Equal(nosy) if disguise == "equal" else look
    if disguise == "wraps":
        handler = functools.wraps(inner)(look)
    schema = websocket_api.BASE_COMMAND_MESSAGE_SCHEMA.extend({"type": LOOK, "entity_id": str})
    websocket_api.async_register_command(home.hass, LOOK, websocket_api.async_response(handler), schema)
    await home.anna.ask(type=LOOK, entity_id=CAMERA)
    await until(lambda: nosy.tries)
    nosy.check()
    assert sent == []
    assert not home.policy.private


async def test_a_view_opened_by_the_viewer(home: Household) -> None:
    """A viewer's request is no more for others than an owner's."""
    await home.lower()
    nosy = Nosy(home.hass)
    view = NosyView(nosy, at_once)
    home.hass.http.register_view(view)
    assert (await home.anna.get(f"/api/nosy/{CAMERA}")).status == 200
    nosy.check()
