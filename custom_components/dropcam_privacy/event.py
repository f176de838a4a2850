"""What becomes of the wishes for a camera's picture, as events: granted, refused, revoked.

Everybody in Home Assistant can read them, so they say over which channel and what kind of principal, never who. In a
household of two that may be enough to guess; whoever minds disables the entity.
"""

from collections.abc import Callable
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
# A dashboard asks for a still every ten seconds: whoever received one this lately is still watching.
GRANTED_SECONDS = 60
# And one that is refused goes on asking.
REFUSED_SECONDS = 60


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
    without a minute's pause; *refused* once a minute for each channel and kind; *revoked* when something else than its
    own end ends what was being received, *copied* when the address that a player was given was opened by a second one,
    too, which ends it for both. What is the same in one moment is one event.
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
        self._refused: dict[tuple[Channel, Role], float] = {}
        self._to_tell: dict[tuple[Access, Channel, Role], None] = {}

    @callback
    @override
    def _follow(self) -> Callable[[], None]:
        """Follow what the gatekeeper tells of the camera, and nothing else."""
        return self.hass.data[GATEKEEPER].watch(self._camera.id, self._watched)

    @callback
    def _watched(self, news: News) -> None:
        """Note what is worth an event, and write it when whoever is on the way now has gone through."""
        if not self._is_new(news):
            return
        if not self._to_tell:
            self.hass.loop.call_soon(self._write)
        self._to_tell[news.access, news.channel, news.role] = None

    def _is_new(self, news: News) -> bool:
        """Return whether this is more than what goes on anyway."""
        now = monotonic()
        if news.access is Access.REFUSED:
            refused = (news.channel, news.role)
            if now - self._refused.get(refused, -REFUSED_SECONDS) < REFUSED_SECONDS:
                return False
            self._refused[refused] = now
            return True
        receiving = (news.principal, news.channel)
        if news.access in (Access.REVOKED, Access.COPIED):
            self._received.pop(receiving, None)
            return True
        last = self._received.get(receiving)
        self._received[receiving] = now
        if news.access is Access.DELIVERED or (last is not None and now - last < GRANTED_SECONDS):
            return False
        self._received = {who: when for who, when in self._received.items() if now - when < GRANTED_SECONDS}
        return True

    @callback
    def _write(self) -> None:
        to_tell, self._to_tell = self._to_tell, {}
        for access, channel, role in to_tell:
            self._trigger_event(access.value, {"channel": channel.value, "kind": role.value})
            self._changed()
