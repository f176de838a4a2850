"""What owners do about what a camera shows: say that it is theirs, or not, and have it looked at again."""

import asyncio
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er

from ..config import Wrapped
from ..const import DOMAIN
from ..exceptions import CameraUnavailable
from ..feed.address import Shown
from ..feed.errors import FeedError
from ..isolation import start_as_nobody
from ..originals.find import current_entity_id
from ..rights.author import Author
from ..runtime import CameraRuntime

if TYPE_CHECKING:
    from ..scenes.scene import Sight

MOVED, LIGHT, NOT_MINE, MINE = ANSWERS = ("moved", "light", "not_mine", "mine")
_SIGHTS = 3
# A camera whose key frames are far apart takes its time.
_TAKING_SECONDS: Final = 40.0
_BETWEEN_SECONDS: Final = 1.0
_MOST_LOOKS: Final = 6


async def async_set_up(running: CameraRuntime, by: Author | None, require: Callable[[], None] = lambda: None) -> bytes:
    """Know a camera's scene by what it shows now, check that from now on, and return the picture, a small JPEG.

    `require` is asked again when pictures were looked at, and raises where who asks may not do this any more. Raises
    ServiceValidationError for a camera that turns, or shows nothing to know it by, CameraUnavailable, NotDurable.
    """
    if running.scene.held is not None:
        raise _invalid("held")  # that is a question of its own
    sights = await async_take(running)
    if not running.scene.agreeing(sights):
        raise _invalid("scene_turns")
    require()
    if running.scene.held is not None:
        raise _invalid("held")
    await running.scene.async_set_up(sights, by)
    return await running.scene.async_small(sights[-1])


async def async_answer(
    running: CameraRuntime, answer: str, by: Author, require: Callable[[], None] = lambda: None
) -> None:
    """Follow what an owner says of what is held: one of ANSWERS; `require` is as for `async_set_up`.

    Raises ServiceValidationError where it shows something else than they were asked about, NotDurable.
    """
    scene = running.scene
    if answer == NOT_MINE:
        if scene.held is None:
            raise _invalid("scene_not_held")
        scene.disown(by)
        await running.async_cut()
        await scene.async_write()
        return
    if answer == MINE:
        if not scene.disowned:
            raise _invalid("scene_not_held")
        await scene.async_own(by)
        running.open()
        return
    asked = scene.asked
    if scene.held is None or scene.disowned or asked is None:
        raise _invalid("scene_not_held" if scene.held is None else "scene_unseen")
    sights = [asked, *(await async_take(running, _SIGHTS - 1))]
    # Another owner may have answered while pictures were looked at.
    if not scene.agreeing(sights) or scene.held is None or scene.disowned:
        raise _invalid("scene_differs")
    require()
    await scene.async_accept(sights, by, moved=answer == MOVED)


async def async_stop(running: CameraRuntime, by: Author) -> None:
    """Check a camera's pictures no more. Raises NotDurable."""
    disowned = running.scene.disowned
    await running.scene.async_stop(by)
    if disowned:
        running.open()


def show_anyway(running: CameraRuntime, by: Author) -> None:
    """Show owners what is held, for a while. Raises ServiceValidationError where nothing is."""
    if running.scene.held is None or running.scene.disowned:
        raise _invalid("scene_not_held")
    running.scene.show_anyway(by)


async def async_look(running: CameraRuntime) -> None:
    """Look at what a camera shows now, until that is beyond doubt. What it is, the scene knows then."""
    begun = monotonic()
    for _ in range(_MOST_LOOKS):
        with suppress(FeedError):
            await running.feed.async_still(begun)
        # Of MJPEG that somebody watches, not every picture is looked at.
        if running.scene.looked > begun and not running.scene.doubts:
            return
        await asyncio.sleep(_BETWEEN_SECONDS)


async def async_take(running: CameraRuntime, count: int = _SIGHTS) -> list[Sight]:
    """Look at several pictures, one after the other. Raises CameraUnavailable."""
    if not running.on or running.scene.disowned:
        raise CameraUnavailable
    sights: list[Sight] = []
    with running.scene.followed() as queue:
        asking = start_as_nobody(_async_ask(running))
        try:
            async with asyncio.timeout(_TAKING_SECONDS):
                while len(sights) < count:
                    sight = await queue.get()
                    if not sights or sight.at - sights[-1].at >= _BETWEEN_SECONDS / 2:
                        sights.append(sight)
        except TimeoutError:
            raise CameraUnavailable from None
        finally:
            asking.cancel()
    return sights


async def async_question(running: CameraRuntime) -> dict[str, Any]:
    """Return what an owner is asked: the last picture that was known, and what is shown now, coarsely."""
    accepted, now, at = await running.scene.async_question()
    return {
        "accepted": None if accepted is None else as_data(accepted),
        "now": now,
        "at": None if at is None else round(at * 1000),
    }


def told(running: CameraRuntime | None) -> dict[str, Any]:
    """Return what an owner is told of whether a camera's pictures are checked, and what became of that."""
    if running is None:
        return {"state": "off", "since": None, "settling": False, "anyway_until": None, "can_look": False}
    scene = running.scene
    anyway = scene.anyway_until
    return {
        "state": scene.state,
        "since": None if scene.held is None else round(scene.held_since * 1000),
        "settling": scene.settling,
        # To the second: it is the same however often it is asked.
        "anyway_until": None if anyway is None else round(anyway) * 1000,
        "can_look": can_look(running),
    }


def may_ask(running: CameraRuntime) -> bool:
    """Return whether a camera can be asked for a picture though nobody wants one: that wakes none."""
    return can_look(running) and not _has_battery(running)


def can_look(running: CameraRuntime) -> bool:
    """Return whether a camera gives an owner a picture who wants it to be looked at."""
    return running.on and not running.scene.disowned and running.feed.shown is not Shown.ON_TAP


def _has_battery(running: CameraRuntime) -> bool:
    """Return whether the device of an original tells of a battery."""
    hass, wrapped = running.hass, Wrapped.of(running.subentry.data)
    if wrapped is None:
        return False
    registry = er.async_get(hass)
    original = registry.async_get(current_entity_id(hass, wrapped.original))
    if original is None or original.device_id is None:
        return False
    beside = er.async_entries_for_device(registry, original.device_id, include_disabled_entities=True)
    return any("battery" in (entry.device_class, entry.original_device_class) for entry in beside)


async def _async_ask(running: CameraRuntime) -> None:
    """Ask for stills, over and over: what is not let through is looked at all the same."""
    while True:
        with suppress(FeedError):
            await running.feed.async_still()
        await asyncio.sleep(_BETWEEN_SECONDS)


def as_data(jpeg: bytes) -> str:
    """Return a JPEG as a data: address."""
    return f"data:image/jpeg;base64,{b64encode(jpeg).decode()}"


def _invalid(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
