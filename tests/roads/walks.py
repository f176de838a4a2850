"""Ways to try the roads of the table that have no other test: somebody walks one, and tells what was received."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
import secrets
from typing import Any

from aiohttp import ClientError
from homeassistant.auth.models import TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN
from homeassistant.components.http.auth import async_sign_path
from homeassistant.components.media_player import DATA_COMPONENT as MEDIA_PLAYER
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import WebSocketGenerator
from yarl import URL

from custom_components.dropcam_privacy.gatekeeper import GATEKEEPER
from custom_components.dropcam_privacy.policy.model import Allowance
from tests.fakes.cameras import seen
from tests.household.assistants import ASSISTANTS, set_up as set_up_assistants
from tests.household.home import CAMERA, MJPEG, STILL, Household, Person, log_in
from tests.household.player import Player
from tests.household.programs import MEDIA, Television, first_picture

type Walk = Callable[[Scene, str], Awaitable[set[str]]]
WALKS: dict[str, Walk] = {}
POLICIES: dict[str, dict[str, Any]] = {
    "private": {"private": True, "allow": frozenset(Allowance), "on": True},
    "shared": {"private": False, "allow": frozenset(), "on": True},
    "allowed": {"private": False, "allow": frozenset(Allowance), "on": True},
    "off": {"private": False, "allow": frozenset(Allowance), "on": False},
}
RECORDED = 1  # s
# What these use is one for all: they are walked one after the other.
ALONE = frozenset({"play_stream", "play_media", "mobile_app", "google", "alexa"})


def walk(function: Walk) -> Walk:
    """Add a walk under the name of its road."""
    WALKS[function.__name__] = function
    return function


@dataclass
class Scene:
    """A household with a player, an automation that does what it is told, and programs with somebody's token."""

    home: Household
    people: dict[str, Person]
    television: Television
    folder: Path
    webhooks: dict[str, str] = field(default_factory=dict)

    @property
    def hass(self) -> HomeAssistant:
        """Return what it all runs in."""
        return self.home.hass

    def bring_into(self, state: str) -> None:
        """Bring the camera into a state."""
        home = self.home
        home.hass.data[GATEKEEPER].set_policy(replace(home.policy, **POLICIES[state]))

    async def try_out(self, road: str, who: str) -> set[str]:
        """Walk a road as somebody, and tell whose pictures were received; refused is nothing received."""
        try:
            return await WALKS[road](self, who)
        except HomeAssistantError, ClientError:
            return set()

    async def get(self, who: str, path: str) -> set[str]:
        """Get a picture, or the first of an endless row."""
        if who == "nobody":
            return await self.follow(path)
        response = await self.people[who].get(path)
        try:
            return await first_picture(response)
        finally:
            response.close()

    async def follow(self, path: str) -> set[str]:
        """Follow an address without any login."""
        if "/api/hls/" in path:
            player = Player(self.home.carl, URL(path).path)
            for _ in range(3):  # a busy machine has no segment yet: each try waits for one
                status = await player.status("master_playlist.m3u8")
                if status == HTTPStatus.OK:
                    return await player.video()
                if status != HTTPStatus.SERVICE_UNAVAILABLE:
                    break
            return set()
        response = await self.home.carl.get(path, headers={})
        try:
            return await first_picture(response)
        finally:
            response.close()

    async def act(self, who: str, action: str, entity_id: str = CAMERA, **data: Any) -> None:
        """Call an action as somebody: a person or a token directly, an automation by its event."""
        domain, _, service = action.partition(".")
        if who == "program":
            await self.hass.services.async_call(domain, service, {"entity_id": entity_id, **data}, blocking=True)
        elif who == "automation":
            self.hass.bus.async_fire("do", {"action": action, "data": {"entity_id": entity_id, **data}})
            await self.hass.async_block_till_done()
        else:
            for _ in range(3):  # a busy machine may miss the time in which a recording has to begin
                if await self.people[who].call(action, entity_id, **data) != "camera_unavailable":
                    break


