"""No road leads to a locked original; the same roads lead to it before, so that these tests can fail."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web
from homeassistant.components.camera import (
    async_get_image,
    async_get_stream_source,
    async_register_webrtc_provider,
    async_request_stream,
)
from homeassistant.components.camera.helper import get_camera_from_entity_id
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.dropcam_privacy.originals import Originals, OriginalState
from tests.e2e.person import Person, RefusedError
from tests.e2e.roads import ROADS, follow, walk
from tests.fakes.pictures import seen
from tests.originals.conftest import CAMERA, Stock, Wrap
from tests.originals.providers import Provider

# Without a media player and without a neighbour, which the end-to-end ring has.
OUTSIDE = sorted(name for name in ROADS if not name.startswith(("neighbour", "play")))
ALWAYS_CLOSED = {"still_no_token", "mjpeg_no_token"}


@pytest.fixture
async def provider(hass: HomeAssistant, parts: None) -> Provider:
    """A WebRTC provider that takes all cameras."""
    provider = Provider()
    async_register_webrtc_provider(hass, provider)
    await hass.async_block_till_done()
    return provider


def everywhere(roads: Iterable[str], whose: set[str]) -> dict[str, set[str]]:
    """Say that all roads lead to the same pictures."""
    return {name: set(whose) for name in roads}


async def walk_outside(name: str, person: Person, entity_id: str) -> set[str]:
    """Walk a road of the end-to-end ring."""
    if name != "webrtc":
        return await walk(name, person, entity_id)
    try:
        return seen(*(bytes.fromhex(str(answer)) for answer in await ROADS[name](person, entity_id)))
    except RefusedError:
        return set()


async def walk_inside(name: str, hass: HomeAssistant, person: Person, entity_id: str) -> set[str]:
    """Walk a road of another integration in the same process."""
    component: Any = hass.data["camera"]
    camera = component.get_entity(entity_id)
    answers: list[Any] = []
    try:
        match name:
            case "async_get_image":
                answers = [(await async_get_image(hass, entity_id)).content]
            case "async_get_stream_source":
                answers = await follow(person, await async_get_stream_source(hass, entity_id) or "")
            case "async_request_stream":
                answers = await follow(person, await async_request_stream(hass, entity_id, "hls"))
            case "instance_image":
                answers = [await camera.async_camera_image()]
            case "helper_instance_image":
                answers = [await get_camera_from_entity_id(hass, entity_id).async_camera_image()]
            case "instance_stream":
                stream = await camera.async_create_stream()
                stream.add_provider("hls")
                await stream.start()
                answers = await follow(person, stream.endpoint_url("hls"))
            case "attribute_stream":
                stream = camera.stream or component.get_entity(entity_id).stream
                answers = await follow(person, stream.endpoint_url("hls"))
    except HomeAssistantError, web.HTTPForbidden, AttributeError:
        return set()
    return seen(*filter(None, answers))


INSIDE = (
    "async_get_image",
    "async_get_stream_source",
    "async_request_stream",
    "instance_image",
    "helper_instance_image",
    "instance_stream",
    "attribute_stream",
)


@pytest.mark.timeout(150)  # every road, three times
async def test_every_road_is_closed(
    hass: HomeAssistant, generic: Stock, provider: Provider, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """All are open before the lock, and closed after it: at once, after a reload, and until the release."""
    entity_id = generic.entity_id

    async def roads() -> dict[str, set[str]]:
        found = {name: await walk_outside(name, person, entity_id) for name in OUTSIDE}
        return found | {name: await walk_inside(name, hass, person, entity_id) for name in INSIDE}

    everybody = {name: set() if name in ALWAYS_CLOSED else {"red"} for name in (*OUTSIDE, *INSIDE)}
    nobody: dict[str, set[str]] = {name: set() for name in everybody}
    assert await roads() == everybody
    wrap(generic)
    await originals.async_follow()
    assert originals.state(CAMERA) is OriginalState.LOCKED
    assert await roads() == nobody
    await generic.reload()
    assert await roads() == nobody
    assert seen(await originals.source(CAMERA).async_still()) == {"red"}
    await originals.async_camera_removed(CAMERA, by_owner=True)
    again = ("still_bearer", "still_state_token", "still_entity_picture", "hls", "webrtc", "snapshot")
    assert {name: await walk_outside(name, person, entity_id) for name in again} == everywhere(again, {"red"})


async def test_mjpeg_camera(
    hass: HomeAssistant, mjpeg: Stock, originals: Originals, wrap: Wrap, person: Person
) -> None:
    """A camera that passes on what its device sends is closed as well."""
    stills = [name for name in OUTSIDE if name not in ALWAYS_CLOSED and name.startswith(("still", "mjpeg", "snap"))]
    assert {name: await walk_outside(name, person, mjpeg.entity_id) for name in stills} == everywhere(stills, {"red"})
    wrap(mjpeg)
    await originals.async_follow()
    assert {name: await walk_outside(name, person, mjpeg.entity_id) for name in stills} == everywhere(stills, set())
    assert seen(await originals.source(CAMERA).async_still()) == {"red"}


async def test_answers(
    generic: Stock, originals: Originals, wrap: Wrap, person: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """It refuses with 403, never with what counts as a wrong login, and says why on the websocket."""
    wrap(generic)
    await originals.async_follow()
    for path in ("camera_proxy", "camera_proxy_stream"):
        for query in ("", "?interval=1"):
            assert (await person.get(f"/api/{path}/{generic.entity_id}{query}")).status == 403
        assert (await person.get(f"/api/{path}/{generic.entity_id}?token=", bearer=False)).status == 403
    with pytest.raises(RefusedError, match="start_stream_failed"):
        await person.ws("camera/stream", entity_id=generic.entity_id, format="hls")
    assert "Traceback" not in caplog.text
