"""Programs in a household, each with Home Assistant's own code: all that a camera's picture is handed to.

A road is tried as its program does it, and what was received is asked whose it is; an empty set is nothing at all.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self, override
from unittest.mock import MagicMock, patch

from aiohttp import ClientError, ClientResponse, StreamReader, web
from homeassistant.components import camera as stock, media_source
from homeassistant.components.ai_task import AITaskEntity, AITaskEntityFeature, GenDataTask, GenDataTaskResult
from homeassistant.components.ai_task.const import DATA_COMPONENT as AI_TASK
from homeassistant.components.camera.media_source import CameraMediaSource
from homeassistant.components.conversation import ChatLog
from homeassistant.components.http import KEY_HASS, HomeAssistantView
from homeassistant.components.media_player import (
    DATA_COMPONENT as MEDIA_PLAYER,
    MediaPlayerEntity,
    MediaPlayerEntityFeature,
)
from homeassistant.components.media_player.browse_media import async_process_play_media_url
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed
from yarl import URL

from tests.fakes.cameras import seen, whose_video
from tests.household.home import CAMERA, Household, Person
from tests.household.player import Player

MEDIA = f"media-source://camera/{CAMERA}"
PROXY, RESIZED = "camera.proxy", "camera.resized"
OCR_FILE = "ssocr-SevenSegment_OCR_nursery.png"
type Road = Callable[[Programs], Awaitable[set[str]]]


class Passing(HomeAssistantView):
    """A view of another integration that passes the camera's MJPEG on to whoever asks."""

    url = "/api/passing"
    name = "api:passing"
    requires_auth = False

    async def get(self, request: web.Request) -> web.StreamResponse | None:
        """Pass it on."""
        return await stock.async_get_mjpeg_stream(request.app[KEY_HASS], request, CAMERA)


class Television(MediaPlayerEntity):
    """A player that resolves what it is to play, as those of some 45 integrations do."""

    entity_id = "media_player.television"
    _attr_name = "television"
    _attr_supported_features = MediaPlayerEntityFeature.PLAY_MEDIA
    played = ""

    @override
    async def async_play_media(self, media_type: str, media_id: str, **_: Any) -> None:
        """Keep the address."""
        if media_source.is_media_source_id(media_id):
            media_id = (await media_source.async_resolve_media(self.hass, media_id, self.entity_id)).url
        self.played = async_process_play_media_url(self.hass, media_id)


class Mind(AITaskEntity):
    """An agent that looks at what is attached to its task."""

    entity_id = "ai_task.mind"
    _attr_name = "mind"
    _attr_supported_features = AITaskEntityFeature.GENERATE_DATA | AITaskEntityFeature.SUPPORT_ATTACHMENTS
    pictures: tuple[bytes, ...] = ()

    @override
    async def _async_generate_data(self, task: GenDataTask, chat_log: ChatLog) -> GenDataTaskResult:
        paths = [attachment.path for attachment in task.attachments or ()]
        self.pictures = tuple([await self.hass.async_add_executor_job(path.read_bytes) for path in paths])
        return GenDataTaskResult(chat_log.conversation_id, "seen")


class Mailbox:
    """The far edge of e-mail."""

    def __init__(self, **_: Any) -> None:
        """Be empty."""
        self.mails: list[EmailMessage] = []

    async def __aenter__(self) -> Self:
        """Connect."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Hang up."""

    async def send_message(self, mail: EmailMessage) -> None:
        """Receive."""
        self.mails.append(mail)


@dataclass
class Programs:
    """A household with programs."""

    home: Household
    mailbox: Mailbox
    television: Television = field(default_factory=Television)
    mind: Mind = field(default_factory=Mind)
    who: Person | None = None
    """Who looks at what programs make of it: the owner, if nobody else."""

    @property
    def looks(self) -> Person:
        """Return whoever looks."""
        return self.who or self.home.anna

    @property
    def hass(self) -> HomeAssistant:
        """Return what they all run in."""
        return self.home.hass

    @property
    def entity(self) -> stock.Camera:
        """Return the guarded camera itself, as other integrations get at it."""
        entity = self.hass.data[stock.DATA_COMPONENT].get_entity(CAMERA)
        assert entity is not None
        return entity

    async def play(self, url: str) -> set[str]:
        """Play an HLS address, as whoever it was handed to."""
        return await Player(self.home.carl, URL(url).path).video()

    async def look(self, path: str, **how: Any) -> set[str]:
        """Open a picture, or an endless row of them, as whoever looks."""
        response = await self.looks.get(path, **how)
        try:
            return await first_picture(response)
        finally:
            response.close()

    async def call(self, service: str, **data: Any) -> None:
        """Call a service, as a program does."""
        domain, _, name = service.partition(".")
        await self.hass.services.async_call(domain, name, data, blocking=True)

    async def try_out(self, road: Road) -> set[str]:
        """Try a road; an error that people and logs can read is nothing received."""
        with suppress(HomeAssistantError):
            return await road(self)
        return set()


