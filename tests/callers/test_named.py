"""Where a road names somebody, a program gets what they may see at most; and a name is no older than its question."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
import json
from pathlib import Path
from typing import Any

from aiohttp import ClientError, web
from homeassistant.components import camera as stock, webhook, websocket_api
from homeassistant.core import Context, Event, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from homeassistant.util.aiohttp import MockRequest
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance, UserId
from tests.fakes.cameras import seen
from tests.household.home import CAMERA, Person, household
from tests.household.programs import (
    MEDIA,
    OCR_FILE,
    PROXY,
    RESIZED,
    Mind,
    Programs,
    Television,
    first_picture,
    programs,
)
from tests.household.views import View

PLAYS = {"media": {"media_content_id": MEDIA, "media_content_type": "video"}}
ATTACHED = [{"media_content_id": MEDIA, "media_content_type": "image/jpeg"}]
TASK = {"task_name": "look", "instructions": "who is there?", "attachments": ATTACHED}


@pytest.fixture
async def world(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> AsyncIterator[Programs]:
    """Set up a household that lets programs have the picture, without privacy."""
    async with (
        household(hass, hass_client_no_auth, hass_ws_client, "stream", allow=Allowance) as home,
        programs(home) as world,
    ):
        play = {"action": "media_player.play_media", **_of(Television.entity_id), "data": PLAYS}
        play |= {"continue_on_error": True}
        inner = {"sequence": [{"delay": {"milliseconds": 1}}, play]}
        scripts = {"inner": inner, "outer": {"sequence": [{"action": "script.turn_on", **_of("script.inner")}]}}
        for domain, config in (("script", scripts), ("input_boolean", {"lamp": {}}), ("mobile_app", {})):
            assert await async_setup_component(hass, domain, {domain: config})
        await home.lower()
        yield world


def _of(entity_id: str) -> dict[str, Any]:
    return {"target": {"entity_id": entity_id}}


async def played(world: Programs) -> set[str]:
    """Play what the television was given."""
    await world.hass.async_block_till_done()
    url, world.television.played = world.television.played, ""
    return await world.play(url) if url else set()


async def play_by_websocket(world: Programs, who: Person) -> set[str]:
    """Have the television play it."""
    await who.call("media_player.play_media", Television.entity_id, **PLAYS)
    return await played(world)


async def play_by_rest(world: Programs, who: Person) -> set[str]:
    """The same by REST, where the call runs in a task of its own."""
    await who.post("/api/services/media_player/play_media", {"entity_id": Television.entity_id, **PLAYS})
    return await played(world)


async def play_by_script(world: Programs, who: Person) -> set[str]:
    """The same by a script that calls a script that waits."""
    await who.call_with("script.outer", {})
    return await played(world)


async def play_by_script_behind(world: Programs, who: Person) -> set[str]:
    """The same by a script that another one runs in the background."""
    await who.call_with("script.turn_on", {"entity_id": "script.inner"})
    return await played(world)


async def play_by_phone(world: Programs, who: Person) -> set[str]:
    """The same by the webhook of a phone."""
    given = {"entity_id": Television.entity_id, **PLAYS}
    data = {"domain": "media_player", "service": "play_media", "service_data": given}
    await who.http.post(f"/api/webhook/{await phone(who)}", json={"type": "call_service", "data": data})
    return await played(world)


async def phone(who: Person) -> str:
    """Register somebody's phone."""
    words = ("app_id", "app_name", "app_version", "device_id", "device_name", "manufacturer", "model", "os_name")
    described = dict.fromkeys((*words, "os_version"), who.user.id) | {"supports_encryption": False}
    return str((await (await who.post("/api/mobile_app/registrations", described)).json())["webhook_id"])


STREAM = {"type": "stream_camera", "data": {"camera_entity_id": CAMERA}}


async def phone_by_http(world: Programs, who: Person) -> set[str]:
    """Stream to a phone."""
    response = await who.http.post(f"/api/webhook/{await phone(who)}", json=STREAM)
    path = (await response.json())["hls_path"]
    return await world.play(path) if path else set()


async def phone_by_websocket(world: Programs, who: Person) -> set[str]:
    """The same over a websocket."""
    answer = await who.ask(
        type="webhook/handle", webhook_id=await phone(who), method="POST", body=json.dumps(STREAM), headers={}, query=""
    )
    path = json.loads(answer["result"]["body"])["hls_path"]
    return await world.play(path) if path else set()


