"""The way in for our feed: the picture of another integration's entity, locked or not."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from ..feed.errors import CannotConnect, FeedTimeout, NotAnImage, TurnedOff
from ..isolation import start_as_nobody

if TYPE_CHECKING:
    from homeassistant.components.camera import Camera

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

    async def async_still(self) -> bytes:
        """Return a picture; that it is no old one is for whoever asks to see.

        Raises:
            NotAnImage: The original has no stills of its own; they are made from its stream.
            FeedError: It gives none now.
        """
        camera = self._camera()
        if camera.use_stream_for_stills:
            raise NotAnImage("the original makes its stills from its stream")
        image = await _ask(camera.async_camera_image(), _STILL_SECONDS)
        if not isinstance(image, bytes) or not image:
            raise NotAnImage("the original gives no picture")
        return image

    @property
    def interval(self) -> float:
        """How many seconds there are between two of its stills, as far as it says; raises FeedError."""
        return self._camera().frame_interval

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