@asynccontextmanager
async def scene(home: Household, ws: WebSocketGenerator, folder: Path) -> AsyncIterator[Scene]:
    """Set the scene."""
    hass = home.hass
    automation = {
        "trigger": {"platform": "event", "event_type": "do"},
        "action": {"action": "{{ trigger.event.data.action }}", "data": "{{ trigger.event.data.data }}"},
    }
    for part, config in (("media_source", {}), ("media_player", {}), ("automation", automation)):
        assert await async_setup_component(hass, part, {part: config})
    television = Television()
    await hass.data[MEDIA_PLAYER].async_add_entities([television])
    hass.config.allowlist_external_dirs = {str(folder)}
    people = {"owner": home.anna, "viewer": home.ben, "stranger": home.carl, "admin": home.root}
    for name, whose in (("token", home.anna), ("intruder", home.carl)):
        people[name] = await log_in(hass, whose.user, whose.http, ws, TOKEN_TYPE_LONG_LIVED_ACCESS_TOKEN)
    yield Scene(home, people, television, folder)


async def _signed(scene: Scene, who: str, path: str, seconds: int) -> set[str]:
    answer = await scene.people[who].ask(type="auth/sign_path", path=path, expires=seconds)
    return await scene.follow(answer["result"]["path"])


# Looking.


@walk
async def still(scene: Scene, who: str) -> set[str]:
    """GET with a bearer token."""
    return await scene.get(who, STILL)


@walk
async def still_signed(scene: Scene, who: str) -> set[str]:
    """GET a path that they had signed just now."""
    return await _signed(scene, who, STILL, 30)


@walk
async def still_signed_for_hours(scene: Scene, who: str) -> set[str]:
    """GET a path that they had signed for a day."""
    return await _signed(scene, who, STILL, 86_400)


@walk
async def still_signed_by_code(scene: Scene, who: str) -> set[str]:
    """GET a path that code had signed, in the owner's name."""
    login = scene.home.anna.login.id
    return await scene.follow(async_sign_path(scene.hass, STILL, timedelta(seconds=30), refresh_token_id=login))


@walk
async def still_token(scene: Scene, who: str) -> set[str]:
    """GET with what the state shows."""
    state = scene.hass.states.get(CAMERA)
    assert state is not None
    tokens = (state.attributes["access_token"], "None", "0" * 64)
    return set().union(*[await scene.follow(f"{STILL}?token={token}") for token in tokens])


@walk
async def mjpeg(scene: Scene, who: str) -> set[str]:
    """GET with a bearer token."""
    return await scene.get(who, MJPEG)


@walk
async def mjpeg_interval(scene: Scene, who: str) -> set[str]:
    """GET a still every half second."""
    return await scene.get(who, f"{MJPEG}?interval=0.5")


@walk
async def hls(scene: Scene, who: str) -> set[str]:
    """Ask for a stream, and play it."""
    answer = await scene.people[who].ask(type="camera/stream", entity_id=CAMERA)
    return await scene.follow(answer["result"]["url"]) if answer["success"] else set()


@walk
async def resolve(scene: Scene, who: str) -> set[str]:
    """Resolve the camera as media, and play it."""
    answer = await scene.people[who].ask(type="media_source/resolve_media", media_content_id=MEDIA)
    return await scene.follow(answer["result"]["url"]) if answer["success"] else set()


@walk
async def browse(scene: Scene, who: str) -> set[str]:
    """Browse the cameras, and open every thumbnail."""
    answer = await scene.people[who].ask(type="media_source/browse_media", media_content_id="media-source://camera")
    thumbnails = [child["thumbnail"] for child in answer["result"]["children"]]
    assert all("token" not in thumbnail and "authSig" not in thumbnail for thumbnail in thumbnails)
    return set().union(*[await scene.follow(thumbnail) for thumbnail in thumbnails])


# Letting it leave.


async def _file(scene: Scene, who: str, action: str, suffix: str, **data: Any) -> set[str]:
    file = scene.folder / f"{secrets.token_hex(8)}{suffix}"
    await scene.act(who, action, filename=str(file), **data)
    return seen(file.read_bytes()) if file.exists() else set()


@walk
async def snapshot(scene: Scene, who: str) -> set[str]:
    """Have a still written to a file."""
    return await _file(scene, who, "camera.snapshot", ".jpg")


