"""The way in for our feed: the picture of another integration's entity, locked or not."""

import asyncio
from collections.abc import Callable, Coroutine
from time import monotonic
from typing import TYPE_CHECKING, Any

from ..feed.errors import CannotConnect, FeedTimeout, NotAnImage, TurnedOff
from ..isolation import start_as_nobody

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

# A frame may be a second old; the same bytes later than that are an old picture.
_FRESH_SECONDS = 1.0
# An original that is slower than this is not waited for.
_LONGEST_INTERVAL = 5.0
_STILL_SECONDS = 9
_ADDRESS_SECONDS = 10  # as long as Home Assistant gives it


class OriginalSource:
    """Pictures of an original, by whatever instance stands for it now."""

    def __init__(self, find: Callable[[], Camera | None], tell_off: Callable[[str, bool], None]) -> None:
        """Read from what `find` returns: the instance, or our view of it where it is locked.

        `tell_off` is told its entity id, and whether its own integration has it off.
        """
        self._find = find
        self._tell_off = tell_off
        self._off = False
        self._last: bytes | None = None
        self._last_new = 0.0

    async def async_still(self) -> bytes:
        """Return a picture that is not older than a second.

        Raises:
            NotAnImage: The original has no stills of its own; they are made from its stream.
            FeedError: It gives none now.
        """
        camera = self._camera()
        if camera.use_stream_for_stills:
            raise NotAnImage("the original makes its stills from its stream")
        image = await _ask(camera.async_camera_image(), _STILL_SECONDS)
        if self._repeated(image) and _FRESH_SECONDS < camera.frame_interval <= _LONGEST_INTERVAL:
            # It has a new picture once in an interval, and until then hands out the last.
            await asyncio.sleep(camera.frame_interval)
            image = await _ask(self._camera().async_camera_image(), _STILL_SECONDS)
        if not isinstance(image, bytes) or not image:
            raise NotAnImage("the original gives no picture")
        if self._repeated(image):
            raise CannotConnect("the original repeats its last picture")
        if image is not self._last:
            self._last, self._last_new = image, monotonic()
        return image

    async def async_stream_url(self) -> str | None:
        """Return the address of the original's stream, if it has one; raises FeedError."""
        url = await _ask(self._camera().stream_source(), _ADDRESS_SECONDS)
        return str(url) if url else None

    def _camera(self) -> Camera:
        camera = self._find()
        if camera is None or not camera.available:
            raise CannotConnect("the original is not there")
        off, before = not camera.is_on, self._off
        self._off = off
        if off is not before:
            self._tell_off(camera.entity_id, off)
        if off:
            raise TurnedOff("its own integration has the original off")
        return camera

    def _repeated(self, image: object) -> bool:
        """Return whether this very object came before and is too old: some integrations repeat it on errors."""
        return image is not None and image is self._last and monotonic() - self._last_new > _FRESH_SECONDS


async def _ask[T](coro: Coroutine[Any, Any, T], seconds: float) -> T:
    """Run an integration's code in a task of nobody's: what it starts inherits no identity of ours."""
    task = start_as_nobody(coro)
    try:
        async with asyncio.timeout(seconds):
            return await task
    except TimeoutError:
        raise FeedTimeout("the original does not answer") from None
    except Exception:  # noqa: BLE001 - another integration's code; its message may name an address
        raise CannotConnect("the original gives no picture") from None