async def phone_by_cloud(world: Programs, who: Person) -> set[str]:
    """The same through the cloud."""
    headers = {"Content-Type": "application/json"}
    request = MockRequest(json.dumps(STREAM).encode(), "cloud", method="POST", headers=headers)
    answer = await webhook.async_handle_webhook(world.hass, await phone(who), request)
    path = json.loads(answer.body or b"")["hls_path"]  # type: ignore[arg-type]
    return await world.play(path) if path else set()


async def ai_task(world: Programs, who: Person) -> set[str]:
    """Show it to an agent."""
    world.mind.pictures = ()
    await who.ask(
        type="call_service",
        domain="ai_task",
        service="generate_data",
        service_data={"entity_id": Mind.entity_id, **TASK},
        return_response=True,
    )
    return seen(*world.mind.pictures)


async def image_processing(world: Programs, who: Person) -> set[str]:
    """Have digits read from it."""
    file = Path(world.hass.config.path(OCR_FILE))
    file.unlink(missing_ok=True)
    entity_id = next(iter(world.hass.states.async_entity_ids("image_processing")))
    await who.call("image_processing.scan", entity_id)
    return seen(file.read_bytes()) if file.exists() else set()


async def mail(world: Programs, who: Person) -> set[str]:
    """Have it sent by another integration's action, which fetches it."""
    pictures: list[bytes] = []

    async def send(_: ServiceCall) -> None:
        pictures.append((await stock.async_get_image(world.hass, CAMERA)).content)

    world.hass.services.async_register("post", "send", send)
    await who.call_with("post.send", {})
    return seen(*pictures)


async def command(world: Programs, who: Person) -> set[str]:
    """Ask by a command of another integration's."""
    pictures: list[bytes] = []

    @websocket_api.websocket_command({"type": "post/look"})
    @websocket_api.async_response
    async def look(hass: HomeAssistant, connection: websocket_api.ActiveConnection, msg: dict[str, Any]) -> None:
        try:
            pictures.append((await stock.async_get_image(hass, CAMERA)).content)
        finally:
            connection.send_result(msg["id"])

    websocket_api.async_register_command(world.hass, look)
    await who.ask(type="post/look")
    return seen(*pictures)


async def proxy_still(world: Programs, who: Person) -> set[str]:
    """Look at another camera, which shows ours."""
    return await first_picture(await who.get(f"/api/camera_proxy/{PROXY}"))


async def proxy_mjpeg(world: Programs, who: Person) -> set[str]:
    """Look at another camera, which passes the request on to ours."""
    response = await who.get(f"/api/camera_proxy_stream/{PROXY}")
    found = await first_picture(response)
    response.close()
    return found


async def proxy_resized(world: Programs, who: Person) -> set[str]:
    """Look at another camera, which makes ours smaller."""
    response = await who.get(f"/api/camera_proxy_stream/{RESIZED}")
    found = await first_picture(response)
    response.close()
    return found


async def passing(world: Programs, who: Person) -> set[str]:
    """Ask by a view of another integration's."""
    response = await who.get("/api/passing")
    found = await first_picture(response)
    response.close()
    return found


ROADS = (
    play_by_websocket,
    play_by_rest,
    play_by_script,
    play_by_script_behind,
    play_by_phone,
    phone_by_http,
    phone_by_websocket,
    phone_by_cloud,
    ai_task,
    image_processing,
    mail,
    command,
    proxy_still,
    proxy_mjpeg,
    proxy_resized,
    passing,
)


async def tried(road: Callable[[Programs, Person], Awaitable[set[str]]], world: Programs, who: Person) -> set[str]:
    """Try a road, again where a connection was cut that had carried a picture; an error is nothing received."""
    for _ in range(3):
        with suppress(ClientError):
            try:
                return await road(world, who)
            except HomeAssistantError:
                return set()
    return set()


@pytest.mark.parametrize("road", ROADS, ids=lambda road: road.__name__)
async def test_whoever_is_named_narrows_it(
    world: Programs, road: Callable[[Programs, Person], Awaitable[set[str]]]
) -> None:
    """Owner and viewer get what the program gets, a flatmate and an administrator nothing; nor who has been removed."""
    home = world.home
    received = {who.user.name: await tried(road, world, who) for who in home.everybody}
    assert received == {"Anna": {"red"}, "Ben": {"red"}, "Carl": set(), "Root": set()}
    before = len(home.fake.requests)
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, viewers=frozenset({UserId(home.root.user.id)})))
    assert await tried(road, world, home.ben) == set()
    assert len(home.fake.requests) == before
    home.hass.data[GATEKEEPER].set_policy(replace(home.policy, private=True))
    assert await tried(road, world, home.anna) == set()