async def first_picture(response: ClientResponse) -> set[str]:
    """Read until there is a picture, and tell whose it is."""
    body = b""
    if response.status == 200:
        with suppress(ClientError):
            while not (found := seen(body)) and (chunk := await response.content.readany()):
                body += chunk
            return found
    return set()


async def video_in(reader: StreamReader | asyncio.StreamReader) -> set[str]:
    """Read a transport stream until there is a picture, and tell whose it is."""
    body = b""
    while not (found := whose_video(body)):
        body += await reader.readexactly(15_000)
    return found


@asynccontextmanager
async def programs(home: Household) -> AsyncIterator[Programs]:
    """Set the programs up."""
    hass = home.hass
    mailbox = Mailbox()
    cameras: list[dict[str, Any]] = [
        {"platform": "proxy", "entity_id": CAMERA, "name": "proxy"},
        {"platform": "proxy", "entity_id": CAMERA, "name": "resized", "max_stream_width": 320, "max_image_width": 320},
    ]
    ocr = {"platform": "seven_segments", "ssocr_bin": "echo", "source": [{"entity_id": CAMERA}]}
    show = {"action": "media_player.play_media", "target": {"entity_id": Television.entity_id}}
    automation = {
        "id": "doorbell",
        "trigger": [
            {"platform": "event", "event_type": "doorbell"},
            {"platform": "state", "entity_id": "input_boolean.lamp"},
        ],
        "action": {**show, "data": {"media": {"media_content_id": MEDIA, "media_content_type": "video"}}},
    }
    for domain, config in (
        ("media_source", {}),
        ("media_player", {}),
        ("ai_task", {}),
        ("image_processing", ocr),
        ("automation", automation),
        ("ffmpeg", {}),
    ):
        assert await async_setup_component(hass, domain, {domain: config})
    # The cameras' component is there already: more of it come as a platform.
    component = hass.data[stock.DATA_COMPONENT]
    for camera in cameras:
        await component.async_setup_platform("proxy", _validated(camera))
    hass.http.register_view(Passing())
    world = Programs(home, mailbox)
    await hass.data[MEDIA_PLAYER].async_add_entities([world.television])
    await hass.data[AI_TASK].async_add_entities([world.mind])
    mail = MockConfigEntry(
        domain="smtp",
        data={"server": "mail", "port": 25, "encryption": "none", "verify_ssl": False, "sender": "ha@example.org"},
        subentries_data=(
            ConfigSubentryDataWithId(
                data={}, subentry_id="mail", subentry_type="recipient", title="Mail", unique_id="carl@example.org"
            ),
        ),
    )
    mail.add_to_hass(hass)
    with (
        patch("homeassistant.components.smtp.SMTP", return_value=mailbox),
        patch("homeassistant.components.smtp.discovery.async_load_platform"),
    ):
        assert await hass.config_entries.async_setup(mail.entry_id)
    await hass.async_block_till_done()
    yield world
    await hass.config_entries.async_unload(mail.entry_id)


def _validated(camera: dict[str, Any]) -> dict[str, Any]:
    from homeassistant.components.proxy.camera import PLATFORM_SCHEMA  # noqa: PLC0415 - it loads what it proxies

    validated: dict[str, Any] = PLATFORM_SCHEMA(camera)
    return validated


# The roads.


async def image(world: Programs) -> set[str]:
    """Ask for a still by the helper that is there for it."""
    return seen((await stock.async_get_image(world.hass, CAMERA)).content)


async def entity_image(world: Programs) -> set[str]:
    """Ask the entity for a still."""
    return seen(await world.entity.async_camera_image() or b"")


async def mjpeg(world: Programs) -> set[str]:
    """Pass MJPEG on."""
    return await world.look("/api/passing", headers={})


async def source(world: Programs) -> set[str]:
    """Ask for the address of the stream, and read it."""
    url = await stock.async_get_stream_source(world.hass, CAMERA)
    assert url is not None
    if url == "dropcam:":
        return set()
    assert "auth" in URL(url).query
    async with async_get_clientsession(world.hass).get(url) as response:
        return await video_in(response.content)


async def hls(world: Programs) -> set[str]:
    """Ask for an HLS address by the helper that is there for it."""
    return await world.play(await stock.async_request_stream(world.hass, CAMERA, "hls"))


