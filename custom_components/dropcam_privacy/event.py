"""The event of a camera: somebody got its picture, was refused it, or lost it.

Everybody in Home Assistant can read it, so it says over which channel and what kind of principal, never who. In a
household of two that may be enough to guess; people who mind can disable the entity.
"""

from collections.abc import Callable
import math
from time import monotonic
from typing import override

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .entity import CameraEntity
from .gatekeeper import GATEKEEPER
from .news import Access, News
from .policy.model import Channel, Principal, Role
from .runtime import CameraRuntime, DropcamConfigEntry

PARALLEL_UPDATES = 0
# A dashboard asks for a still every ten seconds, in the background once a minute: whoever asked this lately goes on.
PAUSE_SECONDS = 300
# Whoever goes on being refused is not forgotten, and does not fill the list of activity.
REMINDER_SECONDS = 3600


async def async_setup_entry(
    hass: HomeAssistant, entry: DropcamConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the event of each camera."""

    @callback
    def add(camera: CameraRuntime) -> None:
        async_add_entities([AccessEvent(camera)], config_subentry_id=camera.id)

    entry.runtime_data.on_camera(add)


class AccessEvent(CameraEntity, EventEntity):
    """Somebody got the picture of a camera, did not get it, or gets it no more.

    *Granted* is told when the first picture leaves, once as long as the same login goes on over the same channel
    without a pause; *refused* likewise for each channel and kind, and once an hour; *revoked* when something else than
    its own end ends what was being received; *copied* when a second player opened the address that a first one was
    given, which ends it for both. What is the same in one moment is one event.

    The list of activity shows the translation of an event's type, so that is a sentence.
    """

    _attr_translation_key = "access"
    _by_anybody = True

    def __init__(self, camera: CameraRuntime) -> None:
        """Have nothing to tell yet."""
        super().__init__(camera, "access")
        self._attr_event_types = [
            access.value for access in (Access.GRANTED, Access.REFUSED, Access.REVOKED, Access.COPIED)
        ]
        self._received: dict[tuple[Principal, Channel], float] = {}
        # When refusals were last told of, and when there was the last one.
        self._refused: dict[tuple[Channel, Role], tuple[float, float]] = {}
        self._to_tell: dict[tuple[Access, Channel, Role], None] = {}

    @callback
    @override
    def _follow(self) -> Callable[[], None]:
        """Follow what the gatekeeper tells of the camera, and nothing else."""
        return self.hass.data[GATEKEEPER].watch(self._camera.id, self._watched)

    @callback
    def _watched(self, news: News) -> None:
        """Note what is worth an event, and write it when the delivery that is under way is through."""
        if not self._is_new(news):
            return
        if not self._to_tell:
            self.hass.loop.call_soon(self._write)
        self._to_tell[news.access, news.channel, news.role] = None

    def _is_new(self, news: News) -> bool:
        """Return whether this is more than something that goes on."""
        now = monotonic()
        if news.access is Access.REFUSED:
            refused = (news.channel, news.role)
            told, asked = self._refused.get(refused, (-math.inf, -math.inf))
            is_new = now - asked >= PAUSE_SECONDS or now - told >= REMINDER_SECONDS
            self._refused[refused] = (now if is_new else told, now)
            return is_new
        receiving = (news.principal, news.channel)
        if news.access in (Access.REVOKED, Access.COPIED):
            self._received.pop(receiving, None)
            return True
        last = self._received.get(receiving)
        self._received[receiving] = now
        if news.access is Access.DELIVERED or (last is not None and now - last < PAUSE_SECONDS):
            return False
        self._received = {who: when for who, when in self._received.items() if now - when < PAUSE_SECONDS}
        return True

    @callback
    def _write(self) -> None:
        to_tell, self._to_tell = self._to_tell, {}
        for access, channel, role in to_tell:
            self._trigger_event(access.value, {"channel": channel.value, "kind": role.value})
            self._changed()
