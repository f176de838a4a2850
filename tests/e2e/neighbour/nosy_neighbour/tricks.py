"""Every way in which code in Home Assistant can ask a camera entity for its picture.

A trick gives what it got: bytes are a picture, a text is an address to follow.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from homeassistant.components import camera
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.helpers.network import get_url

SECONDS = 9
type Trick = Callable[[HomeAssistant, str], Awaitable[bytes | str | None]]
TRICKS: dict[str, Trick] = {}


def trick(function: Trick) -> Trick:
    """Add a trick under its name."""
    TRICKS[function.__name__] = function
    return function


def entity(hass: HomeAssistant, entity_id: str) -> camera.Camera:
    """Reach for the entity object itself."""
    found = hass.data["camera"].get_entity(entity_id)
    assert found is not None
    return found


async def fetch(hass: HomeAssistant, path: str) -> bytes:
    """Get a path of Home Assistant over loopback, without a header that names anybody."""
    async with async_get_clientsession(hass).get(get_url(hass) + path) as response:
        response.raise_for_status()
        return await response.read()


@trick
async def image(hass: HomeAssistant, entity_id: str) -> bytes:
    """The helper for stills."""
    return (await camera.async_get_image(hass, entity_id)).content


@trick
async def source(hass: HomeAssistant, entity_id: str) -> str | None:
    """The helper for addresses."""
    return await camera.async_get_stream_source(hass, entity_id)


@trick
async def stream(hass: HomeAssistant, entity_id: str) -> str:
    """The helper for HLS."""
    return await camera.async_request_stream(hass, entity_id, "hls")


@trick
async def own_image(hass: HomeAssistant, entity_id: str) -> bytes | None:
    """The entity's own method."""
    return await entity(hass, entity_id).async_camera_image(width=None, height=None)


@trick
async def own_image_in_thread(hass: HomeAssistant, entity_id: str) -> bytes | None:
    """The entity's synchronous method."""
    return await hass.async_add_executor_job(entity(hass, entity_id).camera_image)


@trick
async def own_source(hass: HomeAssistant, entity_id: str) -> str | None:
    """The entity's address."""
    return await entity(hass, entity_id).stream_source()


@trick
async def own_stream(hass: HomeAssistant, entity_id: str) -> str | None:
    """A stream made by the entity."""
    made = await entity(hass, entity_id).async_create_stream()
    if made is None:
        return None
    made.add_provider("hls")
    await made.start()
    return made.endpoint_url("hls")


@trick
async def own_stream_image(hass: HomeAssistant, entity_id: str) -> bytes | None:
    """A still of a stream made by the entity."""
    made = await entity(hass, entity_id).async_create_stream()
    return None if made is None else await made.async_get_image(wait_for_next_keyframe=True)


@trick
async def left_stream(hass: HomeAssistant, entity_id: str) -> bytes | None:
    """A stream that hangs on the entity."""
    left = entity(hass, entity_id).stream
    return None if left is None else await left.async_get_image()


@trick
async def listed_streams(hass: HomeAssistant, entity_id: str) -> str | None:
    """Any stream of this camera in Home Assistant's list."""
    for listed in hass.data["stream"]["streams"]:
        if entity_id in str(listed._stream_label):
            listed.add_provider("hls")
            await listed.start()
            return listed.endpoint_url("hls")
    return None


@trick
async def state_token(hass: HomeAssistant, entity_id: str) -> bytes:
    """The token that the state publishes."""
    state = hass.states.get(entity_id)
    assert state is not None
    return await fetch(hass, f"/api/camera_proxy/{entity_id}?token={state.attributes.get('access_token')}")


@trick
async def own_tokens(hass: HomeAssistant, entity_id: str) -> bytes | None:
    """The tokens that the entity keeps."""
    for token in entity(hass, entity_id).access_tokens:
        return await fetch(hass, f"/api/camera_proxy/{entity_id}?token={token}")
    return None


@trick
async def signed_path(hass: HomeAssistant, entity_id: str) -> bytes:
    """A path signed by whoever Home Assistant believes to be asking."""
    return await fetch(hass, async_sign_path(hass, f"/api/camera_proxy/{entity_id}", timedelta(seconds=30)))


@trick
async def signed_by_home_assistant(hass: HomeAssistant, entity_id: str) -> bytes:
    """A path signed by the system user for content."""
    path = f"/api/camera_proxy/{entity_id}"
    return await fetch(hass, async_sign_path(hass, path, timedelta(seconds=30), use_content_user=True))


async def try_all(hass: HomeAssistant, entity_id: str) -> dict[str, bytes | str]:
    """Try every trick, one after the other, in the running task; tell only what they got."""
    loot: dict[str, bytes | str] = {}
    for name, function in TRICKS.items():
        try:
            async with asyncio.timeout(SECONDS):
                got = await function(hass, entity_id)
        except Exception:  # noqa: BLE001 - whatever goes wrong, nothing was got
            continue
        if got:
            loot[name] = got
    return loot