async def entity_stream(world: Programs) -> set[str]:
    """Ask the entity for a stream, and that for an address."""
    stream = await world.entity.async_create_stream()
    if stream is None:
        return set()
    stream.add_provider("hls")
    await stream.start()
    return await world.play(stream.endpoint_url("hls"))


async def media(world: Programs) -> set[str]:
    """Resolve the camera as media."""
    return await world.play((await media_source.async_resolve_media(world.hass, MEDIA, None)).url)


async def media_of_component(world: Programs) -> set[str]:
    """Resolve the camera as media, by the object that does it."""
    item = media_source.MediaSourceItem(world.hass, "camera", CAMERA, None)
    return await world.play((await CameraMediaSource(world.hass).async_resolve_media(item)).url)


async def automation(world: Programs) -> set[str]:
    """Have an automation put the camera on a player, which resolves it."""
    world.television.played = ""
    world.hass.bus.async_fire("doorbell")
    await world.hass.async_block_till_done()
    return await world.play(world.television.played) if world.television.played else set()


async def mail(world: Programs) -> set[str]:
    """Send a still by e-mail."""
    world.mailbox.mails.clear()
    recipient = world.hass.states.async_entity_ids("notify")
    assert recipient
    attachment = {"media_source": {"media_content_id": MEDIA, "media_content_type": "image/jpeg"}, "filename": "a.jpg"}
    with suppress(HomeAssistantError):
        await world.call("smtp.send_message", entity_id=recipient, message="look", attachments=[attachment])
    parts = [part.get_content() for mail in world.mailbox.mails for part in mail.iter_attachments()]
    return seen(*parts)


async def ai_task(world: Programs) -> set[str]:
    """Show a still to an agent."""
    world.mind.pictures = ()
    attachment = {"media_content_id": MEDIA, "media_content_type": "image/jpeg"}
    task = {"task_name": "look", "instructions": "who is there?", "attachments": [attachment]}
    with suppress(HomeAssistantError):
        await world.hass.services.async_call(
            "ai_task", "generate_data", {"entity_id": Mind.entity_id, **task}, blocking=True, return_response=True
        )
    return seen(*world.mind.pictures)


async def proxy_still(world: Programs) -> set[str]:
    """Look at another camera, which shows ours."""
    return await world.look(f"/api/camera_proxy/{PROXY}")


async def proxy_mjpeg(world: Programs) -> set[str]:
    """Look at another camera, which passes its viewer's request on to ours."""
    return await world.look(f"/api/camera_proxy_stream/{PROXY}")


async def proxy_resized(world: Programs) -> set[str]:
    """Look at another camera, which fetches one still after the other of ours, and makes them smaller."""
    return await world.look(f"/api/camera_proxy_stream/{RESIZED}")


async def image_processing(world: Programs) -> set[str]:
    """Have digits read from the picture every ten seconds."""
    file = Path(world.hass.config.path(OCR_FILE))
    file.unlink(missing_ok=True)
    before = len(world.home.fake.requests)
    async_fire_time_changed(world.hass, dt_util.utcnow() + timedelta(seconds=11))
    await world.hass.async_block_till_done(wait_background_tasks=True)
    assert before <= len(world.home.fake.requests)
    return seen(file.read_bytes()) if file.exists() else set()


async def homekit(world: Programs) -> set[str]:
    """Take the still that HomeKit shows of a camera that is not played."""
    accessory = homekit_camera(world.hass)
    return seen(await accessory.async_get_snapshot({"image-width": 640, "image-height": 360}))


def homekit_camera(hass: HomeAssistant, **config: Any) -> Any:
    """Make HomeKit's accessory of the camera, in a bridge that nobody is paired with."""
    from homeassistant.components.homekit.accessories import HomeDriver  # noqa: PLC0415 - pyhap is heavy
    from homeassistant.components.homekit.type_cameras import Camera  # noqa: PLC0415 - likewise

    numbers = MagicMock()
    numbers.get_or_allocate_iid.side_effect = range(1, 1000)
    with (
        patch("pyhap.accessory_driver.AsyncZeroconf"),
        patch("pyhap.accessory_driver.HAPServer"),
        patch("pyhap.accessory_driver.AccessoryDriver.persist"),
    ):
        driver = HomeDriver(
            hass, "entry", "Bridge", "HomeKit", numbers, address="127.0.0.1", loop=hass.loop, persist_file="none"
        )
    return Camera(hass, driver, "Nursery", CAMERA, 2, config)


ROADS: dict[str, Road] = {
    road.__name__: road
    for road in (
        image,
        entity_image,
        mjpeg,
        source,
        hls,
        entity_stream,
        media,
        media_of_component,
        automation,
        mail,
        ai_task,
        proxy_still,
        proxy_mjpeg,
        proxy_resized,
        image_processing,
        homekit,
    )
}