async def test_a_phone_of_somebody_who_has_left(world: Programs) -> None:
    """Its webhook still answers, with nothing; and what it was given has ended."""
    home = world.home
    hook = await phone(home.ben)
    response = await home.carl.http.post(f"/api/webhook/{hook}", json=STREAM)
    path = (await response.json())["hls_path"]
    assert await world.play(path) == {"red"}
    await home.hass.auth.async_update_user(home.ben.user, is_active=False)
    assert (await home.carl.get(path, headers={})).status == 403
    response = await home.carl.http.post(f"/api/webhook/{hook}", json=STREAM)
    assert (await response.json())["hls_path"] is None


async def test_an_automation_is_in_nobodys_name(world: Programs) -> None:
    """What a flatmate's lamp sets off is the automation's, in whichever moment of their call it begins."""
    for who in (world.home.carl, world.home.anna):
        assert await who.call("input_boolean.toggle", "input_boolean.lamp") is None
        assert await played(world) == {"red"}


async def test_a_name_ends_with_its_call(world: Programs) -> None:
    """What a call has started goes on in nobody's name: else a program would stay that of whoever reloaded it."""
    hass, home = world.hass, world.home
    waiting: list[Callable[[], Awaitable[Any]]] = []
    pictures: list[bytes] = []

    async def look() -> None:
        pictures.append((await stock.async_get_image(hass, CAMERA)).content)

    async def begin(_: ServiceCall) -> None:
        go = asyncio.Event()

        async def later() -> None:
            await go.wait()
            await look()

        task = hass.async_create_task(later())

        async def end() -> None:
            go.set()
            await task

        waiting.append(end)

    hass.services.async_register("post", "begin", begin)
    assert await home.carl.call_with("post.begin", {}) is None
    await waiting.pop()()
    assert seen(*pictures) == {"red"}


async def test_a_call_that_answers_a_call(world: Programs) -> None:
    """An automation on calls does not take the name away from the call that it answers."""
    hass, home = world.hass, world.home

    async def nothing(_: ServiceCall) -> None:
        """Do nothing."""

    async def answer() -> None:
        await hass.services.async_call("post", "nothing", {}, context=Context(), blocking=True)

    @callback
    def called(event: Event[Any]) -> None:
        if event.data["domain"] != "post":
            hass.async_create_task(answer())

    hass.services.async_register("post", "nothing", nothing)
    stop = hass.bus.async_listen("call_service", called)
    assert await play_by_websocket(world, home.carl) == set()
    assert await play_by_rest(world, home.root) == set()
    stop()


async def test_two_names_are_nobodys(world: Programs) -> None:
    """Somebody's own request, in which an action is called in the owner's name."""
    hass, home = world.hass, world.home
    pictures: list[bytes] = []

    async def look(_: ServiceCall) -> None:
        pictures.append((await stock.async_get_image(hass, CAMERA)).content)

    async def in_her_name(_: web.Request) -> None:
        with suppress(HomeAssistantError):
            await hass.services.async_call(
                "post", "look", {}, blocking=True, context=Context(user_id=home.anna.user.id)
            )

    hass.services.async_register("post", "look", look)
    hass.http.register_view(View("/api/post", in_her_name))
    for who in (home.carl, home.root, home.ben):
        assert (await who.post("/api/post", {})).status == 200
    assert pictures == []
    assert (await home.anna.post("/api/post", {})).status == 200
    assert seen(*pictures) == {"red"}


async def test_assist_acts_for_whoever_speaks(world: Programs) -> None:
    """What an agent does with a player for somebody is narrowed by them."""
    for who, found in ((world.home.carl, set()), (world.home.ben, {"red"})):
        context = Context(user_id=who.user.id)
        data = {"entity_id": Television.entity_id, **PLAYS}
        with suppress(HomeAssistantError):
            await world.hass.services.async_call("media_player", "play_media", data, blocking=True, context=context)
        assert await played(world) == found