@walk
async def snapshot_rest(scene: Scene, who: str) -> set[str]:
    """Have a still written to a file, by REST."""
    file = scene.folder / f"{secrets.token_hex(8)}.jpg"
    data = {"entity_id": CAMERA, "filename": str(file)}
    await scene.people[who].post("/api/services/camera/snapshot", data)
    return seen(file.read_bytes()) if file.exists() else set()


@walk
async def record(scene: Scene, who: str) -> set[str]:
    """Have video written to a file."""
    return await _file(scene, who, "camera.record", ".mp4", duration=RECORDED, lookback=0)


async def _played(scene: Scene, who: str, action: str, entity_id: str, **data: Any) -> set[str]:
    scene.television.played = ""
    await scene.act(who, action, entity_id, **data)
    return await scene.follow(scene.television.played) if scene.television.played else set()


@walk
async def play_stream(scene: Scene, who: str) -> set[str]:
    """Put the stream on a player, and see what it plays."""
    return await _played(scene, who, "camera.play_stream", CAMERA, media_player=Television.entity_id)


@walk
async def play_media(scene: Scene, who: str) -> set[str]:
    """Have a player resolve the camera, and see what it plays."""
    media = {"media_content_id": MEDIA, "media_content_type": "video"}
    return await _played(scene, who, "media_player.play_media", Television.entity_id, media=media)


# Programs and assistants.


@walk
async def mobile_app(scene: Scene, who: str) -> set[str]:
    """Ask by the webhook of somebody's phone, and play what it answers."""
    person = scene.people[who]
    if who not in scene.webhooks:
        assert await async_setup_component(scene.hass, "mobile_app", {})
        words = ("app_id", "app_name", "app_version", "device_id", "device_name", "manufacturer", "model", "os_name")
        phone = dict.fromkeys((*words, "os_version"), f"{who}'s phone") | {"supports_encryption": False}
        answer = await person.post("/api/mobile_app/registrations", phone)
        scene.webhooks[who] = str((await answer.json())["webhook_id"])
    message = {"type": "stream_camera", "data": {"camera_entity_id": CAMERA}}
    response = await person.http.post(f"/api/webhook/{scene.webhooks[who]}", json=message)
    path = (await response.json())["hls_path"]
    return set() if path is None else await scene.follow(path)


async def _assistant(scene: Scene, who: str, name: str) -> set[str]:
    if "alexa" not in scene.hass.config.components:
        await set_up_assistants(scene.home)
    assistant = ASSISTANTS[name]
    asking = assistant.ask_by_cloud(scene.hass, None) if who == "cloud" else assistant.ask(scene.people[who])
    answer = await asking
    return set() if answer == assistant.unavailable else await scene.follow(answer)


@walk
async def google(scene: Scene, who: str) -> set[str]:
    """Ask Google Assistant for the camera, and play what it is told."""
    return await _assistant(scene, who, "google")


@walk
async def alexa(scene: Scene, who: str) -> set[str]:
    """Ask Alexa for the camera, and play what it is told."""
    return await _assistant(scene, who, "alexa")


# Keys in states and links.


@walk
async def entity_picture(scene: Scene, who: str) -> set[str]:
    """Open the picture that the state points to."""
    state = scene.hass.states.get(CAMERA)
    assert state is not None
    path = state.attributes["entity_picture"]
    return await scene.get(who, path) | await scene.follow(path)


@walk
async def template(scene: Scene, who: str) -> set[str]:
    """Render what can be read of the camera, and try it as a token."""
    person = scene.people[who]
    socket = await person._ws(person.token)
    text = f"{{{{ state_attr('{CAMERA}', 'access_token') }}}}"
    await socket.send_json_auto_id({"type": "render_template", "template": text})
    assert (await socket.receive_json())["success"]
    token = (await socket.receive_json())["event"]["result"]
    await socket.close()
    return await scene.follow(f"{STILL}?token={token}")


@walk
async def loopback(scene: Scene, who: str) -> set[str]:
    """Have Home Assistant fetch the address of the camera, signed by its own user for content."""
    path = async_sign_path(scene.hass, STILL, timedelta(hours=1), use_content_user=True)
    url = scene.home.anna.http.make_url(path)
    async with async_get_clientsession(scene.hass).get(url) as response:
        return seen(await response.read()) if response.status == 200 else set()
