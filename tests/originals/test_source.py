"""Our feed's way in: the picture, never an old one, and errors that tell nothing."""

import asyncio
from contextvars import ContextVar
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.dropcam_privacy.feed.address import StreamOptions
from custom_components.dropcam_privacy.feed.errors import CannotConnect, FeedTimeout, NotAnImage
from custom_components.dropcam_privacy.feed.repeats import Repeats
from custom_components.dropcam_privacy.originals import Originals, OriginalState, source
from custom_components.dropcam_privacy.originals.staying import CameraLocked
from tests.fakes.cameras import FakeCamera, Mode
from tests.fakes.pictures import number, seen
from tests.originals.conftest import CAMERA, Stock, Wrap

WHO: ContextVar[str | None] = ContextVar("who", default=None)


@pytest.fixture(params=[True, False], ids=["locked", "open"])
async def generic_source(
    request: pytest.FixtureRequest, generic: Stock, originals: Originals, wrap: Wrap
) -> source.OriginalSource:
    """The source of a camera that wraps a `generic` one."""
    wrap(generic, lock=request.param)
    await originals.async_follow()
    assert originals.state(CAMERA) is (OriginalState.LOCKED if request.param else OriginalState.OPEN)
    return originals.source(CAMERA)


async def test_still_and_stream(generic_source: source.OriginalSource, red: FakeCamera) -> None:
    """The picture, and the stream's address."""
    assert seen(await generic_source.async_still()) == {"red"}
    assert await generic_source.async_stream_url() == red.stream_url


async def test_mjpeg_is_no_stream(mjpeg: Stock, originals: Originals, wrap: Wrap, red: FakeCamera) -> None:
    """What `mjpeg` gives as its stream's source is its MJPEG, as it says by having no stream."""
    wrap(mjpeg)
    await originals.async_follow()
    original = originals.source(CAMERA)
    assert await original.async_stream_url() is None
    assert await original.async_mjpeg_url() == red.mjpeg_url


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, StreamOptions(verify_ssl=False)),
        ({"rtsp_transport": "udp"}, StreamOptions("udp", verify_ssl=False)),
        ({"rtsp_transport": "http"}, StreamOptions(verify_ssl=False)),
        ({"use_wallclock_as_timestamps": True, "verify_ssl": True}, StreamOptions(by_arrival=True)),
        ({"extra_part_wait_time": 3.0, "protocol_whitelist": "file"}, StreamOptions(verify_ssl=False)),
    ],
)
async def test_its_own_options(
    generic: Stock, generic_source: source.OriginalSource, options: dict[str, Any], expected: StreamOptions
) -> None:
    """Those that we know are followed as Home Assistant does, and no others."""
    assert await generic_source.async_mjpeg_url() is None
    generic.entity.stream_options.update(options)
    assert generic_source.stream_options == expected


async def test_never_an_old_picture(generic: Stock, generic_source: source.OriginalSource, red: FakeCamera) -> None:
    """A `generic` camera gives its last picture on errors: here that is an error."""
    repeats = Repeats()
    first = await repeats.async_new(generic_source)
    red.mode = Mode.ERROR
    with pytest.raises(CannotConnect) as caught:
        await repeats.async_new(generic_source)
    assert red.host not in str(caught.value)
    red.mode = Mode.OK
    generic.entity._last_update = 0.0
    assert number(await repeats.async_new(generic_source)) != number(first)


async def test_slow_original(generic: Stock, generic_source: source.OriginalSource) -> None:
    """An original that has a new picture every other second is waited for."""
    generic.entity._attr_frame_interval = 1.5
    repeats = Repeats()
    first = await repeats.async_new(generic_source)
    assert number(await repeats.async_new(generic_source)) != number(first)


async def test_stills_from_the_stream(generic: Stock, generic_source: source.OriginalSource, red: FakeCamera) -> None:
    """An original that makes its stills from its stream has none of its own."""
    generic.entity._still_image_url = None
    with pytest.raises(NotAnImage):
        await generic_source.async_still()
    assert await generic_source.async_stream_url() == red.stream_url


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (HomeAssistantError("http://anna:secret@camera/"), CannotConnect),
        (ValueError("http://anna:secret@camera/"), CannotConnect),
        (TimeoutError(), FeedTimeout),
        (None, NotAnImage),
        (b"", NotAnImage),
        ("text", NotAnImage),
    ],
)
async def test_errors(
    generic: Stock, generic_source: source.OriginalSource, failure: Any, error: type[Exception]
) -> None:
    """Whatever an integration's code does is an error of ours, without its message."""

    async def answer(**_: Any) -> Any:
        if isinstance(failure, Exception):
            raise failure
        return failure

    own_class = type(generic.entity)
    own_class = getattr(own_class, "own_class", own_class)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_class, "async_camera_image", lambda *_, **__: answer())
        with pytest.raises(error) as caught:
            await generic_source.async_still()
    assert "secret" not in repr(caught.value)
    assert caught.value.__cause__ is None


async def test_not_there(generic: Stock, generic_source: source.OriginalSource) -> None:
    """An original that is off, unavailable or unloaded cannot be connected to, and is there again after a reload."""
    generic.entity._attr_available = False
    with pytest.raises(CannotConnect):
        await generic_source.async_still()
    generic.entity._attr_available = True
    generic.entity._attr_is_on = False
    with pytest.raises(CannotConnect):
        await generic_source.async_stream_url()
    assert await generic.hass.config_entries.async_unload(generic.entry.entry_id)
    with pytest.raises(CannotConnect):
        await generic_source.async_still()
    assert await generic.hass.config_entries.async_setup(generic.entry.entry_id)
    assert seen(await generic_source.async_still()) == {"red"}


async def test_nobodys_identity(
    hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The integration's code runs for nobody, and what it asks for in there is not unlocked for others."""
    met: list[Any] = []
    own_class = type(generic.entity)
    own = own_class.async_camera_image

    async def look(camera: Any, width: int | None = None, height: int | None = None) -> Any:
        met.append(WHO.get())
        known: Any = hass.data["camera"].get_entity(camera.entity_id)
        met.append(await asyncio.gather(known.async_camera_image(), return_exceptions=True))
        return await own(camera, width, height)

    wrap(generic)
    await originals.async_follow()
    monkeypatch.setattr(own_class, "async_camera_image", look)
    WHO.set("anna")
    assert seen(await originals.source(CAMERA).async_still()) == {"red"}
    assert met[0] is None
    assert isinstance(met[1][0], CameraLocked)


async def test_camera_in_a_thread(hass: HomeAssistant, generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """A camera whose picture comes from a thread is read, and is locked for others."""
    own_class = type(generic.entity)
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(own_class, "async_camera_image")
        patch.setattr(own_class, "camera_image", lambda *_, **__: b"from a thread")
        wrap(generic)
        await originals.async_follow()
        assert await originals.source(CAMERA).async_still() == b"from a thread"
        with pytest.raises(HomeAssistantError):
            await generic.entity.async_camera_image()
        with pytest.raises(HomeAssistantError):
            await hass.async_add_executor_job(generic.entity.camera_image)


async def test_what_the_original_makes_is_shared(generic: Stock, originals: Originals, wrap: Wrap) -> None:
    """What the integration's code keeps while it reads for us, the camera has after its release."""
    wrap(generic)
    await originals.async_follow()
    image = await originals.source(CAMERA).async_still()
    await originals.async_camera_removed(CAMERA, by_owner=True)
    assert generic.entity._last_image is image
